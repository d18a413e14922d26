"""Visits: a person's own mark up to which they have seen what changed in a review."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records.database import now
from reviewmech.records.reviews import Review, case
from reviewmech.records.visits import Visit, visit
from reviewmech.rules.access import Actor, may
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import nothing_here


@act(Action.CATCH_UP)
def catch_up(
    session: Session, actor: Actor, subject: None, *, review: Review, up_to: datetime
) -> Visit:
    """Mark what changed in a review as seen, as far as it was shown; a mark never goes back."""
    if actor.person is None or not may(Reading.JOURNAL, actor, case(review)):
        raise nothing_here()
    seen = min(up_to, now(session))
    mark = visit(session, actor.person, review.id)
    if mark is None:
        mark = Visit(person_id=actor.person, review_id=review.id, told_up_to=seen)
        session.add(mark)
    mark.told_up_to = max(mark.told_up_to, seen)
    return mark
