"""How a supplementary question is presented: what it is about, how it stands, who must act."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from flask import g, url_for
from flask_babel import gettext as _

from reviewmech.records import responses
from reviewmech.records.database import now
from reviewmech.records.dialogue import (
    Message,
    SupplementaryQuestion,
    draft_of,
    visible_messages,
)
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.questionnaire import Question, Questionnaire, Section
from reviewmech.rules.refusals import N_
from reviewmech.rules.timetable import is_past
from reviewmech.rules.vocabulary import Inquiry
from reviewmech.web import gate, present, sheets
from reviewmech.web.readership import own_state
from reviewmech.web.titles import answer_title

_MARKS = str.maketrans("", "", "*#>`")


@dataclass(frozen=True)
class Subject:
    """What a question is about: an answer, or an article, as it reads in a version."""

    strand: Strand
    section: Section
    question: Question | None
    version: Version | None

    @property
    def title(self) -> str:
        """What the answer or the article is called."""
        if self.question is None:
            return self.section.title(present.language())
        return answer_title(questionnaire(self.strand), self.question)

    @property
    def eyebrow(self) -> str:
        """What stands above the title: the instrument and the article."""
        return sheets.eyebrow(self.strand, self.section)

    @property
    def label(self) -> str:
        """The article and the title, in one line."""
        if not self.section.article:
            return self.title
        return _("Article %(article)s: %(title)s", article=self.section.article, title=self.title)

    @property
    def asked(self) -> sheets.Asked | None:
        """The question of the questionnaire, in the reader's language."""
        return sheets.asked(self.question) if self.question else None

    @property
    def given(self) -> sheets.Given | None:
        """The answer as it was submitted in this version."""
        if self.question is None or self.version is None:
            return None
        value = self.version.values.get(self.question.id, {})
        return sheets.given(self.question, value, {law["id"]: law for law in self.version.laws})

    @property
    def url(self) -> str | None:
        """The address of the answer or article as it was submitted."""
        if self.version is None:
            return None
        return url_for(
            "versions.article",
            strand_id=self.strand.id,
            number=self.version.number,
            article=sheets.in_address(self.section.article),
            _anchor=self.asked.id if self.asked else None,
        )


def questionnaire(strand: Strand) -> Questionnaire:
    """Return the questions of a strand."""
    return responses.questionnaire(gate.session(), strand.edition_id)


def subject(
    strand: Strand, article: str, question: str | None, version: Version | None
) -> Subject | None:
    """Return what is asked about, if this questionnaire has it."""
    asked_in = questionnaire(strand)
    section = asked_in.section(article)
    if section is None:
        return None
    return Subject(strand, section, asked_in.question(question or ""), version)


WHO_ACTS = {
    Inquiry.DRAFT: N_("%(asker)s sends it."),
    Inquiry.SET_ASIDE: N_("Nobody: it is set aside."),
    Inquiry.OPEN: N_("%(asked)s answers."),
    Inquiry.FOLLOW_UP: N_("%(asked)s answers."),
    Inquiry.ANSWERED: N_("%(asker)s closes it or writes back."),
    Inquiry.CLOSED: N_("Nobody: it is closed."),
}
"""Who must act, and how."""


