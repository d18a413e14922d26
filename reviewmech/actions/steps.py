"""Moving a strand from step to step, with the term the Mechanism gives each step."""

from __future__ import annotations

from sqlalchemy.orm import Session

from reviewmech.records import stops
from reviewmech.records.database import now, surroundings
from reviewmech.records.facts import facts
from reviewmech.records.reviews import Phase, Strand
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action
from reviewmech.rules.steps import Step, following, reached
from reviewmech.rules.timetable import Clock, begins


def move_on_after(session: Session, action: Action, subject: object) -> bool:
    """Move each strand concerned to the step its facts allow now; say whether one moved."""
    ended = POLICY[action].ends
    if ended is None:
        return False
    strands = subject.strands if isinstance(subject, Phase) else [subject]
    there = [strand for strand in strands if isinstance(strand, Strand) and strand.step is ended]
    moved = [_moved(session, strand) for strand in there]
    return any(moved)


def _moved(session: Session, strand: Strand) -> bool:
    step = reached(strand.step, facts(session, strand))
    if step is strand.step:
        return False
    enter(session, strand, step)
    return True


def enter(session: Session, strand: Strand, step: Step) -> None:
    """Put a strand at a step, from now, with the term the Mechanism gives it.

    A clock that stood, stood for the step that ends.
    """
    moment = now(session)
    today, term = moment.date(), surroundings(session).mechanism.terms.get(step)
    if strand not in session.new:
        stops.end(session, strand, today)
    strand.step, strand.step_since, strand.due_on = step, moment, None
    if term is not None:
        start = begins(term.start(strand.phase.starts_on, today), today)
        strand.due_on = Clock(start, term.length).due(today)


def pass_over(session: Session, strand: Strand) -> None:
    """Put a strand at the step after its present one, whatever has happened in it."""
    enter(session, strand, reached(following(strand.step), facts(session, strand)))
