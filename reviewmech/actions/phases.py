"""Opening phases and moving their strands on: what the secretariat does so that work can start."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from reviewmech.actions import editions
from reviewmech.actions.act import act
from reviewmech.actions.journal import LONGEST_IN_JOURNAL
from reviewmech.actions.steps import enter, pass_over
from reviewmech.records.database import surroundings
from reviewmech.records.editions import askable
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.openings import instruments_without_strand
from reviewmech.records.reviews import Phase, Review, Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.mechanism import Instrument, in_language
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.rules.steps import Step
from reviewmech.rules.texts import required
from reviewmech.rules.timetable import months_after

LONGEST_REASON = LONGEST_IN_JOURNAL
"""Characters of a reason: the journal keeps it in words, not as a hash."""


@act(Action.OPEN_PHASE)
def open_phase(
    session: Session, actor: Actor, review: Review, *, part: str, starts_on: date
) -> Phase:
    """Open a phase: a strand for each instrument the State is party to that can be asked about."""
    mechanism = surroundings(session).mechanism
    planned = next((each for each in mechanism.phases if each.part == part), None)
    if planned is None:
        raise Invalid("Choose a part from the list.", field="part")
    if any(phase.part == part for phase in review.phases):
        raise Invalid("This phase is open already.", field="part")
    phase = Phase(
        review=review,
        part=part,
        starts_on=starts_on,
        ends_on=months_after(starts_on, planned.months),
    )
    session.add(phase)
    session.flush()
    begun = [
        _begin_strand(session, phase, one)
        for one in instruments_without_strand(session, phase, mechanism)
        if _is_asked(session, phase, one)
    ]
    if not begun:
        raise Invalid(
            "No strand can begin: there is no questionnaire yet for what %(state)s is party to in "
            "this part. Add the questionnaire first.",
            field="part",
            state=review.state,
        )
    return phase


@act(Action.ADD_STRAND)
def add_strand(session: Session, actor: Actor, phase: Phase, *, instrument: str) -> Strand:
    """Add a strand to a phase that has begun, as after an accession."""
    missing = instruments_without_strand(session, phase, surroundings(session).mechanism)
    added = next((one for one in missing if one.code == instrument), None)
    if added is None:
        raise Invalid(
            "This phase has no strand to add for that instrument: the strand is there already, or "
            "%(state)s is not party to it, or it has no articles in this part.",
            state=phase.review.state,
        )
    if not _is_asked(session, phase, added):
        raise Invalid(
            "There is no questionnaire yet on this part of the %(instrument)s. Add the "
            "questionnaire first.",
            instrument=in_language(added.short, REFERENCE),
        )
    return _begin_strand(session, phase, added)


def _is_asked(session: Session, phase: Phase, instrument: Instrument) -> bool:
    return (instrument.code, phase.part) in askable(session)


def _begin_strand(session: Session, phase: Phase, instrument: Instrument) -> Strand:
    """Begin a strand on the newest questionnaire that is published."""
    edition = editions.to_begin_on(session, instrument.code, phase.part)
    strand = Strand(phase=phase, instrument=instrument.code, edition_id=edition.id)
    session.add(strand)
    enter(session, strand, Step.SELF_ASSESSMENT)
    return strand


@act(Action.MOVE_ON, moves=True)
def move_on(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    step: Step,
    reason: str,
    note: NoteVerbale | None,
) -> Strand:
    """Move a strand on from its step, for a reason and by a note verbale."""
    required(reason, longest=LONGEST_REASON, field="reason")
    if note is None or note.state_id not in {state.id for state in strand.participants}:
        raise Invalid(
            "Choose a note verbale of one of the States in this strand; record it first if it is "
            "new.",
            field="note",
        )
    if strand.step is not step:
        raise Conflict(
            "This strand has moved since you opened the page, so nothing was changed. Open the "
            "page again to see how it stands."
        )
    pass_over(session, strand)
    return strand
