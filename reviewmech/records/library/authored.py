"""Questionnaires as their authors write them: taken out of a folder, checked, and put back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewmech.records.library import mechanism
from reviewmech.records.library.questionnaires import load_one, load_shared, sources, structures
from reviewmech.records.library.reading import text_of
from reviewmech.records.library.replacing import Replacement, replace
from reviewmech.records.library.shapes import Shape, faults_of_file
from reviewmech.records.library.writing import structure_text, words_text
from reviewmech.rules.authoring.authored import Authored, asked_in
from reviewmech.rules.authoring.composing import compose
from reviewmech.rules.authoring.shared import Shared
from reviewmech.rules.authoring.together import Written, faults_of_all, faults_of_place
from reviewmech.rules.mechanism import Mechanism
from reviewmech.rules.mistakes import Mistake, Mistakes, Source
from reviewmech.rules.workbook.cells import tidy
from reviewmech.rules.workbook.grids import Places


def authored(folder: Path, wanted: Collection[str] = ()) -> list[Authored]:
    """Read the questionnaires of a folder as written, in the order of the Mechanism.

    Of all there are, only those wanted are read, if some are named: `UNTOC/cluster-1`, or `UNTOC`
    for all of an instrument. Raise Mistakes if one of them has any: what is edited elsewhere must
    be sound.
    """
    shared, found = load_shared(folder), list[Mistake]()
    files = [file for file in structures(folder) if not wanted or _is_meant(file, wanted)]
    for file in files:
        try:
            load_one(file, folder, shared)
        except Mistakes as mistakes:
            found += mistakes.found
    if found:
        raise Mistakes(found)
    read, known = [_authored(file, folder) for file in files], mechanism_of(folder)
    return sorted(read, key=lambda each: _rank(each, known)) if known else read


def unknown(folder: Path, wanted: Iterable[str]) -> list[str]:
    """Give those of the names that mean no questionnaire of a folder."""
    files = structures(folder)
    return [name for name in wanted if not any(_is_meant(file, [name]) for file in files)]


def _is_meant(file: Path, wanted: Iterable[str]) -> bool:
    names = {file.parent.name, f"{file.parent.name}/{file.stem}"}
    return any(name.lower() in names for name in wanted)


def mechanism_of(folder: Path) -> Mechanism | None:
    """Read the Mechanism of a folder, if it has one."""
    return mechanism.load(folder) if (folder / "mechanism.yaml").exists() else None


def _authored(file: Path, folder: Path) -> Authored:
    structure, *words = sources(file, folder)
    return Authored(structure, {source.data["language"]: source for source in words})


def _rank(questionnaire: Authored, known: Mechanism) -> tuple[int, int]:
    data = questionnaire.structure.data
    codes = [instrument.code for instrument in known.instruments]
    keys = [part.key for part in known.parts]
    return _place(data["instrument"], codes), _place(data["part"], keys)


def _place(name: str, names: list[str]) -> int:
    return names.index(name) if name in names else len(names)


def file_of(questionnaire: Authored) -> Path:
    """Give the name that a structure file has in its folder."""
    data = questionnaire.structure.data
    return Path(data["instrument"].lower(), f"{data['part'].lower()}.yaml")


def check(folder: Path, imported: Iterable[Authored], places: Places) -> None:
    """Check questionnaires from a workbook as their files would be; raise Mistakes with cells."""
    shared, known = load_shared(folder), mechanism_of(folder)
    standing, are_sound = _standing(folder, shared)
    found: list[Mistake] = []
    new: dict[Path, Written] = {}
    for each in imported:
        try:
            new[file_of(each)] = _composed(each, folder, shared)
        except Mistakes as mistakes:
            found += mistakes.found
    if not found:
        before = {*faults_of_all([*standing.values()], complete=are_sound)}
        together = [*{**standing, **new}.values()]
        found = [*{*faults_of_all(together, complete=are_sound)} - before]
        found += faults_of_place(new.values(), known) if known else ()
    if found:
        raise Mistakes(map(places.placed, found))


def _standing(folder: Path, shared: Shared) -> tuple[dict[Path, Written], bool]:
    """Read what the folder has, as far as it is sound, and say whether all of it is."""
    standing: dict[Path, Written] = {}
    files = structures(folder)
    for file in files:
        try:
            standing[file.relative_to(folder)] = load_one(file, folder, shared)
        except Mistakes:
            continue
    return standing, len(standing) == len(files)


def _composed(questionnaire: Authored, folder: Path, shared: Shared) -> Written:
    """Compose a questionnaire with the words that the folder has in languages it does not bring."""
    structure, words = questionnaire.structure, questionnaire.words
    found = faults_of_file(structure, Shape.STRUCTURE)
    for source in words.values():
        found += faults_of_file(source, Shape.WORDS)
    if found:
        raise Mistakes(found)
    file = folder / file_of(questionnaire)
    there = sources(file, folder)[1:] if file.exists() else []
    other = [source for source in there if source.data["language"] not in words]
    return Written(structure, compose(structure, [*words.values(), *other], shared))


@dataclass(frozen=True)
class Change:
    """What putting a questionnaire back would change: files, and questions by their ids."""

    name: str
    files: tuple[Replacement, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    altered: tuple[str, ...]
    is_version_raised: bool


def changes(folder: Path, questionnaires: Iterable[Authored]) -> list[Change]:
    """Say what putting questionnaires back would change; files that say the same stay."""
    return [_change(folder, each) for each in questionnaires]


def put_back(folder: Path, changed: Iterable[Change]) -> None:
    """Write all files of these changes, or none."""
    replace(folder, [file for change in changed for file in change.files])


def _change(folder: Path, questionnaire: Authored) -> Change:
    file = folder / file_of(questionnaire)
    before = _authored(file, folder) if file.exists() else None
    was, now = _questions(before) if before else {}, _questions(questionnaire)
    version = before.structure.data["version"] if before else None
    return Change(
        name=questionnaire.name,
        files=tuple(_files(folder, questionnaire, before)),
        added=tuple(name for name in now if name not in was),
        removed=tuple(name for name in was if name not in now),
        altered=tuple(name for name in now if name in was and was[name] != now[name]),
        is_version_raised=questionnaire.structure.data["version"] != version,
    )


def _questions(questionnaire: Authored) -> dict[str, Any]:
    """Give all that is said of each question, structure and words, by its id."""
    return {
        asked.id: (
            plain(asked.written),
            {
                language: plain(source.data["questions"].get(asked.id))
                for language, source in questionnaire.words.items()
            },
        )
        for listed in asked_in(questionnaire).values()
        for asked in listed
    }


def _files(folder: Path, questionnaire: Authored, before: Authored | None) -> Iterator[Replacement]:
    name, data = file_of(questionnaire), questionnaire.structure.data
    old = before.structure if before else None
    if old is None or plain(old.data) != plain(data):
        text = structure_text(data, old, text_before(folder, old))
        yield Replacement(str(name), text, data)
    articles = articles_of(questionnaire)
    for language, source in questionnaire.words.items():
        was = before.words.get(language) if before else None
        if was is None or plain(was.data) != plain(source.data):
            text = words_text(source.data, articles, was, text_before(folder, was))
            place = name.parent / "text" / language / name.name
            yield Replacement(str(place), text, source.data)


def articles_of(questionnaire: Authored) -> dict[str, str]:
    """Give the article of every question, in reading order."""
    return {
        asked.id: article for article, listed in asked_in(questionnaire).items() for asked in listed
    }


def text_before(folder: Path, source: Source | None) -> str:
    """Give the text of a file as it stands; nothing if there is none yet."""
    return text_of(folder / source.file, source.file) if source else ""


def plain(data: Any) -> Any:
    """Give what data says: what is empty says nothing, nor does white space around a text."""
    if isinstance(data, dict):
        return {
            key: plain(one) for key, one in data.items() if one not in (None, "", [], {}, False)
        }
    if isinstance(data, list):
        return [plain(one) for one in data]
    return tidy(data) if isinstance(data, str) else data
