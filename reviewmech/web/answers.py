"""What a form says of an answer: its fields, read into the value that `rules.answers` checks.

The names of the fields are those of `templates/responses/fields.html`. What is read here may still
be wrong; it is kept as it was typed, so that a refused form can be shown again as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count, takewhile
from typing import Any

from werkzeug.datastructures import MultiDict

from reviewmech.rules.questionnaire import Kind, Question
from reviewmech.web import present

Form = MultiDict[str, str]
Value = dict[str, Any]

NEED = ("type", "article", "what", "priority", "received", "provider")
ELSEWHERE = ("mechanism", "document", "paragraph", "date", "link")

LONGEST_NUMBER = 10
"""Figures in the id of a law or the number of a revision; a longer one is none at all."""


def sent(question: Question, form: Form) -> tuple[str, Value, str, int]:
    """Return what was sent: to which question, the value, its language, where it began from."""
    value = {} if "clear" in form else from_form(question, form)
    language = form.get("language") or present.language_to_write_in()
    return question.id, value, language, began_from(form)


def began_from(form: Form) -> int:
    """Return the revision that a form began from; what is no number is none that ever was."""
    began = form.get("started_from", "0")
    return int(began) if is_number(began) else -1


def from_form(question: Question, form: Form) -> Value:
    """Read the value that a question's form says."""
    value = _READERS[question.kind](question, form)
    if question.offers_other:
        value["other"] = form.get("other", "")
    if question.laws:
        value["citations"] = list(_citations(form))
    if elsewhere := _rows(form, "elsewhere", ELSEWHERE):
        value["elsewhere"] = elsewhere
    if "remark" in form:
        value["remark"] = form["remark"]
    return value


def _choice(question: Question, form: Form) -> Value:
    return {"choice": form.get("choice", "")}


def _choices(question: Question, form: Form) -> Value:
    return {"choices": form.getlist("choices")}


def _text(question: Question, form: Form) -> Value:
    return {"text": form.get("text", "")}


def _notification(question: Question, form: Form) -> Value:
    return {name: form.get(name, "") for name in ("choice", "date", "text")}


def _figures(question: Question, form: Form) -> Value:
    columns = [place for place in _places(form, "year") if _has_figures(question, form, place)]
    rows = {row: [_cell(form, row, place) for place in columns] for row in question.rows}
    return {
        "years": [form[f"year-{place}"].strip() for place in columns],
        "figures": {row: cells for row, cells in rows.items() if any(cells)},
        "source": form.get("source", ""),
        "unavailable": "unavailable" in form,
        "text": form.get("text", ""),
    }


def _has_figures(question: Question, form: Form, place: int) -> bool:
    """A column nobody wrote in is none; one with a year or a figure is."""
    cells = (_cell(form, row, place) for row in question.rows)
    return bool(form[f"year-{place}"].strip()) or any(cells)


def written_at(form: Form, field: str) -> str:
    """Return where the page has a figure that was refused: a column left empty is none of ours."""
    name, _, place = field.rpartition("-")
    if name.partition("-")[0] not in ("year", "figure"):
        return field
    rows = {each.rpartition("-")[0] for each in form if each.startswith(("year-", "figure-"))}
    columns = [
        each
        for each in _places(form, "year")
        if any(form.get(f"{row}-{each}", "").strip() for row in rows)
    ]
    return f"{name}-{columns[int(place)]}"


def _cell(form: Form, row: str, place: int) -> str:
    return form.get(f"figure-{row}-{place}", "").strip()


def _assistance(question: Question, form: Form) -> Value:
    return {"needs": _rows(form, "need", NEED), "none": "none" in form}


def _citations(form: Form) -> Iterator[Value]:
    for place in _places(form, "citation", "-law"):
        row: Value = _row(form, f"citation-{place}", ("law", "article", "quotation"))
        if "law" in row:
            row["law"] = int(row["law"]) if is_number(row["law"]) else 0
        if row:
            yield row


def is_number(written: str) -> bool:
    """Say whether what a form says can be an id or a number of ours."""
    return written.isdecimal() and len(written) <= LONGEST_NUMBER


def _rows(form: Form, name: str, fields: tuple[str, ...]) -> list[dict[str, str]]:
    """Read all rows of one name, without those in which nothing stands."""
    places = _places(form, name, f"-{fields[0]}")
    rows = [_row(form, f"{name}-{place}", fields) for place in places]
    return [row for row in rows if row]


def _row(form: Form, prefix: str, names: tuple[str, ...]) -> dict[str, str]:
    """Read one row of named fields, without those left empty."""
    fields = {name: form.get(f"{prefix}-{name}", "") for name in names}
    return {name: text for name, text in fields.items() if text.strip()}


def _places(form: Form, name: str, field: str = "") -> Iterator[int]:
    """Count the rows or columns a form has, from 0 on."""
    return takewhile(lambda place: f"{name}-{place}{field}" in form, count())


_READERS: Mapping[Kind, Callable[[Question, Form], Value]] = {
    Kind.SCALE: _choice,
    Kind.SCALE_NA: _choice,
    Kind.YES_NO: _choice,
    Kind.ONE: _choice,
    Kind.MANY: _choices,
    Kind.TEXT: _text,
    Kind.FIGURES: _figures,
    Kind.NOTIFICATION: _notification,
    Kind.ASSISTANCE: _assistance,
}
