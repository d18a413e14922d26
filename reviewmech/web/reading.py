"""Questions and answers set for reading: to be checked, printed, or read as submitted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from babel.units import format_unit

from reviewmech.records.languages import conventions
from reviewmech.rules.questionnaire import Question, Questionnaire
from reviewmech.web import present, sheets
from reviewmech.web.formerly import Written, as_answered
from reviewmech.web.sheets import Asked, Given, asked, given

SIZES = ((1_000_000, "digital-megabyte"), (1_000, "digital-kilobyte"))


@dataclass(frozen=True)
class File:
    """A file beside an answer: its name, how large it is, and where it can be had."""

    name: str
    size: str
    sha256: str
    url: str | None


@dataclass(frozen=True)
class Read:
    """One question as it is asked, what was answered, and the files beside the answer."""

    asked: Asked
    given: Given | None
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Article:
    """An article and its questions, set for reading."""

    label: str
    title: str
    read: tuple[Read, ...]


NOWHERE_ELSE: Written = {}

Kept = Mapping[str, Any]
"""A file as a version freezes it."""


def set_for_reading(
    questions: Iterable[Question],
    values: Mapping[str, Mapping[str, Any]],
    laws: sheets.Laws,
    kept: Iterable[Kept] = (),
    url: Callable[[Kept], str | None] = lambda kept: None,
    written: Written = NOWHERE_ELSE,
) -> list[Read]:
    """Return questions with what was answered; `url` says where a file can be had.

    ``written`` says under which edition each was answered, where that may be another.
    """
    files: dict[str, list[File]] = {}
    for each in kept:
        files.setdefault(each["question"], []).append(file(each, url(each)))
    return [
        Read(
            asked(question),
            given(
                as_answered(question, written.get(question.id)), values.get(question.id, {}), laws
            ),
            tuple(files.get(question.id, ())),
        )
        for question in questions
    ]


def by_article(asked_in: Questionnaire, read: Iterable[Read]) -> list[Article]:
    """Put questions under their articles, leaving out the articles without any."""
    found: dict[str, list[Read]] = {section.article: [] for section in asked_in.sections}
    for each in read:
        found[each.asked.question.article].append(each)
    return [
        Article(section.article, section.title(present.language()), tuple(found[section.article]))
        for section in asked_in.sections
        if found[section.article]
    ]


def file(kept: Kept, url: str | None = None) -> File:
    """Return a file in words."""
    return File(kept["name"], size(kept["size"]), kept["sha256"], url)


def size(octets: int) -> str:
    """Say how large a file is."""
    locale = conventions(present.language())
    for large, unit in SIZES:
        if octets >= large:
            number = round(octets / large, 1 if octets < 10 * large else None)
            return format_unit(number, unit, "short", locale=locale)
    return format_unit(octets, "digital-byte", "long", locale=locale)
