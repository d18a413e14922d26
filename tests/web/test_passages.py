"""The page on which the State under review marks words of an agreed observation confidential."""

from collections.abc import Callable

import pytest

from reviewmech.records.observations import Observation
from reviewmech.records.passages import marked
from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Outcome
from tests.actions.test_summaries import an_item
from tests.cast import Cast
from tests.reading import Page, Reader

ClientAs = Callable[[Person], Reader]

TEXT = "The **offence** is narrow. Two judges were\nbribed in Norham. In Norham they stay."


@pytest.fixture
def item(cast: Cast) -> Observation:
    """Give an agreed observation of a list that is being discussed."""
    cast.put(Step.OBSERVATIONS)
    return an_item(cast, cast.untoc, TEXT)


def page_of(reader: Reader, item: Observation, status: int = 200) -> Page:
    return reader.read(f"/strands/{item.strand_id}/observations/{item.id}/passages", status)


def confidential(page: Page) -> list[str]:
    return [" ".join(each.get_text().split()) for each in page.soup.select("mark.confidential")]


def test_words_typed_as_they_are_read_are_marked_and_shown(
    cast: Cast, item: Observation, client_as: ClientAs
) -> None:
    page = page_of(client_as(cast.arcadia.focal_point), item)
    assert "Arcadia, Belmora, Cordania and the secretariat go on reading every word." in page
    page = page.press("Mark these words", words="Two judges were bribed")
    assert "The words are marked. No audience beyond the review reads them." in page
    assert " ".join(confidential(page)) == "Two judges were bribed"
    page = page.press("Take the mark off")
    assert "The mark is taken off" in page and confidential(page) == []


def test_words_across_a_mark_of_markdown_are_found(
    cast: Cast, item: Observation, client_as: ClientAs
) -> None:
    page = page_of(client_as(cast.arcadia.focal_point), item)
    page = page.press("Mark these words", words="The offence is")
    assert confidential(page) == ["The", "offence", "is"]


def test_words_that_stand_twice_are_marked_twice_unless_one_is_selected(
    cast: Cast, item: Observation, client_as: ClientAs
) -> None:
    page = page_of(client_as(cast.arcadia.focal_point), item)
    one = page.press("Mark these words", words="in Norham", place="2")
    assert confidential(one) == ["In Norham"]
    both = one.press("Mark these words", words="in Norham")
    assert "The words stand there 2 times and are marked everywhere." in both
    assert confidential(both) == ["in Norham", "In Norham"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Write or choose the words that are to be confidential."),
        ("Three judges", "These words do not stand in the wording."),
        (TEXT, "This is the whole wording."),
    ],
)
def test_what_cannot_be_marked_is_kept_in_its_field(
    cast: Cast, item: Observation, client_as: ClientAs, words: str, sentence: str
) -> None:
    page = page_of(client_as(cast.arcadia.focal_point), item)
    page = page.press("Mark these words", 422, words=words)
    assert sentence in page
    typed = page.soup.select_one("textarea[name=words]")
    assert typed is not None and typed.get_text().strip() == words
    assert marked(cast.session, [item])[item.id].spans == ()


def test_another_wording_on_the_table_is_told_and_nothing_is_marked(
    cast: Cast, item: Observation, client_as: ClientAs
) -> None:
    page = page_of(client_as(cast.arcadia.focal_point), item)
    page.press("Mark these words", 409, words="judges", wording="99")
    item.outcome = Outcome.OPEN
    page = page.press("Mark these words", 409, words="judges")
    assert "this observation is not agreed" in page
    assert "Only words that are agreed can be marked." in page


def test_only_the_focal_point_of_the_state_under_review_has_the_page(
    cast: Cast, item: Observation, client_as: ClientAs
) -> None:
    for person in (cast.arcadia.expert, cast.belmora.focal_point, cast.officer):
        page_of(client_as(person), item, 403)
    page_of(client_as(cast.delmar.focal_point), item, 404)
    cast.tip.step = Step.OBSERVATIONS
    cast.session.commit()
    reader = client_as(cast.arcadia.focal_point)
    reader.read(f"/strands/{cast.tip.id}/observations/{item.id}/passages", 404)


def test_an_observation_that_is_confidential_needs_no_marks(
    cast: Cast, item: Observation, client_as: ClientAs
) -> None:
    item.is_confidential = True
    page = page_of(client_as(cast.arcadia.focal_point), item)
    assert "The whole observation is confidential" in page
    assert not any("Mark these words" in button for button in page.buttons())
