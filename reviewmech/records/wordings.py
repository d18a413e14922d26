"""The wordings proposed for an observation, and each State's positions on them.

A position is taken ad referendum, or cleared; clearing it adds a position and takes none away, so
the history tells who took it and who cleared it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Subquery, UniqueConstraint, false, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from reviewmech.records.base import Base, closed_list, short
from reviewmech.records.people import Person
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, Case
from reviewmech.rules.purposes import Audience
from reviewmech.rules.vocabulary import Stance

if TYPE_CHECKING:
    from reviewmech.records.observations import Observation


class Wording(Base):
    """A text proposed for an observation; the newest is on the table, all are kept.

    An agreed text that is opened again comes to the table anew: ``reason`` says why, and the State
    is the one that opened it.
    """

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("observation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    number: Mapped[int]
    text: Mapped[str]
    language: Mapped[str] = short(12)
    reason: Mapped[str] = mapped_column(default="", server_default="")
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note_verbale.id"))
    proposed_at: Mapped[datetime]
    observation: Mapped[Observation] = relationship(back_populates="wordings")
    state: Mapped[State] = relationship()
    person: Mapped[Person | None] = relationship()
    positions: Mapped[list[Position]] = relationship(
        back_populates="wording", order_by="Position.id"
    )
    silence: Mapped[Silence | None] = relationship(back_populates="wording")

    @property
    def stances(self) -> dict[int, Stance]:
        """The States' latest stances on this wording, by State."""
        return {position.state_id: position.stance for position in self.positions}

    @property
    def cleared(self) -> dict[int, Stance]:
        """The States' latest stances that bind them, by State."""
        return {each.state_id: each.stance for each in self.positions if each.is_cleared}

    @property
    def shared(self) -> dict[int, Stance]:
        """The States' latest stances that all may read, by State."""
        return {each.state_id: each.stance for each in self.positions if not each.is_internal}

    def held_by(self, state: int | None) -> Position | None:
        """Return the latest position of a State on this wording."""
        own = [position for position in self.positions if position.state_id == state]
        return own[-1] if own else None

    def ad_referendum(self, state: int | None) -> Position | None:
        """Return the position of a State that waits for its focal point."""
        held = self.held_by(state)
        return held if held is not None and not held.is_cleared else None


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
    wording: Mapped[Wording] = relationship(back_populates="silence")
    state: Mapped[State | None] = relationship()

    def is_over(self, today: date) -> bool:
        """Say whether its last day has passed."""
        return today > self.until


class Position(Base):
    """One State's position on one wording; the latest of a State counts.

    Taken ad referendum, it binds nobody; where the State does not share such positions, it is
    internal (as it was when it was taken, for that was said beside the button).
    ``cleared_at`` makes it binding. One without a person was taken by silence.
    """

    __tablename__ = "position"

    id: Mapped[int] = mapped_column(primary_key=True)
    wording_id: Mapped[int] = mapped_column(ForeignKey("wording.id"), index=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    stance: Mapped[Stance] = mapped_column(closed_list(Stance, "stance"))
    reason: Mapped[str] = mapped_column(default="")
    is_internal: Mapped[bool] = mapped_column(default=False, server_default=false())
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note_verbale.id"))
    taken_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
    cleared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    wording: Mapped[Wording] = relationship(back_populates="positions")
    state: Mapped[State] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    cleared_by: Mapped[Person | None] = relationship(foreign_keys=[cleared_by_id])

    @property
    def is_cleared(self) -> bool:
        """Whether it binds the State."""
        return self.cleared_at is not None

    @property
    def mark(self) -> str:
        """What names it to those who clear it: its id would count what others keep inside."""
        said = (self.wording_id, self.state_id, self.stance.value, self.reason, self.taken_at)
        return hashlib.sha256("|".join(map(str, said)).encode()).hexdigest()

    @property
    def is_by_silence(self) -> bool:
        """Whether the State agrees because it said nothing until the day of a silence."""
        return self.is_cleared and self.person_id is None and self.cleared_by_id is None

    @property
    def heard_by(self) -> Audience:
        """Who may read in the journal that it was taken."""
        return Audience.OWN_STATE if self.is_internal else Audience.REVIEW


def visible_positions(wording: Wording, actor: Actor, case: Case) -> list[Position]:
    """Return the positions on a wording this actor may read: the one function for every channel.

    What is internal is read by its own State; an officer is of none, even to record a note.
    """
    own = None if actor.officer else actor.state_in(case.review)
    return [each for each in wording.positions if not each.is_internal or each.state_id == own]


def newest_numbers() -> Subquery:
    """Select the number of the wording on the table, of each observation."""
    return (
        select(Wording.observation_id, func.max(Wording.number).label("number"))
        .group_by(Wording.observation_id)
        .subquery()
    )


def on_the_table(session: Session, observations: Collection[int]) -> dict[int, Wording]:
    """Return the wordings on the table with their positions, by the ids of their observations."""
    newest = newest_numbers()
    chosen = (
        select(Wording)
        .join(
            newest,
            (Wording.observation_id == newest.c.observation_id)
            & (Wording.number == newest.c.number),
        )
        .where(Wording.observation_id.in_(observations))
        .options(selectinload(Wording.positions))
    )
    return {each.observation_id: each for each in session.scalars(chosen)}
