"""The dossier that is handed to somebody new in a review: one paper, for one reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from markupsafe import Markup

from reviewmech.papers import pandoc, word
from reviewmech.papers.markdown import render
from reviewmech.papers.pandoc import DESIGNS

DEEPEST = 6
"""Headings in a text somebody typed are none of the paper's."""


@dataclass(frozen=True)
class Line:
    """One line: what it says, what it adds (a text somebody typed, or not), where its thing is."""

    words: str
    further: str = ""
    url: str = ""
    is_prose: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the dossier; where there is nothing to tell, it says so."""

    key: str
    heading: str
    lines: tuple[Line, ...]
    nothing: str


@dataclass(frozen=True)
class Dossier:
    """A dossier in the words of its reader's language."""

    title: str
    made_for: str
    dated: date
    language: str
    direction: str
    parts: tuple[Part, ...]


def to_docx(dossier: Dossier, address: str) -> bytes:
    """Make the Word file; ``address`` is what the links of its lines begin with."""
    with TemporaryDirectory() as folder:
        reference = Path(folder, "reference.docx")
        reference.write_bytes(word.reference())
        made = pandoc.convert(
            str(Markup("\n").join(_blocks(dossier, address))),
            "docx",
            f"--reference-doc={reference}",
            f"--template={DESIGNS / 'summary.openxml'}",
            f"--metadata=title:{dossier.title}",
            f"--metadata=lang:{dossier.language}",
            f"--metadata=dir:{dossier.direction}",
        )
    return word.finished(made, "", dossier.dated, dossier.direction)


def _blocks(dossier: Dossier, address: str) -> Iterator[Markup]:
    for style, words in (("Title", dossier.title), ("Subtitle", dossier.made_for)):
        yield Markup('<div custom-style="{}"><p>{}</p></div>').format(style, words)
    for part in dossier.parts:
        yield Markup("<h1>{}</h1>").format(part.heading)
        if part.lines:
            lines = Markup("").join(_line(each, address) for each in part.lines)
            yield Markup("<ul>{}</ul>").format(lines)
        else:
            yield Markup("<p>{}</p>").format(part.nothing)


def _line(line: Line, address: str) -> Markup:
    words = Markup("{}").format(line.words)
    if line.url:
        words = Markup('<a href="{}">{}</a>').format(address + line.url, line.words)
    further = Markup("<p>{}</p>").format(line.further) if line.further else ""
    if line.is_prose:
        further = render(line.further, headings_from=DEEPEST)
    return Markup("<li><p>{}</p>{}</li>").format(words, further)
