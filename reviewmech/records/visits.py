"""When a person last looked at a review: what happened since is new to them, and to nobody else.

What is new is read from the journal by its one rule of who may read what, so it never tells more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    UniqueConstraint,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from reviewmech.records.base import Base, Moment
from reviewmech.records.journal import Entry, visible, visible_entries
from reviewmech.records.people import Appointment
from reviewmech.records.reviews import Review, case
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


def _seen_up_to(actor: Actor, review: Review) -> ColumnElement[datetime]:
    """Return from when on things are new to a person: their mark, else their naming."""
    person = actor.person
    mark = select(Visit.told_up_to).where(Visit.person_id == person, Visit.review_id == review.id)
    named = select(func.max(Appointment.since)).where(
        Appointment.person_id == person,
        Appointment.review_id == review.id,
        Appointment.until.is_(None),
    )
    opened = literal(review.opened_at, Moment)
    return func.coalesce(mark.scalar_subquery(), named.scalar_subquery(), opened)


def news(session: Session, review: Review, actor: Actor) -> tuple[datetime, list[Entry]]:
    """Return since when, and what others did since that this person may read of, newest first."""
    since = session.scalars(select(_seen_up_to(actor, review))).one()
    found = visible_entries(session, review.id, actor, case(review), most=MOST)
    return since, [each for each in found if each.at > since and _is_by_another(each, actor)]


def _is_by_another(entry: Entry, actor: Actor) -> bool:
    return entry.person_id != actor.person or entry.contributor_id is not None


def how_much(
    session: Session,
    reviews: Collection[Review],
    actor: Actor,
    summaries: Mapping[int, Collection[int]],
    most: int = 99,
) -> dict[int, int]:
    """Return how many acts are new to a person in each of these reviews, counting up to a limit.

    ``summaries`` are those (ids) in which the actor's State takes part, by review.
    """
    if not reviews:
        return {}
    counted = []
    for review in reviews:
        lines = visible(review.id, actor, case(review), summaries.get(review.id, ()))
        fresh = lines.where(
            Entry.at > _seen_up_to(actor, review),
            Entry.person_id.is_distinct_from(actor.person) | Entry.contributor_id.is_not(None),
        )
        counted.append(
            select(fresh.with_only_columns(Entry.review_id).limit(most + 1).subquery().c.review_id)
        )
    found: dict[int, int] = {}
    for (key,) in session.execute(union_all(*counted)):
        found[key] = found.get(key, 0) + 1
    return found
