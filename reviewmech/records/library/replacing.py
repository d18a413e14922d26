"""Replacing files of the Mechanism: all of them, or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewmech.records.library.reading import read


@dataclass(frozen=True)
class Replacement:
    """A file to be written: its place in the folder, its text, and what the text must say."""

    name: str
    text: str
    data: Any


def replace(folder: Path, replacements: Iterable[Replacement]) -> None:
    """Write every file, or leave all of them as they were and raise what went wrong.

    All new files are written beside their places first and read again; only then each takes its
    place, which needs no more room. If one cannot, those before it are put back.
    """
    with ExitStack() as undone, ExitStack() as cleared:
        ready = {
            folder / each.name: _prepared(folder / each.name, each, undone, cleared)
            for each in replacements
        }
        for place, new in ready.items():
            undone.callback(_put_back, place, place.read_bytes() if place.exists() else None)
            new.replace(place)
        undone.pop_all()


def _prepared(place: Path, replacement: Replacement, undone: ExitStack, cleared: ExitStack) -> Path:
    """Write a file beside its place, see that it says what it should, and give its name."""
    for above in reversed(place.parents):
        if not above.exists():
            above.mkdir()
            undone.callback(above.rmdir)
    mode = place.stat().st_mode & 0o777 if place.exists() else 0o644
    opened, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=".new")
    cleared.callback(Path(name).unlink, missing_ok=True)
    with os.fdopen(opened, "w", encoding="utf-8", newline="\n") as file:
        os.fchmod(opened, mode)
        file.write(replacement.text)
        file.flush()
        os.fsync(opened)
    if read(Path(name), replacement.name).data != replacement.data:
        raise AssertionError(f"{replacement.name} would not say what it was meant to say.")
    return Path(name)


def _put_back(place: Path, content: bytes | None) -> None:
    with suppress(OSError):
        if content is None:
            place.unlink(missing_ok=True)
        else:
            place.write_bytes(content)
