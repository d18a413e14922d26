"""Reading the Mechanism's YAML files: plain data, with the line of every part.

The dialect is small on purpose, because lawyers edit these files. Only `true` and `false` are
booleans, so that the answers `yes` and `no` stay words; whole numbers are numbers; dates stay text.
Duplicate keys, anchors, aliases and tags are refused: what is written is what is meant.
"""

import re
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import yaml

from reviewmech.rules.mistakes import Mistake, Mistakes, Path, Source

LIMIT_BYTES = 4_000_000
LIMIT_DEPTH = 30

_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
CONTROL = "There is a control character here; delete it."

_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")


def read(file: File, name: str | None = None) -> Source:
    """Read one YAML file; raise Mistakes that name the file (as `name`, if given) and the line."""
    name = name or str(file)
    return source_of(text_of(file, name), name)


def source_of(text: str, name: str) -> Source:
    """Read the text of a YAML file; raise Mistakes that name the file and the line."""
    try:
        return _Reader(name, text).source()
    except yaml.MarkedYAMLError as error:
        raise Mistakes([_syntax(error, text, name)]) from error
    except yaml.YAMLError as error:
        line = 1 + text[: getattr(error, "position", 0)].count("\n")
        raise Mistakes([Mistake(name, line, "control-character", CONTROL)]) from error


class _Reader:
    """Builds plain data out of the parser's events, noting lines on the way."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=yaml.CSafeLoader))

    def source(self) -> Source:
        self._next(yaml.StreamStartEvent)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return Source(self.name, None, {})
        data = self._value(next(self.events), ())
        self._next(yaml.DocumentEndEvent)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            sentence = "A second document starts here; keep one in a file."
            raise self._refused(after, "second-document", sentence)
        return Source(self.name, data, self.lines)

    def _next(self, kind: type) -> None:
        event = next(self.events)
        assert isinstance(event, kind)

    def _value(self, event: Any, path: Path) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            sentence = "Anchors (&) and aliases (*) are not used; write it out."
            raise self._refused(event, "anchor", sentence)
        if event.tag is not None:
            sentence = "Tags (!) are not used; write the value without it."
            raise self._refused(event, "tag", sentence)
        if len(path) > LIMIT_DEPTH:
            sentence = f"This is nested more than {LIMIT_DEPTH} deep."
            raise self._refused(event, "deep-nesting", sentence)
        self.lines.setdefault(path, event.start_mark.line + 1)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        if event.style == '"' and _CONTROL.search(event.value):
            raise self._refused(event, "control-character", CONTROL)
        return _scalar(event)

    def _mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event)
            if key in found:
                sentence = f"The key “{key}” stands here a second time."
                raise self._refused(event, "duplicate-key", sentence)
            self.lines[*path, key] = event.start_mark.line + 1
            found[key] = self._value(next(self.events), (*path, key))
        return found

    def _key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
            raise self._refused(event, "strange-key", "A key must be a plain word.")
        return str(event.value)

    def _sequence(self, path: Path) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found

    def _refused(self, event: Any, name: str, sentence: str) -> Mistakes:
        return Mistakes([Mistake(self.name, event.start_mark.line + 1, name, sentence)])


def _scalar(event: Any) -> Any:
    """Give text, unless it is unquoted and is true, false, nothing or a whole number."""
    if not event.implicit[0]:
        return event.value
    if event.value in _WORDS:
        return _WORDS[event.value]
    if _WHOLE_NUMBER.fullmatch(event.value):
        return int(event.value)
    return event.value


def text_of(file: File, name: str) -> str:
    """Give the file as text: it must be there, not huge, and in UTF-8."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        sentence = f"This file cannot be read ({error.strerror})."
        raise Mistakes([Mistake(name, 1, "unreadable-file", sentence)]) from error
    if len(raw) > LIMIT_BYTES:
        sentence = f"This file is larger than {LIMIT_BYTES:,} bytes; divide it."
        raise Mistakes([Mistake(name, 1, "huge-file", sentence)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + raw[: error.start].count(b"\n")
        sentence = "This line is not in UTF-8; save the file as UTF-8."
        raise Mistakes([Mistake(name, line, "wrong-encoding", sentence)]) from error


def _syntax(error: yaml.MarkedYAMLError, text: str, name: str) -> Mistake:
    """Say a mistake of the YAML itself; a tab in the indentation is named as such."""
    mark = error.problem_mark or error.context_mark
    number = mark.line + 1 if mark else 1
    lines = text.splitlines()
    line = lines[number - 1] if number <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        sentence = "This line is indented with a tab; use spaces."
        return Mistake(name, number, "tab", sentence)
    return Mistake(name, number, "syntax", f"The YAML cannot be read here: {error.problem}.")
