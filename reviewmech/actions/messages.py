"""Writing a message of the dialogue: its words, the laws and pages it cites, the files with it.

What a colleague wrote is never overwritten unread: a save says what it began from, and is compared.
What a draft said before stays, for its own State.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

from sqlalchemy.orm import Session

from reviewmech.actions import uploads
from reviewmech.actions.responses import check_language
from reviewmech.records import message_revisions
from reviewmech.records.database import now
from reviewmech.records.dialogue import Message, MessageFile, SupplementaryQuestion
from reviewmech.records.laws import Law, library_of
from reviewmech.records.reviews import Strand
from reviewmech.rules import links
from reviewmech.rules.access import Actor
from reviewmech.rules.refusals import N_, Conflict, Invalid, Refused
from reviewmech.rules.texts import LONGEST_LINE, LONGEST_TEXT, checked, required

MOST_FILES = 20
"""Files with one message."""

MOST_CITED = 20
"""Laws and pages that one message cites."""


class Words(TypedDict, total=False):
    """What is written in a message, and the mark of what was read before.

    ``citations`` take the place of those before; ``enclosed`` are files received now, of these
    ``seals``, and ``dropped`` the seals of files that no longer go with it. What is left out stays
    as it stands.
    """

    text: str | None
    language: str
    read: str | None
    citations: list[dict[str, Any]]
    enclosed: list[dict[str, Any]]
    seals: list[str]
    dropped: list[str]


class NotAllSent(Conflict):
    """Of several drafts none was sent, because some could not be: each question and its refusal."""

    def __init__(self, refused: list[tuple[SupplementaryQuestion, Refused]]) -> None:
        super().__init__(
            N_(
                "None of these drafts was sent, because some of them cannot be sent as they are. "
                "Each of them is named here."
            )
        )
        self.refused = refused


def begun(session: Session, state_id: int | None, note_id: int | None = None) -> Message:
    """Return a new message of a State, with nothing in it."""
    return Message(
        state_id=state_id,
        text="",
        language="",
        citations=[],
        note_id=note_id,
        written_at=now(session),
    )


def write(
    session: Session, actor: Actor, strand: Strand, message: Message, given: Mapping[str, Any]
) -> None:
    """Write what is given in a message that is not sent."""
    text = required(given.get("text") or "", field="text")
    language = given.get("language", "en")
    check_language(session, language)
    citations = message.citations
    if "citations" in given:
        citations = _cited(session, strand, message.state_id, given["citations"])
    if message.text and (text, citations) != (message.text, message.citations):
        message_revisions.keep(session, message)
    message.text, message.language, message.citations = text, language, citations
    _enclose(session, actor, message, given)
    message.written_by_id, message.written_at = actor.person, now(session)


def refuse_unread(message: Message, before: str | None, read: str | None, *, sends: bool) -> None:
    """Refuse to overwrite what was not read, or to send it.

    ``before`` is the mark of the message as it stood, None for a new one; ``read`` that of what
    was read. A save that changes nothing overwrites nothing.
    """
    if before is None or read == before:
        return
    if message.mark == before and not (sends and read is not None):
        return
    raise Conflict(
        "Somebody of your State changed this text after you opened it, so nothing was "
        "overwritten. Both texts are on this page: put them together and save again."
    )


def send(session: Session, strand: Strand, message: Message) -> None:
    """Send a message, with the laws it cites as they stand now."""
    laws = _library(session, strand, message.state_id) if message.citations else {}
    message.citations = [_frozen(each, laws) for each in message.citations or ()]
    message.sent_at = now(session)


def send_all(
    several: Sequence[SupplementaryQuestion],
    marks: Sequence[str],
    send_one: Callable[[SupplementaryQuestion, str], None],
) -> None:
    """Send the drafts of several questions, or on them; if one of them cannot be sent, send none.

    ``marks`` are those of the drafts as they were read, in the same order.
    """
    if not several:
        raise Invalid("Tick what is to be sent first.", field="several")
    if len(several) != len(marks):
        raise Invalid("Say of each draft how it was read.", field="several")
    refused: list[tuple[SupplementaryQuestion, Refused]] = []
    for question, mark in dict(zip(several, marks, strict=True)).items():
        try:
            send_one(question, mark)
        except (Conflict, Invalid) as refusal:
            refused.append((question, refusal))
    if refused:
        raise NotAllSent(refused)


def check_read(draft: Message, mark: str) -> None:
    """Refuse to send a draft that is not what was read under this mark."""
    if draft.mark != mark:
        raise Conflict(
            "Somebody of your State changed this draft after you opened the page. Read it "
            "as it stands now, then send it."
        )


def _frozen(citation: dict[str, Any], laws: Mapping[int, Law]) -> dict[str, Any]:
    law = laws.get(citation["law"]["id"]) if "law" in citation else None
    return citation | {"law": law.plain} if law else citation


def _library(session: Session, strand: Strand, state_id: int) -> dict[int, Law]:
    """Return the laws a State may cite here: those of its own library, if it is under review."""
    if state_id != strand.review.state_id:
        return {}
    return {law.id: law for law in library_of(session, state_id)}


def _cited(
    session: Session, strand: Strand, state_id: int, citations: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    if len(citations) > MOST_CITED:
        raise Invalid(
            "A message cites %(most)s laws and pages at most.", field="citations", most=MOST_CITED
        )
    laws = _library(session, strand, state_id) if citations else {}
    return [_citation(each, laws) for each in citations]


def _citation(given: Mapping[str, Any], laws: Mapping[int, Law]) -> dict[str, Any]:
    if "law" not in given:
        return _page(given)
    law = laws.get(given["law"])
    if law is None:
        raise Invalid("Choose a law of your State's library.", field="citations")
    return {
        "law": law.plain,
        "article": checked(given.get("article", ""), longest=LONGEST_LINE, field="citations"),
        "quotation": checked(given.get("quotation", ""), longest=LONGEST_TEXT, field="citations"),
    }


def _page(given: Mapping[str, Any]) -> dict[str, Any]:
    link = links.checked(given.get("link", ""), field="citations")
    if not link:
        raise Invalid("Give the address of the page that you name.", field="citations")
    words = checked(given.get("words", ""), longest=LONGEST_LINE, field="citations")
    return {"link": link, "words": words}


def _enclose(session: Session, actor: Actor, message: Message, given: Mapping[str, Any]) -> None:
    """Put the files received now with a message, each once; leave out those that no longer go."""
    received, dropped = given.get("enclosed") or [], set(given.get("dropped") or ())
    if dropped:
        message.files = [each for each in message.files if _seal(each) not in dropped]
    if not received:
        return
    uploads.check_switch(session)
    if [each["sha256"] for each in received] != given.get("seals"):
        raise Invalid("What arrived is not the file that was sent. Please send it again.")
    held = {_seal(each) for each in message.files}
    for file in received:
        if file["sha256"] not in held:
            message.files.append(MessageFile(attachment=uploads.attachment(session, actor, file)))
            held.add(file["sha256"])
    if len(message.files) > MOST_FILES:
        raise Invalid("A message carries %(most)s files at most.", most=MOST_FILES)


def _seal(file: MessageFile) -> str:
    return file.attachment.sha256
