"""Plain data as lines of YAML, in the manner of the Mechanism's files.

Lists, and mappings where wanted, stand in one line where they fit; a long text is folded; what
could be taken for something else is quoted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

WIDTH = 100

_PLAIN = re.compile(r"[\w(«“„‘¿¡][^\n]*")
"""What a text without quotes begins with: a letter, a number, or one of these signs."""

_NEVER_PLAIN = re.compile(r":(\s|$)|\s#|\s$|^[-0-9.,+]+$|^0[box]")
_TAKEN_FOR_OTHERS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def item(value: Any, indent: int) -> list[str]:
    """Write an item of a list: in one line if it fits, else with its keys beneath one another."""
    line = f"{' ' * indent}- {_flow(value)}"
    if len(line) <= WIDTH or not isinstance(value, Mapping):
        return [line]
    lines = [each for key, one in value.items() for each in node(key, one, indent + 2)]
    return [f"{' ' * indent}- {lines[0].lstrip()}", *lines[1:]]


def node(key: str, value: Any, indent: int, *, is_spoken: bool = False) -> list[str]:
    """Write a key and its value; words (`is_spoken`) stand beneath one another, never in a row."""
    begins = f"{' ' * indent}{key_of(key)}:"
    if isinstance(value, str):
        return _text(begins, value, indent + 2, is_spoken=is_spoken)
    line = f"{begins} {_flow(value)}"
    if not isinstance(value, Mapping | list) or not value:
        return [line]
    if len(line) <= WIDTH and not (is_spoken and isinstance(value, Mapping)):
        return [line]
    if isinstance(value, list):
        return [begins, *(line for each in value for line in item(each, indent + 2))]
    parts = (node(name, each, indent + 2, is_spoken=is_spoken) for name, each in value.items())
    return [begins, *(line for lines in parts for line in lines)]


def key_of(key: str) -> str:
    """Write a key: the answers `yes` and `no` stay plain, numbers are quoted."""
    return _scalar(key)


def quoted(text: str) -> str:
    """Write a text in double quotes, its odd characters by their numbers."""
    written = json.dumps(text, ensure_ascii=False)
    return _ODD.sub(lambda odd: f"\\u{ord(odd[0]):04x}", written)


def _text(begins: str, text: str, indent: int, *, is_spoken: bool) -> list[str]:
    taken = is_spoken and text.lower() in _TAKEN_FOR_OTHERS
    line = f"{begins} {quoted(text) if taken else _scalar(text)}"
    if len(line) <= WIDTH or not text:
        return [line]
    if _ODD.search(text) or text != text.strip() or "  " in text:
        return [f"{begins} {quoted(text)}"]
    lines = text.split("\n")
    if len(lines) > 1:
        if any(each != each.strip() for each in lines):
            return [f"{begins} {quoted(text)}"]
        return [f"{begins} |-", *(f"{' ' * indent}{each}".rstrip() for each in lines)]
    return [f"{begins} >-", *_folded(text, indent)]


def _folded(text: str, indent: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and indent + len(line) + 1 + len(word) > WIDTH:
            yield f"{' ' * indent}{line}"
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield f"{' ' * indent}{line}"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(f"{_scalar(key, inside=True)}: {_flow(one)}" for key, one in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str):
        return _scalar(value, inside=True)
    return json.dumps(value)


def _scalar(text: str, *, inside: bool = False) -> str:
    """Write a text plainly where it can only be read as this text, `inside` a row or not."""
    is_plain = (
        _PLAIN.fullmatch(text)
        and not _NEVER_PLAIN.search(text)
        and not _ODD.search(text)
        and text not in ("true", "false", "null")
        and not (inside and re.search(r"[,\[\]{}]", text))
    )
    return text if is_plain else quoted(text)
