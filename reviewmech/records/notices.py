"""Notices: what a person was told waits for them, and how they wish to be told.

A notice says that something waits and where, never what it says. It travels in a letter, alone or
with others, or it is only listed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.base import Base, closed_list
from reviewmech.records.letters import Letter
from reviewmech.records.people import Person
from reviewmech.records.reviews import Phase, Review, Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.notices import Category, Pace
from reviewmech.rules.purposes import Reading


class NoticeChoice(Base):
    """How a person wishes to be told of one category; without one, in the usual way."""

    __tablename__ = "notice_choice"
    __table_args__ = (UniqueConstraint("person_id", "category"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    category: Mapped[Category] = mapped_column(closed_list(Category, "category", held=False))
    pace: Mapped[Pace] = mapped_column(closed_list(Pace, "pace"))


class Notice(Base):
    """One thing a person was told waits for them: its sentence, what that names, and its address.

    ``subject`` and ``body`` are to be translated and hold places that ``details`` fill (States by
    id), so that it is read in the language of the day. ``reading`` is what its page is for: who may
    no longer read that is not told of it.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_person_id_review_id", "person_id", "review_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    phase_id: Mapped[int | None] = mapped_column(ForeignKey("phase.id"))
    strand_id: Mapped[int | None] = mapped_column(ForeignKey("strand.id"))
    category: Mapped[Category] = mapped_column(closed_list(Category, "category", held=False))
    pace: Mapped[Pace] = mapped_column(closed_list(Pace, "pace"))
    reading: Mapped[Reading] = mapped_column(closed_list(Reading, "reading", held=False))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str]
    details: Mapped[dict[str, Any]]
    path: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    person: Mapped[Person] = relationship()
    review: Mapped[Review] = relationship()
    phase: Mapped[Phase | None] = relationship()
    strand: Mapped[Strand | None] = relationship()
    letter: Mapped[Letter | None] = relationship()

    @property
    def about(self) -> Strand | Phase | Review:
        """What it is about."""
        return self.strand or self.phase or self.review


def chosen_paces(session: Session, people: Collection[int]) -> dict[tuple[int, Category], Pace]:
    """Return how these people wish to be told, by person and category."""
    found = session.scalars(select(NoticeChoice).where(NoticeChoice.person_id.in_(people)))
    return {(one.person_id, one.category): one.pace for one in found}


Gathering = tuple[int, Pace, Category | None]
"""What one letter gathers: a person's notices of one pace; at once, of one category."""


def gathering(person_id: int, pace: Pace, category: Category) -> Gathering:
    """Return in which letter a notice goes, among those of its review."""
    return person_id, pace, category if pace is Pace.AT_ONCE else None


def open_letters(
    session: Session, review_id: int, people: Collection[int], until: datetime | None
) -> dict[Gathering, Letter]:
    """Return the letters of a review to these people that leave by then, by what they gather.

    A letter that is held back for longer, as the reminder of a silence is, gathers nothing else.
    They are locked: none of them leaves before this act has put its notice in.
    """
    rows = session.execute(
        select(Notice.person_id, Notice.pace, Notice.category, Letter)
        .join(Letter, Letter.id == Notice.letter_id)
        .where(
            Notice.review_id == review_id,
            Notice.person_id.in_(people),
            Letter.sent_at.is_(None),
            Letter.tries == 0,
            or_(Letter.leaves_after.is_(None), Letter.leaves_after <= until),
        )
        .with_for_update(of=Letter)
    )
    return {gathering(person, pace, category): letter for person, pace, category, letter in rows}


def in_letter(session: Session, letter_id: int) -> list[Notice]:
    """Return what a letter tells of, in its order."""
    chosen = select(Notice).where(Notice.letter_id == letter_id).order_by(Notice.id)
    return list(session.scalars(chosen))


def told(session: Session, actor: Actor, *, after: int, most: int) -> list[Notice]:
    """Return what this person was told, newest first: one's own alone, whoever asks."""
    chosen = (
        select(Notice)
        .where(Notice.person_id == actor.person)
        .options(
            joinedload(Notice.letter),
            joinedload(Notice.review),
            joinedload(Notice.phase),
            joinedload(Notice.strand),
        )
        .order_by(Notice.id.desc())
    )
    return list(session.scalars(chosen.offset(after).limit(most)))
