"""Written feedback: what each reviewing State writes on each article, and what it released."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Result, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.base import Base, short
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.records.responses import Version
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Reading

TEXTS = ("measures", "successes", "challenges")
"""What is written on an article, as the written feedback is divided."""


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

    @property
    def texts(self) -> dict[str, str]:
        """The three texts, by name."""
        return {name: getattr(self, name) for name in TEXTS}

    @property
    def is_written(self) -> bool:
        """Whether it says anything: a text, or that there are no remarks."""
        return self.has_no_remarks or any(self.texts.values())

    @property
    def plain(self) -> dict[str, Any]:
        """The feedback on an article as a release freezes it."""
        return {**self.texts, "no_remarks": self.has_no_remarks, "language": self.language}


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
    """Return a State's own feedback as it stands, by article: for its own acts alone."""
    return {article: each for article, _, each in standing(session, strand_id, {state_id})}


def standing(
    session: Session, strand_id: int, states: Collection[int]
) -> Result[str, int, FeedbackRevision]:
    """Return the revisions of some States that count, with article and State (id).

    For the functions that say who may read them, alone.
    """
    return session.execute(
        select(Feedback.article, Feedback.state_id, FeedbackRevision)
        .join(
            FeedbackRevision,
            (FeedbackRevision.feedback_id == Feedback.id)
            & (FeedbackRevision.number == Feedback.number),
        )
        .where(Feedback.strand_id == strand_id, Feedback.state_id.in_(states))
        .options(joinedload(FeedbackRevision.saved_by))
    )


def visible_drafts(
    session: Session, strand_id: int, actor: Actor, case: Case
) -> dict[str, FeedbackRevision]:
    """Return the unreleased feedback this actor may read: that of the State they serve.

    An officer who records an act of a State from its note reads none of it.
    """
    post = actor.post_in(case.review)
    if post is None or actor.officer or not may(Reading.FEEDBACK, actor, case):
        return {}
    return drafts(session, strand_id, post.state)


def mark(revisions: Mapping[str, FeedbackRevision]) -> str:
    """Return what a release is compared with: the SHA-256 of which revisions are released."""
    lines = (f"{article}|{revisions[article].id}" for article in sorted(revisions))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


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


def earlier_releases(session: Session, strand_id: int, actor: Actor, case: Case) -> list[Release]:
    """Return every release of a strand that this actor may read, in order, the newest too."""
    if not may(Reading.FEEDBACK, actor, case):
        return []
    chosen = select(Release).where(Release.strand_id == strand_id).order_by(Release.number)
    return list(session.scalars(chosen))


def newest_of_each(releases: list[Release]) -> list[Release]:
    """Return of these releases, in order, the newest of each State, by its name."""
    newest = {each.state_id: each for each in releases}
    return sorted(newest.values(), key=lambda release: release.state.name.casefold())
