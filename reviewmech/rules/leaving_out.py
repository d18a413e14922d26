"""Taking words out of a text so that nothing tells they stood there.

What is left reads on: sentences keep their stops and capitals, lists their numbers, and no comma,
bracket or mark of Markdown stands alone. Beyond the line of the passage nothing is touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reviewmech.rules.anchors import Span

_ENDS = ".!?。؟…۔"
_COMMAS = ",;:،؛，、；："
_CLOSING = ")]»”"
_MARKER = re.compile(r"[ \t]*(?:[-*+]|\d+[.)]|>|#{1,6})[ \t]*")
_NUMBERED = re.compile(r"([ \t]*)(\d+)([.)])(?=[ \t])")
_CITED = re.compile(r"\s*\([^()\n]*\)[.。]")
_OPENED = re.compile(r"(?:(?<=\s)|^)(\*{1,3}|_{1,3}|`+)$")


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return passages in their order, those that overlap or touch as one."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def as_read(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return passages as a reader sees them: those with only white space between them are one."""
    found: list[Span] = []
    for start, end in joined(spans):
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def cut(text: str, spans: Iterable[Span]) -> str:
    """Return a text without these passages."""
    found = joined(spans)
    # From the end, so that what is still to be taken out stands where it was.
    for start, end in reversed(found):
        text = _without(text[:start], text[start:end], text[end:])
    return text.strip() if found else text


def _without(before: str, words: str, after: str) -> str:
    before, after = _unwrapped(before, after)
    if _begins_line(before) and _ends_line(after):
        return _without_lines(before, after)
    between = None if _begins_line(before) or _ends_line(after) else _between_blocks(words)
    if between and after.lstrip(" ")[0] not in _ENDS + _COMMAS:
        return _stopped(before, words, after).rstrip(" \t") + between + after.lstrip(" ")
    if _begins_sentence(before):
        after = _as_a_beginning(words, after)
    is_apart = words[:1].isspace() or words[-1:].isspace() or _run_together(before, words, after)
    return _closed_up(_stopped(before, words, after), after, is_apart)


def _between_blocks(words: str) -> str:
    """Return what parts two blocks of a text, with the mark of an entry, in a passage over both."""
    _above, _break, last = words.rpartition("\n")
    marker = _MARKER.match(last)
    if "\n\n" in words:
        return "\n\n" + (marker.group() if marker else "")
    if marker:
        return "\n" + marker.group() if _break else ""
    return "\n" if _break and not last.strip() else ""


def _unwrapped(before: str, after: str) -> tuple[str, str]:
    """Take away brackets and marks that would stand around nothing."""
    mark = _OPENED.search(before)
    if mark and after.startswith(mark.group(1)):
        return _unwrapped(before[: mark.start()], after[len(mark.group(1)) :])
    left, right = before.rstrip(" "), after.lstrip(" ")
    if left[-1:] + right[:1] in {"()", "[]"}:
        return left[:-1], right[1:]
    return before, after


def _begins_line(before: str) -> bool:
    line = before.rpartition("\n")[2]
    return not line.strip() or _MARKER.fullmatch(line) is not None


def _ends_line(after: str) -> bool:
    return not after.partition("\n")[0].strip()


def _without_lines(before: str, after: str) -> str:
    """Close the lines around a whole line, or several, and count a numbered list on."""
    head, _break, line = before.rpartition("\n")
    number = _NUMBERED.match(line)
    head, rest = (head if _break else ""), after.lstrip(" \t")
    tail = rest.lstrip("\n")
    if number:
        tail = _counted(tail, number.group(1), int(number.group(2)), number.group(3))
    above = head.rstrip("\n")
    if not above or not tail:
        return above or tail
    breaks = max(len(head) + 1 - len(above), len(rest) - len(rest.lstrip("\n")))
    return above + "\n" * min(breaks, 2) + tail


def _counted(tail: str, indent: str, number: int, sign: str) -> str:
    """Number the entries of a list that follow, from this number on."""
    lines = tail.split("\n")
    for place, line in enumerate(lines):
        entry = _NUMBERED.match(line)
        if entry and (entry.group(1), entry.group(3)) == (indent, sign):
            lines[place] = f"{indent}{number}{sign}{line[entry.end() :]}"
            number += 1
        elif line.strip() and not line.startswith(indent + " "):
            break
    return "\n".join(lines)


def _begins_sentence(before: str) -> bool:
    return _begins_line(before) or before.rstrip(" ")[-1:] in tuple(_ENDS)


def _as_a_beginning(words: str, after: str) -> str:
    """Let a sentence that lost its first words begin with a capital, and not with a comma."""
    if words.rstrip()[-1:] in tuple(_ENDS):
        return after
    if after.lstrip(" ")[:1] in tuple(_ENDS):
        return after.lstrip(" ").lstrip(_ENDS)
    left = after.lstrip(" " + _COMMAS)
    if words.lstrip()[:1].isupper():
        left = left[:1].upper() + left[1:]
    return left


def _stopped(before: str, words: str, after: str) -> str:
    """Give a sentence that lost its last words its stop."""
    stop, left = words.rstrip()[-1:], before.rstrip(" ")
    is_open = bool(left) and left[-1] not in _ENDS + "\n" and not _begins_line(before)
    if stop and stop in _ENDS and is_open and after.lstrip(" ")[:1] not in tuple(_ENDS):
        return left.rstrip(" " + _COMMAS) + stop
    return before


def _run_together(before: str, words: str, after: str) -> bool:
    """Say whether two words would become one that had others between them."""
    return before[-1:].isalnum() and after[:1].isalnum() and any(map(str.isspace, words))


def _closed_up(before: str, after: str, is_apart: bool) -> str:
    """Join what stands before and after: one space, and no comma before a stop."""
    left, right = before.rstrip(" "), after.lstrip(" ")
    if left[-1:] in tuple(_ENDS) and _CITED.match(right):
        # The stop stands after the provision that is cited in brackets.
        left = left[:-1]
    if not right or right[0] == "\n":
        return left + right
    if right[0] in _ENDS + _COMMAS + _CLOSING:
        return left.rstrip(" " + _COMMAS) + right
    if _begins_line(before) or left[-1:] in tuple("([«“"):
        return before + right if _begins_line(before) else left + right
    is_apart = is_apart or before != left or after != right
    return left + (" " if is_apart else "") + right
