"""Annotations in a list: by article, each with its place and what can be made of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from reviewmech.records.annotations import Annotation
from reviewmech.records.reviews import Strand
from reviewmech.web import sheets
from reviewmech.web.whereabouts import Located, located


@dataclass(frozen=True)
class Listed:
    """An annotation in a list."""

    kept: Annotation
    place: Located

    @property
    def url(self) -> str:
        """Where it is read, beside its text."""
        return self.place.url_of(self.kept)

    @property
    def chosen(self) -> str:
        """What a form says of it: which it is, and as what it was read."""
        return f"{self.kept.key}:{self.kept.mark}"


Articles = list[tuple[str, list[Listed]]]
"""Annotations by the heading of their article."""


def listed(strand: Strand, found: list[Annotation]) -> Articles:
    """Return annotations by article, the articles as the questionnaire has them."""
    places = located(strand, {each.thing for each in found}) if found else {}
    by_article: dict[str, list[Listed]] = {}
    for each in found:
        place = places[each.thing]
        by_article.setdefault(place.article, []).append(Listed(each, place))
    order = _order(places)
    return [
        (by_article[article][0].place.heading, by_article[article])
        for article in sorted(by_article, key=lambda one: (order.get(one, len(order)), one))
    ]


MOST = 60
"""Annotations shown at once; where there are more, one article after the other is shown."""


@dataclass(frozen=True)
class Sieve:
    """Which of the annotations a page shows: those on one article, or all where they are few."""

    strand: Strand
    everything: Articles
    chosen: str | None

    @property
    def here(self) -> str | None:
        """The article shown, as an address names it."""
        if self.chosen or self._are_few:
            return self.chosen
        return _named(self.everything[0][1])

    @property
    def _are_few(self) -> bool:
        return sum(len(each) for _heading, each in self.everything) <= MOST

    def passed(self, articles: Articles) -> Articles:
        """Return those that are shown."""
        return [each for each in articles if self.here in {None, _named(each[1])}]

    @property
    def links(self) -> list[tuple[str, str, bool, int | None]]:
        """Offer to choose by article, where there are several."""
        if len(self.everything) < 2:
            return []
        found = [(heading, _named(each), len(each)) for heading, each in self.everything]
        of_each: list[tuple[str, str, bool, int | None]] = [
            (heading, self._url(article), self.here == article, count)
            for heading, article, count in found
        ]
        if not self._are_few:
            return of_each
        return [(_("All articles"), self._url(None), self.here is None, None), *of_each]

    def _url(self, article: str | None) -> str:
        return url_for("annotations.on_strand", strand_id=self.strand.id, article=article)


def _named(listed: list[Listed]) -> str:
    return sheets.in_address(listed[0].place.article)


def _order(places: dict[str, Located]) -> dict[str, int]:
    asked_in = next((each.asked_in for each in places.values()), None)
    sections = asked_in.sections if asked_in else ()
    return {section.article: number for number, section in enumerate(sections)}
