"""Pages that a contributor's link opens: without ways to the rest, and listed by no search engine.

Whoever comes by a link has no account. Words that could not be sent may still wait on their device,
under a name made of who they are and not of the link's secret; see ``kept.py``.
"""

from __future__ import annotations

from typing import Any

from flask import Response, g, make_response, render_template, url_for

from reviewmech.records.contributions import Contributor
from reviewmech.records.people import focal_point
from reviewmech.records.reviews import Review
from reviewmech.web import gate, kept


def contributor() -> Contributor:
    """Return whose link was opened."""
    found: Contributor = g.contributor
    return found


def page(template: str, key: str, status: int = 200, **given: Any) -> Response:
    """Render a page of a contributor."""
    asked = contributor()
    review: Review = asked.review
    words = render_template(
        template,
        key=key,
        contributor=asked,
        review=review,
        asked_by=focal_point(gate.session(), review.id, review.state_id) or asked.invited_by,
        owner=kept.owner(asked),
        navigation=[],
        signed_in=None,
        sign_in_url=None,
        home_url=url_for("contributions.welcome", key=key),
        **given,
    )
    answer = make_response(words, status)
    # What waits here for somebody else must neither be wiped nor be mixed with theirs.
    if kept.is_free() and gate.person() is None:
        kept.tell(answer, asked, shared=False)
    return answer


def unlisted(answer: Response) -> Response:
    """Let no search engine list these pages: their address is a secret."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
