"""Which articles of which version a reviewing State's team has read: their own note."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.base import Base, short
from reviewmech.records.people import Person
from reviewmech.records.responses import Version
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Reading


class ArticleRead(Base):
    """A State's team has read an article of a version; by whom, and when."""

    __tablename__ = "article_read"
    __table_args__ = (UniqueConstraint("version_id", "state_id", "article"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    article: Mapped[str] = short()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    read_at: Mapped[datetime]
    version: Mapped[Version] = relationship()
    person: Mapped[Person] = relationship()


def articles_read(session: Session, version_id: int, state_id: int) -> dict[str, ArticleRead]:
    """Return what a State's team has read of a version, by article: for its own acts alone."""
    chosen = select(ArticleRead).where(
        ArticleRead.version_id == version_id, ArticleRead.state_id == state_id
    )
    return {each.article: each for each in session.scalars(chosen)}


def visible_reading(
    session: Session, strand_id: int, actor: Actor, case: Case
) -> dict[str, ArticleRead]:
    """Return what this actor's own team has read, by article, in the newest version it read.

    A mark belongs to its version: of an older one it says nothing about the words that came since.
    """
    post = actor.post_in(case.review)
    if post is None or actor.officer or post.state not in case.reviewing:
        return {}
    if not may(Reading.SUBMITTED_RESPONSE, actor, case):
        return {}
    marks = session.scalars(
        select(ArticleRead)
        .join(ArticleRead.version)
        .where(Version.strand_id == strand_id, ArticleRead.state_id == post.state)
        .options(joinedload(ArticleRead.person), joinedload(ArticleRead.version))
        .order_by(Version.number)
    )
    return {each.article: each for each in marks}
