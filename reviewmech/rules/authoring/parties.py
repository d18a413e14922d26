"""From the working lists of States and participation to their lines."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from reviewmech.rules.authoring.mechanism_faults import is_date
from reviewmech.rules.authoring.mechanism_shape import keys
from reviewmech.rules.authoring.shape import Record, faults_of_shape
from reviewmech.rules.mechanism import Mechanism
from reviewmech.rules.mistakes import Fault, Mistakes, Source
from reviewmech.rules.parties import ListedParticipation, ListedState, PartyKind
from reviewmech.rules.questionnaire import REFERENCE

_TRUTH = frozenset({"true", "false"})
_KNOWN = {"as_of": str, "verified": _TRUTH, "source": str}

STATE_COLUMNS = ("code", "alpha2", "name", "kind", "regional_group", "as_of", "verified", "source")
NAME_COLUMNS = ("state", "language", "name", "as_of", "verified", "source")
PARTICIPATION_COLUMNS = (
    "state",
    "instrument",
    "participates",
    "since",
    "as_of",
    "verified",
    "source",
)


def compose_states(source: Source, mechanism: Mechanism) -> tuple[ListedState, ...]:
    """Make the list of States; raise Mistakes that name everything wrong with its file."""
    groups = frozenset(group.key for group in mechanism.regional_groups)
    line = Record(
        {"code": str, "alpha2": str, "name": str, "kind": keys(PartyKind), **_KNOWN},
        {"regional_group": groups},
    )
    _check(source, line, ("code", "alpha2", "name"), _faults_of_codes)
    return tuple(_state(line) for line in source.data)


def with_names(
    states: tuple[ListedState, ...], source: Source, mechanism: Mechanism
) -> tuple[ListedState, ...]:
    """Give States their names in other languages; raise Mistakes that name all that is wrong."""
    languages = frozenset(one.code for one in mechanism.languages) - {REFERENCE}
    codes = frozenset(state.code for state in states)
    line = Record({"state": codes, "language": languages, "name": str, **_KNOWN})
    _check(source, line, (("state", "language"),), lambda lines: iter(()))
    names: dict[str, dict[str, str]] = {}
    for each in source.data:
        names.setdefault(each["state"], {})[each["language"]] = each["name"]
    return tuple(replace(state, names=names.get(state.code, {})) for state in states)


def compose_participation(
    source: Source, mechanism: Mechanism, states: tuple[ListedState, ...]
) -> tuple[ListedParticipation, ...]:
    """Make the list of participation; raise Mistakes that name everything wrong with its file."""
    line = Record(
        {
            "state": frozenset(state.code for state in states),
            "instrument": frozenset(one.code for one in mechanism.instruments),
            "participates": frozenset({"yes", "no"}),
            **_KNOWN,
        },
        {"since": str},
    )
    _check(source, line, (("state", "instrument"),), lambda lines: _faults(lines, mechanism))
    return tuple(_participation(line) for line in source.data)


Lines = list[dict[str, Any]]


def _check(
    source: Source,
    line: Record,
    unique: tuple[str | tuple[str, ...], ...],
    more: Callable[[Lines], Iterator[Fault]],
) -> None:
    found = faults_of_shape(source, [line])
    if not found:
        faults = [*_repeated(source.data, unique), *_dates(source.data), *more(source.data)]
        found = [source.mistake(*fault) for fault in faults]
    if found:
        raise Mistakes(found)


def _repeated(lines: Lines, unique: tuple[str | tuple[str, ...], ...]) -> Iterator[Fault]:
    for columns in unique:
        columns = (columns,) if isinstance(columns, str) else columns
        seen: set[tuple[str, ...]] = set()
        for place, line in enumerate(lines):
            value = tuple(line[column] for column in columns)
            if value in seen:
                sentence = f"“{', '.join(value)}” stands in this list a second time."
                yield (place,), "duplicate-line", sentence
            seen.add(value)


def _dates(lines: Lines) -> Iterator[Fault]:
    for place, line in enumerate(lines):
        for column in ("as_of", "since"):
            if line.get(column) and not is_date(line[column]):
                sentence = f"“{column}” must be a date, written as “2026-03-14”."
                yield (place, column), "no-date", sentence


def _faults_of_codes(lines: Lines) -> Iterator[Fault]:
    for place, line in enumerate(lines):
        for column, length in (("code", 3), ("alpha2", 2)):
            code = line[column]
            if len(code) != length or not (code.isascii() and code.isalpha() and code.isupper()):
                sentence = f"“{column}” must be {length} capital letters."
                yield (place, column), "wrong-form", sentence


def _faults(lines: Lines, mechanism: Mechanism) -> Iterator[Fault]:
    """A protocol binds only a party to what it supplements; a date of deposit needs a deposit."""
    parties = {(line["state"], line["instrument"]) for line in lines if _is_party(line)}
    for place, line in enumerate(lines):
        base = mechanism.instrument(line["instrument"]).supplements
        if _is_party(line) and base and (line["state"], base) not in parties:
            sentence = (
                f"{line['state']} is shown as party to {line['instrument']} but not to {base}."
            )
            yield (place, "participates"), "no-party", sentence
        if line["since"] and not _is_party(line):
            sentence = "A State that does not participate has no date of deposit."
            yield (place, "since"), "needless-date", sentence


def _is_party(line: Mapping[str, Any]) -> bool:
    return bool(line["participates"] == "yes")


def _state(line: Mapping[str, Any]) -> ListedState:
    return ListedState(
        code=line["code"],
        alpha2=line["alpha2"],
        name=line["name"],
        kind=PartyKind[line["kind"].upper()],
        regional_group=line["regional_group"] or None,
        as_of=date.fromisoformat(line["as_of"]),
        verified=line["verified"] == "true",
        source=line["source"],
    )


def _participation(line: Mapping[str, Any]) -> ListedParticipation:
    return ListedParticipation(
        state=line["state"],
        instrument=line["instrument"],
        is_party=_is_party(line),
        since=date.fromisoformat(line["since"]) if line["since"] else None,
        as_of=date.fromisoformat(line["as_of"]),
        verified=line["verified"] == "true",
        source=line["source"],
    )
