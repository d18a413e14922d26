"""How a review is held: proposals the States together clear, for one strand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from reviewmech.records.base import Base
from reviewmech.records.states import State


class Consultation(Base):
    """One proposal. ``division`` says which reviewing States (ids) take which article.

    A new proposal takes the place of the one before it, and every clearance starts again.
    """

    __tablename__ = "consultation"
    __table_args__ = (UniqueConstraint("strand_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"))
    number: Mapped[int]
    languages: Mapped[list[str]]
    division: Mapped[dict[str, Any]]
    is_drafting_shared: Mapped[bool]
    feedback_by: Mapped[date | None]
    remarks: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    proposed_by: Mapped[State | None] = relationship()


def current(session: Session, strand_id: int) -> Consultation | None:
    """Return the proposal now on the table."""
    return session.scalar(
        select(Consultation)
        .where(Consultation.strand_id == strand_id)
        .order_by(Consultation.number.desc())
        .limit(1)
    )
