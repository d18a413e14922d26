"""The language of a page: the reader's choice, then the person's, then the browser's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, render_template_string, url_for
from sqlalchemy.orm import Session

from reviewmech.actions import nominations
from reviewmech.records.database import Surroundings
from reviewmech.records.states import State, StateName
from reviewmech.rules.refusals import Invalid
from reviewmech.web import languages, present
from tests.cast import Cast
from tests.reading import Page, Reader

ClientAs = Callable[[object], Reader]

# What these tests show does not depend on the database, so one kind is enough.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


ARABIC = {
    "Skip to the content": "إلى المحتوى",
    "Review of %(state)s": "استعراض %(state)s",
    "%(person)s, %(moment)s": "%(person)s، %(moment)s",
}


@pytest.fixture
def surroundings(surroundings: Surroundings, tmp_path: Path) -> Surroundings:
    """Let Arabic have a catalogue of a few words, and no more."""
    catalogue = Catalog(locale="ar")
    for english, arabic in ARABIC.items():
        catalogue.add(english, arabic)
    place = tmp_path / "words" / "ar" / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    return replace(surroundings, translations=tmp_path / "words")


def language(page: Page) -> tuple[str, str]:
    return page.soup.html["lang"], page.soup.html["dir"]


def somewhere(reader: Reader, accepted: str = "") -> Page:
    headers = {"Accept-Language": accepted} if accepted else {}
    return Page(reader, reader.get("/nowhere", headers=headers))


def choose(reader: Reader, code: str) -> None:
    reader.set_cookie("language", code)


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


def test_every_page_offers_each_language_by_its_own_name_in_its_header(anyone: Reader) -> None:
    links = somewhere(anyone).soup.select("header nav.languages a")
    assert [(a["lang"], a.get_text(strip=True)) for a in links] == [
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


def test_a_choice_leads_back_to_the_same_page_and_is_remembered_on_this_browser(
    anyone: Reader,
) -> None:
    page = anyone.read("/sign-in?next=/desk").follow("Français")
    assert (page.path, language(page)) == ("/sign-in", ("fr", "ltr"))
    assert page.answer.request.args["next"] == "/desk"
    kept = anyone.get_cookie("language")
    assert (kept.value, kept.http_only, kept.same_site) == ("fr", True, "Lax")
    assert kept.max_age > 300 * 24 * 60 * 60
    assert language(anyone.read("/")) == ("fr", "ltr")


def test_a_choice_outlives_signing_out(cast: Cast, client_as: ClientAs) -> None:
    reader = client_as(cast.arcadia.expert)
    choose(reader, "fr")
    page = reader.read("/account").press("Sign out", within=".header")
    assert (page.path, language(page)) == ("/sign-in", ("fr", "ltr"))


def test_after_a_form_was_refused_a_choice_leads_back_to_the_page_of_the_form(
    anyone: Reader,
) -> None:
    token = anyone.read("/activation/renew").soup.select_one("input[name=csrf_token]")["value"]
    sent = {"data": {"csrf_token": token}, "headers": {"Referer": "http://localhost/sign-in"}}
    refused = Page(anyone, anyone.post("/activation/renew", **sent))
    assert refused.status == 422
    assert refused.follow("Français").path == "/sign-in"


def test_the_language_of_the_first_visit_becomes_that_of_the_person_s_letters(
    cast: Cast, anyone: Reader
) -> None:
    expert, officer = cast.arcadia.expert, cast.acting(cast.officer)
    for code, kept in (("ar", "ar"), ("fr", "ar")):
        choose(anyone, code)
        made = nominations.issue_invitation(
            cast.session, officer, None, person=expert, by_code=False
        )
        page = anyone.read(f"/activate/{made.secret}")
        page.press("password", within="main", password="seven herons over quiet water")
        assert expert.language == kept, "Only the first visit says it; later the account page does."


def test_the_account_page_changes_the_language_of_pages_and_letters(
    cast: Cast, client_as: ClientAs
) -> None:
    reader = client_as(cast.arcadia.expert)
    choose(reader, "en")
    page = reader.read("/account").press("Save", within="main", language="fr")
    assert language(page) == ("fr", "ltr")
    assert cast.arcadia.expert.language == "fr"


def test_a_page_in_another_language_says_that_it_is_a_working_translation(anyone: Reader) -> None:
    assert "working translation" not in anyone.read("/").soup.footer.get_text()
    choose(anyone, "ar")
    assert "working translation" in anyone.read("/").soup.footer.get_text()


def test_a_sentence_without_a_translation_stands_in_english_and_is_marked(anyone: Reader) -> None:
    choose(anyone, "ar")
    page = anyone.read("/sign-in")
    assert page.soup.select_one(".skip").get_text() == "إلى المحتوى"
    assert page.soup.h1.get_text() == "[en] Sign in"
    choose(anyone, "en")
    assert "[en]" not in anyone.read("/sign-in").answer.text


def test_a_sentence_about_several_is_marked_too(app: Flask) -> None:
    with app.test_request_context(headers={"Cookie": "language=ar"}):
        said = render_template_string("{{ ngettext('%(num)s day', '%(num)s days', 2) }}")
        assert said == "[en] 2 days"


def test_names_and_dates_are_set_apart_in_a_sentence_from_right_to_left(app: Flask) -> None:
    with app.test_request_context(headers={"Cookie": "language=ar"}):
        said = render_template_string(
            "{{ _('%(person)s, %(moment)s', person='Ann <b>', moment=when | day) }}",
            when=date(2027, 3, 14),
        )
        assert said == "\u2066Ann &lt;b&gt;\u2069، \u2067\u206714 مارس 2027\u2069\u2069"
    with app.test_request_context(headers={"Cookie": "language=fr"}):
        assert present.day(date(2027, 3, 14)) == "14 mars 2027"


def a_state(code: str, alpha2: str | None, **names: str) -> State:
    state = State(code=code, alpha2=alpha2)
    state.names = [
        StateName(language=language, name=name, since=date.min) for language, name in names.items()
    ]
    return state


@pytest.mark.parametrize(
    ("state", "french", "arabic"),
    [
        (a_state("DZA", "DZ", en="Algeria"), "Algérie", "الجزائر"),
        (a_state("IRN", "IR", en="Iran (Islamic Republic of)"), "Iran", "إيران"),
        (a_state("XAR", None, en="Arcadia"), "Arcadia", "Arcadia"),
        (a_state("XAR", None, en="Arcadia", fr="Arcadie"), "Arcadie", "Arcadia"),
        (a_state("VAT", "VA", en="Holy See", fr="Saint-Siège"), "Saint-Siège", "Holy See"),
    ],
    ids=lambda given: str(given),
)
def test_a_state_is_named_in_the_reader_s_language(
    state: State, french: str, arabic: str, app: Flask
) -> None:
    named = {}
    for code in ("en", "fr", "ar"):
        with app.test_request_context(headers={"Cookie": f"language={code}"}):
            named[code] = render_template_string("{{ state | state_name }}", state=state)
    assert named == {"en": state.name, "fr": french, "ar": arabic}


def test_a_refusal_names_states_and_lists_in_the_reader_s_language(app: Flask) -> None:
    algeria, chad = a_state("DZA", "DZ", en="Algeria"), a_state("TCD", "TD", en="Chad")
    refusal = Invalid("%(states)s not yet.", states=[algeria, chad])
    assert str(refusal) == "Algeria, Chad not yet."
    with app.test_request_context(headers={"Cookie": "language=fr"}):
        assert languages.told(refusal) == "Algérie et Tchad not yet."


def test_states_stand_in_the_order_of_the_reader_s_names(app: Flask) -> None:
    germany, algeria = a_state("DEU", "DE", en="Germany"), a_state("DZA", "DZ", en="Algeria")
    eritrea = a_state("ERI", "ER", en="Eritrea")
    found = {}
    for code in ("en", "fr"):
        with app.test_request_context(headers={"Cookie": f"language={code}"}):
            found[code] = [state.code for state in present.by_name([germany, eritrea, algeria])]
    assert found == {"en": ["DZA", "ERI", "DEU"], "fr": ["DZA", "DEU", "ERI"]}
