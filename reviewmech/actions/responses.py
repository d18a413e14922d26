"""Writing the response: answers, each save a revision of its own, and the laws they cite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records import responses
from reviewmech.records.database import now, surroundings
from reviewmech.records.responses import Answer, Law, Revision
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Action, Actor
from reviewmech.rules.answers import check
from reviewmech.rules.questionnaire import Question
from reviewmech.rules.refusals import Conflict, Invalid, NotFound
from reviewmech.rules.texts import checked, required

LONGEST_TITLE, LONGEST_NUMBER, LONGEST_DATE, LONGEST_LINK = 500, 120, 60, 1000


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
    library = {law.id for law in responses.library_of(session, strand.review.state_id)}
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


@act(Action.ADD_LAW)
def add_law(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    title: str,
    translated_title: str = "",
    number: str = "",
    dated: str = "",
    link: str = "",
) -> Law:
    """Add a law to the library of the State under review, so that answers can cite it."""
    law = Law(
        state_id=strand.review.state_id,
        title=required(title, longest=LONGEST_TITLE, field="title"),
        translated_title=checked(translated_title, longest=LONGEST_TITLE, field="translated_title"),
        number=checked(number, longest=LONGEST_NUMBER, field="number"),
        dated=checked(dated, longest=LONGEST_DATE, field="dated"),
        link=_web_address(link),
    )
    session.add(law)
    return law


def _web_address(link: str) -> str:
    """Take the address of a page: readers will follow it, so nothing but http and https."""
    address = checked(link, longest=LONGEST_LINK, field="link")
    if address and not _leads_to_a_page(address):
        raise Invalid(
            "A link begins with http:// or https:// and names a site, such as "
            "https://sherloc.unodc.org/.",
            field="link",
        )
    return address


def _leads_to_a_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_whole = not any(sign.isspace() for sign in address)
    return is_whole and parts.scheme in {"http", "https"} and bool(parts.hostname)
