"""Where the files of questionnaires say that nobody has verified them yet."""

from __future__ import annotations

from pathlib import Path

from reviewmech.rules.mechanism import Fact
from reviewmech.rules.questionnaire import Questionnaire


def said_of(folder: Path, asked: Questionnaire) -> Fact:
    """Return what the file of a questionnaire says of its being verified, and on which line."""
    name = f"{asked.instrument.lower()}/{asked.part}.yaml"
    return Fact(
        place=name,
        file=name,
        line=_line(folder / name),
        verified=asked.verified,
        source=asked.source,
    )


def _line(file: Path) -> int:
    """Return the line that says it; the first one of a file that is gone meanwhile."""
    if not file.is_file():
        return 1
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    said = (number for number, line in enumerate(lines, start=1) if line.startswith("verified:"))
    return next(said, 1)
