"""The language of a page: the reader's choice, then the person's, then the browser's."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask, render_template_string, url_for
from sqlalchemy.orm import Session

from reviewmech.web import languages
from tests.cast import Cast
from tests.reading import Page, Reader

ClientAs = Callable[[object], Reader]

# What these tests show does not depend on the database, so one kind is enough.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def three_languages(app: Flask) -> None:
    """Let the application offer three languages."""
    app.extensions["settings"] = replace(app.extensions["settings"], languages=("en", "fr", "ar"))


def language(page: Page) -> tuple[str, str]:
    return page.soup.html["lang"], page.soup.html["dir"]


def somewhere(reader: Reader, accepted: str = "") -> Page:
    headers = {"Accept-Language": accepted} if accepted else {}
    return Page(reader, reader.get("/nowhere", headers=headers))


def choose(reader: Reader, code: str) -> None:
    with reader.session_transaction() as cookie:
        cookie["language"] = code


def test_a_page_is_in_english_when_nothing_is_said(anyone: Reader) -> None:
    assert language(somewhere(anyone)) == ("en", "ltr")


def test_a_page_is_in_the_browser_s_language_when_it_is_offered(anyone: Reader) -> None:
    assert language(somewhere(anyone, "ar-EG, fr;q=0.5")) == ("ar", "rtl")
    assert language(somewhere(anyone, "fr-CA")) == ("fr", "ltr")
    assert language(somewhere(anyone, "xx, nonsense;q=abc, ;;;")) == ("en", "ltr")


def test_a_page_is_in_the_person_s_language(
    cast: Cast, client_as: ClientAs, session: Session
) -> None:
    cast.arcadia.expert.language = "ar"
    session.commit()
    assert language(somewhere(client_as(cast.arcadia.expert), "fr")) == ("ar", "rtl")


def test_a_choice_comes_before_all(cast: Cast, client_as: ClientAs, session: Session) -> None:
    cast.arcadia.expert.language = "ar"
    session.commit()
    reader = client_as(cast.arcadia.expert)
    choose(reader, "fr")
    assert language(somewhere(reader, "en")) == ("fr", "ltr")


@pytest.mark.parametrize("code", ["xx", "../..", "", "de"])
def test_a_language_that_is_not_offered_is_not_chosen(code: str, anyone: Reader) -> None:
    choose(anyone, code)
    assert language(somewhere(anyone)) == ("en", "ltr")


def test_a_person_whose_language_is_no_longer_offered_reads_another(
    cast: Cast, client_as: ClientAs, session: Session
) -> None:
    cast.arcadia.expert.language = "zh"
    session.commit()
    assert language(somewhere(client_as(cast.arcadia.expert), "fr")) == ("fr", "ltr")


def test_every_page_offers_each_language_by_its_own_name(anyone: Reader) -> None:
    footer = somewhere(anyone).soup.select("footer nav a")
    assert [(a["lang"], a.get_text(strip=True)) for a in footer] == [
        ("en", "English"),
        ("fr", "Français"),
        ("ar", "العربية"),
    ]


def test_a_code_that_is_no_language_is_called_by_itself(app: Flask) -> None:
    for code in ("xx", "../..", "", "en-"):
        assert languages.own_name(code) == code


def test_the_words_of_a_page_turn_with_its_language(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "ar"}):
        assert languages.direction() == "rtl"
        assert render_template_string("{{ get_locale() }}") == "ar"
        assert url_for("static", filename="css/page.css")
