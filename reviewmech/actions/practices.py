"""How a State's team works in a review: what its focal point settles for it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records.practices import Practice, practice
from reviewmech.records.reviews import Review
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import NotPermitted


@act(Action.SETTLE_PRACTICE)
def settle_practice(
    session: Session, actor: Actor, review: Review, *, shares_positions: bool
) -> Practice:
    """Settle whether what one's experts take ad referendum is shown to the others.

    It holds for positions taken from now on: what was shown stays so, and what was not, too.
    """
    state = actor.state_in(review.id)
    if state is None:
        raise NotPermitted("Only the States in this review settle how they work in it.")
    settled = practice(session, review.id, state)
    if settled is None:
        settled = Practice(review_id=review.id, state_id=state)
        session.add(settled)
    settled.shares_positions = shares_positions
    return settled