class Shown(ABC):
    """A question as its reader sees it, in a list or on its page."""

    about: Subject

    @property
    @abstractmethod
    def key(self) -> str:
        """What names it in its address."""

    @property
    @abstractmethod
    def words(self) -> str:
        """The text that asks, or how it begins."""

    @property
    @abstractmethod
    def state(self) -> Inquiry:
        """Where it stands."""

    @property
    @abstractmethod
    def asker(self) -> State:
        """The State that asks."""

    @property
    @abstractmethod
    def hoped_for(self) -> date | None:
        """The day by which the State that asks hopes for an answer."""

    @property
    def url(self) -> str:
        """Where it is read."""
        return url_for("dialogue.question", strand_id=self.about.strand.id, key=self.key)

    @property
    def gist(self) -> str:
        """Its first words, without the marks of Markdown: by these a list names it."""
        return shorten(self.words[:300].translate(_MARKS), 120, placeholder=" …")

    @property
    def is_draft(self) -> bool:
        """Whether it is not yet sent."""
        return self.state in {Inquiry.DRAFT, Inquiry.SET_ASIDE}

    @property
    def is_set_aside(self) -> bool:
        """Whether it is a draft that was set aside."""
        return self.state is Inquiry.SET_ASIDE

    @property
    def is_closed(self) -> bool:
        """Whether the State that asked has closed it."""
        return self.state is Inquiry.CLOSED

    @property
    def is_open(self) -> bool:
        """Whether an answer is awaited."""
        return self.state in {Inquiry.OPEN, Inquiry.FOLLOW_UP}

    @property
    def is_overdue(self) -> bool:
        """Whether the day by which an answer was hoped for has passed without one."""
        return self.is_open and is_past(self.hoped_for, _today())

    @property
    def due(self) -> str:
        """Say by when an answer is hoped for; how long that is only while one is awaited."""
        if self.is_open or self.is_draft:
            return present.due_words(self.hoped_for, _today()) or ""
        return present.day(self.hoped_for)

    @property
    def who_acts(self) -> str:
        """Say who must act, and how."""
        asker = present.state_name(self.asker)
        asked = present.state_name(self.about.strand.review.state)
        return _(WHO_ACTS[self.state], asker=asker, asked=asked)


def _today() -> date:
    return now(gate.session()).date()


@dataclass(frozen=True)
class Thread(Shown):
    """A question with what was written on it."""

    kept: SupplementaryQuestion
    about: Subject

    @property
    def key(self) -> str:
        """What names it in its address."""
        return self.kept.key

    @property
    def words(self) -> str:
        """The text that asks."""
        return self.kept.opening.text

    @property
    def state(self) -> Inquiry:
        """Where it stands."""
        return self.kept.state

    @property
    def asker(self) -> State:
        """The State that asks."""
        return self.kept.asked_by

    @property
    def hoped_for(self) -> date | None:
        """The day by which the State that asks hopes for an answer."""
        return self.kept.due_on

    @property
    def messages(self) -> list[Message]:
        """The messages sent, as this reader may read them."""
        found = visible_messages(self.kept, gate.actor(), gate.situation())
        return [message for message in found if message.sent_at]

    @property
    def own_draft(self) -> Message | None:
        """What the reader's State has written here and not yet sent."""
        own = own_state(self.kept.strand)
        return draft_of(self.kept, own.id) if own else None

    @property
    def is_party(self) -> bool:
        """Whether the reader's State asked, or is the one asked: these two write."""
        own, strand = own_state(self.kept.strand), self.kept.strand
        return own is not None and own.id in {self.kept.asked_by_id, strand.review.state_id}

    @property
    def is_asker(self) -> bool:
        """Whether the reader's State asked."""
        own = own_state(self.kept.strand)
        return own is not None and own.id == self.kept.asked_by_id

    @property
    def since_version(self) -> str:
        """Say on which version it was asked, and that the response has changed since, if so."""
        made, newest = self.kept.version, _newest(self.kept.strand)
        if made is None:
            return ""
        if newest is not None and newest.number > made.number:
            return _(
                "Asked on version %(number)s; a newer version was submitted since.",
                number=made.number,
            )
        return _("Asked on version %(number)s.", number=made.number)


def _newest(strand: Strand) -> Version | None:
    found = versions(strand)
    return found[0] if found else None


def versions(strand: Strand) -> list[Version]:
    """Return the versions the reader may read, newest first, looked up once in a request."""
    known: dict[int, list[Version]] = g.setdefault("versions", {})
    if strand.id not in known:
        known[strand.id] = responses.visible_versions(
            gate.session(), strand.id, gate.actor(), gate.situation()
        )
    return known[strand.id]


def listed(found: list[SupplementaryQuestion]) -> list[Thread]:
    """Return the questions of one strand as their reader sees them."""
    asked_in = questionnaire(found[0].strand) if found else None
    return [Thread(kept, _about(kept, asked_in)) for kept in found if asked_in]


def _about(kept: SupplementaryQuestion, asked_in: Questionnaire) -> Subject:
    section = asked_in.section(kept.article)
    assert section is not None, "An edition never changes, so its articles stay."
    return Subject(kept.strand, section, asked_in.question(kept.question or ""), kept.version)
