"""Reading the words of a PDF, as far as a test needs: every text run under every font of the file.

A run is spelt by the glyphs of its font, and the font's table says which letters they are. Which
font a run is set in is not looked up: each table is tried, and one of the readings is right.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_ONE = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")
_RANGE = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")
_SHOWN = re.compile(rb"(?:<([0-9a-fA-F]*)>|\(((?:\\.|[^\\()])*)\)|(T\*|ET|Td|Tm|BT|TD))", re.DOTALL)
_ESCAPED = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r?\n)")
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words_of(pdf: bytes) -> str:
    """Return the words of a PDF, read under each of its fonts, and what stands outside streams."""
    streams = list(_streams(pdf))
    tables = [
        _table(stream) for stream in streams if b"beginbfchar" in stream or b"bfrange" in stream
    ]
    contents = [stream for stream in streams if re.search(rb"\bT[jJ]\b", stream)]
    assert tables and contents, "The file holds no text that can be read."
    read = [_read(content, table) for table in tables for content in contents]
    outside = [_STREAM.sub(b"", pdf).decode("latin-1")]
    others = [stream.decode("utf-8", "replace") for stream in streams if stream not in contents]
    return "\n".join([*read, *outside, *others])


def _streams(pdf: bytes) -> Iterator[bytes]:
    for found in _STREAM.finditer(pdf):
        try:
            yield zlib.decompress(found.group(1))
        except zlib.error:
            yield found.group(1)


def _table(stream: bytes) -> dict[int, str]:
    """Read which letters the glyphs of a font are."""
    found = {}
    ranges = b"".join(re.findall(rb"beginbfrange(.*?)endbfrange", stream, re.DOTALL))
    for first, last, letters in _RANGE.findall(ranges):
        for step in range(int(last, 16) - int(first, 16) + 1):
            text = bytes.fromhex(letters.decode()).decode("utf-16-be", "replace")
            found[int(first, 16) + step] = text[:-1] + chr(ord(text[-1]) + step)
    ones = b"".join(re.findall(rb"beginbfchar(.*?)endbfchar", stream, re.DOTALL))
    for glyph, letters in _ONE.findall(ones):
        text = bytes.fromhex(letters.decode()).decode("utf-16-be", "replace")
        found[int(glyph, 16)] = text
    return found


def _read(content: bytes, table: dict[int, str]) -> str:
    said = []
    for in_hex, literal, operator in _SHOWN.findall(content):
        if operator:
            said.append(" ")
            continue
        run = bytes.fromhex(in_hex.decode()) if in_hex else _ESCAPED.sub(_sign, literal)
        glyphs = (int.from_bytes(run[at : at + 2]) for at in range(0, len(run), 2))
        said.append("".join(table.get(glyph, "") for glyph in glyphs))
    return re.sub(" +", " ", "".join(said))


def _sign(found: re.Match[bytes]) -> bytes:
    sign = found.group(1)
    if sign.strip() == b"":
        return b""
    return bytes([int(sign, 8)]) if sign.isdigit() else _SIGNS.get(sign, sign)
