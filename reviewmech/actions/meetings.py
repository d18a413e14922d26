"""Meetings: what was said by telephone or in a room is put down, for all in the review."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.actions.responses import check_language
from reviewmech.records.database import now, surroundings
from reviewmech.records.meetings import Meeting, replaced_by
from reviewmech.records.reviews import Review
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotFound
from reviewmech.rules.texts import LONGEST_TEXT, checked, required


@act(Action.RECORD_MEETING)
def record_meeting(
    session: Session,
    actor: Actor,
    review: Review,
    *,
    held_on: date,
    form: str,
    present: str,
    agreed: str,
    language: str,
    next_dates: str = "",
    replaces: Meeting | None = None,
) -> Meeting:
    """Record a meeting, or a correction that takes the place of a record."""
    if held_on > now(session).date():
        raise Invalid(
            "This day is still to come. A meeting is recorded when it was held; write the day of a "
            "coming one under the next dates.",
            field="held_on",
        )
    if form not in surroundings(session).mechanism.meeting_forms:
        raise Invalid("Choose a form of meeting that the Mechanism lists.", field="form")
    check_language(session, language)
    if replaces is not None:
        _check_newest(session, review, actor, replaces)
    meeting = Meeting(
        review_id=review.id,
        replaces_id=replaces.id if replaces else None,
        held_on=held_on,
        form=form,
        present=required(present, longest=LONGEST_TEXT, field="present"),
        agreed=required(agreed, longest=LONGEST_TEXT, field="agreed"),
        next_dates=checked(next_dates, longest=LONGEST_TEXT, field="next_dates"),
        language=language,
        state_id=actor.state_in(review.id),
        recorded_by_id=actor.person,
        recorded_at=now(session),
    )
    session.add(meeting)
    return meeting


def _check_newest(session: Session, review: Review, actor: Actor, replaces: Meeting) -> None:
    if replaces.review_id != review.id:
        raise NotFound("No such meeting is recorded in this review. Check the address, please.")
    if replaces.state_id != actor.state_in(review.id):
        raise Conflict(
            "This was recorded by another side, which alone corrects it. Record a meeting of your "
            "own, and say there what you remember otherwise."
        )
    if replaced_by(session, replaces) is not None:
        raise Conflict(
            "This record was corrected meanwhile, so nothing was changed. Your words are all here: "
            "compare them with the correction, then record what is still missing on that one."
        )
