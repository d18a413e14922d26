"""The database: engines that keep their promises, and sessions that know the Mechanism.

SQLite runs in WAL with foreign keys on and every commit on disk. A reader sees on either database
what stood at one moment, however many statements it needs. An act leaves that moment when it begins
to write: by ``BEGIN IMMEDIATE`` on SQLite, so that two acts wait for one another instead of
failing, and on PostgreSQL by reading what stands now.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from reviewmech.records.attachments import Store
from reviewmech.rules.blueprints import Blueprint
from reviewmech.rules.mechanism import Mechanism, Paper, Text
from reviewmech.rules.questionnaire import Questionnaire


@dataclass(frozen=True)
class Surroundings:
    """What acts need beside the database.

    The Mechanism's data, the store of files, the instance folder, the words of the themes, the
    public address that letters link to, the translations, the clock, the time cost of hashing a
    password, the bytes a file may have, and where the virus scanner listens (nowhere: files are not
    scanned).
    """

    mechanism: Mechanism
    blueprints: Mapping[Paper, Blueprint]
    questionnaires: Mapping[tuple[str, str], Questionnaire]
    store: Store
    folder: Path
    themes: Mapping[str, Text] = field(default_factory=dict)
    address: str = "http://127.0.0.1:8000"
    translations: Path | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    password_cost: int = 3
    largest_file: int = 20 * 1024 * 1024
    scanner: str = ""


def engine(url: str) -> Engine:
    """Return an engine for this address, set up for its kind of database."""
    # What a statement carried may be a draft, and no log may hold one.
    if not url.startswith("sqlite"):
        given = {"pool_pre_ping": True, "isolation_level": "REPEATABLE READ"}
        return create_engine(url, hide_parameters=True, **given)
    made = create_engine(url, hide_parameters=True)
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    return made


def _prepare(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself: it would begin them too late to read.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=FULL",
        "busy_timeout=20000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def sessions(bind: Engine | Connection, surroundings: Surroundings) -> sessionmaker[Session]:
    """Return what makes sessions; each knows its surroundings."""
    given: dict[str, Any] = {"info": {"surroundings": surroundings}}
    if isinstance(bind, Connection):
        given["join_transaction_mode"] = "create_savepoint"
    return sessionmaker(bind, expire_on_commit=True, **given)


def surroundings(session: Session) -> Surroundings:
    """Return what this session's acts need beside the database."""
    found: Surroundings = session.info["surroundings"]
    return found


def now(session: Session) -> datetime:
    """Return the present moment in UTC, by the one clock."""
    return surroundings(session).clock()


TO_WRITE = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
}


def lock(session: Session, keeping: Iterable[object] = ()) -> None:
    """Begin to write. What was read before is read anew when it is looked at, but for what to keep.

    On PostgreSQL the driver begins the transaction, so what is said first is how to read in it.
    """
    connection = session.connection()
    if isinstance(session.get_bind(), Engine):
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql(TO_WRITE[connection.dialect.name])
    kept = {id(each) for each in keeping}
    for each in session.identity_map.values():
        if id(each) not in kept:
            session.expire(each)


def private_folder(folder: Path) -> Path:
    """Make a folder that only this user can read, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder
