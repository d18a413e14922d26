"""The executive summary: what is compiled from the adopted lists, and how it is numbered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from reviewmech.rules.blueprints import Blueprint, Part, Section, fill
from reviewmech.rules.vocabulary import ObservationKind

TEXT = 0


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
    """An observation of an adopted list, with the State's statement if it was carried with one."""

    id: int
    instrument: str
    article: str
    paragraph: str
    kind: ObservationKind
    text: str
    confidential: bool = False
    statement: str = ""


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
    return fill(blueprint.title, _words(blueprint, material, None))


def compile(blueprint: Blueprint, material: Material) -> tuple[Paragraph, ...]:
    """Compile the summary from what was adopted (blueprint of resolution 10/1; verified: false).

    Confidential items never enter, and what is left is numbered as if they had never been there.
    Items stand in the order in which they were adopted: nothing is ordered or scored.
    """
    return tuple(
        chain.from_iterable(
            _compile_part(blueprint, part, material, instrument)
            for part in blueprint.parts
            for instrument in (material.instruments if part.for_each_instrument else (None,))
        )
    )


def numbers(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """Number parts I., II., sections A., B., paragraphs 1., 2. straight through (UN habit)."""
    headings, texts = [0, 0, 0], 0
    for paragraph in paragraphs:
        if paragraph.is_heading:
            level = min(paragraph.level, 3)
            headings[level - 1] += 1
            headings[level:] = [0] * (3 - level)
            yield f"{(_roman, _letter, str)[level - 1](headings[level - 1])}."
        else:
            texts += 1
            yield f"{texts}."


def _compile_part(
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
        for paragraph in _compile_section(blueprint, section, f"{key}.{section.key}", items, words)
    ]
    if sections:
        yield Paragraph(key, 1, fill(part.heading, words))
        yield from sections


def _compile_section(
    blueprint: Blueprint, section: Section, key: str, items: list[Adopted], words: dict[str, str]
) -> Iterator[Paragraph]:
    texts = [Paragraph(key, TEXT, fill(section.opening, words))] if section.opening else []
    observed = [
        paragraph
        for item in items
        if item.kind in section.kinds
        for paragraph in _compile_item(blueprint, key, item, words)
    ]
    if not observed and section.sentence:
        observed = [Paragraph(key, TEXT, fill(section.sentence, words))]
    texts += observed
    if texts:
        yield Paragraph(key, 2, fill(section.heading, words))
        yield from texts


def _compile_item(
    blueprint: Blueprint, key: str, item: Adopted, words: dict[str, str]
) -> Iterator[Paragraph]:
    words = words | {
        "text": item.text,
        "article": item.article,
        "provision": f"{item.article} {item.paragraph}".strip(),
        "statement": item.statement,
    }
    yield Paragraph(key, TEXT, fill(blueprint.item, words), item.id)
    if item.statement:
        yield Paragraph(key, TEXT, fill(blueprint.statement, words), item.id)


def _words(blueprint: Blueprint, material: Material, instrument: Reviewed | None) -> dict[str, str]:
    last = blueprint.last_of_names
    words = {
        "state": material.state,
        "reviewing_states": _listed(material.reviewing_states, last),
        "instruments": _listed([each.full_name for each in material.instruments], last),
        "mechanism": material.mechanism,
        "part": material.part,
        "part_title": material.part_title,
    }
    if instrument:
        words |= {
            "instrument": instrument.name,
            "instrument_full": instrument.full_name,
            "articles": _listed(instrument.articles, last),
        }
    return words


def _listed(names: Sequence[str], last: str) -> str:
    return last.join(part for part in (", ".join(names[:-1]), "".join(names[-1:])) if part)


def _roman(number: int) -> str:
    roman = ""
    for worth, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        roman += sign * (number // worth)
        number %= worth
    return roman


def _letter(number: int) -> str:
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
