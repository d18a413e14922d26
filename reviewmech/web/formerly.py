"""Questions as they were asked when they were answered, where a newer questionnaire asks otherwise.

An answer is shown under the question as it is asked now. What it says in choices or rows that are
no longer offered is shown as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from reviewmech.records import responses
from reviewmech.rules.answers import check
from reviewmech.rules.questionnaire import Question
from reviewmech.rules.refusals import Invalid
from reviewmech.web import gate, present, sheets
from reviewmech.web.sheets import Asked

Written = Mapping[str, int]
"""The editions under which questions were answered, by question."""


def asked_then(question: Question, edition_id: int | None) -> Question:
    """Return a question as an edition asks it."""
    if edition_id is None:
        return question
    return responses.questionnaire(gate.session(), edition_id).question(question.id) or question


def as_answered(question: Question, edition_id: int | None) -> Question:
    """Return a question with what an answer under an edition may say, though it is not offered."""
    then, language = asked_then(question, edition_id), present.language()
    gone = [each for each in then.choices if each not in question.choices]
    rows = [each for each in then.rows if each not in question.rows]
    if not gone and not rows:
        return question
    now, before = question.words(language), then.words(language)
    told = {each: _("%(choice)s (no longer offered)", choice=before.choices[each]) for each in gone}
    kept = {each: before.rows[each] for each in rows}
    words = replace(now, choices={**now.choices, **told}, rows={**now.rows, **kept})
    return replace(
        question,
        choices=(*question.choices, *gone),
        rows=(*question.rows, *rows),
        texts={**question.texts, language: words},
    )


def still_fits(question: Question, edition_id: int | None, value: Mapping[str, Any]) -> bool:
    """Say whether what was answered under an edition is an answer that the question still takes."""
    if asked_then(question, edition_id) is question:
        return True
    try:
        check(question, value)
    except Invalid:
        return False
    return True


def asked_otherwise(question: Question, then: Question) -> Asked | None:
    """Return a question as it was asked, if its reader would see that it is asked otherwise now."""
    now, before = sheets.asked(question), sheets.asked(then)
    return None if _read(now) == _read(before) else before


def _read(asked: Asked) -> tuple[object, ...]:
    words = asked.words
    return words.title, words.asks, dict(words.choices), dict(words.rows), asked.question.kind
