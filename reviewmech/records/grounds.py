"""What observations rest on, read together: answers in every version, and feedback released."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.feedback import Release
from reviewmech.records.observations import Ground, Observation
from reviewmech.records.responses import Version, VersionAnswer
from reviewmech.records.reviews import Strand
from reviewmech.records.reviews import case as case_of
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Reading


def resting(
    session: Session, strand_id: int, observation_id: int, actor: Actor, case: Case
) -> Observation | None:
    """Return an observation with what it rests on, if this actor may read it."""
    if not may(Reading.OBSERVATIONS, actor, case):
        return None
    return session.scalar(
        select(Observation)
        .where(Observation.id == observation_id, Observation.strand_id == strand_id)
        .options(
            selectinload(Observation.wordings),
            selectinload(Observation.grounds).options(
                joinedload(Ground.version),
                joinedload(Ground.thread).selectinload(SupplementaryQuestion.messages),
            ),
        )
    )


def releases_of(session: Session, grounds: Iterable[Ground]) -> dict[int, Release]:
    """Return the feedback that grounds name, by its id, read together."""
    wanted = {ground.release_id for ground in grounds if ground.release_id}
    if not wanted:
        return {}
    found = session.scalars(
        select(Release).where(Release.id.in_(wanted)).options(joinedload(Release.version))
    )
    return {each.id: each for each in found}


@dataclass(frozen=True)
class Given:
    """An answer as it was submitted in one version."""

    number: int
    version_id: int
    value: dict[str, Any]


def given(
    session: Session, strand: Strand, questions: Collection[str], actor: Actor
) -> dict[str, list[Given]]:
    """Return the answers to some questions in every version, the oldest first, by question."""
    if not may(Reading.SUBMITTED_RESPONSE, actor, case_of(strand)):
        return {}
    rows = session.execute(
        select(VersionAnswer.question, Version.number, Version.id, VersionAnswer.value)
        .join(VersionAnswer.version)
        .where(Version.strand_id == strand.id, VersionAnswer.question.in_(questions))
        .order_by(Version.number)
    )
    found: dict[str, list[Given]] = {}
    for question, number, version, value in rows:
        found.setdefault(question, []).append(Given(number, version, value))
    return found
