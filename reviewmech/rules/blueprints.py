"""The blueprint of an executive summary: its parts and sections, and the words that stand in them.

The headings are data (``questionnaires/blueprints/``); their order and words are ours until checked
against resolution 10/1 (verified: false). Words may name ``%(state)s`` and the like.
"""

from __future__ import annotations

from dataclasses import dataclass

from reviewmech.rules.vocabulary import ObservationKind


@dataclass(frozen=True)
class Section:
    """A heading, what opens it, the kinds of observation in it, the sentence if there are none.

    ``opening_of_one`` opens it instead when every list it names has one entry.
    """

    key: str
    heading: str
    kinds: frozenset[ObservationKind]
    opening: str
    opening_of_one: str
    sentence: str


@dataclass(frozen=True)
class Part:
    """A part of the summary; it may be repeated for each instrument."""

    key: str
    heading: str
    sections: tuple[Section, ...]
    for_each_instrument: bool


@dataclass(frozen=True)
class Provision:
    """The words that cite a provision: an article, its paragraph, or its subparagraph, as "(a)"."""

    article: str
    paragraph: str
    subparagraph: str

    def cite(self, article: str, paragraph: str) -> str:
        """Cite a provision; what concerns no article in particular cites nothing."""
        if not article:
            return ""
        words = self.article
        if paragraph:
            words = self.subparagraph if paragraph.startswith("(") else self.paragraph
        return words % {"article": article, "paragraph": paragraph}


@dataclass(frozen=True)
class Blueprint:
    """The title and the parts of a summary, and the words for what stands in them.

    ``item`` and ``statement`` are how an observation and a State's statement on it stand,
    ``instrument`` how an instrument is named among others; ``last_of_names`` joins the last of
    several names to the others.
    """

    title: str
    parts: tuple[Part, ...]
    item: str
    statement: str
    provision: Provision
    instrument: str
    last_of_names: str


def roman(number: int) -> str:
    """Write a number as the parts of a paper bear it: I, II, III."""
    for worth, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        if number >= worth:
            return sign + roman(number - worth)
    return ""


def letter(number: int) -> str:
    """Write a number as the sections of a part bear it: A, B, and after Z AA, AB."""
    return letter((number - 1) // 26) + chr(ord("A") + (number - 1) % 26) if number else ""
