"""Leave to send: the experts whom a focal point lets send to the others without its clearance."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records.people import Appointment, roster
from reviewmech.records.reviews import Review
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.vocabulary import Capacity


@act(Action.ALLOW_SENDING)
def allow_sending(
    session: Session, actor: Actor, review: Review, *, experts: Collection[Appointment]
) -> Review:
    """Let these experts of the own State send, and none other; it ends with their appointment."""
    own = experts_of(session, review, actor.state_in(review.id))
    if any(each not in own for each in experts):
        raise Invalid(
            "Tick experts who serve your State in this review now. Somebody may have been replaced "
            "since you opened this page.",
            field="experts",
        )
    for each in own:
        each.may_send = each in experts
    return review


def experts_of(session: Session, review: Review, state_id: int | None) -> list[Appointment]:
    """Return the experts who serve a State in a review now."""
    if state_id is None:
        return []
    serving = roster(session, review.id, state_id)
    return [each for each in serving if each.capacity is Capacity.EXPERT]
