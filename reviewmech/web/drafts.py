"""The draft of a response, as the pages of the State under review show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from reviewmech.actions.responses import AnswerChanged
from reviewmech.records import comments, contributions, drafts, evidence, responses
from reviewmech.records.comments import Comment
from reviewmech.records.contributions import Contribution
from reviewmech.records.database import now
from reviewmech.records.evidence import Evidence
from reviewmech.records.laws import Law, library_of
from reviewmech.records.responses import Kept, Revision, Saved
from reviewmech.records.reviews import Strand
from reviewmech.rules.answers import Progress, applicable, progress, unanswered
from reviewmech.rules.conditions import chosen
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import Question, Questionnaire
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.rules.values import MOST_YEARS
from reviewmech.web import formerly, gate, languages, present, sheets
from reviewmech.web.sheets import Asked, Given, Place, asked, given, in_address

Badge = tuple[str, str]

Submitted = tuple[int, Any]
"""The number of the newest version, and what it says to a question."""


YEARS_ASKED = 3
"""Years a table of figures begins with, the last being the year before this one."""


@dataclass(frozen=True)
class Refusal:
    """A save that was refused: of which question, what was typed, and why."""

    question: str
    typed: Mapping[str, Any]
    language: str
    started_from: int
    reason: Invalid | Conflict

    @property
    def sentence(self) -> str:
        """Why, in the reader's language."""
        return languages.told(self.reason)

    @property
    def field(self) -> str:
        """The field at fault, if one is."""
        return getattr(self.reason, "field", None) or ""

    @property
    def is_conflict(self) -> bool:
        """Whether what is kept is not what the writer began from."""
        return isinstance(self.reason, AnswerChanged)

    @property
    def kept(self) -> Revision | None:
        """What was saved meanwhile, if that is why."""
        return self.reason.kept if isinstance(self.reason, AnswerChanged) else None


class NotSavedYet(Invalid):
    """Words that come back from before the sign-in: nothing is refused, and nothing saved."""

    status = 200


@dataclass(frozen=True)
class Entry:
    """One question of the draft with its answer: to be read, and to be filled in."""

    asked: Asked
    value: Mapping[str, Any]
    language: str
    started_from: int
    refusal: Refusal | None = None
    revision: Saved | None = None
    badge: Badge = ("", "")
    look_again: str = ""
    laws: sheets.Laws = field(default_factory=dict)

    @cached_property
    def given(self) -> Given | None:
        """The answer as it is kept, in words; none where there is none."""
        if self.revision is None:
            return None
        question = formerly.as_answered(self.asked.question, self.revision.edition_id)
        return given(question, self.revision.value, self.laws)

    def is_at_fault(self, field: str) -> bool:
        """Say whether this field is why the answer was refused."""
        return self.refusal is not None and self.refusal.field == field

    def described_by(self, field: str, hint: str | None = None) -> str:
        """Return the ids of what describes a field: the question, its hint, its fault."""
        ids = [f"{self.asked.id}-asks"]
        ids += [f"{self.asked.id}-{field}-hint"] if hint else []
        ids += [f"{self.asked.id}-{field}-error"] if self.is_at_fault(field) else []
        return " ".join(ids)

    @property
    def years(self) -> list[str]:
        """The years of a table of figures, with one to be added; to begin with, the last ones."""
        years = list(self.value.get("years", ()))
        if years:
            return [*years, ""][:MOST_YEARS]
        last = now(gate.session()).year
        return [str(last - back) for back in range(YEARS_ASKED, 0, -1)]

    @property
    def offers_laws(self) -> bool:
        """Whether laws can be cited: some are, or the choice made or open asks for it."""
        question, made = self.asked.question, chosen(self.value)
        wanted = not made or any(question.offers_laws(choice) for choice in made)
        return bool(self.value.get("citations")) or (bool(question.laws) and wanted)


def entry(
    question: Question, revision: Saved | None, refusal: Refusal | None = None, **more: Any
) -> Entry:
    """Return a question with what stands in its form: what was typed, or what is kept.

    What was typed starts from where it did before it was refused, unless the writer now sees what
    was saved meanwhile.
    """
    value: Mapping[str, Any] = revision.value if revision else {}
    language = revision.language if revision else present.language()
    started_from = revision.number if revision else 0
    if refusal is not None:
        value, language = refusal.typed, refusal.language
        started_from = started_from if refusal.is_conflict else refusal.started_from
    return Entry(asked(question), value, language, started_from, refusal, revision, **more)


def standing(
    question: Question,
    value: Mapping[str, Any],
    submitted: Submitted | None,
    look_again: str = "",
) -> Badge:
    """Return how an answer stands, as a shape and a word."""
    if look_again:
        return "again", _("To look at again")
    if value and submitted and submitted[1] == value:
        return "released", _("Submitted in version %(number)s", number=submitted[0])
    if value:
        return "saved", _("Saved, not submitted")
    return ("draft", _("May be left empty")) if question.may_be_empty else ("open", _("Open"))


