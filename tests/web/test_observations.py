"""The pages of the list of observations, read as the States and the secretariat read them."""

from collections.abc import Callable
from datetime import date

import pytest

from reviewmech.actions.observations import propose_observation, propose_wording, take_position
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.observations import Observation, observations
from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import ObservationKind, Outcome, Stance
from tests.cast import Cast, Nation
from tests.reading import Page, Reader

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
        cast.acting(cast.belmora.expert),
        cast.untoc,
        kind=ObservationKind.GAP,
        article="5",
        paragraph="1 (a)",
        text=text,
    )


def agree(cast: Cast, who: Nation, item: Observation) -> None:
    take_position(
        cast.session,
        cast.acting(who.expert),
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
    assert "does not bind Belmora until its focal point clears the list" in page
    assert "Arcadia, Belmora, Cordania and the secretariat will read it" in page
    kind = "gap or challenge"
    page = page.press("Propose to", kind=kind, paragraph="1 (a)", text="The offence is **narrow**.")
    assert "The observation is proposed." in page
    assert page.soup.select(".prose strong")[0].get_text() == "narrow"
    for person in (talks.arcadia.observer, talks.cordania.expert, talks.officer):
        page = client_as(person).read(address(talks))
        assert "Belmora proposes" in page and "Arcadia not yet" in page
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
    assert "Arcadia agrees" in page and "Open with Cordania" in page
    page = client_as(talks.cordania.expert).read(address(talks, item))
    page = page.press("Agree to this wording")
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
