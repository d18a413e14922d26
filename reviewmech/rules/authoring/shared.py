"""What all questionnaires share: lists of choices, follow-up and closing questions, their words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reviewmech.rules.authoring.kinds import faults_of_kind
from reviewmech.rules.mistakes import Mistake, Mistakes, Path, Source
from reviewmech.rules.questionnaire import FIXED_CHOICES, OTHER, REFERENCE, Duty

ANY = "any"
GROUPS = ("follow_ups", "closing", "part")
"""Asked after a question; at the end of an article; at the end of a part."""


@dataclass(frozen=True)
class Shared:
    """The files of lists, of definitions, and of the words in each language."""

    lists_file: Source
    definitions_file: Source
    words_files: Mapping[str, Source]

    @property
    def lists(self) -> Mapping[str, list[str]]:
        """The choices of each list."""
        return self.lists_file.data

    @property
    def definitions(self) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
        """The questions that are shared, by group and key."""
        return self.definitions_file.data

    def word(self, language: str, *path: str) -> Any:
        """Give what stands in the shared words of a language, or nothing."""
        file = self.words_files.get(language)
        found: Any = file.data if file else None
        for step in path:
            found = (found or {}).get(step)
        return found


def share(lists: Source, definitions: Source, words: Iterable[Source]) -> Shared:
    """Read what is shared; raise Mistakes that name everything wrong with it."""
    shared = Shared(lists, definitions, {one.data["language"]: one for one in words})
    found = [*_misdefined(shared)]
    for language, source in shared.words_files.items():
        found += _orphans(shared, source)
        if language == REFERENCE:
            found += unsaid(shared, source)
    if found:
        raise Mistakes(found)
    return shared


def _misdefined(shared: Shared) -> Iterable[Mistake]:
    file = shared.definitions_file
    for group in GROUPS:
        for key, definition in shared.definitions[group].items():
            for at, name, sentence in faults_of_kind(definition, shared.lists):
                yield file.mistake((group, key, at), name, sentence)
            for place, name in enumerate(definition.get("follow_ups", ())):
                if name not in shared.definitions["follow_ups"]:
                    sentence = f"There is no follow-up “{name}” in this file."
                    path: Path = (group, key, "follow_ups", place)
                    yield file.mistake(path, "unknown-follow-up", sentence)


def _expected(shared: Shared) -> dict[str, set[str]]:
    choices = {OTHER}.union(*FIXED_CHOICES.values())
    fixed: dict[str, set[str]] = {"choices": choices, "duties": set(Duty)}
    return fixed | {group: set(shared.definitions[group]) for group in GROUPS}


def unsaid(shared: Shared, words: Source) -> Iterable[Mistake]:
    """Name what is shared and has no words in the language of a file."""
    for group, keys in _expected(shared).items():
        for key in sorted(keys - set(words.data.get(group, ()))):
            sentence = f"The words for “{key}” are missing under “{group}”."
            yield words.mistake((group,), "missing-words", sentence)
    for name, choices in shared.lists.items():
        spoken = words.data.get("lists", {}).get(name, ())
        for key in choices:
            if key not in spoken:
                sentence = f"The words for “{key}” of “{name}” are missing."
                yield words.mistake(("lists", name), "missing-words", sentence)


def _orphans(shared: Shared, words: Source) -> Iterable[Mistake]:
    for group, keys in _expected(shared).items():
        for key in words.data.get(group, ()):
            if key not in keys:
                sentence = f"Nothing in “{group}” is called “{key}”."
                yield words.mistake((group, key), "orphan-words", sentence)
    for name, spoken in words.data.get("lists", {}).items():
        for key in spoken:
            if key not in shared.lists.get(name, ()):
                sentence = f"The list “{name}” has no choice “{key}”."
                yield words.mistake(("lists", name, key), "orphan-words", sentence)
