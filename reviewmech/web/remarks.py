"""How written feedback is presented: a State's own as it stands, and what was released."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for

from reviewmech.records import consultation, texts
from reviewmech.records.articles_read import ArticleRead, changed_since, visible_reading
from reviewmech.records.consultation import Division
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.drafting_room import Room, drafted_questions, drafting_room
from reviewmech.records.feedback import (
    FeedbackRevision,
    Release,
    earlier_releases,
    mark,
    newest_of_each,
)
from reviewmech.records.responses import Version, former_values
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.records.translations import Beside, visible_translations
from reviewmech.rules.anchors import plain
from reviewmech.rules.answers import applicable
from reviewmech.rules.questionnaire import Questionnaire, Section
from reviewmech.web import gate, margins, sheets, threads
from reviewmech.web.differing import Differing
from reviewmech.web.question_list import Line, lines
from reviewmech.web.readership import own_state
from reviewmech.web.submitted import Former, Frozen, Submitted
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
        self._frozen: dict[str, Frozen] = {}

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
        return newest_of_each(self._every_release)

    @cached_property
    def _every_release(self) -> list[Release]:
        return earlier_releases(*self.sight)

    @property
    def version(self) -> Version | None:
        """The newest version of the response."""
        found = threads.versions(self.strand)
        return found[0] if found else None

    @cached_property
    def marks(self) -> dict[str, ArticleRead]:
        """What the reader's team has read, by article; for everybody else nothing."""
        return visible_reading(*self.sight)

    @cached_property
    def changed(self) -> dict[int, set[str]]:
        """The articles that the newest version answers otherwise, by the version (id) read."""
        version, found = self.version, {}
        if version is None:
            return {}
        for key, questions in changed_since(self.sight[0], self.marks.values(), version).items():
            asked = map(self.asked.question, questions)
            found[key] = {question.article for question in asked if question}
        for read in {one.version for one in self.marks.values()} - {version}:
            if read.file_id or version.file_id:
                found[read.id] = {section.article for section in self.asked.sections}
        return found

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
        before = {
            each: self.named(each, article)
            for each in self._every_release
            if article in each.articles
        }
        earlier: dict[str, dict[str, int]] = {
            thing: {
                named: each.number
                for each, named in before.items()
                if each.state_id == release.state_id and each.number < release.number
            }
            for thing, release in released.items()
        }
        history = _History({named: each for each, named in before.items()}, article)
        if self.version is not None:
            submitted = Submitted(self.strand, self.version.number, self._values(article))
            earlier |= submitted.earlier(each.asked.question.id for each in read)
            history.answers = Former(submitted, self._read(article))
        return margins.beside(self.strand, earlier, earlier, history)

    def _values(self, article: str) -> dict[str, dict[str, Any]]:
        """Return what the newest version answers, read together with earlier ones on an article."""
        newest = self.version.id if self.version else 0
        read = self._read(article).items()
        return {question: value for (version, question), value in read if version == newest}

    def _read(self, article: str) -> Frozen:
        if article not in self._frozen:
            newest, *before = threads.versions(self.strand)
            asked = [each.id for each in self.asked.questions if each.article == article]
            named = [(version.id, question) for version in before for question in asked]
            self._frozen[article] = former_values(self.sight[0], named, newest.id)
        return self._frozen[article]

    def translated(self, article: str) -> dict[str, list[Beside]]:
        """Return the translations the reader may see beside the feedback on an article."""
        known = {
            self.named(each, article): texts.released(each, article) for each in self._on(article)
        }
        session, strand, actor, case = self.sight
        return visible_translations(session, strand, known, actor, case, known) if known else {}

    def _on(self, article: str) -> list[Release]:
        return [each for each in self.releases if article in each.articles]

    def threads_on(self, article: str) -> list[Line]:
        """List the questions asked on an article or its answers, as the reader sees them."""
        listed = lines(self.strand)
        return [each for each in listed if each.kept.article == article and not each.is_set_aside]

    def sheet(self, article: str, asked: list[Line]) -> list[Read]:
        """Return the questions of an article that applied, with answers and what was asked."""
        if self.version is None:
            return []
        values = self._values(article)
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


class _History:
    """What earlier versions of answers and of feedback said on an article."""

    def __init__(self, releases: dict[str, Release], article: str) -> None:
        self.releases, self.article = releases, article
        self.answers: Former | None = None

    def read(self, names: Collection[str]) -> None:
        """Read nothing: what it tells of was read for the page."""

    def differing(self, then: str, thing: str, part: str) -> list[Differing]:
        """Tell how a text differs from an earlier version, in a part or as a whole."""
        if then not in self.releases:
            assert self.answers is not None, "Without a version there is no answer."
            return self.answers.differing(then, thing, part)
        old, new = (texts.released(self.releases[each], self.article) for each in (then, thing))
        return margins.differing_parts(old.parts, new.parts, part)


def _beginning(text: str) -> str:
    """Return a text in one line; of a long one the beginning, up to the end of a word."""
    words = plain(text)
    if len(words) <= LONGEST_QUOTE:
        return words
    end = words.rfind(" ", 1, LONGEST_QUOTE)
    return words[: end if end > 0 else LONGEST_QUOTE]
