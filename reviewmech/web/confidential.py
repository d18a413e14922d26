"""What is confidential, as those inside the review see it: set for reading, and marked in it."""

from __future__ import annotations

import re

from markupsafe import Markup

from reviewmech.records.observations import Observation
from reviewmech.rules.audiences import Marked
from reviewmech.rules.leaving_out import as_read
from reviewmech.web import present

_FROM, _TO = "\ue000", "\ue001"
"""Where a passage begins and ends while a text is set: signs no text of ours holds."""

_PIECES = re.compile(f"(<[^>]*>|{_FROM}|{_TO})")
_BEGINNING = re.compile(r"(?:\s|(?:[-*+>]|\d+[.)]|#{1,6})\s)*")
_OPENED = Markup('<mark class="confidential">')


def prose(marked: Marked) -> Markup:
    """Return a text set for reading, its confidential passages marked."""
    if not marked.spans or _FROM in marked.text or _TO in marked.text:
        return present.prose(marked.text)
    html = str(present.prose(_with_signs(marked)))
    is_within, pieces = False, []
    for piece in _PIECES.split(html):
        if piece in {_FROM, _TO}:
            is_within = piece == _FROM
        elif is_within and piece.strip() and not piece.startswith("<"):
            pieces.append(f"{_OPENED}{piece}</mark>")
        else:
            pieces.append(piece)
    # Every piece comes from a text that was made safe, or is an element of ours.
    return Markup("".join(pieces))


def _with_signs(marked: Marked) -> str:
    text = marked.text
    for start, end in reversed(as_read(text, marked.spans)):
        beginning = _BEGINNING.match(text, start, end)
        first = beginning.end() if beginning else start
        last = start + len(text[start:end].rstrip())
        if first < last:
            text = f"{text[:first]}{_FROM}{text[first:last]}{_TO}{text[last:]}"
    return text


def passages(marked: Marked) -> list[tuple[int, int, str]]:
    """Return the confidential passages of a text: where they stand, and what they say."""
    return [
        (start, end, " ".join(marked.text[start:end].split()))
        for start, end in as_read(marked.text, marked.spans)
    ]


def left_out(marked: Marked) -> list[str]:
    """Return the words of a text that an audience beyond the review does not read."""
    return [words for _start, _end, words in passages(marked)]


def withheld(items: list[Observation]) -> list[Observation]:
    """Return the items of which an audience beyond the review reads nothing."""
    return [item for item in items if item.is_confidential]
