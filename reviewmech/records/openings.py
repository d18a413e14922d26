"""What a review could still take in: further reviewing States, and strands not yet begun."""

from __future__ import annotations

from sqlalchemy.orm import Session

from reviewmech.records.reviews import Phase, Review
from reviewmech.records.states import State, instruments_of, parties_beside
from reviewmech.rules.mechanism import Instrument, Mechanism


def eligible_reviewers(session: Session, review: Review) -> list[tuple[State, list[str]]]:
    """Return who could review this State yet, by name, and for which instruments."""
    found: dict[State, list[str]] = {}
    for instrument, states in parties_beside(session, review.state).items():
        taken = [review.state, *review.reviewing_states(instrument)]
        for state in states:
            if state not in taken:
                found.setdefault(state, []).append(instrument)
    return sorted(found.items(), key=lambda each: each[0].name.casefold())


def instruments_without_strand(
    session: Session, phase: Phase, mechanism: Mechanism
) -> list[Instrument]:
    """Return the instruments of a phase the State is party to, as after an accession."""
    return without_strand(phase, mechanism, instruments_of(session, phase.review.state))


def without_strand(
    phase: Phase, mechanism: Mechanism, party_to: frozenset[str]
) -> list[Instrument]:
    """Return the same, given what the State is party to."""
    begun = {strand.instrument for strand in phase.strands}
    return [one for one in mechanism.instruments_in(phase.part) if one.code in party_to - begun]
