"""Supplementary questions: a thread on an answer or an article, and who must act on it."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    Subquery,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from reviewmech.records.attachments import Attachment
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
    ``due_on`` is the day by which the asking State hopes for an answer; ``discarded_at`` says
    since when a draft is set aside.
    """

    __tablename__ = "supplementary_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = short(24, unique=True, default=lambda: token_urlsafe(12))
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    article: Mapped[str] = short()
    question: Mapped[str | None] = short(120)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    due_on: Mapped[date | None]
    drafted_at: Mapped[datetime]
    discarded_at: Mapped[datetime | None]
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
        """Where the question stands: derived from what was sent, closed and set aside."""
        last = self.last_sent
        if last is None:
            return Inquiry.SET_ASIDE if self.discarded_at else Inquiry.DRAFT
        was_answered = any(
            each.sent_at and each.state_id != self.asked_by_id for each in self.messages
        )
        return stands(self.asked_by_id, self.closed_at is not None, last.state_id, was_answered)

    @property
    def awaited(self) -> State | None:
        """The State that must act: to send, to answer, to close or write back; else none."""
        under_review = self.strand.review.state
        return {
            Inquiry.DRAFT: self.asked_by,
            Inquiry.OPEN: under_review,
            Inquiry.FOLLOW_UP: under_review,
            Inquiry.ANSWERED: self.asked_by,
        }.get(self.state)

    @property
    def since(self) -> datetime:
        """Since when it stands so."""
        last = self.last_sent
        return self.closed_at or (last and last.sent_at) or self.discarded_at or self.drafted_at


class Message(Base):
    """A message of one State in the thread; until it is sent, only that State knows of it.

    ``version_id`` is a version submitted that it speaks of; ``citations`` are laws as they stood,
    {"law", "article", "quotation"}, and pages, {"link", "words"}.
    """

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("supplementary_question.id"), index=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    text: Mapped[str]
    language: Mapped[str] = short(12)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note_verbale.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    citations: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    thread: Mapped[SupplementaryQuestion] = relationship(back_populates="messages")
    state: Mapped[State] = relationship()
    written_by: Mapped[Person | None] = relationship()
    note: Mapped[NoteVerbale | None] = relationship()
    version: Mapped[Version | None] = relationship()
    files: Mapped[list[MessageFile]] = relationship(
        order_by="MessageFile.id", cascade="all, delete-orphan"
    )

    @property
    def mark(self) -> str:
        """What a later save is compared with: the SHA-256 of all that would be sent."""
        files = [each.attachment.sha256 for each in self.files]
        said: list[Any] = [self.text, self.language, self.version_id, self.citations or [], files]
        if self.thread.sent_at is None:
            asked = self.thread
            due = asked.due_on.isoformat() if asked.due_on else None
            said.append([asked.article, asked.question, asked.version_id, due])
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class MessageFile(Base):
    """A file sent along with a message."""

    __tablename__ = "message_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    attachment: Mapped[Attachment] = relationship()


def visible_questions(
    session: Session, strand_id: int, actor: Actor, case: Case, article: str | None = None
) -> list[SupplementaryQuestion]:
    """Return the questions this actor may read: those sent, then their own State's drafts.

    With an article, only those on it. Drafts set aside are not among them.
    """
    chosen = _visible(strand_id, actor, case).where(SupplementaryQuestion.discarded_at.is_(None))
    if article is not None:
        chosen = chosen.where(SupplementaryQuestion.article == article)
    return sorted(session.scalars(chosen).unique(), key=in_order)


def visible_drafts(
    session: Session, strand_id: int, actor: Actor, case: Case
) -> list[SupplementaryQuestion]:
    """Return the questions this actor's own State has drafted and neither sent nor set aside."""
    drafted = SupplementaryQuestion.sent_at.is_(None), SupplementaryQuestion.discarded_at.is_(None)
    chosen = _visible(strand_id, actor, case).where(*drafted).options(*_with_files())
    return sorted(session.scalars(chosen).unique(), key=in_order)


