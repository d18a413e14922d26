"""Supplementary questions: a thread on an answer or an article, and who must act on it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from secrets import token_urlsafe

from sqlalchemy import ForeignKey, Select, false, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from reviewmech.records.base import Base, short
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Reading
from reviewmech.rules.vocabulary import Inquiry


class SupplementaryQuestion(Base):
    """What a reviewing State asks on an article, or on one answer of a version.

    ``key`` names it in addresses: running numbers would tell others how much is being drafted.
    """

    __tablename__ = "supplementary_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = short(24, unique=True, default=lambda: token_urlsafe(12))
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    article: Mapped[str] = short()
    question: Mapped[str | None] = short(120)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    drafted_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    strand: Mapped[Strand] = relationship()
    asked_by: Mapped[State] = relationship()
    version: Mapped[Version | None] = relationship()
    messages: Mapped[list[Message]] = relationship(back_populates="thread", order_by="Message.id")

    @property
    def opening(self) -> Message:
        """The message that asks."""
        return self.messages[0]

    @property
    def last_sent(self) -> Message | None:
        """The newest message sent, whenever it was drafted."""
        sent = [message for message in self.messages if message.sent_at]
        return max(sent, key=lambda message: (message.sent_at, message.id), default=None)

    @property
    def state(self) -> Inquiry:
        """Where the question stands: derived from what was sent and what was closed."""
        last = self.last_sent
        if last is None:
            return Inquiry.DRAFT
        if self.closed_at is not None:
            return Inquiry.CLOSED
        return Inquiry.OPEN if last.state_id == self.asked_by_id else Inquiry.ANSWERED

    @property
    def awaited(self) -> State | None:
        """The State that must act: to send, to answer, to close or write back; none once closed."""
        return {
            Inquiry.DRAFT: self.asked_by,
            Inquiry.OPEN: self.strand.review.state,
            Inquiry.ANSWERED: self.asked_by,
            Inquiry.CLOSED: None,
        }[self.state]

    @property
    def since(self) -> datetime:
        """Since when it stands so."""
        last = self.last_sent
        return self.closed_at or (last and last.sent_at) or self.drafted_at


class Message(Base):
    """A message of one State in the thread; until it is sent, only that State knows of it."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("supplementary_question.id"), index=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    text: Mapped[str]
    language: Mapped[str] = short(12)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note_verbale.id"))
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    thread: Mapped[SupplementaryQuestion] = relationship(back_populates="messages")
    state: Mapped[State] = relationship()
    written_by: Mapped[Person | None] = relationship()
    note: Mapped[NoteVerbale | None] = relationship()

    @property
    def mark(self) -> str:
        """What a later save is compared with: the SHA-256 of the text as it stands."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def visible_questions(
    session: Session, strand_id: int, actor: Actor, case: Case
) -> list[SupplementaryQuestion]:
    """Return the questions this actor may read: those sent, then their own State's drafts."""
    found = session.scalars(_visible(strand_id, actor, case)).unique()
    # By the moment of sending: the order of drafting would tell of drafts.
    return sorted(found, key=lambda one: (one.sent_at is None, one.sent_at or one.drafted_at))


def visible_question(
    session: Session, strand_id: int, key: str, actor: Actor, case: Case
) -> SupplementaryQuestion | None:
    """Return one question, if it is of this strand and this actor may read it."""
    chosen = _visible(strand_id, actor, case).where(SupplementaryQuestion.key == key)
    return session.scalars(chosen).unique().one_or_none()


def _visible(strand_id: int, actor: Actor, case: Case) -> Select[SupplementaryQuestion]:
    readable = or_(
        SupplementaryQuestion.sent_at.is_not(None),
        SupplementaryQuestion.asked_by_id == _own(actor, case),
    )
    return (
        select(SupplementaryQuestion)
        .where(
            SupplementaryQuestion.strand_id == strand_id,
            readable if may(Reading.DIALOGUE, actor, case) else false(),
        )
        .options(
            joinedload(SupplementaryQuestion.asked_by),
            joinedload(SupplementaryQuestion.version),
            selectinload(SupplementaryQuestion.messages),
        )
    )


def visible_messages(thread: SupplementaryQuestion, actor: Actor, case: Case) -> list[Message]:
    """Return the messages of a thread this actor may read, as sent, an own draft last."""
    if not may(Reading.DIALOGUE, actor, case):
        return []
    own = _own(actor, case)
    found = [each for each in thread.messages if each.sent_at or each.state_id == own]
    return sorted(found, key=lambda one: (one.sent_at is None, one.sent_at or one.written_at))


def draft_of(thread: SupplementaryQuestion, state_id: int | None) -> Message | None:
    """Return what a State has written in the thread and not yet sent. Internal to that State."""
    drafts = [each for each in thread.messages if each.state_id == state_id and not each.sent_at]
    return drafts[0] if drafts else None


def _own(actor: Actor, case: Case) -> int | None:
    """Return the State whose drafts this actor reads: the one served, never one recorded for."""
    post = actor.post_in(case.review)
    return post.state if post and not actor.officer else None
