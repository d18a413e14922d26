"""The desk: what waits for its owner."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from tests.cast import Cast, a_person
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
