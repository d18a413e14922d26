"""From the sheets of a workbook back to questionnaires, every mistake named by its cell.

What is read here is only put in its place; `composing` then says what is wrong with it, as it does
of files. A part of a questionnaire has no line here: `Places` numbers the cells instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reviewmech.rules.authoring.authored import Authored, prefix_of
from reviewmech.rules.conditions import Unclear
from reviewmech.rules.mistakes import Mistakes, Path, Source
from reviewmech.rules.questionnaire import REFERENCE, WHOLE_PART
from reviewmech.rules.workbook.cells import CellMistake, value_in
from reviewmech.rules.workbook.columns import (
    ABOUT,
    ABOUT_COLUMNS,
    CODES,
    COLUMNS,
    GUIDE,
    NEEDED,
    WHOLE,
    Column,
    in_languages,
)
from reviewmech.rules.workbook.grids import Grid, Headed, Line, Places, Text

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
"""What an instrument and a part may be called, since files are called by them."""


def authored_in(
    grids: Iterable[Grid], languages: Collection[str] = ()
) -> tuple[list[Authored], Places]:
    """Read the questionnaires of a workbook; raise Mistakes that name everything out of place.

    Words may be in these languages; if none are given, in any.
    """
    book = _Book(grids, languages)
    read = [*book.questionnaires()]
    if book.places.found:
        raise Mistakes(book.places.found)
    return read, book.places


class _Book:
    """Reads a workbook, noting every mistake on the way."""

    def __init__(self, grids: Iterable[Grid], languages: Collection[str]) -> None:
        self.grids = {grid.name: grid for grid in grids}
        self.languages, self.places = languages, Places()
        self.listed = {ABOUT, CODES, GUIDE}
        self.named: set[str] = set()

    def questionnaires(self) -> Iterator[Authored]:
        """Read the questionnaires that the sheet about them lists, and no sheet beside them."""
        if ABOUT not in self.grids:
            sentence = (
                f"There is no sheet “{ABOUT}”, which lists the others; begin with what "
                "`reviewmech questionnaire export` writes."
            )
            self.places.found.append(CellMistake("This workbook", 0, "missing-sheet", sentence))
            return
        about = self._headed(ABOUT, ABOUT_COLUMNS)
        if not about.is_whole:
            return
        for told in about.lines():
            if self._is_listed_well(told):
                sheet = self._headed(told["sheet"].words, COLUMNS)
                if sheet.is_whole and self._has_columns(told, about, sheet):
                    yield _Reader(self.places, told, sheet).read()
        for name in self.grids.keys() - self.listed:
            sentence = f"This sheet is not listed in “{ABOUT}”; list it there or delete it."
            self.places.refuse(self.places.number(name, 1, 1), "unknown-sheet", sentence)

    def _headed(self, name: str, layout: tuple[Column, ...]) -> Headed:
        return Headed(self.grids[name], layout, self.places, self.languages)

    def _is_listed_well(self, told: Line) -> bool:
        """Say whether a row names a sheet that is there, and a questionnaire named only once."""
        before = len(self.places.found)
        sheet, instrument, part = (told[key] for key in ("sheet", "instrument", "part"))
        if sheet.words in self.listed:
            sentence = f"The sheet “{sheet.words}” cannot be listed here again."
            self.places.refuse(sheet.place, "sheet-twice", sentence)
        elif sheet.words not in self.grids:
            sentence = f"There is no sheet “{sheet.words}” in this workbook."
            self.places.refuse(sheet.place, "missing-sheet", sentence)
        self.listed.add(sheet.words)
        for text in (instrument, part):
            if not _NAME.fullmatch(text.words):
                self.places.refuse(text.place, "wrong-name", "Write letters, digits and hyphens.")
        name = f"{instrument.words} {part.words}"
        if name.lower() in self.named:
            sentence = f"{name} is listed here already."
            self.places.refuse(part.place, "questionnaire-twice", sentence)
        self.named.add(name.lower())
        return len(self.places.found) == before

    def _has_columns(self, told: Line, about: Headed, sheet: Headed) -> bool:
        """Say whether a sheet has columns for every language in which it has a title."""
        before = len(self.places.found)
        for language in set(about.languages) - set(sheet.languages):
            title = told[f"title {language}"]
            if title.words:
                sentence = (
                    f"The sheet “{sheet.grid.name}” has no columns for “{language}”; put them "
                    "back, or leave this title empty."
                )
                self.places.refuse(title.place, "missing-column", sentence)
        return len(self.places.found) == before


@dataclass
class _Said:
    """The words of one language, as they are gathered."""

    data: dict[str, Any]
    lines: dict[Path, int]

    def says_something(self) -> bool:
        """Say whether there is more than a status."""
        return any(self.data.get(key) for key in ("title", "articles", "questions"))


class _Reader:
    """Reads one questionnaire from its row in the sheet about them and from its own sheet."""

    def __init__(self, places: Places, told: Line, sheet: Headed) -> None:
        self.places, self.told, self.sheet = places, told, sheet
        self.layout = in_languages(COLUMNS, sheet.languages)
        self.data: dict[str, Any] = {}
        self.lines: dict[Path, int] = {(): told["sheet"].place}
        self.said = {language: self._said(language) for language in sheet.languages}
        self.articles: list[dict[str, Any]] = []
        self.seen: set[str] = set()

    def read(self) -> Authored:
        for column in ABOUT_COLUMNS:
            if not column.is_spoken and column.key != "sheet":
                self._keep(self.data, self.lines, (), column, self.told)
        self.data["articles"] = self.articles
        self.lines["articles",] = self.sheet.place("article")
        for line in self.sheet.lines():
            self._line(line)
        name = f"Sheet {self.sheet.grid.name}"
        words = {}
        for language, said in self.said.items():
            if language == REFERENCE or said.says_something():
                self._need(in_languages(ABOUT_COLUMNS, [language]), self.told)
                words[language] = Source(name, said.data, said.lines)
        return Authored(Source(name, self.data, self.lines), words)

    def _said(self, language: str) -> _Said:
        data: dict[str, Any] = {"language": language}
        lines: dict[Path, int] = {(): self.told["sheet"].place}
        for column in in_languages(ABOUT_COLUMNS, [language]):
            if column.is_spoken and column.heading in self.told:
                lines[()] = self.told[column.heading].place
                self._keep(data, lines, (), column, self.told)
        lines["articles",] = self.sheet.place(f"title {language}")
        lines["questions",] = self.sheet.place(f"asks {language}")
        return _Said({**data, "articles": {}, "questions": {}}, lines)

    def _keep(
        self, data: dict[str, Any], lines: dict[Path, int], path: Path, column: Column, line: Line
    ) -> None:
        """Put the value of a cell in its place; remember where an empty one stands, too."""
        text = line[column.heading]
        lines[(*path, column.key)] = text.place
        try:
            value = value_in(column.holds, text.words)
        except Unclear as unclear:
            self.places.refuse(text.place, f"unclear-{column.key}", unclear.sentence)
            return
        if value is not None:
            data[column.key] = value

    def _need(self, columns: Iterable[Column], line: Line) -> None:
        """Refuse empty cells where something must stand."""
        for column in columns:
            if column.key in NEEDED and not line[column.heading].words:
                sentence = f"“{column.heading}” is missing here."
                self.places.refuse(line[column.heading].place, "missing-key", sentence)

    def _line(self, line: Line) -> None:
        name, shared = line["id"], line["shared"]
        if not name.words and not shared.words:
            self._article(line)
        elif self._stands_right(line):
            if "." in name.words and not shared.words:
                self._aside(line)
            else:
                self._question(line)

    def _article(self, line: Line) -> None:
        number = line["article"]
        for column in self.layout:
            if column.key not in ("article", "title") and line[column.heading].words:
                sentence = "A question needs an id; a row without one only names an article."
                self.places.refuse(line["id"].place, "missing-id", sentence)
                return
        if not number.words:
            self.places.refuse(number.place, "missing-article", "Write the article here.")
        article = WHOLE_PART if number.words == WHOLE else number.words
        for path in ((), ("article",), ("questions",)):
            self.lines["articles", len(self.articles), *path] = number.place
        self.articles.append({"article": article, "questions": []})
        for language, said in self.said.items():
            title = line[f"title {language}"]
            said.lines["articles", article] = title.place
            if title.words:
                said.data["articles"][article] = title.words
            elif language == REFERENCE and article != WHOLE_PART:
                sentence = f"The title of article {article} is missing."
                self.places.refuse(title.place, "missing-title", sentence)

    def _stands_right(self, line: Line) -> bool:
        """Say whether a question stands under its article."""
        number = line["article"]
        if not self.articles:
            sentence = "Before the first question a row without an id must name the article."
            self.places.refuse(number.place, "missing-article", sentence)
            return False
        above = self.articles[-1]["article"] or WHOLE
        if number.words != above:
            sentence = f"This stands under article “{above}”; say so here, or move the row."
            self.places.refuse(number.place, "wrong-article", sentence)
        return number.words == above

    def _aside(self, line: Line) -> None:
        """Read a row that gives other words to a question written elsewhere."""
        for column in self.layout:
            text = line[column.heading]
            if text.words and not column.is_spoken and column.key not in ("id", "article"):
                sentence = f"“{line['id'].words}” only gets other words here; leave this empty."
                self.places.refuse(text.place, "only-words", sentence)
        self._words(line["id"], line, is_own=False)

    def _question(self, line: Line) -> None:
        article, questions = self.articles[-1]["article"], self.articles[-1]["questions"]
        path: Path = ("articles", len(self.articles) - 1, "questions", len(questions))
        self.lines[path] = line["shared" if line["shared"].words else "id"].place
        data: dict[str, Any] = {}
        for column in self.layout:
            if not column.is_spoken and column.key != "article":
                self._keep(data, self.lines, path, column, line)
        name, is_own = line["id"], "shared" not in data
        if is_own:
            self._need([column for column in self.layout if not column.is_spoken], line)
        else:
            own = f"{prefix_of(self.told['instrument'].words, article)}.{data['shared']}"
            if data.pop("id", own) != own:
                sentence = f"The id of this shared question can only be “{own}”."
                self.places.refuse(name.place, "wrong-id", sentence)
            name = Text(own, name.place)
        questions.append(data)
        self._words(name, line, is_own=is_own)

    def _words(self, name: Text, line: Line, *, is_own: bool) -> None:
        if name.words in self.seen:
            sentence = f"The id “{name.words}” stands here a second time; give each its own."
            self.places.refuse(name.place, "duplicate-id", sentence)
        self.seen.add(name.words)
        for language, said in self.said.items():
            path: Path = ("questions", name.words)
            spoken: dict[str, Any] = {}
            said.lines[path] = line[f"title {language}"].place
            columns = [column for column in self.layout if column.language == language]
            for column in columns:
                self._keep(spoken, said.lines, path, column, line)
            if spoken or (is_own and language == REFERENCE):
                self._need(columns, line)
                said.data["questions"][name.words] = spoken
