"""Silence procedure: a wording under silence until a date; who has not objected by then agrees."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, String, cast, select
from sqlalchemy.orm import Session, joinedload

from reviewmech.records.observations import Observation
from reviewmech.records.reviews import Strand
from reviewmech.records.wordings import Silence, Wording
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Outcome


def silence_on(session: Session, wording: Wording) -> Silence | None:
    """Return the silence that runs, or ran, on a wording."""
    return session.scalar(select(Silence).where(Silence.wording_id == wording.id))


def running(session: Session, strand_id: int) -> dict[int, Silence]:
    """Return the silences that run in a strand, by observation."""
    chosen = _running().where(Observation.strand_id == strand_id)
    found = session.scalars(chosen.options(joinedload(Silence.wording)))
    return {each.wording.observation_id: each for each in found}


def days_running(kind: ColumnElement[str], strands: Collection[int]) -> Select[str, int, str, int]:
    """Select the silences that run in some strands: of a kind, the strand, the last day, the item.

    To be looked up together with other things that have happened there.
    """
    chosen = _running().where(Observation.strand_id.in_(strands))
    return chosen.with_only_columns(
        kind, Observation.strand_id, cast(Silence.until, String), Observation.id
    )


def over(session: Session, today: date) -> list[Silence]:
    """Return the silences whose day has passed and which have not taken effect yet."""
    chosen = (
        _running()
        .join(Strand, Strand.id == Observation.strand_id)
        .where(Silence.until < today, Strand.step == Step.OBSERVATIONS)
    )
    return list(session.scalars(chosen.order_by(Silence.id)))


def _running() -> Select[Silence]:
    return (
        select(Silence)
        .join(Wording, Wording.id == Silence.wording_id)
        .join(Observation, Observation.id == Wording.observation_id)
        .where(Silence.ended_at.is_(None), Observation.outcome == Outcome.OPEN)
    )
