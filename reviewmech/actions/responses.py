"""Writing the response: answers, each save a revision of its own, and nothing overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records import drafts, editions, responses
from reviewmech.records.database import now, surroundings
from reviewmech.records.laws import library_of
from reviewmech.records.responses import Answer, Revision
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.answers import check
from reviewmech.rules.editions import asks_another_look
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import Question
from reviewmech.rules.refusals import N_, Conflict, Invalid, NotFound

BY_A_COLLEAGUE = N_(
    "A colleague has saved this answer since you opened it, so nothing was changed. "
    "Both texts are shown; save yours again if it is to count."
)
BY_YOURSELF = N_(
    "You have saved this answer in another window since you opened it here, so nothing was "
    "changed. Both texts are shown; save this one again if it is to count."
)
NEVER_KEPT = N_(
    "This page says that it began from a text that was never kept, so nothing was changed. "
    "Look at what is kept, and save yours again if it is to count."
)


class AnswerChanged(Conflict):
    """What is kept is not what the writer began from: it holds that, and what was typed."""

    def __init__(self, sentence: str, kept: Revision | None, typed: dict[str, Any]) -> None:
        super().__init__(sentence)
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
    asked_in: int | None = None,
) -> Revision | None:
    """Keep an answer as a new revision, unless it is the one kept already or has moved on.

    ``asked_in`` is the edition whose question the writer saw.
    """
    _check_asked(session, strand, question, asked_in)
    return write_answer(
        session,
        actor,
        strand,
        question=question,
        value=value,
        started_from=started_from,
        language=language,
    )


@act(Action.BRING_BACK_ANSWER)
def bring_back_answer(
    session: Session, actor: Actor, strand: Strand, *, question: str, number: int, started_from: int
) -> Revision | None:
    """Keep an earlier text of an answer once more, as a new revision on top."""
    earlier = drafts.revision(session, strand.id, question, number)
    if earlier is None:
        raise NotFound("This answer has no such earlier text. Open the list of texts again.")
    try:
        return write_answer(
            session,
            actor,
            strand,
            question=question,
            value=earlier.value,
            started_from=started_from,
            language=earlier.language,
        )
    except Invalid as refusal:
        raise Invalid(NO_LONGER_FITS) from refusal
    except AnswerChanged as conflict:
        raise AnswerChanged(SAVED_AGAIN, conflict.kept, conflict.typed) from conflict


NO_LONGER_FITS = N_(
    "This text no longer fits the question, so it was not brought back. Copy from it what you "
    "need, and save it as a new answer."
)


SAVED_AGAIN = N_(
    "This answer was saved again since you opened this list, so nothing was changed. Look at the "
    "newest text first; it is at the top now."
)


@act(Action.KEEP_ANSWER)
def keep_answer(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    question: str,
    asked_in: int | None = None,
) -> Answer:
    """Say that an answer that waited for another look was looked at, and stands."""
    found = drafts.kept(session, strand.id, question)
    if found is None:
        raise NotFound("There is no answer to this question that could stand. Write one.")
    _check_asked(session, strand, question, asked_in)
    answer, kept = found
    try:
        check(_asked(session, strand, question), kept.value)
    except Invalid as refusal:
        raise Invalid(CANNOT_STAND) from refusal
    answer.look_again = ""
    return answer


CANNOT_STAND = N_(
    "This answer does not fit the question any more, so it cannot stand as it is. Answer the "
    "question anew; the earlier text stays kept."
)


ASKED_OTHERWISE = N_(
    "The question has changed since you opened this page, because your State has moved to a newer "
    "questionnaire, so nothing was saved. Read it as it is asked now (open the page again if it "
    "does not show it), then save your words again."
)


def _check_asked(session: Session, strand: Strand, question: str, asked_in: int | None) -> None:
    """Refuse what was written to a question as it is asked no more."""
    if asked_in in {None, strand.edition_id}:
        return
    then = editions.asked_then(session, strand, asked_in or 0)
    asked = then.question(question) if then else None
    if asked is None or asks_another_look(asked, _asked(session, strand, question)):
        raise Invalid(ASKED_OTHERWISE)


def write_answer(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    question: str,
    value: Mapping[str, Any],
    started_from: int,
    language: str,
) -> Revision | None:
    """Put a new revision on top of the one the writer began from; return what is kept then."""
    typed = fitting(session, strand, question, value)
    check_language(session, language)
    answer, kept = drafts.kept(session, strand.id, question) or (None, None)
    if typed == (kept.value if kept else {}) and (kept is None or kept.language == language):
        if answer is not None:
            answer.look_again = ""
        return kept
    if started_from != (kept.number if kept else 0):
        raise changed(actor, kept, started_from, typed)
    return _revise(
        session, actor, strand, answer or _place(session, strand, question), typed, language
    )


def changed(
    actor: Actor, kept: Revision | None, started_from: int, typed: dict[str, Any]
) -> AnswerChanged:
    """Return why what was typed cannot be saved over what is kept: who saved it meanwhile."""
    if kept is None or not 0 <= started_from < kept.number:
        return AnswerChanged(NEVER_KEPT, kept, typed)
    is_own = kept.saved_by_id == actor.person
    return AnswerChanged(BY_YOURSELF if is_own else BY_A_COLLEAGUE, kept, typed)


def fitting(
    session: Session, strand: Strand, question: str, value: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a value as it is kept; refuse one that the question, as it is now, does not take."""
    typed = check(_asked(session, strand, question), value)
    _check_citations(session, strand, typed)
    return typed


def _asked(session: Session, strand: Strand, question: str) -> Question:
    found = responses.questionnaire(session, strand.edition_id).question(question)
    if found is None:
        raise NotFound(
            "This question is not asked, or not any more. What was answered to it stays kept; what "
            "you typed now was not saved, and is shown here to be copied."
        )
    return found


def _check_citations(session: Session, strand: Strand, value: Mapping[str, Any]) -> None:
    cited = {citation["law"] for citation in value.get("citations", ())}
    if not cited:
        return
    library = {law.id for law in library_of(session, strand.review.state_id)}
    if not cited <= library:
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
    session: Session,
    actor: Actor,
    strand: Strand,
    answer: Answer,
    value: dict[str, Any],
    language: str,
) -> Revision:
    before = answer.number
    answer.number, answer.look_again = before + 1, ""
    revision = Revision(
        answer=answer,
        number=answer.number,
        started_from=before,
        edition_id=strand.edition_id,
        value=value,
        language=language,
        saved_by_id=actor.person,
        saved_at=now(session),
    )
    session.add(revision)
    return revision
