"""A blank questionnaire as people fill it in, from plain data, set in HTML of our own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from markupsafe import Markup

from reviewmech.papers.asking import Asking
from reviewmech.papers.fields import box, labelled, styled, table, ticks, within
from reviewmech.papers.tongues import Tongue
from reviewmech.rules.questionnaire import REFERENCE, Kind, Question, Questionnaire, Section

YEARS = 3
NEEDS = 3
LAWS = 2
"""Columns for years, and rows for needs and laws, in a table to be filled in."""


@dataclass(frozen=True)
class Form:
    """A questionnaire ready to be printed, in one language.

    ``mechanism``, ``name`` (of the paper), ``instrument`` and ``part`` are the lines of its title;
    ``citation`` is how each page names it; ``dated`` is the day of the edition, if it has one.
    """

    questionnaire: Questionnaire
    tongue: Tongue
    mechanism: str
    name: str
    instrument: str
    part: str
    citation: str
    dated: date | None = None
    is_guided: bool = True

    @cached_property
    def asking(self) -> Asking:
        """The questionnaire as the form tells it."""
        return Asking(self.questionnaire, self.tongue.code, self.tongue, self.is_guided)

    @property
    def key(self) -> tuple[object, ...]:
        """All that its files are made from, in short."""
        titles = (self.mechanism, self.name, self.instrument, self.part, self.citation)
        edition = (self.questionnaire.digest, self.tongue.code, self.dated, self.is_guided)
        return (*edition, *titles)

    @property
    def title(self) -> str:
        """What the file is called inside."""
        return self.tongue.gettext(
            "%(instrument)s, %(part)s", instrument=self.instrument, part=self.part
        )

    @property
    def standing(self) -> str:
        """Whose wording it is, said plainly."""
        if self.questionnaire.source == "adopted":
            return self.tongue.gettext("Wording adopted by the Conference.")
        return self.tongue.gettext("Working wording, not the text adopted by the Conference.")

    @property
    def footer(self) -> str:
        """What every page bears: which questionnaire this is, and whose wording."""
        return f"{self.citation} · {self.standing}"

    @property
    def facts(self) -> tuple[str, ...]:
        """Version, language and date."""
        say = self.tongue.gettext
        named = self.tongue.named(self.tongue.code)
        lines = [
            say("Version %(number)s", number=self.questionnaire.version),
            say("Language: %(language)s", language=named),
        ]
        is_working = self.questionnaire.statuses.get(self.tongue.code) == "working"
        if is_working and self.tongue.code != REFERENCE:
            lines[1] = say("Language: %(language)s (working translation)", language=named)
        return (*lines, *([self.tongue.day(self.dated)] if self.dated else []))


def page(form: Form) -> str:
    """Set the form in our own HTML: the one thing pandoc ever reads."""
    setting = _Setting(form)
    blocks = [*_head(form), *_how_to_fill_in(form)]
    for section in form.questionnaire.sections:
        blocks += setting.section(section)
    return str(Markup("\n").join(blocks))


def _head(form: Form) -> Iterator[Markup]:
    yield styled("Mechanism", form.mechanism)
    yield styled("Title", form.instrument)
    yield styled("Subtitle", form.part)
    yield styled("Subtitle", form.name)
    yield styled("Notice", form.standing)
    yield styled("Facts", Markup("<br>").join(form.facts))


def _how_to_fill_in(form: Form) -> Iterator[Markup]:
    say = form.tongue.gettext
    for sentence in (
        say("A question that begins with “Asked if” is answered only where that holds."),
        say(
            "Cite a law by its title and article, and by a link where there is one, rather than "
            "annexing it."
        ),
        say(
            "What was given to another mechanism need not be written again: name the mechanism, "
            "the document, the paragraph and the date."
        ),
        say("A question may be left open: it is then listed as unanswered."),
    ):
        yield styled("Guidance", sentence)
    asked_of = [say("State"), say("Filled in by"), say("Date")]
    yield table([30, 70], [], [[each, ""] for each in asked_of])


@dataclass(frozen=True)
class _Setting:
    """The questions of a form being set."""

    form: Form

    @property
    def asking(self) -> Asking:
        return self.form.asking

    def section(self, section: Section) -> Iterator[Markup]:
        """Set an article: its title and its questions, follow-ups set in under theirs."""
        say, title = self.form.tongue.gettext, section.title(self.form.tongue.code)
        if section.article:
            title = say("Article %(article)s, %(title)s", article=section.article, title=title)
        yield Markup("<h1>{}</h1>").format(title)
        for question in section.questions:
            blocks = self.question(question)
            yield within("Follow-up", blocks) if question.parent else Markup("\n").join(blocks)

    def question(self, question: Question) -> Iterator[Markup]:
        """Set a question: when it is asked, what it asks, how to answer it, and its fields."""
        words = self.asking.words(question)
        number = f"{question.official_number} " if question.official_number else ""
        level = 3 if question.parent else 2
        yield Markup("<h{0}>{1}{2}</h{0}>").format(level, number, words.title)
        condition = self.asking.condition(question)
        if condition:
            yield styled("Condition", condition)
        provision = () if question.parent else (self.asking.provision(question), words.duty)
        if any(provision):
            yield styled("Provision", " · ".join(part for part in provision if part))
        yield styled("Asks", words.asks)
        if words.how:
            yield styled("Guidance", words.how)
        if words.evidence:
            told = self.form.tongue.gettext("Evidence: %(evidence)s", evidence=words.evidence)
            yield styled("Guidance", told)
        yield from self._fields(question)
        if question.laws:
            yield styled("Label", self.asking.laws(question))
            yield self._laws()

    def _fields(self, question: Question) -> Iterator[Markup]:
        say = self.form.tongue.gettext
        words = self.asking.words(question)
        choices = [words.choices.get(key, key) for key in question.choices]
        match question.kind:
            case Kind.TEXT:
                yield box(3 if question.parent else 5)
            case Kind.FIGURES:
                yield from self._figures(list(words.rows.values()))
            case Kind.ASSISTANCE:
                yield from self._needs(choices)
            case Kind.NOTIFICATION:
                yield ticks(choices, across=True)
                yield labelled(say("Date of the notification"), 1)
                yield labelled(say("What was notified"), 2)
            case Kind.MANY | Kind.ONE:
                one_of = question.kind is Kind.ONE
                yield styled("Label", say("Tick one.") if one_of else say("Tick all that apply."))
                yield ticks(choices)
            case _:
                yield ticks(choices, across=True)
        if question.offers_other:
            yield labelled(say("Other, in your own words"), 1)

    def _figures(self, rows: list[str]) -> Iterator[Markup]:
        say = self.form.tongue.gettext
        head = [say("Figure"), *[say("Year:")] * YEARS]
        yield table([46, *[18] * YEARS], head, [[row, *[""] * YEARS] for row in rows])
        yield ticks([say("These figures are not available")])
        yield labelled(say("Source of the figures"), 1)
        yield labelled(say("Explanation"), 2)

    def _needs(self, types: list[str]) -> Iterator[Markup]:
        say = self.form.tongue.gettext
        listed = " · ".join(types)
        yield styled("Guidance", say("Types of assistance: %(types)s", types=listed))
        head = [
            say("Type"),
            say("What exactly, and for whom"),
            say("Priority: high, medium or low"),
            say("Already received, and from whom"),
        ]
        yield table([22, 38, 16, 24], head, [[""] * 4] * NEEDS, lines=2)
        yield ticks([say("No assistance is needed")])

    def _laws(self) -> Markup:
        say = self.form.tongue.gettext
        return table([50, 15, 35], [say("Law"), say("Article"), say("Link")], [[""] * 3] * LAWS)
