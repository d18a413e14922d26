"""A sheet as pages show it: one article, its questions and what was answered, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import bidirectional

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from reviewmech.records.reviews import Strand
from reviewmech.rules.answers import Progress
from reviewmech.rules.conditions import chosen
from reviewmech.rules.mechanism import Switch
from reviewmech.rules.questionnaire import (
    WHOLE_PART,
    Question,
    Questionnaire,
    Section,
    Words,
)
from reviewmech.rules.values import PRIORITIES
from reviewmech.web import present

WHOLE = "whole"
"""What stands in an address for the part as a whole."""

Laws = Mapping[int, Mapping[str, Any]]
"""The laws that may be cited, as plain data, by their ids."""


def in_address(article: str) -> str:
    """Return how an address names an article."""
    return article or WHOLE


def from_address(named: str) -> str:
    """Return the article an address names."""
    return WHOLE_PART if named == WHOLE else named


@dataclass(frozen=True)
class Asked:
    """A question as it is asked, in the reader's language."""

    question: Question
    words: Words

    @property
    def id(self) -> str:
        """The place of the question on its page."""
        return f"question-{self.question.id}"

    @property
    def level(self) -> int:
        """The level of its heading: a follow-up stands under its question."""
        return 3 if self.question.parent else 2

    @property
    def number(self) -> str:
        """The official number, where it is known."""
        return self.question.official_number

    @property
    def provision(self) -> str:
        """What is asked about, as it is cited."""
        article, paragraph = self.question.article, self.question.paragraph
        if not article or self.question.parent:
            return ""
        if not paragraph:
            return _("Article %(article)s", article=article)
        if paragraph[0].isdecimal():
            return _(
                "Article %(article)s, paragraph %(paragraph)s", article=article, paragraph=paragraph
            )
        return _("Article %(article)s %(paragraph)s", article=article, paragraph=paragraph)

    @property
    def duty(self) -> str:
        """How strongly the provision binds; a follow-up need not say it again."""
        return "" if self.question.parent else self.words.duty

    @property
    def foreign(self) -> str:
        """The language of its words, where that is not the reader's."""
        return "" if self.words.language == present.language() else self.words.language

    title = property(lambda self: self.words.title)
    asks = property(lambda self: self.words.asks)
    how = property(lambda self: self.words.how)
    evidence = property(lambda self: self.words.evidence)


def asked(question: Question) -> Asked:
    """Return a question in the reader's language, with our guidance unless it is switched off."""
    said = question.words(present.language())
    return Asked(question, said if is_guided() else said.bare)


def is_guided() -> bool:
    """Say whether our guidance is shown beside the questions."""
    return present.mechanism().switches[Switch.GUIDANCE]


@dataclass(frozen=True)
class Cited:
    """A law cited: what it is called, the article, the words quoted, where it can be read."""

    title: str
    article: str = ""
    quotation: str = ""
    url: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """An answer already given to another mechanism: to which, and where it can be read."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Given:
    """An answer in words."""

    choices: list[str] = field(default_factory=list)
    text: str = ""
    years: list[str] = field(default_factory=list)
    rows: list[tuple[str, list[str]]] = field(default_factory=list)
    source: str = ""
    needs: list[list[tuple[str, str]]] = field(default_factory=list)
    cited: list[Cited] = field(default_factory=list)
    elsewhere: list[Elsewhere] = field(default_factory=list)
    remark: str = ""

    @property
    def gist(self) -> str:
        """The answer in a line, for a list of answers."""
        first = [*self.choices, *(words for need in self.needs for label, words in need[:2])]
        years = len(self.years)
        counted = (
            [ngettext("%(num)s year of figures", "%(num)s years of figures", years)]
            if years
            else []
        )
        words = " · ".join([*first, *counted, " ".join(self.text.split())])
        return words.strip(" ·")[:160]


def address(strand: Strand, question: Question) -> str:
    """Return the address of a question on its sheet, while the response is being written."""
    named, place = in_address(question.article), asked(question).id
    return url_for("sheet.article", strand_id=strand.id, article=named, _anchor=place)


def given(question: Question, value: Mapping[str, Any], laws: Laws) -> Given | None:
    """Return an answer in words, in the reader's language; nothing was said in an empty one."""
    if not value:
        return None
    words = question.words(present.language())
    figures = value.get("figures", {})
    return Given(
        choices=_choices(question, words, value),
        text=value.get("text", ""),
        years=value.get("years", []),
        rows=[(words.rows.get(row, row), cells) for row, cells in figures.items()],
        source=value.get("source", ""),
        needs=[_need(words, need) for need in value.get("needs", ())],
        cited=[_cited(citation, laws) for citation in value.get("citations", ())],
        elsewhere=[_elsewhere(each) for each in value.get("elsewhere", ())],
        remark=value.get("remark", ""),
    )


