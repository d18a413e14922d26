"""From a file of the Mechanism to the Mechanism, with every mistake named by its line."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from reviewmech.rules.authoring.mechanism_faults import faults_of_mechanism
from reviewmech.rules.authoring.mechanism_shape import LENGTH, shape, text_shape
from reviewmech.rules.authoring.shape import faults_of_shape
from reviewmech.rules.mechanism import (
    Audiences,
    CountedFrom,
    Fact,
    Instrument,
    Language,
    Mechanism,
    Numerals,
    Opening,
    Paper,
    Part,
    Phase,
    Readership,
    RegionalGroup,
    Shown,
    StartGroup,
    Switch,
    Term,
)
from reviewmech.rules.mistakes import Mistakes, Path, Source
from reviewmech.rules.questionnaire import Duty
from reviewmech.rules.steps import Step
from reviewmech.rules.timetable import Length
from reviewmech.rules.vocabulary import Capacity, Outcome


def languages_in(data: Any) -> frozenset[str]:
    """Give the languages a file of the Mechanism lists, as far as it can be read."""
    listed = data.get("languages") if isinstance(data, dict) else None
    entries = listed if isinstance(listed, list) else ()
    return frozenset(str(one["code"]) for one in entries if isinstance(one, dict) and "code" in one)


def compose_mechanism(source: Source) -> Mechanism:
    """Make the Mechanism; raise Mistakes that name everything wrong with its file."""
    found = faults_of_shape(source, shape(text_shape(languages_in(source.data))))
    found = found or [*faults_of_mechanism(source)]
    if found:
        raise Mistakes(found)
    return _mechanism(source)


def _mechanism(source: Source) -> Mechanism:
    data = source.data
    return Mechanism(
        key=data["key"],
        name=data["name"],
        short_name=data["short_name"],
        labels=data["labels"],
        languages=tuple(
            Language(one["code"], one["name"], one["direction"] == "rtl")
            for one in data["languages"]
        ),
        most_working_languages=data["working_languages"]["most"],
        instruments=tuple(_instrument(one) for one in data["instruments"]),
        kind_of_part=data["kind_of_part"],
        numerals=Numerals(data.get("numerals") or Numerals.ROMAN),
        parts=tuple(_part(one) for one in data["parts"]),
        phases=tuple(
            Phase(one["number"], one["part"], one["months"])
            for one in sorted(data["phases"], key=lambda one: int(one["number"]))
        ),
        start_groups=tuple(
            StartGroup(one["number"], date.fromisoformat(one["begins"]))
            for one in data["start_groups"]
        ),
        regional_groups=tuple(
            RegionalGroup(one["key"], one["name"]) for one in data["regional_groups"]
        ),
        terms={Step[key.upper()]: _term(one) for key, one in data["terms"].items()},
        nominations={Capacity[key.upper()]: _term(one) for key, one in data["nominations"].items()},
        activation_link=Length(days=data["activation_link"]["days"]),
        silence=Length(days=data["silence"]["days"]),
        supplementary_answer=Length(days=data["supplementary_answer"]["days"]),
        meeting_forms=data["meeting_forms"],
        papers={Paper[key.upper()]: _audiences(one) for key, one in data["papers"].items()},
        switches={Switch[key.upper()]: one["set"] for key, one in data["switches"].items()},
        closings=frozenset(
            Outcome[key.upper()] for key, one in data["closings"].items() if one["allowed"]
        ),
        wording=tuple(_opening(key, one) for key, one in data["wording"].items()),
        assistance_types=data["assistance_types"],
        facts=tuple(facts(source)),
    )


def _instrument(data: Mapping[str, Any]) -> Instrument:
    return Instrument(
        code=data["code"],
        short=data["short"],
        full=data["full"],
        text=data["text"],
        supplements=data.get("supplements"),
        articles=data.get("articles") or {},
    )


def _part(data: Mapping[str, Any]) -> Part:
    articles = {code: tuple(one["numbers"]) for code, one in data["articles"].items()}
    return Part(data["key"], data.get("number"), data["title"], articles, data["verified"])


def _term(data: Mapping[str, Any]) -> Term:
    length = Length(**{unit: data.get(unit) or 0 for unit in LENGTH})
    return Term(length, CountedFrom[data["counted_from"].upper()], data["verified"])


def _audiences(data: Mapping[str, Any]) -> Audiences:
    shown = {
        Readership[key.upper()]: Shown[cell["shown"].upper()]
        for key, cell in data["shown_to"].items()
    }
    return Audiences(data["name"], shown)


def _opening(key: str, data: Mapping[str, Any]) -> Opening:
    return Opening(key, frozenset(Duty(duty) for duty in data["duties"]), data["opening"])


def facts(source: Source) -> Iterator[Fact]:
    """List every statement of a file that says whether it is verified, with its place in words."""
    for path, names, data in _walk(source.data, (), ()):
        if "verified" in data:
            place = ", ".join(names).replace("_", " ")
            line = source.line(path)
            yield Fact(place, source.file, line, data["verified"], data.get("source") or "")


def _walk(
    data: Any, path: Path, names: tuple[str, ...]
) -> Iterator[tuple[Path, tuple[str, ...], Mapping[str, Any]]]:
    """Visit every mapping; an entry of a list bears the name its first key gives it."""
    if isinstance(data, dict):
        yield path, names, data
        for key, value in data.items():
            yield from _walk(value, (*path, key), (*names, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            name = str(next(iter(value.values()))) if isinstance(value, dict) else str(value)
            yield from _walk(value, (*path, place), (*names, name))
