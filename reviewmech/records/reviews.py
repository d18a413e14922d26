"""Country reviews: their pairing, phases and strands, and the case a strand makes for access."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import (
    Mapped,
    Session,
    column_property,
    joinedload,
    lazyload,
    mapped_column,
    relationship,
    selectinload,
)
from sqlalchemy.orm.interfaces import ORMOption

from reviewmech.records.base import Base, closed_list, short
from reviewmech.records.people import Person
from reviewmech.records.responses import Edition
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Reading
from reviewmech.rules.steps import ORDER, Step, earliest

Kind = TypeVar("Kind", bound=Base)


class Cycle(Base):
    """One round of the Mechanism, over all States."""

    __tablename__ = "cycle"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    starts_on: Mapped[date]


class Review(Base):
    """A country review: one State under review over the cycle."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("cycle_id", "state_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    case_officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    cycle: Mapped[Cycle] = relationship()
    state: Mapped[State] = relationship(lazy="joined")
    case_officer: Mapped[Person | None] = relationship(foreign_keys=[case_officer_id])
    stand_in: Mapped[Person | None] = relationship(foreign_keys=[stand_in_id])
    pairing: Mapped[list[ReviewingState]] = relationship(back_populates="review")
    phases: Mapped[list[Phase]] = relationship(back_populates="review", order_by="Phase.id")

    def reviewing_states(self, instrument: str | None = None) -> list[State]:
        """Return the reviewing States, all or those of one instrument, by name."""
        found = {
            scope.state_id: scope.state
            for scope in self.pairing
            if instrument in {None, scope.instrument}
        }
        return sorted(found.values(), key=lambda state: state.name.casefold())

    def participants(self) -> list[State]:
        """Return the State under review, then the reviewing States."""
        return [self.state, *self.reviewing_states()]


