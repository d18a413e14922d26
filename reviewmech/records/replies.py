"""What a State has drafted to be sent: internal to that State."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from reviewmech.records.dialogue import (
    Message,
    MessageFile,
    SupplementaryQuestion,
    in_order,
    is_visible,
    own_in,
)
from reviewmech.records.reviews import Strand, case
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


@dataclass
class Drafted:
    """How many questions a State has drafted in a strand, and how many messages on questions."""

    questions: int = 0
    messages: int = 0


def visible_counts(
    session: Session, strands: Iterable[Strand], actor: Actor
) -> defaultdict[int, Drafted]:
    """Return how much this actor's own State has drafted that can be sent, by strand."""
    thread = SupplementaryQuestion
    own = [
        is_visible(strand.id, actor, case(strand))
        & (Message.state_id == own_in(actor, case(strand)))
        for strand in strands
    ]
    found: defaultdict[int, Drafted] = defaultdict(Drafted)
    if not own:
        return found
    chosen = select(thread.strand_id, thread.sent_at.is_(None), func.count()).where(
        Message.sent_at.is_(None),
        thread.closed_at.is_(None),
        thread.discarded_at.is_(None),
        or_(*own),
    )
    grouped = chosen.join(Message.thread).group_by(thread.strand_id, thread.sent_at.is_(None))
    for strand, is_question, count in session.execute(grouped):
        if is_question:
            found[strand].questions = count
        else:
            found[strand].messages = count
    return found
