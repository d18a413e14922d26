"""The questionnaires of a folder: structure, words in each language, and what they share.

- lists.yaml, follow-ups.yaml, text/<language>.yaml: shared by all;
- <instrument>/<part>.yaml: the structure of one part;
- <instrument>/text/<language>/<part>.yaml: its words.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewmech.records.library.reading import read
from reviewmech.rules.authoring.composing import compose
from reviewmech.rules.authoring.shape import Table, faults_of_shape
from reviewmech.rules.authoring.shared import Shared, share
from reviewmech.rules.authoring.together import Written, faults_of_all, faults_of_place
from reviewmech.rules.mechanism import Mechanism
from reviewmech.rules.mistakes import Mistake, Mistakes, Source
from reviewmech.rules.questionnaire import Questionnaire

Key = tuple[str, str]
"""An instrument and a part: ("UNTOC", "cluster-1")."""

_CODES = {"firearms": "FP"}
"""The names by which an outline calls an instrument, where they are not its code."""


def load(folder: Path) -> dict[Key, Questionnaire]:
    """Read all questionnaires of a folder; raise Mistakes that name everything wrong in it."""
    written, found = _load(folder)
    _refuse(found)
    return {
        (each.questionnaire.instrument, each.questionnaire.part): each.questionnaire
        for each in written
    }


def check(folder: Path, mechanism: Mechanism | None = None) -> list[Mistake]:
    """List everything wrong with the questionnaires of a folder, and with their articles' place."""
    written, found = _load(folder)
    if mechanism is not None:
        found += faults_of_place(written, mechanism)
    return sorted(found)


def _load(folder: Path) -> tuple[list[Written], list[Mistake]]:
    written: list[Written] = []
    found: list[Mistake] = []
    try:
        shared = load_shared(folder)
    except Mistakes as mistakes:
        return [], list(mistakes.found)
    for file in structures(folder):
        try:
            written.append(load_one(file, folder, shared))
        except Mistakes as mistakes:
            found += mistakes.found
    return written, [*found, *faults_of_all(written, complete=not found)]


def structures(folder: Path) -> list[Path]:
    """List the structure files of a folder in order: those with a folder of words beside them."""
    return sorted(file for file in folder.glob("*/*.yaml") if (file.parent / "text").is_dir())


def load_shared(folder: Path) -> Shared:
    """Read what all questionnaires of a folder share."""
    files = [folder / "lists.yaml", folder / "follow-ups.yaml", *sorted(folder.glob("text/*.yaml"))]
    lists, definitions, *words = _read_all(files, folder)
    _refuse([mistake for source in words for mistake in _language(source, source.file)])
    return share(lists, definitions, words)


def load_one(file: Path, folder: Path, shared: Shared) -> Written:
    """Read one questionnaire by its structure file."""
    words_of = sorted(file.parent.glob(f"text/*/{file.name}"))
    structure, *words = _read_all([file, *words_of], folder)
    _refuse(
        [
            *_named(structure, file),
            *(one for source in words for one in _language(source, str(Path(source.file).parent))),
        ]
    )
    return Written(structure, compose(structure, words, shared))


def _read_all(files: list[Path], folder: Path) -> list[Source]:
    sources: list[Source] = []
    found: list[Mistake] = []
    for file in files:
        try:
            sources.append(read(file, str(file.relative_to(folder))))
        except Mistakes as mistakes:
            found += mistakes.found
    _refuse(found)
    return sources


def _refuse(found: list[Mistake]) -> None:
    if found:
        raise Mistakes(found)


def _said(source: Source, key: str) -> Any:
    return source.data.get(key) if isinstance(source.data, dict) else None


def _language(source: Source, place: str) -> Iterator[Mistake]:
    """A words file says the language whose name it, or its folder, bears."""
    said = _said(source, "language")
    if isinstance(said, str) and said != Path(place).stem:
        sentence = f"This says “{said}”, but the file stands under “{Path(place).stem}”."
        yield source.mistake(("language",), sentence)


def _named(structure: Source, file: Path) -> Iterator[Mistake]:
    """A structure file says the instrument and the part whose names its folder and it bear."""
    for key, name in (("instrument", file.parent.name), ("part", file.stem)):
        said = _said(structure, key)
        if isinstance(said, str) and said.lower() != name:
            sentence = f"This says “{said}”, but the file stands under “{name}”."
            yield structure.mistake((key,), sentence)


@dataclass(frozen=True)
class Coverage:
    """How the questionnaires of a folder meet an outline of what must be asked."""

    expected: int
    missing: tuple[str, ...]
    twice: tuple[str, ...]
    unknown: tuple[str, ...]


def coverage(folder: Path, outline: Path) -> Coverage:
    """Compare `covers` with an outline, for the instruments and parts that the folder has.

    The outline maps an instrument to parts (`cluster_1` is the part `cluster-1`), and each part
    to items with an `id`; `firearms` and `FP` are the same instrument. Keys that begin with an
    underscore tell about the outline itself.
    """
    loaded = load(folder)
    expected = _expected(read(outline), set(loaded))
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
    )


def _expected(outline: Source, loaded: set[Key]) -> list[str]:
    _refuse(faults_of_shape(outline, Table(object)))
    parts = {key: value for key, value in outline.data.items() if not key.startswith("_")}
    instruments = Source(outline.file, parts, outline.lines)
    _refuse(faults_of_shape(instruments, Table(Table([Table(object)]))))
    return [
        item["id"]
        for instrument, by_part in parts.items()
        for part, items in by_part.items()
        if (_CODES.get(instrument, instrument.upper()), part.replace("_", "-")) in loaded
        for item in items
        if "id" in item
    ]
