"""Files are kept by what is in them: once, whole, and as they were."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewmech.records.attachments import FolderStore


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    """Give a store in a folder that is not there yet."""
    return FolderStore(tmp_path / "files")


@given(content=st.binary(max_size=2000))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_comes_back_as_it_was(content: bytes, store: FolderStore) -> None:
    sha256 = store.put(content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert store.has(sha256)
    assert store.get(sha256) == content


def test_the_same_content_is_kept_once(store: FolderStore) -> None:
    assert store.put(b"a note verbale") == store.put(b"a note verbale")
    assert len(files(store)) == 1


def test_what_is_not_there_is_said_so(store: FolderStore) -> None:
    nothing = "0" * 64
    assert not store.has(nothing)
    with pytest.raises(KeyError):
        store.get(nothing)


def test_a_file_is_written_whole_or_not_at_all(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> None:
        raise OSError("No space left on the device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put(b"half")
    monkeypatch.undo()
    sha256 = hashlib.sha256(b"half").hexdigest()
    assert not store.has(sha256)
    assert store.get(store.put(b"half")) == b"half"


def files(store: FolderStore) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file()]
