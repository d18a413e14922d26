"""Editions of questionnaires: which are published, and the moves of strands from one to another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    UniqueConstraint,
    exists,
    literal,
    select,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column, relationship

from reviewmech.records.base import Base
from reviewmech.records.database import surroundings
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.records.responses import (
    Answer,
    Edition,
    Revision,
    Version,
    VersionAnswer,
    questionnaire,
)
from reviewmech.records.reviews import Phase, Strand
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import Questionnaire

Key = tuple[str, str]
"""An instrument and a part."""


class Move(Base):
    """A proposal of the secretariat to move a strand to a newer edition, and its acknowledgement.

    Nothing changes before the State under review acknowledges it. A new proposal takes the place of
    the one before it.
    """

    __tablename__ = "move"
    __table_args__ = (UniqueConstraint("strand_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"))
    number: Mapped[int]
    left_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note_verbale.id"))
    strand: Mapped[Strand] = relationship()
    left: Mapped[Edition] = relationship(foreign_keys=[left_id])
    edition: Mapped[Edition] = relationship(foreign_keys=[edition_id])
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    acknowledged_by: Mapped[Person | None] = relationship(foreign_keys=[acknowledged_by_id])
    note: Mapped[NoteVerbale | None] = relationship()


def _published(*columns: Any) -> Select[Any]:
    """Select the published editions, or some of their columns, the newest first."""
    newest_first = (Edition.published_at.desc(), Edition.id.desc())
    chosen = select(*(columns or (Edition,)))
    return chosen.where(Edition.published_at.is_not(None)).order_by(*newest_first)


def published(session: Session, instrument: str, part: str) -> list[Edition]:
    """Return what was published of a questionnaire, the newest first."""
    of_it = (Edition.instrument == instrument, Edition.part == part)
    return list(session.scalars(_published().where(*of_it)))


def newest(session: Session, instrument: str, part: str) -> Edition | None:
    """Return the edition on which strands begin now, if one is published."""
    of_it = (Edition.instrument == instrument, Edition.part == part)
    return session.scalar(_published().where(*of_it).limit(1))


def newest_of_each(session: Session) -> dict[Key, Edition]:
    """Return the edition on which strands begin now, by instrument and part."""
    found: dict[Key, Edition] = {}
    for edition in session.scalars(_published()):
        found.setdefault((edition.instrument, edition.part), edition)
    return found


def in_force(session: Session) -> dict[Key, tuple[Questionnaire, date]]:
    """Return what is asked of strands that begin now, and since which day, where it is published.

    An edition never changes, so its words are read only where this process does not know them.
    """
    known: dict[int, str] = session.info.setdefault("digests", {})
    columns = (Edition.id, Edition.instrument, Edition.part, Edition.digest, Edition.published_at)
    newest: dict[Key, tuple[int, datetime]] = {}
    for key, instrument, part, digest, moment in session.execute(_published(*columns)):
        known[key] = digest
        newest.setdefault((instrument, part), (key, moment))
    return {
        which: (questionnaire(session, key), moment.date())
        for which, (key, moment) in newest.items()
    }


def edition_of(session: Session, digest: str) -> Edition | None:
    """Return the edition that holds these very words, if there is one."""
    return session.scalar(select(Edition).where(Edition.digest == digest))


def askable(session: Session) -> frozenset[Key]:
    """Return what a strand can begin on: what is published, or stands in the files as the first."""
    return frozenset({*surroundings(session).questionnaires, *newest_of_each(session)})


def known_here(session: Session, strand: Strand) -> dict[int, Edition]:
    """Return the editions of a strand's questionnaire, published or not, by their ids."""
    found = session.scalars(
        select(Edition).where(
            Edition.instrument == strand.instrument, Edition.part == strand.phase.part
        )
    )
    return {edition.id: edition for edition in found}


def asked_then(session: Session, strand: Strand, edition_id: int) -> Questionnaire | None:
    """Return what an edition of a strand's questionnaire asks; an id is not taken on trust."""
    known = edition_id in known_here(session, strand)
    return questionnaire(session, edition_id) if known else None


def can_move(strand: Strand) -> bool:
    """Say whether a strand may still be moved: until its response is submitted."""
    return strand.step in POLICY[Action.ACKNOWLEDGE_MOVE].during


def moves(session: Session, strand_id: int) -> list[Move]:
    """Return the moves of a strand, proposed and made, the newest first."""
    chosen = select(Move).where(Move.strand_id == strand_id).order_by(Move.number.desc())
    return list(session.scalars(chosen))


def _on_the_table() -> Select[Move]:
    """Select the newest move of each strand, unless it was acknowledged."""
    newer = aliased(Move)
    is_replaced = exists().where(newer.strand_id == Move.strand_id, newer.number > Move.number)
    return select(Move).where(Move.acknowledged_at.is_(None), ~is_replaced)


def on_the_table(kind: ColumnElement[str], strands: Collection[int]) -> Select[str, int, str, int]:
    """Select the moves on the table in some strands: of a kind, the strand, nothing, the edition.

    To be looked up together with other things that have happened there.
    """
    chosen = _on_the_table().where(Move.strand_id.in_(strands))
    return chosen.with_only_columns(kind, Move.strand_id, literal(""), Move.edition_id)


def proposed(session: Session, strand: Strand) -> Move | None:
    """Return the move that waits for the acknowledgement of the State under review, if one does."""
    if not can_move(strand):
        return None
    elsewhere = (Move.strand_id == strand.id, Move.edition_id != strand.edition_id)
    return session.scalar(_on_the_table().where(*elsewhere))


def proposed_to(session: Session, edition: Edition) -> dict[int, Move]:
    """Return the moves to an edition that were not acknowledged, by strand."""
    found = session.scalars(_on_the_table().where(Move.edition_id == edition.id))
    return {move.strand_id: move for move in found}


def running(session: Session, edition: Edition) -> list[Strand]:
    """Return the strands that may move to an edition, and are on another, by the State's name."""
    found = session.scalars(
        select(Strand)
        .join(Strand.phase)
        .where(
            Strand.instrument == edition.instrument,
            Phase.part == edition.part,
            Strand.step.in_(POLICY[Action.PROPOSE_MOVE].during),
            Strand.edition_id != edition.id,
        )
    )
    return sorted(found, key=lambda strand: strand.review.state.name.casefold())


def answers(session: Session, strand_id: int) -> list[tuple[Answer, Revision]]:
    """Return the answers of a strand with the revisions that count. Internal to its State."""
    chosen = (
        select(Answer, Revision)
        .join(Revision, (Revision.answer_id == Answer.id) & (Revision.number == Answer.number))
        .where(Answer.strand_id == strand_id)
    )
    return [(answer, revision) for answer, revision in session.execute(chosen)]


def answered_under_others(session: Session, version: Version) -> dict[str, int]:
    """Return under which edition answers of a version were written, if not under its own."""
    chosen = (
        select(VersionAnswer.question, Revision.edition_id)
        .join(Revision, Revision.id == VersionAnswer.revision_id)
        .where(VersionAnswer.version_id == version.id, Revision.edition_id != version.edition_id)
    )
    return dict(session.execute(chosen).all())
