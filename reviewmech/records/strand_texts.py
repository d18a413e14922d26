"""The texts of a strand as they stand, by article: the newest of each place, for one reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reviewmech.records import responses, texts
from reviewmech.records.dialogue import Message, SupplementaryQuestion
from reviewmech.records.feedback import visible_releases
from reviewmech.records.observations import Observation
from reviewmech.records.reviews import Strand
from reviewmech.records.texts import Parts, Text
from reviewmech.records.translations import Mark
from reviewmech.records.wordings import Wording, newest_numbers
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Reading


class Listed(NamedTuple):
    """A text of a strand, without its words unless they were read on the way.

    ``about`` is the question it answers or the number of its observation; ``state`` the id of the
    State whose feedback or message it is.
    """

    thing: str
    place: str
    article: str
    language: str
    about: str = ""
    state: int | None = None
    at: datetime | None = None
    parts: Parts | None = None

    @property
    def is_answer(self) -> bool:
        """Whether it is an answer of the response."""
        return self.thing.startswith("answer:")

    def text(self, strand_id: int) -> Text | None:
        """Return the text itself, if its words were read on the way."""
        if self.parts is None:
            return None
        return Text(self.thing, self.place, strand_id, self.language, self.parts)


def visible_contents(
    session: Session, strand: Strand, actor: Actor, case: Case, article: str | None = None
) -> list[Listed]:
    """Return the texts of a strand that this actor may read, in the order of the questionnaire.

    With an article, only its texts.
    """
    found = [
        *_answers(session, strand, actor, case),
        *_feedback(session, strand, actor, case),
        *_messages(session, strand, actor, case, article),
        *_wordings(session, strand, actor, case, article),
    ]
    if article is not None:
        return [each for each in found if each.article == article]
    sections = responses.questionnaire(session, strand.edition_id).sections
    order = {section.article: place for place, section in enumerate(sections)}
    return sorted(found, key=lambda each: order.get(each.article, len(order)))


def _answers(session: Session, strand: Strand, actor: Actor, case: Case) -> Iterator[Listed]:
    versions = responses.visible_versions(session, strand.id, actor, case)
    if not versions:
        return
    version = versions[0]
    given = {each.question: each for each in version.answers}
    for question in responses.questionnaire(session, version.edition_id).questions:
        answer = given.get(question.id)
        parts = texts.written_in(answer.value) if answer else {}
        if answer and parts:
            yield Listed(
                texts.answer(version.id, question.id),
                f"answer:{question.id}",
                question.article,
                answer.language,
                about=question.id,
                parts=parts,
            )


def _feedback(session: Session, strand: Strand, actor: Actor, case: Case) -> Iterator[Listed]:
    for release in visible_releases(session, strand.id, actor, case):
        for article in release.articles:
            text = texts.released(release, article)
            if text.parts:
                yield Listed(
                    text.thing,
                    text.place,
                    article,
                    text.language,
                    state=release.state_id,
                    at=release.released_at,
                    parts=text.parts,
                )


def _messages(
    session: Session, strand: Strand, actor: Actor, case: Case, article: str | None
) -> Iterator[Listed]:
    if not may(Reading.DIALOGUE, actor, case):
        return
    place = func.row_number().over(
        partition_by=Message.thread_id, order_by=(Message.sent_at, Message.id)
    )
    chosen = (
        select(
            SupplementaryQuestion.key,
            SupplementaryQuestion.article,
            place,
            Message.language,
            Message.state_id,
            Message.sent_at,
        )
        .join(SupplementaryQuestion.messages)
        .where(SupplementaryQuestion.strand_id == strand.id, Message.sent_at.is_not(None))
        .order_by(SupplementaryQuestion.sent_at, Message.sent_at, Message.id)
    )
    if article is not None:
        chosen = chosen.where(SupplementaryQuestion.article == article)
    for key, about, number, language, state, at in session.execute(chosen):
        thing = f"message:{key}:{number}"
        yield Listed(thing, thing, about, language, state=state, at=at)


def _wordings(
    session: Session, strand: Strand, actor: Actor, case: Case, article: str | None
) -> Iterator[Listed]:
    if not may(Reading.OBSERVATIONS, actor, case):
        return
    newest = newest_numbers()
    chosen = (
        select(
            Observation.id, Observation.number, Observation.article, Wording.id, Wording.language
        )
        .join(newest, newest.c.observation_id == Observation.id)
        .join(
            Wording,
            (Wording.observation_id == Observation.id) & (Wording.number == newest.c.number),
        )
        .where(Observation.strand_id == strand.id)
        .order_by(Observation.number)
    )
    if article is not None:
        chosen = chosen.where(Observation.article == article)
    for key, number, about, wording, language in session.execute(chosen):
        yield Listed(
            texts.wording(wording), f"observation:{key}", about, language, about=str(number)
        )


@dataclass(frozen=True)
class Progress:
    """How far the texts of an article have come in one language."""

    texts: int
    translated: int
    stale: int

    @property
    def missing(self) -> int:
        """How many are not translated at all."""
        return self.texts - self.translated - self.stale


def progress(
    contents: list[Listed], language: str, marks: Mapping[str, list[Mark]]
) -> dict[str, Progress]:
    """Return by article how many texts there are to read, and how many are in a language.

    What was written in that language needs no translation, so it is not counted.
    """
    counted: dict[str, list[int]] = {}
    for each in contents:
        if each.language != language:
            row = counted.setdefault(each.article, [0, 0, 0])
            made = marks.get(each.place, [])
            fresh = any(_is_of(one, each) for one in made)
            row[0] += 1
            row[1] += fresh
            row[2] += bool(made) and not fresh
    return {article: Progress(*row) for article, row in counted.items()}


def _is_of(one: Mark, listed: Listed) -> bool:
    if one.thing == listed.thing:
        return True
    return listed.parts is not None and one.made_from == texts.digest(listed.parts)
