"""What anybody may know of the reviews: plain data, so that no page can show more by mistake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from reviewmech.records.database import surroundings
from reviewmech.records.reviews import Phase, Review, ReviewingState
from reviewmech.records.states import State, in_order
from reviewmech.records.summaries import Issue
from reviewmech.rules.mechanism import Paper, Readership, Switch
from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.rules.steps import Step


@dataclass(frozen=True)
class PublicPhase:
    """A part and its nominal dates; the step only where the Mechanism's file shows it."""

    part: str
    starts_on: date
    ends_on: date
    step: Step | None = None


@dataclass(frozen=True)
class PublicReview:
    """A State under review, the reviewing States of each instrument, and the timetable."""

    state: State
    cycle: str
    pairing: dict[str, list[State]]
    phases: list[PublicPhase]


def public_reviews(session: Session, language: str = REFERENCE) -> list[PublicReview]:
    """Return what the public may know of every review, by the name of the State in a language."""
    found = session.scalars(
        select(Review).options(
            selectinload(Review.pairing).joinedload(ReviewingState.state),
            selectinload(Review.cycle),
            selectinload(Review.phases).selectinload(Phase.strands),
        )
    )
    shown = [_shown(session, review) for review in found]
    return sorted(shown, key=lambda one: (in_order(one.state, language), one.cycle))


def published(session: Session) -> list[Issue]:
    """Return the issued summaries the public may read, by State and then the newest first."""
    found = session.scalars(
        select(Issue).where(Issue.is_published).order_by(Issue.issued_at.desc(), Issue.id.desc())
    )
    return sorted(found, key=lambda issue: issue.summary.phase.review.state.name.casefold())


def _shown(session: Session, review: Review) -> PublicReview:
    return PublicReview(
        state=review.state,
        cycle=review.cycle.name,
        pairing=_pairing(session, review) if _is_public(session, Paper.PAIRING) else {},
        phases=_phases(session, review) if _is_public(session, Paper.TIMETABLE) else [],
    )


def _pairing(session: Session, review: Review) -> dict[str, list[State]]:
    """Return the reviewing States, by instrument in the order of the Mechanism."""
    codes = [instrument.code for instrument in surroundings(session).mechanism.instruments]
    paired = {scope.instrument for scope in review.pairing}
    return {code: review.reviewing_states(code) for code in codes if code in paired}


def _phases(session: Session, review: Review) -> list[PublicPhase]:
    shows_step = surroundings(session).mechanism.switches[Switch.PUBLIC_STEP]
    return [
        PublicPhase(phase.part, phase.starts_on, phase.ends_on, phase.step if shows_step else None)
        for phase in review.phases
    ]


def _is_public(session: Session, paper: Paper) -> bool:
    return surroundings(session).mechanism.papers[paper].reads(Readership.PUBLIC)
