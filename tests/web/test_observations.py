"""The pages of the list of observations, read as the States and the secretariat read them."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from reviewmech.actions.observations import propose_observation, propose_wording, take_position
from reviewmech.actions.practices import settle_practice
from reviewmech.actions.silences import end_silences
from reviewmech.records.feedback import Release
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.observations import Observation, observations
from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import ObservationKind, Outcome, Stance
from tests.cast import Cast, Nation
from tests.conftest import Clock
from tests.reading import Page, Reader, filled_in

ClientAs = Callable[[Person], Reader]


@pytest.fixture
def talks(cast: Cast) -> Cast:
    """Give the cast with the Convention at the step of observations."""
    cast.put(Step.OBSERVATIONS)
    return cast


def address(cast: Cast, item: Observation | None = None, then: str = "") -> str:
    place = f"/strands/{cast.untoc.id}/observations"
    return place + (f"/{item.id}" if item else "") + then


def propose(cast: Cast, text: str = "The offence is too narrow.") -> Observation:
    return propose_observation(
        cast.session,
        cast.acting(cast.belmora.focal_point),
        cast.untoc,
        kind=ObservationKind.GAP,
        article="5",
        paragraph="1 (a)",
        text=text,
    )


def agree(cast: Cast, who: Nation, item: Observation) -> None:
    take_position(
        cast.session,
        cast.acting(who.focal_point),
        cast.untoc,
        observation=item,
        wording=item.wording.id,
        stance=Stance.AGREES,
    )


def agreed(cast: Cast) -> Observation:
    item = propose(cast)
    agree(cast, cast.arcadia, item)
    agree(cast, cast.cordania, item)
    return item


def a_note(cast: Cast, nation: Nation) -> NoteVerbale:
    note = NoteVerbale(
        state_id=nation.state.id,
        reference="NV/3",
        dated=date(2027, 1, 4),
        recorded_at=cast.untoc.step_since,
    )
    cast.session.add(note)
    cast.session.commit()
    return note


def test_an_expert_proposes_and_everybody_in_the_review_reads_it(
    talks: Cast, client_as: ClientAs
) -> None:
    page = client_as(talks.belmora.expert).read(address(talks))
    assert "No observations here." in page
    page = page.follow("Propose an observation on article 5")
    assert "does not bind Belmora until its focal point clears it" in page
    assert "Arcadia, Belmora, Cordania and the secretariat will read it" in page
    kind = "gap or challenge"
    page = page.press("Propose to", kind=kind, paragraph="1 (a)", text="The offence is **narrow**.")
    assert "The observation is proposed." in page
    assert page.soup.select(".prose strong")[0].get_text() == "narrow"
    for person in (talks.arcadia.observer, talks.cordania.expert, talks.officer):
        page = client_as(person).read(address(talks))
        assert "Belmora proposes ad referendum" in page and "Arcadia not yet" in page
        assert "Article 5, paragraph 1 (a)" in page


@pytest.mark.parametrize("text", ["", "x" * 100_001, "over\u202eride"])
def test_a_bad_proposal_keeps_what_was_typed(talks: Cast, client_as: ClientAs, text: str) -> None:
    page = client_as(talks.belmora.expert).read(address(talks, then="/propose/5"))
    page = page.press("Propose to", 422, kind="good practice", paragraph="2", text=text)
    assert page.soup.select_one("[name=paragraph]")["value"] == "2"  # type: ignore[index]
    assert "Please look at this again" in page
    assert observations(talks.session, talks.untoc.id) == []


def test_one_proposes_on_articles_of_the_questionnaire_only(
    talks: Cast, client_as: ClientAs
) -> None:
    reader = client_as(talks.belmora.expert)
    reader.read(address(talks, then="/propose/99"), 404)
    reader.read(address(talks, then="/propose/whole"), 404)


def test_strangers_find_nothing_and_nobody_reads_before_the_step(
    cast: Cast, client_as: ClientAs, anyone: Reader
) -> None:
    cast.put(Step.OBSERVATIONS)
    item = propose(cast)
    for place in (address(cast), address(cast, item), address(cast, then="/propose/5")):
        client_as(cast.delmar.expert).read(place, 404)
    assert anyone.get(address(cast)).status_code == 302
    cast.put(Step.FEEDBACK)
    client_as(cast.belmora.expert).read(address(cast), 403)


def test_observers_read_and_have_no_buttons(talks: Cast, client_as: ClientAs) -> None:
    item = propose(talks)
    reader = client_as(talks.arcadia.observer)
    assert reader.read(address(talks, item)).buttons() == ["Sign out"]
    reader.read(address(talks, then="/propose/5"), 403)
    reader.read(address(talks, then="/clear"), 403)


def test_an_item_of_another_strand_is_not_at_this_address(talks: Cast, client_as: ClientAs) -> None:
    item = propose(talks)
    talks.tip.step = Step.OBSERVATIONS
    talks.session.commit()
    client_as(talks.belmora.expert).read(f"/strands/{talks.tip.id}/observations/{item.id}", 404)
    client_as(talks.cordania.expert).read(f"/strands/{talks.tip.id}/observations", 404)


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


def test_a_wording_that_came_between_is_shown_beside_ones_own(
    talks: Cast, client_as: ClientAs
) -> None:
    item = propose(talks)
    page = client_as(talks.arcadia.expert).read(address(talks, item))
    propose_wording(
        talks.session,
        talks.acting(talks.cordania.expert),
        talks.untoc,
        observation=item,
        wording=item.wording.id,
        text="A wording of Cordania.",
    )
    conflict = page.press("Propose this wording", 409, text="A wording of Arcadia.")
    assert "Another wording was put on the table" in conflict
    assert "A wording of Cordania." in conflict
    typed = conflict.soup.select_one("textarea[name=text]")
    assert typed is not None and "A wording of Arcadia." in typed.get_text()
    assert "Another wording" in page.press("Agree to this wording", 409)
    conflict.press("Propose this wording")
    assert item.wording.text == "A wording of Arcadia."
    assert [each.number for each in item.wordings] == [1, 2, 3]


def test_a_form_sent_twice_acts_once(talks: Cast, client_as: ClientAs) -> None:
    page = client_as(talks.belmora.expert).read(address(talks, then="/propose/5"))
    for _time in range(2):
        page.press("Propose to", kind="good practice", text="A register.")
    assert len(observations(talks.session, talks.untoc.id)) == 1


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


def test_the_state_under_review_marks_an_item_confidential(
    talks: Cast, client_as: ClientAs
) -> None:
    item = agreed(talks)
    page = client_as(talks.arcadia.focal_point).read(address(talks, item))
    page = page.press("Mark as confidential")
    assert item.is_confidential
    page.press("Take the mark away")
    assert not item.is_confidential
    buttons = client_as(talks.belmora.focal_point).read(address(talks, item)).buttons()
    assert "Mark as confidential" not in buttons


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


def test_the_list_can_be_narrowed_to_what_waits(talks: Cast, client_as: ClientAs) -> None:
    agreed(talks)
    propose(talks, "A second gap.")
    reader = client_as(talks.arcadia.expert)
    page = reader.read(address(talks, then="?show=ours"))
    assert "A second gap." in page and "The offence is too narrow." not in page
    assert "The offence is too narrow." in reader.read(address(talks, then="?show=nonsense"))


def buttons_of(page: Page) -> str:
    return " ".join(page.buttons())


def test_an_expert_has_no_button_that_binds(talks: Cast, client_as: ClientAs) -> None:
    agreed(talks)
    reader = client_as(talks.arcadia.expert)
    assert "Clear" not in buttons_of(reader.read(address(talks)))
    reader.read(address(talks, then="/clear"), 403)


def clear_ticked(page: Page, *ticks: object) -> Page:
    """Press the button whose ticks stand outside of its form, and belong to it by its id."""
    form = page.soup.select_one("form#clearing")
    assert form is not None
    assert {one["form"] for one in page.soup.select("input[name=position]")} == {"clearing"}
    fields = {str(one["name"]): str(one["value"]) for one in form.select("input")}
    return page.reader.send(str(form["action"]), {**fields, "position": list(map(str, ticks))})


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


def test_one_goes_from_item_to_item_as_the_list_was_narrowed_and_back_to_ones_place(
    talks: Cast, client_as: ClientAs
) -> None:
    first, second, third = (propose(talks, f"Gap {number}.") for number in (1, 2, 3))
    agree(talks, talks.arcadia, second)
    reader = client_as(talks.arcadia.focal_point)
    page = reader.read(address(talks, first))
    assert page.links()["Next: Observation 2"] == address(talks, second)
    assert not [words for words in page.links() if words.startswith("Previous")]
    assert page.links()["Back to the list"] == address(talks) + "#observation-1"
    page = reader.read(address(talks, then="?show=ours")).follow("Observation 1")
    assert page.links()["Next: Observation 3"] == address(talks, third, "?show=ours")
    page = page.press("Agree to this wording")
    assert page.path == address(talks, first) and "is taken and binds it" in page
    page = page.follow("Next")
    assert page.path == address(talks, third)
    assert not [words for words in page.links() if words.startswith("Previous")]
    assert page.links()["Back to the list"] == address(talks, then="?show=ours#observation-3")


def test_the_place_in_a_list_of_several_pages_is_on_its_page(
    talks: Cast, client_as: ClientAs
) -> None:
    last = [propose(talks, f"Gap {number}.") for number in range(41)][-1]
    page = client_as(talks.cordania.observer).read(address(talks, last))
    back = page.links()["Back to the list"]
    assert back == address(talks, then="?page=2#observation-41")
    assert "Observation 41" in page.follow("Back to the list")


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


def test_what_is_in_brackets_is_marked_and_not_agreed(talks: Cast, client_as: ClientAs) -> None:
    item = propose(talks, "The law is [far] too narrow, see [its text](https://law.example.org).")
    page = client_as(talks.arcadia.expert).read(address(talks, item))
    marked = "".join(one.get_text() for one in page.soup.select("#history mark.bracketed"))
    assert marked == "[far]"
    assert "Agree to this wording" not in page.buttons()
    page = page.press("Propose it with all brackets off")
    assert (
        item.wording.text == "The law is far too narrow, see [its text](https://law.example.org)."
    )
    assert "Your wording is on the table." in page
    page = page.press("Propose this wording", 422, text="The law is [narrow.")
    assert "never closed" in page and "The law is [narrow." in page


def test_any_two_wordings_are_compared_word_by_word(talks: Cast, client_as: ClientAs) -> None:
    item = propose(talks, "The law is narrow.")
    reader = client_as(talks.arcadia.expert)
    for text in ("The law is rather narrow.", "The law is wide."):
        reader.read(address(talks, item)).press("Propose this wording", text=text)
    page = reader.read(address(talks, item, "?before=1&after=2"))
    assert [one.get_text() for one in page.soup.select("#compare ins")] == ["[put in: rather  end]"]
    page = reader.read(address(talks, item))
    assert "narrow" in page.soup.select("#compare del")[0].get_text()
    reader.read(address(talks, item, "?before=9&after=nonsense"))


def test_another_states_wording_is_accepted_by_one_button(talks: Cast, client_as: ClientAs) -> None:
    item = propose(talks)
    page = client_as(talks.arcadia.focal_point).read(address(talks, item))
    page.press("Propose this wording", text="A wording of Arcadia.")
    page = client_as(talks.cordania.focal_point).read(address(talks, item))
    page = page.press("Accept wording 1 of Belmora")
    assert item.wording.text == "The offence is too narrow."
    assert item.wording.state == talks.cordania.state


def test_a_conflict_shows_how_ones_own_wording_differs(talks: Cast, client_as: ClientAs) -> None:
    item = propose(talks)
    page = client_as(talks.arcadia.expert).read(address(talks, item))
    propose_wording(
        talks.session,
        talks.acting(talks.cordania.expert),
        talks.untoc,
        observation=item,
        wording=item.wording.id,
        text="The offence is narrow.",
    )
    conflict = page.press("Propose this wording", 409, text="The offence is far too narrow.")
    difference = conflict.soup.select_one("#yours")
    assert difference is not None
    assert "far too" in difference.select("ins")[0].get_text()


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


def test_an_agreed_text_is_opened_again_with_a_reason(talks: Cast, client_as: ClientAs) -> None:
    item = agreed(talks)
    chief = client_as(talks.arcadia.focal_point)
    page = chief.read(address(talks, item))
    page = page.press("Open the observation again", 422)
    page = page.press("Open the observation again", reason="A new law came.")
    assert item.outcome is Outcome.OPEN
    assert "Opened again by Arcadia" in page and "A new law came." in page
    expert = client_as(talks.arcadia.expert).read(address(talks, item))
    assert "Open the observation again" not in expert.buttons()


def test_a_suggestion_begins_with_the_standard_wording_for_its_duty(
    talks: Cast, client_as: ClientAs
) -> None:
    page = client_as(talks.belmora.expert).read(address(talks, then="/propose/5"))
    assert "It is recommended that Arcadia" in page
    page = page.press("Begin with this", text="amend its law.", kind="suggestion")
    typed = page.soup.select_one("textarea[name=text]")
    assert typed is not None and typed.get_text().strip().endswith("Arcadia amend its law.")
    assert observations(talks.session, talks.untoc.id) == []
    page.press("Propose to", kind="suggestion")
    assert observations(talks.session, talks.untoc.id)[0].wording.text.endswith("amend its law.")


def test_the_form_of_a_proposal_carries_the_passage_it_is_made_of(
    talks: Cast, client_as: ClientAs
) -> None:
    release = Release(
        strand_id=talks.untoc.id,
        state_id=talks.cordania.state.id,
        number=1,
        articles={"5": {"measures": "The law is narrow."}},
        released_at=talks.untoc.step_since,
    )
    talks.session.add(release)
    talks.session.commit()
    then = f"/propose/5?quote=is+narrow&feedback={release.id}:5"
    page = client_as(talks.belmora.expert).read(address(talks, then=then))
    assert "is narrow" in page
    page = page.press("Propose to", 422, kind="good practice", text="")
    page = page.press("Propose to", kind="good practice", text="The law is narrow.")
    assert "Written feedback of Cordania on article 5" in page and "is narrow" in page
    (ground,) = observations(talks.session, talks.untoc.id)[0].grounds
    assert (ground.release, ground.quote) == (release, "is narrow")
    foreign = "/propose/5?quote=x&feedback=99:5&answer=99:nothing&thread=nothing"
    client_as(talks.belmora.expert).read(address(talks, then=foreign))


def test_the_list_is_narrowed_by_article_and_kind_and_nonsense_narrows_nothing(
    talks: Cast, client_as: ClientAs
) -> None:
    propose(talks)
    reader = client_as(talks.belmora.observer)
    for then, is_there in (
        ("?kind=gap", True),
        ("?kind=need", False),
        ("?article=5", True),
        ("?article=99&kind=nonsense&show=x&page=-4", True),
        ("?show=closed", False),
        ("?page=2", False),
        ("?show=uncleared", False),
    ):
        assert ("The offence is too narrow." in reader.read(address(talks, then=then))) == is_there


def keep_inside(cast: Cast, who: Nation) -> None:
    chief = cast.acting(who.focal_point)
    settle_practice(cast.session, chief, cast.review, shares_positions=False)


def by_expert(
    cast: Cast, who: Nation, item: Observation, stance: Stance = Stance.AGREES, reason: str = ""
) -> None:
    take_position(
        cast.session,
        cast.acting(who.expert),
        cast.untoc,
        observation=item,
        wording=item.wording.id,
        stance=stance,
        reason=reason,
    )


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
