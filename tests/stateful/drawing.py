"""What somebody gives to an act: drawn by the name and the kind of each thing the act asks for.

An act that is written tomorrow is tried tomorrow: nothing here names an act, only what acts ask
for. What is drawn is mostly right, and often not: of another strand, out of date, or no text.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import EnumType
from random import Random
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy import select

from reviewmech.actions.act import PERFORMERS
from reviewmech.actions.uploads import take
from reviewmech.records import (
    consultation,
    database,
    dialogue,
    drafts,
    feedback,
    standing,
    summaries,
    texts,
)
from reviewmech.records.annotations import Annotation
from reviewmech.records.base import Base
from reviewmech.records.contributions import Contributor, own
from reviewmech.records.observations import Observation
from reviewmech.records.people import Appointment, Person
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Phase, Strand, review_of
from reviewmech.records.wordings import Position, Wording
from reviewmech.rules.access import Actor
from reviewmech.rules.notices import Category, Pace
from reviewmech.rules.purposes import Action
from reviewmech.rules.vocabulary import Capacity
from tests.stateful.stage import Stage

Hints = dict[str, tuple[Any, bool]]

QUESTIONS = ("untoc-5-offence", "untoc-5-model", "untoc-5-figures", "tip-5-offence", "nothing")
FRAMES = (
    "{}",
    "{} and more",
    "  {}\r\n\r\n{} ",
    "\u202bكلمة {}\u202c",
    "🕊️ {}",
    "<b>{}</b> =1+1",
    "{}" + " x" * 90,
)
SENT_AT_ONCE = frozenset({"several", "threads", "marks"})
NO_TEXTS = ("", "   ", "\u200b\u0007", "with a \0 sign")


def asked_for(action: Action) -> Hints:
    """Return what an act asks for: name -> its kind, and whether it may be left out."""
    function = inspect.unwrap(PERFORMERS[action])
    kinds = get_type_hints(function)
    found: Hints = {}
    for one in list(inspect.signature(function).parameters.values())[3:]:
        if one.kind is one.VAR_KEYWORD:
            (spread,) = get_args(kinds[one.name])
            found |= {name: (kind, True) for name, kind in get_type_hints(spread).items()}
        else:
            found[one.name] = (kinds[one.name], one.default is not one.empty)
    return found


@dataclass
class Drawing:
    """What one attempt gives."""

    stage: Stage
    by: Random
    actor: Actor
    subject: object
    given: dict[str, Any] = field(default_factory=dict)

    def all(self, action: Action) -> Mapping[str, Any]:
        """Draw everything an act asks for; what may be left out often is."""
        asked = asked_for(action)
        # Records first: numbers and digests are read from them.
        for name, (kind, is_optional) in sorted(
            asked.items(), key=lambda one: not _record(one[1][0])
        ):
            often = 0.9 if name in {"article", "text", "thread"} else 0.4
            if not is_optional or self.by.random() < often:
                self.given[name] = self.one(name, kind)
        if self.given.get("several") is not None or self.given.get("threads"):
            # Drafts are sent as they stand, and nothing is typed meanwhile.
            sent = {name: self.given[name] for name in SENT_AT_ONCE & self.given.keys()}
            self.given = sent
        return self.given

    def one(self, name: str, kind: Any) -> Any:
        """Draw one thing by its name, or else by its kind."""
        by_name = BY_NAME.get(name)
        if by_name is not None and _fits(kind, by_name[0]):
            return by_name[1](self)
        record = _record(kind)
        if record is not None:
            return self.record(record, is_optional=type(None) in get_args(kind))
        plain = next((each for each in (get_args(kind) or (kind,)) if each is not type(None)), kind)
        if isinstance(plain, EnumType):
            return self.by.choice(list(plain))
        if plain in BY_KIND:
            return BY_KIND[plain](self)
        raise TypeError(f"Teach the machine what to give for {name}: {kind} (tests/stateful).")

    def record(self, kind: type[Base], *, is_optional: bool = False) -> Base | None:
        """Draw one of the records of a kind, mostly one of the strand at hand that they know of."""
        found = self.stage.all(kind)
        near = [one for one in found if getattr(one, "strand_id", None) == _id(self.subject)]
        known = [one for one in near if getattr(one, "sent_at", True) or self.owns(one)]
        chosen = found
        for fewer, often in ((near, 0.85), (known, 0.85), (list(filter(self.owns, known)), 0.4)):
            chosen = fewer if fewer and self.by.random() < often else chosen
        if not chosen:
            if is_optional:
                return None
            raise NothingThere
        return self.by.choice(chosen)

    @property
    def own(self) -> int | None:
        """The State (id) for which they act here."""
        review = review_of(self.subject)
        return self.actor.state_in(review.id if review else None)

    def owns(self, one: Any) -> bool:
        """Say whether a record is of the State for which they act."""
        of = getattr(one, "asked_by_id", None) or getattr(one, "state_id", None)
        return self.own is not None and of == self.own

    def text(self) -> str:
        """Draw a marked text, or none at all."""
        frame = self.by.choice(FRAMES * 4 + NO_TEXTS)
        return frame.format(*[self.mark()] * frame.count("{}"))

    def mark(self) -> str:
        """Return a new marked word."""
        return self.stage.mark(self.actor, self.subject)

    def mostly(self, right: object, *wrong: object) -> Any:
        """Draw the right thing, or sometimes a wrong one."""
        return right if self.by.random() < 0.85 else self.by.choice(wrong)

    def number(self) -> int:
        """Draw the number that a page would have sent, or one out of date."""
        return int(self.mostly(_number(self), 0, 1, 2, -1))


class NothingThere(Exception):
    """There is nothing yet of what the act is about."""


def _id(subject: object) -> int | None:
    return subject.id if isinstance(subject, Strand) else None


def _record(kind: Any) -> type[Base] | None:
    """Return the record a kind names, if it names one."""
    options = get_args(kind) if get_origin(kind) in {Union, types.UnionType} else (kind,)
    records = [one for one in options if isinstance(one, type) and issubclass(one, Base)]
    return records[0] if records else None


def _fits(kind: Any, wanted: type | None) -> bool:
    return wanted is None or wanted in (get_args(kind) or (kind,)) or kind is wanted


def _number(self: Drawing) -> int:
    """Return the number that stands: of a law, a paragraph, a proposal, an answer, a feedback."""
    given, session, strand = self.given, self.stage.session, self.subject
    for name, number in (("law", "revision"), ("paragraph", "number"), ("contribution", "number")):
        if isinstance(given.get(name), Base):
            return int(getattr(given[name], number))
    if not isinstance(strand, Strand):
        return 1
    if "question" in given and self.actor.contributing is not None:
        mine = own(session, self.actor.contributing.contributor, strand.id).get(given["question"])
        return mine.number if mine else 0
    if "question" in given:
        found = drafts.kept(session, strand.id, given["question"])
        return found[1].number if found else 0
    if "article" in given:
        state = self.actor.state_in(strand.review.id) or 0
        kept = feedback.drafts(session, strand.id, state).get(given["article"])
        return kept.number if kept else 0
    proposal = consultation.current(session, strand.id)
    return proposal.number if proposal else 0


def _wording(self: Drawing) -> int:
    item = self.given.get("observation")
    return int(self.mostly(item.wording.id if item else 1, 1, 2))


def _digest(self: Drawing) -> str:
    session = self.stage.session
    if isinstance(self.subject, Strand):
        found = standing.standing_digest(session, self.subject.id)
    else:
        summary = self.given.get("summary")
        summary = summary or (
            summaries.in_preparation(session, self.subject.id)
            if isinstance(self.subject, Phase)
            else None
        )
        found = summaries.digest(summaries.paragraphs(session, summary)) if summary else "none"
    return str(self.mostly(found, "of something else"))


def _value(self: Drawing) -> dict[str, Any]:
    word = self.text()
    return self.by.choice(
        [
            {"choice": "yes", "remark": word},
            {"choice": "in_part", "remark": word},
            {"other": word},
            {"source": word},
            {"remark": word},
            {"needs": [{"type": "training", "what": word}]},
            {},
            {"citations": [{"law": 1, "article": "1", "quotation": word}], "choice": "yes"},
        ]
    )


def _read(self: Drawing) -> str | None:
    thread = self.given.get("thread") or self.given.get("draft")
    if thread is None:
        return None
    draft = _draft(self, thread)
    return self.mostly(draft.mark if draft else None, "of another text", None)


def _file(self: Drawing) -> dict[str, Any]:
    name = f"{self.mark()}.pdf"
    return take(self.stage.session, name, b"%PDF-1.7 " + name.encode()).plain


def _address(self: Drawing) -> str:
    known = [one.address for one in self.stage.all(Person)]
    return str(self.mostly(f"p{self.stage.sent}@example.org", self.by.choice(known)))


def _article(self: Drawing) -> str:
    return str(self.by.choice(["5"] * 6 + ["", "99"]))


def _sections(self: Drawing) -> list[tuple[Strand, str]]:
    astray = [(self.by.choice(self.stage.strands), _article(self))]
    return list(self.mostly([(self.stage.cast.untoc, "5")], [], astray))


def _division(self: Drawing) -> dict[str, list[int]]:
    known = [one.id for one in self.stage.states]
    return self.by.choice([{}, {"5": [self.by.choice(known)]}, {"99": known}, {"5": []}])


def _answers(self: Drawing) -> list[tuple[int, str]]:
    return [(1, self.by.choice(QUESTIONS)) for _ in range(self.by.randint(0, 2))]


def _threads(self: Drawing) -> list[str]:
    keys = list(
        self.stage.session.scalars(
            select(dialogue.SupplementaryQuestion.key).order_by(dialogue.SupplementaryQuestion.id)
        )
    )
    return self.by.sample([*keys, "nothing"], self.by.randint(0, 1))


def _drafts(self: Drawing) -> list[Base]:
    found = [one for one in self.stage.all(dialogue.SupplementaryQuestion) if not one.sent_at]
    return self.by.sample(found, min(len(found), self.by.randint(1, 2)))


def _drafted_on(self: Drawing) -> list[Base]:
    """Draw questions on which the actor's State has drafted a message, and others."""
    found = self.stage.all(dialogue.SupplementaryQuestion)
    near = [one for one in found if one.sent_at and _draft(self, one)]
    chosen = self.mostly(near, found)
    return self.by.sample(chosen, min(len(chosen), self.by.randint(1, 2)))