def _choices(question: Question, words: Words, value: Mapping[str, Any]) -> list[str]:
    made = chosen(value)
    said = [words.choices.get(one, one) for one in question.choices if one in made]
    if value.get("other"):
        said.append(f"“{value['other']}”")
    if value.get("date"):
        said.append(_("Date: %(date)s", date=value["date"]))
    if value.get("unavailable"):
        said.append(_("Figures are not available."))
    if value.get("none"):
        said.append(_("No assistance is needed."))
    return said


def _need(words: Words, need: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return a need as terms and words, without what was left empty."""
    priority = PRIORITIES.get(need.get("priority", ""), "")
    terms = [
        (_("Type"), words.choices.get(need["type"], need["type"])),
        (_("What exactly"), need["what"]),
        (_("Article"), need.get("article", "")),
        (_("Priority"), _(priority) if priority else ""),
        (_("Already received"), need.get("received", "")),
        (_("Received from"), need.get("provider", "")),
    ]
    return [(term, said) for term, said in terms if said]


def _cited(citation: Mapping[str, Any], laws: Laws) -> Cited:
    law = laws.get(citation["law"])
    return Cited(
        title=law_title(law) if law else _("A law that is not in the library"),
        article=citation.get("article", ""),
        quotation=citation.get("quotation", ""),
        url=law["link"] if law else "",
    )


def _elsewhere(given: Mapping[str, str]) -> Elsewhere:
    parts = (given["mechanism"], given["document"], given.get("paragraph"), given.get("date"))
    return Elsewhere(", ".join(isolated(part) for part in parts if part), given.get("link", ""))


def law_title(law: Mapping[str, Any]) -> str:
    """Return how a law is cited: its title, the translation, its number and date."""
    translated = f"[{isolated(law['translated_title'])}]" if law["translated_title"] else ""
    named = " ".join(part for part in (isolated(law["title"]), translated) if part)
    return ", ".join(part for part in (named, law["number"], law["dated"]) if part)


def isolated(words: str) -> str:
    """Keep words written from right to left from pulling the figures beside them along."""
    turned = any(bidirectional(sign) in {"R", "AL"} for sign in words)
    return f"\u2068{words}\u2069" if turned else words


@dataclass(frozen=True)
class Place:
    """An article in the list of articles, with how far its answers have come."""

    label: str
    title: str
    url: str
    current: bool
    answered: int = 0
    asked: int = 0
    again: int = 0


def places(
    asked_in: Questionnaire,
    url: Callable[[str], str],
    here: str | None = None,
    progress: Iterable[Progress] = (),
    again: Mapping[str, int] | None = None,
) -> list[Place]:
    """List the articles of a questionnaire; `url` gives the address of an article.

    `again` counts, by article, the answers that wait for another look.
    """
    counted = {each.article: each for each in progress}
    return [
        Place(
            label=section.article,
            title=section.title(present.language()),
            url=url(section.article),
            current=section.article == here,
            answered=counted[section.article].answered if counted else 0,
            asked=counted[section.article].asked if counted else 0,
            again=(again or {}).get(section.article, 0),
        )
        for section in asked_in.sections
    ]


def beside(listed: list[Place]) -> dict[str, Place | None]:
    """Return the articles before and after the current one."""
    here = next(index for index, place in enumerate(listed) if place.current)
    return {
        "previous": listed[here - 1] if here else None,
        "next": listed[here + 1] if here + 1 < len(listed) else None,
    }


def eyebrow(strand: Strand, section: Section) -> str:
    """Return what stands above the title of a sheet: the instrument and the article."""
    if not section.article:
        return present.strand_name(strand)
    return _(
        "%(instrument)s · Article %(article)s",
        instrument=present.instrument_name(strand.instrument),
        article=section.article,
    )


def official_text(strand: Strand, article: str) -> tuple[str, str] | None:
    """Return the link to the official text of an article, or of the instrument."""
    address = present.mechanism().instrument(strand.instrument).text_of(article)
    return (_("Official text"), address) if address else None
