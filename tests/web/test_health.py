"""Whether the installation is well, for machines that watch it."""

from pathlib import Path

from flask import Flask

from reviewmech.records import database
from tests.reading import Reader


def test_a_migrated_database_that_answers_is_well(anyone: Reader) -> None:
    answer = anyone.get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {"database": "ready"}


def test_a_database_that_is_not_migrated_is_told(app: Flask, anyone: Reader) -> None:
    empty = database.engine("sqlite://")
    app.extensions["engine"] = empty
    answer = anyone.get("/healthz")
    empty.dispose()
    assert answer.status_code == 503
    assert "reviewmech upgrade" in answer.json["database"]


def test_a_database_that_does_not_answer_is_told(
    app: Flask, anyone: Reader, tmp_path: Path
) -> None:
    app.extensions["engine"] = database.engine(f"sqlite:///{tmp_path}/no/such/folder.sqlite3")
    answer = anyone.get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {"database": "does not answer"}
