"""Blank questionnaires: what anybody may read of them, and which edition that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from reviewmech.records import editions
from reviewmech.records.database import surroundings
from reviewmech.rules.access import Actor
from reviewmech.rules.mechanism import Instrument, Mechanism, Paper, Part, Readership
from reviewmech.rules.questionnaire import Questionnaire

Key = tuple[str, str]
"""An instrument and a part."""


@dataclass(frozen=True)
class Blank:
    """The questionnaire on a part of an instrument, and the day of its edition, if it has one."""

    instrument: Instrument
    part: Part
    questionnaire: Questionnaire
    dated: date | None = None


def in_force(session: Session) -> dict[Key, tuple[Questionnaire, date | None]]:
    """Return what is asked now on each part, and since which day.

    That is the newest edition published; where there is none, the file of the Mechanism's folder.
    """
    files = {key: (asked, None) for key, asked in surroundings(session).questionnaires.items()}
    return {**files, **editions.in_force(session)}


def visible_blanks(session: Session, actor: Actor) -> list[Blank]:
    """Return the blank questionnaires an actor may read, in the order of the Mechanism: the one
    query for every channel."""
    mechanism = surroundings(session).mechanism
    paper = mechanism.papers[Paper.QUESTIONNAIRE]
    if not any(paper.reads(readership) for readership in _readerships(actor)):
        return []
    return list(_blanks(session, mechanism))


def visible_blank(session: Session, actor: Actor, instrument: str, part: str) -> Blank | None:
    """Return one blank questionnaire, if there is one and the actor may read it."""
    found = visible_blanks(session, actor)
    wanted = (each for each in found if (each.instrument.code, each.part.key) == (instrument, part))
    return next(wanted, None)


def _readerships(actor: Actor) -> Iterator[Readership]:
    """Give the audiences an actor belongs to, whatever the review."""
    yield Readership.PUBLIC
    if actor.person is not None:
        yield Readership.STATES_PARTIES
    if actor.officer:
        yield Readership.SECRETARIAT


def _blanks(session: Session, mechanism: Mechanism) -> Iterator[Blank]:
    found = in_force(session)
    for instrument in mechanism.instruments:
        for part in mechanism.parts:
            if (instrument.code, part.key) in found:
                yield Blank(instrument, part, *found[instrument.code, part.key])