class ReviewingState(Base):
    """One reviewing State for one instrument: the scope in which it reviews."""

    __tablename__ = "reviewing_state"
    __table_args__ = (UniqueConstraint("review_id", "state_id", "instrument"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    instrument: Mapped[str] = short()
    review: Mapped[Review] = relationship(back_populates="pairing")
    state: Mapped[State] = relationship(lazy="joined")


class Phase(Base):
    """One part (a cluster or chapter) of a review, with its nominal dates."""

    __tablename__ = "phase"
    __table_args__ = (UniqueConstraint("review_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    part: Mapped[str] = short()
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    review: Mapped[Review] = relationship(back_populates="phases")
    strands: Mapped[list[Strand]] = relationship(back_populates="phase", order_by="Strand.id")

    @property
    def step(self) -> Step | None:
        """The step a phase shows: that of its least advanced strand."""
        return earliest([strand.step for strand in self.strands])

    @property
    def adopted(self) -> list[Strand]:
        """The strands whose list is adopted and whose summary is not yet issued."""
        return [strand for strand in self.strands if strand.step is Step.SUMMARY]


class Strand(Base):
    """One instrument in one phase: it holds the work, the step and the terms."""

    __tablename__ = "strand"
    __table_args__ = (UniqueConstraint("phase_id", "instrument"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"))
    instrument: Mapped[str] = short()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    step: Mapped[Step] = mapped_column(closed_list(Step, "step"), default=Step.SELF_ASSESSMENT)
    step_since: Mapped[datetime]
    due_on: Mapped[date | None]
    edition_digest: Mapped[str] = column_property(
        select(Edition.digest).where(Edition.id == edition_id).scalar_subquery()
    )
    phase: Mapped[Phase] = relationship(back_populates="strands", lazy="joined")

    @property
    def review(self) -> Review:
        """The country review this strand belongs to."""
        return self.phase.review

    @property
    def reviewing_states(self) -> list[State]:
        """The reviewing States in this strand's scope, by name."""
        return self.review.reviewing_states(self.instrument)

    @property
    def participants(self) -> list[State]:
        """The State under review, then the reviewing States in scope."""
        return [self.review.state, *self.reviewing_states]

    @property
    def scope(self) -> frozenset[int]:
        """The same States, by their ids alone."""
        pairing = self.review.pairing
        reviewing = (pair.state_id for pair in pairing if pair.instrument == self.instrument)
        return frozenset({self.review.state_id, *reviewing})


class ChangeCounter(Base):
    """How often a State has acted in a strand: moved by every act, read only by that State."""

    __tablename__ = "change_counter"

    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"), primary_key=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


_NAMED = (joinedload(Review.state).joinedload(State.names),)
_PAIRED = (selectinload(Review.pairing).joinedload(ReviewingState.state).joinedload(State.names),)
_WITH_STRANDS = (
    selectinload(Review.phases).joinedload(Phase.strands).options(lazyload(Strand.phase))
)
WHOLE: Mapping[type[Base], tuple[ORMOption, ...]] = {
    Review: (
        *_NAMED,
        *_PAIRED,
        joinedload(Review.cycle),
        joinedload(Review.case_officer),
        joinedload(Review.stand_in),
        _WITH_STRANDS,
    ),
    Phase: (
        joinedload(Phase.review).options(*_NAMED, *_PAIRED),
        joinedload(Phase.strands).options(lazyload(Strand.phase)),
    ),
    Strand: (joinedload(Strand.phase).joinedload(Phase.review).options(*_NAMED, *_PAIRED),),
}
"""What is read together with a subject, so that its case needs no more statements."""


def whole(session: Session, kind: type[Kind], key: int) -> Kind | None:
    """Return a strand, phase or review with all that says who takes part in it."""
    found = session.get(kind, key, options=WHOLE[kind])
    # `responses.questionnaire` asks for these: they were read with the strands.
    known: dict[int, str] = session.info.setdefault("digests", {})
    known.update({one.edition_id: one.edition_digest for one in _strands(found)})
    return found


def _strands(subject: object) -> list[Strand]:
    if isinstance(subject, Review):
        return [strand for phase in subject.phases for strand in phase.strands]
    if isinstance(subject, Phase):
        return subject.strands
    return [subject] if isinstance(subject, Strand) else []


def steady(subject: object) -> list[object]:
    """Return what stays as it is in a strand until somebody moves it: who takes part, and the step.

    An act that changes any of it counts as a move, so others can rely on what they read.
    """
    if not isinstance(subject, Strand):
        return []
    review = subject.review
    states = [review.state, *(scope.state for scope in review.pairing)]
    names = [name for state in states for name in state.names]
    return [subject, subject.phase, review, *review.pairing, *states, *names]


Subject = Strand | Phase | Review | None
"""What an act or a page is about; None is the installation."""


def case(subject: object) -> Case:
    """Return the case for access that a strand, a phase or a review makes."""
    if isinstance(subject, Strand):
        return _case(subject.review, subject.instrument, subject.step)
    if isinstance(subject, Phase):
        return _case_of_phase(subject)
    if isinstance(subject, Review):
        return _case(subject, None, None)
    return Case()


def _case(review: Review, instrument: str | None, step: Step | None) -> Case:
    reviewing = frozenset(
        scope.state_id for scope in review.pairing if instrument in {None, scope.instrument}
    )
    return Case(review.id, review.state_id, reviewing, step)


def _case_of_phase(phase: Phase) -> Case:
    """Let a reviewing State stand where its own strands stand: of others it learns nothing."""
    review, steps = phase.review, {}
    scopes = {(scope.state_id, scope.instrument) for scope in review.pairing}
    for state in {scope.state_id for scope in review.pairing}:
        strands = [strand for strand in phase.strands if (state, strand.instrument) in scopes]
        if strands:
            steps[state] = _step_of_summary(strands)
    everywhere = _step_of_summary(phase.strands) if phase.strands else None
    return Case(review.id, review.state_id, frozenset(steps), everywhere, steps)


def _step_of_summary(strands: list[Strand]) -> Step:
    """Return the step for a summary: adopted lists wait for one, and what is issued stays open.

    So a strand that joined later (an accession) does not hold the others up.
    """
    steps = {strand.step for strand in strands}
    furthest = (step for step in (Step.SUMMARY, Step.CONCLUDED) if step in steps)
    return next(furthest, min(steps, key=ORDER.index))


def review_of(subject: object) -> Review | None:
    """Return the review a subject belongs to; None for the installation."""
    if isinstance(subject, Strand | Phase):
        return subject.review
    return subject if isinstance(subject, Review) else None


def visible_reviews(
    session: Session, actor: Actor, among: Collection[int] | None = None
) -> list[Review]:
    """Return the reviews (among these ids) an actor takes part in, by State; officers, in all."""
    chosen = select(Review).options(*_NAMED, selectinload(Review.pairing), _WITH_STRANDS)
    if among is not None:
        # Of few reviews, the names are read with the pairing: of very many, better by themselves.
        chosen = chosen.where(Review.id.in_(among)).options(*_PAIRED)
    if not actor.officer:
        chosen = chosen.where(Review.id.in_([post.review for post in actor.posts]))
    found = session.scalars(chosen).unique()
    readable = (review for review in found if may(Reading.REVIEW, actor, case(review)))
    return sorted(readable, key=lambda review: review.state.name.casefold())


def visible_strands(review: Review, actor: Actor) -> list[Strand]:
    """Return the strands of a review in this actor's scope, phase by phase."""
    strands = (strand for phase in review.phases for strand in phase.strands)
    return [strand for strand in strands if may(Reading.REVIEW, actor, case(strand))]


def cycles(session: Session) -> list[Cycle]:
    """Return the cycles, the newest first."""
    return list(session.scalars(select(Cycle).order_by(Cycle.starts_on.desc(), Cycle.id.desc())))
