"""Workbooks: what is written is read, and what is no honest workbook is refused by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from io import BytesIO
from random import Random
from time import perf_counter
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from reviewmech.papers.opening import MOST_ROWS, grids_in
from reviewmech.papers.workbooks import Blank, blank, write
from reviewmech.rules.authoring.authored import Authored
from reviewmech.rules.mistakes import Mistakes
from reviewmech.rules.workbook.cells import Holds
from reviewmech.rules.workbook.columns import CODES, Column
from reviewmech.rules.workbook.from_sheets import authored_in
from reviewmech.rules.workbook.sheets import Look, Row, Sheet, sheets_of
from tests.authored import AWKWARD, questionnaires
from tests.documents import bomb, word

LANGUAGES = ["en", "ar", "fr", "zh"]
SHEET = "xl/worksheets/sheet1.xml"


def saved(book: Workbook) -> bytes:
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def with_cells(**cells: Any) -> bytes:
    """A workbook of one sheet with these cells."""
    book = Workbook()
    for name, value in cells.items():
        book.worksheets[0][name] = value
    return saved(book)


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one of its parts changed, or added."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in {*old.namelist(), part}:
            words = old.read(name) if name in old.namelist() else b""
            new.writestr(name, change(words) if name == part else words)
    return made.getvalue()


def refused(content: bytes) -> list[str]:
    with pytest.raises(Mistakes) as caught:
        grids_in(content)
    return [str(mistake) for mistake in caught.value.found]


@settings(max_examples=15, deadline=None)
@given(questionnaires())
def test_a_questionnaire_comes_back_from_a_workbook_as_it_was(made: Authored) -> None:
    grids = grids_in(write(sheets_of([made], LANGUAGES), {"ar"}))
    read, _ = authored_in(grids)
    assert [each.structure.data for each in read] == [made.structure.data]
    assert {language: one.data for language, one in read[0].words.items()} == {
        language: one.data for language, one in made.words.items()
    }


def sheet(*texts: str, look: Look = Look.PLAIN) -> Sheet:
    columns = (
        Column("id", Holds.TEXT, 20, "The name."),
        Column("kind", Holds.TEXT, 10, "The kind.", "kind"),
        Column("asks", Holds.TEXT, 40, "", is_spoken=True, language="ar"),
    )
    return Sheet("One", columns, tuple(Row((text, "text", text), look) for text in texts))


def codes() -> Sheet:
    columns = (Column("source", Holds.TEXT, 9, ""), Column("kind", Holds.TEXT, 9, ""))
    rows = (Row(("working", "text")), Row(("", "figures")), Row(("", "many")))
    return Sheet(CODES, columns, rows)


def opened(content: bytes) -> Worksheet:
    found = load_workbook(BytesIO(content))["One"]
    assert isinstance(found, Worksheet)
    return found


def test_every_cell_is_text_whatever_it_looks_like() -> None:
    content = write([sheet(*AWKWARD)])
    made = opened(content)
    for row in made.iter_rows(min_row=2):
        assert {cell.data_type for cell in row} <= {"s", "n"}
        assert {cell.number_format for cell in row} == {"@"}
    grid = grids_in(content)[0]
    assert [row[0] for row in grid.rows[1:]] == [text.strip("\x00") for text in AWKWARD]


def test_cells_to_come_are_text_as_well() -> None:
    """So that 1-2 stays 1-2 when somebody writes it beneath the last row."""
    made = opened(write([sheet("a")]))
    assert {made.column_dimensions[letter].number_format for letter in "ABC"} == {"@"}


def test_what_looks_like_a_formula_is_marked_as_text() -> None:
    made = opened(write([sheet("=HYPERLINK(1)", "a")]))
    assert (made["A2"].data_type, made["A2"].value) == ("s", "=HYPERLINK(1)")
    assert made["A2"].quotePrefix and not made["A3"].quotePrefix


def test_a_sheet_is_ready_for_a_lawyer() -> None:
    made = opened(write([sheet("A long question. " * 20), codes()]))
    assert made.freeze_panes == "B2"
    assert made["A2"].alignment.wrap_text
    assert made.column_dimensions["C"].width == 40
    height = made.row_dimensions[2].height
    assert height is not None and height > 100
    choices = {str(each.sqref)[0]: each for each in made.data_validations.dataValidation}
    assert choices["B"].formula1 == "'Codes'!$B$2:$B$4"
    assert choices["A"].type is None and choices["A"].prompt == "The name."


def test_rows_grow_with_what_is_written_in_them() -> None:
    with ZipFile(BytesIO(write([sheet("a")]))) as parts:
        assert b'customHeight="1"' not in parts.read(SHEET).split(b"</row>", 1)[1]


def test_words_of_some_languages_run_from_right_to_left() -> None:
    made = opened(write([sheet("a")], {"ar"}))
    assert [made[f"{letter}2"].alignment.readingOrder for letter in "AC"] == [0, 2]


def test_a_blank_questionnaire_is_a_plain_table() -> None:
    table = Blank(
        "One",
        ["The Mechanism", "Working wording"],
        [("Article", 10), ("Question", 60), ("Answer", 60)],
        [Row(("5", "Participation", ""), Look.HEADING), Row(("5", "=Is it an offence?", ""))],
        is_right_to_left=True,
    )
    made = opened(blank(table))
    texts = [[cell.value for cell in row] for row in made.iter_rows()]
    assert texts[2:] == [
        ["Article", "Question", "Answer"],
        ["5", "Participation", None],
        ["5", "=Is it an offence?", None],
    ]
    assert (texts[0][0], made.freeze_panes, made.print_title_rows) == (
        "The Mechanism",
        "A4",
        "$3:$3",
    )
    assert made.sheet_view.rightToLeft and made["B5"].data_type == "s"
    assert not made.data_validations.dataValidation


def test_a_blank_questionnaire_may_have_any_name() -> None:
    content = blank(Blank("Convention: what about articles 5/6?", [], [("Article", 9)], []))
    assert load_workbook(BytesIO(content)).sheetnames == ["Convention- what about articles"]


def test_whole_numbers_and_truths_are_taken_for_what_was_typed() -> None:
    """A spreadsheet program makes a number of an article that is typed into a new cell."""
    assert grids_in(with_cells(A1=5, B1=18.0, C1=True, D1=False, E1="18 bis", F1=-1))[0].rows == [
        ["5", "18", "yes", "no", "18 bis", "-1"]
    ]


def test_lines_of_a_cell_end_in_one_way() -> None:
    content = changed(
        with_cells(A1="one\ntwo"), SHEET, lambda part: part.replace(b"one\n", b"one_x000D_\n")
    )
    assert grids_in(content)[0].rows == [["one\ntwo"]]


IN_CELLS: list[tuple[bytes, str]] = [
    (with_cells(C3="=1+1"), "Sheet Sheet, cell C3, formula: There is a formula here"),
    (with_cells(B2=ArrayFormula("B2:B3", "=A1:A2")), "Sheet Sheet, cell B2, formula:"),
    (with_cells(A2=date(2026, 2, 1)), "Sheet Sheet, cell A2, date: This became a date (2026-02-01"),
    (with_cells(A2=time(5, 2)), "Sheet Sheet, cell A2, date: This became a date (05:02:00)"),
    (with_cells(A2=1.5), "Sheet Sheet, cell A2, number: This became the number 1.5;"),
    (with_cells(A2=1e300), "Sheet Sheet, cell A2, number: This became the number 1e+300;"),
    (with_cells(A2="#REF!"), "Sheet Sheet, cell A2, error-value: There is an error here (#REF!)"),
    (
        changed(with_cells(B7="here"), SHEET, lambda part: part.replace(b"here", b"x" * 2_000_000)),
        "Sheet Sheet, cell B7, too-long: This text is longer than 32,767 characters.",
    ),
]


@pytest.mark.parametrize(
    ("content", "mistake"), IN_CELLS, ids=[said[13:40] for _, said in IN_CELLS]
)
def test_what_is_no_text_is_refused_by_its_cell(content: bytes, mistake: str) -> None:
    assert [said[: len(mistake)] for said in refused(content)] == [mistake]


def spoilt(change: Callable[[Workbook], object]) -> bytes:
    book = Workbook()
    book.worksheets[0]["A1"] = "id"
    change(book)
    return saved(book)


def with_chart(book: Workbook) -> None:
    book.create_chartsheet("Chart").add_chart(BarChart())


def hide(state: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book.create_sheet("Two").sheet_state = state

    return change


EMPTY = with_cells(A1="id")
MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
FILES: dict[str, tuple[bytes, str]] = {
    "merged cells": (
        spoilt(lambda book: book.worksheets[0].merge_cells("C3:D9")),
        "Sheet Sheet, cell C3, merged-cells: Cells are merged here; divide them again.",
    ),
    "a hidden sheet": (spoilt(hide("hidden")), "Sheet Two, hidden-sheet: This sheet is hidden;"),
    "a well hidden sheet": (spoilt(hide("veryHidden")), "Sheet Two, hidden-sheet:"),
    "a chart": (spoilt(with_chart), "Sheet Chart, chart: This sheet is a chart; delete it."),
    "nothing": (b"", "This file, no-workbook: This is no workbook; save it as .xlsx."),
    "a text": (b"id,article\n", "This file, no-workbook: This is no workbook"),
    "half a workbook": (EMPTY[:2000], "This file, no-workbook: This is no workbook"),
    "a Word file": (word(), "This file, no-workbook: This is no workbook"),
    "an old workbook": (
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "This file, no-workbook: This is an old",
    ),
    "a zip bomb": (bomb(), "This file, too-large: This file unpacks to more than"),
    "too large a file": (b"PK" + b"\0" * 10_000_001, "This file, too-large: This file is larger"),
    "macros": (
        changed(EMPTY, "xl/vbaProject.bin", lambda part: b"Sub Auto_Open()"),
        "This file, macros: This workbook holds macros; save it as .xlsx, without them.",
    ),
    "an .xlsm": (
        changed(EMPTY, "[Content_Types].xml", lambda part: part.replace(MAIN, MACROS)),
        "This file, macros:",
    ),
    "a document type": (
        changed(EMPTY, SHEET, lambda part: b'<!DOCTYPE x [<!ENTITY y "z">]>' + part),
        "This file, damaged: This file declares a document type",
    ),
    "broken XML": (changed(EMPTY, SHEET, lambda part: part[:-30]), "This file, damaged:"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_honest_workbook_is_refused_by_name(name: str) -> None:
    content, mistake = FILES[name]
    assert refused(content)[0].startswith(mistake), refused(content)


def test_a_name_that_two_sheets_bear_is_refused() -> None:
    content = spoilt(lambda book: book.create_sheet("Other"))
    same = changed(content, "xl/workbook.xml", lambda part: part.replace(b"Other", b"Sheet"))
    assert refused(same)[0].startswith("Sheet Sheet, sheet-twice: There are two sheets of this")


@pytest.mark.parametrize("cell", ['<c r="A%d"><v>5</v></c>', "<c><v>5</v></c>"])
def test_a_hundred_thousand_rows_are_refused_at_once(cell: str) -> None:
    rows = "".join(
        f'<row r="{number}">{cell.replace("%d", str(number))}</row>' for number in range(1, 100_001)
    )
    content = changed(
        EMPTY, SHEET, lambda part: part.replace(b"</sheetData>", f"{rows}</sheetData>".encode())
    )
    began = perf_counter()
    assert "This file, too-many-rows: " in refused(content)[0]
    assert perf_counter() - began < 2


def test_a_row_at_the_very_end_is_refused_at_once_and_never_dropped() -> None:
    began = perf_counter()
    assert "too-many-rows: Row 1,048,576 of a sheet" in refused(with_cells(A1048576="x"))[0]
    assert perf_counter() - began < 1


def test_as_many_rows_as_are_allowed_are_read() -> None:
    cells = {f"A{row}": "x" for row in range(1, MOST_ROWS + 1)}
    assert len(grids_in(with_cells(**cells))[0].rows) == MOST_ROWS


def test_a_spoilt_file_is_always_refused_in_words() -> None:
    chance = Random(5)
    for _ in range(200):
        content = bytearray(EMPTY)
        for _ in range(chance.randrange(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            grids = grids_in(bytes(content))
        except Mistakes as mistakes:
            assert all(": " in str(mistake) for mistake in mistakes.found)
        else:
            assert all(isinstance(text, str) for grid in grids for row in grid.rows for text in row)
