"""Where a text of a review is read, in words and as an address; and what can be made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _

from reviewmech.records import responses
from reviewmech.records.annotations import Annotation
from reviewmech.records.reviews import Strand
from reviewmech.records.whereabouts import Whereabouts, whereabouts
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import Questionnaire
from reviewmech.web import gate, present, sheets
from reviewmech.web.titles import answer_title
from reviewmech.web.waiting import address

LONGEST_IN_ADDRESS = 1500
"""Characters of a quote that an address can carry."""


@dataclass(frozen=True)
class Located:
    """Where a text is read."""

    strand: Strand
    at: Whereabouts
    asked_in: Questionnaire

    @property
    def article(self) -> str:
        """The article it is about."""
        asked = self.asked_in.question(self.at.question)
        return asked.article if asked else self.at.article

    @property
    def heading(self) -> str:
        """What the article is called."""
        section = self.asked_in.section(self.article)
        title = section.title(present.language()) if section else self.article
        if not self.article:
            return title
        return _("Article %(article)s: %(title)s", article=self.article, title=title)

    @property
    def title(self) -> str:
        """What the text is called."""
        return {
            "answer": self._answer,
            "feedback": self._feedback,
            "message": self._message,
            "wording": self._wording,
        }[self.at.kind]()

    @property
    def url(self) -> str:
        """The address at which it is read."""
        article = sheets.in_address(self.article)
        at = self.at
        names: dict[str, dict[str, Any]] = {
            "versions.article": {"number": at.number, "article": article},
            "feedback.article": {"article": article},
            "dialogue.question": {"key": at.thread},
            "observations.observation": {"observation_id": at.observation},
        }
        page = _READ_ON[at.kind]
        return address(page, strand_id=self.strand.id, **names[page]) or "#"

    def url_of(self, one: Annotation) -> str:
        """Return the address at which an annotation is read, beside its text."""
        return f"{self.url}#annotation-{one.key}"

    def observation_of(self, quote: str = "") -> str | None:
        """Return where an observation is made of it; none where that is not open to the reader."""
        if not self.article or not gate.may(Action.PROPOSE_OBSERVATION, self.strand):
            return None
        at = self.at
        grounds = {
            "answer": {"answer": f"{at.version}:{at.question}"},
            "feedback": {"feedback": f"{at.release}:{at.article}"},
            "message": {"thread": at.thread},
        }.get(at.kind)
        if grounds is None:
            return None
        quoted = {"quote": quote} if quote and len(quote) <= LONGEST_IN_ADDRESS else {}
        return observation_from(self.strand, self.article, **grounds, **quoted)

    def _answer(self) -> str:
        question = self.asked_in.question(self.at.question)
        title = answer_title(self.asked_in, question) if question else self.at.question
        return _(
            "Answer to “%(question)s”, version %(number)s", question=title, number=self.at.number
        )

    def _feedback(self) -> str:
        states = {state.id: state for state in self.strand.participants}
        state = states.get(self.at.state or 0)
        return _("Feedback of %(state)s", state=present.state_name(state) if state else "")

    def _message(self) -> str:
        return _("Message %(number)s on a supplementary question", number=self.at.number)

    def _wording(self) -> str:
        return _(
            "Observation %(observation)s, wording %(number)s",
            observation=self.at.of,
            number=self.at.number,
        )


_READ_ON = {
    "answer": "versions.article",
    "feedback": "feedback.article",
    "message": "dialogue.question",
    "wording": "observations.observation",
}


def located(strand: Strand, things: Iterable[str]) -> dict[str, Located]:
    """Return where the texts of these names are read, as far as there are such."""
    found = whereabouts(gate.session(), things)
    versions = {}
    if any(each.version for each in found.values()):
        seen = responses.visible_versions(gate.session(), strand.id, gate.actor(), gate.situation())
        versions = {version.id: version.edition_id for version in seen}
    return {
        thing: Located(strand, at, _asked_in(versions.get(at.version or 0, strand.edition_id)))
        for thing, at in found.items()
    }


def observation_from(strand: Strand, article: str, **grounds: str) -> str | None:
    """Return where an observation is proposed on an article, from these grounds."""
    page = address("observations.propose", strand_id=strand.id, article=article)
    return f"{page}?{urlencode(grounds)}" if page and grounds else page


def _asked_in(edition: int) -> Questionnaire:
    return responses.questionnaire(gate.session(), edition)
