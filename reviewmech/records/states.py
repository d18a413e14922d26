"""States, their names in time and in languages, and the instruments they are party to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from babel import Locale
from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from reviewmech.records.base import Base, short
from reviewmech.records.languages import WORLD_ENGLISH, conventions
from reviewmech.rules.questionnaire import REFERENCE


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
        """The name in use now, in English: what records, the journal and addresses go by."""
        return self.named_in(REFERENCE) or self.code

    def named_in(self, language: str) -> str:
        """Return the name in use now that is kept in a language; empty when there is none.

        One older than the English name is that of a time gone by.
        """
        kept = {each.language: each for each in self.names}
        found, english = kept.get(language), kept.get(REFERENCE)
        if found is None or (english and found.since < english.since):
            return ""
        return found.name

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


def state_name(state: State, language: str) -> str:
    """Return the name of a State in a language.

    It is the name kept in that language, else the one Babel's data gives, else the English one.
    Babel's is taken only where it means the State by the same English name as the record does: the
    short names of common use are not always those by which a State is known in the United Nations.
    """
    locale = conventions(language)
    return state.named_in(locale.language) or _territory(state, locale) or state.name


def _territory(state: State, locale: Locale) -> str:
    code = state.alpha2 or ""
    if _bare(WORLD_ENGLISH.territories.get(code, "")) != _bare(state.name):
        return ""
    return _PARENTHESES.sub("", locale.territories.get(code, ""))


_PARENTHESES = re.compile(r"\s*\(.*\)")


def _bare(name: str) -> str:
    """Return an English name without what is only a manner of writing it."""
    plain = _PARENTHESES.sub("", name).replace("&", "and")
    return _unaccented(re.sub(r"^St\b\.?", "Saint", plain))


def _unaccented(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()


def in_order(state: State, language: str = REFERENCE) -> str:
    """Return what sorts States as a reader looks for them in a language: accents aside."""
    return _unaccented(state_name(state, language))


def sorted_states(states: Iterable[State], language: str = REFERENCE) -> list[State]:
    """Return States in the order of their names in a language.

    They are sorted here because databases sort names differently.
    """
    return sorted(states, key=lambda state: in_order(state, language))


def all_states(session: Session, language: str = REFERENCE) -> list[State]:
    """Return every State, sorted by name in a language."""
    return sorted_states(session.scalars(select(State)), language)


def states_called(session: Session, words: str, language: str = REFERENCE) -> list[State]:
    """Return the States whose code or one of whose names holds these words, sorted by name."""
    every = all_states(session, language)
    return [state for state in every if is_called(state, words, language)]


def is_called(state: State, words: str, language: str = REFERENCE) -> bool:
    """Say whether the code or one of the names of a State holds these words."""
    sought = _unaccented(words.strip())
    names = [state.code, state_name(state, language), *(each.name for each in state.names)]
    return any(sought in _unaccented(name) for name in names)


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


def parties_beside(session: Session, state: State) -> dict[str, list[State]]:
    """Return the States party to each instrument that this State is party to, by instrument."""
    own = select(Participation.instrument).where(
        Participation.state_id == state.id, Participation.is_party
    )
    rows = session.execute(
        select(Participation.instrument, State)
        .join(State, State.id == Participation.state_id)
        .where(Participation.is_party, Participation.instrument.in_(own))
        .order_by(Participation.instrument)
    )
    found: dict[str, list[State]] = {}
    for instrument, party in rows:
        found.setdefault(instrument, []).append(party)
    return found
