"""The list of observations: items, the wordings proposed for them, and the States' positions."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from reviewmech.records.base import Base, closed_list, short
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.people import Person
from reviewmech.records.responses import Version, questionnaire
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.closings import Dispute
from reviewmech.rules.observations import Item, enters
from reviewmech.rules.purposes import Reading
from reviewmech.rules.questionnaire import Questionnaire
from reviewmech.rules.vocabulary import ObservationKind, Outcome, Stance


class Observation(Base):
    """One item of a strand's list: of one of the four kinds, tied to a provision."""

    __tablename__ = "observation"
    __table_args__ = (UniqueConstraint("strand_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"))
    number: Mapped[int]
    kind: Mapped[ObservationKind] = mapped_column(closed_list(ObservationKind, "kind"))
    article: Mapped[str] = short()
    paragraph: Mapped[str] = short(default="")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    proposed_at: Mapped[datetime]
    outcome: Mapped[Outcome] = mapped_column(closed_list(Outcome, "outcome"), default=Outcome.OPEN)
    statement: Mapped[str] = mapped_column(default="")
    statement_by_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    is_confidential: Mapped[bool] = mapped_column(default=False)
    strand: Mapped[Strand] = relationship()
    proposed_by: Mapped[State] = relationship(foreign_keys=[proposed_by_id])
    statement_by: Mapped[State | None] = relationship(foreign_keys=[statement_by_id])
    wordings: Mapped[list[Wording]] = relationship(
        back_populates="observation", order_by="Wording.number"
    )
    grounds: Mapped[list[Ground]] = relationship(back_populates="observation")

    @property
    def wording(self) -> Wording:
        """The wording now on the table."""
        return self.wordings[-1]

    @property
    def item(self) -> Item:
        """The observation as the rules of agreement see it."""
        scope = frozenset(state.id for state in self.strand.participants)
        return Item(scope, self.wording.stances, self.outcome)

    @property
    def dispute(self) -> Dispute:
        """The observation as the rules of closing see it."""
        return Dispute(self.item, self.proposed_by_id, self.wording.proposed_at.date())


class Ground(Base):
    """What an observation rests on: an answer of a version, or a supplementary question."""

    __tablename__ = "ground"

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), index=True)
    question: Mapped[str | None] = short(120)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("supplementary_question.id"))
    observation: Mapped[Observation] = relationship(back_populates="grounds")
    version: Mapped[Version | None] = relationship()
    thread: Mapped[SupplementaryQuestion | None] = relationship()


