"""What the lines of a journal made, by the little that names it, in two statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import String, cast, func, literal, select, union_all
from sqlalchemy.orm import Session, joinedload

from reviewmech.records.base import Base
from reviewmech.records.contributions import Contributor, Delegation
from reviewmech.records.dialogue import Message, SupplementaryQuestion
from reviewmech.records.editions import Move
from reviewmech.records.feedback import Release
from reviewmech.records.journal import Entry
from reviewmech.records.meetings import Meeting
from reviewmech.records.observations import Observation
from reviewmech.records.people import Appointment, Person
from reviewmech.records.responses import Edition, Version
from reviewmech.records.summaries import Issue
from reviewmech.records.wordings import Position, Silence, Wording


class Made(NamedTuple):
    """A thing an act made: of what kind, what names it, and the stance a position takes.

    ``key`` is what its address names it by, ``article`` the one it is about.
    """

    kind: type[Base]
    name: str
    stance: str = ""
    key: str = ""
    article: str = ""


_NUMBER, _NOTHING = cast(Observation.number, String), literal("")
_OF_AN_ITEM = (cast(Observation.id, String), Observation.article)
_OF_A_THREAD = (SupplementaryQuestion.key, SupplementaryQuestion.article)
_NAMED: dict[type[Base], tuple[type[Base], Any]] = {
    Version: (
        Version,
        select(
            Version.id,
            cast(Version.number, String),
            _NOTHING,
            cast(Version.number, String),
            _NOTHING,
        ),
    ),
    Move: (
        Move,
        select(Move.id, Edition.number, _NOTHING, _NOTHING, _NOTHING).join(Move.edition),
    ),
    SupplementaryQuestion: (
        SupplementaryQuestion,
        select(SupplementaryQuestion.id, SupplementaryQuestion.article, _NOTHING, *_OF_A_THREAD),
    ),
    Message: (
        SupplementaryQuestion,
        select(Message.id, SupplementaryQuestion.article, _NOTHING, *_OF_A_THREAD).join(
            Message.thread
        ),
    ),
    Observation: (Observation, select(Observation.id, _NUMBER, _NOTHING, *_OF_AN_ITEM)),
    Wording: (
        Observation,
        select(Wording.id, _NUMBER, _NOTHING, *_OF_AN_ITEM).join(Wording.observation),
    ),
    Silence: (
        Observation,
        select(Silence.id, _NUMBER, _NOTHING, *_OF_AN_ITEM)
        .join(Silence.wording)
        .join(Wording.observation),
    ),
    Position: (
        Observation,
        select(Position.id, _NUMBER, cast(Position.stance, String), *_OF_AN_ITEM)
        .join(Position.wording)
        .join(Wording.observation),
    ),
    Issue: (Issue, select(Issue.id, Issue.symbol, _NOTHING, _NOTHING, _NOTHING)),
    Release: (
        Release,
        select(Release.id, _NOTHING, _NOTHING, cast(Release.id, String), _NOTHING),
    ),
    Delegation: (
        Delegation,
        select(
            Delegation.id,
            func.coalesce(Person.name, Contributor.name),
            _NOTHING,
            _NOTHING,
            Delegation.article,
        )
        .outerjoin(Person, Person.id == Delegation.person_id)
        .outerjoin(Contributor, Contributor.id == Delegation.contributor_id),
    ),
    Meeting: (
        Meeting,
        select(Meeting.id, _NOTHING, _NOTHING, cast(Meeting.id, String), _NOTHING),
    ),
}
"""The kinds that a journal names: as what, and how the name is found."""


def made(session: Session, entries: Iterable[Entry]) -> dict[str, Made | Appointment]:
    """Return what these lines made, by the name each line kept, where it can be named."""
    keys: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        table, _, key = entry.thing.partition(":")
        if key:
            keys[table].add(int(key))
    return {**_named(session, keys), **_appointments(session, keys[Appointment.__tablename__])}


def _named(session: Session, keys: dict[str, set[int]]) -> dict[str, Made]:
    kinds = {kind.__tablename__: kind for kind in _NAMED if kind.__tablename__ in keys}
    chosen = [
        _NAMED[kind][1].add_columns(literal(table)).where(kind.id.in_(keys[table]))
        for table, kind in kinds.items()
    ]
    if not chosen:
        return {}
    return {
        f"{table}:{key}": Made(_NAMED[kinds[table]][0], name, stance, address, article)
        for key, name, stance, address, article, table in session.execute(union_all(*chosen))
    }


def _appointments(session: Session, keys: set[int]) -> dict[str, Appointment]:
    if not keys:
        return {}
    chosen = select(Appointment).where(Appointment.id.in_(keys))
    found = session.scalars(chosen.options(joinedload(Appointment.person)))
    return {f"{Appointment.__tablename__}:{each.id}": each for each in found}
