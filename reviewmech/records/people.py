"""People, and the appointments that make them what they are in a review.

A person is an identity; an address is only where letters go. One functional mailbox may pass
from person to person, so the address is unique among those who hold one now.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, false, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.base import Base, closed_list, short
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, Post
from reviewmech.rules.vocabulary import Capacity


class Person(Base):
    """Someone who takes part. ``left_at`` is set when the address passes on or service ends."""

    __tablename__ = "person"
    __table_args__ = (
        Index(
            "uq_person_address_in_use",
            "address_key",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    title: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(320))
    address_key: Mapped[str] = mapped_column(String(320))
    language: Mapped[str] = short(12, default="en")
    password_hash: Mapped[str | None]
    activated_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    appointments: Mapped[list[Appointment]] = relationship(back_populates="person")

    def __str__(self) -> str:
        return self.name


class Appointment(Base):
    """A person serving in a capacity: for a State in a review, or in the secretariat.

    Held by the database: at most one focal point per State per review at any time, and one person
    serves at most one State in one review.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        Index(
            "uq_appointment_one_focal_point",
            "review_id",
            "state_id",
            unique=True,
            sqlite_where=text("capacity = 'focal point' AND until IS NULL"),
            postgresql_where=text("capacity = 'focal point' AND until IS NULL"),
        ),
        Index(
            "uq_appointment_one_post_in_a_review",
            "review_id",
            "person_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        CheckConstraint(
            "(capacity = 'secretariat officer') = (review_id IS NULL) "
            "AND (review_id IS NULL) = (state_id IS NULL)",
            name="for_a_state_in_a_review_or_in_the_secretariat",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    capacity: Mapped[Capacity] = mapped_column(closed_list(Capacity, "capacity"))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    may_send: Mapped[bool] = mapped_column(default=False, server_default=false())
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("note_verbale.id"))
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("note_verbale.id"))
    person: Mapped[Person] = relationship(back_populates="appointments")
    state: Mapped[State | None] = relationship()
    named_by: Mapped[NoteVerbale | None] = relationship(foreign_keys=[named_by_id])


def address_key(address: str) -> str:
    """Return the form in which two spellings of one address are the same."""
    return address.strip().casefold()


def holder_of(session: Session, address: str) -> Person | None:
    """Return the person who holds this address now."""
    return session.scalar(
        select(Person).where(Person.address_key == address_key(address), Person.left_at.is_(None))
    )


def in_force() -> Select[Appointment]:
    """Select the appointments in force."""
    chosen = select(Appointment).where(Appointment.until.is_(None))
    return chosen.options(joinedload(Appointment.person))


def roster(session: Session, review_id: int, state_id: int | None = None) -> list[Appointment]:
    """Return the people now serving in a review, focal points first, then by name."""
    chosen = in_force().where(Appointment.review_id == review_id)
    if state_id is not None:
        chosen = chosen.where(Appointment.state_id == state_id)
    order = list(Capacity)
    found = session.scalars(chosen).all()
    return sorted(found, key=lambda each: (order.index(each.capacity), each.person.name))


def focal_point(session: Session, review_id: int, state_id: int) -> Person | None:
    """Return the focal point of a State in a review, or nobody when the post is vacant."""
    found = session.scalar(
        in_force().where(
            Appointment.review_id == review_id,
            Appointment.state_id == state_id,
            Appointment.capacity == Capacity.FOCAL_POINT,
        )
    )
    return found.person if found else None


def vacant_since(session: Session, review_id: int, state_id: int) -> datetime | None:
    """Return when the last focal point left, if there was one and the post is vacant now."""
    if focal_point(session, review_id, state_id):
        return None
    return session.scalar(
        select(Appointment.until)
        .where(
            Appointment.review_id == review_id,
            Appointment.state_id == state_id,
            Appointment.capacity == Capacity.FOCAL_POINT,
        )
        .order_by(Appointment.until.desc())
        .limit(1)
    )


class Chair(NamedTuple):
    """The post of a State's focal point: who holds it, or since when it is vacant."""

    holder: Person | None = None
    vacant_since: datetime | None = None


def chairs(session: Session, review_id: int) -> dict[int, Chair]:
    """Return the posts of focal point that were ever held in a review, by State (id)."""
    chosen = select(Appointment).where(
        Appointment.review_id == review_id, Appointment.capacity == Capacity.FOCAL_POINT
    )
    found: dict[int, Chair] = {}
    # The one in force comes last, so that it counts.
    held = session.scalars(chosen.options(joinedload(Appointment.person)))
    for each in sorted(held, key=lambda one: (one.until is None, one.until or one.since)):
        assert each.state_id is not None
        found[each.state_id] = Chair(None, each.until) if each.until else Chair(each.person)
    return found


def focal_points(session: Session) -> dict[tuple[int, int], Person]:
    """Return who is focal point now, by review and State: one query for a long list."""
    rows = session.execute(
        select(Appointment.review_id, Appointment.state_id, Person)
        .join(Appointment.person)
        .where(Appointment.capacity == Capacity.FOCAL_POINT, Appointment.until.is_(None))
    )
    return {(review, state): one for review, state, one in rows if review and state}


def officers(session: Session) -> list[Person]:
    """Return the officers of the secretariat, by name."""
    chosen = in_force().where(Appointment.capacity == Capacity.OFFICER)
    return sorted((each.person for each in session.scalars(chosen)), key=lambda one: one.name)


Held = tuple[int | None, int | None, Capacity, bool]
"""An appointment in force: in which review, for which State, in what capacity, with what leave."""
HELD = (
    Appointment.review_id,
    Appointment.state_id,
    Appointment.capacity,
    Appointment.may_send,
)


def actor(session: Session, person: Person | None, level: int = 1) -> Actor:
    """Return who this person is now, by their appointments in force."""
    if person is None:
        return Actor(level=level)
    held = session.execute(
        select(*HELD).where(Appointment.person_id == person.id, Appointment.until.is_(None))
    )
    return actor_holding(held, person, level)


def actor_holding(
    held: Iterable[Held], person: Person, level: int, session: int | None = None
) -> Actor:
    """Return who a person is by these appointments."""
    held = list(held)
    posts = tuple(
        Post(review_id, state_id, capacity, may_send)
        for review_id, state_id, capacity, may_send in held
        if review_id is not None and state_id is not None
    )
    officer = any(capacity is Capacity.OFFICER for _, _, capacity, _ in held)
    return Actor(person.id, officer, posts, session=session, level=level)
