"""The parts of a YAML file: what has not changed stays as it was written, letter for letter.

A part is a line or a few that are known by a name wherever they stand: a key, an article, a
question, its words. Comments and empty lines above a part belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Name = tuple[str, ...]
"""What a part is known by: ("question", "untoc-5-offence")."""

_EMPTY = re.compile(r"\s*(#.*)?")
_HEADING = re.compile(r"\s*# Article\b")


@dataclass(frozen=True)
class Part:
    """A part to be written: its lines if it is new or has changed, and what then stands above.

    Without `data` the lines are always written anew. Of the parts of an article only the first has
    a `heading`; the others have an empty one.
    """

    name: Name
    lines: list[str]
    indent: int
    data: Any = None
    above: tuple[str, ...] = ()
    heading: str | None = None


class Before:
    """A file as it was: the lines of each of its parts, and what stood above them."""

    def __init__(self, text: str = "", parts: Iterable[tuple[Name, int, Any]] = ()) -> None:
        self.lines = text.splitlines()
        self.has_headings = not text or any(map(_HEADING.match, self.lines))
        self.data: dict[Name, Any] = {}
        self.starts: dict[Name, int] = {}
        self.first: dict[int, Name] = {}
        for name, line, data in parts:
            self.data[name], self.starts[name] = data, line - 1
            self.first.setdefault(line - 1, name)
        self.ends = sorted({*self.first, len(self.lines)})

    def above(self, name: Name) -> tuple[str, ...] | None:
        """Give what stood above a part, or None if it was not there."""
        start = self.starts.get(name)
        if start is None or self.first[start] != name:
            return None
        return tuple(line.strip() for line in self.lines[self._gap_before(start) : start])

    def kept(self, part: Part) -> list[str] | None:
        """Give the old lines of a part that has not changed and stood on lines of its own."""
        if part.data is None or self.data.get(part.name) != part.data:
            return None
        start = self.starts[part.name]
        end = self._gap_before(self.ends[self.ends.index(start) + 1])
        lines = self.lines[start:end]
        is_alone = [*self.starts.values()].count(start) == 1
        return lines if is_alone and re.match(rf" {{{part.indent}}}\S", lines[0]) else None

    def end(self) -> list[str]:
        """Give the comments after the last part."""
        return self.lines[self._gap_before(len(self.lines)) :]

    def _gap_before(self, end: int) -> int:
        while end and _EMPTY.fullmatch(self.lines[end - 1]):
            end -= 1
        return end


def laid_out(parts: Iterable[Part], before: Before) -> str:
    """Put parts one beneath the other, as far as possible as they were before."""
    lines: list[str] = []
    for part in parts:
        above = before.above(part.name)
        above = part.above if above is None else above
        if part.heading is not None:
            above = _headed(above, part.heading if before.has_headings else "")
        lines += [f"{' ' * part.indent}{line}".rstrip() for line in above]
        lines += before.kept(part) or part.lines
    return "\n".join([*lines, *before.end()]) + "\n"


def _headed(above: tuple[str, ...], heading: str) -> tuple[str, ...]:
    """Give what stands above a part, with a heading or without one."""
    has_one = any(map(_HEADING.match, above))
    if bool(heading) == has_one:
        return above
    other = [line for line in above if line and not _HEADING.match(line)]
    return ("", heading, "", *other) if heading else ("", *other)
