"""Supplementary questions: a thread on an answer or an article, and who must act on it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    Subquery,
    exists,
    false,
    func,
    or_,
    select,
)
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
        return stands(self.asked_by_id, self.closed_at is not None, last.state_id if last else None)

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
    session: Session, strand_id: int, actor: Actor, case: Case, article: str | None = None
) -> list[SupplementaryQuestion]:
    """Return the questions this actor may read: those sent, then their own State's drafts.

    With an article, only those on it.
    """
    chosen = _visible(strand_id, actor, case)
    if article is not None:
        chosen = chosen.where(SupplementaryQuestion.article == article)
    return sorted(session.scalars(chosen).unique(), key=_in_order)


@dataclass(frozen=True)
class Brief:
    """A question at a glance, read by itself: a page lists hundreds of them."""

    key: str
    article: str
    question: str | None
    asked_by_id: int
    drafted_at: datetime
    sent_at: datetime | None
    state: Inquiry
    since: datetime
    begins: str
    """Its first words."""
    has_own_draft: bool
    """Whether the reader's State has written a message that is not sent."""


def visible_briefs(session: Session, strand_id: int, actor: Actor, case: Case) -> list[Brief]:
    """Return the questions this actor may read at a glance, in the order of `visible_questions`."""
    thread, own = SupplementaryQuestion, _own(actor, case)
    last = _last_sent(thread.strand_id == strand_id)
    written = Message.thread_id == thread.id
    begins = select(func.substr(Message.text, 1, 1000)).where(written).order_by(Message.id).limit(1)
    draft = exists().where(written, Message.state_id == own, Message.sent_at.is_(None))
    rows = session.execute(
        select(
            thread.key,
            thread.article,
            thread.question,
            thread.asked_by_id,
            thread.drafted_at,
            thread.sent_at,
            thread.closed_at,
            last.c.state_id.label("spoke_last"),
            last.c.sent_at.label("spoke_at"),
            begins.scalar_subquery().label("begins"),
            draft.label("has_own_draft"),
        )
        .outerjoin(last, (last.c.thread_id == thread.id) & (last.c.back == 1))
        .where(_is_visible(strand_id, actor, case))
    )
    found = [
        Brief(
            key=row.key,
            article=row.article,
            question=row.question,
            asked_by_id=row.asked_by_id,
            drafted_at=row.drafted_at,
            sent_at=row.sent_at,
            state=stands(row.asked_by_id, row.closed_at is not None, row.spoke_last),
            since=row.closed_at or row.spoke_at or row.drafted_at,
            begins=row.begins or "",
            has_own_draft=row.has_own_draft,
        )
        for row in rows
    ]
    return sorted(found, key=_in_order)


def _in_order(one: SupplementaryQuestion | Brief) -> tuple[bool, datetime]:
    # By the moment of sending: the order of drafting would tell of drafts.
    return one.sent_at is None, one.sent_at or one.drafted_at


def inquiries(session: Session, strands: Collection[int]) -> dict[int, list[tuple[int, Inquiry]]]:
    """Return who asked (an id) each question that was sent, and where it stands, by strand."""
    last = _last_sent(SupplementaryQuestion.strand_id.in_(strands))
    rows = session.execute(
        select(
            SupplementaryQuestion.strand_id,
            SupplementaryQuestion.asked_by_id,
            SupplementaryQuestion.closed_at.is_not(None),
            last.c.state_id,
        ).join(last, (last.c.thread_id == SupplementaryQuestion.id) & (last.c.back == 1))
    )
    found: dict[int, list[tuple[int, Inquiry]]] = defaultdict(list)
    for strand, asked_by, is_closed, spoke_last in rows:
        found[strand].append((asked_by, stands(asked_by, is_closed, spoke_last)))
    return found


def _last_sent(threads: ColumnElement[bool]) -> Subquery:
    """Select the messages sent in some threads, counted from the newest back."""
    back = func.row_number().over(
        partition_by=Message.thread_id, order_by=(Message.sent_at.desc(), Message.id.desc())
    )
    sent = select(Message.thread_id, Message.state_id, Message.sent_at, back.label("back"))
    return sent.join(Message.thread).where(Message.sent_at.is_not(None), threads).subquery()


def stands(asked_by: int, is_closed: bool, spoke_last: int | None) -> Inquiry:
    """Return where a question stands, by who asked it and which State spoke last in it."""
    if spoke_last is None:
        return Inquiry.DRAFT
    if is_closed:
        return Inquiry.CLOSED
    return Inquiry.OPEN if spoke_last == asked_by else Inquiry.ANSWERED


def visible_question(
    session: Session, strand_id: int, key: str, actor: Actor, case: Case
) -> SupplementaryQuestion | None:
    """Return one question, if it is of this strand and this actor may read it."""
    chosen = _visible(strand_id, actor, case).where(SupplementaryQuestion.key == key)
    return session.scalars(chosen).unique().one_or_none()


def _visible(strand_id: int, actor: Actor, case: Case) -> Select[SupplementaryQuestion]:
    return (
        select(SupplementaryQuestion)
        .where(_is_visible(strand_id, actor, case))
        .options(
            joinedload(SupplementaryQuestion.asked_by).joinedload(State.names),
            joinedload(SupplementaryQuestion.version),
            selectinload(SupplementaryQuestion.messages).joinedload(Message.note),
        )
    )


def _is_visible(strand_id: int, actor: Actor, case: Case) -> ColumnElement[bool]:
    """Return what every question fulfils that this actor may read: of a strand, sent or own."""
    readable = or_(
        SupplementaryQuestion.sent_at.is_not(None),
        SupplementaryQuestion.asked_by_id == _own(actor, case),
    )
    if not may(Reading.DIALOGUE, actor, case):
        return false()
    return (SupplementaryQuestion.strand_id == strand_id) & readable


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
