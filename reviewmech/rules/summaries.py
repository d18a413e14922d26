"""The executive summary: what is compiled from the adopted lists, and how it is numbered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from reviewmech.rules.blueprints import Blueprint, Part, Section, letter, roman
from reviewmech.rules.vocabulary import ObservationKind

TEXT, PART, SECTION = 0, 1, 2


@dataclass(frozen=True)
class Paragraph:
    """A heading (level 1 a part, 2 a section) or, at level 0, a numbered paragraph.

    ``source`` is the id of the observation it was compiled from, if any.
    """

    section: str
    level: int
    text: str
    source: int | None = None

    @property
    def is_heading(self) -> bool:
        """Say whether this is a heading."""
        return self.level > TEXT


@dataclass(frozen=True)
class Adopted:
    """An observation of an adopted list, with a State's statement if it was carried with one."""

    id: int
    instrument: str
    article: str
    paragraph: str
    kind: ObservationKind
    text: str
    confidential: bool = False
    statement: str = ""
    statement_by: str = ""


@dataclass(frozen=True)
class Reviewed:
    """An instrument under review: its names and the articles of the part."""

    code: str
    name: str
    full_name: str
    articles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """What a summary is compiled from, in the order in which it was adopted."""

    state: str
    reviewing_states: tuple[str, ...]
    instruments: tuple[Reviewed, ...]
    observations: tuple[Adopted, ...] = ()
    mechanism: str = ""
    part: str = ""
    part_title: str = ""


def title(blueprint: Blueprint, material: Material) -> str:
    """Word the title of the summary."""
    return blueprint.title % _words(blueprint, material)


def compile(blueprint: Blueprint, material: Material) -> tuple[Paragraph, ...]:
    """Compile the summary from what was adopted (blueprint of resolution 10/1; verified: false).

    Confidential items never enter, and what is left is numbered as if they had never been there.
    Items stand in the order in which they were adopted: nothing is ordered or scored.
    """
    return tuple(
        paragraph
        for part in blueprint.parts
        for instrument in (material.instruments if part.for_each_instrument else (None,))
        for paragraph in _part(blueprint, part, material, instrument)
    )


def numbers(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """Number parts I., II., sections A., B., paragraphs 1., 2. straight through (UN habit)."""
    parts = sections = texts = 0
    for paragraph in paragraphs:
        if paragraph.level == PART:
            parts, sections = parts + 1, 0
            yield f"{roman(parts)}."
        elif paragraph.level == SECTION:
            sections += 1
            yield f"{letter(sections)}."
        else:
            texts += 1
            yield f"{texts}."


class Standing(Protocol):
    """A paragraph as far as what stands of a summary goes."""

    @property
    def level(self) -> int:
        """The rank of a heading; 0 a numbered paragraph."""

    @property
    def text(self) -> str:
        """What is read of it."""


Stands = TypeVar("Stands", bound=Standing)


def without_bare_headings(found: list[Stands]) -> list[Stands]:
    """Return the paragraphs without the headings that no text stands under."""
    kept: list[Stands] = []
    for paragraph in reversed(found):
        # Read from the end, a heading is bare when what was kept last is a heading of its rank.
        below = kept[-1] if kept else None
        if paragraph.level == TEXT or (below and _stands_under(below, paragraph)):
            kept.append(paragraph)
    return kept[::-1]


def _stands_under(below: Standing, heading: Standing) -> bool:
    return below.level == TEXT or below.level > heading.level


def _part(
    blueprint: Blueprint, part: Part, material: Material, instrument: Reviewed | None
) -> Iterator[Paragraph]:
    """Compile one part; without anything to say it is left out."""
    words = _words(blueprint, material, instrument)
    key = f"{part.key}.{instrument.code}" if instrument else part.key
    items = [
        item
        for item in material.observations
        if not item.confidential and (instrument is None or item.instrument == instrument.code)
    ]
    sections = [
        paragraph
        for section in part.sections
        for paragraph in _section(blueprint, section, f"{key}.{section.key}", items, words)
    ]
    if sections:
        yield Paragraph(key, PART, part.heading % words)
        yield from sections


def _section(
    blueprint: Blueprint, section: Section, key: str, items: list[Adopted], words: _Words
) -> Iterator[Paragraph]:
    """Compile one section: its opening, then the observations of its kinds, or its sentence."""
    observed = [item for item in items if item.kind in section.kinds]
    opening = _opening(section, words)
    sentence = "" if observed else section.sentence
    if opening or observed or sentence:
        yield Paragraph(key, SECTION, section.heading % words)
    for text in filter(None, (opening, sentence)):
        yield Paragraph(key, TEXT, text % words)
    for item in observed:
        for text in _texts(blueprint, item, words):
            yield Paragraph(key, TEXT, text, item.id)


def _opening(section: Section, words: _Words) -> str:
    """Choose the words for one or for several by the lists that they name."""
    lists = [
        each
        for name, each in words.items()
        if isinstance(each, _Names) and f"%({name})s" in section.opening
    ]
    is_one = all(len(each.names) == 1 for each in lists)
    return section.opening_of_one if is_one and section.opening_of_one else section.opening


def _texts(blueprint: Blueprint, item: Adopted, words: _Words) -> Iterator[str]:
    """Word an observation, its provision before its full stop, and the statement on it."""
    stop = item.text[-1] if re.search(r"[^.][.。]\Z", item.text) else ""
    words = words | {
        "text": item.text.removesuffix(stop),
        "stop": stop,
        "provision": blueprint.provision.cite(item.article, item.paragraph),
        "statement": item.statement,
        "statement_by": item.statement_by,
    }
    yield blueprint.item % words
    if item.statement:
        yield blueprint.statement % words


@dataclass(frozen=True)
class _Names:
    """Several names as one phrase."""

    names: Sequence[str]
    last: str

    def __str__(self) -> str:
        before = ", ".join(self.names[:-1])
        return self.last.join(filter(None, (before, *self.names[-1:])))


_Words = dict[str, "str | _Names"]


def _words(blueprint: Blueprint, material: Material, instrument: Reviewed | None = None) -> _Words:
    """Gather what the blueprint's words may name; the reader of its file keeps them to that."""
    last = blueprint.last_of_names
    named = [blueprint.instrument % _of(each) for each in material.instruments]
    words: _Words = {
        "state": material.state,
        "reviewing_states": _Names(material.reviewing_states, last),
        "instruments": _Names(named, last),
        "mechanism": material.mechanism,
        "part": material.part,
        "part_title": material.part_title,
    }
    if instrument:
        words |= {**_of(instrument), "articles": _Names(instrument.articles, last)}
    return words


def _of(instrument: Reviewed) -> dict[str, str]:
    return {"instrument": instrument.name, "instrument_full": instrument.full_name}
