"""Drawing on another answer: what a State said for one instrument, offered as a draft for another.

Nothing is filled in silently: an offer says where its words are from, and what is taken over stands
in the form, not saved, until somebody saves it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from reviewmech.records import responses
from reviewmech.records.drawn import Drawn, drawable
from reviewmech.records.reviews import Strand
from reviewmech.rules.answers import check
from reviewmech.rules.questionnaire import Question
from reviewmech.web import gate, present, sheets


@dataclass(frozen=True)
class Offer:
    """Another answer: where it was given, what it says, and where it is taken over."""

    source: str
    given: sheets.Given
    url: str


def offers(
    strand: Strand, questions: Iterable[Question], laws: sheets.Laws
) -> dict[str, list[Offer]]:
    """Return what may be drawn on for these questions, by question."""
    wanted = {each.id: each for each in questions if each.draws_on}
    if not wanted:
        return {}
    names = {name for each in wanted.values() for name in each.draws_on}
    found = drawable(gate.session(), strand, names)
    return {
        question.id: [_offer(strand, question, one, laws) for one in mine]
        for question in wanted.values()
        if (mine := [one for one in found if one.question in question.draws_on])
    }


def _offer(strand: Strand, question: Question, drawn: Drawn, laws: sheets.Laws) -> Offer:
    given = sheets.given(_asked(drawn), drawn.revision.value, laws)
    assert given is not None
    url = url_for(
        "sheet.draw",
        strand_id=strand.id,
        article=sheets.in_address(question.article),
        question=question.id,
        revision_id=drawn.revision.id,
        _anchor=sheets.asked(question).id,
    )
    return Offer(source(drawn), given, url)


def _asked(drawn: Drawn) -> Question:
    # Its strand may have moved to a questionnaire that asks this no more.
    asked_in = responses.questionnaire(gate.session(), drawn.revision.edition_id)
    question = asked_in.question(drawn.question)
    assert question is not None
    return question


def source(drawn: Drawn) -> str:
    """Say where an answer was given: instrument, article, question."""
    question = _asked(drawn)
    return _(
        "%(instrument)s, article %(article)s: %(question)s",
        instrument=present.instrument_name(drawn.strand.instrument),
        article=question.article,
        question=question.words(present.language()).title,
    )


def taken_over(question: Question, drawn: Drawn) -> dict[str, Any]:
    """Return the parts of another answer that this question takes too."""
    kept = {"choice", "choices", "other", "text", "remark", "elsewhere"}
    kept |= {"citations"} if question.laws else set()
    return check(
        question, {name: drawn.revision.value[name] for name in kept & set(drawn.revision.value)}
    )
