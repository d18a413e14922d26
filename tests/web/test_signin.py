"""Coming in through the pages: links, codes, sessions, and where one is led on to."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions import accounts, nominations
from reviewmech.records.accounts import SignIn
from reviewmech.records.journal import Entry
from reviewmech.records.letters import Letter
from reviewmech.records.people import Person
from reviewmech.rules.access import NOBODY
from reviewmech.web.paths import local
from tests.cast import Cast
from tests.conftest import Clock
from tests.reading import Page, Reader

GOOD = "seven herons over quiet water"


def secret_for(cast: Cast, person: Person, by_code: bool = False) -> str:
    officer = cast.acting(cast.officer)
    made = nominations.issue_invitation(cast.session, officer, None, person=person, by_code=by_code)
    return made.secret


def activated(cast: Cast, person: Person) -> Person:
    token = secret_for(cast, person)
    given = {"token": token, "password": GOOD, "network": "203.0.113.7"}
    assert accounts.activate_by_link(cast.session, NOBODY, **given) is person
    return person


def signing_in(reader: Reader, person: Person, status: int = 200, **given: str) -> Page:
    page = reader.read(given.pop("at", "/sign-in?next=/account"))
    filled = {"address": person.address, "password": GOOD, **given}
    return page.press("Sign in", status, within="main", **filled)


def test_a_link_leads_to_the_account(cast: Cast, anyone: Reader) -> None:
    page = anyone.read(f"/activate/{secret_for(cast, cast.arcadia.expert)}")
    assert "opens the account of Expert of Arcadia" in page
    page = page.press("Set the password", password=GOOD)
    assert page.path == "/sign-in" and "Your password is set" in page
    page = signing_in(anyone, cast.arcadia.expert)
    assert page.path == "/account" and "Expert of Arcadia, Arcadia" in page


def test_opening_a_link_uses_nothing_up(cast: Cast, anyone: Reader) -> None:
    address = f"/activate/{secret_for(cast, cast.arcadia.expert)}"
    for _ in range(3):
        assert "Set your password" in anyone.read(address)


def test_a_weak_password_is_told_beside_its_field(cast: Cast, anyone: Reader) -> None:
    page = anyone.read(f"/activate/{secret_for(cast, cast.arcadia.expert)}")
    page = page.press("Set the password", 422, password="password1234")
    assert "well-known password" in page and page.soup.select_one("#password-error")
    page = page.press("Set the password", 422, password="")
    assert "Please fill this in" in page
    assert page.press("Set the password", password=GOOD).path == "/sign-in"


def test_a_used_and_an_expired_link_are_renewed_on_the_same_page(
    cast: Cast, session: Session, anyone: Reader, clock: Clock
) -> None:
    token = secret_for(cast, cast.arcadia.expert)
    page = anyone.read(f"/activate/{token}")
    clock.forward(days=11)
    assert "no longer works" in page.press("Set the password", 410, password=GOOD)
    page = anyone.read(f"/activate/{token}", 410).press("Send me a new link")
    assert "Look into your mailbox" in page
    letter = session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert letter is not None and letter.address == cast.arcadia.expert.address
    found = re.search(r"/activate/\S+", letter.body)
    assert found
    page = anyone.read(found[0]).press("Set the password", password=GOOD)
    assert "Your password is set" in page
    assert "no longer works" in anyone.read(found[0], 410)


def test_an_unknown_link_and_an_unknown_address_are_answered_like_known_ones(
    cast: Cast, anyone: Reader
) -> None:
    page = anyone.read("/activate/nothing-of-ours", 410)
    known = page.press("Send me a new link", address=cast.arcadia.expert.address)
    unknown = page.press("Send me a new link", address="nobody@example.org")
    assert known.text == unknown.text and known.status == unknown.status
    page = anyone.read("/activation/renew").press("Send me a new link", 422, address="")
    assert "Please fill this in" in page


def test_new_links_are_limited_in_a_sentence(cast: Cast, anyone: Reader) -> None:
    page = anyone.read("/activation/renew")
    for _ in range(3):
        page = anyone.read("/activation/renew")
        page.press("Send me a new link", address="nobody@example.org")
    page = anyone.read("/activation/renew")
    refused = page.press("Send me a new link", 429, address="nobody@example.org")
    assert "tried too often" in refused


def test_a_short_code_sets_a_password(cast: Cast, anyone: Reader) -> None:
    code = secret_for(cast, cast.arcadia.expert, by_code=True)
    page = anyone.read("/sign-in").follow("I was given a short code")
    given = {"address": cast.arcadia.expert.address, "password": GOOD}
    page = page.press("Set the password", 422, code="AAAA-AAAA", **given)
    assert "Address and code were not recognised" in page
    given["password"] = "short"
    page = page.press("Set the password", 422, code=code, **given)
    assert "at least 12" in page and code in str(page.soup)
    given["password"] = GOOD
    assert "Your password is set" in page.press("Set the password", code=code, **given)


def test_a_wrong_password_and_an_unknown_address_read_alike(cast: Cast, anyone: Reader) -> None:
    person = activated(cast, cast.arcadia.expert)
    wrong = signing_in(anyone, person, 422, password="something else entirely")
    unknown = signing_in(anyone, person, 422, address="nobody@example.org")
    assert "Address and password were not recognised" in wrong
    assert wrong.text == unknown.text
    assert "nobody@example.org" in str(unknown.soup)
    assert GOOD not in str(unknown.soup)


def test_too_many_tries_are_refused_in_a_sentence(cast: Cast, anyone: Reader) -> None:
    person = activated(cast, cast.arcadia.expert)
    for _ in range(10):
        signing_in(anyone, person, 422, password="something else entirely")
    assert "Wait 15 minutes" in signing_in(anyone, person, 429)


def test_one_goes_on_to_where_one_wanted_to_go(cast: Cast, anyone: Reader) -> None:
    activated(cast, cast.arcadia.expert)
    wanted = f"/reviews/{cast.review.id}/people"
    page = anyone.read(wanted)
    assert page.path == "/sign-in"
    filled = {"address": cast.arcadia.expert.address, "password": GOOD}
    assert page.press("Sign in", within="main", **filled).path == wanted
    assert anyone.get("/sign-in?next=/account").location == "/account"


@pytest.mark.parametrize(
    "address",
    [
        "https://thief.example",
        "//thief.example",
        "/\\thief.example",
        "\\\\thief.example",
        "javascript:alert(1)",
        "/\t/thief.example",
        "",
        None,
    ],
)
def test_nobody_is_led_to_another_house(address: str | None) -> None:
    assert local(address, otherwise="/here") == "/here"


def test_signing_in_leads_to_no_other_house(cast: Cast, anyone: Reader) -> None:
    person = activated(cast, cast.arcadia.expert)
    page = signing_in(anyone, person, at="/sign-in?next=//thief.example/account")
    assert page.path == "/desk"


def test_signing_in_begins_a_fresh_cookie(cast: Cast, anyone: Reader) -> None:
    person = activated(cast, cast.arcadia.expert)
    anyone.read("/sign-in")
    with anyone.session_transaction() as cookie:
        cookie["_user_id"], cookie["planted"], before = "a-known-token", "x", cookie["csrf_token"]
    signing_in(anyone, person)
    with anyone.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["_user_id"] != "a-known-token" and cookie.get("csrf_token") != before


def test_a_shared_computer_keeps_the_cookie_for_the_browser_session_only(
    cast: Cast, session: Session, app: Flask, anyone: Reader
) -> None:
    person = activated(cast, cast.arcadia.expert)
    signing_in(anyone, person)
    with anyone.session_transaction() as cookie:
        assert cookie.permanent
    anyone.read("/account").press("Sign out", within=".header")
    signing_in(anyone, person, shared="y")
    with anyone.session_transaction() as cookie:
        assert not cookie.permanent
    long, short = session.scalars(select(SignIn).order_by(SignIn.id))
    assert (long.expires_at - long.started_at).days == 14
    assert (short.expires_at - short.started_at).total_seconds() == 8 * 3600


def test_signing_out_ends_the_session_in_the_records(
    cast: Cast, session: Session, anyone: Reader
) -> None:
    person = activated(cast, cast.arcadia.expert)
    page = signing_in(anyone, person)
    with anyone.session_transaction() as cookie:
        token = cookie["_user_id"]
    page = page.press("Sign out", within=".header")
    assert "You are signed out" in page
    assert session.scalars(select(SignIn)).one().ended_at is not None
    with anyone.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    assert anyone.read("/account").path == "/sign-in"


def test_a_form_without_its_token_is_refused(cast: Cast, anyone: Reader) -> None:
    person = activated(cast, cast.arcadia.expert)
    page = anyone.send("/sign-in", {"address": person.address, "password": GOOD}, 400)
    assert GOOD not in page


@pytest.mark.parametrize("typed", ["\0", "a\u202eb", "x" * 5000])
def test_odd_signs_are_no_accident(cast: Cast, anyone: Reader, typed: str) -> None:
    for address, button in (("/sign-in", "Sign in"), ("/activate", "Set the password")):
        page = anyone.read(address)
        names = {"address": typed, "password": typed} | (
            {"code": typed} if address == "/activate" else {}
        )
        assert page.press(button, 422, within="main", **names).status == 422


def test_no_page_of_signing_in_leaves_a_secret_in_the_journal(
    cast: Cast, session: Session, anyone: Reader
) -> None:
    token = secret_for(cast, cast.arcadia.expert)
    anyone.read(f"/activate/{token}").press("Set the password", password=GOOD)
    signing_in(anyone, cast.arcadia.expert)
    lines = " ".join(entry.payload for entry in session.scalars(select(Entry)))
    assert token not in lines and GOOD not in lines
