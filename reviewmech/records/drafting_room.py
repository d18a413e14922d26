"""The drafting room: what reviewing States that draft together read of one another's drafts.

Who does is said by the consultation alone (`records/consultation.py`). They read; each writes its
own. The State under review and the secretariat read nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Executable, String, and_, cast, or_, select
from sqlalchemy.orm import Session, joinedload

from reviewmech.records.clearances import Clearance
from reviewmech.records.consultation import Consultation, agreed_to_share
from reviewmech.records.dialogue import SupplementaryQuestion, own_in
from reviewmech.records.feedback import Feedback, FeedbackRevision
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Reading
from reviewmech.rules.vocabulary import Clearing

Drafts = dict[str, FeedbackRevision]
"""What one State writes, by article."""


@dataclass(frozen=True)
class Room:
    """The drafts of feedback an actor reads: of their own State, and of its partners (ids)."""

    own: Drafts = field(default_factory=dict)
    partners: dict[int, Drafts] = field(default_factory=dict)


def drafting_room(session: Session, strand_id: int, actor: Actor, case: Case) -> Room:
    """Return what an actor reads of the drafts of feedback, in one statement."""
    own = own_in(actor, case)
    if own is None or own not in case.reviewing or not may(Reading.FEEDBACK, actor, case):
        return Room()
    written: dict[int, Drafts] = {}
    cleared = set()
    for state, clearance, article, revision in session.execute(_rows(strand_id, own, case)):
        drafts = written.setdefault(state, {})
        if clearance is not None:
            cleared.add(state)
        if revision is not None:
            drafts[article] = revision
    together = agreed_to_share(frozenset(cleared), case)
    partners = together - {own} if own in together else frozenset()
    return Room(
        written.get(own, {}), {state: _written(written.get(state, {})) for state in partners}
    )


def _rows(strand_id: int, own: int, case: Case) -> Executable:
    """Select each State of a strand: whether it agreed to share, and what it writes.

    A clearance counts here only where the proposal it is of says that drafting is shared.
    """
    newest = (
        select(Consultation.number, Consultation.is_drafting_shared)
        .where(Consultation.strand_id == strand_id)
        .order_by(Consultation.number.desc())
        .limit(1)
        .subquery()
    )
    number = select(cast(newest.c.number, String)).where(newest.c.is_drafting_shared)
    agreed = and_(
        Clearance.state_id == State.id,
        Clearance.kind == Clearing.CONSULTATION,
        Clearance.subject == strand_id,
        Clearance.digest == number.scalar_subquery(),
    )
    written = and_(
        Feedback.state_id == State.id,
        Feedback.strand_id == strand_id,
        State.id.in_(case.reviewing),
        or_(State.id == own, Clearance.id.is_not(None)),
    )
    standing = and_(
        FeedbackRevision.feedback_id == Feedback.id, FeedbackRevision.number == Feedback.number
    )
    return (
        select(State.id, Clearance.id, Feedback.article, FeedbackRevision)
        .select_from(State)
        .outerjoin(Clearance, agreed)
        .outerjoin(Feedback, written)
        .outerjoin(FeedbackRevision, standing)
        .where(State.id.in_({*case.reviewing, case.under_review}))
        .options(joinedload(FeedbackRevision.saved_by))
    )


def _written(drafts: Drafts) -> Drafts:
    return {article: each for article, each in drafts.items() if each.is_written}


def drafted_questions(
    session: Session, strand_id: int, actor: Actor, case: Case, room: Room, article: str
) -> list[SupplementaryQuestion]:
    """Return the questions on an article that the partners in an actor's room have not sent."""
    if not room.partners or not may(Reading.DIALOGUE, actor, case):
        return []
    thread = SupplementaryQuestion
    chosen = (
        select(thread)
        .where(
            thread.strand_id == strand_id,
            thread.article == article,
            thread.asked_by_id.in_(room.partners),
            thread.sent_at.is_(None),
            thread.discarded_at.is_(None),
        )
        .options(joinedload(thread.messages))
        .order_by(thread.id)
    )
    return list(session.scalars(chosen).unique())
