"""Notes verbales: the letters by which a State names people, and by which it can act."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
