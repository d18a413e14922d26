"""The blueprint of an executive summary: its parts and sections, and the words that stand in them.

The headings are data (``questionnaires/blueprints/``); their order and words are ours until checked
against resolution 10/1 (verified: false). Words may name ``%(state)s`` and the like.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reviewmech.rules.refusals import Invalid
from reviewmech.rules.vocabulary import ObservationKind


@dataclass(frozen=True)
class Section:
    """A heading, what opens it, the kinds of observation in it, the sentence if there are none."""

    key: str
    heading: str
    kinds: frozenset[ObservationKind] = frozenset()
    opening: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the summary; it may be repeated for each instrument."""

    key: str
    heading: str
    sections: tuple[Section, ...]
    for_each_instrument: bool = False


@dataclass(frozen=True)
class Blueprint:
    """The title and the parts of a summary.

    ``item`` and ``statement`` are the words in which an observation and a State's statement on it
    stand; ``last_of_names`` joins the last of several names to the others.
    """

    title: str
    parts: tuple[Part, ...]
    item: str = "%(text)s"
    statement: str = "%(statement)s"
    last_of_names: str = " and "

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any], *, language: str = "en") -> Blueprint:
        """Read a blueprint from plain data; refuse a bad one and say what is wrong with it."""
        try:
            return cls(
                plain["title"][language],
                tuple(_part(part, language) for part in plain["parts"]),
                plain.get("item", {}).get(language, cls.item),
                plain.get("statement", {}).get(language, cls.statement),
                plain.get("last_of_names", {}).get(language, cls.last_of_names),
            )
        except KeyError as missing:
            raise Invalid("The blueprint lacks %(what)s: add it.", what=missing) from None
        except (ValueError, TypeError, AttributeError) as fault:
            raise Invalid("The blueprint cannot be read: %(fault)s.", fault=fault) from None


def _part(plain: Mapping[str, Any], language: str) -> Part:
    sections = tuple(_section(section, language) for section in plain["sections"])
    repeat = plain.get("repeat", "once")
    if repeat not in ("once", "instrument"):
        raise ValueError(f"repeat is once or instrument, not {repeat}")
    return Part(plain["key"], plain["heading"][language], sections, repeat == "instrument")


def _section(plain: Mapping[str, Any], language: str) -> Section:
    when_empty = plain.get("when_empty", "omit")
    if when_empty not in ("omit", "sentence"):
        raise ValueError(f"when_empty is omit or sentence, not {when_empty}")
    return Section(
        plain["key"],
        plain["heading"][language],
        frozenset(ObservationKind[kind.upper()] for kind in plain.get("kinds", [])),
        plain.get("opening", {}).get(language, ""),
        plain["sentence"][language] if when_empty == "sentence" else "",
    )


def fill(words: str, values: Mapping[str, str]) -> str:
    """Put the values into the blueprint's words; refuse words that name what there is not."""
    try:
        return words % values
    except (KeyError, ValueError, TypeError) as fault:
        raise Invalid(
            "The blueprint's words “%(words)s” cannot be filled in: %(fault)s.",
            words=words,
            fault=fault,
        ) from None
