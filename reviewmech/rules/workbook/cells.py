"""Cells of a workbook: what a value looks like as text, how it is read back, where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from reviewmech.rules.conditions import Unclear
from reviewmech.rules.mistakes import Mistake
from reviewmech.rules.questionnaire import ALWAYS
from reviewmech.rules.workbook.condition_lines import condition_in, line_of

LONGEST_CELL = 32_767
"""The characters that a cell of a spreadsheet holds at most."""

_BETWEEN = re.compile(r"[,\n]")
_NOT_FOR_CELLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_"
)
"""Characters that a workbook cannot hold, and the signs by which it writes some of them."""


CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that no text of a questionnaire may hold."""


class Holds(Enum):
    """What stands in the cells of a column."""

    TEXT = "text"
    NAMES = "names, with commas between them"
    LINES = "names, one on each line"
    LAWS = "names, with commas between them, or “always”"
    FLAG = "“yes” or “no”"
    CONDITION = "a condition"
    SPOKEN = "a name, a colon and its words, one on each line"


@dataclass(frozen=True)
class CellMistake(Mistake):
    """A mistake in a workbook: its file is the sheet, its place a cell, its line the order."""

    cell: str = ""

    def __str__(self) -> str:
        place = f"{self.file}, cell {self.cell}" if self.cell else self.file
        return f"{place}, {self.name}: {self.sentence}"

    def __lt__(self, other: Mistake) -> bool:
        return _order(self) < _order(other)

    def __gt__(self, other: Mistake) -> bool:
        return _order(self) > _order(other)


def _order(mistake: Mistake) -> tuple[str, int, str]:
    return mistake.file, mistake.line, mistake.sentence


def cell_name(row: int, column: int) -> str:
    """Give the name of a cell, counting rows and columns from 1: (12, 6) is F12."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def tidy(text: str) -> str:
    """Give a text without white space around it, its lines ended in one way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def cell_of(holds: Holds, value: Any) -> str:
    """Write a value as the text of a cell; raise Unclear when it could not be read back."""
    text = tidy(_WRITERS[holds](value))
    if len(text) > LONGEST_CELL or _NOT_FOR_CELLS.search(text):
        raise Unclear((), "A cell of a workbook cannot hold this; shorten it or mend its signs.")
    if value_in(holds, text) != (value if holds is Holds.CONDITION else _tidied(value)):
        raise Unclear((), "This cannot be written into one cell of a workbook; change the name.")
    return text


def value_in(holds: Holds, text: str) -> Any:
    """Read the text of a cell; raise Unclear when it makes no sense. Nothing is None."""
    text = tidy(text)
    return _READERS[holds](text) if text else None


def _tidied(value: Any) -> Any:
    """Give a value as a cell keeps it: without white space around texts, and None for nothing."""
    if isinstance(value, str):
        return tidy(value) or None
    if isinstance(value, list):
        return [*value] or None
    if isinstance(value, Mapping):
        return {name: tidy(words) for name, words in value.items()} or None
    return value


def _names_in(text: str) -> list[str]:
    return [name.strip() for name in _BETWEEN.split(text) if name.strip()]


def _laws_in(text: str) -> str | list[str]:
    return ALWAYS if text == ALWAYS else _names_in(text)


def _flag_in(text: str) -> bool:
    flags = {"yes": True, "true": True, "no": False, "false": False}
    if text.lower() not in flags:
        raise Unclear((), f"Write “yes” or “no” here, not “{text[:40]}”.")
    return flags[text.lower()]


def _spoken_in(text: str) -> dict[str, str]:
    """Read lines of `name: words`; a line that is set in goes on with the words above it."""
    found: dict[str, str] = {}
    name = ""
    for line in text.split("\n"):
        if name and (line.startswith("  ") or not line.strip()):
            found[name] += "\n" + line.removeprefix("  ")
            continue
        name, _, words = line.partition(":")
        name, words = name.strip(), words.lstrip()
        if not (name and words):
            raise Unclear((), f"Write a name, a colon and its words, not “{line[:40]}”.")
        if name in found:
            raise Unclear((), f"“{name}” stands here a second time.")
        found[name] = words
    return {name: tidy(words) for name, words in found.items()}


def _spoken_of(words: Mapping[str, str]) -> str:
    lines = (f"{name}: " + tidy(said).replace("\n", "\n  ") for name, said in words.items())
    return "\n".join(lines)


def _joined(between: str) -> Callable[[Iterable[str]], str]:
    return lambda names: between.join(names)


_WRITERS: Mapping[Holds, Callable[[Any], str]] = {
    Holds.TEXT: str,
    Holds.NAMES: _joined(", "),
    Holds.LINES: _joined("\n"),
    Holds.LAWS: lambda laws: laws if isinstance(laws, str) else ", ".join(laws),
    Holds.FLAG: lambda flag: "yes" if flag else "no",
    Holds.CONDITION: line_of,
    Holds.SPOKEN: _spoken_of,
}
_READERS: Mapping[Holds, Callable[[str], Any]] = {
    Holds.TEXT: str,
    Holds.NAMES: _names_in,
    Holds.LINES: _names_in,
    Holds.LAWS: _laws_in,
    Holds.FLAG: _flag_in,
    Holds.CONDITION: condition_in,
    Holds.SPOKEN: _spoken_in,
}
