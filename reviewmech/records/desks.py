"""Which reviews lie on a person's desk, those with the next days first."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from reviewmech.records.dialogue import Message, SupplementaryQuestion
from reviewmech.records.observations import Observation
from reviewmech.records.reviews import Phase, Review, ReviewingState, Strand
from reviewmech.records.wordings import Silence, Wording
from reviewmech.rules.access import Actor
from reviewmech.rules.steps import Step

Day = InstrumentedAttribute[date] | InstrumentedAttribute[date | None]


def on_the_desk(session: Session, actor: Actor) -> list[int]:
    """Return the reviews (ids) of a person, by the next day among the strands in their scope.

    An officer has those they are in charge of; of a State's people, all are theirs. A strand out
    of scope does not count: the order would tell of it.
    """
    mine = _mine(actor)
    days = union_all(*(chosen.where(mine) for chosen in _days(actor))).subquery()
    rows = session.execute(
        select(Review.id, func.min(days.c.day))
        .outerjoin(days, days.c.review == Review.id)
        .where(mine)
        .group_by(Review.id)
    ).all()
    return [key for key, _day in sorted(rows, key=lambda row: (row[1] is None, row[1], row[0]))]


def _mine(actor: Actor) -> ColumnElement[bool]:
    if actor.officer:
        return or_(Review.case_officer_id == actor.person, Review.stand_in_id == actor.person)
    return Review.id.in_([post.review for post in actor.posts])


def _days(actor: Actor) -> list[Select[int, date | None]]:
    """Select the reviews with the days that count for a person: terms; of a State, also when
    silences end and when answers are hoped for.
    """
    terms = _strands(Strand.due_on).where(Strand.due_on.is_not(None), Strand.step != Step.CONCLUDED)
    if actor.officer:
        return [terms]
    states = {post.state for post in actor.posts}
    scope = exists().where(
        ReviewingState.review_id == Review.id,
        ReviewingState.instrument == Strand.instrument,
        ReviewingState.state_id.in_(states),
    )
    in_scope = or_(Review.state_id.in_(states), scope)
    return [terms.where(in_scope), _silences().where(in_scope), _answers(states)]


def _strands(day: Day) -> Select[int, date | None]:
    return (
        select(Review.id.label("review"), day.label("day")).join(Review.phases).join(Phase.strands)
    )


def _silences() -> Select[int, date | None]:
    return (
        _strands(Silence.until)
        .join(Observation, Observation.strand_id == Strand.id)
        .join(Wording, Wording.observation_id == Observation.id)
        .join(Silence, Silence.wording_id == Wording.id)
        .where(Silence.ended_at.is_(None), Strand.step == Step.OBSERVATIONS)
    )


def _answers(states: set[int]) -> Select[int, date | None]:
    thread = SupplementaryQuestion
    answered = exists().where(
        Message.thread_id == thread.id,
        Message.sent_at.is_not(None),
        Message.state_id != thread.asked_by_id,
    )
    return (
        _strands(thread.due_on)
        .join(thread, thread.strand_id == Strand.id)
        .where(
            Review.state_id.in_(states),
            thread.sent_at.is_not(None),
            thread.closed_at.is_(None),
            thread.due_on.is_not(None),
            ~answered,
        )
    )
