"""What a file says of its being verified is found on its line."""

from pathlib import Path

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library.questionnaires import load
from reviewmech.records.library.verification import said_of


def test_the_line_named_is_the_one_that_says_it() -> None:
    for asked in load(QUESTIONNAIRES).values():
        fact = said_of(QUESTIONNAIRES, asked)
        line = (QUESTIONNAIRES / fact.file).read_text(encoding="utf-8").splitlines()[fact.line - 1]
        assert line == f"verified: {str(asked.verified).lower()}"
        assert fact.verified == asked.verified


def test_of_a_file_that_is_gone_the_first_line_is_named(tmp_path: Path) -> None:
    asked = next(iter(load(QUESTIONNAIRES).values()))
    assert said_of(tmp_path, asked).line == 1
