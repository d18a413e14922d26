"""Where States stand on an item: who may say what, and who reads it."""

import re
from collections.abc import Callable
from datetime import timedelta

from reviewmech.actions.observations import propose_wording
from reviewmech.actions.silences import end_silences
from reviewmech.records.people import Person
from reviewmech.rules.vocabulary import Outcome, Stance
from tests.cast import Cast
from tests.conftest import Clock
from tests.listing import (
    a_note,
    address,
    agree,
    agreed,
    by_expert,
    clear_ticked,
    keep_inside,
    propose,
)
from tests.reading import Page, Reader, filled_in

ClientAs = Callable[[Person], Reader]


def test_states_agree_one_by_one(talks: Cast, client_as: ClientAs) -> None:
    item = propose(talks)
    page = client_as(talks.arcadia.expert).read(address(talks))
    page = page.follow("Take a position on observation 1")
    page = page.press("Agree to this wording")
    assert "Arcadia agrees ad referendum" in page
    assert "Open with Arcadia and Cordania" in page
    for nation in (talks.arcadia, talks.cordania):
        page = client_as(nation.focal_point).read(address(talks, item))
        page = page.press("Agree to this wording")
    assert "Arcadia agrees" in page and "binds it" in page
    assert item.outcome is Outcome.AGREED
    assert "Propose this wording" not in " ".join(page.buttons())


def test_who_objects_says_why_and_all_read_it(talks: Cast, client_as: ClientAs) -> None:
    item = propose(talks)
    page = client_as(talks.arcadia.expert).read(address(talks, item))
    page = page.press("Object to this wording", 422)
    assert "Please say why" in page
    page = page.press("Object to this wording", reason="The new law covers it.")
    page = client_as(talks.belmora.expert).read(address(talks, item))
    assert "Arcadia objects" in page and "The new law covers it." in page


def test_the_page_offers_the_closings_open_to_the_state(talks: Cast, client_as: ClientAs) -> None:
    item = propose(talks)
    page = client_as(talks.arcadia.focal_point).read(address(talks, item))
    assert "As things stand today, your State cannot close it." in page
    page = client_as(talks.belmora.focal_point).read(address(talks, item))
    page = page.press("Close the observation", outcome="left out", statement="Withdrawn.")
    assert item.outcome is Outcome.LEFT_OUT
    assert "Withdrawn." in page


def test_a_closing_that_is_not_open_is_refused_with_the_rule(
    talks: Cast, client_as: ClientAs
) -> None:
    item = propose(talks)
    page = client_as(talks.belmora.focal_point).read(address(talks, item))
    page = page.press(
        "Close the observation", 403, outcome="carried with a statement", statement="Carried."
    )
    assert "Your State cannot close this observation so" in page
    assert item.outcome is Outcome.OPEN


def test_the_secretariat_records_a_position_and_a_clearance_by_note(
    talks: Cast, client_as: ClientAs
) -> None:
    item = propose(talks)
    agree(talks, talks.arcadia, item)
    a_note(talks, talks.cordania)
    officer = client_as(talks.officer)
    page = officer.read(address(talks, item))
    page = page.press("Record the position", stance="agrees", note=page.choice("note", "NV/3"))
    assert "Cordania agrees, by note verbale recorded by Olive Officer" in page
    page = officer.read(address(talks))
    note = page.choice("note", "NV/3")
    page = page.press("Record that the State cleared the list", note=note)
    assert "by note verbale NV/3, recorded by Olive Officer" in page
    assert "Record that the State cleared the list" not in page.buttons()


def test_only_the_secretariat_records_by_note_and_only_for_states_in_scope(
    talks: Cast, client_as: ClientAs
) -> None:
    item = propose(talks)
    own, foreign = a_note(talks, talks.cordania), a_note(talks, talks.delmar)
    fields = {"wording": item.wording.id, "stance": "agrees", "note": own.id}
    page = client_as(talks.cordania.focal_point).read(address(talks, item))
    token = page.soup.select_one("[name=csrf_token]")["value"]  # type: ignore[index]
    place = address(talks, item, "/position-by-note")
    page.reader.send(place, {**fields, "csrf_token": token}, 403)
    officer = client_as(talks.officer).read(address(talks, item))
    token = officer.soup.select_one("[name=csrf_token]")["value"]  # type: ignore[index]
    officer.reader.send(place, {**fields, "note": foreign.id, "csrf_token": token}, 422)
    assert item.wording.stances.keys() == {talks.belmora.state.id}


def buttons_of(page: Page) -> str:
    return " ".join(page.buttons())


def test_an_expert_has_no_button_that_binds(talks: Cast, client_as: ClientAs) -> None:
    agreed(talks)
    reader = client_as(talks.arcadia.expert)
    assert "Clear" not in buttons_of(reader.read(address(talks)))
    reader.read(address(talks, then="/clear"), 403)


