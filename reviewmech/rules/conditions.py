"""Conditions: when a question is asked. One small grammar, the same for server and page.

    {question: ID, equals: yes}            this choice was made (of several ticked: is among them)
    {question: ID, in: [yes, in_part]}     one of these choices was made
    {question: ID, answered: true}         an answer was given (`false`: none was)
    {question: ID, count: {at_least: 2}}   so many choices were ticked
    {all: [...]}   {any: [...]}   {not: ...}

A condition is plain data on both sides: `parse` reads it, `to_plain` writes it for the browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reviewmech.rules.mistakes import Path

Value = Mapping[str, Any]
Answers = Mapping[str, Value]
"""The value given to each question, by its id; an unanswered question is absent."""

_GIVEN = ("choice", "choices", "text", "figures", "unavailable", "needs", "none")


class Unclear(ValueError):
    """A condition that does not follow the grammar, and the place inside it."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(sentence)
        self.path, self.sentence = path, sentence


def is_given(value: Value | None) -> bool:
    """Say whether a value answers its question; a remark or a citation alone does not."""
    return value is not None and any(value.get(key) for key in _GIVEN)


def chosen(value: Value | None) -> frozenset[str]:
    """Give the choices made in a value: none, one, or all that were ticked."""
    value = value or {}
    single = value.get("choice")
    return frozenset([single] if single else value.get("choices") or ())


def seen(value: Value | None) -> Value:
    """Give of a value what conditions can see, and nothing else of it."""
    made = sorted(chosen(value))
    return {"choices": made} if made else {"none": True} if is_given(value) else {}


@dataclass(frozen=True)
class Chosen:
    """One of these choices was made."""

    question: str
    among: tuple[str, ...]

    def holds(self, answers: Answers) -> bool:
        return not chosen(answers.get(self.question)).isdisjoint(self.among)

    def to_plain(self) -> dict[str, Any]:
        return {"question": self.question, "in": list(self.among)}


@dataclass(frozen=True)
class Answered:
    """An answer was given, or was not."""

    question: str
    given: bool = True

    def holds(self, answers: Answers) -> bool:
        return is_given(answers.get(self.question)) is self.given

    def to_plain(self) -> dict[str, Any]:
        return {"question": self.question, "answered": self.given}


@dataclass(frozen=True)
class Counted:
    """At least so many choices were ticked."""

    question: str
    at_least: int

    def holds(self, answers: Answers) -> bool:
        return len(chosen(answers.get(self.question))) >= self.at_least

    def to_plain(self) -> dict[str, Any]:
        return {"question": self.question, "count": {"at_least": self.at_least}}


@dataclass(frozen=True)
class AllOf:
    """Every one of these holds."""

    of: tuple[Condition, ...]

    def holds(self, answers: Answers) -> bool:
        return all(part.holds(answers) for part in self.of)

    def to_plain(self) -> dict[str, Any]:
        return {"all": [part.to_plain() for part in self.of]}


@dataclass(frozen=True)
class AnyOf:
    """At least one of these holds."""

    of: tuple[Condition, ...]

    def holds(self, answers: Answers) -> bool:
        return any(part.holds(answers) for part in self.of)

    def to_plain(self) -> dict[str, Any]:
        return {"any": [part.to_plain() for part in self.of]}


@dataclass(frozen=True)
class Not:
    """This does not hold."""

    of: Condition

    def holds(self, answers: Answers) -> bool:
        return not self.of.holds(answers)

    def to_plain(self) -> dict[str, Any]:
        return {"not": self.of.to_plain()}


About = Chosen | Answered | Counted
Condition = About | AllOf | AnyOf | Not


def abouts(condition: Condition) -> Iterator[About]:
    """Give the parts of a condition that look at a question."""
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.of:
            yield from abouts(part)
    elif isinstance(condition, Not):
        yield from abouts(condition.of)
    else:
        yield condition


def parse(plain: Any, path: Path = ()) -> Condition:
    """Read a condition from plain data; raise Unclear with its place when it is not one."""
    match plain:
        case {"question": str(question), "equals": str(choice), **rest} if not rest:
            return Chosen(question, (choice,))
        case {"question": str(question), "in": [*among], **rest} if not rest and _words(among):
            return Chosen(question, tuple(among))
        case {"question": str(question), "answered": bool(given), **rest} if not rest:
            return Answered(question, given)
        case {"question": str(question), "count": {"at_least": int(least), **more}, **rest} if (
            not rest and not more and type(least) is int and least > 0
        ):
            return Counted(question, least)
        case {"all": [_, *_] as parts, **rest} if not rest:
            return AllOf(_each(parts, (*path, "all")))
        case {"any": [_, *_] as parts, **rest} if not rest:
            return AnyOf(_each(parts, (*path, "any")))
        case {"not": part, **rest} if not rest:
            return Not(parse(part, (*path, "not")))
    raise Unclear(
        path,
        "This is not a condition; write “question:” with one of “equals:”, “in: [...]”, "
        "“answered: true” or “count: {at_least: 2}”, or “all:”, “any:” or “not:”.",
    )


def _words(among: list[Any]) -> bool:
    return bool(among) and all(isinstance(choice, str) for choice in among)


def _each(parts: list[Any], path: Path) -> tuple[Condition, ...]:
    return tuple(parse(part, (*path, place)) for place, part in enumerate(parts))
