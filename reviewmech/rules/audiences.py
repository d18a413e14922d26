"""What an audience reads of an agreed text: all of it, or what is not confidential.

The State under review marks whole observations and passages confidential. Who takes part in the
review has read them and goes on reading them; every audience beyond it reads a text without them,
that closes up: no mark, no gap and no missing number tells that something stood there (a working
rule of ours, verified: false).

A paragraph of a paper that was made of such a text before the mark loses the same words, wherever
they stand in it: rather too much is left out than too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from reviewmech.rules.anchors import Anchor, Span, around, find
from reviewmech.rules.leaving_out import cut, joined
from reviewmech.rules.mechanism import Readership

INSIDE = frozenset({Readership.OWN_STATE, Readership.REVIEW, Readership.SECRETARIAT})
"""The audiences that read what is confidential: they took part in agreeing on it."""

REMEMBERED = 1_024
"""How many texts are remembered as they were read last: a page asks for the same ones again."""

_STOPS = " \t\n.,;:!?。，、；：؟،؛…"
_MARKS = "*_`"
_BETWEEN = r"[*_`]*\s[\s*_`>#+-]*(?:\d+[.)]\s+)?[*_`]*"
"""What may stand between two words of one passage: white space, and the marks of Markdown."""


@dataclass(frozen=True)
class Marked:
    """A text, the passages of it that are confidential, and whether the whole is."""

    text: str
    spans: tuple[Span, ...] = ()
    is_confidential: bool = False

    def read_by(self, audience: Readership) -> str | None:
        """Return what an audience reads of it; None when there is nothing for it to read."""
        if audience in INSIDE:
            return self.text
        if self.is_confidential:
            return None
        left = cut(self.text, self.spans)
        return left if any(map(str.isalnum, left)) else None

    @property
    def anchors(self) -> list[Anchor]:
        """The confidential passages as they are found again in other texts."""
        return [anchor(self.text, span) for span in joined(self.spans)]


@lru_cache(REMEMBERED)
def anchor(text: str, span: Span) -> Anchor:
    """Return the words of a passage with what stands around them."""
    return Anchor(*around(text, *span))


def leave_out(text: str, anchors: Iterable[Anchor]) -> str:
    """Return a text that was made of another, without the passages that are confidential there."""
    sought = tuple(anchors)
    return _left(text, sought) if sought else text


@lru_cache(REMEMBERED)
def _left(text: str, sought: tuple[Anchor, ...]) -> str:
    spans = [span for each in sought for span in where(text, each)]
    return cut(text, spans) if spans else text


def where(text: str, sought: Anchor) -> list[Span]:
    """Return where the words of a passage stand: in its own place, else wherever they stand."""
    for prefix, suffix in (
        (sought.prefix, sought.suffix),
        (sought.prefix, ""),
        ("", sought.suffix),
    ):
        found = find(text, sought.quote, prefix, suffix) if prefix or suffix else None
        if found:
            return [found]
    return places(text, sought.quote)


def places(text: str, quote: str) -> list[Span]:
    """Return every place where these words stand, however the lines and the marks fall.

    Whole words are sought first, then parts of words (some languages set no spaces), then the
    same without the stops around them.
    """
    for sought in dict.fromkeys((quote.strip(), quote.strip(_STOPS))):
        words = [re.escape(word) for word in re.split(rf"[\s{_MARKS}]+", sought) if word]
        pattern = _BETWEEN.join(words)
        for form in (rf"(?<!\w){pattern}(?!\w)", pattern) if words else ():
            found = [each.span() for each in re.finditer(form, text, re.IGNORECASE)]
            if found:
                return [_with_marks(text, span) for span in found]
    return []


def taken_off(span: Span, gone: Span) -> tuple[Span, ...]:
    """Return what stays confidential of a passage when the mark is taken off some words."""
    (first, last), (start, end) = span, gone
    pieces = (first, min(last, start)), (max(first, end), last)
    return tuple(piece for piece in pieces if piece[0] < piece[1])


def added(spans: Iterable[Span], new: Iterable[Span]) -> tuple[Span, ...]:
    """Return what new marks add to those there are, so that nothing is marked twice."""
    found = joined(new)
    for marked in joined(spans):
        found = tuple(piece for span in found for piece in taken_off(span, marked))
    return found


def _with_marks(text: str, span: Span) -> Span:
    """Widen a passage by the marks around it, where both of a pair would else stand apart."""
    start, end = span
    while start > 0 and end < len(text) and text[start - 1] in _MARKS:
        if text[end] != text[start - 1]:
            break
        start, end = start - 1, end + 1
    for mark in ("**", "__", "*", "_", "`"):
        if text[start:end].count(mark) % 2:
            if text.endswith(mark, 0, start):
                start -= len(mark)
            elif text.startswith(mark, end):
                end += len(mark)
    return start, end
