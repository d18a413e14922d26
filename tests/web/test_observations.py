"""The list of observations and its items, read as the States and the secretariat read them."""

from collections.abc import Callable

import pytest

from reviewmech.actions.observations import propose_wording
from reviewmech.records.feedback import Release
from reviewmech.records.observations import observations
from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Outcome
from tests.cast import Cast
from tests.listing import (
    address,
    agree,
    agreed,
    propose,
)
from tests.reading import Reader

ClientAs = Callable[[Person], Reader]


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


def test_the_list_can_be_narrowed_to_what_waits(talks: Cast, client_as: ClientAs) -> None:
    agreed(talks)
    propose(talks, "A second gap.")
    reader = client_as(talks.arcadia.expert)
    page = reader.read(address(talks, then="?show=ours"))
    assert "A second gap." in page and "The offence is too narrow." not in page
    assert "The offence is too narrow." in reader.read(address(talks, then="?show=nonsense"))


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
