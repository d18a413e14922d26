"""How a review is held: proposals the States together clear, for one strand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from reviewmech.records.base import Base
from reviewmech.records.responses import questionnaire
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.questionnaire import WHOLE_PART, Section


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


def articles(session: Session, strand: Strand) -> list[Section]:
    """Return the articles a strand's questionnaire asks about: what can be divided."""
    sections = questionnaire(session, strand.edition_id).sections
    return [section for section in sections if section.article != WHOLE_PART]


def readers(proposal: Consultation | None, strand: Strand, article: str) -> list[State]:
    """Return the reviewing States that take an article: all, unless the division names some.

    A State released from the review since takes none; when nobody named is left, all take it.
    """
    named = set(proposal.division.get(article, ())) if proposal else set()
    return [state for state in strand.reviewing_states if state.id in named] or (
        strand.reviewing_states
    )