class Draft:
    """What stands in a strand now. Only the State under review may be shown any of it."""

    def __init__(self, strand: Strand) -> None:
        session = gate.session()
        self.strand = strand
        self.questionnaire: Questionnaire = responses.questionnaire(session, strand.edition_id)
        self.revisions: dict[str, Kept] = responses.current(session, strand.id)
        self.library: list[Law] = library_of(session, strand.review.state_id)

    @cached_property
    def look_again(self) -> dict[str, str]:
        """Why answers wait for another look, by question: sentences to be translated."""
        return drafts.looked_at_again(gate.session(), self.strand.id)

    @cached_property
    def contributions(self) -> dict[str, list[Contribution]]:
        """What contributors wrote, by question."""
        return contributions.beside(gate.session(), self.strand.id)

    @cached_property
    def comments(self) -> dict[str, list[Comment]]:
        """What the team says to itself, by question."""
        return comments.beside(gate.session(), self.strand.id, self.strand.review.state_id)

    @cached_property
    def files(self) -> dict[str, list[Evidence]]:
        """The files attached to answers, by question."""
        return evidence.attached(gate.session(), self.strand.id)

    @cached_property
    def values(self) -> dict[str, dict[str, Any]]:
        """The answers that are not empty."""
        return {name: each.value for name, each in self.revisions.items() if each.value}

    @cached_property
    def applying(self) -> tuple[Question, ...]:
        """The questions that apply now, in reading order."""
        return applicable(self.questionnaire, self.values)

    @cached_property
    def _applying(self) -> frozenset[str]:
        return frozenset(each.id for each in self.applying)

    def asks(self, question: Question) -> bool:
        """Say whether a question applies now."""
        return question.id in self._applying

    @cached_property
    def unanswered(self) -> tuple[Question, ...]:
        """The questions that are open."""
        return unanswered(self.questionnaire, self.values, self.applying)

    @cached_property
    def progress(self) -> tuple[Progress, ...]:
        """How far each article has come."""
        return progress(self.questionnaire, self.values, self.applying)

    @cached_property
    def laws(self) -> sheets.Laws:
        """The library, to be cited."""
        return {law.id: law.plain for law in self.library}

    @cached_property
    def submitted(self) -> drafts.Submitted | None:
        """What was submitted last."""
        return drafts.newest_submitted(gate.session(), self.strand.id, self.revisions)

    @property
    def is_as_submitted(self) -> bool:
        """Whether the newest version holds the very answers that apply now."""
        applying = {name: value for name, value in self.values.items() if name in self._applying}
        return self.submitted is not None and bool(applying) and applying == self.submitted.values

    def url(self, article: str) -> str:
        """Return the address of an article's sheet."""
        named = in_address(article)
        return url_for("sheet.article", strand_id=self.strand.id, article=named)

    def url_of(self, question: Question) -> str:
        """Return the address of a question."""
        return sheets.address(self.strand, question)

    def places(self, here: str | None = None) -> list[Place]:
        """List the articles with how far they have come, and what waits for another look."""
        waiting = (self.questionnaire.question(name) for name in self.look_again)
        again = Counter(each.article for each in waiting if each and self.asks(each))
        return sheets.places(self.questionnaire, self.url, here, self.progress, again)

    def by_article(self, questions: Iterable[Question]) -> list[tuple[Place, list[Question]]]:
        """Put questions under their articles, leaving out the articles without any."""
        found = list(questions)
        groups = (
            (place, [each for each in found if each.article == place.label])
            for place in self.places()
        )
        return [(place, group) for place, group in groups if group]

    def entries(self, article: str, refusal: Refusal | None = None) -> list[Entry]:
        """Return the questions of an article that apply, and the one refused, as they stand."""
        refused = refusal.question if refusal else None
        return [
            self._entry(question, refusal)
            for question in self.questionnaire.questions
            if question.article == article and (self.asks(question) or question.id == refused)
        ]

    def _entry(self, question: Question, refusal: Refusal | None) -> Entry:
        value = self.values.get(question.id, {})
        mine = refusal if refusal and refusal.question == question.id else None
        again = self.look_again.get(question.id, "")
        badge = standing(question, value, self._submitted(question), again)
        return entry(
            question,
            self.revisions.get(question.id),
            mine,
            laws=self.laws,
            badge=("overdue", _("Not saved")) if mine else badge,
            look_again=_(again) if again else "",
        )

    def _submitted(self, question: Question) -> Submitted | None:
        version = self.submitted
        return (version.number, version.values.get(question.id)) if version else None

    def next_act(self, here: str | None = None) -> tuple[str, str] | None:
        """Return the reader's next act: the next open question from here on, or to submit."""
        if self.unanswered and gate.may(Action.SAVE_ANSWER):
            return _("Go to the next open question"), self.url_of(self._next_open(here))
        if self.values and not self.is_as_submitted and gate.may(Action.SUBMIT):
            return _("Check and submit"), url_for("responses.check", strand_id=self.strand.id)
        return None

    def _next_open(self, here: str | None) -> Question:
        """Return the first open question of this article or a later one, else the first of all."""
        order = [section.article for section in self.questionnaire.sections]
        begins = order.index(here) if here in order else 0
        later = (each for each in self.unanswered if order.index(each.article) >= begins)
        return next(later, self.unanswered[0])
