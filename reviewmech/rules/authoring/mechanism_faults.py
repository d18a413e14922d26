"""What makes no sense in a file of the Mechanism whose shape is right, each with its place."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from reviewmech.rules.mistakes import Fault, Mistake, Path, Source
from reviewmech.rules.questionnaire import REFERENCE, Duty

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def faults_of_mechanism(source: Source) -> Iterator[Mistake]:
    """Name every contradiction in a file of the Mechanism."""
    finders = (_repeated, _languages, _instruments, _articles, _phases, _times, _meetings, _wording)
    for find in finders:
        for fault in find(source.data):
            yield source.mistake(*fault)


def faults_of_text(text: Mapping[str, str], path: Path, known: Iterable[str]) -> Iterator[Fault]:
    """Name what in a text would not be filled in: a placeholder that is unknown or misspelt."""
    allowed = ", ".join(f"%({name})s" for name in sorted(known))
    for language, words in text.items():
        for name in _PLACEHOLDER.findall(words):
            if name not in known:
                sentence = f"“%({name})s” is not known here; there is {allowed}."
                yield (*path, language), "unknown-placeholder", sentence
        if "%" in _PLACEHOLDER.sub("", words).replace("%%", ""):
            sentence = "A single % stands here; write %% for the sign itself."
            yield (*path, language), "lone-percent", sentence


def is_date(words: str) -> bool:
    """Say whether words are a date as files write it: 2026-03-14."""
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


_NAMED_BY = {
    "languages": ("code",),
    "instruments": ("code",),
    "parts": ("key", "number"),
    "phases": ("number", "part"),
    "start_groups": ("number",),
    "regional_groups": ("key",),
}


def _repeated(data: Mapping[str, Any]) -> Iterator[Fault]:
    for group, names in _NAMED_BY.items():
        for name in names:
            seen: set[object] = set()
            for place, entry in enumerate(data[group]):
                named = entry.get(name)
                if named is not None and named in seen:
                    sentence = f"Another of the {group} has the {name} “{named}” already."
                    yield (group, place, name), "duplicate-name", sentence
                seen.add(named)


def _languages(data: Mapping[str, Any]) -> Iterator[Fault]:
    if REFERENCE not in {one["code"] for one in data["languages"]}:
        sentence = f"The language “{REFERENCE}” is missing; texts are written in it first."
        yield ("languages",), "missing-language", sentence


def _instruments(data: Mapping[str, Any]) -> Iterator[Fault]:
    codes = {one["code"] for one in data["instruments"]}
    if not codes:
        yield ("instruments",), "missing-instrument", "A mechanism reviews at least one instrument."
    for place, one in enumerate(data["instruments"]):
        base = one.get("supplements")
        if base is not None and (base not in codes or base == one["code"]):
            sentence = f"“{base}” is no other instrument of this file."
            yield ("instruments", place, "supplements"), "unknown-instrument", sentence


def _articles(data: Mapping[str, Any]) -> Iterator[Fault]:
    codes = {one["code"] for one in data["instruments"]}
    placed: dict[tuple[str, str], str] = {}
    for place, part in enumerate(data["parts"]):
        for code, cell in part["articles"].items():
            path = ("parts", place, "articles", code)
            if code not in codes:
                yield path, "unknown-instrument", f"There is no instrument “{code}” in this file."
            for at, number in enumerate(cell["numbers"]):
                first = placed.setdefault((code, number), part["key"])
                if first != part["key"] or number in cell["numbers"][:at]:
                    sentence = f"Article {number} of {code} stands in “{first}” already."
                    yield (*path, "numbers", at), "duplicate-article", sentence


def _phases(data: Mapping[str, Any]) -> Iterator[Fault]:
    parts = {part["key"]: part for part in data["parts"]}
    reviewed = {phase["part"] for phase in data["phases"]}
    for place, phase in enumerate(data["phases"]):
        if phase["part"] not in parts:
            sentence = f"There is no part “{phase['part']}” in this file."
            yield ("phases", place, "part"), "unknown-part", sentence
    for place, (key, part) in enumerate(parts.items()):
        if part.get("number") is not None and key not in reviewed:
            yield ("parts", place), "missing-phase", f"No phase reviews the part “{key}”."
    numbers = sorted(phase["number"] for phase in data["phases"])
    if numbers != list(range(1, len(numbers) + 1)):
        sentence = "The phases are numbered 1, 2, 3 and so on, without a gap."
        yield ("phases",), "wrong-numbers", sentence


def _times(data: Mapping[str, Any]) -> Iterator[Fault]:
    for group in ("terms", "nominations"):
        for key, term in data[group].items():
            lengths = [term.get(unit) or 0 for unit in ("months", "weeks", "days")]
            if min(lengths) < 0 or not any(lengths):
                sentence = "A term needs a length: months, weeks or days, above nothing."
                yield (group, key), "too-short", sentence
    for place, phase in enumerate(data["phases"]):
        if phase["months"] < 1:
            yield ("phases", place, "months"), "too-short", "A phase takes at least one month."
    for place, group in enumerate(data["start_groups"]):
        if not is_date(group["begins"]):
            sentence = "This is not a date; write it as “2026-03-14”."
            yield ("start_groups", place, "begins"), "no-date", sentence
    if data["activation_link"]["days"] < 1:
        sentence = "An activation link lives at least one day."
        yield ("activation_link", "days"), "too-short", sentence
    if data["silence"]["days"] < 1:
        sentence = "A State may be silent for at least one day."
        yield ("silence", "days"), "too-short", sentence
    if data["supplementary_answer"]["days"] < 1:
        sentence = "An answer to a supplementary question takes at least one day."
        yield ("supplementary_answer", "days"), "too-short", sentence
    if data["working_languages"]["most"] < 1:
        sentence = "A review has at least one working language."
        yield ("working_languages", "most"), "missing-language", sentence


def _meetings(data: Mapping[str, Any]) -> Iterator[Fault]:
    if not data["meeting_forms"]:
        sentence = "A meeting is held in some form; list at least one."
        yield ("meeting_forms",), "missing-form", sentence


def _wording(data: Mapping[str, Any]) -> Iterator[Fault]:
    worded: dict[str, str] = {}
    for key, entry in data["wording"].items():
        yield from faults_of_text(entry["opening"], ("wording", key, "opening"), {"state"})
        for place, duty in enumerate(entry["duties"]):
            if duty in worded:
                sentence = f"The duty “{duty}” has its wording under “{worded[duty]}” already."
                yield ("wording", key, "duties", place), "duplicate-duty", sentence
            worded[duty] = key
    for duty in Duty:
        if duty not in worded:
            sentence = f"No wording is given for the duty “{duty}”."
            yield ("wording",), "missing-duty", sentence
