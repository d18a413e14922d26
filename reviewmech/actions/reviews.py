"""Opening country reviews and naming who reviews: the secretariat's acts on a whole review."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.actions.steps import enter
from reviewmech.records.database import now, surroundings
from reviewmech.records.facts import facts
from reviewmech.records.journal import has_acted
from reviewmech.records.people import Person, officers
from reviewmech.records.reviews import Cycle, Review, ReviewingState, Strand
from reviewmech.records.states import State, instruments_of
from reviewmech.rules.access import Actor
from reviewmech.rules.mechanism import in_language
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.steps import reached
from reviewmech.rules.texts import required


@act(Action.OPEN_REVIEW)
def open_review(
    session: Session,
    actor: Actor,
    subject: None = None,
    *,
    state: State,
    case_officer: Person,
    stand_in: Person | None = None,
    cycle: Cycle | None = None,
    cycle_name: str = "",
    cycle_starts_on: date | None = None,
) -> Review:
    """Open the review of a State in a cycle, which may begin with it."""
    _check_officers(session, case_officer, stand_in)
    if not instruments_of(session, state):
        raise Invalid(
            "%(state)s is not shown as party to any instrument of the Mechanism. Correct its "
            "participation on the page of the State first.",
            field="state",
            state=state,
        )
    cycle = cycle or _new_cycle(session, cycle_name, cycle_starts_on)
    if session.scalar(select(Review.id).filter_by(cycle_id=cycle.id, state_id=state.id)):
        raise Invalid(
            "%(state)s is under review in this cycle already.", field="state", state=state
        )
    review = Review(
        cycle=cycle,
        state=state,
        case_officer=case_officer,
        stand_in=stand_in,
        opened_at=now(session),
    )
    session.add(review)
    return review


def _new_cycle(session: Session, name: str, starts_on: date | None) -> Cycle:
    name = required(name, longest=200, field="cycle_name")
    if session.scalar(select(Cycle.id).filter_by(name=name)):
        raise Invalid(
            "There is a cycle of this name already; choose it from the list.", field="cycle"
        )
    if starts_on is None:
        raise Invalid("Say on which day the new cycle begins.", field="cycle_starts_on")
    cycle = Cycle(name=name, starts_on=starts_on)
    session.add(cycle)
    session.flush()
    return cycle


@act(Action.ASSIGN_OFFICERS)
def assign_officers(
    session: Session,
    actor: Actor,
    review: Review,
    *,
    case_officer: Person,
    stand_in: Person | None = None,
) -> Review:
    """Assign the case officer of a review, and who stands in."""
    _check_officers(session, case_officer, stand_in)
    review.case_officer, review.stand_in = case_officer, stand_in
    return review


def _check_officers(session: Session, case_officer: Person, stand_in: Person | None) -> None:
    serving = officers(session)
    for field, person in (("case_officer", case_officer), ("stand_in", stand_in)):
        if person is not None and person not in serving:
            raise Invalid("%(name)s is not in the secretariat.", field=field, name=person)
    if case_officer == stand_in:
        raise Invalid("Name somebody else to stand in for the case officer.", field="stand_in")


@act(Action.PAIR_STATE, moves=True)
def pair_state(
    session: Session, actor: Actor, review: Review, *, state: State, instruments: list[str]
) -> Review:
    """Name a reviewing State, for the instruments it reviews."""
    if state.id == review.state_id:
        raise Invalid("A State does not review itself. Choose another State.", field="state")
    if not instruments:
        raise Invalid("Choose at least one instrument.", field="instruments")
    for code in dict.fromkeys(instruments):
        _check_pairing(session, review, state, code)
        session.add(ReviewingState(review_id=review.id, state_id=state.id, instrument=code))
    return review


def _check_pairing(session: Session, review: Review, state: State, code: str) -> None:
    name = _name(session, code)
    for party in (review.state, state):
        if code not in instruments_of(session, party):
            raise Invalid(
                "%(state)s is not party to the %(instrument)s.",
                field="instruments",
                state=party,
                instrument=name,
            )
    if state in review.reviewing_states(code):
        raise Invalid(
            "%(state)s reviews the %(instrument)s here already.",
            field="instruments",
            state=state,
            instrument=name,
        )


def _name(session: Session, code: str) -> str:
    known = {one.code: one for one in surroundings(session).mechanism.instruments}
    if code not in known:
        raise Invalid("Choose an instrument from the list.", field="instruments")
    return in_language(known[code].short, REFERENCE)


@act(Action.UNPAIR_STATE, moves=True)
def unpair_state(
    session: Session, actor: Actor, review: Review, *, state: State, instrument: str
) -> Review:
    """Release a reviewing State from an instrument, as long as it has done nothing there."""
    scopes = [scope for scope in review.pairing if scope.instrument == instrument]
    scope = next((scope for scope in scopes if scope.state_id == state.id), None)
    name = _name(session, instrument)
    if scope is None:
        raise Invalid(
            "%(state)s does not review the %(instrument)s here.", state=state, instrument=name
        )
    if has_acted(session, review.id, state.id, instrument):
        raise Invalid(
            "%(state)s has already taken part in the review of the %(instrument)s: what it asked "
            "or released stays, and so does the State.",
            state=state,
            instrument=name,
        )
    session.delete(scope)
    session.flush()
    session.expire(review, ["pairing"])
    for strand in _strands(review, instrument):
        _no_longer_wait(session, strand)
    return review


def _strands(review: Review, instrument: str) -> list[Strand]:
    strands = (strand for phase in review.phases for strand in phase.strands)
    return [strand for strand in strands if strand.instrument == instrument]


def _no_longer_wait(session: Session, strand: Strand) -> None:
    """Let a strand go on that waited for nobody but the State released from it."""
    step = reached(strand.step, facts(session, strand))
    if step is not strand.step:
        enter(session, strand, step)
