"""Files for translators: the texts of a review with what they are in another language.

A translators' file (PO) holds many texts, each part of one with its original; a document holds the
words for one part. Plain data in, bytes out, and back.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pypandoc
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from reviewmech.papers import catalogues, pandoc
from reviewmech.papers.dialect import PANDOC

WIDTH = 100
SEPARATOR = " "
"""Between the name of a text and that of its part: no name holds a space."""


@dataclass(frozen=True)
class Part:
    """One part of a text: its names, the original, and what it is in the other language."""

    thing: str
    name: str
    original: str
    said: str = ""
    note: str = ""


def write(parts: Iterable[Part], language: str, project: str, made_at: datetime) -> bytes:
    """Write the parts of texts for translation into a language."""
    catalog = Catalog(
        locale=language,
        project=project,
        version="1",
        fuzzy=False,
        creation_date=made_at,
        header_comment="# Unofficial translation. Leave empty what is not translated yet.",
    )
    for part in parts:
        message = catalog.add(
            part.original,
            part.said,
            auto_comments=[part.note] if part.note else [],
            context=f"{part.thing}{SEPARATOR}{part.name}",
        )
        message.flags.discard("python-format")
    made = BytesIO()
    write_po(made, catalog, width=WIDTH)
    return made.getvalue()


def read(content: bytes, file: str) -> tuple[str, list[Part]]:
    """Read a translators' file: its language, and the parts that are translated in it.

    Raises Mistakes where it is none. What its translator marked as fuzzy counts as not translated.
    """
    language, given = catalogues.read(content, file)
    parts = []
    for each in given:
        thing, _, name = each.context.rpartition(SEPARATOR)
        if each.said.strip() and not each.is_unsure:
            parts.append(Part(thing, name, each.english, each.said))
    return language, parts


def words_of(content: bytes, ending: str) -> str:
    """Return the words of a Word or OpenDocument text, in the small Markdown of the house."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, f"given{ending}")
        place.write_bytes(content)
        command = [pypandoc.get_pandoc_path(), "+RTS", f"-M{pandoc.ROOM}", "-RTS", "--sandbox"]
        kind = ending.removeprefix(".")
        written = pandoc.run([*command, "-f", kind, "-t", PANDOC, "--wrap=none", str(place)], "")
    return written.decode()
