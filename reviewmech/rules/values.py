"""The values an answer is made of: each is cleaned, or refused in a sentence.

A value is JSON; which of these a question takes follows from its kind (`rules/answers.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from re import fullmatch
from typing import Any

from reviewmech.rules import dates, links
from reviewmech.rules.questionnaire import Question
from reviewmech.rules.refusals import N_, Invalid
from reviewmech.rules.texts import LONGEST_LINE, LONGEST_TEXT, checked, in_plain_figures

MOST_ROWS = 100
"""Needs or citations in one answer."""

MOST_YEARS = 10
"""Years in one table of figures."""

PRIORITIES: Mapping[str, str] = {"high": N_("High"), "medium": N_("Medium"), "low": N_("Low")}

Clean = Callable[[Question, Any, str], Any]


def text(question: Question, given: Any, field: str) -> str:
    """Clean a long text."""
    return _checked(given, field, LONGEST_TEXT)


def line(question: Question, given: Any, field: str) -> str:
    """Clean a text of one line."""
    return " ".join(_checked(given, field, LONGEST_LINE).split())


def _checked(given: Any, field: str, longest: int) -> str:
    if not isinstance(given, str):
        raise Invalid("This must be text.", field=field)
    return checked(given, longest=longest, field=field)


def flag(question: Question, given: Any, field: str) -> bool:
    """Take true or false."""
    if not isinstance(given, bool):
        raise Invalid("This must be ticked or left open.", field=field)
    return given


def choice(question: Question, given: Any, field: str) -> str:
    """Take one of the choices that the question offers, or none."""
    if given not in ("", None) and given not in question.choices:
        raise Invalid(
            "“%(choice)s” is not a choice here; please take one of those offered.",
            field=field,
            choice=str(given)[:50],
        )
    return given or ""


def choices(question: Question, given: Any, field: str) -> list[str]:
    """Take some of the choices that the question offers, in its order and each once."""
    ticked = {choice(question, one, field) for one in _rows(given, field, len(question.choices))}
    return [one for one in question.choices if one in ticked]


def day(question: Question, given: Any, field: str) -> str:
    """Take a date; the month or the year is enough where no more is known."""
    return dates.checked(line(question, given, field), field=field)


def years(question: Question, given: Any, field: str) -> list[str]:
    """Take the years of a table of figures, each once and in the figures of any script."""
    written = [line(question, year, field) for year in _rows(given, field, MOST_YEARS)]
    plain = [in_plain_figures(year) for year in written]
    for place, year in enumerate(plain):
        if not fullmatch(r"(19|20)[0-9]{2}", year) or year in plain[:place]:
            raise Invalid(
                "“%(year)s” cannot head a column; write each year once, as 2024.",
                field=f"year-{place}",
                year=written[place][:30],
            )
    return plain


def figures(question: Question, given: Any, field: str) -> dict[str, list[str]]:
    """Take the figures of each row, as whole numbers; a cell may be empty.

    A cell at fault is named by its row and its place in it.
    """
    if not isinstance(given, Mapping) or not set(given) <= set(question.rows):
        raise Invalid("These figures do not belong to the rows of this question.", field=field)
    return {
        row: [
            _figure(question, cell, f"figure-{row}-{place}")
            for place, cell in enumerate(_rows(given[row], field, MOST_YEARS))
        ]
        for row in question.rows
        if row in given
    }


def _figure(question: Question, given: Any, field: str) -> str:
    written = line(question, given, field)
    plain = in_plain_figures("".join(written.split()))
    if plain and not fullmatch(r"[0-9]{1,15}", plain):
        raise Invalid(
            "“%(figure)s” is not a whole number; write digits only, and anything else in the text.",
            field=field,
            figure=written[:30],
        )
    return plain


def needs(question: Question, given: Any, field: str) -> list[dict[str, str]]:
    """Take the needs for assistance: a type, and what exactly, are required of each."""
    shape = {"type": choice, "article": line, "what": text, "priority": _priority}
    rows = _records(question, given, field, {**shape, "received": text, "provider": line})
    for row in rows:
        if not row.get("what") or not row.get("type"):
            raise Invalid(
                "A need must have a type and say what is needed; please complete or empty it.",
                field=field,
            )
    return rows


def _priority(question: Question, given: Any, field: str) -> str:
    if given not in ("", None, *PRIORITIES):
        raise Invalid("A priority is high, medium or low.", field=field)
    return given or ""


def citations(question: Question, given: Any, field: str) -> list[dict[str, Any]]:
    """Take the laws cited: each names a law of the State's library."""
    shape = {"law": _law, "article": line, "quotation": text}
    rows = _records(question, given, field, shape)
    for row in rows:
        if not row.get("law"):
            raise Invalid("Please say which law is cited, or empty this citation.", field=field)
    return rows


def _law(question: Question, given: Any, field: str) -> int:
    if type(given) is not int or not 0 <= given < 2**63:
        raise Invalid("This law is not in the library of your State.", field=field)
    return given


def elsewhere(question: Question, given: Any, field: str) -> list[dict[str, str]]:
    """Take what was given to other mechanisms: which one, in which document, and where in it."""
    shape = {"mechanism": line, "document": line, "paragraph": line, "date": day, "link": _link}
    rows = _records(question, given, field, shape)
    for row in rows:
        if not row.get("mechanism") or not row.get("document"):
            raise Invalid(
                "Please say to which mechanism it was given and in which document, or empty it.",
                field=field,
            )
    return rows


def _link(question: Question, given: Any, field: str) -> str:
    return links.checked(line(question, given, field), field=field)


def _records(
    question: Question, given: Any, field: str, shape: Mapping[str, Clean]
) -> list[dict[str, Any]]:
    """Clean rows of named values, and leave out those with nothing in them."""
    rows = []
    for row in _rows(given, field, MOST_ROWS):
        if not isinstance(row, Mapping) or not set(row) <= set(shape):
            raise Invalid("This row does not have the columns expected.", field=field)
        cleaned = {name: shape[name](question, row[name], field) for name in row}
        if kept := {name: value for name, value in cleaned.items() if value}:
            rows.append(kept)
    return rows


def _rows(given: Any, field: str, most: int) -> Sequence[Any]:
    if not isinstance(given, list | tuple):
        raise Invalid("This must be a list.", field=field)
    if len(given) > most:
        raise Invalid("At most %(most)s entries fit here.", field=field, most=most)
    return given
