"""One's own account page: details, password, sessions, language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.notices import write as write_notices
from reviewmech.actions.passwords import hashed
from reviewmech.records.letters import Letter
from reviewmech.records.notices import Notice, chosen_paces
from reviewmech.records.people import Person
from reviewmech.rules.notices import Category, Pace
from reviewmech.rules.purposes import Action
from reviewmech.web.devices import named
from tests.actions.test_meetings import meet
from tests.cast import Cast
from tests.reading import Reader

GOOD = "seven herons over quiet water"
BETTER = "lanterns beneath a copper bridge"

ClientAs = Callable[[Person], Reader]


def with_password(cast: Cast, person: Person) -> Person:
    person.password_hash = hashed(cast.session, GOOD, person, field="password")
    cast.session.commit()
    return person


def test_details_are_changed_by_their_person(cast: Cast, client_as: ClientAs) -> None:
    page = client_as(cast.arcadia.expert).read("/account")
    assert "Expert of Arcadia" in page and cast.arcadia.expert.address in page
    page = page.press("Save", within="main", title="Judge", phone="+99 1")
    assert "Saved." in page
    assert (cast.arcadia.expert.title, cast.arcadia.expert.phone) == ("Judge", "+99 1")


def test_what_cannot_be_kept_is_told_and_stays_typed(cast: Cast, client_as: ClientAs) -> None:
    page = client_as(cast.arcadia.expert).read("/account")
    page = page.press("Save", 422, within="main", title="Judge", phone="1" * 61)
    assert "limit is 60" in page and "1" * 61 in str(page.soup)
    page = page.press("Save", 422, within="main", phone="12\u202e34")
    assert "nobody can see" in page and 'value="1234"' in str(page.soup)
    page = page.press("Save", 422, within="main", phone="12", language="xx")
    assert cast.arcadia.expert.title == ""


def test_a_session_ended_elsewhere_is_out(cast: Cast, client_as: ClientAs) -> None:
    here, there = client_as(cast.arcadia.expert), client_as(cast.arcadia.expert)
    assert there.read("/account").path == "/account"
    page = here.read("/account")
    assert "this one" in page
    row = next(tr for tr in page.soup.select("#sessions tbody tr") if "this one" not in tr.text)
    page = here.send(row.find("form")["action"], {"csrf_token": _token(page)})
    assert "That session has ended" in page
    assert there.read("/account").path == "/sign-in"
    assert here.read("/account").path == "/account"


def _token(page: object) -> str:
    return page.soup.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[attr-defined]


def test_ending_this_session_signs_out(cast: Cast, client_as: ClientAs) -> None:
    reader = client_as(cast.arcadia.expert)
    page = reader.read("/account").press("End this session", within="#sessions")
    assert page.path == "/sign-in"
    assert reader.read("/account").path == "/sign-in"


def test_nobody_ends_the_session_of_another(
    cast: Cast, session: Session, client_as: ClientAs
) -> None:
    theirs = client_as(cast.belmora.expert).read("/account")
    action = theirs.soup.select_one("#sessions form")["action"]  # type: ignore[index]
    mine = client_as(cast.arcadia.expert)
    mine.send(str(action), {"csrf_token": _token(mine.read("/account"))}, 404)
    mine.send("/account/sessions/999999/end", {"csrf_token": _token(mine.read("/account"))}, 404)
    assert theirs.reader.read("/account").path == "/account"


def test_a_new_password_ends_the_sessions_elsewhere(cast: Cast, client_as: ClientAs) -> None:
    with_password(cast, cast.arcadia.expert)
    here, there = client_as(cast.arcadia.expert), client_as(cast.arcadia.expert)
    page = here.read("/account").follow("Change the password")
    given = {"password": GOOD, "new_password": "password1234"}
    page = page.press("Change the password", 422, within="main", **given)
    assert "well-known password" in page
    given = {"password": "not this one at all", "new_password": BETTER}
    page = page.press("Change the password", 422, within="main", **given)
    assert "not your present password" in page
    page = page.press("Change the password", within="main", password=GOOD, new_password=BETTER)
    assert "Your password is changed" in page
    assert there.read("/account").path == "/sign-in"


def test_the_account_is_for_those_signed_in(cast: Cast, anyone: Reader) -> None:
    for address in ("/account", "/account/password"):
        assert anyone.read(address).path == "/sign-in"


@pytest.fixture
def two_languages(app: Flask) -> None:
    """Let the installation speak two languages."""
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, languages=("en", "ar"))


@pytest.mark.usefixtures("two_languages")
def test_anyone_chooses_a_language_and_stays_where_they_are(cast: Cast, anyone: Reader) -> None:
    page = anyone.read("/language/ar?next=/sign-in")
    assert page.path == "/sign-in" and page.soup.html["dir"] == "rtl"  # type: ignore[index]
    assert anyone.get("/language/en?next=//thief.example").location == "/"
    anyone.read("/language/xx", 404)


@pytest.mark.usefixtures("two_languages")
def test_a_language_is_kept_with_the_person(cast: Cast, client_as: ClientAs) -> None:
    page = (
        client_as(cast.arcadia.expert).read("/account").press("Save", within="main", language="ar")
    )
    assert page.soup.html["dir"] == "rtl"  # type: ignore[index]
    assert cast.arcadia.expert.language == "ar"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) Version/17 Safari/604.1", "Safari on iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_device_has_a_name_of_two_words(app: Flask, agent: str, words: str) -> None:
    with app.test_request_context():
        assert named(agent) == words


def test_one_chooses_how_soon_one_is_told(cast: Cast, client_as: ClientAs) -> None:
    page = client_as(cast.arcadia.expert).read("/account").follow("How you are told")
    chosen = page.soup.select("input[type=radio][checked]")
    assert {tag["value"] for tag in chosen} == {"at once"} and len(chosen) == len(Category)
    page = page.press("Save", within="main", observations="once a day, together")
    assert "It holds for what happens from now on" in page
    assert page.soup.select_one("input[name=observations][checked]")["value"] == Pace.DAILY
    paces = chosen_paces(cast.session, [cast.arcadia.expert.id])
    assert paces[cast.arcadia.expert.id, Category.OBSERVATIONS] is Pace.DAILY
    assert paces[cast.arcadia.expert.id, Category.TEAM] is Pace.AT_ONCE
    assert not chosen_paces(cast.session, [cast.arcadia.focal_point.id])


def test_a_pace_that_is_none_is_refused(cast: Cast, client_as: ClientAs) -> None:
    page = client_as(cast.arcadia.expert).read("/account/notices")
    page.press("Save", 422, within="main", team="never")
    assert not chosen_paces(cast.session, [cast.arcadia.expert.id])


def test_an_officer_is_told_once_a_day_until_they_choose(cast: Cast, client_as: ClientAs) -> None:
    page = client_as(cast.officer).read("/account/notices")
    chosen = {tag["value"] for tag in page.soup.select("input[type=radio][checked]")}
    assert chosen == {"once a day, together"}


def test_one_reads_what_one_was_told_and_what_others_were_told_nobody_reads(
    cast: Cast, client_as: ClientAs
) -> None:
    made = meet(cast, cast.belmora.focal_point, agreed="Words that only the page may show")
    page = client_as(cast.arcadia.expert).read("/account/told")
    assert "A meeting is recorded in the review of Arcadia" in page
    assert "by a letter that has not left yet" in page and "only the page" not in page
    place = f"/reviews/{cast.review.id}/meetings#meeting-{made.id}"
    assert place in page.links().values()
    page = client_as(cast.officer).read("/account/told")
    assert "in a letter that leaves after 12 January 2027" in page and "05:00 UTC" in page
    assert "You were told nothing yet" in client_as(cast.belmora.focal_point).read("/account/told")
    assert "You were told nothing yet" in client_as(cast.delmar.expert).read("/account/told")


def test_what_one_was_told_is_read_in_the_language_of_the_page(
    cast: Cast, client_as: ClientAs
) -> None:
    write_notices(cast.session, Action.SUBMIT, cast.acting(cast.arcadia.expert), cast.untoc, None)
    cast.session.commit()
    reader = client_as(cast.belmora.expert)
    reader.get("/language/fr")
    assert "a soumis sa réponse" in reader.read("/account/told")


def test_a_link_of_a_letter_lands_on_the_very_item_also_after_signing_in(
    cast: Cast, anyone: Reader, client_as: ClientAs
) -> None:
    with_password(cast, cast.arcadia.expert)
    meet(cast, cast.belmora.focal_point)
    found = select(Letter).where(Letter.person_id == cast.arcadia.expert.id)
    link = cast.session.scalars(found).one().body.split()[-1].removeprefix("http://127.0.0.1:8000")
    place = cast.session.scalars(select(Notice)).first().path
    assert "#" in place and "#" not in link
    assert client_as(cast.arcadia.expert).get(link).location == place
    page = anyone.read(link)
    given = {"address": cast.arcadia.expert.address, "password": GOOD}
    form, _button = page.form_with("Sign in", within="main")
    token = form.find("input", attrs={"name": "csrf_token"})["value"]
    answer = anyone.post(form["action"], data={**given, "csrf_token": token})
    assert answer.location == place


def test_an_ended_session_comes_back_to_the_very_item(
    cast: Cast, session: Session, client_as: ClientAs
) -> None:
    reader = client_as(cast.arcadia.expert)
    with_password(cast, cast.arcadia.expert)
    reader.read("/account").press("End this session", within="#sessions")
    link = "/sign-in?next=/reviews/1/meetings%23meeting-2"
    given = {"address": cast.arcadia.expert.address, "password": GOOD}
    form, _button = reader.read(link).form_with("Sign in", within="main")
    token = form.find("input", attrs={"name": "csrf_token"})["value"]
    answer = reader.post(form["action"], data={**given, "csrf_token": token})
    assert answer.location == "/reviews/1/meetings#meeting-2"


@pytest.mark.parametrize("thing", ["//thief.example#a", "/\\thief#a", "https://thief.example/#a"])
def test_a_link_leads_to_no_other_house(cast: Cast, client_as: ClientAs, thing: str) -> None:
    answer = client_as(cast.arcadia.expert).get("/sign-in", query_string={"next": thing})
    assert answer.location == "/desk"
