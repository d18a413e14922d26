"""Submitting the response: the draft, frozen; or the document sent with a note verbale."""

from __future__ import annotations

from dataclasses import asdict
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.actions.responses import check_language
from reviewmech.records import responses
from reviewmech.records.assistance import Need
from reviewmech.records.attachments import Attachment
from reviewmech.records.database import now, surroundings
from reviewmech.records.laws import library_of
from reviewmech.records.responses import Revision, Version, VersionAnswer
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.answers import applicable, is_answered, unanswered
from reviewmech.rules.assistance import named_needs
from reviewmech.rules.conditions import Answers
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotPermitted
from reviewmech.rules.texts import clean

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of a document received with a note verbale."""

LONGEST_NAME = 200

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


@act(Action.SUBMIT)
def submit_response(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    language: str,
    shown: str | None = None,
    file: bytes | None = None,
    file_name: str = "",
) -> Version:
    """Clear and submit the response: the draft as shown, or the document sent with a note.

    Nobody in the secretariat may read a draft, so nobody there can clear one either: by note
    verbale only the document received is submitted, and no word of the draft goes with it.
    """
    check_language(session, language)
    if actor.note is not None:
        return _received(session, actor, strand, language, file, file_name)
    if file is not None:
        raise NotPermitted("A document is submitted by note verbale; answers are submitted here.")
    return _cleared(session, actor, strand, language, shown)


def _received(
    session: Session,
    actor: Actor,
    strand: Strand,
    language: str,
    file: bytes | None,
    file_name: str,
) -> Version:
    if not file:
        raise Invalid(
            "Attach the document received with the note. The answers a State writes here are its "
            "own until its focal point submits them.",
            field="file",
        )
    version = _version(session, actor, strand, language)
    version.file = _keep(session, actor, file, file_name)
    return version


def _cleared(
    session: Session, actor: Actor, strand: Strand, language: str, shown: str | None
) -> Version:
    current = responses.current(session, strand.id)
    if shown not in {None, responses.draft_seal(strand.edition_id, current)}:
        raise Conflict(
            "An answer was changed after you opened this page, so nothing was submitted. "
            "Look at the answers once more, then submit them."
        )
    before = responses.latest_version(session, strand.id)
    version = _version(session, actor, strand, language)
    _freeze(session, strand, version, current)
    if before is not None and _says_the_same(before, version):
        raise Conflict(
            "Nothing has changed since version %(number)s was submitted, so there is nothing to "
            "submit. Change an answer first.",
            number=before.number,
        )
    return version


def _says_the_same(one: Version, other: Version) -> bool:
    said = [(each.values, each.laws, each.language, each.file) for each in (one, other)]
    return said[0] == said[1]


def _version(session: Session, actor: Actor, strand: Strand, language: str) -> Version:
    version = Version(
        strand_id=strand.id,
        number=responses.next_version_number(session, strand.id),
        edition_id=strand.edition_id,
        language=language,
        laws=[],
        unanswered=[],
        submitted_at=now(session),
        submitted_by_id=actor.person,
        note_id=actor.note,
    )
    session.add(version)
    return version


def _freeze(
    session: Session, strand: Strand, version: Version, current: dict[str, Revision]
) -> None:
    """Put into a version what was answered to the questions that apply now, word for word."""
    asked = responses.questionnaire(session, strand.edition_id)
    values = {name: revision.value for name, revision in current.items() if revision.value}
    apply = [question for question in applicable(asked, values) if question.id in values]
    if not any(is_answered(question, values[question.id]) for question in apply):
        raise Invalid("Nothing is answered yet, so there is nothing to submit. Answer first.")
    frozen = {question.id: values[question.id] for question in apply}
    version.answers = [_frozen(name, current[name]) for name in frozen]
    version.unanswered = [question.id for question in unanswered(asked, frozen)]
    version.laws = _laws_cited(session, strand, frozen)
    for need in named_needs(asked, frozen):
        state_id = strand.review.state_id
        session.add(Need(state_id=state_id, strand_id=strand.id, version=version, **asdict(need)))


def _frozen(question: str, revision: Revision) -> VersionAnswer:
    return VersionAnswer(
        question=question,
        revision_id=revision.id,
        value=revision.value,
        language=revision.language,
    )


def _laws_cited(session: Session, strand: Strand, frozen: Answers) -> list[dict[str, Any]]:
    cited = {
        citation["law"] for value in frozen.values() for citation in value.get("citations", ())
    }
    library = library_of(session, strand.review.state_id)
    return [law.plain for law in library if law.id in cited]


def _keep(session: Session, actor: Actor, file: bytes, name: str) -> Attachment:
    if len(file) > LARGEST_FILE:
        raise Invalid("The document is larger than 20 MB. Please send a smaller one.", field="file")
    media_type = kind_of_document(file)
    if media_type is None:
        raise Invalid(
            "This is not a PDF, Word (.docx) or OpenDocument (.odt) file. Please save the document "
            "as one of these and attach it again.",
            field="file",
        )
    kept = Attachment(
        sha256=surroundings(session).store.put(file),
        name=_plain_name(name),
        media_type=media_type,
        size=len(file),
        kept_at=now(session),
        kept_by_id=actor.person,
    )
    session.add(kept)
    return kept


def kind_of_document(content: bytes) -> str | None:
    """Say what a document is by what is in it, never by its name; None when it is none of ours."""
    if content.startswith(b"%PDF-"):
        return PDF
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with ZipFile(BytesIO(content)) as parts:
            names = parts.namelist()
    except (BadZipFile, ValueError, NotImplementedError):
        return None
    if content[30:].startswith(b"mimetype" + ODT.encode()):
        return ODT
    return DOCX if "word/document.xml" in names else None


def _plain_name(name: str) -> str:
    last = clean(name.replace("\\", "/")).rpartition("/")[2]
    return " ".join(last.split())[-LONGEST_NAME:] or "response"
