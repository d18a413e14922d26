"""Supplementary questions: drafted inside a State, sent by its focal point, answered, closed.

Sending clears: it is the act by which the focal point, or an expert with its leave, lets a text
leave the State.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from sqlalchemy.orm import Session

from reviewmech.actions import asking, messages
from reviewmech.actions.act import act
from reviewmech.actions.asking import Asking
from reviewmech.actions.messages import Words
from reviewmech.records.database import now
from reviewmech.records.dialogue import Message, SupplementaryQuestion, draft_of
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotPermitted, nothing_here

INSIDE = frozenset({"draft", "read", "marks", "enclosed", "dropped"})
"""What no journal line may hold: it would tell the others that a text was drafted before."""


INSIDE_A_DRAFT = INSIDE - {"dropped"}
"""The same of a draft's own lines, that its State alone reads: other files are no repetition."""


class Replying(Words, total=False):
    """A message on a question, and the version of the response that it speaks of."""

    version: Version | None


@act(Action.DRAFT_QUESTION, secret=INSIDE_A_DRAFT)
def draft_question(
    session: Session, actor: Actor, strand: Strand, **given: Unpack[Asking]
) -> SupplementaryQuestion:
    """Draft a supplementary question; nobody outside the asking State knows of it."""
    return asking.written(session, actor, strand, given, sends=False)


@act(Action.SEND_QUESTION, secret=INSIDE)
def send_question(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    several: Sequence[SupplementaryQuestion] | None = None,
    marks: Sequence[str] = (),
    **given: Unpack[Asking],
) -> SupplementaryQuestion | None:
    """Send a supplementary question, as drafted or as given now; or several drafts, all or none.

    ``marks`` are those of the drafts as they were read by whoever clears them.
    """
    if several is not None:
        asking.send_all(session, actor, strand, several, marks)
        return None
    thread = asking.written(session, actor, strand, given, sends=True)
    asking.send(session, strand, thread)
    return thread


@act(Action.DISCARD_QUESTION)
def discard_question(
    session: Session, actor: Actor, strand: Strand, *, draft: SupplementaryQuestion
) -> SupplementaryQuestion:
    """Set the draft of a question aside; it is kept, and can be brought back."""
    asking.ours(actor, strand, draft).discarded_at = now(session)
    return draft


@act(Action.BRING_QUESTION_BACK)
def bring_question_back(
    session: Session, actor: Actor, strand: Strand, *, draft: SupplementaryQuestion
) -> SupplementaryQuestion:
    """Bring back the draft of a question that was set aside."""
    asking.own(actor, strand, draft)
    if draft.discarded_at is None:
        raise Conflict("This question is not set aside any more.")
    draft.discarded_at = None
    return draft


@act(Action.DRAFT_REPLY, secret=INSIDE_A_DRAFT)
def draft_reply(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    thread: SupplementaryQuestion,
    **given: Unpack[Replying],
) -> Message:
    """Draft the State's next message on a question; nobody outside it knows of it."""
    return _replied(session, actor, strand, thread, given, sends=False)


@act(Action.SEND_REPLY, secret=INSIDE)
def send_reply(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    thread: SupplementaryQuestion | None = None,
    threads: Sequence[SupplementaryQuestion] = (),
    marks: Sequence[str] = (),
    **given: Unpack[Replying],
) -> Message | None:
    """Send a message on a question, as drafted or as given now; or the drafts on several.

    Of several all are sent or none; ``marks`` are those of the drafts as they were read by
    whoever clears them.
    """
    if thread is None or threads:
        _send_drafts(session, actor, strand, threads, marks)
        return None
    message = _replied(session, actor, strand, thread, given, sends=True)
    messages.send(session, strand, message)
    return message


@act(Action.CLOSE_QUESTION)
def close_question(
    session: Session, actor: Actor, strand: Strand, *, thread: SupplementaryQuestion
) -> SupplementaryQuestion:
    """Close a question; only the State that asked does, and it may open it again."""
    _asker(actor, strand, thread)
    if thread.closed_at is not None:
        raise Conflict("This question is closed already.")
    thread.closed_at = now(session)
    return thread


@act(Action.REOPEN_QUESTION)
def reopen_question(
    session: Session, actor: Actor, strand: Strand, *, thread: SupplementaryQuestion
) -> SupplementaryQuestion:
    """Open a closed question again; only the State that asked does."""
    _asker(actor, strand, thread)
    if thread.closed_at is None:
        raise Conflict("This question is open already.")
    thread.closed_at = None
    return thread


def _replied(
    session: Session,
    actor: Actor,
    strand: Strand,
    thread: SupplementaryQuestion,
    given: Mapping[str, Any],
    *,
    sends: bool,
) -> Message:
    """Write in the State's one draft of the thread; what comes by note is a message of its own."""
    state = actor.state_in(strand.review.id)
    _check_writes(strand, thread, state)
    draft = None if actor.note else draft_of(thread, state)
    if draft is None and given.get("read"):
        raise _sent_meanwhile()
    message = draft or messages.begun(session, state, actor.note)
    before = draft.mark if draft else None
    if draft is None:
        thread.messages.append(message)
    if "version" in given:
        _carry(strand, message, given["version"])
    if draft is None or given.get("text") is not None or not sends:
        messages.write(session, actor, strand, message, given)
    messages.refuse_unread(message, before, given.get("read"), sends=sends)
    return message


def _send_drafts(
    session: Session,
    actor: Actor,
    strand: Strand,
    threads: Sequence[SupplementaryQuestion],
    marks: Sequence[str],
) -> None:
    """Send what the State has drafted on these questions; no note verbale clears a draft."""
    state = actor.state_in(strand.review.id)

    def send_one(thread: SupplementaryQuestion, mark: str) -> None:
        _check_writes(strand, thread, state)
        draft = None if actor.note else draft_of(thread, state)
        if draft is None:
            raise _sent_meanwhile()
        messages.check_read(draft, mark)
        messages.send(session, strand, draft)

    messages.send_all(threads, marks, send_one)


def _sent_meanwhile() -> Conflict:
    return Conflict(
        "The draft you opened has been sent in the meantime, so nothing was changed. "
        "Look at it before you send more."
    )


def _check_writes(strand: Strand, thread: SupplementaryQuestion, state: int | None) -> None:
    if thread.strand_id != strand.id or thread.sent_at is None:
        raise nothing_here()
    if state not in {thread.asked_by_id, strand.review.state_id}:
        raise NotPermitted(
            "Only the State that asked and the State under review write on this question. "
            "Please ask a question of your own."
        )
    if thread.closed_at is not None:
        raise Conflict("This question is closed, so nothing was sent. It can be opened again.")


def _carry(strand: Strand, message: Message, version: Version | None) -> None:
    """Let a message speak of a version that its State has submitted."""
    asking.check_of_strand(strand, version, field="carried")
    if version is not None and message.state_id != strand.review.state_id:
        raise Invalid("Only the State under review submits versions.", field="carried")
    message.version, message.version_id = version, version.id if version else None


def _asker(actor: Actor, strand: Strand, thread: SupplementaryQuestion) -> None:
    if thread.strand_id != strand.id:
        raise nothing_here()
    own = thread.asked_by_id == actor.state_in(strand.review.id)
    if thread.sent_at is None:
        if own:
            raise Invalid("This question is still a draft; send it first.")
        raise nothing_here()
    if not own:
        raise NotPermitted("Only the State that asked closes this question or opens it again.")
