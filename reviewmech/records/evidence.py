"""Evidence: files attached to an answer, internal until a version that holds them is submitted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.attachments import Attachment
from reviewmech.records.base import Base, short
from reviewmech.records.database import surroundings
from reviewmech.records.people import Person
from reviewmech.records.responses import Version
from reviewmech.rules.mechanism import Switch


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


def is_taken(session: Session) -> bool:
    """Say whether the Mechanism lets files be attached to answers."""
    return surroundings(session).mechanism.switches[Switch.ATTACHMENTS]


def attached(session: Session, strand_id: int) -> dict[str, list[Evidence]]:
    """Return the files attached now, by question. Internal to the State under review."""
    found: dict[str, list[Evidence]] = {}
    if not is_taken(session):
        return found
    chosen = (
        select(Evidence)
        .where(Evidence.strand_id == strand_id, Evidence.detached_at.is_(None))
        .options(joinedload(Evidence.attachment), joinedload(Evidence.attached_by))
        .order_by(Evidence.id)
    )
    for each in session.scalars(chosen):
        found.setdefault(each.question, []).append(each)
    return found


def submitted_file(session: Session, version: Version, seal: str) -> Attachment | None:
    """Return a file that a version holds, by its SHA-256: beside an answer, or of a law it cites.

    The version is one its reader may read, from ``responses.visible_version``.
    """
    of_laws = [law["file"] for law in version.laws if law.get("file")]
    held = {file["sha256"]: file["id"] for file in (*version.files, *of_laws)}
    return session.get(Attachment, held[seal]) if seal in held else None
