"""Responses: the answers of a State, each with its revisions, and the versions it submitted.

A revision is internal, one per save. A version exists only by submission: a frozen set of
(answer, question as asked, language). The outside never learns how often a State redrafted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from reviewmech.records.attachments import Attachment
from reviewmech.records.base import Base, short
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Reading
from reviewmech.rules.questionnaire import Questionnaire


class Edition(Base):
    """A questionnaire exactly as it was published: structure and words.

    ``content`` is what ``rules.questionnaire`` reads back; ``digest`` its SHA-256. Published by
    nobody, it is the installation's own first one; without a moment it was in use before anything
    was published. A version has one name, and the name one version.
    """

    __tablename__ = "edition"
    __table_args__ = (
        Index(
            "uq_edition_published_once",
            "instrument",
            "part",
            "number",
            unique=True,
            sqlite_where=text("published_at IS NOT NULL"),
            postgresql_where=text("published_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument: Mapped[str] = short()
    part: Mapped[str] = short()
    number: Mapped[str] = short()
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[dict[str, Any]]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_by: Mapped[Person | None] = relationship()


class Answer(Base):
    """The place of one answer: one question of one strand, and the revision that counts.

    ``look_again`` says, as a sentence to be translated, why the answer waits for another look.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("strand_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"))
    question: Mapped[str] = short(120)
    number: Mapped[int] = mapped_column(default=0)
    look_again: Mapped[str] = mapped_column(String(200), default="", server_default="")
    revisions: Mapped[list[Revision]] = relationship(
        back_populates="answer", order_by="Revision.number"
    )


