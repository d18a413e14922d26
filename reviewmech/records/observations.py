"""The list of observations: items, the wordings proposed for them, and the States' positions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from reviewmech.records.base import Base, closed_list, short
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.feedback import Release
from reviewmech.records.responses import Version, questionnaire
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.records.wordings import Position, Wording, on_the_table
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
        return self._item(self.wording.stances)

    @property
    def item_as_shared(self) -> Item:
        """The same, as far as everybody in the review may read it."""
        return self._item(self.wording.shared)

    def _item(self, stances: Mapping[int, Stance]) -> Item:
        return Item(self.strand.scope, stances, self.wording.cleared, self.outcome)

    @property
    def dispute(self) -> Dispute:
        """The observation as the rules of closing see it."""
        return Dispute(self.item, self.proposed_by_id, self.wording.proposed_at.date())


class Ground(Base):
    """What an observation rests on: an answer of a version, a supplementary question, a feedback.

    ``release`` and ``article`` name a feedback; ``quote`` the passage meant, if any.
    """

    __tablename__ = "ground"

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), index=True)
    question: Mapped[str | None] = short(120)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("supplementary_question.id"))
    release_id: Mapped[int | None] = mapped_column(ForeignKey("feedback_release.id"))
    article: Mapped[str] = short(default="", server_default="")
    quote: Mapped[str] = mapped_column(default="", server_default="")
    observation: Mapped[Observation] = relationship(back_populates="grounds")
    version: Mapped[Version | None] = relationship()
    thread: Mapped[SupplementaryQuestion | None] = relationship()
    release: Mapped[Release | None] = relationship()


def observations(session: Session, strand_id: int) -> list[Observation]:
    """Return a strand's items in their order, for the rules; pages use visible_observations."""
    return list(session.scalars(_with_wordings().where(Observation.strand_id == strand_id)))


def _with_wordings() -> Select[Observation]:
    return (
        select(Observation)
        .order_by(Observation.number)
        .options(selectinload(Observation.wordings).selectinload(Wording.positions))
    )


@dataclass(frozen=True)
class Line:
    """One observation as a list of very many looks at it; of one that has ended, less still."""

    id: int
    number: int
    kind: ObservationKind
    article: str
    item: Item


def lines(session: Session, scopes: Mapping[int, frozenset[int]]) -> dict[int, list[Line]]:
    """Return the lines of the lists of strands, in their order; the scope of each is given."""
    newest = (
        select(func.max(Wording.number))
        .where(Wording.observation_id == Observation.id, Observation.outcome == Outcome.OPEN)
        .correlate(Observation)
        .scalar_subquery()
    )
    what = (Observation.strand_id, Observation.id, Observation.number, Observation.kind)
    taken = (
        select(
            *what,
            Observation.article,
            Observation.outcome,
            Position.state_id,
            Position.stance,
            Position.cleared_at.is_not(None),
        )
        .outerjoin(Wording, (Wording.observation_id == Observation.id) & (Wording.number == newest))
        .outerjoin(Position, Position.wording_id == Wording.id)
        .where(Observation.strand_id.in_(scopes))
        .order_by(Observation.number, Position.id)
    )
    found: dict[int, list[Line]] = {strand: [] for strand in scopes}
    said: dict[int, tuple[dict[int, Stance], dict[int, Stance]]] = {}
    for strand, key, number, kind, article, outcome, state, stance, binds in session.execute(taken):
        if key not in said:
            said[key] = {}, {}
            item = Item(scopes[strand], *said[key], outcome)
            found[strand].append(Line(key, number, kind, article, item))
        if state is not None:
            said[key][0][state] = stance
        if binds:
            said[key][1][state] = stance
    return found


def visible_lines(session: Session, strand: Strand, actor: Actor, case: Case) -> list[Line]:
    """Return the lines of a list, if this actor may read it: of the positions in them a page shows
    what ``awaited`` says, and to a State what is its own.
    """
    if not may(Reading.OBSERVATIONS, actor, case):
        return []
    return lines(session, {strand.id: strand.scope})[strand.id]


def chosen_observations(session: Session, chosen: Collection[int]) -> list[Observation]:
    """Return the observations of these lines, with their wordings and positions."""
    found = _with_wordings().where(Observation.id.in_(chosen))
    return list(session.scalars(found)) if chosen else []


def visible_observations(
    session: Session, strand_id: int, actor: Actor, case: Case
) -> list[Observation]:
    """Return the items this actor may read, with their wordings: one query for every channel."""
    if not may(Reading.OBSERVATIONS, actor, case):
        return []
    chosen = select(Observation).where(Observation.strand_id == strand_id)
    chosen = chosen.order_by(Observation.number).options(selectinload(Observation.wordings))
    return list(session.scalars(chosen))


def visible_list(
    session: Session, strand_id: int, actor: Actor, case: Case
) -> list[tuple[Observation, Wording]]:
    """Return the same items, each with the wording on the table alone: to be read as adopted."""
    if not may(Reading.OBSERVATIONS, actor, case):
        return []
    bare = select(Observation).where(Observation.strand_id == strand_id)
    listed = session.scalars(bare.order_by(Observation.number)).all()
    newest = on_the_table(session, [item.id for item in listed])
    return [(item, newest[item.id]) for item in listed]


_WITH_ITS_HISTORY = (
    selectinload(Observation.wordings).options(
        joinedload(Wording.person),
        joinedload(Wording.silence),
        selectinload(Wording.positions).options(
            joinedload(Position.person), joinedload(Position.cleared_by)
        ),
    ),
    selectinload(Observation.grounds).options(
        joinedload(Ground.version),
        joinedload(Ground.thread).joinedload(SupplementaryQuestion.messages),
        joinedload(Ground.release).joinedload(Release.state),
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
