"""The page of meetings, and the form by which one is recorded."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewmech.records.people import Person
from tests.actions.test_meetings import meet
from tests.cast import Cast
from tests.reading import Page, Reader

SignIn = Callable[[Person], Reader]
WORDS = {
    "held_on": "2027-01-11",
    "form": "video",
    "present": "Arcadia: Ana",
    "agreed": "Article 5 **first**.",
    "next_dates": "3 March 2027",
}


def address(cast: Cast) -> str:
    return f"/reviews/{cast.review.id}/meetings"


def record(cast: Cast, client_as: SignIn, person: Person, status: int = 200, **given: str) -> Page:
    page = client_as(person).read(address(cast)).follow("Record a meeting")
    return page.press("Record for", status, within="main", **{**WORDS, **given})


def test_a_meeting_is_recorded_and_read_by_all(cast: Cast, client_as: SignIn) -> None:
    page = record(cast, client_as, cast.arcadia.focal_point)
    assert "The meeting is recorded" in page and "Meeting of 11 January 2027" in page
    page = client_as(cast.cordania.observer).read(address(cast))
    for words in ("by video", "Arcadia: Ana", "Article 5 first .", "3 March 2027"):
        assert words in page
    assert "Arcadia, Focal Point of Arcadia" in page
    assert "Record a meeting" not in page.links() and "Correct this record" not in page.links()


def test_the_button_says_who_will_read_it(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.belmora.focal_point).read(address(cast)).follow("Record a meeting")
    assert "Arcadia, Cordania and the secretariat will read this." in page
    page = client_as(cast.officer).read(address(cast)).follow("Record a meeting")
    assert "Arcadia, Belmora and Cordania will read this." in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"held_on": "2027-02-30"}, "Not a valid date"),
        ({"held_on": "2027-03-01"}, "This day is still to come"),
        ({"present": ""}, "Please fill this in"),
        ({"agreed": "left\u202eright"}, "nobody can see"),
    ],
)
def test_what_was_typed_stays_when_something_is_amiss(
    cast: Cast, client_as: SignIn, given: dict[str, str], words: str
) -> None:
    page = record(cast, client_as, cast.arcadia.focal_point, 422, **given)
    assert words in page
    kept = {name: typed for name, typed in WORDS.items() if name not in given}
    form, _button = page.form_with("Record for")
    typed = {tag["name"]: tag.get_text().strip() for tag in form.find_all("textarea")}
    for name in set(kept) & set(typed):
        assert typed[name] == kept[name]
    assert 'value="video"' in str(form.find("input", checked=True))


def test_a_correction_takes_the_place_and_both_can_be_read(cast: Cast, client_as: SignIn) -> None:
    meet(cast, cast.arcadia.focal_point, agreed="In March.")
    page = client_as(cast.arcadia.focal_point).read(address(cast)).follow("Correct this record")
    assert "In March." in page
    page = page.press("Record for", within="main", agreed="In April.")
    assert len(page.soup.select("article")) == 1
    assert "In April." in page and "In March." in page.soup.select_one("details").get_text()


def test_a_correction_that_came_too_late_keeps_what_was_typed(
    cast: Cast, client_as: SignIn
) -> None:
    first = meet(cast, cast.arcadia.focal_point)
    page = client_as(cast.arcadia.focal_point).read(address(cast)).follow("Correct this record")
    meet(cast, cast.arcadia.focal_point, agreed="In April.", replaces=first)
    page = page.press("Record for", 409, within="main", agreed="In May.")
    assert "corrected meanwhile" in page and "In May." in page


def test_strangers_and_those_who_do_not_clear_are_kept_out(cast: Cast, client_as: SignIn) -> None:
    client_as(cast.delmar.focal_point).read(address(cast), 404)
    client_as(cast.arcadia.expert).read(address(cast) + "/record", 403)
    client_as(cast.arcadia.focal_point).read(address(cast) + "/record?replaces=999999", 404)


def test_a_record_of_another_review_is_not_found_here(cast: Cast, client_as: SignIn) -> None:
    made = meet(cast, cast.officer)
    elsewhere = cast.delmar.focal_point.appointments[0].review_id
    reader = client_as(cast.officer)
    reader.read(f"/reviews/{elsewhere}/meetings/record?replaces={made.id}", 404)


def test_meetings_are_read_in_arabic_with_their_own_language_said(
    cast: Cast, client_as: SignIn
) -> None:
    meet(cast, cast.arcadia.focal_point, language="fr", agreed="En mars.")
    reader = client_as(cast.belmora.expert)
    reader.get("/language/ar")
    page = reader.read(address(cast))
    assert page.soup.html["dir"] == "rtl"
    assert page.soup.select_one(".prose")["lang"] == "fr"


def test_who_cannot_record_a_meeting_is_told_who_does(cast: Cast, client_as: SignIn) -> None:
    for person, can in ((cast.belmora.expert, False), (cast.belmora.focal_point, True)):
        page = client_as(person).read(f"/reviews/{cast.review.id}/meetings")
        assert ("The focal points and the secretariat record" in page) is not can
        assert ("Record a meeting" in page.links()) is can
