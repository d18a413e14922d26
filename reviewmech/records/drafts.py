"""What the pages of a draft ask of the records. All of it is internal to the State under review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, joinedload

from reviewmech.records.responses import Answer, Kept, Revision, Version, VersionAnswer
from reviewmech.records.reviews import ChangeCounter


def kept(session: Session, strand_id: int, question: str) -> tuple[Answer, Revision] | None:
    """Return the place of an answer with the revision that counts now, in one statement."""
    chosen = (
        select(Answer, Revision)
        .join(Revision, (Revision.answer_id == Answer.id) & (Revision.number == Answer.number))
        .where(Answer.strand_id == strand_id, Answer.question == question)
    )
    found = session.execute(chosen).one_or_none()
    return (found[0], found[1]) if found else None


def looked_at_again(session: Session, strand_id: int) -> dict[str, str]:
    """Return why answers wait for another look, by question: sentences to be translated."""
    chosen = select(Answer.question, Answer.look_again).where(
        Answer.strand_id == strand_id, Answer.look_again != ""
    )
    return dict(session.execute(chosen).all())


def _revisions(strand_id: int, question: str) -> Select[Revision]:
    return (
        select(Revision)
        .join(Revision.answer)
        .where(Answer.strand_id == strand_id, Answer.question == question)
    )


def revision(session: Session, strand_id: int, question: str, number: int) -> Revision | None:
    """Return one revision of an answer."""
    return session.scalar(_revisions(strand_id, question).where(Revision.number == number))


def saves(session: Session, strand_id: int, question: str) -> list[Row[int, int | None, datetime]]:
    """Return every save of an answer, oldest first, without what it says: number, who, when."""
    chosen = (
        select(Revision.number, Revision.saved_by_id, Revision.saved_at)
        .join(Revision.answer)
        .where(Answer.strand_id == strand_id, Answer.question == question)
    )
    return list(session.execute(chosen.order_by(Revision.number)).all())


def revisions(
    session: Session, strand_id: int, question: str, numbers: Iterable[int]
) -> dict[int, Revision]:
    """Return these revisions of an answer, by their numbers."""
    chosen = _revisions(strand_id, question).where(Revision.number.in_(list(numbers)))
    found = session.scalars(chosen.options(joinedload(Revision.saved_by)))
    return {each.number: each for each in found}


def submitted(session: Session, strand_id: int, question: str) -> tuple[int, Any] | None:
    """Return the number of the newest version, and what it says to one question."""
    newest = select(func.max(Version.number)).where(Version.strand_id == strand_id)
    chosen = (
        select(Version.number, VersionAnswer.value)
        .outerjoin(
            VersionAnswer,
            (VersionAnswer.version_id == Version.id) & (VersionAnswer.question == question),
        )
        .where(Version.strand_id == strand_id, Version.number == newest.scalar_subquery())
    )
    found = session.execute(chosen).one_or_none()
    return (found[0], found[1]) if found else None


@dataclass(frozen=True)
class Submitted:
    """What the newest version says: its number, and the values by question."""

    number: int
    values: Mapping[str, Any]


def newest_submitted(
    session: Session, strand_id: int, current: Mapping[str, Kept]
) -> Submitted | None:
    """Return what was submitted last. Only the values that were saved anew since are read."""
    newest = select(func.max(Version.id)).where(Version.strand_id == strand_id).scalar_subquery()
    chosen = (
        select(Version.number, VersionAnswer.question, VersionAnswer.revision_id)
        .outerjoin(VersionAnswer, VersionAnswer.version_id == Version.id)
        .where(Version.id == newest)
    )
    rows = session.execute(chosen).all()
    if not rows:
        return None
    frozen = {question: revision for _number, question, revision in rows if question}
    values = {
        name: current[name].value
        for name, revision in frozen.items()
        if name in current and current[name].id == revision
    }
    changed = frozen.keys() - values.keys()
    if changed:
        of_changed = select(VersionAnswer.question, VersionAnswer.value).where(
            VersionAnswer.version_id == newest, VersionAnswer.question.in_(changed)
        )
        values |= dict(session.execute(of_changed).all())
    return Submitted(rows[0][0], values)


def changes(session: Session, strand_id: int, state_id: int) -> int:
    """Return how often a State has acted in a strand: only that State may be told."""
    chosen = select(ChangeCounter.value).where(
        ChangeCounter.strand_id == strand_id, ChangeCounter.state_id == state_id
    )
    return session.scalar(chosen) or 0
