"""Notes verbales: the letters by which a State names people, and by which it can act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from reviewmech.records.attachments import Attachment
from reviewmech.records.base import Base
from reviewmech.records.states import State


class NoteVerbale(Base):
    """A note received: whose it is, its reference and date, and the file, if there is one."""

    __tablename__ = "note_verbale"
    __table_args__ = (UniqueConstraint("state_id", "reference"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    reference: Mapped[str] = mapped_column(String(300))
    dated: Mapped[date]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    state: Mapped[State] = relationship()
    file: Mapped[Attachment | None] = relationship()


def note_of(session: Session, state: State, reference: str) -> NoteVerbale | None:
    """Return the note of a State with this reference, if it is recorded."""
    return session.scalar(
        select(NoteVerbale).where(
            NoteVerbale.state_id == state.id, NoteVerbale.reference == reference
        )
    )


def notes_received(session: Session, after: int, most: int) -> list[NoteVerbale]:
    """Return recorded notes, the newest first: at most so many, after leaving out so many."""
    chosen = select(NoteVerbale).order_by(NoteVerbale.id.desc()).offset(after).limit(most)
    return list(session.scalars(chosen))


def notes_of(session: Session, states: Iterable[State]) -> list[NoteVerbale]:
    """Return the notes of these States, the newest first."""
    chosen = select(NoteVerbale).where(NoteVerbale.state_id.in_([state.id for state in states]))
    return list(session.scalars(chosen.order_by(NoteVerbale.id.desc())))
