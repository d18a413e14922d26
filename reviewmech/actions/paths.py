"""Where the thing waits that an act has made: the path of the very item, as its page has it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from reviewmech.records.comments import Comment
from reviewmech.records.contributions import Contribution, ContributionRevision, Delegation
from reviewmech.records.dialogue import Message, SupplementaryQuestion
from reviewmech.records.feedback import Release
from reviewmech.records.meetings import Meeting
from reviewmech.records.observations import Observation
from reviewmech.records.responses import Version, questionnaire
from reviewmech.records.reviews import Phase, Strand
from reviewmech.records.wordings import Position, Silence, Wording


def nowhere(session: Session, subject: object, made: object) -> str:
    """Return no path: the page of the strand or the review says it."""
    return ""


def under(page: str) -> Callable[[Session, object, object], str]:
    """Return what leads to a page of the strand."""

    def spot(session: Session, subject: object, made: object) -> str:
        return f"/strands/{subject.id}/{page}" if isinstance(subject, Strand) else ""

    return spot


def version(session: Session, subject: object, made: object) -> str:
    """Return where the version that was submitted is read."""
    if not isinstance(made, Version):
        return ""
    return f"/strands/{made.strand_id}/versions/{made.number}"


def thread(session: Session, subject: object, made: object) -> str:
    """Return where a supplementary question and its messages stand."""
    asked = made.thread if isinstance(made, Message) else made
    if not isinstance(asked, SupplementaryQuestion):
        # Several were sent at once.
        return under("questions")(session, subject, made)
    return f"/strands/{asked.strand_id}/questions/{asked.key}"


def release(session: Session, subject: object, made: object) -> str:
    """Return where the feedback released stands."""
    if not isinstance(made, Release):
        return under("feedback")(session, subject, made)
    return f"/strands/{made.strand_id}/feedback#release-{made.id}"


def observation(session: Session, subject: object, made: object) -> str:
    """Return where an observation stands, by what was done on it."""
    if isinstance(made, Silence | Position):
        made = made.wording
    if isinstance(made, Wording):
        made = made.observation
    if not isinstance(made, Observation):
        return under("observations")(session, subject, made)
    return f"/strands/{made.strand_id}/observations/{made.id}"


def summary(session: Session, subject: object, made: object) -> str:
    """Return where the summary of a phase stands."""
    return f"/phases/{subject.id}/summary" if isinstance(subject, Phase) else ""


def meeting(session: Session, subject: object, made: object) -> str:
    """Return where a meeting is recorded."""
    if not isinstance(made, Meeting):
        return ""
    return f"/reviews/{made.review_id}/meetings#meeting-{made.id}"


def section(session: Session, subject: object, made: object) -> str:
    """Return where a section handed over is written."""
    if not isinstance(made, Delegation):
        return ""
    return f"/strands/{made.strand_id}/response/{made.article}"


def question(session: Session, subject: object, made: object) -> str:
    """Return where the question is answered beside which somebody wrote."""
    asked = asked_of(made)
    if not isinstance(subject, Strand) or not asked:
        return ""
    found = questionnaire(session, subject.edition_id).question(asked)
    return f"/strands/{subject.id}/response/{found.article}#question-{asked}" if found else ""


def asked_of(made: object) -> str:
    """Return the question beside which a contribution or a comment stands."""
    if isinstance(made, ContributionRevision):
        made = made.contribution
    return made.question if isinstance(made, Contribution | Comment) else ""
