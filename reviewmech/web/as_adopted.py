"""The list as it will be adopted, parted by what the reader's State clears with it, by article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from reviewmech.records.observations import Observation, questionnaire_of
from reviewmech.records.reviews import Strand
from reviewmech.records.wordings import Position, Wording
from reviewmech.rules.vocabulary import Outcome, Stance
from reviewmech.web import gate, present

Pair = tuple[Observation, Wording]
"""An observation, and the wording on the table."""


@dataclass(frozen=True)
class Part:
    """Observations that stand alike before the reader's State, under their articles."""

    title: str
    articles: list[tuple[str, str, list[Pair]]]


def parts(
    strand: Strand, listed: Iterable[Pair], held: Mapping[int, Position], own: int | None
) -> Iterator[Part]:
    """Yield the parts of a list that there are: first what the reader's State clears."""
    found: dict[str, list[Pair]] = {}
    for observation, wording in listed:
        found.setdefault(_part(observation, wording, held, own), []).append((observation, wording))
    for key, title in _titles().items():
        if key in found:
            yield Part(title, _by_article(strand, found[key]))


def _titles() -> dict[str, str]:
    return {
        "objection": _("Your State objects"),
        "agreement": _("Your State agrees to the wording of another State"),
        "proposal": _("Your State's own wording"),
        "open": _("Open, and nothing waits to be cleared by your State"),
        "ended": _("Agreed, or carried with a statement"),
    }


def _part(
    observation: Observation, wording: Wording, held: Mapping[int, Position], own: int | None
) -> str:
    position = held.get(observation.id)
    if position is None:
        return "open" if observation.outcome is Outcome.OPEN else "ended"
    if position.stance is Stance.OBJECTS:
        return "objection"
    return "proposal" if wording.state_id == own else "agreement"


def _by_article(strand: Strand, listed: list[Pair]) -> list[tuple[str, str, list[Pair]]]:
    on: dict[str, list[Pair]] = {}
    for pair in listed:
        on.setdefault(pair[0].article, []).append(pair)
    sections = questionnaire_of(gate.session(), strand).sections
    return [
        (section.article, section.title(present.language()), on[section.article])
        for section in sections
        if section.article in on
    ]
