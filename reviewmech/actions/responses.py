"""Writing the response: answers, each save a revision of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records import responses
from reviewmech.records.database import now, surroundings
from reviewmech.records.laws import library_of
from reviewmech.records.responses import Answer, Revision
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.answers import check
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import Question
from reviewmech.rules.refusals import Conflict, Invalid, NotFound


class AnswerChanged(Conflict):
    """A colleague saved this answer meanwhile: it holds what is kept, and what was typed."""

    def __init__(self, kept: Revision, typed: dict[str, Any]) -> None:
        super().__init__(
            "A colleague has saved this answer since you opened it, so nothing was changed. "
            "Both texts are shown; save yours again if it is to count."
        )
        self.kept, self.typed = kept, typed


@act(Action.SAVE_ANSWER)
def save_answer(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    question: str,
    value: Mapping[str, Any],
    started_from: int,
    language: str,
) -> Revision | None:
    """Keep an answer as a new revision, unless it is the one kept already or has moved on."""
    typed = check(_asked(session, strand, question), value)
    _check_citations(session, strand, typed)
    check_language(session, language)
    answer = responses.place_of(session, strand.id, question)
    kept = responses.newest(session, answer) if answer else None
    if typed == (kept.value if kept else {}) and (kept is None or kept.language == language):
        return kept
    if kept and kept.number != started_from:
        raise AnswerChanged(kept, typed)
    return _revise(session, actor, answer or _place(session, strand, question), typed, language)


def _asked(session: Session, strand: Strand, question: str) -> Question:
    found = responses.questionnaire(session, strand.edition_id).question(question)
    if found is None:
        raise NotFound("This questionnaire has no such question. Check the address, please.")
    return found


def _check_citations(session: Session, strand: Strand, value: Mapping[str, Any]) -> None:
    library = {law.id for law in library_of(session, strand.review.state_id)}
    if not {citation["law"] for citation in value.get("citations", ())} <= library:
        raise Invalid("This law is not in the library of your State.", field="citations")


def check_language(session: Session, language: str) -> None:
    """Refuse a language that is not one of the Mechanism's."""
    if language not in {each.code for each in surroundings(session).mechanism.languages}:
        raise Invalid("Please choose one of the languages of the Mechanism.", field="language")


def _place(session: Session, strand: Strand, question: str) -> Answer:
    answer = Answer(strand_id=strand.id, question=question, number=0)
    session.add(answer)
    return answer


def _revise(
    session: Session, actor: Actor, answer: Answer, value: dict[str, Any], language: str
) -> Revision:
    before = answer.number
    answer.number = before + 1
    revision = Revision(
        answer=answer,
        number=answer.number,
        started_from=before,
        value=value,
        language=language,
        saved_by_id=actor.person,
        saved_at=now(session),
    )
    session.add(revision)
    return revision
