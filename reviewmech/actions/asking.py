"""Writing supplementary questions: begun, placed, gone on with, and cleared by being sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from reviewmech.actions import messages
from reviewmech.actions.messages import Words
from reviewmech.records.database import now
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.responses import Version, latest_version, questionnaire
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.refusals import Conflict, Invalid, nothing_here


class Asking(Words, total=False):
    """What is asked, on what, until when; or the draft that is gone on with."""

    article: str | None
    question: str | None
    version: Version | None
    due_on: date | None
    draft: SupplementaryQuestion | None


def written(
    session: Session, actor: Actor, strand: Strand, given: Mapping[str, Any], *, sends: bool
) -> SupplementaryQuestion:
    """Write a question: a new one, or the draft named."""
    draft: SupplementaryQuestion | None = given.get("draft")
    thread = ours(actor, strand, draft) if draft else _begun(session, actor, strand)
    before = draft.opening.mark if draft else None
    if draft is None or given.get("article") is not None:
        _place(session, strand, thread, given)
    if draft is None or given.get("text") is not None or not sends:
        messages.write(session, actor, strand, thread.opening, given)
    messages.refuse_unread(thread.opening, before, given.get("read"), sends=sends)
    session.add(thread)
    return thread


def _begun(session: Session, actor: Actor, strand: Strand) -> SupplementaryQuestion:
    state = actor.state_in(strand.review.id)
    thread = SupplementaryQuestion(strand_id=strand.id, asked_by_id=state, drafted_at=now(session))
    thread.messages = [messages.begun(session, state)]
    return thread


def send(session: Session, strand: Strand, thread: SupplementaryQuestion) -> None:
    """Send a question: from now on all in the strand read it."""
    if thread.due_on is not None and thread.due_on < now(session).date():
        raise Invalid(
            "The day by which an answer is hoped for has passed. Choose another day, or none.",
            field="due_on",
        )
    messages.send(session, strand, thread.opening)
    thread.sent_at = thread.opening.sent_at


def send_all(
    session: Session,
    actor: Actor,
    strand: Strand,
    several: Sequence[SupplementaryQuestion],
    marks: Sequence[str],
) -> None:
    """Send these drafts; if one of them cannot be sent as it was read, send none."""

    def send_one(draft: SupplementaryQuestion, mark: str) -> None:
        ours(actor, strand, draft)
        messages.check_read(draft.opening, mark)
        send(session, strand, draft)

    messages.send_all(several, marks, send_one)


def ours(actor: Actor, strand: Strand, draft: SupplementaryQuestion) -> SupplementaryQuestion:
    """Return the draft if it is the actor's State's own, still a draft, and not set aside."""
    own(actor, strand, draft)
    if draft.discarded_at is not None:
        raise Conflict("This draft is set aside, so nothing was changed. Bring it back first.")
    return draft


def own(actor: Actor, strand: Strand, draft: SupplementaryQuestion) -> None:
    """Refuse a draft that is sent, or not the own State's: that one as if it did not exist."""
    if (draft.strand_id, draft.asked_by_id) != (strand.id, actor.state_in(strand.review.id)):
        raise nothing_here()
    if draft.sent_at is not None:
        raise Conflict(
            "This question was sent in the meantime, so nothing was changed. "
            "Write your further words as a message on it."
        )


def _place(
    session: Session, strand: Strand, thread: SupplementaryQuestion, given: Mapping[str, Any]
) -> None:
    """Say what the question is about; unless told otherwise, as it reads in the newest version.

    The division of articles between the reviewing States is no bar: each may read and ask
    within its whole scope.
    """
    article, question, version = (given.get(name) for name in ("article", "question", "version"))
    asked = questionnaire(session, strand.edition_id)
    if article is None or asked.section(article) is None:
        raise Invalid("Choose an article of this questionnaire.", field="about")
    if question is not None:
        found = asked.question(question)
        if found is None or found.article != article:
            raise Invalid("Choose an answer of this article.", field="about")
    version = version or latest_version(session, strand.id)
    check_of_strand(strand, version, field="about")
    thread.article, thread.question, thread.due_on = article, question, given.get("due_on")
    thread.version, thread.version_id = version, version.id if version else None


def check_of_strand(strand: Strand, version: Version | None, *, field: str) -> None:
    """Refuse a version of another strand."""
    if version is not None and version.strand_id != strand.id:
        raise Invalid("Choose a version of this response.", field=field)
