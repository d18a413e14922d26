"""Supplementary questions: drafted inside a State, sent by its focal point, answered, closed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.actions.responses import check_language
from reviewmech.records.database import now
from reviewmech.records.dialogue import Message, SupplementaryQuestion, draft_of
from reviewmech.records.responses import Version, latest_version, questionnaire
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.texts import required

INSIDE = frozenset({"draft", "read"})
"""What no journal line may hold: it would tell the others that a text was drafted before."""


@act(Action.DRAFT_QUESTION, secret=INSIDE)
def draft_question(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    text: str,
    article: str | None = None,
    question: str | None = None,
    version: Version | None = None,
    language: str = "en",
    draft: SupplementaryQuestion | None = None,
    read: str | None = None,
) -> SupplementaryQuestion:
    """Draft a supplementary question; nobody outside the asking State knows of it."""
    thread = _ours(actor, strand, draft) if draft else _begun(session, actor, strand)
    if draft is None or article is not None:
        _place(session, strand, thread, article, question, version)
    _write(session, actor, thread.opening, text, language, read if draft else None)
    session.add(thread)
    return thread


@act(Action.SEND_QUESTION, secret=INSIDE)
def send_question(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    text: str | None = None,
    article: str | None = None,
    question: str | None = None,
    version: Version | None = None,
    language: str = "en",
    draft: SupplementaryQuestion | None = None,
    read: str | None = None,
) -> SupplementaryQuestion:
    """Send a supplementary question: a draft as it stands, or with the text now given."""
    thread = _ours(actor, strand, draft) if draft else _begun(session, actor, strand)
    if draft is None or article is not None:
        _place(session, strand, thread, article, question, version)
    if draft is None or text is not None:
        _write(session, actor, thread.opening, text or "", language, read if draft else None)
    thread.sent_at = thread.opening.sent_at = now(session)
    session.add(thread)
    return thread


@act(Action.DRAFT_REPLY, secret=INSIDE)
def draft_reply(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    thread: SupplementaryQuestion,
    text: str,
    language: str = "en",
    read: str | None = None,
) -> Message:
    """Draft the State's next message on a question; nobody outside it knows of it."""
    return _reply(session, actor, strand, thread, text, language, read)


@act(Action.SEND_REPLY, secret=INSIDE)
def send_reply(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    thread: SupplementaryQuestion,
    text: str | None = None,
    language: str = "en",
    read: str | None = None,
) -> Message:
    """Send a message on a question: the draft as it stands, or the text now given."""
    draft = draft_of(thread, actor.state_in(strand.review.id))
    if text is None and draft is not None and actor.note is None:
        text, language = draft.text, draft.language
    message = _reply(session, actor, strand, thread, text or "", language, read)
    message.sent_at = now(session)
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


def _begun(session: Session, actor: Actor, strand: Strand) -> SupplementaryQuestion:
    moment, state = now(session), actor.state_in(strand.review.id)
    thread = SupplementaryQuestion(strand_id=strand.id, asked_by_id=state, drafted_at=moment)
    thread.messages = [Message(state_id=state, text="", written_at=moment)]
    return thread


def _ours(actor: Actor, strand: Strand, draft: SupplementaryQuestion) -> SupplementaryQuestion:
    """Return the draft if it is the actor's State's own, and still a draft."""
    if (draft.strand_id, draft.asked_by_id) != (strand.id, actor.state_in(strand.review.id)):
        raise _nothing()
    if draft.sent_at is not None:
        raise Conflict(
            "This question was sent in the meantime, so nothing was changed. "
            "Write your further words as a message on it."
        )
    return draft


def _place(
    session: Session,
    strand: Strand,
    thread: SupplementaryQuestion,
    article: str | None,
    question: str | None,
    version: Version | None,
) -> None:
    """Say what the question is about; unless told otherwise, as it reads in the newest version.

    The division of articles between the reviewing States is no bar: each may read and ask
    within its whole scope.
    """
    asked = questionnaire(session, strand.edition_id)
    if article is None or asked.section(article) is None:
        raise Invalid("Choose an article of this questionnaire.", field="about")
    if question is not None:
        found = asked.question(question)
        if found is None or found.article != article:
            raise Invalid("Choose an answer of this article.", field="about")
    version = version or latest_version(session, strand.id)
    if version is not None and version.strand_id != strand.id:
        raise Invalid("Choose a version of this response.", field="about")
    thread.article, thread.question, thread.version = article, question, version


def _reply(
    session: Session,
    actor: Actor,
    strand: Strand,
    thread: SupplementaryQuestion,
    text: str,
    language: str,
    read: str | None,
) -> Message:
    """Write in the State's one draft of the thread; what comes by note is a message of its own."""
    state = actor.state_in(strand.review.id)
    if thread.strand_id != strand.id or thread.sent_at is None:
        raise _nothing()
    if state not in {thread.asked_by_id, strand.review.state_id}:
        raise NotPermitted(
            "Only the State that asked and the State under review write on this question. "
            "Please ask a question of your own."
        )
    if thread.closed_at is not None:
        raise Conflict("This question is closed, so nothing was sent. It can be opened again.")
    message = None if actor.note else draft_of(thread, state)
    if message is None and read:
        raise Conflict(
            "The draft you opened has been sent in the meantime, so nothing was changed. "
            "Look at it before you send more."
        )
    if message is None:
        message, read = Message(state_id=state, text="", note_id=actor.note), None
        thread.messages.append(message)
    _write(session, actor, message, text, language, read)
    return message


def _write(
    session: Session, actor: Actor, message: Message, text: str, language: str, read: str | None
) -> None:
    """Write a text in an unsent message, unless it changed since it was read."""
    text = required(text, field="text")
    check_language(session, language)
    if read is not None and message.mark != read and message.text != text:
        raise Conflict(
            "Somebody of your State changed this text after you opened it, so nothing was "
            "overwritten. Both texts are on this page: put them together and save again."
        )
    message.text, message.language = text, language
    message.written_by_id, message.written_at = actor.person, now(session)


def _asker(actor: Actor, strand: Strand, thread: SupplementaryQuestion) -> None:
    if thread.strand_id != strand.id:
        raise _nothing()
    own = thread.asked_by_id == actor.state_in(strand.review.id)
    if thread.sent_at is None:
        if own:
            raise Invalid("This question is still a draft; send it first.")
        raise _nothing()
    if not own:
        raise NotPermitted("Only the State that asked closes this question or opens it again.")


def _nothing() -> NotFound:
    return NotFound("There is nothing here for you to see. Check the address, please.")
