"""The floor of the papers: pandoc and typst alone, on the same source."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from unittest.mock import patch

import pypandoc

from reviewmech.papers import pandoc, summaries, typeset, word
from reviewmech.papers.pandoc import DESIGNS
from reviewmech.papers.summaries import Paper
from tests.bench.client import Measured

FILTER = f"--lua-filter={DESIGNS / 'summary.lua'}"


class Alone:
    """Pandoc and typst, given what the product gives them."""

    def __init__(self, paper: Paper, folder: Path) -> None:
        self.paper, self.reference = paper, folder / "reference.docx"
        self.reference.write_bytes(word.reference())
        with patch.object(pandoc, "run", wraps=pandoc.run) as watched:
            summaries.to_pdf(paper)
        # What typst is given beside the source: the words, the date, the fonts.
        self.given = json.loads(watched.call_args.args[1])

    @cached_property
    def html(self) -> bytes:
        """The paper as pandoc reads it."""
        return summaries._page(self.paper).encode()

    def docx(self) -> bytes:
        """Make the Word file by pandoc alone."""
        reference = f"--reference-doc={self.reference}"
        design = f"--template={DESIGNS / 'summary.openxml'}"
        return self._pandoc("docx", reference, design, FILTER)

    def pdf(self) -> bytes:
        """Make the PDF by pandoc and typst alone."""
        source = self._pandoc("typst", f"--template={DESIGNS / 'summary.typ'}", FILTER)
        return typeset.typeset(**{**self.given, "source": source.decode()})

    def _pandoc(self, to: str, *options: str) -> bytes:
        command = [pypandoc.get_pandoc_path(), "--sandbox", "-f", "html", "-t", to, "-o", "-"]
        done = subprocess.run([*command, *options], input=self.html, capture_output=True)
        done.check_returncode()
        return done.stdout


def timed(make: Callable[[], bytes | str], times: int) -> Measured:
    """Make a paper some times, and say how long it took."""
    found = Measured()
    began = time.perf_counter()
    for _ in range(times):
        start = time.perf_counter()
        found.sizes.append(len(make()))
        found.times.append(time.perf_counter() - start)
    found.seconds = time.perf_counter() - began
    return found
