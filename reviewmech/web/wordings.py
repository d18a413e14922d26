"""Wordings as pages show them: with their brackets marked, compared, and begun by rote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _
from markupsafe import Markup

from reviewmech.records.observations import Observation, questionnaire_of
from reviewmech.records.reviews import Strand
from reviewmech.records.wordings import Wording
from reviewmech.rules.brackets import has_brackets
from reviewmech.rules.differences import Piece, pieces
from reviewmech.rules.mechanism import Opening, in_language
from reviewmech.web import gate, present

_TAG = re.compile(r"(<[^>]*>)")
_BRACKET = re.compile(r"([\[\]])")


def set_in_brackets(wording: Wording) -> Markup:
    """Return a wording set for reading, with what stands in brackets marked."""
    html = present.prose(wording.text)
    return Markup("".join(_marked(str(html)))) if has_brackets(wording.text) else html


def _marked(html: str) -> Iterator[str]:
    """Yield a text with each run of words inside brackets marked, block by block.

    In rendered prose every bracket that is left stands around words: links have become links.
    """
    depth = 0
    for part in _TAG.split(html):
        if part.startswith("<"):
            yield part
            continue
        for run in _BRACKET.split(part):
            depth += run == "["
            if run:
                yield f'<mark class="bracketed">{run}</mark>' if depth else run
            depth -= run == "]"


@dataclass(frozen=True)
class Compared:
    """Two wordings of an observation, and how they differ, word by word."""

    before: Wording
    after: Wording
    pieces: tuple[Piece, ...]


def compared(observation: Observation) -> Compared | None:
    """Return the two wordings the address names, or the last two; none where there is but one."""
    wordings = {wording.number: wording for wording in observation.wordings}
    last = observation.wording.number
    before = wordings.get(request.args.get("before", last - 1, type=int))
    after = wordings.get(request.args.get("after", last, type=int))
    if before is None or after is None or len(wordings) < 2:
        return None
    return Compared(before, after, pieces(before.text, after.text))


def named(wording: Wording) -> str:
    """Return how a wording is named in a list: its number, whose, when."""
    return _(
        "Wording %(number)s, %(state)s, %(day)s",
        number=wording.number,
        state=present.state_name(wording.state),
        day=present.day(wording.proposed_at),
    )


@dataclass(frozen=True)
class Offered:
    """A standard wording for a provision: how a suggestion on it begins."""

    key: str
    text: str
    provisions: str


def openings(strand: Strand, article: str) -> list[Offered]:
    """Return how a suggestion on the provisions of an article begins, by strength of their duty."""
    section = questionnaire_of(gate.session(), strand).section(article)
    asked = [one for one in (section.questions if section else ()) if not one.parent]
    found = []
    for opening in present.mechanism().wording:
        of_it = [one.paragraph for one in asked if one.duty in opening.duties]
        if of_it:
            found.append(Offered(opening.key, _opening(opening, strand), _provisions(of_it)))
    return found


def _opening(opening: Opening, strand: Strand) -> str:
    state = present.state_name(strand.review.state)
    return in_language(opening.text, present.language()) % {"state": state}


def _provisions(paragraphs: list[str]) -> str:
    """Name the paragraphs a standard wording is for; the whole article has no number."""
    told = dict.fromkeys(paragraph or _("the article") for paragraph in paragraphs)
    return present.names(told)
