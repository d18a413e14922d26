"""The database keeps its promises: whole transactions, one writer after another, on disk."""

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from reviewmech.places import MIGRATIONS
from reviewmech.records import database
from reviewmech.records.database import Surroundings, lock, now, private_folder
from reviewmech.records.migrations import upgrade
from reviewmech.records.reviews import Cycle
from tests.conftest import Clock


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Give a migrated SQLite file."""
    made = database.engine(f"sqlite:///{tmp_path_factory.mktemp('file') / 'file.sqlite3'}")
    upgrade(made, MIGRATIONS)
    yield made
    made.dispose()


def test_sqlite_waits_for_other_writers_and_writes_through_to_the_disk(file: Engine) -> None:
    with file.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() >= 5000


def test_an_act_begins_as_a_writer_at_once(file: Engine, surroundings: Surroundings) -> None:
    begun: list[str] = []
    with database.sessions(file, surroundings)() as session:
        lock(session)
        raw = session.connection().connection.dbapi_connection
        raw.set_trace_callback(begun.append)
        session.rollback()
        lock(session)
        session.rollback()
        session.execute(text("SELECT 1"))
        raw.set_trace_callback(None)
    wanted = ["ROLLBACK", "BEGIN", "ROLLBACK", "BEGIN IMMEDIATE", "ROLLBACK", "BEGIN"]
    assert begun[:6] == wanted


def test_two_writers_wait_for_one_another(file: Engine, surroundings: Surroundings) -> None:
    sessions = database.sessions(file, surroundings)

    def count_up(name: str) -> None:
        for _ in range(10):
            with sessions() as session:
                lock(session)
                number = session.query(Cycle).count()
                session.add(Cycle(name=f"{number}", starts_on=now(session).date()))
                session.commit()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(count_up, "ab"))
    with sessions() as session:
        assert session.query(Cycle).count() == 20


def test_what_is_not_committed_is_gone(file: Engine, surroundings: Surroundings) -> None:
    sessions = database.sessions(file, surroundings)
    with sessions() as session:
        lock(session)
        session.add(Cycle(name="never", starts_on=now(session).date()))
        session.flush()
    with sessions() as session:
        assert session.query(Cycle).filter_by(name="never").count() == 0


def test_a_session_knows_its_surroundings_and_the_one_clock(
    session: Session, surroundings: Surroundings, clock: Clock
) -> None:
    assert database.surroundings(session) is surroundings
    before = now(session)
    clock.forward(days=1)
    assert (now(session) - before).days == 1


def test_the_clock_of_an_installation_is_in_utc(mechanism_data: Surroundings) -> None:
    assert mechanism_data.clock().utcoffset().total_seconds() == 0


def test_an_installation_s_folder_is_read_by_its_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o755)
    assert stat.S_IMODE(private_folder(folder).stat().st_mode) == 0o700
    assert stat.S_IMODE(private_folder(tmp_path / "a" / "b").stat().st_mode) == 0o700
