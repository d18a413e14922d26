"""The journal of a review, as its readers see it: what happened, by whom, and when."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from reviewmech.records.journal import visible_entries
from reviewmech.records.reviews import Review, case
from reviewmech.rules.purposes import Reading
from reviewmech.web import gate, journal_lines
from reviewmech.web.gate import Pages

pages = Pages("journal", __name__)

A_PAGE = 50


@pages.get("/reviews/<int:review_id>/journal", may=Reading.JOURNAL)
def journal(review: Review) -> ResponseReturnValue:
    """Show the acts of a review that this reader may know of, newest first."""
    number = max(1, request.args.get("page", 1, type=int))
    after = (min(number, 10_000) - 1) * A_PAGE
    found = visible_entries(
        gate.session(), review.id, gate.actor(), case(review), after=after, most=A_PAGE + 1
    )
    return render_template(
        "journal/journal.html",
        review=review,
        lines=journal_lines.told(review, found[:A_PAGE]),
        newer=_url(review, number - 1) if number > 1 else None,
        older=_url(review, number + 1) if len(found) > A_PAGE else None,
    )


def _url(review: Review, number: int) -> str:
    return url_for("journal.journal", review_id=review.id, page=number)
