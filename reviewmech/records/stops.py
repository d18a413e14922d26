"""Clock stops: days that a term does not count, with the reason; all in the review read them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.base import Base, closed_list
from reviewmech.records.people import Person
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.steps import Step
from reviewmech.rules.timetable import Running, Stop


class ClockStop(Base):
    """From a day until an agreed one, or until it is ended, the term of a strand's step stands.

    ``term_ends_on`` is the day on which that term would end without any stop. Who ended it did so
    for a State (``ended_for``) or for the secretariat; nobody did where it ended with its step.
    """

    __tablename__ = "clock_stop"

    id: Mapped[int] = mapped_column(primary_key=True)
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"), index=True)
    step: Mapped[Step] = mapped_column(closed_list(Step, "step"))
    term_ends_on: Mapped[date]
    since: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str]
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    stopped_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stopped_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    ended_for_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[State | None] = relationship(foreign_keys=[state_id])
    stopped_by: Mapped[Person | None] = relationship(foreign_keys=[stopped_by_id])
    ended_for: Mapped[State | None] = relationship(foreign_keys=[ended_for_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def days(self) -> Stop:
        """Its days, as a term counts them."""
        return Stop(self.since, self.until, self.ended_on)

    @property
    def is_open(self) -> bool:
        """Whether nobody knows yet when it is over."""
        return self.days.over_on is None

    def stands(self, today: date) -> bool:
        """Say whether the clock stands by it on a day."""
        return self.days.stands(today)


def stops(session: Session, strand_id: int) -> list[ClockStop]:
    """Return the stops of a strand, in their order."""
    chosen = select(ClockStop).where(ClockStop.strand_id == strand_id)
    named = (ClockStop.state, ClockStop.stopped_by, ClockStop.ended_for, ClockStop.ended_by)
    chosen = chosen.options(*map(joinedload, named)).order_by(ClockStop.since, ClockStop.id)
    return list(session.scalars(chosen))


def of_step(session: Session, strand: Strand) -> list[ClockStop]:
    """Return the stops of the step at which a strand is."""
    return [each for each in stops(session, strand.id) if each.step is strand.step]


def running(strand: Strand, made: list[ClockStop]) -> Running | None:
    """Return the term of a strand's step with its stops; none where the step has no term."""
    ends_on = made[0].term_ends_on if made else strand.due_on
    if ends_on is None:
        return None
    return Running(strand.step_since.date(), ends_on, tuple(each.days for each in made))


def settle(strand: Strand, made: list[ClockStop], today: date) -> None:
    """Keep with a strand the day on which its step is due: none as long as its clock stands open.

    So whoever asks when a strand is due need not know of stops.
    """
    term = running(strand, made)
    is_open = any(each.is_open for each in made)
    strand.due_on = None if term is None or is_open else term.due(today)


def standing(session: Session, strand: Strand, today: date) -> ClockStop | None:
    """Return the stop by which the clock of a strand's step stands on a day, if it does."""
    found = [each for each in of_step(session, strand) if each.stands(today)]
    return min(found, key=lambda each: (not each.is_open, each.id), default=None)


def end(session: Session, strand: Strand, today: date) -> None:
    """End the stops of a step that ends itself."""
    for each in of_step(session, strand):
        if each.stands(today):
            each.ended_on = today
