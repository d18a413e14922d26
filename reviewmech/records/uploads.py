"""Files on their way: what has arrived of each is kept in a folder until all of it is there.

No record speaks of a file before it is finished. What has arrived belongs to one person and to the
key their browser gave the file, so that it goes on where it stopped, after a cut or a reload.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from reviewmech.records.database import private_folder, surroundings

ABANDONED_AFTER = timedelta(days=7)
"""What nobody has gone on with for so long is removed when another upload begins."""


class OutOfStep(Exception):
    """A slice does not begin where what has arrived ends: at ``arrived``."""

    def __init__(self, arrived: int) -> None:
        super().__init__(arrived)
        self.arrived = arrived


class Uploads:
    """The folder of the files on their way."""

    def __init__(
        self, folder: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.folder, self.clock = folder, clock

    def _place(self, person: int, key: str) -> Path:
        name = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
        return self.folder / f"{person}-{name}.part"

    def arrived(self, person: int, key: str) -> int:
        """Return how many bytes of a file have arrived."""
        try:
            return self._place(person, key).stat().st_size
        except FileNotFoundError:
            return 0

    def add(self, person: int, key: str, offset: int, piece: bytes) -> int:
        """Add a slice whole or not at all; return how many bytes are there now."""
        private_folder(self.folder)
        with _opened(self._place(person, key)) as file:
            arrived = os.fstat(file).st_size
            if offset != arrived:
                raise OutOfStep(arrived)
            os.lseek(file, arrived, os.SEEK_SET)
            try:
                _write(file, piece)
            except OSError:
                os.ftruncate(file, arrived)
                raise
            moment = self.clock().timestamp()
            os.utime(file, (moment, moment))
        return arrived + len(piece)

    def content(self, person: int, key: str) -> bytes | None:
        """Return what has arrived of a file, or None when nothing has."""
        try:
            return self._place(person, key).read_bytes()
        except FileNotFoundError:
            return None

    def forget(self, person: int, key: str) -> None:
        """Remove what has arrived of a file."""
        self._place(person, key).unlink(missing_ok=True)

    def under_way(self, person: int) -> int:
        """Count the files a person has on their way."""
        return sum(1 for _ in self.folder.glob(f"{person}-*.part"))

    def clear_out(self) -> None:
        """Remove what nobody has gone on with for days."""
        oldest = (self.clock() - ABANDONED_AFTER).timestamp()
        for place in self.folder.glob("*.part"):
            try:
                if place.stat().st_mtime < oldest:
                    place.unlink()
            except FileNotFoundError:
                # It was finished or removed at this very moment.
                continue


@contextmanager
def _opened(place: Path) -> Iterator[int]:
    """Open a file for one writer at a time."""
    file = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _write(file: int, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(file, rest) :]


def uploads(session: Session) -> Uploads:
    """Return the files on their way to this installation."""
    around = surroundings(session)
    return Uploads(around.folder / "uploads", around.clock)
