"""What changed while a reader was away: by strand and article, from what they may read alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions.visits import catch_up
from reviewmech.records.database import now
from reviewmech.records.reviews import Review, Strand
from reviewmech.records.visits import MOST, news
from reviewmech.rules.purposes import Action, Reading
from reviewmech.web import gate, journal_lines
from reviewmech.web.forms import ActForm
from reviewmech.web.gate import Pages
from reviewmech.web.journal_lines import Told

pages = Pages("changes", __name__)


@dataclass
class Changed:
    """What changed in one strand, or in the review as a whole: by article, as they came up."""

    strand: Strand | None
    articles: dict[str, list[Told]] = field(default_factory=dict)


@pages.get("/reviews/<int:review_id>/changes", may=Reading.JOURNAL)
def changes(review: Review) -> ResponseReturnValue:
    """Show what others did in a review since the reader last said that they had seen it."""
    moment = now(gate.session())
    since, found = news(gate.session(), review, gate.actor())
    told = journal_lines.told(review, found)
    return render_template(
        "changes/changes.html",
        review=review,
        since=since,
        up_to=moment.isoformat(),
        groups=_by_strand(told),
        count=len(told),
        is_cut=len(found) >= MOST,
    )


def _by_strand(told: list[Told]) -> list[Changed]:
    found: dict[int, Changed] = {}
    for one in told:
        key = one.strand.id if one.strand else 0
        group = found.setdefault(key, Changed(one.strand))
        group.articles.setdefault(one.article, []).append(one)
    for group in found.values():
        # What is about no article comes before what is about one.
        group.articles = dict(sorted(group.articles.items(), key=lambda one: bool(one[0])))
    return sorted(found.values(), key=lambda group: group.strand.id if group.strand else 0)


@pages.post("/reviews/<int:review_id>/changes/seen", may=Action.CATCH_UP)
def seen(review: Review) -> ResponseReturnValue:
    """Mark what was shown of a review as seen."""
    form = ActForm()
    catch_up(
        gate.session(),
        gate.actor(),
        None,
        review=review,
        up_to=_moment(request.form.get("up_to", "")),
        request_id=form.request_id.data,
    )
    flash(_("Marked as seen. What happens from now on is shown here."))
    return redirect(url_for("desk.desk"), 303)


def _moment(given: str) -> datetime:
    """Return the moment at which the page was shown; nobody marks more than they were shown."""
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        found = None
    gate.belongs(found, found is not None and found.tzinfo is not None)
    assert found is not None
    return found
