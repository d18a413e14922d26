"""Questionnaires as the secretariat browses them: what is published, and what the files hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import current_app, request, url_for
from flask_babel import gettext as _

from reviewmech.records import editions, responses
from reviewmech.records.database import surroundings
from reviewmech.records.editions import Key
from reviewmech.records.library.verification import said_of
from reviewmech.records.responses import Edition
from reviewmech.rules.mechanism import Fact
from reviewmech.rules.questionnaire import REFERENCE, Question, Questionnaire, Section
from reviewmech.web import gate, languages, present, sheets
from reviewmech.web.drafts import Entry
from reviewmech.web.sheets import Asked, Place
from reviewmech.web.telling import telling


@dataclass(frozen=True)
class Spoken:
    """A language of a questionnaire, and how many of the questions have words in it."""

    code: str
    name: str
    worded: int
    asked: int

    @property
    def is_complete(self) -> bool:
        """Whether every question has words in it."""
        return self.worded == self.asked


def spoken(asked: Questionnaire) -> list[Spoken]:
    """Return the languages of a questionnaire, the reference language first."""
    every = len(asked.questions)
    return [
        Spoken(
            code,
            languages.own_name(code),
            sum(code in question.texts for question in asked.questions),
            every,
        )
        for code in asked.languages
    ]


class Listed:
    """One questionnaire: the version on which strands begin, and what stands in the files."""

    def __init__(self, key: Key, published: Edition | None, in_files: Questionnaire | None) -> None:
        self.instrument, self.part = key
        self.published, self.in_files = published, in_files

    @cached_property
    def asked(self) -> Questionnaire:
        """What it asks: as the files have it, or as it was published."""
        if self.in_files is not None:
            return self.in_files
        assert self.published is not None
        return responses.questionnaire(gate.session(), self.published.id)

    @property
    def title(self) -> str:
        """The instrument and the part."""
        return _(
            "%(instrument)s, %(part)s",
            instrument=present.instrument_name(self.instrument),
            part=present.part_title(self.part),
        )

    @property
    def is_ahead(self) -> bool:
        """Whether the files hold something else than what is published."""
        if self.in_files is None:
            return False
        return self.published is None or self.published.digest != self.in_files.digest

    @property
    def spoken(self) -> list[Spoken]:
        """Its languages, and how complete each is."""
        return spoken(self.asked)

    @property
    def fact(self) -> Fact:
        """What its file says of its being verified."""
        return said_of(current_app.extensions["settings"].mechanism, self.asked)


def every() -> list[Listed]:
    """Return all questionnaires, in the order of the Mechanism's instruments and parts."""
    published = editions.newest_of_each(gate.session())
    in_files = surroundings(gate.session()).questionnaires
    known = {*published, *in_files}
    found = (key for key in _ordered() if key in known)
    return [Listed(key, published.get(key), in_files.get(key)) for key in found]


def _ordered() -> list[Key]:
    mechanism = present.mechanism()
    return [(one.code, part.key) for one in mechanism.instruments for part in mechanism.parts]


class Browsed(Listed):
    """One questionnaire before its reader: in the version and the language they chose."""

    def __init__(self, instrument: str, part: str) -> None:
        key = (instrument, part)
        in_files = surroundings(gate.session()).questionnaires.get(key)
        self.editions = editions.published(gate.session(), instrument, part)
        newest = self.editions[0] if self.editions else None
        gate.belongs(key, key in _ordered() and (in_files or newest) is not None)
        super().__init__(key, newest, in_files)

    def edition(self, name: str) -> Edition | None:
        """Return the version an address names in this place; none for what the files hold."""
        chosen = request.args.get(name, type=int)
        found = next((each for each in self.editions if each.id == chosen), None)
        gate.belongs(self, chosen is None or found is not None)
        return found or (None if self.in_files else self.published)

    def asks(self, edition: Edition | None) -> Questionnaire:
        """Return what a version asks, or what the files hold."""
        if edition is None:
            return self.asked
        return responses.questionnaire(gate.session(), edition.id)

    @cached_property
    def chosen(self) -> Edition | None:
        """The version that is read; none for what the files hold."""
        return self.edition("version")

    @cached_property
    def shown(self) -> Questionnaire:
        """What is read."""
        return self.asks(self.chosen)

    @cached_property
    def language(self) -> str:
        """The language it is read in."""
        wanted = request.args.get("language", present.language())
        return wanted if wanted in self.shown.languages else REFERENCE

    def url(self, endpoint: str, **given: Any) -> str:
        """Return the address of a page on this questionnaire, in the version and language read."""
        read = {
            "instrument": self.instrument,
            "part": self.part,
            "version": self.chosen.id if self.chosen else None,
            "language": request.args.get("language"),
        }
        return url_for(f"editions.{endpoint}", **{**read, **given})

    def in_versions(self, endpoint: str, **given: Any) -> list[tuple[str, str, bool, None]]:
        """Return the links by which another version is read."""
        here = [(None, _("In the files"))] if self.in_files else []
        named = [(each, _("Version %(version)s", version=each.number)) for each in self.editions]
        return [
            (
                words,
                self.url(endpoint, version=each.id if each else None, **given),
                each == self.chosen,
                None,
            )
            for each, words in [*here, *named]
        ]

    def in_languages(self, endpoint: str, **given: Any) -> list[tuple[str, str, bool, None]]:
        """Return the links by which it is read in another language."""
        return [
            (
                each.name,
                self.url(endpoint, language=each.code, **given),
                each.code == self.language,
                None,
            )
            for each in spoken(self.shown)
        ]

    def places(self, here: str | None = None) -> list[Place]:
        """List the articles, with how many questions each has."""
        return [
            Place(
                label=section.article,
                title=section.title(self.language),
                url=self.url("article", article=sheets.in_address(section.article)),
                current=section.article == here,
                asked=len(section.questions),
            )
            for section in self.shown.sections
        ]

    def previewed(self, section: Section) -> list[Previewed]:
        """Return the questions of an article as a State sees them, in the language chosen."""
        return [self._previewed(question) for question in section.questions]

    def _previewed(self, question: Question) -> Previewed:
        words = question.words(self.language)
        asked = Asked(question, words if sheets.is_guided() else words.bare)
        return Previewed(
            filling=Entry(asked, {}, self.language, 0),
            when=telling(self.shown, self.language).condition(question),
            is_translated=words.language == self.language,
        )


@dataclass(frozen=True)
class Previewed:
    """A question as a State sees it, and when it is asked."""

    filling: Entry
    when: str
    is_translated: bool

    @property
    def asked(self) -> Asked:
        """The question, in the language chosen."""
        return self.filling.asked


def covered(listed: Iterable[Listed]) -> dict[str, list[tuple[Listed, Question]]]:
    """Return which questions cover each item of the outline, by the ids of the items."""
    found: dict[str, list[tuple[Listed, Question]]] = defaultdict(list)
    for each in listed:
        for question in each.asked.questions:
            for item in question.covers:
                found[item].append((each, question))
    return dict(sorted(found.items()))
