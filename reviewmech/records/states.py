"""States, their names in time, and the instruments they are party to."""

from __future__ import annotations

import unicodedata
from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from reviewmech.records.base import Base, short


class State(Base):
    """A State, or a regional organization, that can be party to an instrument.

    ``regional_group`` is empty where a party has none.
    """

    __tablename__ = "state"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = short(3, unique=True)
    alpha2: Mapped[str | None] = short(2)
    kind: Mapped[str] = short(40)
    regional_group: Mapped[str | None] = short()
    as_of: Mapped[date]
    verified: Mapped[bool]
    source: Mapped[str]
    names: Mapped[list[StateName]] = relationship(
        back_populates="state", order_by="StateName.since", lazy="selectin"
    )

    @property
    def name(self) -> str:
        """The name in use now, in English; other languages come from the locale's data."""
        return self.names[-1].name if self.names else self.code

    def __str__(self) -> str:
        return self.name


class StateName(Base):
    """The name of a State from a date on: names change, and old papers keep the old one."""

    __tablename__ = "state_name"
    __table_args__ = (UniqueConstraint("state_id", "language", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    language: Mapped[str] = short(12)
    name: Mapped[str] = mapped_column(String(200))
    since: Mapped[date]
    state: Mapped[State] = relationship(back_populates="names")


class Participation(Base):
    """Whether a State is party to an instrument, as of a date, and how sure that is."""

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("state_id", "instrument"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    instrument: Mapped[str] = short()
    is_party: Mapped[bool]
    since: Mapped[date | None]
    as_of: Mapped[date]
    verified: Mapped[bool]
    source: Mapped[str]
    state: Mapped[State] = relationship()


def in_order(state: State) -> str:
    """Return what sorts States by name as a reader looks for them: accents aside."""
    apart = unicodedata.normalize("NFKD", state.name)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()


def all_states(session: Session) -> list[State]:
    """Return every State, sorted by name here because databases sort names differently."""
    return sorted(session.scalars(select(State)), key=in_order)


def states_called(session: Session, words: str) -> list[State]:
    """Return the States whose code or one of whose names holds these words, sorted by name."""
    sought = words.strip().casefold()
    return [
        state
        for state in all_states(session)
        if any(sought in each.casefold() for each in [state.code, *(n.name for n in state.names)])
    ]


def participation_of(session: Session, state: State) -> dict[str, Participation]:
    """Return what is known of a State's participation, by instrument."""
    found = session.scalars(select(Participation).where(Participation.state_id == state.id))
    return {each.instrument: each for each in found}


def instruments_of(session: Session, state: State) -> frozenset[str]:
    """Return the instruments this State is party to."""
    return frozenset(
        session.scalars(
            select(Participation.instrument).where(
                Participation.state_id == state.id, Participation.is_party
            )
        )
    )


def parties_to(session: Session, instrument: str) -> list[State]:
    """Return the States party to an instrument, sorted by name."""
    found = session.scalars(
        select(State)
        .join(Participation, Participation.state_id == State.id)
        .where(Participation.instrument == instrument, Participation.is_party)
    )
    return sorted(found, key=in_order)
