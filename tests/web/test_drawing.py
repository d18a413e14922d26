"""Drawing on another answer: offered with where it is from, and saved by nobody but its writer."""

from collections.abc import Callable

from reviewmech.records import responses
from reviewmech.records.people import Person
from tests.cast import Cast
from tests.drafts import save
from tests.reading import Reader

SignIn = Callable[[Person], Reader]
OFFENCE, OFFER = "untoc-5-offence", "Begin with these words"


def sheet(cast: Cast) -> str:
    return f"/strands/{cast.tip.id}/response/5"


def kept(cast: Cast) -> dict[str, object]:
    return {**responses.current_values(cast.session, cast.tip.id)}


def test_an_answer_for_another_instrument_is_offered_with_where_it_is_from(
    cast: Cast, client_as: SignIn
) -> None:
    reader = client_as(cast.arcadia.expert)
    assert OFFER not in reader.read(sheet(cast))
    save(cast, cast.untoc, OFFENCE, {"choice": "in_part", "remark": "Since 2011."})
    page = reader.read(sheet(cast))
    assert "Your answer elsewhere" in page and "article 5: " in page and "Since 2011." in page
    assert kept(cast) == {}


def test_words_taken_over_stand_in_the_form_and_are_saved_by_hand(
    cast: Cast, client_as: SignIn
) -> None:
    save(cast, cast.untoc, OFFENCE, {"choice": "in_part", "remark": "Since 2011."})
    page = client_as(cast.arcadia.expert).read(sheet(cast)).follow(OFFER)
    assert "They are not saved here yet" in page and kept(cast) == {}
    page = page.press("Save", within="#question-tip-5-offence-form")
    assert kept(cast) == {"tip-5-offence": {"choice": "in_part", "remark": "Since 2011."}}
    assert OFFER not in page


def test_nobody_draws_on_what_the_question_does_not_name_or_another_state_said(
    cast: Cast, client_as: SignIn
) -> None:
    save(cast, cast.untoc, OFFENCE, {"choice": "yes"})
    save(cast, cast.untoc, "untoc-5-notified", {"text": "In 2004."})
    named = responses.current(cast.session, cast.untoc.id)[OFFENCE].id
    other = responses.current(cast.session, cast.untoc.id)["untoc-5-notified"].id
    address = f"{sheet(cast)}/tip-5-offence/from"
    client_as(cast.arcadia.expert).read(f"{address}/{other}", 404)
    for person, status in ((cast.belmora.expert, 403), (cast.officer, 403)):
        assert "yes" not in client_as(person).read(f"{address}/{named}", status).text.lower()
