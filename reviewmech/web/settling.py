"""A contribution before the team: beside the answer, and put together with it to be edited."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from flask_babel import lazy_gettext

from reviewmech.records import responses
from reviewmech.records.contributions import Contribution, ContributionRevision
from reviewmech.records.laws import library_of
from reviewmech.records.responses import Kept
from reviewmech.records.reviews import Strand
from reviewmech.rules.contributions import merged
from reviewmech.rules.questionnaire import Question
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.rules.vocabulary import Settlement
from reviewmech.web import answers, gate, languages, present, sheets
from reviewmech.web.answers import Form
from reviewmech.web.drafts import Entry, Refusal
from reviewmech.web.sheets import Asked, Given

SETTLED: Mapping[Settlement, Any] = {
    Settlement.ADOPTED: lazy_gettext("The contribution is the answer now."),
    Settlement.MERGED: lazy_gettext("The answer is saved with what was contributed."),
    Settlement.SET_ASIDE: lazy_gettext("The contribution is set aside; it stays readable."),
}


def in_words(asked: Asked, contribution: Contribution) -> Given | None:
    """Return what was contributed, in words. A contributor cites no laws of the library."""
    return sheets.given(asked.question, contribution.newest.value, {})


class Settling:
    """One contribution, the answer it stands beside, and what its reader decided about it."""

    def __init__(
        self,
        strand: Strand,
        contribution: Contribution,
        form: Form | None = None,
        reason: Invalid | Conflict | None = None,
    ) -> None:
        self.strand, self.contribution = strand, contribution
        self.form, self.reason = form, reason

    @cached_property
    def question(self) -> Question:
        """The question it is about."""
        asked_in = responses.questionnaire(gate.session(), self.strand.edition_id)
        question = asked_in.question(self.contribution.question)
        gate.belongs(question, question is not None)
        assert question is not None
        return question

    @property
    def asked(self) -> Asked:
        """The question, in the reader's language."""
        return sheets.asked(self.question)

    @property
    def url(self) -> str:
        """The address of the question on its sheet."""
        return sheets.address(self.strand, self.question)

    @property
    def settlement(self) -> Settlement:
        """What was decided."""
        said = self.form.get("settlement", "") if self.form else ""
        gate.belongs(said, said in set(Settlement))
        return Settlement(said)

    def decided(self) -> dict[str, Any]:
        """Return the decision, by the names the act takes."""
        form = self.form or Form()
        is_merged = self.settlement is Settlement.MERGED
        return {
            "settlement": self.settlement,
            "shown": form.get("shown", 0, type=int),
            "started_from": form.get("started_from", type=int),
            "value": answers.from_form(self.question, form) if is_merged else None,
            "language": form.get("language", present.language()),
        }

    @cached_property
    def answer(self) -> Kept | None:
        """The answer as it stands."""
        return responses.current(gate.session(), self.strand.id).get(self.question.id)

    @property
    def answer_in_words(self) -> Given | None:
        """The answer as it stands, in words."""
        library = library_of(gate.session(), self.strand.review.state_id)
        value = self.answer.value if self.answer else {}
        return sheets.given(self.question, value, {law.id: law.plain for law in library})

    @property
    def earlier(self) -> list[tuple[ContributionRevision, Given | None]]:
        """What the contributor wrote before, newest first."""
        before = reversed(self.contribution.revisions[:-1])
        return [(each, sheets.given(self.question, each.value, {})) for each in before]

    @property
    def filling(self) -> Entry:
        """The form: both texts in one, or what was typed when it was refused."""
        number = self.answer.number if self.answer else 0
        if self.reason and self.settlement is Settlement.MERGED:
            given = self.decided()
            # Who is told of a colleague's text goes on from it; it stands beside.
            seen = isinstance(self.reason, Conflict)
            started_from = number if seen else given["started_from"] or 0
            typed = (given["value"], given["language"], started_from)
            refusal = Refusal(self.question.id, *typed, self.reason)
            return Entry(self.asked, *typed, refusal)
        value = self.answer.value if self.answer else {}
        newest = self.contribution.newest
        language = self.answer.language if self.answer and value else newest.language
        return Entry(self.asked, merged(value, newest.value), language, number)

    @property
    def sentence(self) -> str:
        """Why the decision was not carried out, in the reader's language."""
        return languages.told(self.reason) if self.reason else ""
