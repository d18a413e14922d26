"""A database in which acts really commit, for what two people do at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from reviewmech.places import MIGRATIONS
from reviewmech.records import database
from reviewmech.records.database import Surroundings
from reviewmech.records.every import METADATA
from reviewmech.records.migrations import upgrade


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def ground(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Give a migrated database of a module's own, in which acts really commit."""
    name = request.module.__name__.rpartition(".")[2]
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp(name) / 'ground.sqlite3'}"
    else:
        url = a_database(request.getfixturevalue("postgresql"), name)
    made = database.engine(url)
    upgrade(made, MIGRATIONS)
    yield made
    made.dispose()


def a_database(server: str, name: str) -> str:
    """Make another database in the PostgreSQL of the tests and return its address."""
    maker = database.engine(server)
    with maker.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    maker.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def sessions(ground: Engine, surroundings: Surroundings) -> Iterator[sessionmaker[Session]]:
    """Give sessions that commit, and leave the database empty."""
    yield database.sessions(ground, surroundings)
    with ground.begin() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(table.delete())
