"""Questionnaires as sheets of a workbook: one sheet each, one row a question.

A row without an id names an article; a row whose id has a full stop gives other words to a
follow-up or closing question. `from_sheets` reads it all back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from reviewmech.rules.authoring.authored import Authored, asked_in
from reviewmech.rules.conditions import Unclear
from reviewmech.rules.mistakes import Mistake, Mistakes, Path, Source
from reviewmech.rules.questionnaire import WHOLE_PART
from reviewmech.rules.workbook.cells import cell_of
from reviewmech.rules.workbook.columns import (
    ABOUT,
    ABOUT_COLUMNS,
    COLUMNS,
    WHOLE,
    Column,
    in_languages,
)

LONGEST_NAME = 31
"""The characters that the name of a sheet has at most."""


_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


class Look(Enum):
    """What a row is, and so how it looks."""

    PLAIN = "a question"
    HEADING = "an article"
    ASIDE = "other words for a question written elsewhere"


@dataclass(frozen=True)
class Row:
    """A row: the texts of its cells, from the first column on."""

    cells: tuple[str, ...]
    look: Look = Look.PLAIN


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its columns with their headings, and its rows beneath."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def sheets_of(questionnaires: Iterable[Authored], languages: Sequence[str]) -> list[Sheet]:
    """Write questionnaires as sheets, and a sheet about them; raise Mistakes where none can."""
    questionnaires = list(questionnaires)
    names = names_of([each.name for each in questionnaires])
    columns, about = in_languages(COLUMNS, languages), in_languages(ABOUT_COLUMNS, languages)
    writers = [_Writer(each) for each in questionnaires]
    listed = tuple(writer.about(name, about) for name, writer in zip(names, writers, strict=True))
    sheets = [
        Sheet(name, columns, tuple(writer.rows(columns)))
        for name, writer in zip(names, writers, strict=True)
    ]
    if found := [mistake for writer in writers for mistake in writer.found]:
        raise Mistakes(found)
    return [Sheet(ABOUT, about, listed), *sheets]


def names_of(wanted: Sequence[str]) -> list[str]:
    """Give each sheet a name of its own that is not too long and holds no forbidden sign."""
    names: list[str] = []
    for name in (_NOT_IN_NAMES.sub("-", name) for name in wanted):
        short, number = name[:LONGEST_NAME], 1
        while short.lower() in {each.lower() for each in names}:
            number += 1
            short = f"{name[: LONGEST_NAME - 4]} {number}"
        names.append(short)
    return names


class _Writer:
    """Writes the rows of one questionnaire, noting what no cell can hold."""

    def __init__(self, questionnaire: Authored) -> None:
        self.structure, self.words = questionnaire.structure, questionnaire.words
        self.asked = asked_in(questionnaire)
        self.found: list[Mistake] = []

    def about(self, sheet: str, columns: Sequence[Column]) -> Row:
        """Write the row that tells about the questionnaire."""
        return self._row(columns, {**self.structure.data, "sheet": sheet}, (), ())

    def rows(self, columns: Sequence[Column]) -> Iterator[Row]:
        """Write a row for each article and each question, in order."""
        for number, asked in self.asked.items():
            told = {"article": WHOLE if number == WHOLE_PART else number}
            yield self._heading(columns, told, ("articles", number))
            for each in asked:
                values = {**(each.written or {}), **told, "id": each.id}
                look = Look.PLAIN if each.written else Look.ASIDE
                yield self._row(columns, values, each.path, ("questions", each.id), look)

    def _heading(self, columns: Sequence[Column], told: Mapping[str, str], at: Path) -> Row:
        titles = (
            self._words(column, at) if column.key == "title" else told.get(column.key, "")
            for column in columns
        )
        return Row(tuple(titles), Look.HEADING)

    def _row(
        self,
        columns: Sequence[Column],
        values: Mapping[str, Any],
        path: Path,
        spoken: Path,
        look: Look = Look.PLAIN,
    ) -> Row:
        cells = (
            self._words(column, (*spoken, column.key))
            if column.is_spoken
            else self._cell(column, values.get(column.key), self.structure, (*path, column.key))
            for column in columns
        )
        return Row(tuple(cells), look)

    def _words(self, column: Column, path: Path) -> str:
        """Write what the words file of a column's language says; a new one begins as working."""
        source = self.words.get(column.language)
        if source is None:
            return "working" if path == ("status",) else ""
        found: Any = source.data
        for step in path:
            found = (found or {}).get(step)
        return self._cell(column, found, source, path)

    def _cell(self, column: Column, value: Any, source: Source, path: Path) -> str:
        if value is None:
            return ""
        try:
            return cell_of(column.holds, value)
        except Unclear as unclear:
            self.found.append(source.mistake(path, "no-cell", unclear.sentence))
            return ""
