"""The public page: pairings, the nominal timetable, issued summaries; nothing else."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from reviewmech.actions import issuing
from reviewmech.records.public import public_reviews, published
from reviewmech.records.summaries import Issue
from reviewmech.rules.purposes import Reading
from reviewmech.web import gate, issued, labels, present
from reviewmech.web.gate import Pages

pages = Pages("public", __name__)


@pages.get("/", may=Reading.PUBLIC)
def home() -> ResponseReturnValue:
    """Say what this is, who reviews whom and when, and what has been published."""
    return render_template(
        "public/home.html",
        mechanism=labels.mechanism_name(),
        reviews=public_reviews(gate.session(), present.language()),
        issues=published(gate.session()),
        links=_links,
    )


@pages.get("/papers/<name>/<form>", may=Reading.PUBLIC)
def paper(name: str, form: str) -> ResponseReturnValue:
    """Give a file of a published summary."""
    symbol = issuing.from_address(name)
    return issued.give(published(gate.session()), lambda issue: issue.symbol == symbol, form)


def _links(issue: Issue) -> list[tuple[str, str]]:
    """Return where each file of a published summary can be had."""
    name = issuing.in_address(issue.symbol)
    return issued.links(lambda form: url_for("public.paper", name=name, form=form))
