"""Word and OpenDocument files looked into: they are archives, and may hold what runs.

Nothing is unpacked but a few small parts, each only as far as it may be long; what an archive says
of itself is bounded before it is read.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from reviewmech.rules.refusals import Invalid

LARGEST_DIRECTORY = 2 * 1024 * 1024
"""Bytes of an archive's list of parts."""

LARGEST_UNPACKED = 300 * 1024 * 1024
LARGEST_PART_READ = 4 * 1024 * 1024

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"

_END, _END_LENGTH, _LONGEST_COMMENT = b"PK\x05\x06", 22, 0xFFFF
_RUNS = re.compile(
    r"(?i)(^|/)(vbaproject\.bin|vbadata\.xml|activex/.+|embeddings/.+\.(bin|exe|docm|xlsm|pptm))$"
    r"|^(basic|scripts)/.+"
)
_FROM_ELSEWHERE = re.compile(r"(?i)^(https?:|ftp:|\\\\|file:(//)?[^/\\]|file:////|mhtml:|ms-)")
_FETCHED = re.compile(r"/(attachedTemplate|oleObject|subDocument|frame|control|package)$")


class Broken(Exception):
    """This is no archive, or it breaks off."""


def ends_as_archive(content: bytes) -> bool:
    """Say whether a file can be opened as an archive, whatever it begins with."""
    return _end(content) is not None


def kind_of_archive(content: bytes) -> str | None:
    """Say whether an archive is a Word or an OpenDocument text; refuse one that holds what runs."""
    try:
        with _opened(content) as parts:
            names = parts.namelist()
            if content[30:].startswith(b"mimetype" + ODT.encode()) and "content.xml" in names:
                kind = ODT
            elif {"word/document.xml", "[Content_Types].xml"} <= set(names):
                kind = DOCX
            else:
                return None
            if _holds_what_runs(parts, names):
                raise Invalid(
                    "This document holds macros, embedded programs or parts fetched from "
                    "elsewhere. Save it as PDF, or without them, and attach it again.",
                    field="file",
                )
            return kind
    except (BadZipFile, Broken, EOFError, ValueError, NotImplementedError, OSError) as fault:
        raise Broken from fault
    except (RuntimeError, expat.ExpatError) as fault:
        # A part behind a password, or one that is not what its name says.
        raise Broken from fault


def _end(content: bytes) -> tuple[int, int] | None:
    """Return the length and the place of an archive's list of parts, from the end of the file."""
    place = content.rfind(_END, max(0, len(content) - _END_LENGTH - _LONGEST_COMMENT))
    if place < 0 or place + _END_LENGTH > len(content):
        return None
    length, start, comment = struct.unpack("<LLH", content[place + 12 : place + _END_LENGTH])
    return (length, start) if place + _END_LENGTH + comment == len(content) else None


def _opened(content: bytes) -> ZipFile:
    end = _end(content)
    if end is None:
        raise Broken
    if end[0] > LARGEST_DIRECTORY or 0xFFFFFFFF in end:
        raise _too_much()
    parts = ZipFile(BytesIO(content))
    if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
        raise _too_much()
    return parts


def _too_much() -> Invalid:
    return Invalid(
        "This document unpacks to more than can be looked into. Save it as PDF and attach it "
        "again.",
        field="file",
    )


def _holds_what_runs(parts: ZipFile, names: list[str]) -> bool:
    if any(_RUNS.search(name) for name in names):
        return True
    if b"macroEnabled" in _read(parts, "[Content_Types].xml", names):
        return True
    related = (name for name in names if name.endswith(".rels"))
    return any(
        given.get("TargetMode") == "External"
        and _FETCHED.search(given.get("Type", ""))
        and _FROM_ELSEWHERE.search(given.get("Target", ""))
        for name in related
        for given in _relationships(_read(parts, name, names))
    )


def _read(parts: ZipFile, name: str, names: list[str]) -> bytes:
    if name not in names:
        return b""
    with parts.open(name) as part:
        words = part.read(LARGEST_PART_READ + 1)
    if len(words) > LARGEST_PART_READ:
        raise _too_much()
    return words


def _relationships(words: bytes) -> Iterator[dict[str, str]]:
    """Read the links of a part to others; a document type, which none needs, is refused."""
    found: list[dict[str, str]] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            found.append(attributes)

    def refuse(*given: object) -> None:
        raise Broken

    reader = expat.ParserCreate()
    reader.StartElementHandler, reader.StartDoctypeDeclHandler = begin, refuse
    reader.Parse(words, True)
    return iter(found)
