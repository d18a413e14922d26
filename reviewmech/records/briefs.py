"""Supplementary questions at a glance, for lists of hundreds: what a line says of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from reviewmech.records.dialogue import (
    Message,
    SupplementaryQuestion,
    in_order,
    is_visible,
    last_sent,
    own_in,
    stands,
)
from reviewmech.rules.access import Actor, Case
from reviewmech.rules.vocabulary import Inquiry


@dataclass(frozen=True)
class Brief:
    """A question at a glance."""

    key: str
    article: str
    question: str | None
    asked_by_id: int
    due_on: date | None
    drafted_at: datetime
    sent_at: datetime | None
    state: Inquiry
    since: datetime
    begins: str
    """Its first words."""
    has_own_draft: bool
    """Whether the reader's State has written a message that is not sent."""

    @property
    def is_open(self) -> bool:
        """Whether an answer is awaited."""
        return self.state in {Inquiry.OPEN, Inquiry.FOLLOW_UP}

    def awaits(self, state_id: int, under_review: int) -> bool:
        """Say whether a State must act: to answer, or to close the question or write back."""
        if self.is_open:
            return state_id == under_review
        return self.state is Inquiry.ANSWERED and state_id == self.asked_by_id


def visible_briefs(session: Session, strand_id: int, actor: Actor, case: Case) -> list[Brief]:
    """Return the questions this actor may read at a glance, and own drafts set aside; in order."""
    thread, own = SupplementaryQuestion, own_in(actor, case)
    last = last_sent(thread.strand_id == strand_id)
    written = Message.thread_id == thread.id
    begins = select(func.substr(Message.text, 1, 300)).where(written).order_by(Message.id).limit(1)
    draft = exists().where(written, Message.state_id == own, Message.sent_at.is_(None))
    answer = Message.sent_at.is_not(None) & (Message.state_id != thread.asked_by_id)
    rows = session.execute(
        select(
            thread.key,
            thread.article,
            thread.question,
            thread.asked_by_id,
            thread.due_on,
            thread.drafted_at,
            thread.discarded_at,
            thread.sent_at,
            thread.closed_at,
            last.c.state_id.label("spoke_last"),
            last.c.sent_at.label("spoke_at"),
            begins.scalar_subquery().label("begins"),
            draft.label("has_own_draft"),
            exists().where(written, answer).label("was_answered"),
        )
        .outerjoin(last, (last.c.thread_id == thread.id) & (last.c.back == 1))
        .where(is_visible(strand_id, actor, case))
    )
    return sorted((_brief(row) for row in rows), key=in_order)


def _brief(row: Any) -> Brief:
    return Brief(
        key=row.key,
        article=row.article,
        question=row.question,
        asked_by_id=row.asked_by_id,
        due_on=row.due_on,
        drafted_at=row.drafted_at,
        sent_at=row.sent_at,
        state=_state(row),
        since=row.closed_at or row.spoke_at or row.discarded_at or row.drafted_at,
        begins=row.begins or "",
        has_own_draft=row.has_own_draft,
    )


def _state(row: Any) -> Inquiry:
    if row.spoke_last is None:
        return Inquiry.SET_ASIDE if row.discarded_at else Inquiry.DRAFT
    closed = row.closed_at is not None
    return stands(row.asked_by_id, closed, row.spoke_last, row.was_answered)
