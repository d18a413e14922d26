"""The decisions of a review so far, as far as a reader's journal tells of them."""

from __future__ import annotations

from sqlalchemy.orm import Session, joinedload

from reviewmech.records.journal import Entry, visible
from reviewmech.records.reviews import Review, case
from reviewmech.records.summaries import taking_part
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action

DECISIVE = frozenset(
    {
        Action.SUBMIT,
        Action.ACKNOWLEDGE_MOVE,
        Action.CLEAR_CONSULTATION,
        Action.HAND_ARTICLE_OVER,
        Action.RELEASE_FEEDBACK,
        Action.CLEAR_OBSERVATIONS,
        Action.END_SILENCE,
        Action.REOPEN_OBSERVATION,
        Action.CLOSE_OBSERVATION,
        Action.CLEAR_LIST,
        Action.CLEAR_SUMMARY,
        Action.CONSENT_TO_PUBLICATION,
        Action.ISSUE_SUMMARY,
        Action.STOP_CLOCK,
        Action.START_CLOCK,
        Action.MOVE_ON,
        Action.OPEN_PHASE,
        Action.ADD_STRAND,
    }
)
"""The acts by which something is settled in a review."""

MOST = 100
"""Lines told at most: the journal tells all."""


def decisions(session: Session, review: Review, actor: Actor) -> list[Entry]:
    """Return the lines of a review by which something was settled, newest first."""
    own = actor.state_in(review.id)
    summaries = taking_part(session, review.id, own) if own is not None else []
    chosen = visible(review.id, actor, case(review), summaries).where(Entry.action.in_(DECISIVE))
    acted = (joinedload(Entry.person), joinedload(Entry.note), joinedload(Entry.contributor))
    return list(session.scalars(chosen.options(*acted).order_by(Entry.id.desc()).limit(MOST)))
