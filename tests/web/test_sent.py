"""A form that was sent and not accepted: its words are given back, and one press sends them."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from reviewmech.actions import accounts, nominations
from reviewmech.records.accounts import SignIn
from reviewmech.records.laws import Law
from reviewmech.records.people import Person
from reviewmech.rules.access import NOBODY
from tests.cast import Cast
from tests.reading import Page, Reader, filled_in

ClientAs = Callable[[Person], Reader]
GOOD = "seven herons over quiet water"
TYPED = {"title": "Wetboek van Strafrecht", "dated": "1881", "number": "a <long> number"}

# What these tests show does not depend on the database, so one kind is enough.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def activate(cast: Cast, person: Person) -> None:
    """Give somebody a password."""
    officer = cast.acting(cast.officer)
    made = nominations.issue_invitation(cast.session, officer, None, person=person, by_code=False)
    given = {"token": made.secret, "password": GOOD, "network": "203.0.113.7"}
    accounts.activate_by_link(cast.session, NOBODY, **given)


def sign_in(reader: Reader, person: Person, **given: str) -> Page:
    """Sign somebody in on the sign-in page."""
    filled = {"address": person.address, "password": GOOD, **given}
    return reader.read("/sign-in").press("Sign in", within="main", **filled)


def end_sessions(cast: Cast) -> None:
    """End everybody's sessions."""
    cast.session.query(SignIn).update({"ended_at": cast.session.info["surroundings"].clock()})
    cast.session.commit()


def laws(cast: Cast) -> list[str]:
    return [law.title for law in cast.session.query(Law).order_by(Law.id)]


@pytest.fixture
def writing(cast: Cast, anyone: Reader) -> Page:
    """Give the form of a law, opened by an expert whose session then ended."""
    for person in (cast.arcadia.expert, cast.arcadia.focal_point):
        activate(cast, person)
    sign_in(anyone, cast.arcadia.expert)
    page = anyone.read(f"/reviews/{cast.review.id}/laws/new")
    end_sessions(cast)
    return page


def test_who_signs_in_again_sends_any_form_by_one_press(writing: Page, cast: Cast) -> None:
    page = writing.press("Add to the library", 400, **TYPED)
    assert "Your words are not lost" in page and laws(cast) == []
    page = page.press("Sign in", 422, within="main", password="not this one")
    page = page.press("Sign in", within="main", password=GOOD)
    assert "You are signed in" in page and laws(cast) == []
    assert [pre.get_text() for pre in page.soup.find_all("pre")] == [
        TYPED["title"],
        TYPED["number"],
        TYPED["dated"],
    ]
    page = page.press("Send them now")
    assert "is in the library" in page and laws(cast) == [TYPED["title"]]


def test_the_form_inside_the_page_knows_whose_session_ended(
    writing: Page, cast: Cast, anyone: Reader
) -> None:
    page = writing.press("Add to the library", 400, **TYPED)
    form, _button = page.form_with("Sign in", within="main")
    assert filled_in(form)["address"] == cast.arcadia.expert.address
    form, _button = anyone.read("/sign-in").form_with("Sign in", within="main")
    assert filled_in(form)["address"] == cast.arcadia.expert.address


def test_a_shared_computer_shows_nobodys_address(cast: Cast, anyone: Reader) -> None:
    activate(cast, cast.arcadia.expert)
    sign_in(anyone, cast.arcadia.expert, shared="y")
    end_sessions(cast)
    form, _button = anyone.read("/sign-in").form_with("Sign in", within="main")
    assert filled_in(form)["address"] == ""


def test_words_go_to_nobody_but_the_person_who_typed_them(
    writing: Page, cast: Cast, anyone: Reader
) -> None:
    page = writing.press("Add to the library", 400, **TYPED)
    other = {"address": cast.arcadia.focal_point.address, "password": GOOD}
    page = page.press("Sign in", within="main", **other)
    assert "another account" in page and TYPED["title"] not in page
    assert "Send them now" not in page.buttons() and laws(cast) == []


def test_who_is_signed_in_now_sends_no_form_of_somebody_else(
    writing: Page, cast: Cast, anyone: Reader
) -> None:
    sign_in(anyone, cast.arcadia.focal_point)
    page = writing.press("Add to the library", 400, **TYPED)
    assert "Somebody else is signed in" in page and laws(cast) == []
    assert "Send them now" not in page.buttons()


def test_who_signed_in_again_elsewhere_sends_by_one_press(
    writing: Page, cast: Cast, anyone: Reader
) -> None:
    sign_in(anyone, cast.arcadia.expert)
    page = writing.press("Add to the library", 400, **TYPED)
    page = page.press("Send them now")
    assert laws(cast) == [TYPED["title"]]


def test_a_file_is_said_to_be_chosen_again(writing: Page, anyone: Reader) -> None:
    form, _button = writing.form_with("Add to the library")
    fields = {**filled_in(form), **TYPED, "file": (io.BytesIO(b"a"), "law.pdf")}
    address = str(form["action"])
    page = Page(anyone, anyone.post(address, data=fields, content_type="multipart/form-data"))
    assert "choose the file again" in page
    assert "choose the file again" in page.press("Sign in", within="main", password=GOOD)


def test_a_password_is_never_carried_along(cast: Cast, anyone: Reader) -> None:
    activate(cast, cast.arcadia.expert)
    sign_in(anyone, cast.arcadia.expert)
    page = anyone.read("/account/password")
    end_sessions(cast)
    form, _button = page.form_with("Change", within="main")
    fields = {name: text or "hidden horse" for name, text in filled_in(form).items()}
    told = anyone.send(str(form["action"]), fields, 400)
    assert "hidden horse" not in told.answer.text


def test_a_request_used_before_is_sent_again_with_other_words_by_one_press(
    cast: Cast, client_as: ClientAs
) -> None:
    reader = client_as(cast.arcadia.expert)
    form = reader.read(f"/reviews/{cast.review.id}/laws/new")
    form.press("Add to the library", **TYPED)
    page = form.press("Add to the library", 409, **{**TYPED, "title": "Another law"})
    assert "sent before, with other words" in page and laws(cast) == [TYPED["title"]]
    page.press("Send them now")
    assert laws(cast) == [TYPED["title"], "Another law"]


def test_after_an_act_a_form_is_sent_anew_with_an_unused_request(
    cast: Cast, client_as: ClientAs
) -> None:
    reader, address = client_as(cast.arcadia.expert), f"/reviews/{cast.review.id}/laws/new"
    reader.get(address)
    form = reader.read(address)
    mark = {"If-None-Match": form.answer.headers["ETag"]}
    assert reader.get(address, headers=mark).status_code == 304
    form.press("Add to the library", **TYPED)
    assert reader.get(address, headers=mark).status_code == 200
    mark = {"If-None-Match": reader.get(address).headers["ETag"]}
    assert reader.get(address, headers=mark).status_code == 304


def test_what_a_script_sends_has_no_page_sent_anew(cast: Cast, client_as: ClientAs) -> None:
    reader, sheet = client_as(cast.arcadia.expert), f"/strands/{cast.untoc.id}/response/5"
    reader.get("/account")
    form, _button = reader.read(sheet).form_with("Save", '[id="row-untoc-5-offence"]')
    mark = {"If-None-Match": reader.get("/account").headers["ETag"]}
    fields = {**filled_in(form), "choice": "yes"}
    script = {"Accept": "application/json"}
    assert reader.post(str(form["action"]), data=fields, headers=script).status_code == 200
    assert reader.get("/account", headers=mark).status_code == 304
