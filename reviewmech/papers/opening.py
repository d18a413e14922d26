"""Opening workbooks that people send: bytes in, grids of texts out.

What is no workbook, or holds more than it may, is refused before anything is unpacked. What is no
text is refused cell by cell: a spreadsheet program makes a date of 1-2.
"""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from reviewmech.rules.mistakes import Mistake, Mistakes
from reviewmech.rules.workbook.cells import LONGEST_CELL, CellMistake, cell_name
from reviewmech.rules.workbook.grids import Grid

LARGEST_FILE = 10_000_000
LARGEST_UNPACKED = 30_000_000
MOST_PARTS = 1_000
MOST_SHEETS = 100
MOST_ROWS = 3_000
MOST_EMPTY_ROWS = 20_000

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_TYPES = "[Content_Types].xml"
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_FILLED = re.compile(rb'<(?:\w+:)?c\s[^>]{0,200}?r="[A-Z]{1,3}([0-9]{1,7})"[^>/]{0,200}>')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]{0,200}?ref="([A-Z]{1,3}[0-9]{1,7})')

_Problem = tuple[str, str]
"""The name of a mistake, and its sentence."""


def grids_in(content: bytes) -> list[Grid]:
    """Read the sheets of a workbook; raise Mistakes that name everything it may not hold."""
    if problem := _look_over(content):
        raise Mistakes([CellMistake("This file", 0, *problem)])
    found: list[Mistake] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            grids = [*_grids(content, found)]
        except Exception as error:  # A broken file can fail anywhere inside the library.
            damaged = CellMistake(
                "This file", 0, "damaged", "This workbook is damaged; save it anew."
            )
            raise Mistakes([damaged]) from error
    if found:
        raise Mistakes(found)
    return grids


def _look_over(content: bytes) -> _Problem | None:
    """Say what is wrong with a file as such, without unpacking more than its list of parts."""
    if len(content) > LARGEST_FILE:
        return "too-large", f"This file is larger than {LARGEST_FILE:,} bytes; divide it."
    if content.startswith(_OLD_OR_LOCKED):
        sentence = "This is an old workbook, or behind a password; save it as .xlsx without one."
        return "no-workbook", sentence
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _look_through(archive)
    except (BadZipFile, ValueError, NotImplementedError, OSError, EOFError, zlib.error):
        return "no-workbook", "This is no workbook; save it as .xlsx."


def _look_through(archive: ZipFile) -> _Problem | None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        return "too-large", f"This file unpacks to more than {LARGEST_UNPACKED:,} bytes; divide it."
    if any(part.flag_bits & 1 for part in parts):
        return "no-workbook", "This file is behind a password; save it without one."
    names = {part.filename for part in parts}
    types = archive.read(_TYPES) if _TYPES in names else b""
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        return "macros", "This workbook holds macros; save it as .xlsx, without them."
    if b"spreadsheetml.sheet.main+xml" not in types:
        return "no-workbook", "This is no workbook; save it as .xlsx."
    for name in names:
        if name.endswith((".xml", ".rels")) and (problem := _look_into(archive.read(name))):
            return problem
    return None


def _look_into(part: bytes) -> _Problem | None:
    """Say what is wrong with a part before it is read as XML, which takes long if it is long."""
    if b"<!DOCTYPE" in part:
        return "damaged", "This file declares a document type, which no workbook does."
    filled = (int(match[1]) for match in _FILLED.finditer(part))
    if row := next((row for row in filled if row > MOST_ROWS), 0):
        sentence = f"Row {row:,} of a sheet is filled; only {MOST_ROWS:,} are read. Divide it."
        return "too-many-rows", sentence
    if sum(1 for _ in _ROW.finditer(part)) > MOST_EMPTY_ROWS:
        return "too-many-rows", f"A sheet has more than {MOST_EMPTY_ROWS:,} rows; delete some."
    return None


def _grids(content: bytes, found: list[Mistake]) -> Iterator[Grid]:
    book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    if len(book.sheetnames) > MOST_SHEETS:
        sentence = f"There are more than {MOST_SHEETS} sheets."
        found.append(CellMistake("This file", 0, "too-many-sheets", sentence))
        return
    for chart in book.chartsheets:
        sentence = "This sheet is a chart; delete it."
        found.append(CellMistake(f"Sheet {chart.title}", 0, "chart", sentence))
    seen: set[str] = set()
    for made in book.worksheets:
        sheet = f"Sheet {made.title}"
        if made.title.lower() in seen:
            sentence = "There are two sheets of this name; give each its own."
            found.append(CellMistake(sheet, 0, "sheet-twice", sentence))
        seen.add(made.title.lower())
        if made.sheet_state != "visible":
            sentence = "This sheet is hidden; show it or delete it."
            found.append(CellMistake(sheet, 1, "hidden-sheet", sentence))
        else:
            found += _merged(sheet, content, made)
            made.reset_dimensions()
            yield Grid(made.title, [*_rows(sheet, made.iter_rows(max_row=MOST_EMPTY_ROWS), found)])


def _merged(sheet: str, content: bytes, made: Any) -> Iterator[Mistake]:
    """Name merged cells; read_only workbooks do not tell of them, so the part itself is asked."""
    with ZipFile(BytesIO(content)) as archive:
        part = archive.read(made._worksheet_path)
    for number, cell in enumerate(_MERGED.findall(part)):
        sentence = "Cells are merged here; divide them again."
        yield CellMistake(sheet, number, "merged-cells", sentence, cell.decode())


def _rows(sheet: str, rows: Iterable[Any], found: list[Mistake]) -> Iterator[list[str]]:
    for row, cells in enumerate(rows, start=1):
        texts = []
        for column, cell in enumerate(cells, start=1):
            text, problem = _text(cell)
            texts.append(text)
            if problem:
                order = row * 100_000 + column
                found.append(CellMistake(sheet, order, *problem, cell_name(row, column)))
        if row > MOST_ROWS and any(texts):
            sentence = f"There are more than {MOST_ROWS:,} rows; divide the sheet."
            found.append(CellMistake(sheet, row, "too-many-rows", sentence, cell_name(row, 1)))
            return
        yield texts


def _text(cell: Any) -> tuple[str, _Problem | None]:
    """Give what stands in a cell as a text, and what is wrong if it is none."""
    value = cell.value
    if value is None:
        return "", None
    if cell.data_type == "f":
        return "", ("formula", "There is a formula here; write the text itself.")
    if cell.data_type == "e":
        return "", ("error-value", f"There is an error here ({value}); write the text itself.")
    if isinstance(value, bool):
        return ("yes" if value else "no"), None
    if isinstance(value, date | time | timedelta):
        return "", (
            "date",
            f"This became a date ({value}); format the cell as text and write it again.",
        )
    if isinstance(value, int | float):
        return _number(value)
    text = str(value).replace("_x000D_", "")
    if len(text) > LONGEST_CELL:
        return "", ("too-long", f"This text is longer than {LONGEST_CELL:,} characters.")
    return text, None


def _number(value: float) -> tuple[str, _Problem | None]:
    """Take whole numbers for what was typed; of others nobody knows how they were written."""
    if float(value).is_integer() and abs(value) < 10**9:
        return str(int(value)), None
    return "", (
        "number",
        f"This became the number {value}; format the cell as text and write it again.",
    )
