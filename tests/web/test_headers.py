"""What every answer says to the browser."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from reviewmech import create_app
from reviewmech.config import Settings
from reviewmech.records.database import Surroundings
from reviewmech.records.people import Person
from tests.cast import Cast
from tests.reading import Reader

# What these tests show does not depend on the database, so one kind is enough.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

ADDRESSES = ["/healthz", "/nowhere", "/static/css/page.css", "/sign-in"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_runs_under_the_strict_policy(address: str, anyone: Reader) -> None:
    answer = anyone.get(address)
    headers = answer.headers
    answer.close()
    policy = headers["Content-Security-Policy"].split("; ")
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy and "form-action 'self'" in policy
    assert not any(word in " ".join(policy) for word in ("unsafe", "http", "*", "data:"))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_are_kept_by_no_shared_cache(anyone: Reader) -> None:
    headers = anyone.get("/nowhere").headers
    assert headers["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Accept-Language"} <= set(headers["Vary"].split(", "))


def test_files_of_the_look_may_be_kept(anyone: Reader) -> None:
    answer = anyone.get("/static/css/page.css")
    assert answer.status_code == 200
    assert "private" not in answer.headers.get("Cache-Control", "")
    answer.close()


def test_a_secure_connection_stays_secure(anyone: Reader) -> None:
    secure = anyone.get("/healthz", base_url="https://localhost")
    assert "max-age" in secure.headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in anyone.get("/healthz").headers


def test_cookies_stay_on_this_site_and_out_of_scripts(
    cast: Cast, client_as: Callable[[object], Reader]
) -> None:
    reader = client_as(cast.arcadia.expert)
    cookie = reader.get_cookie("session")
    assert cookie is not None
    assert cookie.http_only and cookie.same_site == "Lax"


def test_cookies_of_a_public_installation_travel_encrypted_only(
    app: Flask, surroundings: Surroundings
) -> None:
    settings: Settings = replace(app.extensions["settings"], address="https://reviews.example.org")
    made = create_app(settings, surroundings)
    assert made.config["SESSION_COOKIE_SECURE"] is True
    assert app.config["SESSION_COOKIE_SECURE"] is False


def test_a_file_that_arrives_late_brings_no_cookie_back(
    cast: Cast, client_as: Callable[[Person], Reader]
) -> None:
    reader = client_as(cast.arcadia.expert)
    with reader.session_transaction() as cookie:
        cookie.permanent = True
    with reader.get("/static/favicon.svg") as answer:
        assert "Set-Cookie" not in answer.headers