def _draft(self: Drawing, thread: dialogue.SupplementaryQuestion) -> dialogue.Message | None:
    strand = self.subject
    state = self.actor.state_in(strand.review.id) if isinstance(strand, Strand) else None
    return dialogue.draft_of(thread, state)


def _marks(self: Drawing) -> list[str]:
    drafts = [one.opening for one in self.given.get("several") or ()]
    drafts += [_draft(self, one) for one in self.given.get("threads") or ()]
    return [self.mostly(one.mark if one else "none", "of another text") for one in drafts]


def _annotations(self: Drawing) -> dict[str, str]:
    """Draw what somebody has ticked: annotations by their keys, each as it was read."""
    found = self.stage.all(Annotation)
    chosen = self.by.sample(found, min(len(found), self.by.randint(0, 2)))
    return {one.key: self.mostly(one.mark, "of another text") for one in chosen}


def _thing(self: Drawing) -> str:
    """Draw the name of a text: mostly of one that is there."""
    every = [
        *((one, texts.answer(one.id, QUESTIONS[0])) for one in self.stage.all(Version)),
        *((one, texts.feedback(one.id, "5")) for one in self.stage.all(feedback.Release)),
        *((one.observation, texts.wording(one.id)) for one in self.stage.all(Wording)),
    ]
    here = [name for of, name in every if of.strand_id == _id(self.subject)]
    names = here or [name for _of, name in every]
    return str(self.mostly(self.by.choice([*names, "nothing"]), "", "answer:1", "answer:1:2:3"))


