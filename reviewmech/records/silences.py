"""Silence procedure: a wording under silence until a date; who has not objected by then agrees."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.base import Base
from reviewmech.records.observations import Observation
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.records.wordings import Wording
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Outcome


class Silence(Base):
    """A wording put under silence: until the end of this day, unless a State objects.

    ``ended_at`` is when it was broken, or when it took effect.
    """

    __tablename__ = "silence"

    id: Mapped[int] = mapped_column(primary_key=True)
    wording_id: Mapped[int] = mapped_column(ForeignKey("wording.id"), unique=True)
    until: Mapped[date]
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    put_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    is_broken: Mapped[bool] = mapped_column(default=False)
    wording: Mapped[Wording] = relationship()
    state: Mapped[State | None] = relationship()

    def is_over(self, today: date) -> bool:
        """Say whether its last day has passed."""
        return today > self.until


def silence_on(session: Session, wording: Wording) -> Silence | None:
    """Return the silence that runs, or ran, on a wording."""
    return session.scalar(select(Silence).where(Silence.wording_id == wording.id))


def running(session: Session, strand_id: int) -> dict[int, Silence]:
    """Return the silences that run in a strand, by observation."""
    chosen = _running().where(Observation.strand_id == strand_id)
    found = session.scalars(chosen.options(joinedload(Silence.wording)))
    return {each.wording.observation_id: each for each in found}


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
