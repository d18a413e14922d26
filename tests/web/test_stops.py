"""The clock of a step on its page: stopped with a reason all can read, and started again."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from reviewmech.actions.steps import enter
from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.conftest import Clock
from tests.reading import Page, Reader, filled_in

SignIn = Callable[[Person], Reader]
REASON = "The Russian text of the response is being made."


@pytest.fixture
def clock_page(cast: Cast, session: Session) -> str:
    """Give a strand that has come to its feedback; return the address of its clock."""
    enter(session, cast.untoc, Step.FEEDBACK)
    session.commit()
    return f"/strands/{cast.untoc.id}/clock"


def rows(page: Page) -> list[str]:
    """Return what the table says of each stop."""
    return [" ".join(row.get_text(" ").split()) for row in page.soup.select("tbody tr")]


def test_a_clock_is_stopped_for_a_reason_and_all_in_the_strand_read_it(
    cast: Cast, client_as: SignIn, clock_page: str
) -> None:
    page = client_as(cast.belmora.focal_point).read(clock_page)
    assert "Arcadia, Cordania and the secretariat will read this at once" in page
    page = page.press("Stop the clock", reason=REASON)
    assert "The clock is stopped." in page
    for person in (cast.arcadia.observer, cast.cordania.expert, cast.officer):
        page = client_as(person).read(clock_page)
        assert REASON in page and "the clock stands" in page and "Belmora" in page


def test_another_state_starts_it_again_and_the_days_are_added(
    cast: Cast, client_as: SignIn, clock_page: str, clock: Clock
) -> None:
    assert "11 July 2027" in client_as(cast.officer).read(clock_page)
    client_as(cast.belmora.focal_point).read(clock_page).press("Stop the clock", reason=REASON)
    clock.forward(days=10)
    page = client_as(cast.arcadia.focal_point).read(clock_page)
    page = page.press("Start the clock again")
    assert "The clock runs again." in page and "21 July 2027" in page


def test_each_stop_stands_there_with_its_reason_and_is_ended_by_itself(
    cast: Cast, client_as: SignIn, clock_page: str, clock: Clock
) -> None:
    page = client_as(cast.belmora.focal_point).read(clock_page)
    page = page.press("Stop the clock", reason=REASON, until="2027-02-05")
    assert "5 August 2027" in page
    page = page.press("Stop the clock", reason="A note verbale is awaited.")
    clock.forward(days=3)
    page = client_as(cast.arcadia.focal_point).read(clock_page)
    for reason in (REASON, "A note verbale is awaited."):
        form, _ = page.form_with("End this stop", f"section:-soup-contains('{reason}')")
        assert form
    page = page.press("End this stop")
    assert "The clock stands by another." in page
    first, second = rows(page)
    assert "5 February 2027" in first and "14 January 2027" in first
    assert first.endswith(f"Arcadia, {cast.arcadia.focal_point.name}")
    assert "no day was agreed" in second and second.endswith("still standing")
    page = page.press("Start the clock again")
    assert "The clock runs again." in page and "14 July 2027" in page


def test_a_stop_whose_day_came_is_over_as_agreed_and_one_of_a_step_that_ended_with_it(
    cast: Cast, client_as: SignIn, clock_page: str, clock: Clock, session: Session
) -> None:
    page = client_as(cast.officer).read(clock_page)
    page = page.press("Stop the clock", reason=REASON, until="2027-01-15")
    clock.forward(days=5)
    page.reader.read(clock_page).press("Stop the clock", reason="Another reason.")
    enter(session, cast.untoc, Step.OBSERVATIONS)
    session.commit()
    first, second = rows(page.reader.read(clock_page))
    assert "15 January 2027" in first and first.endswith("as agreed")
    assert second.endswith("16 January 2027 with its step")


def test_who_ends_a_stop_that_another_has_ended_reads_who_it_was(
    cast: Cast, client_as: SignIn, clock_page: str
) -> None:
    late = client_as(cast.officer).read(clock_page).press("Stop the clock", reason=REASON)
    client_as(cast.cordania.focal_point).read(clock_page).press("Start the clock again")
    page = late.press("Start the clock again", 409)
    assert "This stop is over already" in page
    assert rows(page)[0].endswith(f"Cordania, {cast.cordania.focal_point.name}")


def test_a_stop_of_another_strand_is_not_there(
    cast: Cast, client_as: SignIn, clock_page: str
) -> None:
    page = client_as(cast.officer).read(clock_page).press("Stop the clock", reason=REASON)
    form, _ = page.form_with("Start the clock again")
    address = str(form["action"]).replace(clock_page, f"/strands/{cast.tip.id}/clock")
    page.reader.send(address, filled_in(form), 404)
    assert "the clock stands" in page.reader.read(clock_page)


def test_an_expert_reads_the_clock_and_touches_it_not(
    cast: Cast, client_as: SignIn, clock_page: str
) -> None:
    page = client_as(cast.belmora.expert).read(clock_page)
    assert "Stop the clock" not in page.buttons()
    client_as(cast.delmar.focal_point).read(clock_page, 404)


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({"reason": ""}, "Please write something here first."),
        ({"reason": REASON, "since": "2027-02-30"}, "Not a valid date"),
        ({"reason": REASON, "since": "2027-01-12"}, "from today or from an earlier day"),
        ({"reason": REASON, "until": "2027-01-11"}, "after the day on which it stops"),
        ({"reason": REASON, "until": "9999-12-31"}, "more than a year away"),
    ],
)
def test_what_cannot_be_is_refused_with_every_word_kept(
    cast: Cast, client_as: SignIn, clock_page: str, filled: dict[str, str], said: str
) -> None:
    page = client_as(cast.officer).read(clock_page).press("Stop the clock", 422, **filled)
    assert said in page
    assert page.soup.find("input", attrs={"name": "reason"})["value"] == filled["reason"]


def test_two_who_stop_it_at_once_make_one_stop(
    cast: Cast, client_as: SignIn, clock_page: str
) -> None:
    one = client_as(cast.belmora.focal_point).read(clock_page)
    other = client_as(cast.officer).read(clock_page)
    one.press("Stop the clock", reason=REASON)
    page = other.press("Stop the clock", 409, reason="Another reason.")
    assert "stands already" in page
