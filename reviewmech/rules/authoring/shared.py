"""What all questionnaires share: lists of choices, follow-up and closing questions, their words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reviewmech.rules.authoring.kinds import faults_of_kind
from reviewmech.rules.authoring.shape import Record, Table, faults_of_shape
from reviewmech.rules.mistakes import Mistake, Mistakes, Path, Source
from reviewmech.rules.questionnaire import FIXED_CHOICES, OTHER, REFERENCE, Duty, Kind

ANY = "any"
GROUPS = ("follow_ups", "closing", "part")
"""Asked after a question; at the end of an article; at the end of a part."""

KINDS = frozenset(Kind)
STATUSES = frozenset({"working", "adopted"})


def _words_or(word: str) -> Any:
    """Give the shape of a list of words, or of one word that stands for it."""
    return lambda data: frozenset({word}) if isinstance(data, str) else [str]


LAWS = _words_or("always")
ASKED = {
    "list": str,
    "options": [str],
    "other": bool,
    "rows": [str],
    "laws": LAWS,
    "may_be_empty": bool,
    "tags": [str],
}
CLOSING = Record({"kind": KINDS}, {**ASKED, "follow_ups": [str]})
FOLLOW_UP = Record({"kind": KINDS, "answer": _words_or(ANY)}, ASKED)
DEFINITIONS = Record(
    {"follow_ups": Table(FOLLOW_UP), "closing": Table(CLOSING), "part": Table(CLOSING)}
)

SPOKEN = Record(
    {"title": str, "asks": str},
    {"how": str, "evidence": str, "options": Table(str), "rows": Table(str)},
)
SHARED_WORDS = Record(
    {"language": str, "status": STATUSES},
    {
        "part_title": str,
        "choices": Table(str),
        "duties": Table(str),
        "rows": Table(str),
        "lists": Table(Table(str)),
        **{group: Table(SPOKEN) for group in GROUPS},
    },
)


@dataclass(frozen=True)
class Shared:
    """The lists and definitions as data, and the words of each language as data."""

    lists: Mapping[str, list[str]]
    definitions: Mapping[str, Mapping[str, Mapping[str, Any]]]
    words: Mapping[str, Mapping[str, Any]]

    def word(self, language: str, *path: str) -> Any:
        """Give what stands in the shared words of a language, or nothing."""
        found: Any = self.words.get(language, {})
        for step in path:
            found = (found or {}).get(step)
        return found


def share(lists: Source, definitions: Source, words: Iterable[Source]) -> Shared:
    """Read what is shared; raise Mistakes that name everything wrong with it."""
    words = list(words)
    found = faults_of_shape(lists, Table([str])) + faults_of_shape(definitions, DEFINITIONS)
    for source in words:
        found += faults_of_shape(source, SHARED_WORDS)
    if not found:
        found = [*_misdefined(lists, definitions)]
        for source in words:
            found += _orphans(lists, definitions, source)
            if source.data["language"] == REFERENCE:
                found += _missing(lists, definitions, source)
    if found:
        raise Mistakes(found)
    return Shared(lists.data, definitions.data, {one.data["language"]: one.data for one in words})


def _misdefined(lists: Source, definitions: Source) -> Iterable[Mistake]:
    for group in GROUPS:
        for key, definition in definitions.data[group].items():
            for at, sentence in faults_of_kind(definition, lists.data):
                yield definitions.mistake((group, key, at), sentence)
            for place, name in enumerate(definition.get("follow_ups") or ()):
                if name not in definitions.data["follow_ups"]:
                    sentence = f"There is no follow-up “{name}” in this file."
                    yield definitions.mistake((group, key, "follow_ups", place), sentence)


def _expected(lists: Source, definitions: Source) -> dict[str, set[str]]:
    choices = {OTHER}.union(*FIXED_CHOICES.values())
    fixed: dict[str, set[str]] = {"choices": choices, "duties": set(Duty)}
    return fixed | {group: set(definitions.data[group]) for group in GROUPS}


def _missing(lists: Source, definitions: Source, words: Source) -> Iterable[Mistake]:
    for group, keys in _expected(lists, definitions).items():
        for key in sorted(keys - set(words.data.get(group) or ())):
            yield words.mistake((group,), f"The words for “{key}” are missing under “{group}”.")
    for name, keys_of_list in lists.data.items():
        spoken = (words.data.get("lists") or {}).get(name) or {}
        for key in keys_of_list:
            if key not in spoken:
                path: Path = ("lists", name)
                yield words.mistake(path, f"The words for “{key}” of “{name}” are missing.")


def _orphans(lists: Source, definitions: Source, words: Source) -> Iterable[Mistake]:
    for group, keys in _expected(lists, definitions).items():
        for key in words.data.get(group) or ():
            if key not in keys:
                yield words.mistake((group, key), f"Nothing in “{group}” is called “{key}”.")
    for name, spoken in (words.data.get("lists") or {}).items():
        for key in spoken:
            if key not in lists.data.get(name, ()):
                path: Path = ("lists", name, key)
                yield words.mistake(path, f"The list “{name}” has no choice “{key}”.")