def _words(self: Drawing) -> dict[str, dict[str, str]]:
    thing = _thing(self)
    found = texts.texts(self.stage.session, [thing]).get(thing)
    return {thing: {part: self.text() for part in (found.parts if found else ("text",))}}


def _experts(self: Drawing) -> list[Base]:
    found = self.stage.all(Appointment)
    own = [one for one in found if self.owns(one) and one.capacity is Capacity.EXPERT]
    chosen = self.mostly([one for one in own if one.until is None], found)
    return self.by.sample(chosen, min(len(chosen), self.by.randint(0, 2)))


def _positions(self: Drawing) -> list[str]:
    """Draw positions by their marks: mostly those that wait for this State's focal point."""
    here = [one for one in self.stage.all(Observation) if one.strand_id == _id(self.subject)]
    held = [one.wording.ad_referendum(self.own) for one in here]
    found = [one.mark for one in held if one is not None]
    astray = [one.mark for one in self.stage.all(Position)] or ["none"]
    return self.by.sample(self.mostly(found or astray, astray), 1)


def _form(self: Drawing) -> str:
    known = database.surroundings(self.stage.session).mechanism.meeting_forms
    return str(self.mostly(next(iter(known)), "by pigeon"))


def _held_on(self: Drawing) -> date:
    return self.stage.clock.today - timedelta(days=self.mostly(self.by.randint(0, 40), -1))


