"""Evidence: files attached to an answer, internal until a version that holds them is submitted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from reviewmech.records.attachments import Attachment
from reviewmech.records.base import Base, short
from reviewmech.records.people import Person


class Evidence(Base):
    """A file attached to one answer; taken off, it stays where a version froze it."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_strand_id_question", "strand_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"))
    question: Mapped[str] = short(120)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    attached_at: Mapped[datetime]
    attached_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    detached_at: Mapped[datetime | None]
    attachment: Mapped[Attachment] = relationship()
    attached_by: Mapped[Person | None] = relationship()
