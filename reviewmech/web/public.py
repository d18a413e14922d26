"""The public page: pairings, the nominal timetable, issued summaries; nothing else."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from reviewmech.actions import issuing
from reviewmech.records.public import public_reviews
from reviewmech.records.summaries import Issue, published
from reviewmech.rules.purposes import Reading
from reviewmech.web import gate, labels, present
from reviewmech.web.files import hand_out
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
        formats=list(issuing.Format),
        address=_address,
    )


@pages.get("/papers/<name>/<form>", may=Reading.PUBLIC)
def paper(name: str, form: str) -> ResponseReturnValue:
    """Give a file of a published summary."""
    symbol = issuing.from_address(name)
    found = next((each for each in published(gate.session()) if each.symbol == symbol), None)
    gate.belongs(found, form in list(issuing.Format))
    assert found is not None
    return hand_out(issuing.file_of(found, issuing.Format(form)))


def _address(issue: Issue, form: str) -> str:
    return url_for("public.paper", name=issuing.in_address(issue.symbol), form=form)
