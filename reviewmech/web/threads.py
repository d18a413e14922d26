"""How a supplementary question is presented: what it is about, how it stands, who must act."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from reviewmech.records import responses
from reviewmech.records.dialogue import (
    Brief,
    Message,
    SupplementaryQuestion,
    draft_of,
    visible_briefs,
    visible_messages,
)
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.questionnaire import Question, Questionnaire, Section
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


@dataclass(frozen=True)
class Thread:
    """A question as its reader sees it."""

    kept: SupplementaryQuestion
    about: Subject

    @property
    def url(self) -> str:
        """Where it is read."""
        return url_for("dialogue.question", strand_id=self.kept.strand_id, key=self.kept.key)

    @property
    def gist(self) -> str:
        """Its first words, without the marks of Markdown."""
        return _gist(self.kept.opening.text)

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
    def is_draft(self) -> bool:
        """Whether it is not yet sent."""
        return self.kept.state is Inquiry.DRAFT

    @property
    def is_closed(self) -> bool:
        """Whether the State that asked has closed it."""
        return self.kept.state is Inquiry.CLOSED

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
    def who_acts(self) -> str:
        """Say who must act, and how."""
        return _who_acts(self.kept.strand, self.kept.state, self.kept.asked_by)

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
    found = responses.visible_versions(gate.session(), strand.id, gate.actor(), gate.situation())
    return found[0] if found else None


def listed(found: list[SupplementaryQuestion]) -> list[Thread]:
    """Return the questions of one strand as their reader sees them."""
    asked_in = questionnaire(found[0].strand) if found else None
    return [Thread(kept, _about(kept, asked_in)) for kept in found if asked_in]


def _about(kept: SupplementaryQuestion, asked_in: Questionnaire) -> Subject:
    section = asked_in.section(kept.article)
    assert section is not None, "An edition never changes, so its articles stay."
    return Subject(kept.strand, section, asked_in.question(kept.question or ""), kept.version)


@dataclass(frozen=True)
class Line:
    """A question in a list, as its reader sees it."""

    kept: Brief
    about: Subject
    asked_by: State

    @property
    def url(self) -> str:
        """Where it is read."""
        return url_for("dialogue.question", strand_id=self.about.strand.id, key=self.kept.key)

    @property
    def gist(self) -> str:
        """Its first words, without the marks of Markdown: by these a list names it."""
        return _gist(self.kept.begins)

    @property
    def is_draft(self) -> bool:
        """Whether it is not yet sent."""
        return self.kept.state is Inquiry.DRAFT

    @property
    def is_closed(self) -> bool:
        """Whether the State that asked has closed it."""
        return self.kept.state is Inquiry.CLOSED

    @property
    def who_acts(self) -> str:
        """Say who must act, and how."""
        return _who_acts(self.about.strand, self.kept.state, self.asked_by)


def _gist(words: str) -> str:
    return shorten(words[:1000].translate(_MARKS), 120, placeholder=" …")


def _who_acts(strand: Strand, stands: Inquiry, asked_by: State) -> str:
    asker = present.state_name(asked_by)
    asked = present.state_name(strand.review.state)
    return {
        Inquiry.DRAFT: _("%(state)s sends it.", state=asker),
        Inquiry.OPEN: _("%(state)s answers.", state=asked),
        Inquiry.ANSWERED: _("%(state)s closes it or writes back.", state=asker),
        Inquiry.CLOSED: _("Nobody: it is closed."),
    }[stands]


def lines(strand: Strand) -> list[Line]:
    """Return the questions of a strand that the reader may see, to be listed."""
    found = visible_briefs(gate.session(), strand.id, gate.actor(), gate.situation())
    listed = []
    for kept in found:
        about = subject(strand, kept.article, kept.question, None)
        assert about is not None, "An edition never changes, so its articles stay."
        asked_by = gate.session().get_one(State, kept.asked_by_id)
        listed.append(Line(kept, about, asked_by))
    return listed


Links = list[tuple[str, str, bool, int | None]]


@dataclass(frozen=True)
class Sieve:
    """Which questions of a list are shown: those that stand so, those on an article, or all."""

    strand: Strand
    state: str | None
    article: str | None

    def passes(self, each: Line) -> bool:
        """Say whether a question is shown."""
        return self.state in {None, each.kept.state} and self._on(each)

    def _on(self, each: Line) -> bool:
        return self.article is None or sheets.from_address(self.article) == each.kept.article

    def by_state(self, listed: list[Line]) -> Links:
        """Offer to choose by how a question stands; drafts stand apart and are not counted."""
        found = [each for each in listed if not each.is_draft and self._on(each)]
        links: Links = [(_("All"), self._url(None, self.article), not self.state, len(found))]
        for one in (Inquiry.OPEN, Inquiry.ANSWERED, Inquiry.CLOSED):
            count = sum(each.kept.state is one for each in found)
            url = self._url(one, self.article)
            links.append((present.said(one), url, self.state == one, count))
        return links

    def by_article(self, listed: list[Line]) -> Links:
        """Offer to choose by article: those on which something was asked."""
        asked = {each.kept.article for each in listed if not each.is_draft}
        url, here = self._url(self.state, None), self.article is None
        links: Links = [(_("All articles"), url, here, None)]
        for section in questionnaire(self.strand).sections:
            if section.article in asked:
                named = sheets.in_address(section.article)
                url, here = self._url(self.state, named), self.article == named
                links.append((_article(section), url, here, None))
        return links

    def _url(self, state: str | None, article: str | None) -> str:
        chosen: dict[str, Any] = {"state": state, "article": article}
        return url_for("dialogue.questions", strand_id=self.strand.id, **chosen)


def _article(section: Section) -> str:
    if section.article:
        return _("Article %(article)s", article=section.article)
    return section.title(present.language())