def _seals(self: Drawing) -> list[str]:
    received = self.given.get("enclosed") or []
    return list(self.mostly([each["sha256"] for each in received], ["of another file"]))


def _taker(self: Drawing) -> int:
    return int(self.by.choice(self.stage.states).id)


def _spans(self: Drawing) -> list[tuple[int, int]]:
    item = self.given.get("observation")
    longest = len(item.wording.text) if item else 1
    start = self.by.randint(0, longest)
    return [(start, self.mostly(self.by.randint(start, longest), start - 1, longest + 1))]


def _to(self: Drawing) -> Base | None:
    return self.record(self.by.choice([Person, Contributor]))


def _from(*options: Any) -> Callable[[Drawing], Any]:
    return lambda self: self.by.choice(options)


def _few(*options: Any) -> Callable[[Drawing], Any]:
    return lambda self: self.by.sample(options, self.by.randint(0, 2))


BY_NAME: dict[str, tuple[type | None, Callable[[Drawing], Any]]] = {
    "address": (str, _address),
    "answers": (None, _answers),
    "article": (str, _article),
    "articles": (str, lambda self: self.by.choice([["5"], [_article(self)], []])),
    "chosen": (None, _annotations),
    "citations": (None, lambda self: self.by.choice([[], [{"law": 1, "article": "1"}]])),
    "dated": (str, _from("2011", "2011-05-01", "soon")),
    "digest": (str, _digest),
    "division": (None, _division),
    "dropped": (None, lambda self: []),
    "enclosed": (None, lambda self: self.by.choice([[], [_file(self)]])),
    "experts": (None, _experts),
    "file": (None, _file),
    "form": (str, _form),
    "held_on": (date, _held_on),
    "files": (None, lambda self: dict.fromkeys(("md", "docx", "pdf"), b"A paper as issued.")),
    "instrument": (str, _from("UNTOC", "TIP", "SOM", "XX")),
    "instruments": (None, _few("UNTOC", "TIP", "SOM")),
    "language": (str, _from("en", "en", "en", "fr", "ar", "xx")),
    "languages": (None, lambda self: self.mostly(["en"], [], ["en", "fr"], ["xx"])),
    "link": (str, _from("", "https://example.org/law", "javascript:alert(1)")),
    "look_again": (None, lambda self: []),
    "marks": (None, _marks),
    # Names of people are in no State's keeping: they stand in the journal and in the roster.
    "name": (str, lambda self: self.mostly(f"Person {self.stage.sent}", "", " ")),
    "number": (int, Drawing.number),
    "paces": (None, lambda self: {one: self.by.choice(list(Pace)) for one in Category}),
    "part": (str, _from("cluster-1", "cluster-2", "nothing")),
    "phone": (str, lambda self: ""),
    "positions": (None, _positions),
    "prefix": (str, lambda self: ""),
    "provisions": (None, lambda self: []),
    "quote": (str, lambda self: ""),
    "question": (str, _from(*QUESTIONS)),
    "questions": (None, _threads),
    "read": (None, _read),
    "reference": (str, lambda self: f"NV/{self.stage.sent}"),
    "sections": (None, _sections),
    "seals": (None, _seals),
    "seen": (None, _from(None, None, None, "of something else")),
    "several": (None, _drafts),
    "shown": (str, _from(None, None, None, "of something else")),
    "spans": (None, _spans),
    "suffix": (str, lambda self: ""),
    "symbol": (str, lambda self: self.mostly(f"PAPER/{self.stage.sent}", "", "a b", "PAPER/1")),
    "taker": (int, _taker),
    "thing": (str, _thing),
    "threads": (None, _drafted_on),
    "title": (str, lambda self: "" if self.actor.officer else self.text()),
    "to": (None, _to),
    "value": (None, _value),
    "version": (Version, lambda self: self.record(Version, is_optional=True)),
    "wording": (int, _wording),
    "words": (None, _words),
}

BY_KIND: dict[Any, Callable[[Drawing], Any]] = {
    bool: lambda self: self.by.random() < 0.5,
    int: Drawing.number,
    str: Drawing.text,
    Mapping[str, str]: lambda self: [{"number": "1", "text": self.mark()}],
    bytes: lambda self: b"",
    datetime: lambda self: self.stage.clock.moment - timedelta(hours=self.by.randint(-5, 90)),
    date: lambda self: self.stage.clock.today + timedelta(days=self.by.randint(-40, 400)),
}
