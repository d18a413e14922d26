"""Meetings of a review: when, who was present, what was agreed, and the next dates.

Much is agreed by telephone. A record is never changed: a correction is a further record that takes
its place, and the one before stays readable.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.base import Base, short
from reviewmech.records.people import Person
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Reading


class Meeting(Base):
    """The record of one meeting, as one side wrote it; all in the review read it.

    ``form`` is a key of the Mechanism's list; ``state`` is none when the secretariat recorded it.
    """

    __tablename__ = "meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), unique=True)
    held_on: Mapped[date]
    form: Mapped[str] = short(80)
    present: Mapped[str]
    agreed: Mapped[str]
    next_dates: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = short(12)
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    state: Mapped[State | None] = relationship()
    recorded_by: Mapped[Person] = relationship()


def visible_meetings(session: Session, review_id: int, actor: Actor, case: Case) -> list[Meeting]:
    """Return the records this actor may read, newest meeting first, corrected ones too."""
    if not may(Reading.MEETINGS, actor, case):
        return []
    chosen = (
        select(Meeting)
        .where(Meeting.review_id == review_id)
        .options(joinedload(Meeting.state), joinedload(Meeting.recorded_by))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    )
    return list(session.scalars(chosen))


def replaced_by(session: Session, meeting: Meeting) -> Meeting | None:
    """Return the correction that took the place of a record, if there is one."""
    return session.scalar(select(Meeting).where(Meeting.replaces_id == meeting.id))
