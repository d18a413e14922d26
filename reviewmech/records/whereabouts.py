"""Where a text stands: on which article, in which version, and under what it is read.

A list of what stands beside texts names their places; the texts themselves are not read for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.records import texts
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.feedback import Release
from reviewmech.records.observations import Observation
from reviewmech.records.responses import Version
from reviewmech.records.wordings import Wording


@dataclass(frozen=True)
class Whereabouts:
    """Where a text stands. What does not apply to its kind is empty.

    ``number`` is that of the version, release, message or wording; ``of`` the number of the
    observation. ``version`` and ``release`` are ids, by which an observation names its grounds.
    """

    kind: str
    number: int
    article: str = ""
    question: str = ""
    version: int | None = None
    release: int | None = None
    state: int | None = None
    thread: str = ""
    observation: int | None = None
    of: int = 0


Asked = list[tuple[str, str]]
Found = Iterator[tuple[str, Whereabouts]]


def whereabouts(session: Session, things: Iterable[str]) -> dict[str, Whereabouts]:
    """Return where the texts of these names stand; one statement a kind."""
    asked: dict[str, Asked] = defaultdict(list)
    for thing in filter(texts.is_name, set(things)):
        kind, of, which = thing.split(":", 2)
        asked[kind].append((of, which))
    return {
        thing: found
        for kind, of_kind in asked.items()
        for thing, found in _KINDS[kind](session, of_kind)
    }


def _answers(session: Session, asked: Asked) -> Found:
    rows = session.execute(select(Version.id, Version.number).where(Version.id.in_(_ids(asked))))
    numbers = dict(rows.all())
    for of, question in asked:
        if int(of) in numbers:
            place = Whereabouts("answer", numbers[int(of)], question=question, version=int(of))
            yield texts.answer(int(of), question), place


def _released(session: Session, asked: Asked) -> Found:
    rows = session.execute(
        select(Release.id, Release.number, Release.state_id).where(Release.id.in_(_ids(asked)))
    )
    known = {id: (number, state) for id, number, state in rows}
    for of, article in asked:
        if int(of) in known:
            number, state = known[int(of)]
            place = Whereabouts("feedback", number, article, release=int(of), state=state)
            yield texts.feedback(int(of), article), place


def _messages(session: Session, asked: Asked) -> Found:
    rows = session.execute(
        select(
            SupplementaryQuestion.key,
            SupplementaryQuestion.article,
            SupplementaryQuestion.question,
        ).where(SupplementaryQuestion.key.in_({key for key, _number in asked}))
    )
    known = {key: (article, question or "") for key, article, question in rows}
    for key, number in asked:
        if key in known:
            article, question = known[key]
            place = Whereabouts("message", int(number), article, question, thread=key)
            yield f"message:{key}:{number}", place


def _wordings(session: Session, asked: Asked) -> Found:
    rows = session.execute(
        select(Wording.id, Wording.number, Observation.id, Observation.number, Observation.article)
        .join(Wording.observation)
        .where(Wording.id.in_(_ids(asked)))
    )
    for id, number, observation, of, article in rows:
        place = Whereabouts("wording", number, article, observation=observation, of=of)
        yield texts.wording(id), place


def _ids(asked: Asked) -> set[int]:
    return {int(of) for of, _which in asked}


_KINDS: Mapping[str, Callable[[Session, Asked], Found]] = {
    "answer": _answers,
    "feedback": _released,
    "message": _messages,
    "wording": _wordings,
}