def in_order(one: Any) -> tuple[bool, datetime]:
    """Sort questions by the moment of sending: the order of drafting would tell of drafts."""
    return one.sent_at is None, one.sent_at or one.drafted_at


def last_sent(threads: ColumnElement[bool]) -> Subquery:
    """Select the messages sent in some threads, counted from the newest back."""
    back = func.row_number().over(
        partition_by=Message.thread_id, order_by=(Message.sent_at.desc(), Message.id.desc())
    )
    sent = select(Message.thread_id, Message.state_id, Message.sent_at, back.label("back"))
    return sent.join(Message.thread).where(Message.sent_at.is_not(None), threads).subquery()


def stands(asked_by: int, is_closed: bool, spoke_last: int, was_answered: bool) -> Inquiry:
    """Return where a question that was sent stands, by who spoke in it and who spoke last."""
    if is_closed:
        return Inquiry.CLOSED
    if spoke_last != asked_by:
        return Inquiry.ANSWERED
    return Inquiry.FOLLOW_UP if was_answered else Inquiry.OPEN


def visible_question(
    session: Session, strand_id: int, key: str, actor: Actor, case: Case
) -> SupplementaryQuestion | None:
    """Return one question, if it is of this strand and this actor may read it."""
    chosen = _visible(strand_id, actor, case).where(SupplementaryQuestion.key == key)
    return session.scalars(chosen.options(*_with_files())).unique().one_or_none()


def _with_files() -> list[Any]:
    messages = selectinload(SupplementaryQuestion.messages)
    files = messages.joinedload(Message.files).joinedload(MessageFile.attachment)
    return [files, messages.joinedload(Message.version)]


def _visible(strand_id: int, actor: Actor, case: Case) -> Select[SupplementaryQuestion]:
    return (
        select(SupplementaryQuestion)
        .where(is_visible(strand_id, actor, case))
        .options(
            joinedload(SupplementaryQuestion.asked_by).joinedload(State.names),
            joinedload(SupplementaryQuestion.version),
            selectinload(SupplementaryQuestion.messages).joinedload(Message.note),
        )
    )


def is_visible(strand_id: int, actor: Actor, case: Case) -> ColumnElement[bool]:
    """Return what every question fulfils that this actor may read: of a strand, sent or own."""
    readable = or_(
        SupplementaryQuestion.sent_at.is_not(None),
        SupplementaryQuestion.asked_by_id == own_in(actor, case),
    )
    if not may(Reading.DIALOGUE, actor, case):
        return false()
    return (SupplementaryQuestion.strand_id == strand_id) & readable


def visible_file(
    session: Session, thread: SupplementaryQuestion, seal: str, actor: Actor, case: Case
) -> Attachment | None:
    """Return a file sent along with a message this actor may read, or that of a law it cites.

    It is named by its SHA-256: a number would count the files that others keep to themselves.
    """
    found = visible_messages(thread, actor, case)
    sent = {each.attachment.sha256: each.attachment_id for one in found for each in one.files}
    cited = [each["law"].get("file") for one in found for each in one.citations if "law" in each]
    held = sent | {file["sha256"]: file["id"] for file in cited if file}
    return session.get(Attachment, held[seal]) if seal in held else None


def visible_messages(thread: SupplementaryQuestion, actor: Actor, case: Case) -> list[Message]:
    """Return the messages of a thread this actor may read, as sent, an own draft last."""
    if not may(Reading.DIALOGUE, actor, case):
        return []
    own = own_in(actor, case)
    found = [each for each in thread.messages if each.sent_at or each.state_id == own]
    return sorted(found, key=lambda one: (one.sent_at is None, one.sent_at or one.written_at))


def draft_of(thread: SupplementaryQuestion, state_id: int | None) -> Message | None:
    """Return what a State has written in the thread and not yet sent. Internal to that State."""
    drafts = [each for each in thread.messages if each.state_id == state_id and not each.sent_at]
    return drafts[0] if drafts else None


def own_in(actor: Actor, case: Case) -> int | None:
    """Return the State whose drafts this actor reads: the one served, never one recorded for."""
    post = actor.post_in(case.review)
    return post.state if post and not actor.officer else None
