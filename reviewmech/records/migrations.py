"""Migrations: bringing a database to the shape the records have, and saying whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine


def upgrade(engine: Engine, folder: Path, to: str = "head") -> None:
    """Bring the database forward to this revision, all of it or nothing."""
    with engine.begin() as connection:
        command.upgrade(_config(folder, connection), to)


def downgrade(engine: Engine, folder: Path, to: str) -> None:
    """Take the database back to this revision."""
    with engine.begin() as connection:
        command.downgrade(_config(folder, connection), to)


def is_current(engine: Engine, folder: Path) -> bool:
    """Say whether the database is at the newest revision."""
    with engine.connect() as connection:
        reached = MigrationContext.configure(connection).get_current_heads()
    return set(reached) == set(ScriptDirectory(str(folder)).get_heads())


def _config(folder: Path, connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
