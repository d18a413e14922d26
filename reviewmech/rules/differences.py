"""The difference of two texts, word by word: what one must lose and gain to be the other.

Both texts can be read back from it: what is the same and removed is the text before, what is the
same and added the text after. It takes a bounded time, whatever the texts are: where the search
would cost more, the rest is told as removed and added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import StrEnum
from itertools import accumulate, groupby

_MARKS = r".,;:!?()\[\]«»“”„…،؛؟。、"
_SIGNS = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORDS = re.compile(rf"([{_SIGNS}]|[{_MARKS}]|[^\s{_SIGNS}{_MARKS}]+)(\s*)")
"""A sign of Chinese or Japanese, written without spaces; a mark; a word; and the space after it."""

Word = tuple[str, str]
"""A word, and the space after it: words are compared, and the space goes with them."""

MOST_COMPARED = 3_000_000
"""Pairs of equal words looked at in all: about half a second of work."""


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """A piece of text, and what became of it."""

    change: Change
    text: str


class _Bounded(SequenceMatcher[str]):
    """Matches words until the work allowed is done."""

    def __init__(self, before: list[str], after: list[str]) -> None:
        super().__init__(None, before, after)
        self.left = MOST_COMPARED
        found: dict[str, list[int]] = self.b2j  # type: ignore[attr-defined]
        self.cost = [0, *accumulate(1 + len(found.get(word, ())) for word in before)]

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Find the longest run of equal words, or none once the work allowed is done."""
        self.left -= self.cost[-1 if ahi is None else ahi] - self.cost[alo]
        if self.left < 0:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Tell the difference of two texts in pieces, in reading order; what is removed comes first."""
    old, new = _words(before), _words(after)
    begun = _alike(old, new)
    ended = _alike(old[begun:][::-1], new[begun:][::-1])
    found = [
        *_same(old[:begun], new[:begun]),
        *_changes(old[begun : len(old) - ended], new[begun : len(new) - ended]),
        *_same(old[len(old) - ended :], new[len(new) - ended :]),
    ]
    return tuple(_joined(found))


def _words(text: str) -> list[Word]:
    """Cut a text into words; the space it begins with follows an empty one."""
    begins = len(text) - len(text.lstrip())
    return [("", text[:begins]), *_WORDS.findall(text, begins)]


def _alike(one: list[Word], other: list[Word]) -> int:
    """Count how many words are the same from the beginning on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a[0] != b[0]), min(len(one), len(other)))


def _changes(old: list[Word], new: list[Word]) -> Iterator[Piece]:
    matched = _Bounded([word for word, _ in old], [word for word, _ in new])
    for what, i, j, k, m in matched.get_opcodes():
        if what == "equal":
            yield from _same(old[i:j], new[k:m])
        else:
            yield Piece(Change.REMOVED, "".join(word + space for word, space in old[i:j]))
            yield Piece(Change.ADDED, "".join(word + space for word, space in new[k:m]))


def _same(old: list[Word], new: list[Word]) -> Iterator[Piece]:
    """Tell words that are the same; the space between them may have changed."""
    for (word, before), (_, after) in zip(old, new, strict=True):
        if before == after:
            yield Piece(Change.SAME, word + before)
        else:
            yield Piece(Change.SAME, word)
            yield Piece(Change.REMOVED, before)
            yield Piece(Change.ADDED, after)


def _joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """Join what stands side by side, and leave out what is empty."""
    written = (piece for piece in found if piece.text)
    for change, beside in groupby(written, key=lambda piece: piece.change):
        yield Piece(change, "".join(piece.text for piece in beside))
