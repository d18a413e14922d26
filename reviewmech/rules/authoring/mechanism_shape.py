"""The shape of a file of the Mechanism: which keys it has, and what stands under each."""

from collections.abc import Iterable
from enum import Enum
from typing import Any

from reviewmech.rules.authoring.shape import Record, Table
from reviewmech.rules.mechanism import CountedFrom, Numerals, Paper, Readership, Shown, Switch
from reviewmech.rules.questionnaire import REFERENCE, Duty
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Capacity, Outcome

KNOWN = {"verified": bool, "source": str}
"""Every fact says whether it is verified, and where it is from."""

LENGTH = {"months": int, "weeks": int, "days": int}

Keys = dict[str, Any]


def written(words: Iterable[Enum]) -> list[str]:
    """Give the words of a closed list as files write them: `focal_point`."""
    return [word.name.lower() for word in words]


def keys(words: Iterable[Enum]) -> frozenset[str]:
    """Give the shape of a word out of a closed list."""
    return frozenset(written(words))


def text_shape(languages: frozenset[str]) -> Record:
    """Give the shape of a text: there in the reference language, free in the others."""
    return Record({REFERENCE: str}, dict.fromkeys(sorted(languages - {REFERENCE}), str))


def shape(text: Record) -> Record:
    """Give the shape of a file of the Mechanism whose texts have this shape."""
    needed = {**_names(text), **_treaties(text), **_times(), **_papers(text), **_habits(text)}
    return Record(needed, {"numerals": frozenset(Numerals)})


def _names(text: Record) -> Keys:
    directions = frozenset({"ltr", "rtl"})
    return {
        "key": str,
        "name": text,
        "short_name": text,
        "labels": Record(dict.fromkeys(("part", "parts", "list", "summary"), text), {"laws": text}),
        "languages": [Record({"code": str, "name": str, "direction": directions})],
        "working_languages": Record({"most": int, **KNOWN}),
        "regional_groups": [Record({"key": str, "name": text})],
    }


def _treaties(text: Record) -> Keys:
    instrument = {"code": str, "short": text, "full": text, "text": str}
    articles = Table(Record({"numbers": [str], **KNOWN}))
    part = {"key": str, "title": text, "articles": articles}
    return {
        "instruments": [Record(instrument, {"supplements": str, "articles": Table(str)})],
        "kind_of_part": frozenset({"cluster", "chapter"}),
        "parts": [Record({**part, **KNOWN}, {"number": int})],
    }


def _times() -> Keys:
    term = Record({"counted_from": keys(CountedFrom), **KNOWN}, LENGTH)
    naming = (Capacity.FOCAL_POINT, Capacity.EXPERT)
    return {
        "phases": [Record({"number": int, "part": str, "months": int, **KNOWN})],
        "start_groups": [Record({"number": int, "begins": str, **KNOWN})],
        "terms": Record({}, dict.fromkeys(written(Step), term)),
        "nominations": Record({}, dict.fromkeys(written(naming), term)),
        "activation_link": Record({"days": int, **KNOWN}),
        "silence": Record({"days": int, **KNOWN}),
        "supplementary_answer": Record({"days": int, **KNOWN}),
    }


def _papers(text: Record) -> Keys:
    cell = Record({"shown": keys(Shown), **KNOWN})
    audiences = Record(dict.fromkeys(written(Readership), cell))
    paper = Record({"name": text, "shown_to": audiences})
    return {"papers": Record(dict.fromkeys(written(Paper), paper))}


def _habits(text: Record) -> Keys:
    closings = (Outcome.LEFT_OUT, Outcome.WITH_STATEMENT)
    switch = Record({"set": bool, **KNOWN})
    closing = Record({"allowed": bool, **KNOWN})
    return {
        "switches": Record(dict.fromkeys(written(Switch), switch)),
        "closings": Record(dict.fromkeys(written(closings), closing)),
        "wording": Table(Record({"duties": [frozenset(Duty)], "opening": text, **KNOWN})),
        "assistance_types": str,
        "meeting_forms": Table(text),
    }
