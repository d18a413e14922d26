"""The secretariat's pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.officers import appoint_officer
from reviewmech.records.people import Appointment, Person, officers
from reviewmech.records.reviews import Review
from reviewmech.records.states import participation_of
from tests.actions.test_phases import a_note
from tests.cast import Cast, a_review, a_state
from tests.reading import Reader, words_of

SignIn = Callable[[Person], Reader]

PLACES = [
    "reviews",
    "reviews/open",
    "officers",
    "states",
    "states/1",
    "states/1/correct",
    "mechanism",
]


@pytest.mark.parametrize("place", PLACES)
def test_the_pages_are_the_secretariats_alone(cast: Cast, client_as: SignIn, place: str) -> None:
    client_as(cast.arcadia.focal_point).read(f"/secretariat/{place}", status=404)


def test_all_reviews_are_listed_by_the_name_of_the_state(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    cast.untoc.due_on = cast.untoc.step_since.date().replace(day=1)
    session.commit()
    page = client_as(cast.officer).read("/secretariat/reviews")
    rows = words_of(page.soup.select("tbody th"))
    assert rows == ["Arcadia", "Delmar"]
    assert "Arcadia holds the pen since 11 January 2027" in page
    assert "10 days ago. overdue" in page
    assert "No phase is open yet." in page
    assert "no regional group" in page
    assert "3 focal points have never signed in" in page


def test_the_list_is_narrowed_by_links(session: Session, cast: Cast, client_as: SignIn) -> None:
    officer = client_as(cast.officer)
    page = officer.read("/secretariat/reviews?show=vacant")
    assert "There is no review to show here" in page
    post = session.scalars(
        select(Appointment).where(Appointment.person_id == cast.belmora.focal_point.id)
    ).one()
    post.until = datetime(2027, 1, 12, tzinfo=UTC)
    session.commit()
    page = officer.read("/secretariat/reviews").follow("A focal point is missing 1")
    assert "Belmora vacant" in page and "Delmar" not in page
    assert "2 focal points have never signed in" in page
    page = officer.read("/secretariat/reviews?show=feedback")
    assert "There is no review to show here" in page
    assert "Arcadia" in officer.read("/secretariat/reviews?show=self-assessment&page=x")
    assert "Delmar" in officer.read("/secretariat/reviews?show=nonsense")


def test_a_long_list_has_pages(session: Session, cast: Cast, client_as: SignIn) -> None:
    for number in range(25):
        state = a_state(session, f"{chr(97 + number)}x Land")
        a_review(session, cast.review.cycle, state, cast.officer)
    session.commit()
    page = client_as(cast.officer).read("/secretariat/reviews")
    assert len(page.soup.select("tbody tr")) == 25
    links = page.soup.select("nav[aria-label=Pages] a")
    assert words_of(links) == ["1", "2"]
    page = client_as(cast.officer).read(str(links[1]["href"]))
    assert len(page.soup.select("tbody tr")) == 2


def test_a_review_is_opened(session: Session, cast: Cast, client_as: SignIn) -> None:
    officer = client_as(cast.officer)
    form = officer.read("/secretariat/reviews").follow("Open a review")
    refused = form.press(
        "Open the review",
        status=422,
        state=str(cast.arcadia.state.id),
        cycle=str(cast.review.cycle_id),
    )
    assert "Arcadia is under review in this cycle already" in refused
    done = refused.press("Open the review", state=str(cast.belmora.state.id))
    assert "The review of Belmora is open." in done
    form = officer.read("/secretariat/reviews/open")
    assert "Please choose one." in form.press("Open the review", status=422)
    given = {"state": str(cast.cordania.state.id), "cycle": "0"}
    refused = form.press("Open the review", status=422, **given)
    assert "write something" in refused
    opened = session.scalars(select(Review).filter_by(state_id=cast.belmora.state.id)).all()
    assert len(opened) == 1


def test_the_list_is_searched_by_the_names_of_the_state(cast: Cast, client_as: SignIn) -> None:
    officer = client_as(cast.officer)
    page = officer.read("/secretariat/reviews?name=arc")
    assert words_of(page.soup.select("tbody th")) == ["Arcadia"]
    assert "All 1" in page
    narrowed = page.follow("A focal point is missing")
    assert "There is no review to show here" in narrowed
    assert narrowed.soup.find("input", attrs={"name": "name", "value": "arc"})


def test_an_officer_appoints_another(session: Session, cast: Cast, client_as: SignIn) -> None:
    officer = client_as(cast.officer)
    page = officer.read("/secretariat/reviews").follow("Officers")
    assert words_of(page.soup.select("tbody td")) == ["olive.officer@example.org", "2"]
    refused = page.press("Appoint", status=422, name="Zoe Zander", address="zoe at example")
    assert "not an e-mail address" in refused and "Zoe Zander" in str(refused.soup)
    done = refused.press("Appoint", address="zoe.zander@example.org")
    assert "Zoe Zander is appointed; a letter is on its way." in done
    assert "Zoe Zander never signed in" in done
    names = {person.name for person in officers(session)}
    assert names == {"Olive Officer", "Zoe Zander"}
    refused = done.press("Appoint", status=409, name="Other", address="zoe.zander@example.org")
    assert "belongs to Zoe Zander" in refused and "Other" in str(refused.soup)


def test_who_opens_a_review_is_offered_as_its_case_officer(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    appoint_officer(
        session, cast.acting(cast.officer), None, name="Aaron First", address="aaron@example.org"
    )
    form, _ = client_as(cast.officer).read("/secretariat/reviews/open").form_with("Open the review")
    chosen = form.select_one("#case_officer option[selected]")
    assert chosen is not None and chosen.get_text() == "Olive Officer"


def test_a_state_s_page_leads_to_its_reviews_and_notes(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    a_note(session, cast.belmora.state, "NV/8")
    officer = client_as(cast.officer)
    page = officer.read(f"/secretariat/states/{cast.belmora.state.id}")
    assert "Review of Arcadia (reviewing)" in page
    assert "People" in page.follow("Review of Arcadia").links()
    assert "Note NV/8" in page.follow("NV/8")


def test_states_are_searched_by_address(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.officer).read("/secretariat/states?name=arc")
    assert words_of(page.soup.select("tbody th")) == ["Arcadia"]
    assert "No State has these words" in client_as(cast.officer).read("/secretariat/states?name=q")


def test_the_data_of_a_state_is_corrected(session: Session, cast: Cast, client_as: SignIn) -> None:
    state = cast.arcadia.state
    page = client_as(cast.officer).read(f"/secretariat/states/{state.id}")
    assert "invented for the tests" in page and "no regional group" in page
    form = page.follow("Correct the name or the group")
    refused = form.press("Correct", status=422, name="Arkadia", since="1990-01-01")
    assert "began later than this day" in refused and "Arkadia" in str(refused.soup)
    done = refused.press("Correct", since="2027-01-02", regional_group="african", source="a note")
    assert "Corrected. No list will overwrite it." in done
    assert "Arkadia, since 2 January 2027" in done and "African States" in done
    assert "secretariat: a note" in done


def test_participation_is_corrected_with_its_source(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    state, officer = cast.arcadia.state, client_as(cast.officer)
    form = officer.read(f"/secretariat/states/{state.id}/participation/SOM")
    refused = form.press("Correct", status=422, since="2020-01-01")
    assert "A State that is not party has no date of deposit" in refused
    done = refused.press("Correct", is_party="y", verified="y", source="status list")
    assert "secretariat: status list" in done
    row = participation_of(session, state)["SOM"]
    assert (row.is_party, row.verified, row.as_of.isoformat()) == (True, True, "2027-01-11")
    assert row.since is not None and row.since.year == 2020


@pytest.mark.parametrize(
    "place", ["999999", "999999/correct", "999999/participation/TIP", "1/participation/NOPE"]
)
def test_unknown_states_and_instruments_do_not_exist(
    cast: Cast, client_as: SignIn, place: str
) -> None:
    client_as(cast.officer).read(f"/secretariat/states/{place}", status=404)


def test_what_is_unverified_is_listed(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.officer).read("/secretariat/mechanism")
    assert "mechanism.yaml, line" in page
    assert len(page.soup.select("tbody tr")) > 20
