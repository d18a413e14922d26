"""The texts that are read in a review: submitted, released, sent or proposed, each by a name.

What stands beside a text (an annotation, a translation) keeps its name, and a name says the
version too: the text of a name never changes. All versions of a text share one place. The parts
of a text have keys that stay, those of the forms in which they were written.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from re import fullmatch
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from reviewmech.records.dialogue import Message, SupplementaryQuestion
from reviewmech.records.feedback import TEXTS, Release
from reviewmech.records.observations import Observation
from reviewmech.records.responses import Version, VersionAnswer
from reviewmech.records.wordings import Wording
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Reading

Parts = Mapping[str, str]

Asked = list[tuple[str, str]]
"""The two halves of names of one kind: of what, and which."""


@dataclass(frozen=True)
class Text:
    """A text as it was written: its parts in their order, in one language."""

    thing: str
    place: str
    """What it is a version of: an answer, a State's feedback on an article, an observation."""
    strand_id: int
    language: str
    parts: Parts

    @property
    def seal(self) -> str:
        """The SHA-256 of its parts."""
        return digest(self.parts)


def answer(version_id: int, question: str) -> str:
    """Name an answer as submitted."""
    return f"answer:{version_id}:{question}"


def feedback(release_id: int, article: str) -> str:
    """Name what a State released on an article."""
    return f"feedback:{release_id}:{article}"


def released(release: Release, article: str) -> Text:
    """Return what a State released on an article."""
    said = release.articles[article]
    return Text(
        thing=feedback(release.id, article),
        place=f"feedback:{release.state_id}:{article}",
        strand_id=release.strand_id,
        language=said.get("language", ""),
        parts={key: said[key] for key in TEXTS if said.get(key)},
    )


def messages(thread: SupplementaryQuestion) -> dict[int, str]:
    """Name the messages that were sent (ids), by their thread and their place among those sent.

    Their ids would tell how many others are being drafted.
    """
    sent = enumerate(_sent(thread), start=1)
    return {one.id: f"message:{thread.key}:{place}" for place, one in sent}


def wording(wording_id: int) -> str:
    """Name a wording that was proposed."""
    return f"wording:{wording_id}:"


def is_name(thing: str) -> bool:
    """Say whether this can be the name of a text."""
    kind, _, rest = thing.partition(":")
    return kind in _KINDS and ":" in rest


def place_of(thing: str) -> str | None:
    """Return of what a text is a version, where its name tells; None where it must be read."""
    kind, _, rest = thing.partition(":")
    if kind == "answer":
        return f"answer:{rest.partition(':')[2]}"
    return thing if kind == "message" else None


def reading_of(thing: str) -> Reading:
    """Return the reading under which a text of this name stands."""
    return _KINDS[thing.partition(":")[0]].reading


def kinds_read(actor: Actor, case: Case) -> list[str]:
    """Return the kinds of texts that somebody may read here, as names begin."""
    return [kind for kind, one in _KINDS.items() if may(one.reading, actor, case)]


def texts(session: Session, things: Iterable[str]) -> dict[str, Text]:
    """Return the texts of these names, as far as there are such; one statement a kind."""
    wanted = {thing for thing in things if is_name(thing)}
    asked: dict[str, Asked] = defaultdict(list)
    for thing in wanted:
        kind, of, which = thing.split(":", 2)
        asked[kind].append((of, which))
    found = [each for kind in asked for each in _KINDS[kind].read(session, asked[kind])]
    return {each.thing: each for each in found if each.thing in wanted}


def visible_text(
    session: Session, strand_id: int, thing: str, actor: Actor, case: Case
) -> Text | None:
    """Return a text of a strand by its name, if this actor may read it."""
    if not is_name(thing) or not may(reading_of(thing), actor, case):
        return None
    found = texts(session, [thing]).get(thing)
    return found if found and found.strand_id == strand_id else None


