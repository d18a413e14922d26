"""Workbooks: sheets of texts as files of a spreadsheet program, to be read and edited by people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from reviewmech.rules.workbook.columns import CODES, Column
from reviewmech.rules.workbook.sheets import Look, Row, Sheet, names_of

ROWS_TO_COME = 300
"""Rows beneath the last one in which choices are offered as well."""

LINE_HEIGHT, HIGHEST_ROW = 15, 409
"""In points; no spreadsheet program shows a higher row."""

_AS_TEXT = "@"
_LIKE_FORMULAS = ("=", "+", "-", "@", "'")
_LINE = Side(style="thin", color="C9CED6")
_FILLS = {Look.HEADING: "E3EAF4", Look.ASIDE: "F4F4F4"}
_HEAD, _TOP = "head", "top"
"""The styles of headings of columns, and of the lines above them."""


@dataclass(frozen=True)
class Blank:
    """A plain table for the public: lines that tell what it is, headings, and rows beneath."""

    name: str
    top: Sequence[str]
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Row]
    is_right_to_left: bool = False


def write(sheets: Sequence[Sheet], right_to_left: Collection[str] = ()) -> bytes:
    """Make a workbook of these sheets; the words of some languages run from right to left."""
    book = _empty()
    codes = next((sheet for sheet in sheets if sheet.name == CODES), None)
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        columns = [(column.heading, column.width) for column in sheet.columns]
        turned = {
            number
            for number, column in enumerate(sheet.columns, start=1)
            if column.language in right_to_left
        }
        _fill(made, (), columns, sheet.rows, turned)
        made.freeze_panes = "B2"
        _offer_choices(made, sheet, codes)
    return _saved(book)


def blank(table: Blank) -> bytes:
    """Make a workbook of one plain table, ready to be printed and filled in."""
    book = _empty()
    made = book.create_sheet(names_of([table.name])[0])
    every = set(range(1, len(table.columns) + 1)) if table.is_right_to_left else set()
    _fill(made, table.top, table.columns, table.rows, every)
    head = len(table.top) + 1
    made.freeze_panes = f"A{head + 1}"
    made.print_title_rows = f"{head}:{head}"
    made.sheet_view.rightToLeft = table.is_right_to_left
    made.page_setup.orientation = "landscape"
    made.page_setup.paperSize = made.PAPERSIZE_A4
    made.page_setup.fitToHeight = 0
    made.sheet_properties.pageSetUpPr.fitToPage = True
    return _saved(book)


def _empty() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "reviewmech"
    for style in _styles():
        book.add_named_style(style)
    return book


def _saved(book: Workbook) -> bytes:
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _styles() -> Iterator[NamedStyle]:
    """Give the looks of cells; everything is text, and wrapped."""
    for look in Look:
        for is_turned in (False, True):
            style = NamedStyle(_name(look, is_turned), number_format=_AS_TEXT)
            style.alignment = Alignment(
                wrap_text=True,
                vertical="top",
                horizontal="right" if is_turned else None,
                readingOrder=2 if is_turned else 0,
            )
            style.border = Border(bottom=_LINE, right=_LINE)
            style.font = _font(bold=look is Look.HEADING, italic=look is Look.ASIDE)
            if look in _FILLS:
                style.fill = PatternFill("solid", fgColor=_FILLS[look])
            yield style
    head = NamedStyle(_HEAD, number_format=_AS_TEXT)
    head.font = _font(bold=True, color="FFFFFF")
    head.fill = PatternFill("solid", fgColor="1F3A5F")
    head.alignment = Alignment(wrap_text=True, vertical="center")
    yield head
    yield NamedStyle(_TOP, number_format=_AS_TEXT, font=_font(bold=True, size=13))


def _font(size: int = 11, **looks: Any) -> Font:
    return Font(name="Calibri", size=size, **looks)


def _name(look: Look, is_turned: bool) -> str:
    return f"{look.name.lower()} {'rtl' if is_turned else 'ltr'}"


def _fill(
    made: Worksheet,
    top: Sequence[str],
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Row],
    turned: Collection[int],
) -> None:
    """Write lines, headings and rows; in some columns (`turned`) text runs from right to left."""
    for number, line in enumerate(top, start=1):
        _put(made, number, 1, line, _TOP)
    head = len(top) + 1
    made.row_dimensions[head].height = 2 * LINE_HEIGHT
    for number, (heading, width) in enumerate(columns, start=1):
        _put(made, head, number, heading, _HEAD)
        column = made.column_dimensions[get_column_letter(number)]
        column.width, column.number_format = width, _AS_TEXT
        column.alignment = Alignment(wrap_text=True, vertical="top")
    widths = [width for _, width in columns]
    for at, row in enumerate(rows, start=head + 1):
        made.row_dimensions[at] = _GrowingRow(made, index=at, ht=_height(row, widths))
        for number, text in enumerate(row.cells, start=1):
            _put(made, at, number, text, _name(row.look, number in turned))


class _GrowingRow(RowDimension):
    """A row whose height follows what is written in it later; openpyxl would fix it for good."""

    customHeight = False


def _height(row: Row, widths: Sequence[int]) -> float:
    """Guess the height that the longest text of a row needs, in points."""
    lines = (
        sum(1 + len(line) // width for line in text.split("\n"))
        for text, width in zip(row.cells, widths, strict=True)
    )
    return min(LINE_HEIGHT * max(lines, default=1), HIGHEST_ROW)


def _put(made: Worksheet, row: int, column: int, text: str, style: str) -> None:
    """Put a text into a cell as a text, whatever it begins with."""
    cell = made.cell(row, column)
    cell.style = style
    if text:
        cell.value = text
        cell.data_type = "s"
        if text.startswith(_LIKE_FORMULAS):
            cell.quotePrefix = True


def _offer_choices(made: Worksheet, sheet: Sheet, codes: Sheet | None) -> None:
    """Let the cells of a column offer what may be chosen, and say what belongs there."""
    for number, column in enumerate(sheet.columns, start=1):
        if column.says and not (column.is_spoken and not column.among):
            letter = get_column_letter(number)
            choices = _choices(column, codes)
            choices.add(f"{letter}2:{letter}{len(sheet.rows) + ROWS_TO_COME}")
            made.add_data_validation(choices)


def _choices(column: Column, codes: Sheet | None) -> DataValidation:
    choices = DataValidation(allow_blank=True, showInputMessage=True)
    choices.promptTitle, choices.prompt = column.heading[:32], column.says[:255]
    headings = [each.heading for each in codes.columns] if codes else []
    if codes is not None and column.among in headings:
        at = headings.index(column.among)
        last = 1 + sum(bool(row.cells[at]) for row in codes.rows)
        letter = get_column_letter(at + 1)
        choices.type = "list"
        choices.formula1 = f"'{CODES}'!${letter}$2:${letter}${last}"
        choices.showErrorMessage = True
        choices.error = f"Choose one of those listed in the sheet “{CODES}”."
    return choices
