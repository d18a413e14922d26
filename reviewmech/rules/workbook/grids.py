"""Grids: what stands on the sheets of a workbook, read by the headings of their columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reviewmech.rules.mistakes import Mistake
from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.rules.workbook.cells import CONTROL, CellMistake, cell_name, tidy
from reviewmech.rules.workbook.columns import Column, in_languages

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]+)?")


@dataclass(frozen=True)
class Grid:
    """What stands on a sheet: the texts of its cells, row by row, the headings first."""

    name: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Text:
    """The text of a cell, and the number of its place."""

    words: str
    place: int


Line = Mapping[str, Text]
"""The cells of one row, by the headings of their columns."""


@dataclass
class Places:
    """Numbers the cells that are read, and notes the mistakes in them."""

    cells: list[tuple[str, int, int]] = field(default_factory=lambda: [("", 0, 0)])
    found: list[Mistake] = field(default_factory=list)

    @property
    def sheets(self) -> set[str]:
        """What mistakes call the sheets that were read."""
        return {f"Sheet {sheet}" for sheet, _, _ in self.cells}

    def number(self, sheet: str, row: int, column: int) -> int:
        """Give a number to a cell, counting rows and columns from 1."""
        self.cells.append((sheet, row, column))
        return len(self.cells) - 1

    def refuse(self, place: int, name: str, sentence: str) -> None:
        """Note a mistake in a cell that was numbered."""
        self.found.append(self.mistake(place, name, sentence))

    def mistake(self, place: int, name: str, sentence: str) -> CellMistake:
        """Name a mistake in a cell that was numbered."""
        sheet, row, column = self.cells[place]
        return CellMistake(f"Sheet {sheet}", place, name, sentence, cell_name(row, column))

    def placed(self, mistake: Mistake) -> Mistake:
        """Name the cell of a mistake that was found in what the sheets say."""
        if mistake.file not in self.sheets:
            return mistake
        return self.mistake(mistake.line, mistake.name, mistake.sentence)


class Headed:
    """A sheet read by its headings; `is_whole` says whether none is missing or wrong."""

    def __init__(
        self, grid: Grid, layout: Sequence[Column], places: Places, languages: Collection[str]
    ) -> None:
        self.grid, self.places = grid, places
        before = len(places.found)
        headings = [" ".join(text.split()) for text in (grid.rows or [()])[0]]
        self.languages = _languages_in(headings, layout)
        self.columns = self._columns(headings, in_languages(layout, self.languages))
        for language in self.languages:
            if languages and language not in languages:
                sentence = f"“{language}” is not a language of the Mechanism."
                self._refuse(1, 1, "unknown-language", sentence)
        self.is_whole = len(places.found) == before

    def _columns(self, headings: Sequence[str], layout: Iterable[Column]) -> dict[int, Column]:
        missing = {column.heading: column for column in layout}
        known, columns = set(missing), {}
        for number, heading in enumerate(headings, start=1):
            if heading in missing:
                columns[number] = missing.pop(heading)
            elif heading in known:
                sentence = f"The heading “{heading}” stands here a second time."
                self._refuse(1, number, "column-twice", sentence)
            elif heading:
                sentence = f"The heading “{heading}” is not known here."
                self._refuse(1, number, "unknown-column", sentence)
        for heading in missing:
            sentence = f"The column “{heading}” is missing; put it back, even if it stays empty."
            self._refuse(1, 1, "missing-column", sentence)
        return columns

    def _refuse(self, row: int, column: int, name: str, sentence: str) -> None:
        self.places.refuse(self.places.number(self.grid.name, row, column), name, sentence)

    def place(self, heading: str) -> int:
        """Give the place of a heading."""
        at = {column.heading: number for number, column in self.columns.items()}.get(heading, 1)
        return self.places.number(self.grid.name, 1, at)

    def lines(self) -> Iterator[Line]:
        """Give the rows in which something stands; refuse what stands under no heading."""
        for row, cells in enumerate(self.grid.rows[1:], start=2):
            texts = {number: tidy(text) for number, text in enumerate(cells, start=1) if text}
            for number, text in texts.items():
                if text and number not in self.columns:
                    sentence = "This stands in a column without a heading."
                    self._refuse(row, number, "stray-text", sentence)
                if CONTROL.search(text):
                    sentence = "There is a control character here; delete it."
                    self._refuse(row, number, "control-character", sentence)
            if any(texts.values()):
                yield {
                    column.heading: Text(
                        texts.get(number, ""), self.places.number(self.grid.name, row, number)
                    )
                    for number, column in self.columns.items()
                }


def _languages_in(headings: Iterable[str], layout: Iterable[Column]) -> list[str]:
    """Give the languages of columns of words, in the order in which they stand."""
    spoken = {column.key for column in layout if column.is_spoken}
    pairs = (heading.split(" ") for heading in headings)
    found = [pair[1] for pair in pairs if len(pair) == 2 and pair[0] in spoken]
    return [*dict.fromkeys([REFERENCE, *filter(_LANGUAGE.fullmatch, found)])]
