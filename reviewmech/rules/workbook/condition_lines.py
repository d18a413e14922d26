"""Conditions as one readable line, for a cell of a workbook: the same grammar in other letters.

    untoc-5-offence is yes
    untoc-5-offence in (yes, in_part) and not untoc-5-model answered
    (untoc-5-forms has at least 2 or untoc-5-forms unanswered) and untoc-5-offence is no

`and` binds more closely than `or`; brackets group; `all (...)` and `any (...)` hold a single part.
A name that is not a plain word stands in double quotes, with \\ before a quote inside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from reviewmech.rules.conditions import Unclear, parse

LIMIT_DEPTH = 20

_TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\[\s\S])*")|([(),])|([^\s(),"]+)|(\S))')
_PLAIN = re.compile(r"[^\s(),\"\\]+")
_JOINED = {"all": " and ", "any": " or "}
_OWN = {"and", "or", "not", "is", "in", "answered", "unanswered", "has", "all", "any"}


def line_of(plain: Mapping[str, Any]) -> str:
    """Write a condition, given as plain data of the grammar, in one line."""
    match plain:
        case {"question": question, "equals": choice}:
            return f"{_name(question)} is {_name(choice)}"
        case {"question": question, "in": among}:
            return f"{_name(question)} in ({', '.join(map(_name, among))})"
        case {"question": question, "answered": given}:
            return f"{_name(question)} {'answered' if given else 'unanswered'}"
        case {"question": question, "count": {"at_least": least}}:
            return f"{_name(question)} has at least {least}"
        case {"not": part}:
            return f"not {_bracketed(part)}"
    [(joined, parts)] = plain.items()
    if len(parts) == 1:
        return f"{joined} ({line_of(parts[0])})"
    return _JOINED[joined].join(map(_bracketed, parts))


def _bracketed(plain: Mapping[str, Any]) -> str:
    several = any(len(plain.get(joined, ())) > 1 for joined in _JOINED)
    return f"({line_of(plain)})" if several else line_of(plain)


def _name(word: str) -> str:
    plain = _PLAIN.fullmatch(word) and word not in _OWN
    return word if plain else '"' + re.sub(r'(["\\])', r"\\\1", word) + '"'


def condition_in(line: str) -> dict[str, Any]:
    """Read a line back as plain data of the grammar; raise Unclear when it cannot be read."""
    reader = _Reader(line)
    plain = reader.any_of()
    if reader.next is not None:
        raise reader.refused("“and”, “or” or the end")
    parse(plain)
    return plain


class _Reader:
    """Reads tokens one after the other; a quoted name keeps its quotes until it is used."""

    def __init__(self, line: str) -> None:
        self.tokens = [match[0].strip() for match in _TOKEN.finditer(line) if match[0].strip()]
        self.at = self.depth = 0

    @property
    def next(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, token: str) -> bool:
        """Step over this token, if it comes next."""
        found = self.next == token
        self.at += found
        return found

    def need(self, token: str) -> None:
        if not self.take(token):
            raise self.refused(f"“{token}”")

    def refused(self, wanted: str) -> Unclear:
        before = " ".join(self.tokens[max(0, self.at - 3) : self.at])
        place = f"after “{before}”" if before else "at the beginning"
        found = "nothing" if self.next is None else f"“{self.next}”"
        return Unclear(
            (), f"This condition cannot be read {place}: {wanted} was expected, not {found}."
        )

    def any_of(self) -> dict[str, Any]:
        return self._several("any", "or", lambda: self._several("all", "and", self.part))

    def _several(
        self, joined: str, word: str, read: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        parts = [read()]
        while self.take(word):
            parts.append(read())
        return {joined: parts} if len(parts) > 1 else parts[0]

    def part(self) -> dict[str, Any]:
        self.depth += 1
        if self.depth > LIMIT_DEPTH:
            raise Unclear((), f"This condition is nested more than {LIMIT_DEPTH} deep.")
        read = self._part()
        self.depth -= 1
        return read

    def _part(self) -> dict[str, Any]:
        if self.take("not"):
            return {"not": self.part()}
        if self.take("("):
            return self._closed()
        for joined in _JOINED:
            if self.take(joined):
                self.need("(")
                return {joined: [self._closed()]}
        return self.about()

    def _closed(self) -> dict[str, Any]:
        inside = self.any_of()
        self.need(")")
        return inside

    def about(self) -> dict[str, Any]:
        question = self.name("the id of a question")
        if self.take("is"):
            return {"question": question, "equals": self.name("a choice")}
        if self.take("in"):
            return {"question": question, "in": self.among()}
        if self.take("answered"):
            return {"question": question, "answered": True}
        if self.take("unanswered"):
            return {"question": question, "answered": False}
        if self.take("has"):
            return {"question": question, "count": {"at_least": self.at_least()}}
        raise self.refused("“is”, “in (...)”, “answered”, “unanswered” or “has at least 2”")

    def among(self) -> list[str]:
        self.need("(")
        found = [self.name("a choice")]
        while self.take(","):
            found.append(self.name("a choice"))
        self.need(")")
        return found

    def at_least(self) -> int:
        self.need("at")
        self.need("least")
        number = self.next or ""
        if not re.fullmatch(r"[1-9][0-9]{0,8}", number):
            raise self.refused("a number")
        self.at += 1
        return int(number)

    def name(self, wanted: str) -> str:
        token = self.next
        if token is None or token in _OWN or (token[0] in '(),"' and len(token) == 1):
            raise self.refused(wanted)
        self.at += 1
        return _quoted(token) if token[0] == '"' else token


def _quoted(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1], flags=re.DOTALL)
