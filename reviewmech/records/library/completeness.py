"""What the questionnaires of a folder still lack: items of an outline, and words in languages."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from reviewmech.records.library.questionnaires import (
    Key,
    load,
    load_shared,
    refuse,
    sources,
    structures,
)
from reviewmech.records.library.reading import read
from reviewmech.rules.authoring.draft import Draft
from reviewmech.rules.authoring.shape import Table, faults_of_shape
from reviewmech.rules.authoring.shared import Shared, unsaid
from reviewmech.rules.authoring.spoken import untranslated as untranslated_words
from reviewmech.rules.mistakes import Mistake, Source
from reviewmech.rules.questionnaire import REFERENCE

_CODES = {"firearms": "FP"}
"""The names by which an outline calls an instrument, where they are not its code."""


def untranslated(folder: Path) -> list[Mistake]:
    """List what each language but the reference still lacks, of those with shared words."""
    shared = load_shared(folder)
    found = [
        mistake
        for language, source in shared.words_files.items()
        if language != REFERENCE
        for mistake in unsaid(shared, source)
    ]
    for file in structures(folder):
        found += _untranslated(file, folder, shared)
    return sorted(found)


def _untranslated(file: Path, folder: Path, shared: Shared) -> list[Mistake]:
    structure, *words = sources(file, folder)
    draft, spoken = Draft(structure, shared), {one.data["language"]: one for one in words}
    found: list[Mistake] = []
    for language in sorted(shared.words_files.keys() - {REFERENCE}):
        if language in spoken:
            found += untranslated_words(draft, spoken[language], spoken[REFERENCE])
        else:
            place = Path(structure.file).parent / "text" / language / file.name
            sentence = "This file is not written yet."
            found.append(Mistake(str(place), 1, "missing-words", sentence))
    return found


@dataclass(frozen=True)
class Coverage:
    """How the questionnaires of a folder meet an outline of what must be asked."""

    expected: int
    missing: tuple[str, ...]
    twice: tuple[str, ...]
    unknown: tuple[str, ...]
    absent: tuple[str, ...]


def coverage(folder: Path, outline: Path) -> Coverage:
    """Compare `covers` with an outline, for the instruments and parts that the folder has.

    The outline maps an instrument to parts (`cluster_1` is the part `cluster-1`), and each part
    to items with an `id`; `firearms` and `FP` are the same instrument. Keys that begin with an
    underscore tell about the outline itself.
    """
    loaded = load(folder)
    items = _items(read(outline))
    expected = [name for key, names in items.items() if key in loaded for name in names]
    covered = Counter(
        name
        for questionnaire in loaded.values()
        for question in questionnaire.questions
        for name in question.covers
    )
    return Coverage(
        expected=len(expected),
        missing=tuple(name for name in expected if name not in covered),
        twice=tuple(sorted(name for name, times in covered.items() if times > 1)),
        unknown=tuple(sorted(set(covered) - set(expected))),
        absent=tuple(" ".join(key) for key in items if key not in loaded),
    )


def _items(outline: Source) -> dict[Key, list[str]]:
    """Give the ids of an outline by instrument and part."""
    refuse(faults_of_shape(outline, Table(object)))
    parts = {key: value for key, value in outline.data.items() if not key.startswith("_")}
    instruments = Source(outline.file, parts, outline.lines)
    refuse(faults_of_shape(instruments, Table(Table([Table(object)]))))
    return {
        (_CODES.get(instrument, instrument.upper()), part.replace("_", "-")): [
            item["id"] for item in items if "id" in item
        ]
        for instrument, by_part in parts.items()
        for part, items in by_part.items()
    }
