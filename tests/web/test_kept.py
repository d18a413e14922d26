"""A device keeps words for one person, whom its cookie does not name, or for nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from werkzeug.test import Cookie

from reviewmech.actions.passwords import hashed
from reviewmech.records.people import Person
from tests.cast import Cast
from tests.reading import Reader

PASSWORD = "harbour lantern orchard seven"


@pytest.fixture
def signed_in(cast: Cast, anyone: Reader) -> Callable[..., Cookie]:
    """Give the cookie that says what this device may keep, after somebody signed in."""

    def sign_in(person: Person, **ticked: str) -> Cookie:
        person.password_hash = hashed(cast.session, PASSWORD, person, field="password")
        cast.session.commit()
        page = anyone.read("/sign-in")
        page.press("Sign in", within="main", address=person.address, password=PASSWORD, **ticked)
        cookie = anyone.get_cookie("device")
        assert cookie is not None
        return cookie

    return sign_in


def test_on_ones_own_device_words_are_kept_under_a_name_that_tells_nothing(
    cast: Cast, signed_in: Callable[..., Cookie]
) -> None:
    cookie = signed_in(cast.arcadia.expert)
    choice, owner = cookie.value.split(".")
    assert choice == "own" and len(owner) == 24
    assert cookie.max_age is not None and not cookie.http_only
    assert cast.arcadia.expert.name not in cookie.value


def test_a_shared_computer_is_remembered_as_long_as_its_browser_is_open(
    cast: Cast, signed_in: Callable[..., Cookie]
) -> None:
    cookie = signed_in(cast.arcadia.expert, shared="y")
    assert cookie.value.startswith("shared.") and cookie.max_age is None


def test_the_sheet_and_the_cookie_name_the_same_owner(
    cast: Cast, signed_in: Callable[..., Cookie], anyone: Reader
) -> None:
    cookie = signed_in(cast.arcadia.expert)
    sheet = anyone.read(f"/strands/{cast.untoc.id}/response/5").soup.find(id="sheet")
    assert cookie.value == f"own.{sheet['data-owner']}"


def test_signing_out_lets_the_browser_wipe_what_is_kept(
    cast: Cast, signed_in: Callable[..., Cookie], anyone: Reader
) -> None:
    signed_in(cast.arcadia.expert)
    form, _button = anyone.read("/account").form_with("Sign out")
    token = form.find("input", attrs={"name": "csrf_token"})["value"]
    answer = anyone.post("/sign-out", data={"csrf_token": token, "request_id": "out"})
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    cookie = anyone.get_cookie("device")
    assert cookie is not None and cookie.value == "out"


def test_the_sign_in_page_says_what_a_shared_computer_means(anyone: Reader) -> None:
    page = anyone.read("/sign-in")
    field = page.soup.find(id="shared").find_parent(class_="field")
    said = " ".join(field.get_text(" ").split())
    assert said.startswith("This is a shared computer Tick this")
    assert "nothing you write is stored on it" in said
    assert "removed when you sign out" in said
