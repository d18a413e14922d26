"""A questionnaire: sections (articles) of questions, with its words in one or more languages.

It is frozen and whole: choices, follow-ups and shared words are already written out in it, so that
an edition kept as plain JSON says for ever what was asked. `rules/authoring` makes one from what
its authors write, `Questionnaire.from_plain` from what was kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from reviewmech.rules.conditions import Condition, parse

REFERENCE = "en"
"""The language in which every questionnaire is complete."""

WHOLE_PART = ""
"""The article of the closing section, which concerns the part as a whole."""

ALWAYS = "always"
OTHER = "other"


class Kind(StrEnum):
    """What a question asks for."""

    SCALE = "scale"
    SCALE_NA = "scale_na"
    YES_NO = "yes_no"
    ONE = "one"
    MANY = "many"
    TEXT = "text"
    FIGURES = "figures"
    NOTIFICATION = "notification"
    ASSISTANCE = "assistance"


FIXED_CHOICES: Mapping[Kind, tuple[str, ...]] = {
    Kind.SCALE: ("yes", "in_part", "no"),
    Kind.SCALE_NA: ("yes", "in_part", "no", "not_applicable"),
    Kind.YES_NO: ("yes", "no"),
    Kind.NOTIFICATION: ("yes", "no"),
}
"""The kinds whose choices are always the same; `one`, `many` and `assistance` list their own."""


class Duty(StrEnum):
    """How strongly the provision binds the State, by its verb."""

    MANDATORY = "mandatory"
    MANDATORY_QUALIFIED = "mandatory_qualified"
    SHALL_CONSIDER = "shall_consider"
    SHALL_ENDEAVOUR = "shall_endeavour"
    ENCOURAGED = "encouraged"
    OPTIONAL = "optional"
    DEFINITION = "definition"
    SAFEGUARD = "safeguard"
    SUPPLEMENTARY = "supplementary"
    CROSS_CUTTING = "cross_cutting"


@dataclass(frozen=True)
class Words:
    """A question in one language: what it is called, what it asks, how to answer it."""

    language: str
    title: str
    asks: str
    how: str = ""
    evidence: str = ""
    duty: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)

    @property
    def bare(self) -> Words:
        """The words without our guidance: the question and its choices alone."""
        return replace(self, how="", evidence="", duty="")


@dataclass(frozen=True)
class Question:
    """One question, in the place where it is asked.

    `draws_on` names questions of other questionnaires whose answer may serve as a first draft.
    """

    id: str
    article: str
    paragraph: str
    duty: Duty
    kind: Kind
    texts: Mapping[str, Words]
    choices: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    when: Condition | None = None
    parent: str | None = None
    may_be_empty: bool = False
    official_number: str = ""
    covers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    draws_on: tuple[str, ...] = ()

    def words(self, language: str) -> Words:
        """Give the words in a language; if it lacks them, the reference, as `language` shows."""
        return self.texts.get(language) or self.texts[REFERENCE]

    def offers_laws(self, choice: str | None = None) -> bool:
        """Say whether laws may be cited in an answer, once this choice is made."""
        return ALWAYS in self.laws or choice in self.laws

    @property
    def offers_other(self) -> bool:
        """Say whether a choice of one's own may be written in."""
        return OTHER in self.choices and self.kind in (Kind.ONE, Kind.MANY)


@dataclass(frozen=True)
class Section:
    """An article and its questions; the article "" is the part as a whole."""

    article: str
    titles: Mapping[str, str]
    questions: tuple[Question, ...]

    def title(self, language: str) -> str:
        """Give the title in a language, or in the reference language."""
        return self.titles.get(language) or self.titles[REFERENCE]

    @cached_property
    def conditions(self) -> tuple[tuple[str, Condition], ...]:
        """The questions that are not always asked, and when they are."""
        return tuple((one.id, one.when) for one in self.questions if one.when)


@dataclass(frozen=True)
class Questionnaire:
    """The questions on one part of one instrument."""

    instrument: str
    part: str
    version: str
    source: str
    verified: bool
    titles: Mapping[str, str]
    statuses: Mapping[str, str]
    sections: tuple[Section, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in reading order."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    def question(self, question_id: str) -> Question | None:
        """Find a question by its id."""
        return self._by_id.get(question_id)

    def section(self, article: str) -> Section | None:
        """Find the section of an article."""
        return next((section for section in self.sections if section.article == article), None)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it has words in, the reference language first."""
        return (REFERENCE, *sorted(set(self.titles) - {REFERENCE}))

    def title(self, language: str) -> str:
        """Give the title in a language, or in the reference language."""
        return self.titles.get(language) or self.titles[REFERENCE]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its canonical JSON: two editions are the same when it is the same."""
        canonical = json.dumps(self.to_plain(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def to_plain(self) -> dict[str, Any]:
        """Write the questionnaire as plain JSON data; what is empty is left out."""
        plain: dict[str, Any] = _plain(self)
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Questionnaire:
        """Read a questionnaire back from what `to_plain` wrote."""
        sections = tuple(_section(section) for section in plain["sections"])
        return cls(**{**plain, "sections": sections})


def _plain(thing: Any) -> Any:
    if isinstance(thing, Questionnaire | Section | Question | Words):
        named = {name: getattr(thing, name) for name in thing.__dataclass_fields__}
        return {name: _plain(value) for name, value in named.items() if value or name in _KEPT}
    if isinstance(thing, Condition):
        return thing.to_plain()
    if isinstance(thing, tuple):
        return [_plain(value) for value in thing]
    if isinstance(thing, Mapping):
        return {key: _plain(value) for key, value in thing.items()}
    return str(thing) if isinstance(thing, str) else thing


_KEPT = frozenset({"article", "paragraph", "verified", "questions"})
"""What is written even when it is empty or false."""


def _section(plain: Mapping[str, Any]) -> Section:
    questions = tuple(_question(question) for question in plain["questions"])
    return Section(plain["article"], plain["titles"], questions)


def _question(plain: Mapping[str, Any]) -> Question:
    lists = ("choices", "rows", "laws", "covers", "tags", "draws_on")
    return Question(
        **{
            **plain,
            "duty": Duty(plain["duty"]),
            "kind": Kind(plain["kind"]),
            "texts": {language: Words(**words) for language, words in plain["texts"].items()},
            "when": parse(plain["when"]) if "when" in plain else None,
            **{name: tuple(plain.get(name, ())) for name in lists},
        }
    )