class Revision(Base):
    """One save of an answer: its value, who saved it and when, and the revision it started from.

    The edition is the one under which it was written: it holds the question as it was asked then.
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("answer_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    number: Mapped[int]
    started_from: Mapped[int]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    value: Mapped[dict[str, Any]]
    language: Mapped[str] = short(12)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
    answer: Mapped[Answer] = relationship(back_populates="revisions")
    saved_by: Mapped[Person | None] = relationship()


class Version(Base):
    """What a State submitted, once and for all.

    ``laws`` are the laws cited as they stood, ``files`` the files attached to the answers;
    ``file_id`` is set when the response was received as a document and recorded from a note
    verbale.
    """

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("strand_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"))
    number: Mapped[int]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    language: Mapped[str] = short(12)
    laws: Mapped[list[Any]]
    files: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    unanswered: Mapped[list[str]]
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note_verbale.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    edition: Mapped[Edition] = relationship()
    submitted_by: Mapped[Person | None] = relationship()
    note: Mapped[NoteVerbale | None] = relationship()
    file: Mapped[Attachment | None] = relationship()
    answers: Mapped[list[VersionAnswer]] = relationship(back_populates="version")

    @property
    def values(self) -> dict[str, dict[str, Any]]:
        """The submitted values, by question."""
        return {answer.question: answer.value for answer in self.answers}


class VersionAnswer(Base):
    """One answer as submitted, with the revision it was; the question as asked is the edition's."""

    __tablename__ = "version_answer"
    __table_args__ = (UniqueConstraint("version_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    question: Mapped[str] = short(120)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    value: Mapped[dict[str, Any]]
    language: Mapped[str] = short(12)
    version: Mapped[Version] = relationship(back_populates="answers")


_READ: dict[str, Questionnaire] = {}


def questionnaire(session: Session, edition_id: int) -> Questionnaire:
    """Return the questions of an edition. It never changes, so a process reads it back once."""
    known: dict[int, str] = session.info.setdefault("digests", {})
    if edition_id not in known:
        chosen = select(Edition.digest).where(Edition.id == edition_id)
        known[edition_id] = session.scalars(chosen).one()
    digest = known[edition_id]
    if digest not in _READ:
        _READ[digest] = Questionnaire.from_plain(session.get_one(Edition, edition_id).content)
    return _READ[digest]


def place_of(session: Session, strand_id: int, question: str) -> Answer | None:
    """Return the place of an answer, once there is one. Internal to the State under review."""
    return session.scalar(
        select(Answer).where(Answer.strand_id == strand_id, Answer.question == question)
    )


def newest(session: Session, answer: Answer) -> Revision:
    """Return the revision of an answer that counts now."""
    chosen = select(Revision).where(
        Revision.answer_id == answer.id, Revision.number == answer.number
    )
    return session.scalars(chosen).one()


def current_values(session: Session, strand_id: int) -> dict[str, dict[str, Any]]:
    """Return the values that count now, by question. Internal to the State under review."""
    return {question: revision.value for question, revision in current(session, strand_id).items()}


class Writer(NamedTuple):
    """Who saved an answer, by name."""

    name: str


@dataclass(frozen=True)
class Kept:
    """The revision of an answer that counts now, read by itself: a page shows hundreds of them."""

    id: int
    number: int
    edition_id: int
    value: dict[str, Any]
    language: str
    saved_at: datetime
    saved_by: Writer | None


Saved = Revision | Kept
"""A revision, however it was read."""


def current(session: Session, strand_id: int) -> dict[str, Kept]:
    """Return the revisions that count now, by question. Internal to the State under review."""
    rows = session.execute(
        select(
            Answer.question,
            Revision.id,
            Revision.number,
            Revision.edition_id,
            Revision.value,
            Revision.language,
            Revision.saved_at,
            Person.name,
        )
        .join(Revision, (Revision.answer_id == Answer.id) & (Revision.number == Answer.number))
        .outerjoin(Person, Person.id == Revision.saved_by_id)
        .where(Answer.strand_id == strand_id)
    )
    return {
        question: Kept(id, number, edition, value, language, at, Writer(name) if name else None)
        for question, id, number, edition, value, language, at, name in rows
    }


def version_seal(version: Version) -> str:
    """Return the SHA-256 of what was submitted, by which two sides can compare their copies."""
    file = version.file.sha256 if version.file else ""
    parts: list[Any] = [
        version.edition.digest,
        version.values,
        version.laws,
        version.unanswered,
        file,
    ]
    if version.files:
        # The seals of versions submitted before there were files stay what they were.
        parts.append([[each["question"], each["name"], each["sha256"]] for each in version.files])
    return _seal(parts)


def _seal(parts: list[Any]) -> str:
    canonical = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def visible_versions(session: Session, strand_id: int, actor: Actor, case: Case) -> list[Version]:
    """Return the versions this actor may read, newest first: the one query for every channel."""
    if not may(Reading.SUBMITTED_RESPONSE, actor, case):
        return []
    return list(
        session.scalars(
            select(Version).where(Version.strand_id == strand_id).order_by(Version.number.desc())
        )
    )


def visible_version(
    session: Session, strand_id: int, number: int, actor: Actor, case: Case
) -> Version | None:
    """Return one version of a strand, if this actor may read it."""
    found = visible_versions(session, strand_id, actor, case)
    return next((version for version in found if version.number == number), None)


def latest_version(session: Session, strand_id: int) -> Version | None:
    """Return the newest version, for the steps and the register; pages use visible_versions."""
    return session.scalar(
        select(Version)
        .where(Version.strand_id == strand_id)
        .order_by(Version.number.desc())
        .limit(1)
    )


def next_version_number(session: Session, strand_id: int) -> int:
    """Return the number the next submission bears."""
    count = select(func.count(Version.id)).where(Version.strand_id == strand_id)
    return 1 + (session.scalar(count) or 0)


def former_values(
    session: Session, named: Collection[tuple[int, str]], whole: int = 0
) -> dict[tuple[int, str], dict[str, Any]]:
    """Return submitted values by version (id) and question: those named, and all of ``whole``."""
    asked = VersionAnswer.question.in_({question for _version, question in named})
    of_named = VersionAnswer.version_id.in_({version for version, _question in named}) & asked
    rows = session.execute(
        select(VersionAnswer.version_id, VersionAnswer.question, VersionAnswer.value).where(
            of_named | (VersionAnswer.version_id == whole)
        )
    )
    return {(version, question): value for version, question, value in rows}
