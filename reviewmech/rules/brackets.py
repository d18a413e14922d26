"""Square brackets in a wording: around what is not agreed, as negotiators write it.

Brackets stand within brackets. The words of a link, `[law](https://...)`, are in none: the small
Markdown of the house has its own use for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviewmech.rules.refusals import Invalid

_LINK = re.compile(r"\[[^\[\]\n]*\]\([^()\s]*\)")
_BRACKET = re.compile(r"[\[\]]")

SHOWN = 40
"""Characters of a text shown beside a mistake in it."""


@dataclass(frozen=True)
class Bracket:
    """What stands between two brackets, these included: from where to where, and how deep."""

    start: int
    end: int
    depth: int


def brackets(text: str) -> list[Bracket]:
    """Return the brackets of a text, in the order in which they open."""
    found, opened = [], []
    for place, sign in _signs(text):
        if sign == "[":
            opened.append(place)
        elif opened:
            start = opened.pop()
            found.append(Bracket(start, place + 1, len(opened) + 1))
    return sorted(found, key=lambda each: each.start)


def has_brackets(text: str) -> bool:
    """Say whether anything in a text is in brackets, and so not agreed."""
    return next(_signs(text), None) is not None


def without_brackets(text: str) -> str:
    """Return a text with its brackets taken off, and the words in them left."""
    off = {place for place, _ in _signs(text)}
    return "".join(sign for place, sign in enumerate(text) if place not in off)


def check_brackets(text: str, field: str | None = None) -> None:
    """Refuse a text of which a bracket is not closed, or was never opened."""
    opened: list[int] = []
    for place, sign in _signs(text):
        if sign == "[":
            opened.append(place)
        elif opened:
            opened.pop()
        else:
            raise Invalid(
                "A bracket is closed here that was never opened: “%(words)s”. Open it before what "
                "is not agreed, or take it out.",
                field=field,
                words=text[max(0, place + 1 - SHOWN) : place + 1],
            )
    if opened:
        raise Invalid(
            "A bracket is opened here and never closed: “%(words)s”. Close it after what is not "
            "agreed, or take it out.",
            field=field,
            words=text[opened[-1] : opened[-1] + SHOWN],
        )


def _signs(text: str) -> Iterator[tuple[int, str]]:
    """Yield each bracket that is not part of a link, and its place."""
    links = [link.span() for link in _LINK.finditer(text)]
    for match in _BRACKET.finditer(text):
        place = match.start()
        while links and links[0][1] <= place:
            links.pop(0)
        if not (links and links[0][0] <= place):
            yield place, match.group()
