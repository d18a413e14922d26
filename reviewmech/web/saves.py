"""What the sheet's script is told when it has sent an answer: short, and without the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import get_template_attribute, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions.responses import AnswerChanged
from reviewmech.records import drafts
from reviewmech.records.laws import library_of
from reviewmech.records.responses import Revision, Saved
from reviewmech.records.reviews import Strand
from reviewmech.rules.questionnaire import Question
from reviewmech.web import answers, gate, present, sheets
from reviewmech.web.differing import differing
from reviewmech.web.drafts import Refusal, standing

IN_WORDS = ("text", "other", "source", "remark")
"""The parts of an answer that two writers may want to put together."""


def saved_words(revision: Saved) -> str:
    """Say who saved an answer, and when: on the State's own pages only."""
    return _in_words(revision, revision.saved_by.name if revision.saved_by else "")


def _in_words(revision: Saved, writer: str) -> str:
    moment = present.hour(revision.saved_at)
    return _("%(person)s, %(moment)s", person=writer, moment=moment) if writer else moment


def saved(
    strand_id: int, question: Question, revision: Revision | None, writer: str
) -> ResponseReturnValue:
    """Tell what is kept now; the page sees itself what else is asked because of it."""
    value = revision.value if revision else {}
    submitted = drafts.submitted(gate.session(), strand_id, question.id)
    return jsonify(
        revision=revision.number if revision else 0,
        saved=_in_words(revision, writer) if revision else "",
        given=bool(value),
        standing=standing(question, value, submitted),
    )


def refused(strand: Strand, question: Question, refusal: Refusal) -> ResponseReturnValue:
    """Tell why an answer was not saved; in a conflict, what is kept and how the two differ."""
    instead = None
    if isinstance(refusal.reason, AnswerChanged):
        laws = {law.id: law.plain for law in library_of(gate.session(), strand.review.state_id)}
        kept = refusal.kept
        value, number = (kept.value, kept.number) if kept else ({}, 0)
        instead = in_place(question, value, refusal.typed, laws)
        instead |= {"revision": number, "saved": saved_words(kept) if kept else ""}
    return told(refusal, instead)


def told(refusal: Refusal, instead: dict[str, Any] | None) -> ResponseReturnValue:
    """Tell why something was not saved, and what is kept in its place, if that is why."""
    field = answers.written_at(request.form, refusal.field)
    words: dict[str, Any] = {"sentence": refusal.sentence, "field": field}
    return jsonify(words | ({"kept": instead} if instead else {})), refusal.reason.status


def in_place(
    question: Question, kept: Mapping[str, Any], typed: Mapping[str, Any], laws: sheets.Laws
) -> dict[str, Any]:
    """Return what is kept in words, how what was typed differs, and what could be put together."""
    shown = get_template_attribute("versions/given.html", "shown")
    differences = get_template_attribute("responses/difference.html", "differences")
    return {
        "html": shown(sheets.asked(question).title, sheets.given(question, kept, laws)),
        "difference": differences(differing(question, kept, typed, laws)),
        "words": {name: kept[name] for name in IN_WORDS if kept.get(name)},
    }


def by_script() -> bool:
    """Say whether a script asks, and wants to be told in JSON."""
    return request.headers.get("Accept", "").startswith("application/json")
