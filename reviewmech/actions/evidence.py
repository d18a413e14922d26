"""Files attached to the answers of a response."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from reviewmech.actions import journal, uploads
from reviewmech.actions.act import act
from reviewmech.actions.journal import Call
from reviewmech.actions.uploads import Upload
from reviewmech.records import evidence as kept
from reviewmech.records.database import now
from reviewmech.records.evidence import Evidence
from reviewmech.records.responses import questionnaire
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Invalid, NotFound

MOST_FILES = 20
"""Files attached to one answer."""


def attach_upload(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    question: str,
    upload: Upload,
    request_id: str,
) -> Evidence:
    """Attach a file that has arrived, once: a repeated request finds what the first one made."""
    call = Call(Action.ATTACH_FILE, actor, strand, journal.tidy_request_id(request_id))
    file = uploads.receive_once(session, call, upload)
    made: Evidence = attach_file(
        session, actor, strand, question=question, file=file, request_id=request_id
    )
    uploads.forget(session, actor, upload.key)
    return made


@act(Action.ATTACH_FILE)
def attach_file(
    session: Session, actor: Actor, strand: Strand, *, question: str, file: dict[str, Any]
) -> Evidence:
    """Attach a file that was received to an answer; the same file is attached to it once."""
    uploads.check_switch(session)
    uploads.check_received(session, file)
    if questionnaire(session, strand.edition_id).question(question) is None:
        raise NotFound("This questionnaire has no such question. Check the address, please.")
    beside = kept.attached(session, strand.id).get(question, [])
    same = next((each for each in beside if each.attachment.sha256 == file["sha256"]), None)
    if same is not None:
        return same
    if len(beside) >= MOST_FILES:
        raise Invalid(
            "This answer has %(most)s files already. Take one off before you attach another.",
            field="file",
            most=MOST_FILES,
        )
    made = Evidence(
        strand_id=strand.id,
        question=question,
        attachment=uploads.attachment(session, actor, file),
        attached_at=now(session),
        attached_by_id=actor.person,
    )
    session.add(made)
    return made


@act(Action.DETACH_FILE)
def detach_file(session: Session, actor: Actor, strand: Strand, *, evidence: Evidence) -> Evidence:
    """Take a file off an answer; versions that hold it keep it."""
    if evidence.strand_id != strand.id:
        raise NotFound("This file is not attached to an answer here. Check the address, please.")
    evidence.detached_at = evidence.detached_at or now(session)
    return evidence
