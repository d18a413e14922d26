"""The desk: what waits for its owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.records.database import now
from reviewmech.records.people import Person
from reviewmech.records.reviews import Phase, Strand
from reviewmech.records.states import State, StateName
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Capacity
from tests.cast import Cast, a_person, a_review, a_state, an_appointment, pair
from tests.reading import Page, Reader

SignIn = Callable[[Person], Reader]


def section(page: Page, name: str) -> str:
    """Return the words of one section of the desk."""
    found = page.soup.find("section", attrs={"aria-labelledby": name})
    return " ".join(found.get_text(" ").split()) if found else ""


def test_what_one_holds_the_pen_of_comes_first(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.expert).read("/desk")
    assert "you hold the pen" in section(page, "waiting")
    assert "Arcadia holds the pen since 11 January 2027" in page
    assert "Until 1 July 2027, in 171 days" in page


def test_what_waits_for_others_stands_apart(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.belmora.expert).read("/desk")
    assert "Nothing waits for you at the moment" in section(page, "waiting")
    assert "Organized Crime Convention" in section(page, "others")
    assert "you hold the pen" not in page


def test_a_desk_has_only_strands_in_scope(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.cordania.focal_point).read("/desk")
    assert "Organized Crime Convention" in page
    assert "Trafficking" not in page
    assert "Review of Delmar" not in page


def test_a_term_that_has_passed_is_said(session: Session, cast: Cast, client_as: SignIn) -> None:
    cast.untoc.due_on = cast.untoc.step_since.date().replace(day=1)
    session.commit()
    page = client_as(cast.arcadia.expert).read("/desk")
    assert "overdue" in page and "10 days ago" in page


def test_an_officer_has_the_reviews_they_are_in_charge_of(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    page = client_as(cast.officer).read("/desk")
    assert "Review of Arcadia" in page and "Review of Delmar" in page
    colleague = a_person(session, "Otto Officer")
    session.commit()
    page = client_as(colleague).read("/desk")
    assert "case officer or stand-in of no review yet" in page
    assert "Review of Arcadia" not in page


def test_a_person_without_a_review_is_told_so(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    person = a_person(session, "Nobody Yet", cast.review)
    session.commit()
    assert "You take part in no review at present" in client_as(person).read("/desk")


def test_the_desk_follows_the_pen(cast: Cast, client_as: SignIn) -> None:
    cast.put(Step.FEEDBACK)
    page = client_as(cast.belmora.expert).read("/desk")
    assert "you hold the pen" in section(page, "waiting")
    assert "Belmora and Cordania hold the pen" in page


def test_an_expert_is_not_kept_waiting_for_what_only_a_focal_point_does(
    cast: Cast, client_as: SignIn
) -> None:
    cast.put(Step.CONSULTATION)
    page = client_as(cast.arcadia.expert).read("/desk")
    assert "Organized Crime Convention" not in section(page, "waiting")
    assert "Organized Crime Convention" in section(page, "others")
    page = client_as(cast.arcadia.focal_point).read("/desk")
    assert "Organized Crime Convention" in section(page, "waiting")


def another_review(session: Session, cast: Cast, name: str, due: date) -> None:
    """Write a review of another State, which Arcadia's focal point takes part in for Arcadia."""
    state = a_state(session, name)
    review = a_review(session, cast.review.cycle, state, cast.officer)
    pair(session, review, cast.arcadia.state, "UNTOC")
    an_appointment(
        session, cast.arcadia.focal_point, Capacity.FOCAL_POINT, review, cast.arcadia.state
    )
    phase = Phase(
        review_id=review.id, part="cluster-1", starts_on=date(2027, 1, 1), ends_on=date(2028, 1, 1)
    )
    session.add(phase)
    session.flush()
    strand = Strand(
        phase_id=phase.id,
        instrument="UNTOC",
        edition_id=cast.untoc.edition_id,
        step=Step.SELF_ASSESSMENT,
        step_since=now(session),
        due_on=due,
    )
    session.add(strand)
    session.commit()


def test_what_is_due_next_is_said_over_all_reviews(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    assert section(client_as(cast.arcadia.focal_point).read("/desk"), "due") == ""
    another_review(session, cast, "Evoria", date(2027, 2, 1))
    due = section(client_as(cast.arcadia.focal_point).read("/desk"), "due")
    assert due.index("review of Evoria") < due.index("review of Arcadia")
    assert "Until 1 February 2027, in 21 days" in due


def test_reviews_stand_in_the_order_of_the_reader_s_language(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    another_review(session, cast, "Evoria", date(2027, 2, 1))
    evoria = session.scalars(select(State).where(State.code == "XEV")).one()
    evoria.names.append(StateName(language="fr", name="Évorie", since=date(2027, 1, 1)))
    cast.arcadia.state.names.append(
        StateName(language="fr", name="L'Arcadie", since=date(2027, 1, 1))
    )
    session.commit()
    reader = client_as(cast.arcadia.focal_point)
    english = section(reader.read("/desk"), "reviews")
    assert english.index("Arcadia") < english.index("Evoria")
    reader.get("/language/fr")
    french = section(reader.read("/desk"), "reviews")
    assert french.index("Évorie") < french.index("Arcadie")


def test_a_long_desk_has_pages_and_the_next_terms_come_first(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    for at in range(13):
        another_review(session, cast, f"{chr(90 - at)}{chr(70 + at)}ria", date(2027, 2, 1 + at))
    reader = client_as(cast.arcadia.focal_point)
    first = reader.read("/desk")
    assert "Review of ZFria" in section(first, "reviews")
    assert "Review of Arcadia" not in section(first, "reviews")
    second = first.follow("Older")
    assert "Review of Arcadia" in section(second, "reviews")
    assert "Review of ZFria" not in section(second, "reviews")
    reader.read("/desk?page=999999999999")


def test_the_desk_leads_to_the_dossier_and_the_meetings(cast: Cast, client_as: SignIn) -> None:
    links = client_as(cast.belmora.expert).read("/desk").links().values()
    for page in ("dossier", "meetings"):
        assert f"/reviews/{cast.review.id}/{page}" in links
