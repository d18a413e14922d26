"""Who was named by which note, and where somebody serves: the questions nominations ask."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Appointment, Person, in_force
from reviewmech.records.reviews import Review, ReviewingState
from reviewmech.records.states import State


def reviews_of(session: Session, state: State) -> list[Review]:
    """Return the reviews in which a State takes part, its own first, then by name."""
    reviewing = select(ReviewingState.review_id).where(ReviewingState.state_id == state.id)
    chosen = select(Review).where(or_(Review.state_id == state.id, Review.id.in_(reviewing)))
    found = session.scalars(chosen).unique()
    return sorted(found, key=lambda each: (each.state_id != state.id, each.state.name.casefold()))


def named_by(session: Session, note: NoteVerbale) -> list[Appointment]:
    """Return the appointments made from a note, in the order in which they were registered."""
    chosen = select(Appointment).where(Appointment.named_by_id == note.id)
    return list(session.scalars(chosen.order_by(Appointment.id)))


def ended_by(session: Session, note: NoteVerbale) -> list[Appointment]:
    """Return the appointments ended from a note."""
    chosen = select(Appointment).where(Appointment.ended_by_id == note.id)
    return list(session.scalars(chosen.order_by(Appointment.id)))


def service(session: Session, person: Person) -> list[Appointment]:
    """Return the appointments of a person that are in force."""
    chosen = in_force().where(Appointment.person_id == person.id)
    return list(session.scalars(chosen.order_by(Appointment.id)))


def post_in(session: Session, person: Person, review: Review) -> Appointment | None:
    """Return the one post a person holds in a review."""
    return session.scalar(
        in_force().where(Appointment.person_id == person.id, Appointment.review_id == review.id)
    )


def reviews_by_id(session: Session, appointments: list[Appointment]) -> dict[int, Review]:
    """Return the reviews that appointments belong to, by id."""
    ids = {each.review_id for each in appointments if each.review_id is not None}
    found = session.scalars(select(Review).where(Review.id.in_(ids))).unique()
    return {review.id: review for review in found}
