"""What an observation rests on, as pages offer and show it; and the passage it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _

from reviewmech.records.dialogue import SupplementaryQuestion, visible_questions
from reviewmech.records.feedback import Release, visible_releases
from reviewmech.records.observations import Ground, Observation
from reviewmech.records.responses import Version, questionnaire, visible_versions
from reviewmech.records.reviews import Strand
from reviewmech.rules.vocabulary import Inquiry
from reviewmech.web import gate, present, sheets
from reviewmech.web.titles import answer_title

LONGEST_PASSAGE = 4_000
"""Characters of a passage that an address carries."""


@dataclass(frozen=True)
class Passage:
    """Where a proposal begins: the words selected, and the text in which they stand."""

    quote: str
    answer: str
    thread: str
    release: Release | None

    @property
    def given(self) -> dict[str, str]:
        """What the form carries on, so that nothing of it is lost when it comes back."""
        feedback = f"{self.release.id}:" if self.release else ""
        named = {"quote": self.quote, "feedback": feedback}
        return {name: value for name, value in named.items() if value}


def passage(strand: Strand) -> Passage:
    """Return the passage an address (or the form that came of it) names."""
    given = request.values
    return Passage(
        quote=given.get("quote", "")[:LONGEST_PASSAGE],
        answer=_answer_named(strand, given.get("answer", "")),
        thread=given.get("thread", ""),
        release=_release_named(strand, given.get("feedback", "")),
    )


def _answer_named(strand: Strand, named: str) -> str:
    """Return an answer as the form names it: the number of its version, and its question."""
    key, _colon, question = named.partition(":")
    found = next((one for one in _versions(strand) if str(one.id) == key), None)
    return f"{found.number}:{question}" if found else ""


def _release_named(strand: Strand, named: str) -> Release | None:
    if not named:
        return None
    key = named.partition(":")[0]
    sight = (gate.session(), strand.id, gate.actor(), gate.situation())
    return next((one for one in visible_releases(*sight) if str(one.id) == key), None)


def _versions(strand: Strand) -> list[Version]:
    return visible_versions(gate.session(), strand.id, gate.actor(), gate.situation())


def answers_on(strand: Strand, article: str, also: str = "") -> list[tuple[str, str]]:
    """Return the submitted answers on an article, of the newest version, and one more named."""
    versions = _versions(strand)
    found = _answers_of(versions[0], article) if versions else []
    number, _colon, question = also.partition(":")
    if also and also not in dict(found):
        older = next((one for one in versions if str(one.number) == number), None)
        named = _answers_of(older, article) if older else []
        found = [one for one in named if one[0] == f"{number}:{question}"] + found
    return found


def _answers_of(version: Version, article: str) -> list[tuple[str, str]]:
    asked_in = questionnaire(gate.session(), version.edition_id)
    section = asked_in.section(article)
    laws = {law["id"]: law for law in version.laws}
    answered = [
        (question, sheets.given(question, version.values.get(question.id, {}), laws))
        for question in (section.questions if section else ())
    ]
    return [
        (
            f"{version.number}:{question.id}",
            f"{answer_title(asked_in, question)}: {answer.gist}",
        )
        for question, answer in answered
        if answer is not None
    ]


def closed_on(strand: Strand, article: str) -> list[SupplementaryQuestion]:
    """Return the closed supplementary questions on an article: what may be a ground."""
    sight = (gate.session(), strand.id, gate.actor(), gate.situation())
    seen = visible_questions(*sight, article)
    return [each for each in seen if each.state is Inquiry.CLOSED]


def question_title(thread: SupplementaryQuestion) -> str:
    """Return how a supplementary question is named in a list: who asked, and its first words."""
    sent = [message.text for message in thread.messages if message.sent_at]
    gist = " ".join(sent[0].split())[:120] if sent else ""
    return _("%(state)s: %(gist)s", state=present.state_name(thread.asked_by), gist=gist)


def grounds(observation: Observation) -> list[tuple[str, str, str]]:
    """Return what an observation rests on, as words, address, and the passage meant."""
    found = [
        (_answer(observation, ground) or _thread(ground) or _feedback(observation, ground), ground)
        for ground in observation.grounds
    ]
    return [(*linked, ground.quote) for linked, ground in found if linked]


def _answer(observation: Observation, ground: Ground) -> tuple[str, str] | None:
    if ground.version is None or ground.question is None:
        return None
    asked_in = questionnaire(gate.session(), ground.version.edition_id)
    asked = asked_in.question(ground.question)
    if asked is None:
        return None
    page = url_for(
        "versions.article",
        strand_id=observation.strand_id,
        number=ground.version.number,
        article=sheets.in_address(asked.article),
    )
    words = _(
        "Answer in version %(number)s: %(title)s",
        number=ground.version.number,
        title=answer_title(asked_in, asked),
    )
    return words, f"{page}#question-{asked.id}"


def _thread(ground: Ground) -> tuple[str, str] | None:
    if ground.thread is None:
        return None
    page = url_for("dialogue.question", strand_id=ground.thread.strand_id, key=ground.thread.key)
    return question_title(ground.thread), page


def _feedback(observation: Observation, ground: Ground) -> tuple[str, str] | None:
    if ground.release is None:
        return None
    words = _(
        "Written feedback of %(state)s on article %(article)s",
        state=present.state_name(ground.release.state),
        article=ground.article,
    )
    page = url_for(
        "feedback.article",
        strand_id=observation.strand_id,
        article=sheets.in_address(ground.article),
        _anchor=f"release-{ground.release.id}",
    )
    return words, page
