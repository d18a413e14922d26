"""Migrations: bringing a database to the shape the records have, and saying whether it is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine


def upgrade(engine: Engine, folder: Path, to: str = "head") -> None:
    """Bring the database forward to this revision, all of it or nothing."""
    with _all_or_nothing(engine) as connection:
        command.upgrade(_config(folder, connection), to)


def downgrade(engine: Engine, folder: Path, to: str) -> None:
    """Take the database back to this revision."""
    with _all_or_nothing(engine) as connection:
        command.downgrade(_config(folder, connection), to)


@contextmanager
def _all_or_nothing(engine: Engine) -> Iterator[Connection]:
    """Open the transaction of a migration.

    SQLite changes a table by making it anew; while it is gone, what refers to it refers to nothing.
    So it looks at the references once, at the end, and lets nothing stand that is broken.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise RuntimeError(f"The migration would break references: {broken[:5]}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def is_current(engine: Engine, folder: Path) -> bool:
    """Say whether the database is at the newest revision."""
    with engine.connect() as connection:
        reached = MigrationContext.configure(connection).get_current_heads()
    return set(reached) == set(ScriptDirectory(str(folder)).get_heads())


def copy_file(engine: Engine) -> str:
    """Copy an SQLite database, whole and consistent, beside itself; return where to."""
    target = f"{engine.url.database}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    with engine.connect() as connection, closing(sqlite3.connect(target)) as copy:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.backup(copy)
    return target


def _config(folder: Path, connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
