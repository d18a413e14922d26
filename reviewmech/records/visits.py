"""When a person last looked at a review: what happened since is new to them, and to nobody else.

What is new is read from the journal by its one rule of who may read what, so it never tells more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, literal, select, union_all
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column

from reviewmech.records.base import Base
from reviewmech.records.journal import Entry, visible, visible_entries
from reviewmech.records.people import Appointment
from reviewmech.records.reviews import Phase, Review, case
from reviewmech.records.summaries import Summary
from reviewmech.rules.access import Actor

MOST = 150
"""Lines that are told at most: who was away for longer reads the journal itself."""


class Visit(Base):
    """The moment up to which a person has been told what changed in a review."""

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("person_id", "review_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    told_up_to: Mapped[datetime]


def visit(session: Session, person_id: int, review_id: int) -> Visit | None:
    """Return a person's own mark in a review: nobody else is shown it."""
    return session.scalar(
        select(Visit).where(Visit.person_id == person_id, Visit.review_id == review_id)
    )


def seen_up_to(
    session: Session, actor: Actor, reviews: Collection[Review]
) -> Mapping[int, datetime]:
    """Return from when on things are new to a person, by review: their mark, else their naming."""
    keys = [review.id for review in reviews]
    named = select(Appointment.review_id, Appointment.since).where(
        Appointment.person_id == actor.person,
        Appointment.review_id.in_(keys),
        Appointment.until.is_(None),
    )
    marks = select(Visit.review_id, Visit.told_up_to).where(
        Visit.person_id == actor.person, Visit.review_id.in_(keys)
    )
    found = {review.id: review.opened_at for review in reviews}
    rows = session.execute(
        union_all(named.add_columns(literal(0)), marks.add_columns(literal(1)))
    ).all()
    found.update({key: moment for key, moment, _is_mark in sorted(rows, key=lambda row: row[2])})
    return found


def news(session: Session, review: Review, actor: Actor) -> tuple[datetime, list[Entry]]:
    """Return since when, and what others did since that this person may read of, newest first."""
    since = seen_up_to(session, actor, [review])[review.id]
    found = visible_entries(session, review.id, actor, case(review), most=MOST)
    return since, [each for each in found if each.at > since and _is_by_another(each, actor)]


def _is_by_another(entry: Entry, actor: Actor) -> bool:
    return entry.person_id != actor.person or entry.contributor_id is not None


def how_much(
    session: Session, reviews: Collection[Review], actor: Actor, most: int = 99
) -> dict[int, int]:
    """Return how many acts are new to a person in each of these reviews, counting up to a limit."""
    if not reviews:
        return {}
    since, summaries = seen_up_to(session, actor, reviews), _summaries(session, reviews, actor)
    counted = []
    for review in reviews:
        lines = visible(review.id, actor, case(review), summaries.get(review.id, []))
        fresh = lines.where(
            Entry.at > since[review.id],
            Entry.person_id.is_distinct_from(actor.person) | Entry.contributor_id.is_not(None),
        )
        counted.append(
            select(fresh.with_only_columns(Entry.review_id).limit(most + 1).subquery().c.review_id)
        )
    found: dict[int, int] = {}
    for (key,) in session.execute(union_all(*counted)):
        found[key] = found.get(key, 0) + 1
    return found


def _summaries(session: Session, reviews: Collection[Review], actor: Actor) -> dict[int, list[int]]:
    """Return the summaries (ids) of these reviews in which the actor's State takes part."""
    chosen = select(Summary).join(Summary.phase).options(contains_eager(Summary.phase))
    found: dict[int, list[int]] = {}
    for each in session.scalars(
        chosen.where(Phase.review_id.in_([review.id for review in reviews]))
    ):
        review = each.phase.review_id
        if actor.state_in(review) in {state.id for state in each.participants}:
            found.setdefault(review, []).append(each.id)
    return found
