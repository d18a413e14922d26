"""How written feedback is presented: a State's own as it stands, and what was released."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for

from reviewmech.records import consultation, responses
from reviewmech.records.dialogue import visible_questions
from reviewmech.records.feedback import (
    FeedbackRevision,
    Release,
    mark,
    visible_drafts,
    visible_releases,
)
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.answers import applicable
from reviewmech.rules.questionnaire import Questionnaire, Section
from reviewmech.web import gate, present, sheets, threads
from reviewmech.web.readership import own_state
from reviewmech.web.threads import Thread


@dataclass(frozen=True)
class Remark:
    """One article, what the reader's State has written on it, and who takes it."""

    section: Section
    url: str
    draft: FeedbackRevision | None
    taken_by: list[State]
    is_own: bool

    @property
    def title(self) -> str:
        """What the article is called."""
        return self.section.title(present.language())

    @property
    def is_written(self) -> bool:
        """Whether anything is said on it."""
        return self.draft is not None and self.draft.is_written


@dataclass(frozen=True)
class Read:
    """A question as it was asked, the answer as submitted, and what was asked on it."""

    asked: sheets.Asked
    given: sheets.Given | None
    threads: list[Thread]


class Papers:
    """What the reader may see of the feedback in a strand."""

    def __init__(self, strand: Strand) -> None:
        self.strand, self.own = strand, own_state(strand)
        self.sight = (gate.session(), strand.id, gate.actor(), gate.situation())

    @property
    def is_reviewing(self) -> bool:
        """Whether the reader's State writes feedback here."""
        return self.own in self.strand.reviewing_states

    @cached_property
    def asked(self) -> Questionnaire:
        """The questions of the strand."""
        return threads.questionnaire(self.strand)

    @cached_property
    def drafts(self) -> dict[str, FeedbackRevision]:
        """What the reader's State has written, by article; for everybody else nothing."""
        return visible_drafts(*self.sight)

    @cached_property
    def releases(self) -> list[Release]:
        """The newest release of each State."""
        return visible_releases(*self.sight)

    @cached_property
    def version(self) -> Version | None:
        """The newest version of the response."""
        found = responses.visible_versions(*self.sight)
        return found[0] if found else None

    @property
    def mark(self) -> str:
        """What a release is compared with."""
        return mark(self.drafts)

    @property
    def own_release(self) -> Release | None:
        """What the reader's State has released."""
        own = (each for each in self.releases if self.own and each.state_id == self.own.id)
        return next(own, None)

    @property
    def is_changed(self) -> bool:
        """Whether the State has written anything since its release."""
        written = {name: each.plain for name, each in self.drafts.items() if each.is_written}
        return self.own_release is not None and self.own_release.articles != written

    def remarks(self) -> list[Remark]:
        """List the articles with what the reader's State has written."""
        proposal = consultation.current(gate.session(), self.strand.id)
        found = []
        for section in self.asked.sections:
            taken = consultation.readers(proposal, self.strand, section.article)
            draft = self.drafts.get(section.article)
            url = self.url(section.article)
            found.append(Remark(section, url, draft, taken, self.own in taken))
        return found

    def released(self, release: Release) -> list[tuple[Section, dict[str, Any]]]:
        """List the articles of a release with their texts, in reading order."""
        return [
            (section, release.articles[section.article])
            for section in self.asked.sections
            if section.article in release.articles
        ]

    def url(self, article: str) -> str:
        """Return the address of an article's feedback."""
        named = sheets.in_address(article)
        return url_for("feedback.article", strand_id=self.strand.id, article=named)

    def threads_on(self, article: str) -> list[Thread]:
        """List the questions asked on an article or its answers."""
        return threads.listed(visible_questions(*self.sight, article))

    def sheet(self, article: str, asked: list[Thread]) -> list[Read]:
        """Return the questions of an article that applied, with answers and what was asked."""
        if self.version is None:
            return []
        values = self.version.values
        laws = {law["id"]: law for law in self.version.laws}
        return [
            Read(
                sheets.asked(question),
                sheets.given(question, values.get(question.id, {}), laws),
                [each for each in asked if each.kept.question == question.id],
            )
            for question in applicable(self.asked, values)
            if question.article == article
        ]
