"""Files on their way: each goes on where it stopped, and belongs to one person."""

import errno
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reviewmech.records.uploads import ABANDONED_AFTER, OutOfStep, Uploads

ANA, EMIL = 1, 2


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    """Give a folder that is not there yet."""
    return Uploads(tmp_path / "uploads")


def test_slices_become_the_file_in_their_order(uploads: Uploads) -> None:
    assert uploads.arrived(ANA, "law") == 0 and uploads.content(ANA, "law") is None
    assert uploads.add(ANA, "law", 0, b"one ") == 4
    assert uploads.add(ANA, "law", 4, b"two") == 7
    assert uploads.content(ANA, "law") == b"one two"


@pytest.mark.parametrize("offset", [0, 2, 5, 4_000_000_000])
def test_a_slice_that_does_not_follow_is_not_added(uploads: Uploads, offset: int) -> None:
    uploads.add(ANA, "law", 0, b"one ")
    with pytest.raises(OutOfStep) as refused:
        uploads.add(ANA, "law", offset, b"two")
    assert refused.value.arrived == 4
    assert uploads.content(ANA, "law") == b"one "


def test_what_one_person_sends_is_nobody_elses(uploads: Uploads) -> None:
    uploads.add(ANA, "law", 0, b"one")
    assert uploads.arrived(EMIL, "law") == 0
    uploads.forget(EMIL, "law")
    assert (uploads.under_way(ANA), uploads.under_way(EMIL)) == (1, 0)


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "قانون", "a" * 9000, "\ud800"])
def test_any_key_names_a_file_in_the_folder(uploads: Uploads, key: str) -> None:
    uploads.add(ANA, key, 0, b"one")
    (place,) = uploads.folder.iterdir()
    assert place.stat().st_mode & 0o777 == 0o600
    uploads.forget(ANA, key)
    assert not list(uploads.folder.iterdir())


def test_of_a_slice_that_finds_no_room_nothing_is_left(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads.add(ANA, "law", 0, b"one ")
    monkeypatch.setattr("os.write", filling(os.write, room=2))
    with pytest.raises(OSError, match="No space"):
        uploads.add(ANA, "law", 4, b"two")
    monkeypatch.undo()
    assert uploads.content(ANA, "law") == b"one "
    assert uploads.add(ANA, "law", 4, b"two") == 7


def filling(write: Callable[[int, bytes], int], room: int) -> Callable[[int, bytes], int]:
    """Return a disk that takes a few bytes more and is full then."""
    left = [room]

    def write_a_little(file: int, words: bytes) -> int:
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = write(file, words[: left[0]])
        left[0] -= written
        return written

    return write_a_little


def test_what_nobody_goes_on_with_is_removed_after_some_days(uploads: Uploads) -> None:
    moment = datetime(2027, 1, 1, tzinfo=UTC)
    uploads.clock = lambda: moment
    uploads.add(ANA, "old", 0, b"one")
    moment += ABANDONED_AFTER
    uploads.add(ANA, "new", 0, b"one")
    uploads.clear_out()
    assert uploads.content(ANA, "old") == b"one"
    moment += timedelta(seconds=1)
    uploads.clear_out()
    assert uploads.content(ANA, "old") is None and uploads.content(ANA, "new") == b"one"
