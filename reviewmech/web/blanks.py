"""A blank questionnaire as pages show it: named, counted, its questions told in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from reviewmech.papers.asking import Asking
from reviewmech.records.blanks import Blank
from reviewmech.rules.purposes import Reading
from reviewmech.rules.questionnaire import FIXED_CHOICES, REFERENCE, Question, Section
from reviewmech.web import gate, present, sheets
from reviewmech.web.sheets import Asked, Place
from reviewmech.web.telling import telling


@dataclass(frozen=True)
class Told:
    """A question in words: when it is asked, what an answer consists of, when laws are cited."""

    asked: Asked
    condition: str
    answer: str
    choices: tuple[str, ...]
    laws: str

    @property
    def is_short(self) -> bool:
        """Whether its choices stand on one line: yes, in part, no."""
        return self.asked.question.kind in FIXED_CHOICES


class Shown:
    """A blank questionnaire in one of the languages it has words in."""

    def __init__(self, blank: Blank, language: str | None = None) -> None:
        self.blank, self.questionnaire = blank, blank.questionnaire
        self.chosen = language
        spoken = self.questionnaire.languages
        wanted = language or present.language()
        self.language = wanted if wanted in spoken else REFERENCE

    @property
    def instrument(self) -> str:
        """The short name of its instrument."""
        return present.instrument_name(self.blank.instrument.code)

    @property
    def part(self) -> str:
        """The title of its part, with its number if it has one."""
        return present.part_title(self.blank.part.key)

    @property
    def is_optional(self) -> bool:
        """Whether its articles stand outside the parts that are reviewed in phases."""
        return self.blank.part.number is None

    @property
    def is_adopted(self) -> bool:
        """Whether it has the wording that was adopted, and not ours."""
        return self.questionnaire.source == "adopted"

    @property
    def is_to_verify(self) -> bool:
        """Whether the reader should verify it: the secretariat is told, nobody else."""
        verified = self.questionnaire.verified and self.blank.part.verified
        return not verified and gate.may(Reading.STEERING)

    @property
    def counted(self) -> str:
        """How much it asks, and on how many articles."""
        articles = sum(bool(section.article) for section in self.questionnaire.sections)
        return _(
            "%(questions)s, on %(articles)s",
            questions=_how_many(self.questionnaire.questions),
            articles=ngettext("%(num)s article", "%(num)s articles", articles),
        )

    def count(self, article: str) -> str:
        """Say how much it asks on an article."""
        section = self.questionnaire.section(article)
        return _how_many(section.questions if section else ())

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of it: terms and words."""
        known = [
            (_("Instrument"), present.instrument_name(self.blank.instrument.code, "full")),
            (_("Version"), self.questionnaire.version),
            (_("Published"), present.day(self.blank.dated)),
            (_("Length"), self.counted),
        ]
        return [(term, words) for term, words in known if words]

    @property
    def lacks_words(self) -> str:
        """Say that it has no words in the reader's language, where that is so."""
        if self.chosen or self.language == present.language():
            return ""
        return _(
            "It has no words in your language yet; they are shown in the language in which it is "
            "complete."
        )

    def url(self, article: str | None = None, anchor: str | None = None, **more: str) -> str:
        """Return the address of its first page, or of an article."""
        named: dict[str, Any] = {
            "instrument": self.blank.instrument.code,
            "part": self.blank.part.key,
            "language": self.chosen,
            "_anchor": anchor,
            **more,
        }
        if article is None:
            return url_for("questionnaires.questionnaire", **named)
        return url_for("questionnaires.article", article=sheets.in_address(article), **named)

    def url_of(self, asked: Asked) -> str:
        """Return the address of a question."""
        return self.url(asked.question.article, asked.id)

    def url_of_file(self, form: str) -> str:
        """Return the address of a file with its words."""
        return url_for(
            "questionnaires.paper",
            instrument=self.blank.instrument.code,
            part=self.blank.part.key,
            form=form,
            language=self.language,
        )

    def title(self, section: Section) -> str:
        """Return the title of an article."""
        return section.title(self.language)

    def places(self, here: str | None = None) -> list[Place]:
        """List its articles."""
        return [
            Place(each.article, self.title(each), self.url(each.article), each.article == here)
            for each in self.questionnaire.sections
        ]

    @cached_property
    def asking(self) -> Asking:
        """The questionnaire as it is told in sentences of the page's language."""
        return telling(self.questionnaire, self.language)

    def told(self, section: Section) -> list[Told]:
        """Return the questions of an article in words."""
        return [self._told(question) for question in section.questions]

    def _told(self, question: Question) -> Told:
        words = self.asking.words(question)
        listed = words.choices or words.rows
        return Told(
            asked=Asked(question, words),
            condition=self.asking.condition(question),
            answer=self.asking.answer(question),
            choices=tuple(listed.values()),
            laws=self.asking.laws(question),
        )

    def asked(self, question: Question) -> Asked:
        """Return a question as it is asked."""
        return Asked(question, self.asking.words(question))

    def eyebrow(self, section: Section) -> str:
        """Return what stands above the title of an article."""
        if not section.article:
            return _("%(instrument)s, %(part)s", instrument=self.instrument, part=self.part)
        return _(
            "%(instrument)s · Article %(article)s",
            instrument=self.instrument,
            article=section.article,
        )

    def official_text(self, article: str = "") -> tuple[str, str] | None:
        """Return the link to the official text of an article, or of the instrument."""
        address = self.blank.instrument.text_of(article)
        return (_("Official text"), address) if address else None


def _how_many(questions: Collection[Question]) -> str:
    first = sum(not question.parent for question in questions)
    after = len(questions) - first
    told = ngettext("%(num)s question", "%(num)s questions", first)
    if not after:
        return told
    follow_ups = ngettext("%(num)s follow-up", "%(num)s follow-ups", after)
    return _("%(questions)s and %(follow_ups)s", questions=told, follow_ups=follow_ups)


def chosen_language() -> str | None:
    """Return the language that the address asks for, if it names one."""
    return request.args.get("language") or None
