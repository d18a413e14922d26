"""Receiving files: whole, of a kind that is taken, clean, and never half kept."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from reviewmech.actions.uploads import (
    LARGEST_SLICE,
    MOST_AT_ONCE,
    NoRoom,
    NotScanned,
    Upload,
    add_slice,
    arrived,
    keep_whole,
    receive,
    take,
)
from reviewmech.records.database import surroundings
from reviewmech.records.uploads import OutOfStep, uploads
from reviewmech.rules.mechanism import Switch
from reviewmech.rules.refusals import Invalid, NotFound, NotPermitted, TooMany
from tests.cast import Cast
from tests.conftest import Clock
from tests.documents import PDF, archive
from tests.scanner import VIRUS, listening


def named(content: bytes, name: str = "law.pdf", key: str = "key") -> Upload:
    return Upload(key, name, len(content), hashlib.sha256(content).hexdigest())


def send(cast: Cast, content: bytes, upload: Upload | None = None) -> Upload:
    upload = upload or named(content)
    actor = cast.acting(cast.arcadia.expert)
    for start in range(0, len(content), 20):
        add_slice(cast.session, actor, cast.review, upload, start, content[start : start + 20])
    return upload


def set_up(cast: Cast, **changed: object) -> None:
    cast.session.info["surroundings"] = replace(surroundings(cast.session), **changed)


@pytest.fixture
def scanned(cast: Cast) -> Iterator[None]:
    """Let a scanner listen."""
    with listening() as address:
        set_up(cast, scanner=address)
        yield


def on_its_way(cast: Cast, key: str = "key") -> int:
    return arrived(cast.session, cast.acting(cast.arcadia.expert), key)


def test_a_file_sent_in_slices_is_received_as_it_was(cast: Cast) -> None:
    received = receive(cast.session, cast.acting(cast.arcadia.expert), send(cast, PDF))
    assert (received.name, received.media_type, received.size) == (
        "law.pdf",
        "application/pdf",
        len(PDF),
    )
    assert surroundings(cast.session).store.get(received.sha256) == PDF


def test_an_upload_cut_before_its_end_says_what_is_missing_and_goes_on(cast: Cast) -> None:
    actor, upload = cast.acting(cast.arcadia.expert), named(PDF)
    send(cast, PDF[:40], upload)
    with pytest.raises(Invalid, match=f"40 of {len(PDF)} bytes have arrived"):
        receive(cast.session, actor, upload)
    assert on_its_way(cast) == 40
    with pytest.raises(OutOfStep) as step:
        add_slice(cast.session, actor, cast.review, upload, 0, PDF[:20])
    assert step.value.arrived == 40
    add_slice(cast.session, actor, cast.review, upload, 40, PDF[40:])
    assert receive(cast.session, actor, upload).size == len(PDF)


def test_what_is_not_the_file_that_was_sent_is_not_kept(cast: Cast) -> None:
    other = replace(named(PDF), sha256="0" * 64)
    with pytest.raises(Invalid, match="not the file that was sent"):
        receive(cast.session, cast.acting(cast.arcadia.expert), send(cast, PDF, other))
    assert on_its_way(cast) == 0


def test_a_file_of_no_kind_is_refused_and_forgotten(cast: Cast) -> None:
    posing = archive({"a.exe": b"MZ"})
    with pytest.raises(Invalid, match="archive"):
        receive(cast.session, cast.acting(cast.arcadia.expert), send(cast, posing))
    assert on_its_way(cast) == 0
    assert not surroundings(cast.session).store.has(hashlib.sha256(posing).hexdigest())


def test_a_file_is_no_larger_than_is_said_before(cast: Cast) -> None:
    set_up(cast, largest_file=1024 * 1024)
    actor, large = cast.acting(cast.arcadia.expert), Upload("key", "law.pdf", 1024 * 1024 + 1)
    with pytest.raises(Invalid, match="larger than 1 MB"):
        add_slice(cast.session, actor, cast.review, large, 0, b"a")
    with pytest.raises(Invalid, match="larger than 1 MB"):
        take(cast.session, "law.pdf", b"a" * (1024 * 1024 + 1))
    for size in (0, -1):
        with pytest.raises(Invalid, match="empty"):
            add_slice(cast.session, actor, cast.review, Upload("key", "a", size), 0, b"")
    with pytest.raises(Invalid, match="more than was announced"):
        add_slice(cast.session, actor, cast.review, Upload("key", "a", 3), 0, b"four")
    with pytest.raises(Invalid, match="more than was announced"):
        large = Upload("key", "a", 1024 * 1024)
        add_slice(cast.session, actor, cast.review, large, 0, b"a" * (LARGEST_SLICE + 1))


def test_nobody_has_more_than_some_files_on_their_way(cast: Cast) -> None:
    for number in range(MOST_AT_ONCE):
        send(cast, b"ab", named(b"ab", key=str(number)))
    with pytest.raises(TooMany):
        send(cast, b"ab", named(b"ab", key="one more"))
    actor = cast.acting(cast.arcadia.focal_point)
    assert add_slice(cast.session, actor, cast.review, named(b"ab"), 0, b"ab") == 2


def test_what_was_abandoned_goes_when_another_file_comes(cast: Cast, clock: Clock) -> None:
    send(cast, b"ab", named(b"ab", key="old"))
    folder = uploads(cast.session)
    clock.moment = clock.moment.replace(year=2090)
    send(cast, b"ab", named(b"ab", key="new"))
    assert folder.content(cast.arcadia.expert.id, "old") is None
    assert folder.content(cast.arcadia.expert.id, "new") == b"ab"


def test_where_files_are_switched_off_none_is_sent(cast: Cast) -> None:
    mechanism = surroundings(cast.session).mechanism
    off = replace(mechanism, switches={**mechanism.switches, Switch.ATTACHMENTS: False})
    set_up(cast, mechanism=off)
    with pytest.raises(NotPermitted, match="not attached in this Mechanism"):
        send(cast, PDF)


def test_only_the_team_of_the_state_under_review_sends_files(cast: Cast) -> None:
    for person, kind in (
        (cast.arcadia.observer, NotPermitted),
        (cast.belmora.expert, NotPermitted),
        (cast.officer, NotPermitted),
        (cast.delmar.expert, NotFound),
    ):
        with pytest.raises(kind):
            keep_whole(cast.session, cast.acting(person), cast.review, named(PDF), PDF)


def test_a_file_with_a_virus_is_refused_and_nothing_of_it_is_kept(
    cast: Cast, scanned: None
) -> None:
    actor = cast.acting(cast.arcadia.expert)
    with pytest.raises(Invalid, match="found “Eicar-Signature”"):
        receive(cast.session, actor, send(cast, VIRUS, named(VIRUS, "law.txt")))
    assert on_its_way(cast) == 0
    assert not surroundings(cast.session).store.has(hashlib.sha256(VIRUS).hexdigest())
    assert receive(cast.session, actor, send(cast, PDF)).size == len(PDF)


def test_while_the_scanner_is_away_a_file_waits_and_is_taken_later(cast: Cast) -> None:
    actor = cast.acting(cast.arcadia.expert)
    set_up(cast, scanner="127.0.0.1:1")
    upload = send(cast, PDF)
    with pytest.raises(NotScanned, match="cannot be checked for viruses now") as away:
        receive(cast.session, actor, upload)
    assert away.value.status == 503 and on_its_way(cast) == len(PDF)
    with listening() as address:
        set_up(cast, scanner=address)
        assert receive(cast.session, actor, upload).size == len(PDF)


def test_on_a_full_disk_nothing_is_half_kept_and_what_arrived_stays(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor, upload = cast.acting(cast.arcadia.expert), send(cast, PDF)

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(NoRoom, match="no room left") as refused:
        receive(cast.session, actor, upload)
    monkeypatch.setattr("os.write", full)
    with pytest.raises(NoRoom):
        send(cast, b"ab", named(b"ab", key="another"))
    monkeypatch.undo()
    assert refused.value.status == 507
    assert receive(cast.session, actor, upload).size == len(PDF)
