"""Cross-cutting themes: questions of any article that concern one matter, as gender or data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from flask import request

from reviewmech.records.database import surroundings
from reviewmech.rules.mechanism import Text, in_language
from reviewmech.rules.questionnaire import Question
from reviewmech.web import gate, present, sheets


def known() -> dict[str, Text]:
    """Return the themes and their words, in their order; none where our layer is switched off."""
    return dict(surroundings(gate.session()).themes) if sheets.is_guided() else {}


def name(theme: str) -> str:
    """Return what a theme is called in the reader's language."""
    return in_language(known()[theme], present.language())


def asked_for() -> str:
    """Return the theme by which the address filters; nothing where it does not."""
    theme = request.args.get("theme", "")
    return expected(theme) if theme else ""


def expected(theme: str) -> str:
    """Return a theme that an address names; there must be one."""
    gate.belongs(theme, theme in known())
    return theme


def counted(questions: Iterable[Question]) -> dict[str, int]:
    """Count the questions of each theme, in the order of the themes, without empty ones."""
    found = Counter(theme for question in questions for theme in question.tags)
    return {theme: found[theme] for theme in known() if found[theme]}


def links(
    questions: Iterable[Question], current: str, url: Callable[[str], str]
) -> list[tuple[str, str, bool, int | None]]:
    """Return the links to the themes that questions have, each with how many have it."""
    found = counted(questions)
    return [(name(theme), url(theme), theme == current, found[theme]) for theme in found]
