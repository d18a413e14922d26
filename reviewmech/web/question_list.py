"""The list of supplementary questions: work items in lines, and links that choose among them.

Drafts and what is set aside are counted for their own State alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from reviewmech.records.briefs import Brief, visible_briefs
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import Section
from reviewmech.rules.vocabulary import Inquiry
from reviewmech.web import gate, present, sheets
from reviewmech.web.readership import own_state
from reviewmech.web.threads import Shown, Subject, questionnaire, subject


@dataclass(frozen=True)
class Line(Shown):
    """A question in a list, as its reader sees it."""

    kept: Brief
    about: Subject
    asked_by: State
    own: State | None
    """The reader's State, if any."""

    @property
    def key(self) -> str:
        """What names it in its address."""
        return self.kept.key

    @property
    def words(self) -> str:
        """How the text that asks begins."""
        return self.kept.begins

    @property
    def state(self) -> Inquiry:
        """Where it stands."""
        return self.kept.state

    @property
    def asker(self) -> State:
        """The State that asks."""
        return self.asked_by

    @property
    def hoped_for(self) -> date | None:
        """The day by which the State that asks hopes for an answer."""
        return self.kept.due_on

    @property
    def has_reply_drafted(self) -> bool:
        """Whether the reader's State has begun a message on it that it can still send."""
        return self.kept.has_own_draft and not (self.is_draft or self.is_closed)

    @property
    def awaits_own(self) -> bool:
        """Whether the reader's State must act."""
        under_review = self.about.strand.review.state_id
        return self.own is not None and self.kept.awaits(self.own.id, under_review)


def lines(strand: Strand) -> list[Line]:
    """Return the questions of a strand that the reader may see, to be listed."""
    found = visible_briefs(gate.session(), strand.id, gate.actor(), gate.situation())
    own, listed = own_state(strand), []
    for kept in found:
        about = subject(strand, kept.article, kept.question, None)
        assert about is not None, "An edition never changes, so its articles stay."
        asked_by = gate.session().get_one(State, kept.asked_by_id)
        listed.append(Line(kept, about, asked_by, own))
    return listed


def to_send(listed: list[Line]) -> int:
    """Count the drafts that the reader may send: questions, and messages on open ones."""
    drafted = {
        Action.SEND_QUESTION: sum(each.state is Inquiry.DRAFT for each in listed),
        Action.SEND_REPLY: sum(each.has_reply_drafted for each in listed),
    }
    return sum(count for action, count in drafted.items() if gate.may(action))


Links = list[tuple[str, str, bool, int | None]]

OWN, DRAFTS = "mine", "drafts"
"""The filters that are no standing: what awaits the reader's State, and what it drafts."""

SENT: dict[str, Callable[[Line], bool]] = {
    OWN: lambda each: each.awaits_own,
    Inquiry.OPEN: lambda each: each.is_open,
    Inquiry.ANSWERED: lambda each: each.state is Inquiry.ANSWERED,
    Inquiry.CLOSED: lambda each: each.is_closed,
}


@dataclass(frozen=True)
class Sieve:
    """Which questions of a list are shown: those that stand so, those on an article, or all."""

    strand: Strand
    state: str | None
    article: str | None

    def sent(self, listed: list[Line]) -> list[Line]:
        """Return the questions that were sent and are shown."""
        passes = SENT.get(self.state, lambda each: False) if self.state else lambda each: True
        return [each for each in self._of_article(listed) if not each.is_draft and passes(each)]

    def drafts(self, listed: list[Line]) -> list[Line]:
        """Return the drafts of the reader's State that are shown, without those set aside."""
        return self._inside(listed, set_aside=False)

    def set_aside(self, listed: list[Line]) -> list[Line]:
        """Return the drafts of the reader's State that are set aside, where drafts are shown."""
        return self._inside(listed, set_aside=True)

    def _inside(self, listed: list[Line], *, set_aside: bool) -> list[Line]:
        if self.state not in {None, DRAFTS}:
            return []
        found = self._of_article(listed)
        return [each for each in found if each.is_draft and each.is_set_aside == set_aside]

    def _of_article(self, listed: list[Line]) -> list[Line]:
        if self.article is None:
            return listed
        named = sheets.from_address(self.article)
        return [each for each in listed if each.kept.article == named]

    def by_state(self, listed: list[Line]) -> Links:
        """Offer to choose by who must act and how a question stands; drafts to their State."""
        found = self._of_article(listed)
        sent = [each for each in found if not each.is_draft]
        links: Links = [self._link(_("All"), None, len(sent))]
        if own_state(self.strand) is not None:
            waiting = sum(map(SENT[OWN], sent))
            links.append(self._link(_("Waiting for my State"), OWN, waiting))
        for one in (Inquiry.OPEN, Inquiry.ANSWERED, Inquiry.CLOSED):
            links.append(self._link(present.said(one), one, sum(map(SENT[one], sent))))
        drafts = sum(each.state is Inquiry.DRAFT for each in found)
        if len(found) > len(sent):
            links.append(self._link(_("Drafts"), DRAFTS, drafts))
        return links

    def _link(self, words: str, state: str | None, count: int) -> tuple[str, str, bool, int | None]:
        return words, self._url(state, self.article), self.state == state, count

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
