"""What a workbook says beside the questionnaires: what may be chosen, and how to write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from reviewmech.rules.authoring.kinds import THEMES
from reviewmech.rules.authoring.shared import Shared
from reviewmech.rules.questionnaire import REFERENCE, Duty, Kind
from reviewmech.rules.workbook.cells import Holds
from reviewmech.rules.workbook.columns import ABOUT_COLUMNS, CODES, COLUMNS, GUIDE, Column
from reviewmech.rules.workbook.sheets import Look, Row, Sheet

_KINDS: Mapping[str, str] = {
    Kind.SCALE: "Yes, in part, or no.",
    Kind.SCALE_NA: "Yes, in part, no, or not applicable.",
    Kind.YES_NO: "Yes or no.",
    Kind.ONE: "One of the options, or of a list.",
    Kind.MANY: "Any number of the options, or of a list.",
    Kind.TEXT: "A text.",
    Kind.FIGURES: "Figures by year; the rows say of what.",
    Kind.NOTIFICATION: "Whether a notification was made, when, and what it says.",
    Kind.ASSISTANCE: "Needs of technical assistance, by the types of a list.",
}
_STATUSES = {"working": "Our own wording.", "adopted": "The wording that was adopted."}
_FLAGS = {"yes": "It is so.", "no": "It is not so; an empty cell says the same."}

_ADVICE = {
    "Rows": "One row is one question. A row without an id names an article and its title, and "
    "stands above the questions on it. Sort nothing: the order of the rows is the order in which "
    "people answer.",
    "Words": "Every question needs words in English. Other languages may be left empty, or filled "
    "in one question at a time; a question without all its words is shown in English.",
    "Numbers": "All cells are text, so that 1-2 stays a paragraph and does not become a date.",
    "Not here": "No formulas, merged cells, hidden sheets or macros; sheets that are not listed in "
    "“About” are refused. This sheet and “Codes” are not read again.",
    "Before": "Ids never change once answers were given: delete the old question and write a new "
    "one. Raise the version in “About” with every change of what is asked.",
}


def codes_of(shared: Shared) -> Sheet:
    """Write what may be chosen, each code with its meaning beside it."""
    groups = dict(_groups(shared))
    columns = [
        column
        for name in groups
        for column in (
            Column(name, Holds.TEXT, 22, ""),
            Column(f"{name}: meaning", Holds.TEXT, 44, ""),
        )
    ]
    beside = zip_longest(*(group.items() for group in groups.values()), fillvalue=("", ""))
    rows = (Row(tuple(text for pair in pairs for text in pair)) for pairs in beside)
    return Sheet(CODES, tuple(columns), tuple(rows))


def _groups(shared: Shared) -> Iterator[tuple[str, Mapping[str, str]]]:
    lists = shared.word(REFERENCE, "lists") or {}
    yield "duty", {duty: shared.word(REFERENCE, "duties", duty) or "" for duty in Duty}
    yield "kind", _KINDS
    yield "source", _STATUSES
    yield "yes or no", _FLAGS
    names = [name for name in shared.lists if name != THEMES]
    yield "list", {name: "; ".join((lists.get(name) or {}).values()) for name in names}
    for group, name in (("follow_ups", "follow_ups"), ("part", "shared")):
        spoken = shared.word(REFERENCE, group) or {}
        yield name, {key: spoken.get(key, {}).get("asks", "") for key in shared.definitions[group]}
    yield "tags", lists.get(THEMES) or {}
    yield "rows", shared.word(REFERENCE, "rows") or {}


def guide() -> Sheet:
    """Write how the workbook is filled in, column by column."""
    columns = (
        Column("column", Holds.TEXT, 24, ""),
        Column("what stands there", Holds.TEXT, 100, ""),
    )
    rows = [Row(pair) for pair in _ADVICE.items()]
    for title, layout in (("The sheet “About”", ABOUT_COLUMNS), ("A questionnaire", COLUMNS)):
        rows.append(Row((title, ""), Look.HEADING))
        for column in layout:
            heading = f"{column.key} en, {column.key} fr, ..." if column.is_spoken else column.key
            rows.append(Row((heading, column.says)))
    return Sheet(GUIDE, columns, tuple(rows))
