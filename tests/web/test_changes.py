"""What changed while a reader was away: theirs alone, and no more than the journal tells."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from reviewmech.actions.observations import propose_observation
from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import ObservationKind
from tests.actions.test_meetings import meet
from tests.cast import Cast
from tests.conftest import Clock
from tests.drafts import save
from tests.reading import Reader

SignIn = Callable[[Person], Reader]


def address(cast: Cast) -> str:
    return f"/reviews/{cast.review.id}/changes"


def propose(cast: Cast) -> int:
    """Propose an observation on article 5, as an expert of Belmora."""
    actor = cast.acting(cast.belmora.expert)
    given = {"kind": ObservationKind.GAP, "article": "5", "text": "There is little practice."}
    made = propose_observation(cast.session, actor, cast.put(Step.OBSERVATIONS), **given)
    return made.id


def test_what_others_did_stands_by_strand_and_article_and_leads_to_the_item(
    cast: Cast, client_as: SignIn, clock: Clock
) -> None:
    clock.forward(hours=1)
    item, made = propose(cast), meet(cast, cast.belmora.focal_point)
    page = client_as(cast.cordania.expert).read(address(cast))
    assert "Article 5" in [tag.get_text() for tag in page.soup.find_all("h3")]
    assert "The review as a whole" in page and "Observation 1" in page
    links = page.links()
    assert links["An observation was proposed"] == f"/strands/{cast.untoc.id}/observations/{item}"
    place = f"/reviews/{cast.review.id}/meetings#meeting-{made.id}"
    assert links["A meeting was recorded"] == place
    assert "little practice" not in page


def test_one_says_that_one_has_seen_it_and_nobody_else_learns_of_it(
    cast: Cast, client_as: SignIn, clock: Clock
) -> None:
    clock.forward(hours=1)
    meet(cast, cast.belmora.focal_point)
    reader = client_as(cast.cordania.expert)
    assert "1 act of others" in reader.read("/desk")
    page = reader.read(address(cast)).press("I have seen this")
    assert page.path == "/desk" and "Marked as seen" in page
    assert "act of others" not in page
    assert "Nothing has changed since then" in reader.read(address(cast))
    for person in (cast.cordania.focal_point, cast.arcadia.focal_point, cast.officer):
        other = client_as(person)
        assert "1 act of others" in other.read("/desk")
        assert "Expert of Cordania" not in other.read(address(cast))


def test_what_came_while_the_page_was_read_is_shown_again(
    cast: Cast, client_as: SignIn, clock: Clock
) -> None:
    clock.forward(hours=1)
    meet(cast, cast.belmora.focal_point)
    page = client_as(cast.cordania.expert).read(address(cast))
    clock.forward(hours=1)
    propose(cast)
    desk = page.press("I have seen this")
    assert "1 act of others" in desk


def test_a_state_s_inside_and_other_strands_are_never_told(
    cast: Cast, session: Session, client_as: SignIn, clock: Clock
) -> None:
    clock.forward(hours=1)
    save(cast, cast.untoc, "untoc-5-offence", {"choice": "yes"})
    assert "An answer was saved" in client_as(cast.arcadia.focal_point).read(address(cast))
    for person in (cast.belmora.focal_point, cast.officer):
        page = client_as(person).read(address(cast))
        assert "Nothing has changed" in page and "An answer was saved" not in page
        assert "acts of others" not in client_as(person).read("/desk")


def test_one_sitting_of_a_colleague_is_one_line(
    cast: Cast, client_as: SignIn, clock: Clock
) -> None:
    clock.forward(hours=1)
    for words in ("a", "ab", "abc"):
        value = {"choice": "yes", "remark": words}
        save(cast, cast.untoc, "untoc-5-offence", value)
    page = client_as(cast.arcadia.focal_point).read(address(cast))
    assert "An answer was saved, 3 times" in page


def test_strangers_see_nothing_and_mark_nothing(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.delmar.expert)
    reader.read(address(cast), 404)
    token = reader.read("/account").soup.find("input", attrs={"name": "csrf_token"})["value"]
    fields = {"csrf_token": token, "up_to": "2027-01-11T09:00:00+00:00"}
    reader.send(address(cast) + "/seen", fields, 404)


def test_a_moment_that_is_none_is_refused(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.belmora.expert)
    token = reader.read("/account").soup.find("input", attrs={"name": "csrf_token"})["value"]
    for moment in ("", "yesterday", "2027-01-11T09:00:00"):
        reader.send(address(cast) + "/seen", {"csrf_token": token, "up_to": moment}, 404)
