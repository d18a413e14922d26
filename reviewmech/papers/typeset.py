"""Typesetting, in a process of its own: typst knows no limit of time, and a process can be ended.

Run by ``reviewmech.papers.summaries``: it reads the source, the words and the date from its input
as JSON and writes the PDF.
"""

import json
import sys
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import Literal, cast

import typst


def typeset(source: str, words: dict[str, str], dated: str) -> bytes:
    """Make a PDF/UA; its one obstacle here is a sign no font has, and a paper with such a sign is
    still better issued than withheld."""
    try:
        return _typeset(source, words, dated, "ua-1")
    except typst.TypstError:
        return _typeset(source, words, dated, None)


def _typeset(
    source: str, words: dict[str, str], dated: str, standard: Literal["ua-1"] | None
) -> bytes:
    """Typeset with the fonts typst carries, in an empty folder: no text can reach a file."""
    with TemporaryDirectory() as root:
        fonts = typst.Fonts(include_system_fonts=False)
        given = source.encode()
        compiler = typst.Compiler(given, root=root, font_paths=fonts, sys_inputs=words)
        moment = datetime.fromisoformat(dated).replace(tzinfo=UTC)
        made = compiler.compile(format="pdf", pdf_standards=standard, timestamp=moment)
    return cast(bytes, made)


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(**json.load(sys.stdin)))
