"""How a review is held: proposals the States together clear, for one strand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from reviewmech.records.base import Base, short
from reviewmech.records.clearances import cleared_by
from reviewmech.records.responses import questionnaire
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.access import Case
from reviewmech.rules.questionnaire import WHOLE_PART, Section
from reviewmech.rules.steps import Step, since
from reviewmech.rules.vocabulary import Clearing


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


class HandOver(Base):
    """A reviewing State has handed an article over to another one.

    It changes the division that stood then: a newer proposal takes the place of both.
    """

    __tablename__ = "hand_over"

    id: Mapped[int] = mapped_column(primary_key=True)
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"), index=True)
    article: Mapped[str] = short()
    giver_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    taker_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    handed_at: Mapped[datetime]
    giver: Mapped[State] = relationship(foreign_keys=[giver_id])
    taker: Mapped[State] = relationship(foreign_keys=[taker_id])


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
    """Return the reviewing States to which a proposal gives an article: all, unless it names some.

    A State released from the review since takes none; when nobody named is left, all take it.
    """
    named = set(proposal.division.get(article, ())) if proposal else set()
    return _in_scope(strand, named)


def _in_scope(strand: Strand, named: set[int]) -> list[State]:
    taking = [state for state in strand.reviewing_states if state.id in named]
    return taking or strand.reviewing_states


@dataclass(frozen=True)
class Division:
    """Which reviewing State takes which article now: as proposed, and as handed over since."""

    strand: Strand
    proposal: Consultation | None
    handed: tuple[HandOver, ...]

    def takers(self, article: str) -> list[State]:
        """Return the States that take an article."""
        taking = {state.id for state in readers(self.proposal, self.strand, article)}
        for each in self.handed:
            if each.article == article and each.giver_id in taking:
                taking = taking - {each.giver_id} | {each.taker_id}
        return _in_scope(self.strand, taking)

    def last(self, article: str) -> HandOver | None:
        """Return how an article was last handed over, if it was."""
        return next((each for each in reversed(self.handed) if each.article == article), None)


def division(session: Session, strand: Strand) -> Division:
    """Return who takes which article now: the one place where this is found out."""
    since_then = (HandOver.strand_id == Consultation.strand_id) & (
        HandOver.handed_at >= Consultation.proposed_at
    )
    newest = select(func.max(Consultation.number)).where(Consultation.strand_id == strand.id)
    rows = session.execute(
        select(Consultation, HandOver)
        .outerjoin(HandOver, since_then)
        .where(Consultation.strand_id == strand.id, Consultation.number == newest.scalar_subquery())
        .order_by(HandOver.id)
    ).all()
    if rows:
        handed: list[HandOver | None] = [each for _, each in rows]
        return Division(strand, rows[0][0], tuple(filter(None, handed)))
    chosen = select(HandOver).where(HandOver.strand_id == strand.id).order_by(HandOver.id)
    return Division(strand, None, tuple(session.scalars(chosen)))


def drafting_together(session: Session, strand_id: int, case: Case) -> frozenset[int]:
    """Return the reviewing States (ids) that read one another's drafts on the articles."""
    proposal = current(session, strand_id)
    if proposal is None or not proposal.is_drafting_shared:
        return frozenset()
    return agreed_to_share(
        cleared_by(session, Clearing.CONSULTATION, strand_id, str(proposal.number)), case
    )


def agreed_to_share(cleared: frozenset[int], case: Case) -> frozenset[int]:
    """Return who drafts together when these States (ids) have cleared the proposal that says so.

    The reviewing States in scope among them, once it is agreed: every State has cleared it, or
    the strand has gone beyond the consultation.
    """
    every = case.reviewing | ({case.under_review} if case.under_review else frozenset())
    is_agreed = case.step in since(Step.FEEDBACK) or every <= cleared
    together = cleared & case.reviewing
    return together if is_agreed and len(together) > 1 else frozenset()
