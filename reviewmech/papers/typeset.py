"""Typesetting, in a process of its own: typst knows no limit of time, and a process can be ended.

Run by ``reviewmech.papers.summaries``: it reads the source, the words, the date and where our fonts
are from its input as JSON and writes the PDF.
"""

import json
import sys
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import Literal, cast

import typst


def typeset(source: str, words: dict[str, str], dated: str, fonts: str) -> bytes:
    """Make a PDF/UA; its one obstacle here is a sign no font has, and a paper with such a sign is
    still better issued than withheld."""
    try:
        return _typeset(source, words, dated, fonts, "ua-1")
    except typst.TypstError:
        return _typeset(source, words, dated, fonts, None)


def _typeset(
    source: str, words: dict[str, str], dated: str, fonts: str, standard: Literal["ua-1"] | None
) -> bytes:
    """Typeset with the fonts typst carries and ours, in an empty folder: no text reaches a file."""
    with TemporaryDirectory() as root:
        letters = typst.Fonts(include_system_fonts=False, font_paths=[fonts])
        given = source.encode()
        compiler = typst.Compiler(given, root=root, font_paths=letters, sys_inputs=words)
        moment = datetime.fromisoformat(dated).replace(tzinfo=UTC)
        made = compiler.compile(format="pdf", pdf_standards=standard, timestamp=moment)
    return cast(bytes, made)


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(**json.load(sys.stdin)))
