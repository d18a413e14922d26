"""Written feedback: what each reviewing State writes on each article, and what it released."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from reviewmech.records.base import Base, short
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.records.responses import Version
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, Case, Reading, may


class Feedback(Base):
    """The place of one State's feedback on one article, and the revision that counts."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("strand_id", "state_id", "article"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"))
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    article: Mapped[str] = short()
    number: Mapped[int] = mapped_column(default=0)
    revisions: Mapped[list[FeedbackRevision]] = relationship(
        back_populates="feedback", order_by="FeedbackRevision.number"
    )


class FeedbackRevision(Base):
    """One save: the texts on measures taken, successes and challenges, or "no remarks"."""

    __tablename__ = "feedback_revision"
    __table_args__ = (UniqueConstraint("feedback_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"))
    number: Mapped[int]
    started_from: Mapped[int]
    measures: Mapped[str]
    successes: Mapped[str]
    challenges: Mapped[str]
    has_no_remarks: Mapped[bool]
    language: Mapped[str] = short(12)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
    feedback: Mapped[Feedback] = relationship(back_populates="revisions")
    saved_by: Mapped[Person | None] = relationship()


class Release(Base):
    """What a reviewing State released, frozen: article -> its texts; on which version."""

    __tablename__ = "feedback_release"
    __table_args__ = (UniqueConstraint("strand_id", "state_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"))
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    number: Mapped[int]
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    articles: Mapped[dict[str, Any]]
    released_at: Mapped[datetime]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note_verbale.id"))
    state: Mapped[State] = relationship()
    version: Mapped[Version | None] = relationship()
    note: Mapped[NoteVerbale | None] = relationship()


def drafts(session: Session, strand_id: int, state_id: int) -> dict[str, FeedbackRevision]:
    """Return a State's own feedback as it stands, by article. Internal to that State."""
    rows = session.execute(
        select(Feedback.article, FeedbackRevision)
        .join(
            FeedbackRevision,
            (FeedbackRevision.feedback_id == Feedback.id)
            & (FeedbackRevision.number == Feedback.number),
        )
        .where(Feedback.strand_id == strand_id, Feedback.state_id == state_id)
    )
    return {article: revision for article, revision in rows}


def visible_releases(session: Session, strand_id: int, actor: Actor, case: Case) -> list[Release]:
    """Return the newest release of each State that this actor may read."""
    if not may(Reading.FEEDBACK, actor, case):
        return []
    return released(session, strand_id)


def released(session: Session, strand_id: int) -> list[Release]:
    """Return the newest release of each State, for the steps; pages use visible_releases."""
    newest = (
        select(Release.state_id, func.max(Release.number).label("number"))
        .where(Release.strand_id == strand_id)
        .group_by(Release.state_id)
        .subquery()
    )
    found = session.scalars(
        select(Release)
        .join(
            newest,
            (newest.c.state_id == Release.state_id) & (newest.c.number == Release.number),
        )
        .where(Release.strand_id == strand_id)
    )
    return sorted(found, key=lambda release: release.state.name.casefold())
