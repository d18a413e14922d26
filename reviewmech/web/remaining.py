"""What is left to do in a response: a list that leads to each place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from reviewmech.records.remaining import Beside, beside
from reviewmech.rules.answers import lacks_other
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import Question
from reviewmech.web import gate, sheets
from reviewmech.web.drafts import Badge, Draft
from reviewmech.web.sheets import Asked, Place

OPEN, AGAIN, OTHER, CONTRIBUTIONS, TO_DO, MINE = KINDS = (
    "open",
    "again",
    "other",
    "contributions",
    "to-do",
    "mine",
)


@dataclass(frozen=True)
class Mark:
    """One thing that waits at a question: its kind, how it is shown, and why."""

    kind: str
    badge: Badge
    why: str = ""


@dataclass(frozen=True)
class Left:
    """A question at which something waits."""

    asked: Asked
    under: Asked | None
    url: str
    marks: tuple[Mark, ...]

    @property
    def title(self) -> str:
        """The question; a follow-up with the question it is under."""
        if self.under is None:
            return self.asked.title
        question, follow_up = self.under.title, self.asked.title
        return _("%(question)s: %(follow_up)s", question=question, follow_up=follow_up)

    def has(self, kind: str) -> bool:
        """Say whether something of this kind waits here."""
        return any(mark.kind == kind for mark in self.marks)


class WhatIsLeft:
    """Everything that waits in a draft, of all kinds or of one: `show`."""

    def __init__(self, draft: Draft, show: str = "") -> None:
        self.draft = draft
        self.show = show if show in KINDS else ""

    @cached_property
    def _beside(self) -> Beside:
        strand, person = self.draft.strand, gate.actor().person or 0
        return beside(gate.session(), strand.id, strand.review.state_id, person)

    @property
    def contributions(self) -> Counter[str]:
        """How many contributions the team has yet to settle, by question."""
        return self._beside.contributions

    @property
    def to_do(self) -> Counter[str]:
        """How many comments ask for something that is not done, by question."""
        return self._beside.to_do

    @property
    def mine(self) -> Counter[str]:
        """The articles handed to the reader."""
        return self._beside.handed

    @cached_property
    def everything(self) -> list[Left]:
        """All questions at which something waits, in reading order."""
        asked = (each for each in self.draft.questionnaire.questions if self.draft.asks(each))
        return [
            Left(sheets.asked(each), self._over(each), self.draft.url_of(each), marks)
            for each in asked
            if (marks := tuple(self._marks(each)))
        ]

    def _over(self, question: Question) -> Asked | None:
        found = self.draft.questionnaire.question(question.parent) if question.parent else None
        return sheets.asked(found) if found else None

    def _marks(self, question: Question) -> Iterable[Mark]:
        if question.id in self._open:
            yield Mark(OPEN, ("open", _("Open")))
        why = self.draft.look_again.get(question.id)
        if why:
            yield Mark(AGAIN, ("again", _("To look at again")), _(why))
        if lacks_other(self.draft.values.get(question.id, {})):
            words = _("“Other” is not specified")
            yield Mark(OTHER, ("draft", words))
        offered = self.contributions[question.id]
        if offered:
            words = ngettext("%(num)s contribution", "%(num)s contributions", offered)
            yield Mark(CONTRIBUTIONS, ("answered", words))
        to_do = self.to_do[question.id]
        if to_do:
            words = ngettext("%(num)s comment to do", "%(num)s comments to do", to_do)
            yield Mark(TO_DO, ("draft", words))

    @cached_property
    def _open(self) -> frozenset[str]:
        return frozenset(question.id for question in self.draft.unanswered)

    def of(self, kind: str) -> list[Left]:
        """Return where something of a kind waits; all of it for no kind."""
        if kind == MINE:
            return [each for each in self.everything if each.asked.question.article in self.mine]
        return [each for each in self.everything if not kind or each.has(kind)]

    @property
    def by_question(self) -> dict[str, tuple[Mark, ...]]:
        """What waits at each question."""
        return {each.asked.question.id: each.marks for each in self.everything}

    @property
    def shown(self) -> list[tuple[Place, list[Left]]]:
        """What is asked for, under its articles."""
        found = self.of(self.show)
        groups = (
            (place, [each for each in found if each.asked.question.article == place.label])
            for place in self.draft.places()
        )
        return [(place, group) for place, group in groups if group]

    def filters(self) -> list[tuple[str, str, bool, int | None]]:
        """Return the links that filter the list; those of rarer kinds when there is something."""
        named: list[tuple[str, str, bool]] = [
            ("", _("All"), True),
            (OPEN, _("Unanswered"), True),
            (AGAIN, _("To look at again"), True),
            (OTHER, _("Other, not specified"), False),
            (CONTRIBUTIONS, _("Contributions"), False),
            (TO_DO, _("Comments to do"), False),
            (MINE, _("Handed to me"), gate.may(Action.SAVE_ANSWER)),
        ]
        links = [(kind, words, always, len(self.of(kind))) for kind, words, always in named]
        return [
            (words, self.url(kind), kind == self.show, count)
            for kind, words, always, count in links
            if always or count or kind == self.show
        ]

    def url(self, kind: str = "") -> str:
        """Return the address of the list, filtered."""
        return url_for(
            "responses.response", strand_id=self.draft.strand.id, show=kind or None, _anchor="left"
        )

    def next_act(self) -> tuple[str, str] | None:
        """Return the reader's one next act: in the articles handed to them first."""
        for kind, words in self._acts():
            ordered = [*self.of(MINE), *self.everything]
            first = next((each for each in ordered if each.has(kind)), None)
            if first:
                return words, first.url
        if not self.draft.values or self.draft.is_as_submitted:
            return None
        words = _("Check and submit") if gate.may(Action.SUBMIT) else _("Check the answers")
        return words, url_for("responses.check", strand_id=self.draft.strand.id)

    def _acts(self) -> list[tuple[str, str]]:
        if not gate.may(Action.SAVE_ANSWER):
            return []
        return [
            (OPEN, _("Go to the next open question")),
            (AGAIN, _("Look at an answer again")),
        ]
