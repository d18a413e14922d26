"""Translations of the words of a folder: its texts for translators, and what they give back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewmech.records.library.authored import (
    articles_of,
    authored,
    file_of,
    mechanism_of,
    plain,
    text_before,
)
from reviewmech.records.library.questionnaires import load_shared, refuse
from reviewmech.records.library.replacing import Replacement
from reviewmech.records.library.shapes import Shape, faults_of_file
from reviewmech.records.library.writing import words_text
from reviewmech.rules.authoring.authored import Authored
from reviewmech.rules.authoring.composing import compose
from reviewmech.rules.authoring.shared import GROUPS, Shared, share
from reviewmech.rules.authoring.texts import (
    SHARED,
    Given,
    Text,
    texts_of_questionnaire,
    texts_of_shared,
    words_with,
)
from reviewmech.rules.mistakes import Mistake, Source
from reviewmech.rules.questionnaire import REFERENCE

_WHOLE = {"title", "asks"}
"""The words without which a question cannot be shown in a language."""


def fault_of_language(folder: Path, language: str) -> str:
    """Say why nothing can be translated into a language; nothing if it can."""
    known = mechanism_of(folder)
    if language == REFERENCE:
        return f"“{language}” is the language from which the others are translated."
    if not re.fullmatch("[a-z]{2}", language):
        return "The file does not say its language by a code such as “fr”."
    if known and language not in {one.code for one in known.languages}:
        return f"“{language}” is not a language of the Mechanism."
    return ""


def texts(folder: Path, language: str, questionnaires: Iterable[Authored]) -> list[Text]:
    """Give the texts of questionnaires, and those they share, with what is translated of them."""
    found = [*texts_of_shared(load_shared(folder).words_files, language)]
    for each in questionnaires:
        found += texts_of_questionnaire(each, language)
    return found


@dataclass(frozen=True)
class Translated:
    """The files that translations make, and the texts of questions that are not whole yet."""

    files: tuple[Replacement, ...]
    left_out: tuple[str, ...]


def named_in(folder: Path, given: Iterable[Given]) -> list[Authored]:
    """Read the questionnaires of which a translators' file gives texts."""
    homes = {one.context.partition(" ")[0] for one in given} - {SHARED}
    return authored(folder, homes) if homes else []


def translated(
    folder: Path,
    language: str,
    questionnaires: Iterable[Authored],
    taken: Sequence[tuple[Text, Given]],
    name: str,
) -> Translated:
    """Put translations in their places, and check the files; raise Mistakes with their lines."""
    maker = _Maker(folder, language, name)
    own = [pair for pair in taken if pair[0].home == SHARED]
    files = [*maker.shared_words(own)]
    for each in questionnaires:
        files += maker.words(each, [pair for pair in taken if pair[0].home == each.home])
    refuse(maker.found)
    return Translated(tuple(files), tuple(maker.left_out))


class _Maker:
    """Makes the files of words in one language."""

    def __init__(self, folder: Path, language: str, name: str) -> None:
        self.folder, self.language, self.name = folder, language, name
        self.shared: Shared = load_shared(folder)
        self.found: list[Mistake] = []
        self.left_out: list[str] = []

    def shared_words(self, taken: Sequence[tuple[Text, Given]]) -> Iterator[Replacement]:
        """Make the file of the words that all questionnaires share."""
        if not taken:
            return
        before = self.shared.words_files.get(self.language)
        source = words_with(before, self.language, self.name, taken)
        for group in GROUPS:
            self._leave_out(source, group)
        refuse(faults_of_file(source, Shape.SHARED_WORDS))
        words = {**self.shared.words_files, self.language: source}
        self.shared = share(self.shared.lists_file, self.shared.definitions_file, words.values())
        yield from self._file(Path("text", f"{self.language}.yaml"), source, before, {})

    def words(
        self, questionnaire: Authored, taken: Sequence[tuple[Text, Given]]
    ) -> Iterator[Replacement]:
        """Make the file of the words of one questionnaire."""
        if not taken:
            return
        before = questionnaire.words.get(self.language)
        source = words_with(before, self.language, self.name, taken)
        for group in ("articles", "questions"):
            source.data.setdefault(group, {})
        self._leave_out(source, "questions")
        if "title" not in source.data:
            sentence = f"Translate the title of {questionnaire.name} as well; all else needs it."
            self.found.append(Mistake(self.name, taken[0][1].line, "missing-title", sentence))
            return
        refuse(faults_of_file(source, Shape.WORDS))
        words = {**questionnaire.words, self.language: source}
        compose(questionnaire.structure, words.values(), self.shared)
        file = file_of(questionnaire)
        place = file.parent / "text" / self.language / file.name
        yield from self._file(place, source, before, articles_of(questionnaire))

    def _leave_out(self, source: Source, group: str) -> None:
        """Leave out the questions of which the title or the question itself is not there yet."""
        spoken = source.data.get(group, {})
        for name in [name for name, said in spoken.items() if not said.keys() >= _WHOLE]:
            del spoken[name]
            self.left_out.append(name)

    def _file(
        self, place: Path, source: Source, before: Source | None, articles: dict[str, str]
    ) -> Iterator[Replacement]:
        if before is None or plain(before.data) != plain(source.data):
            text = words_text(source.data, articles, before, text_before(self.folder, before))
            yield Replacement(str(place), text, source.data)