class Wording(Base):
    """A text proposed for an observation; the newest is on the table, all are kept."""

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("observation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    number: Mapped[int]
    text: Mapped[str]
    language: Mapped[str] = short(12)
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

    @property
    def stances(self) -> dict[int, Stance]:
        """The States' latest stances on this wording, by State."""
        return {position.state_id: position.stance for position in self.positions}


class Position(Base):
    """One State's position on one wording, ad referendum; the latest of a State counts."""

    __tablename__ = "position"

    id: Mapped[int] = mapped_column(primary_key=True)
    wording_id: Mapped[int] = mapped_column(ForeignKey("wording.id"), index=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    stance: Mapped[Stance] = mapped_column(closed_list(Stance, "stance"))
    reason: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note_verbale.id"))
    taken_at: Mapped[datetime]
    wording: Mapped[Wording] = relationship(back_populates="positions")
    state: Mapped[State] = relationship()
    person: Mapped[Person | None] = relationship()


def observations(session: Session, strand_id: int) -> list[Observation]:
    """Return a strand's items in their order, for the rules; pages use visible_observations."""
    return list(
        session.scalars(
            select(Observation)
            .where(Observation.strand_id == strand_id)
            .order_by(Observation.number)
            .options(selectinload(Observation.wordings).selectinload(Wording.positions))
        )
    )


def items(session: Session, scopes: Mapping[int, frozenset[int]]) -> dict[int, list[Item]]:
    """Return the items of strands as far as agreement on them goes, without their words.

    The scope of each strand is given by its id. Of items that have ended, the positions are not
    looked at.
    """
    on_the_table = (Wording.observation_id == Observation.id) & (
        Observation.outcome == Outcome.OPEN
    )
    taken = (
        select(
            Observation.strand_id,
            Observation.id,
            Observation.outcome,
            Wording.number,
            Position.state_id,
            Position.stance,
        )
        .outerjoin(Wording, on_the_table)
        .outerjoin(Position, Position.wording_id == Wording.id)
        .where(Observation.strand_id.in_(scopes))
        .order_by(Observation.number, Wording.number, Position.id)
    )
    newest: dict[int, tuple[int, Outcome, int | None]] = {}
    stances: dict[int, dict[int, Stance]] = defaultdict(dict)
    for strand, observation, outcome, number, state, stance in session.execute(taken):
        if newest.get(observation) != (strand, outcome, number):
            newest[observation] = (strand, outcome, number)
            stances[observation] = {}
        if state is not None:
            stances[observation][state] = stance
    found: dict[int, list[Item]] = {strand: [] for strand in scopes}
    for observation, (strand, outcome, _number) in newest.items():
        found[strand].append(Item(scopes[strand], stances[observation], outcome))
    return found


def visible_observations(
    session: Session, strand_id: int, actor: Actor, case: Case
) -> list[Observation]:
    """Return the items this actor may read: the one query for every channel."""
    if not may(Reading.OBSERVATIONS, actor, case):
        return []
    return observations(session, strand_id)


_WITH_ITS_HISTORY = (
    selectinload(Observation.wordings).options(
        joinedload(Wording.person),
        selectinload(Wording.positions).joinedload(Position.person),
    ),
    selectinload(Observation.grounds).options(
        joinedload(Ground.version),
        joinedload(Ground.thread).selectinload(SupplementaryQuestion.messages),
    ),
)
"""What the page of one item shows of it."""


def visible_observation(
    session: Session, strand_id: int, observation_id: int, actor: Actor, case: Case
) -> Observation | None:
    """Return one item of a strand, if this actor may read it."""
    if not may(Reading.OBSERVATIONS, actor, case):
        return None
    return session.scalar(
        select(Observation)
        .where(Observation.id == observation_id, Observation.strand_id == strand_id)
        .options(*_WITH_ITS_HISTORY)
    )


def adopted(session: Session, strand_id: int) -> list[Observation]:
    """Return the items that entered the adopted list, in their order."""
    return [each for each in observations(session, strand_id) if enters(each.outcome)]


def next_number(session: Session, strand_id: int) -> int:
    """Return the number the next item of a strand bears."""
    highest = select(func.max(Observation.number)).where(Observation.strand_id == strand_id)
    return 1 + (session.scalar(highest) or 0)


def questionnaire_of(session: Session, strand: Strand) -> Questionnaire:
    """Return the questionnaire whose articles a strand's items concern."""
    return questionnaire(session, strand.edition_id)


def digest(items: Iterable[Observation]) -> str:
    """Return the SHA-256 of a list as it stands: what a clearance of the list refers to."""
    return _digest(
        (item.number, item.outcome, item.wording.id, item.wording.text, item.statement)
        for item in items
    )


def standing_digest(session: Session, strand_id: int) -> str:
    """Return the same of a strand's list, read without anything else."""
    return standing_digests(session, [strand_id])[strand_id]


def standing_digests(session: Session, strands: Collection[int]) -> dict[int, str]:
    """Return the same of several strands' lists, by strand."""
    if not strands:
        return {}
    newest = (
        select(Wording.observation_id, func.max(Wording.number).label("number"))
        .group_by(Wording.observation_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Observation.strand_id,
            Observation.number,
            Observation.outcome,
            Wording.id,
            Wording.text,
            Observation.statement,
        )
        .join(newest, newest.c.observation_id == Observation.id)
        .join(
            Wording,
            (Wording.observation_id == Observation.id) & (Wording.number == newest.c.number),
        )
        .where(Observation.strand_id.in_(strands))
        .order_by(Observation.number)
    )
    found: dict[int, list[tuple[int, Outcome, int, str, str]]] = {each: [] for each in strands}
    for strand, number, outcome, wording, text, statement in rows:
        found[strand].append((number, outcome, wording, text, statement))
    return {strand: _digest(listed) for strand, listed in found.items()}


def _digest(items: Iterable[tuple[int, Outcome, int, str, str]]) -> str:
    lines = (
        f"{number}|{outcome.value}|{wording}|{text}|{statement}"
        for number, outcome, wording, text, statement in items
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
