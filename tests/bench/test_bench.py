"""The bench itself: each of its parts runs, and what it measures is answered rightly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bench.__main__ import running
from tests.bench.rows import ROWS, Bench, Sizes

SHORT = Sizes(
    clients=(1,), seconds=0.1, rounds=1, warm=0, workers=1, papers=1, issues={1: 1}, share=20
)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Serve the product and the floor once for all rows."""
    with running(tmp_path_factory.mktemp("bench"), SHORT) as ready:
        yield ready


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_answered_rightly_by_product_and_floor(
    bench: Bench, row: str, capsys: pytest.CaptureFixture[str]
) -> None:
    getattr(bench, row)()
    said = capsys.readouterr().out
    assert "wrong answers" not in said, said
    assert all(" 0/0 " in line for line in said.splitlines()), said
