"""How written feedback is presented: a State's own as it stands, and what was released."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for

from reviewmech.records import consultation, texts
from reviewmech.records.articles_read import ArticleRead, visible_reading
from reviewmech.records.consultation import Division
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.drafting_room import Room, drafted_questions, drafting_room
from reviewmech.records.feedback import (
    FeedbackRevision,
    Release,
    earlier_releases,
    mark,
    visible_releases,
)
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.records.translations import Beside, visible_translations
from reviewmech.rules.anchors import plain
from reviewmech.rules.answers import applicable
from reviewmech.rules.questionnaire import Questionnaire, Section
from reviewmech.web import gate, margins, sheets, threads
from reviewmech.web.question_list import Line, lines
from reviewmech.web.readership import own_state
from reviewmech.web.submitted import Submitted
from reviewmech.web.whereabouts import observation_from

LONGEST_QUOTE = 400
"""Signs of a text that go into an address; more of it can be quoted on the page it leads to."""


@dataclass(frozen=True)
class Read:
    """A question as it was asked, the answer as submitted, and what was asked on it."""

    asked: sheets.Asked
    given: sheets.Given | None
    threads: list[Line]


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
    def room(self) -> Room:
        """What the reader reads of drafts; nothing for who writes no feedback."""
        return drafting_room(*self.sight)

    @property
    def drafts(self) -> dict[str, FeedbackRevision]:
        """What the reader's State has written, by article; for everybody else nothing."""
        return self.room.own

    @cached_property
    def releases(self) -> list[Release]:
        """The newest release of each State."""
        return visible_releases(*self.sight)

    @property
    def version(self) -> Version | None:
        """The newest version of the response."""
        found = threads.versions(self.strand)
        return found[0] if found else None

    @cached_property
    def marks(self) -> dict[str, ArticleRead]:
        """What the reader's team has read, by article; for everybody else nothing."""
        return visible_reading(*self.sight)

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

    @cached_property
    def division(self) -> Division:
        """Who takes which article."""
        return consultation.division(gate.session(), self.strand)

    @property
    def partners(self) -> list[State]:
        """The other reviewing States with which the reader's State drafts together."""
        return [state for state in self.strand.reviewing_states if state.id in self.room.partners]

    def drafted_by_partners(self, article: str) -> list[tuple[State, FeedbackRevision]]:
        """List what the States that draft with the reader's write on an article, unreleased."""
        released = {each.state_id: each.articles.get(article) for each in self.releases}
        drafted = ((state, self.room.partners[state.id].get(article)) for state in self.partners)
        return [
            (state, revision)
            for state, revision in drafted
            if revision is not None and revision.plain != released.get(state.id)
        ]

    def asked_by_partners(self, article: str) -> list[SupplementaryQuestion]:
        """List the questions that those States have drafted on an article and not sent."""
        return drafted_questions(*self.sight, self.room, article)

    def is_as_released(self, article: str) -> bool:
        """Whether what the State says on an article now is what it released."""
        release, draft = self.own_release, self.drafts.get(article)
        said = release.articles.get(article) if release else None
        return said is not None and draft is not None and said == draft.plain

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

    def observation_url(self, release: Release, article: str, text: str) -> str | None:
        """Return where an observation is made of a text that was released."""
        return observation_from(
            self.strand,
            sheets.in_address(article),
            quote=_beginning(text),
            feedback=f"{release.id}:{article}",
        )

    def named(self, release: Release, article: str) -> str:
        """Return the name of a text that was released, by which others write beside it."""
        return texts.feedback(release.id, article)

    def named_answer(self, question: str) -> str:
        """Return the name of an answer of the newest version."""
        return texts.answer(self.version.id if self.version else 0, question)

    def annotated(self, article: str, read: list[Read]) -> margins.Found:
        """Return what the reader may see beside the answers and the feedback on an article."""
        released = {self.named(each, article): each for each in self._on(article)}
        earlier = {
            thing: {
                self.named(each, article): each.number
                for each in self._earlier
                if each.state_id == release.state_id and each.number < release.number
            }
            for thing, release in released.items()
        }
        questions = [each.asked.question.id for each in read]
        if self.version is None or self.version.number == 1:
            named = [self.named_answer(question) for question in questions]
            return margins.beside(self.strand, [*named, *released], earlier)
        on_answers = Submitted(self.strand, self.version.number).beside(questions)
        return {**margins.beside(self.strand, released, earlier), **on_answers}

    def translated(self, article: str) -> dict[str, list[Beside]]:
        """Return the translations the reader may see beside the feedback on an article."""
        known = {
            self.named(each, article): texts.released(each, article) for each in self._on(article)
        }
        session, strand, actor, case = self.sight
        return visible_translations(session, strand, known, actor, case, known) if known else {}

    def _on(self, article: str) -> list[Release]:
        return [each for each in self.releases if article in each.articles]

    @cached_property
    def _earlier(self) -> list[Release]:
        is_any = any(each.number > 1 for each in self.releases)
        return earlier_releases(*self.sight) if is_any else []

    def threads_on(self, article: str) -> list[Line]:
        """List the questions asked on an article or its answers, as the reader sees them."""
        listed = lines(self.strand)
        return [each for each in listed if each.kept.article == article and not each.is_set_aside]

    def sheet(self, article: str, asked: list[Line]) -> list[Read]:
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


def _beginning(text: str) -> str:
    """Return a text in one line; of a long one the beginning, up to the end of a word."""
    words = plain(text)
    if len(words) <= LONGEST_QUOTE:
        return words
    end = words.rfind(" ", 1, LONGEST_QUOTE)
    return words[: end if end > 0 else LONGEST_QUOTE]
