"""What a contributor has before them: the sections of their link, and a form for each question.

It is made of the questionnaire and of their own words alone: nothing that the State wrote decides
what is shown here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from reviewmech.actions.contributions import ContributionChanged
from reviewmech.records import contributions, responses
from reviewmech.records.contributions import Contribution, ContributionRevision
from reviewmech.records.reviews import Strand
from reviewmech.rules.conditions import Answers, is_given
from reviewmech.rules.questionnaire import Question, Section
from reviewmech.rules.vocabulary import Settlement
from reviewmech.web import gate, present, sheets
from reviewmech.web.by_link import contributor
from reviewmech.web.differing import Differing, differing
from reviewmech.web.drafts import Badge, Entry, Refusal
from reviewmech.web.sheets import Asked, Given, Place


@dataclass(frozen=True)
class Own:
    """One question with what the contributor wrote, to be read and to be filled in."""

    asked: Asked
    kept: ContributionRevision | None
    badge: Badge
    filling: Entry

    @property
    def given(self) -> Given | None:
        """What is kept, in words."""
        return sheets.given(self.asked.question, self.kept.value, {}) if self.kept else None

    @property
    def changes(self) -> list[Differing]:
        """How what was typed differs from what is kept."""
        value: Mapping[str, Any] = self.kept.value if self.kept else {}
        return differing(self.asked.question, value, self.filling.value, {})

    @property
    def kept_meanwhile(self) -> ContributionRevision | None:
        """What was saved from another window, if that is why this was refused."""
        reason = self.filling.refusal.reason if self.filling.refusal else None
        return reason.kept if isinstance(reason, ContributionChanged) else None


class OwnPart:
    """What a contributor's link opens in one strand, and what they wrote there."""

    def __init__(self, key: str, strand: Strand, articles: set[str]) -> None:
        session = gate.session()
        self.key, self.strand = key, strand
        self.questionnaire = responses.questionnaire(session, strand.edition_id)
        # The strand may have moved to a questionnaire that leaves a section out.
        self.articles = articles & {each.article for each in self.questionnaire.sections}
        self.written = contributions.own(session, contributor().id, strand.id)

    @cached_property
    def values(self) -> Answers:
        """What they wrote that is not empty."""
        found = ((name, each.newest.value) for name, each in self.written.items())
        return {name: value for name, value in found if value}

    @property
    def mark(self) -> str:
        """What changes with these pages, and with nothing that others do in the strand."""
        said = {name: (each.number, each.settlement) for name, each in self.written.items()}
        parts = [self.strand.step, present.language(), sorted(self.articles), sorted(said.items())]
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    @property
    def sections(self) -> list[Section]:
        """The sections handed to them, in reading order."""
        return [each for each in self.questionnaire.sections if each.article in self.articles]

    def asks(self, question: Question) -> bool:
        """Say whether a question is shown: a follow-up comes with their own words above it."""
        if question.parent is None or question.when is None or question.id in self.values:
            return True
        return question.when.holds(self.values)

    def questions(self, article: str) -> list[Question]:
        """Return the questions shown in a section."""
        every = self.questionnaire.questions
        return [each for each in every if each.article == article and self.asks(each)]

    def url(self, article: str) -> str:
        """Return the address of a section."""
        return url_for(
            "contributions.section",
            key=self.key,
            strand_id=self.strand.id,
            article=sheets.in_address(article),
        )

    def places(self, here: str | None = None) -> list[Place]:
        """List the sections with how far the contributor has come."""
        return [self._place(section, here) for section in self.sections]

    def _place(self, section: Section, here: str | None) -> Place:
        shown = self.questions(section.article)
        return Place(
            label=section.article,
            title=section.title(present.language()),
            url=self.url(section.article),
            current=section.article == here,
            answered=sum(is_given(self.values.get(each.id)) for each in shown),
            asked=len(shown),
        )

    def entries(self, article: str, refusal: Refusal | None = None) -> list[Own]:
        """Return the questions of a section as they stand, and the one refused as it was typed."""
        shown = self.questions(article)
        refused = self.questionnaire.question(refusal.question) if refusal else None
        if refused and refused not in shown:
            shown.append(refused)
        return [self._entry(question, refusal) for question in shown]

    def _entry(self, question: Question, refusal: Refusal | None) -> Own:
        contribution = self.written.get(question.id)
        kept = contribution.newest if contribution else None
        mine = refusal if refusal and refusal.question == question.id else None
        asked = sheets.asked(question)
        return Own(
            asked=asked,
            kept=kept,
            badge=("overdue", _("Not saved")) if mine else fate(contribution),
            filling=_filling(asked, kept, mine),
        )


def _filling(asked: Asked, kept: ContributionRevision | None, refusal: Refusal | None) -> Entry:
    """Return the form: of a refused text as typed, on top of what its writer now sees."""
    number = kept.number if kept else 0
    if refusal:
        seen = isinstance(refusal.reason, ContributionChanged)
        started_from = number if seen else refusal.started_from
        return Entry(asked, refusal.typed, refusal.language, started_from, refusal)
    value: Mapping[str, Any] = kept.value if kept else {}
    language = kept.language if kept else present.language()
    return Entry(asked, value, language, number)


def fate(contribution: Contribution | None) -> Badge:
    """Say what became of a contribution, as its writer is told."""
    if contribution is None or not contribution.newest.value:
        return "draft", _("Nothing written yet")
    if contribution.is_open:
        return "saved", _("Saved; it waits for the team")
    settled = present.day(contribution.settled_at)
    if contribution.settlement is Settlement.ADOPTED:
        return "agreed", _("Adopted on %(day)s", day=settled)
    if contribution.settlement is Settlement.MERGED:
        return "agreed", _("Put together with other words on %(day)s", day=settled)
    return "closed", _("Set aside on %(day)s", day=settled)


def own_parts(key: str) -> list[OwnPart]:
    """Return what a contributor's link opens, strand by strand."""
    found: dict[Strand, set[str]] = {}
    for section in contributions.sections_of(gate.session(), contributor().id):
        found.setdefault(section.strand, set()).add(section.article)
    ordered = sorted(found, key=lambda strand: strand.id)
    return [OwnPart(key, strand, found[strand]) for strand in ordered]
