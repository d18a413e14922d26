"""The rows of a sheet: each question level with its margin.

A row in which nothing waits is the same for everybody of a team, until its answer changes: it is
set once. What somebody typed, said or sent beside it is set each time.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from flask import get_template_attribute
from markupsafe import Markup

from reviewmech.records.responses import Saved
from reviewmech.records.reviews import case
from reviewmech.rules.access import standing
from reviewmech.rules.conditions import abouts, seen
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import Section
from reviewmech.web import drawing, gate, saves, sheets
from reviewmech.web.differing import Differing, differing
from reviewmech.web.drafts import Draft, Entry, Refusal
from reviewmech.web.formerly import still_fits
from reviewmech.web.once import digest, once
from reviewmech.web.pieces import Pieces


class Rows:
    """What the rows of one sheet share; ``base`` is the address of the sheet."""

    def __init__(
        self, draft: Draft, pieces: Pieces, section: Section, refusal: Refusal | None
    ) -> None:
        self.draft, self.pieces, self.section, self.refusal = draft, pieces, section, refusal
        self.base = draft.url(section.article)
        self.may_write = gate.may(Action.SAVE_ANSWER, draft.strand)
        self._row = get_template_attribute("responses/row.html", "row")
        self._form = get_template_attribute("responses/row.html", "form")

    def row(self, entry: Entry) -> Markup:
        """Return a question with its form, or its answer, and its margin."""
        if _waits(entry) or self._has_beside(entry):
            return self._row(self, entry)
        return once((*self._key, *_key(entry)), self._row, self, entry)

    def form(self, entry: Entry) -> Markup:
        """Return a question with its form, or its answer, without what stands beside it."""
        if _waits(entry):
            return self._form(self, entry)
        return once(("form", *self._key, *_key(entry)), self._form, self, entry)

    def fits(self, entry: Entry) -> bool:
        """Say whether the answer kept is one that the question still takes."""
        kept = entry.revision
        return kept is None or still_fits(entry.asked.question, kept.edition_id, kept.value)

    def saved_words(self, revision: Saved) -> str:
        """Say who saved an answer, and when."""
        return saves.saved_words(revision)

    def _has_beside(self, entry: Entry) -> bool:
        question, draft = entry.asked.question.id, self.draft
        beside = (draft.files, draft.contributions, draft.comments, self.offers)
        return any(question in found for found in beside)

    @cached_property
    def offers(self) -> dict[str, list[drawing.Offer]]:
        """What the State answered elsewhere that may serve as a first draft, by question."""
        unanswered = [each for each in self.section.questions if each.id not in self.draft.values]
        return drawing.offers(self.draft.strand, unanswered, self.draft.laws)

    @property
    def conditions(self) -> list[tuple[str, dict[str, Any]]]:
        """When the questions of the article are asked that are not always asked, for the page."""
        return [(name, when.to_plain()) for name, when in self.section.conditions]

    @property
    def heard(self) -> dict[str, Any]:
        """What was answered elsewhere that decides what is asked here, for the page."""
        draft, conditions = self.draft, self.section.conditions
        named = {about.question for _name, when in conditions for about in abouts(when)}
        elsewhere = [each for each in draft.applying if each.id in named & draft.values.keys()]
        return {
            each.id: seen(draft.values[each.id])
            for each in elsewhere
            if each.article != self.section.article
        }

    @cached_property
    def _key(self) -> tuple[object, ...]:
        strand, situation = self.draft.strand, case(self.draft.strand)
        position = standing(gate.actor(), situation)
        whose = (str(strand.review.state), position, strand.step, strand.edition_id)
        return (self.base, self.pieces.key, *whose)

    @cached_property
    def _asked(self) -> Any:
        return self.draft.questionnaire.question(self.refusal.question) if self.refusal else None

    @cached_property
    def kept_given(self) -> sheets.Given | None:
        """What was saved meanwhile, in words."""
        kept = self.refusal.kept if self.refusal else None
        return sheets.given(self._asked, kept.value, self.draft.laws) if kept else None

    @cached_property
    def changes(self) -> list[Differing]:
        """How what was typed differs from what was saved meanwhile."""
        if self.refusal is None or not self.refusal.is_conflict:
            return []
        value = self.refusal.kept.value if self.refusal.kept else {}
        return differing(self._asked, value, self.refusal.typed, self.draft.laws)


def _waits(entry: Entry) -> bool:
    """Say whether it shows what is only of this moment: a refusal, or why to look again."""
    return entry.refusal is not None or bool(entry.look_again)


def _key(entry: Entry) -> tuple[object, ...]:
    saved = entry.revision and (str(entry.revision.saved_by or ""), entry.revision.saved_at)
    number = entry.revision.number if entry.revision else 0
    said = (digest(entry.value), entry.language, *entry.years)
    return (entry.asked.question.id, number, saved, entry.badge, *said)
