"""Submitting the response: the draft, frozen; or the document sent with a note verbale."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from reviewmech.actions import uploads
from reviewmech.actions.act import act
from reviewmech.actions.responses import check_language
from reviewmech.records import responses
from reviewmech.records.assistance import Need
from reviewmech.records.database import now
from reviewmech.records.laws import library_of
from reviewmech.records.responses import Kept, Version, VersionAnswer
from reviewmech.records.reviews import Strand
from reviewmech.records.submission import Submission, prepared
from reviewmech.rules.access import Actor
from reviewmech.rules.assistance import named_needs
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotPermitted


@act(Action.SUBMIT)
def submit_response(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    language: str,
    shown: str | None = None,
    file: dict[str, Any] | None = None,
) -> Version:
    """Clear and submit the response: the draft as shown, or the document sent with a note.

    Nobody in the secretariat may read a draft, so nobody there can clear one either: by note
    verbale only the document received is submitted, and no word of the draft goes with it. The
    ``file`` is one that `uploads.take` has looked into.
    """
    check_language(session, language)
    if actor.note is not None:
        return _received(session, actor, strand, language, file)
    if file is not None:
        raise NotPermitted("A document is submitted by note verbale; answers are submitted here.")
    return _cleared(session, actor, strand, language, shown)


def _received(
    session: Session,
    actor: Actor,
    strand: Strand,
    language: str,
    file: dict[str, Any] | None,
) -> Version:
    if not file:
        raise Invalid(
            "Attach the document received with the note. The answers a State writes here are its "
            "own until its focal point submits them.",
            field="file",
        )
    version = _version(session, actor, strand, language)
    version.file = uploads.attachment(session, actor, file)
    return version


def _cleared(
    session: Session, actor: Actor, strand: Strand, language: str, shown: str | None
) -> Version:
    ready = _ready(session, strand)
    if shown not in {None, ready.seal}:
        raise Conflict(
            "An answer, a law it cites or a file was changed after you opened this page, so "
            "nothing was submitted. Look at the answers once more, then submit them."
        )
    if not ready.answered:
        raise Invalid("Nothing is answered yet, so there is nothing to submit. Answer first.")
    before = responses.latest_version(session, strand.id)
    if before is not None and before.language == language and ready.says_the_same_as(before):
        raise Conflict(
            "Nothing has changed since version %(number)s was submitted, so there is nothing to "
            "submit. Change an answer first.",
            number=before.number,
        )
    version = _version(session, actor, strand, language)
    _freeze(session, strand, version, ready)
    return version


def _ready(session: Session, strand: Strand) -> Submission:
    """Return what the draft would freeze now."""
    asked = responses.questionnaire(session, strand.edition_id)
    current = responses.current(session, strand.id)
    return prepared(session, strand, asked, current, library_of(session, strand.review.state_id))


def _version(session: Session, actor: Actor, strand: Strand, language: str) -> Version:
    version = Version(
        strand_id=strand.id,
        number=responses.next_version_number(session, strand.id),
        edition_id=strand.edition_id,
        language=language,
        laws=[],
        files=[],
        unanswered=[],
        submitted_at=now(session),
        submitted_by_id=actor.person,
        note_id=actor.note,
    )
    session.add(version)
    return version


def _freeze(session: Session, strand: Strand, version: Version, ready: Submission) -> None:
    """Put into a version what was answered to the questions that apply now, word for word."""
    version.answers = [_frozen(name, revision) for name, revision in ready.answers.items()]
    version.unanswered, version.laws, version.files = ready.unanswered, ready.laws, ready.files
    for need in named_needs(ready.asked, ready.values):
        state_id = strand.review.state_id
        session.add(Need(state_id=state_id, strand_id=strand.id, version=version, **asdict(need)))


def _frozen(question: str, revision: Kept) -> VersionAnswer:
    return VersionAnswer(
        question=question,
        revision_id=revision.id,
        value=revision.value,
        language=revision.language,
    )
