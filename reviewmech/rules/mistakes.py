"""Mistakes in the Mechanism's files: which file, which line, and what to do.

Each kind of mistake has a name, such as `duplicate-id`; docs/questionnaires.md lists them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
"""The way to a thing inside plain data: ("articles", 0, "questions", 3, "kind")."""

Fault = tuple[Path, str, str]
"""A mistake before its file is known: the way to it, its name, and a sentence."""


@dataclass(frozen=True, order=True)
class Mistake:
    """One mistake, at one place."""

    file: str
    line: int
    name: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, {self.name}: {self.sentence}"


class Mistakes(Exception):
    """Everything that is wrong with a file, said at once."""

    def __init__(self, found: Iterable[Mistake]) -> None:
        self.found: tuple[Mistake, ...] = tuple(sorted(set(found)))
        super().__init__("\n".join(map(str, self.found)))


@dataclass(frozen=True)
class Source:
    """What a file says, as plain data, and the line on which each part of it stands."""

    file: str
    data: Any
    lines: Mapping[Path, int] = field(default_factory=dict, repr=False)

    def line(self, path: Path) -> int:
        """Say the line of a part; of a missing part, the line of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def mistake(self, path: Path, name: str, sentence: str) -> Mistake:
        """Say a mistake in this file at the place of a part."""
        return Mistake(self.file, self.line(path), name, sentence)
