"""Clearing: what a focal point ticks, and the list as it will be adopted."""

from collections.abc import Callable

from sqlalchemy import Connection

from reviewmech.actions.observations import propose_observation
from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import ObservationKind, Stance
from tests.cast import Cast
from tests.listing import (
    address,
    agreed,
    by_expert,
    clear_ticked,
    keep_inside,
    propose,
)
from tests.reading import Reader

ClientAs = Callable[[Person], Reader]


def test_the_list_is_read_as_it_will_be_adopted_and_cleared(
    talks: Cast, client_as: ClientAs
) -> None:
    agreed(talks)
    for nation in (talks.arcadia, talks.belmora, talks.cordania):
        page = client_as(nation.focal_point).read(address(talks))
        page = page.follow("Read and clear the list")
        assert "Only this clearance binds it" in page
        page = page.press(f"Clear the list for {nation.state.name}")
        assert "The list is cleared for your State." in page
    assert talks.untoc.step is Step.SUMMARY
    client_as(talks.belmora.focal_point).read(address(talks, then="/clear"), 403)


def test_a_list_that_changed_since_it_was_read_is_not_cleared(
    talks: Cast, client_as: ClientAs
) -> None:
    agreed(talks)
    page = client_as(talks.arcadia.focal_point).read(address(talks, then="/clear"))
    agreed(talks)
    page = page.press("Clear the list for Arcadia", 409)
    assert "The list has changed since you read it" in page
    page.press("Clear the list for Arcadia")


def test_a_focal_point_ticks_what_it_clears(talks: Cast, client_as: ClientAs) -> None:
    first, second = propose(talks), propose(talks, "A second gap.")
    for item in (first, second):
        page = client_as(talks.arcadia.expert).read(address(talks, item))
        page.press("Agree to this wording")
    chief = client_as(talks.arcadia.focal_point)
    page = chief.read(address(talks))
    ticks = [one["value"] for one in page.soup.select("input[name=position]")]
    assert len(ticks) == 2
    assert "Clear what Arcadia says here: it agrees" in page
    page = clear_ticked(page, ticks[0])
    assert "1 position is cleared: it binds your State now." in page
    assert "Choose at least one observation" in clear_ticked(page)
    arcadia = talks.arcadia.state.id
    assert (arcadia in first.wording.cleared, arcadia in second.wording.cleared) == (True, False)
    other = client_as(talks.belmora.focal_point).read(address(talks))
    assert not other.soup.select("input[name=position]")


def test_the_list_to_be_cleared_is_parted_by_what_the_state_clears(
    talks: Cast, client_as: ClientAs
) -> None:
    keep_inside(talks, talks.cordania)
    theirs, disputed, ended = propose(talks, "Theirs."), propose(talks, "Disputed."), agreed(talks)
    ours = propose_observation(
        talks.session,
        talks.acting(talks.arcadia.expert),
        talks.untoc,
        kind=ObservationKind.GAP,
        article="5",
        text="Ours.",
    )
    by_expert(talks, talks.arcadia, theirs)
    by_expert(talks, talks.arcadia, disputed, Stance.OBJECTS, "No.")
    page = client_as(talks.arcadia.focal_point).read(address(talks, then="/clear"))
    main = page.soup.select_one("main")
    assert main is not None
    named = [tag.get_text(" ", strip=True) for tag in main.select("h2, h3, .prose")]
    order = ["Your State objects", "Disputed.", "Your State agrees", "Theirs.", "own wording"]
    order += ["Ours.", "Agreed, or carried", ended.wording.text]
    places = [next(at for at, words in enumerate(named) if each in words) for each in order]
    assert places == sorted(places) and named[1].startswith("Article 5"), named
    assert ours.wording.state_id == talks.arcadia.state.id


def test_a_reason_nobody_read_is_not_cleared_with_the_list(
    talks: Cast, client_as: ClientAs
) -> None:
    keep_inside(talks, talks.cordania)
    item = propose(talks)
    by_expert(talks, talks.cordania, item, reason="As in our law.")
    page = client_as(talks.cordania.focal_point).read(address(talks, then="/clear"))
    assert "To be cleared with it: Cordania agrees." in page and "As in our law." in page
    by_expert(talks, talks.cordania, item, reason="We might give way.")
    again = page.press("Clear the list for Cordania", 409)
    assert "The list has changed since you read it" in again and "We might give way." in again
    other = client_as(talks.belmora.observer)
    assert "We might give way." not in other.read(address(talks, item))
    assert "The list is cleared for your State." in again.press("Clear the list for Cordania")
    assert "We might give way." in other.read(address(talks, item))


def test_the_reasons_to_be_cleared_with_the_list_are_read_by_their_state_alone(
    talks: Cast, client_as: ClientAs
) -> None:
    keep_inside(talks, talks.cordania)
    by_expert(talks, talks.cordania, propose(talks), reason="As in our law.")
    for nation in (talks.arcadia, talks.belmora):
        page = client_as(nation.focal_point).read(address(talks, then="/clear"))
        assert "As in our law." not in page and "Cordania agrees" not in page


def test_what_is_ticked_to_be_cleared_counts_nobody_elses_positions(
    talks: Cast, client_as: ClientAs, connection: Connection
) -> None:
    keep_inside(talks, talks.arcadia)
    keep_inside(talks, talks.cordania)
    item = propose(talks)
    chief = client_as(talks.cordania.focal_point)

    def ticks(said_by_others: int) -> list[str]:
        with connection.begin_nested() as within:
            for number in range(said_by_others):
                by_expert(talks, talks.arcadia, item, Stance.OBJECTS, f"No, {number}.")
            by_expert(talks, talks.cordania, item)
            pages = [chief.read(address(talks)), chief.read(address(talks, then="/clear"))]
            talks.session.commit()
            within.rollback()
        talks.session.expire_all()
        return [str(one["value"]) for p in pages for one in p.soup.select("[name=position]")]

    quiet = ticks(0)
    assert len(quiet) == 2
    assert ticks(3) == quiet
