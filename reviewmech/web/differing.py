"""How two answers to one question differ, in words: what a reader sees beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from reviewmech.rules.differences import Change, Piece, pieces
from reviewmech.rules.questionnaire import Question
from reviewmech.web.sheets import Cited, Given, Laws, given


@dataclass(frozen=True)
class Differing:
    """One part of an answer that differs: what it is called, and its pieces."""

    label: str
    pieces: tuple[Piece, ...]


def differing(
    question: Question,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    laws: Laws,
    then: Question | None = None,
    laws_then: Laws | None = None,
) -> list[Differing]:
    """Return the parts of an answer in which two values differ, in the reader's language.

    ``then`` is the question as it was asked when the first was given, if otherwise; ``laws_then``
    are the laws as they stood then.
    """
    known = laws if laws_then is None else laws_then
    old, new = _parts(then or question, before, known), _parts(question, after, laws)
    labels = [*old, *(label for label in new if label not in old)]
    both = ((label, old.get(label, ""), new.get(label, "")) for label in labels)
    return [Differing(label, _told(label, one, two)) for label, one, two in both if one != two]


def _told(label: str, before: str, after: str) -> tuple[Piece, ...]:
    """Tell a choice as a whole: no half of “Yes, in part” stands in “Yes”."""
    if label != _("Choice"):
        return pieces(before, after)
    told = (Piece(Change.REMOVED, before), Piece(Change.ADDED, after))
    return tuple(piece for piece in told if piece.text)


def _parts(question: Question, value: Mapping[str, Any], laws: Laws) -> dict[str, str]:
    """Return an answer in words, part by part."""
    said = given(question, value, laws)
    return dict(_lines(said)) if said else {}


def _lines(said: Given) -> Iterator[tuple[str, str]]:
    if said.choices:
        yield _("Choice"), "\n".join(said.choices)
    if said.text:
        yield _("Text"), said.text
    for place, year in enumerate(said.years):
        cells = (f"{row}: {figures[place] or '–'}" for row, figures in said.rows)
        yield _("Figures of %(year)s", year=year), "\n".join(cells)
    if said.source:
        yield _("Source of the figures"), said.source
    for place, need in enumerate(said.needs, start=1):
        terms = (f"{term}: {words}" for term, words in need)
        yield _("Need %(number)s", number=place), "\n".join(terms)
    for place, law in enumerate(said.cited, start=1):
        yield _("Law %(number)s", number=place), _cited(law)
    for each in said.elsewhere:
        yield _("Given to another mechanism"), "\n".join(filter(None, (each.words, each.url)))
    if said.remark:
        yield _("Remark"), said.remark


def _cited(law: Cited) -> str:
    """Return a citation: the law, its article, the words quoted."""
    return "\n".join(part for part in (law.title, law.article, law.quotation) if part)
