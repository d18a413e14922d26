"""What an observation rests on, version by version, as the page of its chain shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from reviewmech.records import grounds
from reviewmech.records.dialogue import Message, visible_messages
from reviewmech.records.feedback import Release
from reviewmech.records.grounds import Given
from reviewmech.records.observations import Ground, Observation
from reviewmech.records.responses import questionnaire
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.purposes import Reading
from reviewmech.rules.questionnaire import Question
from reviewmech.web import enclosing, gate, present, sheets
from reviewmech.web.titles import answer_title


@dataclass(frozen=True)
class Rest:
    """One thing an observation rests on: its title, where it is read, and what it says.

    ``about`` says what it was made on; ``since`` what has changed since then.
    """

    title: str
    url: str
    quote: str = ""
    about: str = ""
    since: tuple[str, str] | None = None
    answer: sheets.Given | None = None
    messages: list[Message] = field(default_factory=list)
    feedback: dict[str, Any] | None = None
    chain: str | None = None

    def sender(self, message: Message) -> str:
        """Name the State that sent a message."""
        return _named(message.thread.strand, message.state_id)

    def cited(self, message: Message) -> list[sheets.Cited]:
        """Return the laws a message cites, as they stood."""
        return enclosing.cited(message)


def rests(strand: Strand, observation: Observation) -> list[Rest]:
    """Return all an observation rests on, as far as the reader may read it."""
    asked = {ground.question for ground in observation.grounds if ground.question}
    given = grounds.given(gate.session(), strand, asked, gate.actor()) if asked else {}
    releases = grounds.releases_of(gate.session(), observation.grounds)
    found: list[Rest] = []
    for ground in observation.grounds:
        found += _answer(strand, ground, given)
        found += _thread(strand, ground)
        found += _feedback(strand, ground, releases)
    return found


def question_of(ground: Ground) -> Question | None:
    """Return the question as it was asked in the version a ground names."""
    if ground.version is None or ground.question is None:
        return None
    return questionnaire(gate.session(), ground.version.edition_id).question(ground.question)


def read_at(strand: Strand, number: int, question: Question) -> str:
    """Return where an answer is read as it was submitted in a version."""
    return url_for(
        "versions.article",
        strand_id=strand.id,
        number=number,
        article=sheets.in_address(question.article),
        _anchor=sheets.asked(question).id,
    )


def _answer(strand: Strand, ground: Ground, given: dict[str, list[Given]]) -> Iterator[Rest]:
    version, question = ground.version, question_of(ground)
    if version is None or question is None:
        return
    every = given.get(question.id, [])
    own = next((each for each in every if each.version_id == version.id), None)
    if own is None:
        return
    laws = {law["id"]: law for law in version.laws}
    yield Rest(
        title=_(
            "Answer: %(title)s",
            title=answer_title(questionnaire(gate.session(), version.edition_id), question),
        ),
        url=read_at(strand, version.number, question),
        quote=ground.quote,
        about=_(
            "Version %(number)s, submitted on %(day)s.",
            number=version.number,
            day=present.day(version.submitted_at),
        ),
        since=changed_since(strand, own, every, question),
        answer=sheets.given(question, own.value, laws),
        chain=url_for(
            "chain.of_answer", strand_id=strand.id, number=version.number, question=question.id
        ),
    )


def changed_since(
    strand: Strand, own: Given, every: list[Given], question: Question
) -> tuple[str, str] | None:
    """Say that an answer reads otherwise in a newer version, and where, if it does."""
    later = [each for each in every if each.number > own.number and each.value != own.value]
    if not later:
        return None
    number = later[-1].number
    words = _("The answer has changed since: version %(number)s", number=number)
    return words, read_at(strand, number, question)


def _thread(strand: Strand, ground: Ground) -> Iterator[Rest]:
    thread, situation = ground.thread, gate.situation()
    if thread is None or thread.sent_at is None or not gate.may(Reading.DIALOGUE, strand):
        return
    messages = visible_messages(thread, gate.actor(), situation)
    yield Rest(
        title=_("Supplementary question of %(state)s", state=_named(strand, thread.asked_by_id)),
        url=url_for("dialogue.question", strand_id=strand.id, key=thread.key),
        quote=ground.quote,
        about=_("Asked on version %(number)s.", number=thread.version.number)
        if thread.version
        else "",
        messages=[each for each in messages if each.sent_at],
    )


def _feedback(strand: Strand, ground: Ground, releases: dict[int, Release]) -> Iterator[Rest]:
    release = releases.get(ground.release_id or 0)
    if release is None or not gate.may(Reading.FEEDBACK, strand):
        return
    yield Rest(
        title=_(
            "Written feedback of %(state)s on article %(article)s",
            state=_named(strand, release.state_id),
            article=ground.article,
        ),
        url=url_for(
            "feedback.article",
            strand_id=strand.id,
            article=sheets.in_address(ground.article),
            _anchor=f"release-{release.id}",
        ),
        quote=ground.quote,
        about=_("On version %(number)s of the response.", number=release.version.number)
        if release.version
        else "",
        feedback=release.articles.get(ground.article),
    )


def _named(strand: Strand, state: int) -> str:
    """Name a State, also one that has left the review since."""
    found = next((each for each in strand.participants if each.id == state), None)
    return present.state_name(found or gate.session().get_one(State, state))
