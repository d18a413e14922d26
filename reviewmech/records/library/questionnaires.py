"""The questionnaires of a folder: structure, words in each language, and what they share.

- lists.yaml, follow-ups.yaml, text/<language>.yaml: shared by all;
- <instrument>/<part>.yaml: the structure of one part;
- <instrument>/text/<language>/<part>.yaml: its words.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from reviewmech.records.library.reading import read
from reviewmech.records.library.shapes import Shape, faults_of_file
from reviewmech.rules.authoring.composing import compose
from reviewmech.rules.authoring.shared import Shared, share
from reviewmech.rules.authoring.together import Written, faults_of_all, faults_of_place, orphans
from reviewmech.rules.mechanism import Mechanism
from reviewmech.rules.mistakes import Mistake, Mistakes, Source
from reviewmech.rules.questionnaire import Questionnaire

Key = tuple[str, str]
"""An instrument and a part: ("UNTOC", "cluster-1")."""


def load(folder: Path) -> dict[Key, Questionnaire]:
    """Read all questionnaires of a folder; raise Mistakes that name everything wrong in it."""
    written, found = _load(folder, load_shared(folder))
    refuse(found)
    return {
        (each.questionnaire.instrument, each.questionnaire.part): each.questionnaire
        for each in written
    }


def check(folder: Path, mechanism: Mechanism | None = None) -> list[Mistake]:
    """List everything wrong with the questionnaires of a folder, and what does not fit together.

    What does no harm when questionnaires are read is named here only: a follow-up that nobody asks
    for, an article that stands elsewhere than the Mechanism places it.
    """
    try:
        shared = load_shared(folder)
    except Mistakes as mistakes:
        return list(mistakes.found)
    written, found = _load(folder, shared)
    if not found:
        found += orphans(written, shared)
    if mechanism is not None:
        found += faults_of_place(written, mechanism)
    return sorted(found)


def _load(folder: Path, shared: Shared) -> tuple[list[Written], list[Mistake]]:
    written: list[Written] = []
    found: list[Mistake] = []
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
    files = {
        folder / "lists.yaml": Shape.LISTS,
        folder / "follow-ups.yaml": Shape.FOLLOW_UPS,
        **dict.fromkeys(sorted(folder.glob("text/*.yaml")), Shape.SHARED_WORDS),
    }
    lists, definitions, *words = _read_all(files, folder)
    refuse([mistake for source in words for mistake in _language(source, source.file)])
    return share(lists, definitions, words)


def load_one(file: Path, folder: Path, shared: Shared) -> Written:
    """Read one questionnaire by its structure file."""
    structure, *words = sources(file, folder)
    return Written(structure, compose(structure, words, shared))


def sources(file: Path, folder: Path) -> list[Source]:
    """Read the structure of one questionnaire, and its words in each language."""
    words_of = sorted(file.parent.glob(f"text/*/{file.name}"))
    files = {file: Shape.STRUCTURE, **dict.fromkeys(words_of, Shape.WORDS)}
    structure, *words = _read_all(files, folder)
    found = [*_named(structure, file)]
    for source in words:
        found += _language(source, str(Path(source.file).parent))
    refuse(found)
    return [structure, *words]


def _read_all(files: Mapping[Path, Shape], folder: Path) -> list[Source]:
    read_so_far: list[Source] = []
    found: list[Mistake] = []
    for file, shape in files.items():
        try:
            source = read(file, str(file.relative_to(folder)))
        except Mistakes as mistakes:
            found += mistakes.found
        else:
            found += faults_of_file(source, shape)
            read_so_far.append(source)
    refuse(found)
    return read_so_far


def refuse(found: list[Mistake]) -> None:
    """Raise Mistakes if any were found."""
    if found:
        raise Mistakes(found)


def _language(source: Source, place: str) -> Iterator[Mistake]:
    """A words file says the language whose name it, or its folder, bears."""
    said = source.data["language"]
    if said != Path(place).stem:
        sentence = f"This says “{said}”, but the file stands under “{Path(place).stem}”."
        yield source.mistake(("language",), "wrong-place", sentence)


def _named(structure: Source, file: Path) -> Iterator[Mistake]:
    """A structure file says the instrument and the part whose names its folder and it bear."""
    for key, name in (("instrument", file.parent.name), ("part", file.stem)):
        said = structure.data[key]
        if said.lower() != name:
            sentence = f"This says “{said}”, but the file stands under “{name}”."
            yield structure.mistake((key,), "wrong-place", sentence)
