"""Supplementary questions: a thread on an answer or an article, and who must act on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from reviewmech.records.base import Base, short
from reviewmech.records.people import Person
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, Case, Reading, may
from reviewmech.rules.vocabulary import Inquiry


class SupplementaryQuestion(Base):
    """What a reviewing State asks on an article, or on one answer of a version."""

    __tablename__ = "supplementary_question"

    id: Mapped[int] = mapped_column(primary_key=True)
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
    messages: Mapped[list[Message]] = relationship(
        back_populates="thread", order_by="Message.id"
    )

    @property
    def state(self) -> Inquiry:
        """Where the question stands: derived from what was sent and what was closed."""
        if self.sent_at is None:
            return Inquiry.DRAFT
        if self.closed_at is not None:
            return Inquiry.CLOSED
        last = [message for message in self.messages if message.sent_at][-1]
        return Inquiry.OPEN if last.state_id == self.asked_by_id else Inquiry.ANSWERED


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


def visible_questions(
    session: Session, strand_id: int, actor: Actor, case: Case
) -> list[SupplementaryQuestion]:
    """Return the questions this actor may read: those sent, and their own State's drafts."""
    if not may(Reading.DIALOGUE, actor, case):
        return []
    own = actor.state_in(case.review)
    return list(
        session.scalars(
            select(SupplementaryQuestion)
            .where(
                SupplementaryQuestion.strand_id == strand_id,
                or_(
                    SupplementaryQuestion.sent_at.is_not(None),
                    SupplementaryQuestion.asked_by_id == own,
                ),
            )
            .order_by(SupplementaryQuestion.id)
        )
    )


def visible_messages(thread: SupplementaryQuestion, actor: Actor, case: Case) -> list[Message]:
    """Return the messages of a thread this actor may read: those sent, and their own State's."""
    if not may(Reading.DIALOGUE, actor, case):
        return []
    own = actor.state_in(case.review)
    return [message for message in thread.messages if message.sent_at or message.state_id == own]