def test_positions_not_shared_are_on_no_page_of_another_state(
    talks: Cast, client_as: ClientAs
) -> None:
    item = propose(talks)
    chief = client_as(talks.arcadia.focal_point)
    page = chief.read(f"/reviews/{talks.review.id}/practice")
    page.press("Settle this for Arcadia", positions="internal")
    own = client_as(talks.arcadia.expert).read(address(talks, item))
    assert "Only Arcadia reads it until its focal point clears it." in own
    own = own.press("Object to this wording", reason="We might give way.")
    assert "read by your State alone" in own and "We might give way." in own
    for person in (talks.belmora.focal_point, talks.cordania.expert, talks.officer):
        reader = client_as(person)
        for place in (address(talks, item), address(talks), address(talks, then="?show=open")):
            page = reader.read(place)
            assert "We might give way." not in page and "Arcadia objects" not in page
            assert "Arcadia not yet" in page
    page = chief.read(address(talks))
    clear_ticked(page, page.soup.select("input[name=position]")[0]["value"])
    page = client_as(talks.belmora.focal_point).read(address(talks, item))
    assert "Arcadia objects" in page and "We might give way." in page


def test_an_expert_of_a_state_that_shares_nothing_keeps_what_it_typed(
    talks: Cast, client_as: ClientAs
) -> None:
    expert, item = client_as(talks.arcadia.expert), propose(talks)
    of_item = expert.read(address(talks, item))
    of_list = expert.read(address(talks, then="/propose/5"))
    keep_inside(talks, talks.arcadia)
    page = of_item.press("Propose this wording", 403, text="Words of ours.")
    assert "Let your focal point propose it" in page and "Words of ours." in page
    page = of_list.press("Propose to", 403, kind="good practice", text="Words of ours.")
    assert "Let your focal point propose it" in page and "Words of ours." in page


def test_who_can_propose_nothing_is_told_who_can_in_place_of_the_form(
    talks: Cast, client_as: ClientAs
) -> None:
    item = propose(talks)
    propose_wording(
        talks.session,
        talks.acting(talks.belmora.focal_point),
        talks.untoc,
        observation=item,
        wording=item.wording.id,
        text="It is [much] too narrow.",
    )
    keep_inside(talks, talks.arcadia)
    for then in ("", f"/{item.id}", "/propose/5"):
        page = client_as(talks.arcadia.expert).read(address(talks, then=then))
        assert "Your focal point proposes observations and wordings" in page
        for words in ("Propose", "Accept wording", "brackets off"):
            assert words not in " ".join([*page.buttons(), *page.links()])
        for free in (talks.arcadia.focal_point, talks.cordania.expert):
            page = client_as(free).read(address(talks, then=then))
            assert "Your focal point proposes" not in page
            assert "Propose" in " ".join([*page.buttons(), *page.links()])


def test_nothing_is_offered_that_is_refused_whoever_asks_it(
    talks: Cast, client_as: ClientAs
) -> None:
    item = propose(talks)
    page = client_as(talks.arcadia.focal_point).read(address(talks, item))
    assert "Put the wording under silence" in buttons_of(page)
    by_expert(talks, talks.cordania, item, Stance.OBJECTS, "Not so.")
    page = client_as(talks.arcadia.focal_point).read(address(talks, item))
    assert "Put the wording under silence" not in buttons_of(page)
    assert "A State objects to this wording." in page
    page = client_as(talks.arcadia.expert).read(address(talks, item))
    assert "Your focal point closes it for your State." in page


def test_a_silence_is_said_on_the_item_and_in_the_list(
    talks: Cast, client_as: ClientAs, clock: Clock
) -> None:
    item = propose(talks)
    page = client_as(talks.belmora.focal_point).read(address(talks, item))
    early = (clock.today + timedelta(days=2)).isoformat()
    page = page.press("Put the wording under silence", 422, until=early)
    assert "leaves the others time to read" in page
    until = (clock.today + timedelta(days=20)).isoformat()
    page = page.press("Put the wording under silence", until=until)
    reader = client_as(talks.cordania.observer)
    for place in (address(talks, item), address(talks), address(talks, then="?show=silence")):
        assert "Under silence until the end of" in reader.read(place)
    clock.forward(days=21)
    assert end_silences(talks.session) == 1
    page = reader.read(address(talks, item))
    assert "nobody objected" in page
    assert "Cordania agrees, having said nothing" in page and "by silence" not in page.buttons()


def test_a_date_in_a_refusal_is_written_in_the_readers_language(
    talks: Cast, client_as: ClientAs, clock: Clock
) -> None:
    item = propose(talks)
    reader = client_as(talks.belmora.focal_point)
    first = (clock.today + timedelta(days=14)).isoformat()
    for language, words in (("en", "25 January 2027"), ("fr", "25 janvier 2027")):
        reader.get(f"/language/{language}")
        form = reader.read(address(talks, item)).soup.select_one("form:has([name=until])")
        assert form is not None
        given = {**filled_in(form), "until": (clock.today + timedelta(days=2)).isoformat()}
        refused = reader.send(str(form["action"]), given, 422)
        assert re.search(rf"\W{words}\W", refused.text), refused.text
        assert first not in refused
