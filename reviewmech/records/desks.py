"""Which reviews lie on a person's desk, those with the next terms first."""

from __future__ import annotations

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from reviewmech.records.reviews import Phase, Review, ReviewingState, Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.steps import Step


def on_the_desk(session: Session, actor: Actor) -> list[int]:
    """Return the reviews (ids) of a person, by the next term among the strands in their scope.

    An officer has those they are in charge of; of a State's people, all are theirs. A strand out
    of scope does not count: the order would tell of it.
    """
    states = {post.state for post in actor.posts}
    in_scope = exists().where(
        ReviewingState.review_id == Review.id,
        ReviewingState.instrument == Strand.instrument,
        ReviewingState.state_id.in_(states),
    )
    ending = Strand.due_on.is_not(None) & (Strand.step != Step.CONCLUDED)
    if actor.officer:
        mine = or_(Review.case_officer_id == actor.person, Review.stand_in_id == actor.person)
    else:
        mine = Review.id.in_([post.review for post in actor.posts])
        ending &= or_(Review.state_id.in_(states), in_scope)
    rows = session.execute(
        select(Review.id, func.min(Strand.due_on))
        .outerjoin(Review.phases)
        .outerjoin(Strand, (Strand.phase_id == Phase.id) & ending)
        .where(mine)
        .group_by(Review.id)
    ).all()
    return [key for key, _term in sorted(rows, key=lambda row: (row[1] is None, row[1], row[0]))]
