"""Anchors: words of a text, told by what they are and what stands around them.

The shape is the TextQuoteSelector of W3C's Web Annotation: the exact words, and a little of what
stands before and after, enough to tell two equal passages apart. Nothing is guessed: words that
are not there, or stand there twice, have no place.

The text is the text as it is shown, in one line: `plain` says how.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

CONTEXT = 32
"""How many signs of what stands around are kept, unless it takes more to be exact."""

_WHITE = re.compile("[ \t\n\f\r\u00a0\u202f]+")
_JOINER = "\u200d"
_MODIFIERS = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_FLAGS = range(0x1F1E6, 0x1F200)
_VOWELS = range(0x1160, 0x1200)


@dataclass(frozen=True)
class Anchor:
    """The words of a passage, and what stands before and after them."""

    quote: str
    prefix: str = ""
    suffix: str = ""


Span = tuple[int, int]
"""Where a passage begins and where it ends in a text."""


def plain(words: str) -> str:
    """Return words in one line: every run of white space, also at the end of a block, is one space.

    So a passage across paragraphs reads the same however its text was set.
    """
    return _WHITE.sub(" ", words).strip(" ")


def around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Return the quote, prefix and suffix by which `find` finds exactly this passage again.

    A passage that would begin or end within a sign (an accent, a flag, a family of emoji) is
    widened to the whole sign.
    """
    start, end = _whole(text, start, end)
    context = CONTEXT
    while True:
        before, after = max(0, start - context), min(len(text), end + context)
        before, after = _whole(text, before, after)
        found = text[start:end], text[before:start], text[end:after]
        if find(text, *found) or (before == 0 and after == len(text)):
            return found
        context *= 2


def find(text: str, quote: str, prefix: str = "", suffix: str = "") -> Span | None:
    """Return where a passage stands, if it stands in exactly one place."""
    if not quote:
        return None
    sought = prefix + quote + suffix
    at = text.find(sought)
    if at < 0 or text.find(sought, at + 1) >= 0:
        return None
    return at + len(prefix), at + len(prefix) + len(quote)


def occurs(text: str, quote: str, prefix: str = "", suffix: str = "") -> bool:
    """Say whether a passage stands in a text at all, be it in several places."""
    return bool(quote) and prefix + quote + suffix in text


def _whole(text: str, start: int, end: int) -> Span:
    """Widen a span to whole signs."""
    while 0 < start < len(text) and _is_within(text, start):
        start -= 1
    while 0 < end < len(text) and _is_within(text, end):
        end += 1
    return start, end


def _is_within(text: str, at: int) -> bool:
    """Say whether a place lies inside a sign that is read as one."""
    before, after = text[at - 1], text[at]
    code = ord(after)
    return (
        unicodedata.category(after).startswith("M")
        or _JOINER in {before, after}
        or code in _MODIFIERS
        or code in _TAGS
        or code in _VOWELS
        or (before, after) == ("\r", "\n")
        or _halves_a_flag(text, at)
    )


def _halves_a_flag(text: str, at: int) -> bool:
    """Say whether a place lies between the two letters of a flag; flags can follow one another."""
    if ord(text[at]) not in _FLAGS:
        return False
    letters = 0
    while at > letters and ord(text[at - letters - 1]) in _FLAGS:
        letters += 1
    return letters % 2 == 1
