"""Executive summaries: compiled for a phase, edited paragraph by paragraph, issued for good."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from reviewmech.records.attachments import Attachment
from reviewmech.records.base import Base, short
from reviewmech.records.observations import Observation
from reviewmech.records.people import Person
from reviewmech.records.reviews import Phase


class Summary(Base):
    """The summary in preparation, over the strands (ids) whose lists it was compiled from."""

    __tablename__ = "summary"
    __table_args__ = (UniqueConstraint("phase_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"))
    number: Mapped[int]
    language: Mapped[str] = short(12)
    title: Mapped[str] = mapped_column(String(500))
    strands: Mapped[list[Any]]
    compiled_at: Mapped[datetime]
    phase: Mapped[Phase] = relationship()
    issue: Mapped[Issue | None] = relationship(back_populates="summary")


class Paragraph(Base):
    """One heading or paragraph, by id, so that it can be edited, cited and translated alone.

    ``observation_id`` says which item it came from: when that item is confidential, the paragraph
    is in no output.
    """

    __tablename__ = "paragraph"
    __table_args__ = (UniqueConstraint("summary_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("summary.id"))
    place: Mapped[int]
    section: Mapped[str] = short(120)
    level: Mapped[int]
    observation_id: Mapped[int | None] = mapped_column(ForeignKey("observation.id"))
    number: Mapped[int] = mapped_column(default=1)
    text: Mapped[str]
    summary: Mapped[Summary] = relationship()
    observation: Mapped[Observation | None] = relationship()
    edits: Mapped[list[ParagraphEdit]] = relationship(
        back_populates="paragraph", order_by="ParagraphEdit.number"
    )


class ParagraphEdit(Base):
    """One text a paragraph has had; an empty text takes the paragraph out."""

    __tablename__ = "paragraph_edit"
    __table_args__ = (UniqueConstraint("paragraph_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraph.id"))
    number: Mapped[int]
    text: Mapped[str]
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    edited_at: Mapped[datetime]
    paragraph: Mapped[Paragraph] = relationship(back_populates="edits")
    person: Mapped[Person | None] = relationship()


class Issue(Base):
    """A summary as issued, under a document symbol: text and files that never change."""

    __tablename__ = "issue"

    id: Mapped[int] = mapped_column(primary_key=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("summary.id"), unique=True)
    symbol: Mapped[str] = mapped_column(String(120), unique=True)
    language: Mapped[str] = short(12)
    title: Mapped[str] = mapped_column(String(500))
    dated: Mapped[date]
    issued_at: Mapped[datetime]
    markdown_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    docx_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    pdf_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    is_published: Mapped[bool] = mapped_column(default=False)
    summary: Mapped[Summary] = relationship(back_populates="issue")
    markdown: Mapped[Attachment] = relationship(foreign_keys=[markdown_id])
    docx: Mapped[Attachment] = relationship(foreign_keys=[docx_id])
    pdf: Mapped[Attachment] = relationship(foreign_keys=[pdf_id])


def in_preparation(session: Session, phase_id: int) -> Summary | None:
    """Return the summary of a phase that is compiled and not yet issued."""
    return session.scalar(
        select(Summary)
        .outerjoin(Issue)
        .where(Summary.phase_id == phase_id, Issue.id.is_(None))
        .order_by(Summary.number.desc())
        .limit(1)
    )


def paragraphs(session: Session, summary: Summary) -> list[Paragraph]:
    """Return the paragraphs that stand in the summary, in their order.

    Those whose observation is confidential, and those emptied by an edit, are in no output.
    """
    return list(
        session.scalars(
            select(Paragraph)
            .outerjoin(Observation)
            .where(
                Paragraph.summary_id == summary.id,
                Paragraph.text != "",
                or_(Observation.id.is_(None), Observation.is_confidential.is_(False)),
            )
            .order_by(Paragraph.place)
        )
    )


def digest(standing: list[Paragraph]) -> str:
    """Return the SHA-256 of a summary as it stands: what a clearance refers to."""
    lines = (f"{each.id}|{each.level}|{each.text}" for each in standing)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def published(session: Session) -> list[Issue]:
    """Return the issued summaries the public may read, newest first."""
    return list(
        session.scalars(
            select(Issue).where(Issue.is_published).order_by(Issue.issued_at.desc())
        )
    )
