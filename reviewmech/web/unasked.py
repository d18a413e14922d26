"""Answers to questions no longer asked: they stay readable for the State that wrote them."""

from __future__ import annotations

from dataclasses import dataclass

from reviewmech.records import responses
from reviewmech.records.comments import Comment
from reviewmech.records.contributions import Contribution
from reviewmech.records.evidence import Evidence
from reviewmech.records.responses import Kept
from reviewmech.rules.questionnaire import Question, Questionnaire
from reviewmech.web import gate, present, sheets
from reviewmech.web.drafts import Draft
from reviewmech.web.sheets import Asked, Given


@dataclass(frozen=True)
class Unasked:
    """A question that was asked: under which version, what was answered, and what stood beside."""

    asked: Asked
    version: str
    article: str
    given: Given | None
    revision: Kept | None
    files: list[Evidence]
    contributions: list[tuple[Contribution, Given | None]]
    comments: list[Comment]


def no_longer_asked(draft: Draft) -> list[str]:
    """Return the questions that were answered, and are asked no more."""
    return [name for name in draft.values if draft.questionnaire.question(name) is None]


def unasked(draft: Draft, known: list[Questionnaire]) -> list[Unasked]:
    """Return what the State wrote on questions its questionnaire asks no more, in their order.

    ``known`` are the questionnaires the strand was on, the newest first.
    """
    written = {*no_longer_asked(draft), *draft.files, *draft.contributions, *draft.comments}
    gone = {name for name in written if draft.questionnaire.question(name) is None}
    found = []
    for asked_in in known:
        for question in asked_in.questions:
            if question.id in gone:
                gone.discard(question.id)
                found.append(_unasked(draft, _as_written(draft, asked_in, question.id)))
    return found


def _as_written(draft: Draft, asked_in: Questionnaire, name: str) -> tuple[Questionnaire, Question]:
    """Return the question as it was asked when it was answered, or else as it was asked last."""
    revision = draft.revisions.get(name)
    if revision is not None:
        asked_in = responses.questionnaire(gate.session(), revision.edition_id)
    question = asked_in.question(name)
    assert question is not None
    return asked_in, question


def _unasked(draft: Draft, then: tuple[Questionnaire, Question]) -> Unasked:
    asked_in, question = then
    name, revision = question.id, draft.revisions.get(question.id)
    section = asked_in.section(question.article)
    contributed = draft.contributions.get(name, [])
    return Unasked(
        asked=sheets.asked(question),
        version=asked_in.version,
        article=section.title(present.language()) if section else "",
        given=sheets.given(question, revision.value, draft.laws) if revision else None,
        revision=revision if revision and revision.value else None,
        files=draft.files.get(name, []),
        contributions=[(one, sheets.given(question, one.newest.value, {})) for one in contributed],
        comments=draft.comments.get(name, []),
    )