def parts_of(session: Session, thing: str) -> dict[str, str]:
    """Return the parts of a text in their order; none when there is no such text."""
    found = texts(session, [thing]).get(thing)
    return dict(found.parts) if found else {}


def strand_of(session: Session, thing: str) -> int | None:
    """Return the id of the strand to which a text belongs, if there is such a text."""
    found = texts(session, [thing]).get(thing)
    return found.strand_id if found else None


def digest(parts: Parts) -> str:
    """Return the SHA-256 of the parts of a text, whatever their order."""
    canonical = json.dumps(dict(parts), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def written_in(value: Mapping[str, Any]) -> dict[str, str]:
    """Return what was written in an answer, by the names of the fields in which it was."""
    return {key: words for key, words in _written_in(value) if words}


def _written_in(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("other", "text", "source"):
        yield key, value.get(key, "")
    for place, need in enumerate(value.get("needs", ())):
        for key in ("what", "received"):
            yield f"need-{place}-{key}", need.get(key, "")
    for place, cited in enumerate(value.get("citations", ())):
        yield f"citation-{place}-quotation", cited.get("quotation", "")
    yield "remark", value.get("remark", "")


def _answers(session: Session, asked: Asked) -> Iterator[Text]:
    rows = session.execute(
        select(VersionAnswer, Version.strand_id)
        .join(VersionAnswer.version)
        .where(
            VersionAnswer.version_id.in_(_ids(asked)),
            VersionAnswer.question.in_({question for _of, question in asked}),
        )
    )
    for one, strand in rows:
        thing = answer(one.version_id, one.question)
        yield Text(thing, f"answer:{one.question}", strand, one.language, written_in(one.value))


def _released(session: Session, asked: Asked) -> Iterator[Text]:
    articles = {article for _of, article in asked}
    for one in session.scalars(select(Release).where(Release.id.in_(_ids(asked)))):
        for article in articles & set(one.articles):
            yield released(one, article)


def _messages(session: Session, asked: Asked) -> Iterator[Text]:
    threads = session.scalars(
        select(SupplementaryQuestion)
        .join(SupplementaryQuestion.messages)
        .where(SupplementaryQuestion.key.in_({key for key, _which in asked}))
        .options(contains_eager(SupplementaryQuestion.messages))
        .order_by(Message.id)
    ).unique()
    for thread in threads:
        for place, one in enumerate(_sent(thread), 1):
            thing = f"message:{thread.key}:{place}"
            yield Text(thing, thing, thread.strand_id, one.language, {"text": one.text})


def _wordings(session: Session, asked: Asked) -> Iterator[Text]:
    rows = session.execute(
        select(
            Wording.id,
            Wording.observation_id,
            Wording.language,
            Wording.text,
            Observation.strand_id,
        )
        .join(Wording.observation)
        .where(Wording.id.in_(_ids(asked)))
    )
    for key, observation, language, words, strand in rows:
        place = f"observation:{observation}"
        yield Text(wording(key), place, strand, language, {"text": words})


def _ids(asked: Asked) -> set[int]:
    return {int(of) for of, _which in asked if fullmatch(r"[1-9][0-9]{0,17}", of)}


def _sent(thread: SupplementaryQuestion) -> list[Message]:
    sent = [each for each in thread.messages if each.sent_at]
    return sorted(sent, key=lambda each: (each.sent_at, each.id))


@dataclass(frozen=True)
class _Kind:
    """One kind of text: how those of its names are read, and who may read them."""

    read: Callable[[Session, Asked], Iterator[Text]]
    reading: Reading


_KINDS: Mapping[str, _Kind] = {
    "answer": _Kind(_answers, Reading.SUBMITTED_RESPONSE),
    "feedback": _Kind(_released, Reading.FEEDBACK),
    "message": _Kind(_messages, Reading.DIALOGUE),
    "wording": _Kind(_wordings, Reading.OBSERVATIONS),
}
