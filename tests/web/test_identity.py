"""Who is signed in: a token in a cookie, and a row that can be ended from anywhere."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from reviewmech.records.accounts import SignIn
from reviewmech.records.database import now
from reviewmech.rules.purposes import Reading
from reviewmech.web import gate
from reviewmech.web.gate import Pages
from tests.cast import Cast
from tests.conftest import Clock
from tests.reading import Reader

ClientAs = Callable[[object], Reader]


@pytest.fixture
def app(fresh_app: Flask) -> Flask:
    """Give these tests an application of their own, since they add pages to it."""
    return fresh_app


@pytest.fixture(autouse=True)
def who(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give the application a page that says who reads it."""
    monkeypatch.setattr(gate, "PURPOSES", dict(gate.PURPOSES))
    pages = Pages("mirror", __name__)

    @pages.get("/mirror", may=Reading.PUBLIC)
    def mirror() -> str:
        return f"{gate.person() or 'nobody'}, level {gate.actor().level}"

    app.register_blueprint(pages)
    yield


def seen(reader: Reader) -> str:
    return reader.get("/mirror").text


def test_a_reader_is_the_person_of_the_session(cast: Cast, client_as: ClientAs) -> None:
    assert seen(client_as(cast.arcadia.expert)) == "Expert of Arcadia, level 1"


def test_without_a_session_a_reader_is_nobody(anyone: Reader, cast: Cast) -> None:
    assert seen(anyone) == "nobody, level 0"


def test_two_sessions_of_one_person_are_ended_each_alone(
    cast: Cast, client_as: ClientAs, session: Session
) -> None:
    one, other = client_as(cast.arcadia.expert), client_as(cast.arcadia.expert)
    first = session.scalars(select(SignIn).order_by(SignIn.id)).first()
    first.ended_at = now(session)
    session.commit()
    assert seen(one).startswith("nobody")
    assert seen(other).startswith("Expert of Arcadia")


def test_a_session_runs_out(cast: Cast, client_as: ClientAs, clock: Clock) -> None:
    reader = client_as(cast.arcadia.expert)
    clock.forward(days=364)
    assert seen(reader).startswith("Expert of Arcadia")
    clock.forward(days=2)
    assert seen(reader).startswith("nobody")


def test_who_has_left_is_signed_in_no_more(
    cast: Cast, client_as: ClientAs, session: Session
) -> None:
    reader = client_as(cast.arcadia.expert)
    cast.arcadia.expert.left_at = now(session)
    session.commit()
    assert seen(reader).startswith("nobody")


def test_a_session_tells_its_level(cast: Cast, client_as: ClientAs, session: Session) -> None:
    reader = client_as(cast.arcadia.expert)
    session.execute(update(SignIn).values(level=2))
    session.commit()
    assert seen(reader).endswith("level 2")


def test_a_token_that_is_not_ours_is_nobody_s(anyone: Reader, cast: Cast) -> None:
    for token in ("", "guess", "x" * 5000, "\0", "é", "1"):
        with anyone.session_transaction() as cookie:
            cookie["_user_id"] = token
        assert seen(anyone).startswith("nobody")


def test_a_cookie_that_is_forged_is_no_cookie(anyone: Reader, cast: Cast) -> None:
    for value in ("", "nonsense", "eyJfdXNlcl9pZCI6IjEifQ.x.y", "." * 4000):
        anyone.set_cookie("session", value)
        assert seen(anyone).startswith("nobody")


def test_the_database_keeps_no_token(cast: Cast, client_as: ClientAs, session: Session) -> None:
    reader = client_as(cast.arcadia.expert)
    with reader.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert session.scalars(select(SignIn)).one().token_hash != token
