"""Messages that a State has drafted on questions that were sent: internal to that State."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from reviewmech.records.dialogue import (
    Message,
    MessageFile,
    SupplementaryQuestion,
    in_order,
    is_visible,
    own_in,
)
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, Case


def visible_replies(
    session: Session, strand_id: int, actor: Actor, case: Case
) -> list[SupplementaryQuestion]:
    """Return the questions on which this actor's own State has drafted a message it can send."""
    thread = SupplementaryQuestion
    written = (Message.thread_id == thread.id) & (Message.state_id == own_in(actor, case))
    messages = selectinload(thread.messages)
    chosen = (
        select(thread)
        .where(is_visible(strand_id, actor, case))
        .where(thread.sent_at.is_not(None), thread.closed_at.is_(None))
        .where(exists().where(written, Message.sent_at.is_(None)))
        .order_by(thread.id)
        .options(
            joinedload(thread.asked_by).joinedload(State.names),
            joinedload(thread.version),
            messages.joinedload(Message.files).joinedload(MessageFile.attachment),
            messages.joinedload(Message.version),
        )
    )
    return sorted(session.scalars(chosen).unique(), key=in_order)
