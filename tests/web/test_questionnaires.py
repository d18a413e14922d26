"""Blank questionnaires are public: on the page and as files, whole or by a theme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.database import Surroundings
from reviewmech.records.library import questionnaires, themes
from reviewmech.records.people import Person
from reviewmech.records.responses import Answer, Revision
from reviewmech.rules.mechanism import Paper, Readership, Shown, Switch
from reviewmech.rules.questionnaire import Questionnaire
from tests.cast import Cast
from tests.reading import Page, Reader
from tests.web.test_weight import LATER_PAGE, PACKED, weight

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

ALL = questionnaires.load(QUESTIONNAIRES)
EACH = [f"{instrument}/{part}" for instrument, part in ALL]
CONVENTION = "/questionnaires/UNTOC/cluster-1"
NOT_HERE = "There is nothing here for you to see."

ClientAs = Callable[[Person], Reader]


@pytest.fixture(scope="session")
def mechanism_data(mechanism_data: Surroundings) -> Surroundings:
    """Read the real questionnaires and their themes."""
    return replace(mechanism_data, questionnaires=ALL, themes=themes.load(QUESTIONNAIRES))


def addresses(named: str, language: str) -> list[str]:
    """Return the addresses of all pages of a questionnaire."""
    asked = ALL[tuple(named.split("/"))]  # type: ignore[index]
    base = f"/questionnaires/{named}"
    articles = [f"{base}/{section.article or 'whole'}" for section in asked.sections]
    return [f"{page}?language={language}" for page in (base, *articles)]


@pytest.mark.parametrize("named", EACH)
def test_every_article_is_read_without_signing_in_and_is_light(anyone: Reader, named: str) -> None:
    asked = ALL[tuple(named.split("/"))]  # type: ignore[index]
    for language in asked.languages:
        told = ""
        for address in addresses(named, language):
            page = anyone.read(address)
            told += page.text
            assert weight(anyone.get(address, headers=PACKED)) <= LATER_PAGE, address
        for question in asked.questions:
            words = question.words(language)
            assert " ".join(words.title.split()) in told, question.id
            assert " ".join(words.asks.split()) in told, question.id


def test_all_questionnaires_are_listed(anyone: Reader) -> None:
    page = anyone.read("/").follow("The questionnaires")
    assert page.path == "/questionnaires"
    assert [head.get_text() for head in page.soup.select("main h2")] == [
        "Organized Crime Convention",
        "Trafficking in Persons Protocol",
        "Smuggling of Migrants Protocol",
        "Firearms Protocol",
        "By theme",
    ]
    listed = [str(link["href"]) for link in page.soup.select("tbody th a")]
    assert sorted(listed) == sorted(f"/questionnaires/{named}" for named in EACH)


def test_the_list_says_how_much_is_asked_and_whose_wording(anyone: Reader) -> None:
    asked = ALL["UNTOC", "cluster-1"]
    first = sum(not each.parent for each in asked.questions)
    after = len(asked.questions) - first
    [row] = anyone.read("/questionnaires").soup.select(f"tr:has(a[href='{CONVENTION}'])")
    words = row.get_text(" ", strip=True)
    assert f"{first} questions and {after} follow-ups, on 8 articles" in words
    assert "working wording" in words


def test_an_optional_part_is_named_so_and_stands_last(anyone: Reader) -> None:
    for table in anyone.read("/questionnaires").soup.select("tbody"):
        titles = [head.get_text(" ", strip=True) for head in table.select("th")]
        assert ["Optional" in title for title in titles] == [False] * 4 + [True]


def test_only_the_secretariat_is_told_what_is_to_be_verified(
    cast: Cast, anyone: Reader, client_as: ClientAs
) -> None:
    for address in ("/questionnaires", "/questionnaires/UNTOC/cluster-2"):
        assert "to be verified" not in anyone.read(address)
        assert "to be verified" not in client_as(cast.arcadia.focal_point).read(address)
        assert "to be verified" in client_as(cast.officer).read(address)


def test_an_adopted_questionnaire_says_so(app: Flask, anyone: Reader) -> None:
    asked = {**ALL, ("UNTOC", "cluster-1"): replace(ALL["UNTOC", "cluster-1"], source="adopted")}
    with_questionnaires(app, asked)
    for address in (CONVENTION, f"{CONVENTION}/5"):
        assert "This is the wording adopted by the Conference." in anyone.read(address)
    assert "our working wording" not in anyone.read(CONVENTION)
    assert "our working wording" in anyone.read("/questionnaires/TIP/cluster-1")


def with_questionnaires(app: Flask, asked: dict[tuple[str, str], Questionnaire]) -> None:
    surround(app, questionnaires=asked)


def surround(app: Flask, **changed: object) -> None:
    """Change what surrounds the application, in this test alone."""
    around = replace(app.extensions["surroundings"], **changed)  # type: ignore[arg-type]
    app.extensions["surroundings"] = around
    app.extensions["sessions"].configure(info={"surroundings": around})


def test_a_question_is_shown_with_its_choices_and_condition_and_no_form(anyone: Reader) -> None:
    page = anyone.read(f"{CONVENTION}/2")
    question = page.soup.find(id="question-untoc-2-group")
    assert question and [item.get_text() for item in question.select(".offered li")] == [
        "Yes",
        "Yes, in part",
        "No",
    ]
    reasons = page.soup.find(id="question-untoc-2-group.reasons")
    assert reasons and "Asked if the answer is “No”." in reasons.get_text()
    assert "follow-up" in reasons["class"]
    assert not page.soup.select("main form, main input, main textarea, main button")


def test_the_official_text_is_one_link_away(anyone: Reader) -> None:
    for address in (CONVENTION, f"{CONVENTION}/5"):
        assert "treaties.un.org" in anyone.read(address).links()["Official text"]


def test_the_words_can_be_read_in_each_language_whatever_the_page_speaks(anyone: Reader) -> None:
    page = anyone.read(f"{CONVENTION}/5").follow("Français")
    words = ALL["UNTOC", "cluster-1"].section("5").questions[0].words("fr")  # type: ignore[union-attr]
    assert words.title in page and page.soup.html["lang"] == "en"
    assert page.soup.find("h2", attrs={"lang": "fr"})
    following = [str(link["href"]) for link in page.soup.select(".neighbours a, .articles a")]
    assert following and all("language=fr" in address for address in following)


def test_a_reader_whose_language_it_lacks_is_told(anyone: Reader) -> None:
    anyone.set_cookie("language", "ar")
    page = anyone.read(f"{CONVENTION}/5")
    assert page.soup.html["dir"] == "rtl"
    assert page.soup.find("h2", attrs={"lang": "en"})
    assert "هذا الاستبيان غير متاح بلغتكم بعد" in page


@pytest.mark.parametrize(
    ("form", "kind", "begins"),
    [
        ("docx", "wordprocessingml.document", b"PK"),
        ("xlsx", "spreadsheetml.sheet", b"PK"),
        ("pdf", "application/pdf", b"%PDF"),
    ],
)
def test_a_file_is_had_without_signing_in(
    anyone: Reader, form: str, kind: str, begins: bytes
) -> None:
    page = anyone.read("/questionnaires/TIP/cluster-4")
    address = f"/questionnaires/TIP/cluster-4.{form}?language=fr"
    assert address in [str(link["href"]) for link in page.soup.select("td a")]
    answer = anyone.get(address)
    assert answer.status_code == 200 and answer.data.startswith(begins)
    assert kind in answer.mimetype
    assert answer.headers["Content-Disposition"] == f"attachment; filename=TIP-cluster-4-fr.{form}"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_file_does_not_travel_twice(anyone: Reader) -> None:
    address = f"{CONVENTION}.xlsx"
    mark = anyone.get(address).headers["ETag"]
    again = anyone.get(address, headers={"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    other = anyone.get(f"{address}?language=fr", headers={"If-None-Match": mark})
    assert other.status_code == 200 and other.headers["ETag"] != mark


@pytest.mark.parametrize(
    "address",
    [
        "/questionnaires/UNTOC",
        "/questionnaires/XYZ/cluster-1",
        "/questionnaires/UNTOC/cluster-9",
        "/questionnaires/UNTOC/cluster-9.pdf",
        "/questionnaires/UNTOC/cluster-1.exe",
        "/questionnaires/UNTOC/cluster-1/99",
        "/questionnaires/UNTOC/cluster-1/%00",
        "/questionnaires/UNTOC/cluster-1?theme=nonsense",
        "/questionnaires/UNTOC/cluster-1?language=xx",
        "/questionnaires/UNTOC/cluster-1.docx?language=../en",
        "/questionnaires/themes/nonsense",
        "/questionnaires/themes",
    ],
)
def test_what_is_unknown_is_not_found_and_told_in_a_sentence(anyone: Reader, address: str) -> None:
    page = anyone.read(address, 404)
    assert page.soup.h1 and len(page.soup.main.get_text(" ", strip=True).split()) > 5


def test_a_questionnaire_is_filtered_by_a_theme(anyone: Reader) -> None:
    page = anyone.read(CONVENTION).follow("Data and statistics")
    asked = ALL["UNTOC", "cluster-1"]
    of_theme = [each for each in asked.questions if "data" in each.tags]
    anchors = [urlsplit(str(a["href"])).fragment for a in page.soup.select("main .lines a")]
    assert of_theme and anchors == [f"question-{each.id}" for each in of_theme]
    [current] = page.soup.select(".filters [aria-current]")
    assert current.get_text(" ", strip=True) == f"Data and statistics {len(of_theme)}"
    place = page.soup.select_one("main .lines a")
    assert place and anyone.read(str(place["href"])).soup.find(id=anchors[0])


def test_a_theme_is_shown_over_all_instruments(anyone: Reader) -> None:
    page = anyone.read("/questionnaires").follow("Children")
    assert page.path == "/questionnaires/themes/children"
    of_theme = [
        (*key, each.id)
        for key, asked in ALL.items()
        for each in asked.questions
        if "children" in each.tags
    ]
    found = [urlsplit(str(link["href"])) for link in page.soup.select("main .lines a")]
    led_to = [
        (*place.path.split("/")[2:4], place.fragment.removeprefix("question-")) for place in found
    ]
    assert sorted(led_to) == sorted(of_theme)
    assert {instrument for instrument, _part, _id in of_theme} <= {"UNTOC", "TIP", "SOM", "FP"}


def test_a_theme_that_a_questionnaire_does_not_ask_about_leads_to_all(anyone: Reader) -> None:
    [without, *_] = [
        key for key, asked in ALL.items() if not any("cyber" in q.tags for q in asked.questions)
    ]
    page = anyone.read(f"/questionnaires/{'/'.join(without)}?theme=cyber")
    assert "asks nothing about “Cyber-enabled crime”" in page
    assert "Theme: Cyber-enabled crime" in page.follow("in all questionnaires")


def test_where_our_layer_is_switched_off_there_are_no_themes_and_no_guidance(
    app: Flask, anyone: Reader
) -> None:
    mechanism = app.extensions["surroundings"].mechanism
    switches = {**mechanism.switches, Switch.GUIDANCE: False}
    surround(app, mechanism=replace(mechanism, switches=switches))
    assert "By theme" not in anyone.read("/questionnaires")
    anyone.read("/questionnaires/themes/children", 404)
    page = anyone.read(f"{CONVENTION}/5")
    assert "How to answer" not in page and "The State must do this." not in page
    assert "Model of offence" in page


def test_the_questionnaires_are_public_only_as_the_mechanism_says(
    app: Flask, cast: Cast, anyone: Reader, client_as: ClientAs
) -> None:
    mechanism = app.extensions["surroundings"].mechanism
    paper = mechanism.papers[Paper.QUESTIONNAIRE]
    shown = {**paper.shown, Readership.PUBLIC: Shown.NEVER}
    papers = {**mechanism.papers, Paper.QUESTIONNAIRE: replace(paper, shown=shown)}
    surround(app, mechanism=replace(mechanism, papers=papers))
    for address in (CONVENTION, f"{CONVENTION}/5", f"{CONVENTION}.xlsx"):
        anyone.read(address, 404)
        assert client_as(cast.delmar.expert).get(address).status_code == 200
    assert "No questionnaire has been made public yet." in anyone.read("/questionnaires")


def test_nothing_of_a_state_is_on_these_pages(
    cast: Cast, anyone: Reader, client_as: ClientAs
) -> None:
    answer = Answer(strand_id=cast.untoc.id, question="untoc-5-model", number=1)
    answer.revisions = [
        Revision(
            number=1,
            started_from=0,
            edition_id=cast.untoc.edition_id,
            value={"choice": "neither", "remark": "Zanzibarian"},
            language="en",
            saved_at=cast.review.opened_at,
        )
    ]
    cast.session.add(answer)
    cast.session.commit()
    pages = ["/questionnaires", *addresses("UNTOC/cluster-1", "en"), "/questionnaires/themes/data"]
    for reader in (anyone, client_as(cast.arcadia.focal_point)):
        for address in pages:
            main = main_of(reader.read(address))
            for word in ("Zanzibarian", "Arcadia", "Belmora", "Cordania", "Delmar"):
                assert word not in main, address
    signed_in = client_as(cast.arcadia.focal_point)
    assert [main_of(signed_in.read(page)) for page in pages] == [
        main_of(anyone.read(page)) for page in pages
    ]


def main_of(page: Page) -> str:
    return str(page.soup.main)


def test_a_state_sees_its_own_response_by_theme(cast: Cast, client_as: ClientAs) -> None:
    reader = client_as(cast.arcadia.focal_point)
    response = reader.read(f"/strands/{cast.tip.id}/response")
    assert not response.soup.select("[aria-labelledby=themes-title] .lines")
    page = response.follow("Children")
    asked = {each.id for each in ALL["TIP", "cluster-1"].questions if "children" in each.tags}
    links = page.soup.select("[aria-labelledby=themes-title] .lines a")
    found = {str(link["href"]).partition("#question-")[2] for link in links}
    assert found and found <= asked
    assert all("Open" in link.parent.get_text() for link in links if link.parent)


def test_a_theme_that_is_none_is_not_found_in_a_response(cast: Cast, client_as: ClientAs) -> None:
    reader = client_as(cast.arcadia.focal_point)
    reader.read(f"/strands/{cast.tip.id}/response?theme=nonsense", 404)


def test_the_sheet_leads_to_the_blank_questionnaire(cast: Cast, client_as: ClientAs) -> None:
    sheet = client_as(cast.arcadia.expert).read(f"/strands/{cast.untoc.id}/response/5")
    assert sheet.follow("Blank questionnaire").path == CONVENTION
