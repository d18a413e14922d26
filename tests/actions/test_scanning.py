"""The virus scanner is asked over its own protocol; without a verdict nothing is clean."""

from pathlib import Path

import pytest

from reviewmech.actions.scanning import Silent, found_in
from tests.scanner import LIMIT, VIRUS, listening


def test_a_clean_file_is_found_clean_and_a_virus_by_name() -> None:
    with listening() as address:
        assert found_in(b"words " * 80_000, address) is None
        assert found_in(b"before " + VIRUS, address) == "Eicar-Signature"
        assert found_in(b"", address) is None


def test_a_daemon_is_reached_by_the_path_of_its_socket(tmp_path: Path) -> None:
    with listening(path=tmp_path / "clamd.ctl") as address:
        assert found_in(VIRUS, address) == "Eicar-Signature"


def test_a_file_over_the_limit_of_the_daemon_is_not_clean() -> None:
    with listening() as address, pytest.raises(Silent):
        found_in(b"a" * 20 * LIMIT, address)


def test_a_daemon_that_hangs_up_says_nothing_about_a_file() -> None:
    with listening(mute=True) as address, pytest.raises(Silent):
        found_in(b"words", address)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.ctl", "nonsense", ""])
def test_a_daemon_that_is_not_there_is_silent(address: str) -> None:
    with pytest.raises(Silent):
        found_in(b"words", address)
