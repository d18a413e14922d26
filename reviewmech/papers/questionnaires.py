"""Blank questionnaires as files: Word, PDF and a workbook from the same plain data.

Each is made once for an edition and a language, then kept: the same edition gives the same bytes,
whoever asks and however often. A process makes one at a time: anybody may ask, and no crowd shall
keep the others waiting.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from cachetools import LRUCache

from reviewmech.papers import pandoc, tables, typeset, word, workbooks
from reviewmech.papers.forms import Form, page
from reviewmech.papers.packages import bear_date, packed, unpacked
from reviewmech.papers.pandoc import DESIGNS
from reviewmech.papers.summaries import FONTS

MOST_KEPT = 32 * 1024 * 1024
"""Bytes a process keeps."""


class Format(StrEnum):
    """The forms in which a blank questionnaire is had, by the ending of the file."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


MEDIA_TYPES: Mapping[Format, str] = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_FILTER = f"--lua-filter={DESIGNS / 'questionnaire.lua'}"
_UNDATED = date(1970, 1, 1)


def to_docx(form: Form) -> bytes:
    """Make the Word file: its boxes are ticked by a click and grow with what is written."""
    with TemporaryDirectory() as folder:
        reference = Path(folder, "reference.docx")
        reference.write_bytes(word.reference("questionnaire-styles.xml"))
        made = pandoc.convert(
            page(form),
            "docx",
            f"--reference-doc={reference}",
            f"--template={DESIGNS / 'questionnaire.openxml'}",
            _FILTER,
            f"--metadata=title:{form.title}",
            f"--metadata=lang:{form.tongue.code}",
            f"--metadata=dir:{form.tongue.direction}",
        )
    return word.finished(made, form.footer, form.dated, form.tongue.direction)


def to_xlsx(form: Form) -> bytes:
    """Make the workbook: one row a question, with a cell beside it for the answer."""
    top = (form.title, form.standing, " · ".join([form.mechanism, *form.facts]))
    parts = unpacked(workbooks.blank(tables.table(form.asking, top)))
    bear_date(parts, form.dated)
    return packed(parts)


def to_pdf(form: Form) -> bytes:
    """Make the PDF, tagged for screen readers."""
    design = f"--template={DESIGNS / 'questionnaire.typ'}"
    source = pandoc.convert(page(form), "typst", design, _FILTER)
    words = {
        "title": form.title,
        "footer": form.footer,
        "language": form.tongue.code,
        "direction": form.tongue.direction,
    }
    given = {
        "source": source.decode(),
        "words": words,
        "dated": (form.dated or _UNDATED).isoformat(),
        "fonts": str(FONTS),
    }
    return pandoc.run([sys.executable, "-I", typeset.__file__], json.dumps(given))


_MAKE: Mapping[Format, Callable[[Form], bytes]] = {
    Format.DOCX: to_docx,
    Format.PDF: to_pdf,
    Format.XLSX: to_xlsx,
}

_KEPT: LRUCache[tuple[object, ...], bytes] = LRUCache(MOST_KEPT, getsizeof=len)
_AT_THE_SHELF, _AT_THE_PRESS = Lock(), Lock()


def made(form: Form, kind: Format) -> bytes:
    """Return a questionnaire as a file, made the first time it is asked for."""
    key = (*form.key, kind)
    found = _kept(key)
    if found is None:
        with _AT_THE_PRESS:
            found = _kept(key)
            if found is None:
                found = _MAKE[kind](form)
                with _AT_THE_SHELF:
                    _KEPT[key] = found
    return found


def _kept(key: tuple[object, ...]) -> bytes | None:
    with _AT_THE_SHELF:
        return _KEPT.get(key)
