"""The list of observations as it is looked through: narrowed by links, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from flask import request, url_for
from flask_babel import gettext as _

from reviewmech.records.observations import (
    Line,
    Observation,
    chosen_observations,
    questionnaire_of,
)
from reviewmech.records.reviews import Strand
from reviewmech.records.silences import running
from reviewmech.records.wordings import Position, Silence, Wording
from reviewmech.rules.purposes import Reading
from reviewmech.rules.vocabulary import ObservationKind, Outcome
from reviewmech.web import gate, items, present, sheets

A_PAGE = 40
"""Observations on one page of the list."""

Filter = Callable[[Line], bool]
Link = tuple[str, str, bool, int]

Group = tuple[str, str, list[Observation]]
"""An article, its title, and the observations on it."""


@dataclass(frozen=True)
class Around:
    """Where an item stands in the list its reader looks through: its place, and those beside it."""

    back: str
    before: tuple[str, str] | None
    after: tuple[str, str] | None


@dataclass(frozen=True)
class Choice:
    """What the address narrows the list to; an unknown word narrows nothing."""

    show: str
    article: str
    kind: str
    page: int

    @property
    def kept(self) -> dict[str, str]:
        """What the addresses of items carry, so that one goes through them as the list has them."""
        asked = {"show": self.show, "article": self.article, "kind": self.kind}
        return {name: value for name, value in asked.items() if value}

    def address(self, strand: Strand, **other: str | int) -> str:
        """Return the address of the list, narrowed so but for what is given otherwise."""
        kept = {name: value for name, value in {**self.kept, **other}.items() if value}
        return url_for("observations.observations", strand_id=strand.id, **kept)  # type: ignore[arg-type]


def choice() -> Choice:
    """Return what the address asks for."""
    asked = request.args
    number = asked.get("page", 1, type=int)
    return Choice(
        asked.get("show", ""),
        asked.get("article", ""),
        asked.get("kind", ""),
        max(1, min(number, 1_000)),
    )


class Listing:
    """A strand's list before a reader: its lines, the filters, and the observations of a page."""

    def __init__(self, strand: Strand, chosen: Choice) -> None:
        self.strand, self.chosen = strand, chosen
        self.own = items.own_id(strand)
        # Looked up once: the strip above the page says from the same whose word is awaited.
        reads = gate.may(Reading.OBSERVATIONS, strand)
        self.lines = present.facts_of(strand).lines if reads else []
        self._sections = questionnaire_of(gate.session(), strand).sections
        self._places = {one.article: place for place, one in enumerate(self._sections)}

    @cached_property
    def silences(self) -> dict[int, Silence]:
        """The silences that run, by observation (id)."""
        return running(gate.session(), self.strand.id)

    @property
    def shown(self) -> list[Line]:
        """The lines that are let through, by article and kind."""
        wanted = [self._states()[self._state], self._by_article, self._by_kind]
        found = [line for line in self.lines if all(lets(line) for lets in wanted)]
        return sorted(found, key=self._place)

    def around(self, observation: Observation) -> Around:
        """Return what stands around an item, also when it stands in the narrowed list no more."""
        here, shown = self._place(observation), self.shown
        before = [line for line in shown if self._place(line) < here]
        after = next((line for line in shown if self._place(line) > here), None)
        page = len(before) // A_PAGE + 1
        back = self.chosen.address(self.strand, page=page if page > 1 else "")
        return Around(
            f"{back}#observation-{observation.number}",
            self._named(before[-1]) if before else None,
            self._named(after) if after else None,
        )

    def _named(self, line: Line) -> tuple[str, str]:
        """Return the address of an item, narrowed as the list is, and its name."""
        words = _("Observation %(number)s", number=line.number)
        return items.address(self.strand.id, line.id, **self.chosen.kept), words

    def groups(self) -> list[Group]:
        """Return the observations of this page under their articles; the articles without any
        are there too, as long as nothing is narrowed: one proposes on them.
        """
        start = (self.chosen.page - 1) * A_PAGE
        lines = self.shown[start : start + A_PAGE]
        found = chosen_observations(gate.session(), [line.id for line in lines])
        known = {one.id: one for one in found}
        on: dict[str, list[Observation]] = {}
        for line in lines:
            on.setdefault(line.article, []).append(known[line.id])
        return [
            (section.article, section.title(present.language()), on.get(section.article, []))
            for section in self._sections
            if section.article and (section.article in on or self._is_whole)
        ]

    @property
    def _is_whole(self) -> bool:
        narrowed = self.chosen.show or self.chosen.article or self.chosen.kind
        return not narrowed and len(self.lines) <= A_PAGE

    def pages(self) -> tuple[str | None, str | None]:
        """Return the addresses of the page before and the page after."""
        number = self.chosen.page
        before = self.chosen.address(self.strand, page=number - 1) if number > 1 else None
        after = self.chosen.address(self.strand, page=number + 1)
        return before, after if len(self.shown) > number * A_PAGE else None

    def narrowed_by_state(self) -> list[Link]:
        """Return the links that narrow the list by how far agreement has come."""
        states = self._states()
        return [
            self._link("show", key, words, states[key])
            for key, words in self._state_words().items()
        ]

    def narrowed_by_kind(self) -> list[Link]:
        """Return the links that narrow the list to one kind."""
        every = self._link("kind", "", _("All kinds"), lambda line: True)
        return [
            every,
            *(
                self._link("kind", kind.name.lower(), present.said(kind), _of_kind(kind))
                for kind in ObservationKind
            ),
        ]

    def articles(self) -> list[sheets.Place]:
        """Return the articles as links that narrow the list to one of them."""
        return [
            sheets.Place(
                label=section.article,
                title=section.title(present.language()),
                url=self.chosen.address(self.strand, article=section.article),
                current=section.article == self.chosen.article,
            )
            for section in self._sections
            if section.article
        ]

    def _link(self, name: str, key: str, words: str, lets: Filter) -> Link:
        is_current = key == (self._state if name == "show" else getattr(self.chosen, name))
        url = self.chosen.address(self.strand, **{name: key})
        return words, url, is_current, sum(map(lets, self.lines))

    @property
    def _state(self) -> str:
        return self.chosen.show if self.chosen.show in self._states() else ""

    def _state_words(self) -> dict[str, str]:
        words = {
            "": _("All"),
            "open": _("Open"),
            "ours": _("Waiting for my State"),
            "uncleared": _("To be cleared by my State"),
            "silence": _("Under silence"),
            "agreed": _("Agreed"),
            "closed": _("Closed without agreement"),
        }
        return {key: said for key, said in words.items() if key in self._states()}

    def _states(self) -> dict[str, Filter]:
        """Return what each word of the address lets through."""
        closed = {Outcome.LEFT_OUT, Outcome.WITH_STATEMENT}
        found: dict[str, Filter] = {
            "": lambda line: True,
            "open": lambda line: line.item.outcome is Outcome.OPEN,
            "silence": lambda line: line.id in self.silences,
            "agreed": lambda line: line.item.outcome is Outcome.AGREED,
            "closed": lambda line: line.item.outcome in closed,
        }
        if self.own is not None:
            found["ours"] = lambda line: self.own in line.item.unsaid
            found["uncleared"] = lambda line: self.own in line.item.ad_referendum
        return found

    def _by_article(self, line: Line) -> bool:
        known = self.chosen.article in self._places
        return not known or not self.chosen.article or line.article == self.chosen.article

    def _by_kind(self, line: Line) -> bool:
        kinds = {kind.name.lower() for kind in ObservationKind}
        return self.chosen.kind not in kinds or line.kind.name.lower() == self.chosen.kind

    def _place(self, line: Line | Observation) -> tuple[int, int, int]:
        article = self._places.get(line.article, len(self._places))
        return article, _KINDS.index(line.kind), line.number


_KINDS = list(ObservationKind)


def _of_kind(kind: ObservationKind) -> Filter:
    return lambda line: line.kind is kind


def held_in(
    listed: Iterable[tuple[Observation, Wording]], state: int | None
) -> dict[int, Position]:
    """Return the positions of a State that wait to be cleared, by observation (id)."""
    return {
        one.id: held
        for one, on_the_table in listed
        if one.outcome is Outcome.OPEN and (held := on_the_table.ad_referendum(state))
    }
