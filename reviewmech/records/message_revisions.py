"""What the draft of a message said before it was written anew: internal to its State."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.base import Base, short
from reviewmech.records.dialogue import Message, own_in
from reviewmech.records.people import Person
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Reading


class MessageRevision(Base):
    """An earlier text of a draft, with what it cited."""

    __tablename__ = "message_revision"
    __table_args__ = (UniqueConstraint("message_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    number: Mapped[int]
    text: Mapped[str]
    language: Mapped[str] = short(12)
    citations: Mapped[list[Any]]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
    message: Mapped[Message] = relationship()
    saved_by: Mapped[Person | None] = relationship()


def keep(session: Session, message: Message) -> None:
    """Keep what a draft says now, before it is written anew."""
    last = select(func.max(MessageRevision.number)).where(MessageRevision.message_id == message.id)
    session.add(
        MessageRevision(
            message=message,
            number=(session.scalar(last) or 0) + 1,
            text=message.text,
            language=message.language,
            citations=message.citations or [],
            saved_by_id=message.written_by_id,
            saved_at=message.written_at,
        )
    )


def earlier_texts(
    session: Session, draft: Message | None, actor: Actor, case: Case
) -> list[MessageRevision]:
    """Return the earlier texts of a draft of the actor's own State, newest first."""
    own = own_in(actor, case)
    if draft is None or draft.sent_at or own is None or draft.state_id != own:
        return []
    if not may(Reading.DIALOGUE, actor, case):
        return []
    chosen = (
        select(MessageRevision)
        .where(MessageRevision.message_id == draft.id)
        .options(joinedload(MessageRevision.saved_by))
        .order_by(MessageRevision.number.desc())
    )
    return list(session.scalars(chosen))
