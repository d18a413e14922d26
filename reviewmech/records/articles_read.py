"""Which articles of which version a reviewing State's team has read: their own note."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    ForeignKey,
    String,
    UniqueConstraint,
    cast,
    exists,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Mapped, Session, aliased, joinedload, mapped_column, relationship

from reviewmech.records.base import Base, short
from reviewmech.records.people import Person
from reviewmech.records.responses import Version, VersionAnswer
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


def marks_on(session: Session, strand_id: int, state_id: int, article: str) -> list[ArticleRead]:
    """Return a State's marks on an article in all versions: for its own acts alone."""
    chosen = select(ArticleRead).join(ArticleRead.version)
    here = (Version.strand_id == strand_id, ArticleRead.state_id == state_id)
    return list(session.scalars(chosen.where(*here, ArticleRead.article == article)))


def visible_reading(
    session: Session, strand_id: int, actor: Actor, case: Case
) -> dict[str, ArticleRead]:
    """Return what this actor's own team has read, by article, in the newest version it read.

    A mark belongs to its version: ``changed_since`` says which words came since.
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


def changed_since(
    session: Session, marks: Iterable[ArticleRead], newest: Version
) -> dict[int, set[str]]:
    """Return what the newest version answers otherwise than those that were read, by their id.

    Questions, that is: their words, the files beside them, or the laws they cite are others. The
    marks are those of ``visible_reading``, the version is one their reader may read.
    """
    read = {one.version_id: one.version for one in marks if one.version_id != newest.id}
    found = {key: _with_other_files(version, newest) for key, version in read.items()}
    amended = {key: _other_laws(version, newest) for key, version in read.items()}
    if read:
        rows = session.execute(_differing(list(read), newest.id, whole=any(amended.values())))
        for key, question, is_other, value in rows:
            cited = {each["law"] for each in (value or {}).get("citations", ())}
            if is_other or cited & amended[key]:
                found[key].add(question)
    return found


def _with_other_files(version: Version, newest: Version) -> set[str]:
    old, new = (
        {(each["question"], each["name"], each["sha256"]) for each in one.files}
        for one in (version, newest)
    )
    return {question for question, _name, _seal in old ^ new}


def _other_laws(version: Version, newest: Version) -> set[int]:
    """Return the laws (ids) that stand otherwise in the newest version."""
    old = {law["id"]: law for law in version.laws}
    return {law["id"] for law in newest.laws if old.get(law["id"]) != law}


def _differing(
    read: list[int], newest: int, *, whole: bool
) -> CompoundSelect[int, str, bool, dict[str, Any]]:
    """Select the answers that are other ones, or were not there, or are not any more.

    With ``whole``, all answers: some may cite a law that was amended.
    """
    old, new = aliased(VersionAnswer), aliased(VersionAnswer)
    is_other = new.id.is_(None) | (cast(old.value, String) != cast(new.value, String))
    again = (new.version_id == newest) & (new.question == old.question)
    is_new = ~exists().where(old.version_id == Version.id, old.question == new.question)
    kept = select(old.version_id, old.question, is_other, new.value).outerjoin(new, again)
    added = select(Version.id, new.question, true(), new.value).join(new, new.version_id == newest)
    return union_all(
        kept.where(old.version_id.in_(read), is_other | literal(whole)),
        added.where(Version.id.in_(read), is_new),
    )
