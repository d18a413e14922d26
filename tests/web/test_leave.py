"""The page on which a focal point says who in its team may send."""

from collections.abc import Callable

from reviewmech.actions.dialogue import draft_question
from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.reading import Reader

Client = Callable[[Person], Reader]


def of(cast: Cast) -> str:
    """Return the address of the page."""
    return f"/reviews/{cast.review.id}/leave"


def test_the_focal_point_ticks_an_expert_who_then_sees_the_button(
    cast: Cast, client_as: Client
) -> None:
    strand = cast.put(Step.FEEDBACK)
    new = f"/strands/{strand.id}/questions/new"
    page = client_as(cast.belmora.expert).read(new)
    assert "Your focal point sends it" in page and "Send to" not in " ".join(page.buttons())
    listed = client_as(cast.belmora.focal_point).read(f"/strands/{strand.id}/questions")
    page = listed.follow("Who in your team may send")
    assert [str(tag["type"]) for tag in page.soup.select("[name=experts]")] == ["checkbox"]
    ticked = str(page.soup.select_one("[name=experts]")["value"])
    saved = page.press("Save who may send", experts=ticked)
    assert "Saved. It holds from now on." in saved
    assert saved.soup.select_one("[name=experts]").has_attr("checked")
    page = client_as(cast.belmora.expert).read(new)
    assert "Your focal point sends it" not in page
    sent = page.press("Send to", about="untoc-5-offence", text="Which courts?")
    assert "It was sent." in sent
    saved.press("Save who may send", experts=[])
    page = client_as(cast.belmora.expert).read(new)
    assert "Your focal point sends it" in page and "Send to" not in " ".join(page.buttons())


def test_an_expert_without_leave_finds_every_door_of_sending_closed(
    cast: Cast, client_as: Client
) -> None:
    strand = cast.put(Step.FEEDBACK)
    expert = cast.acting(cast.belmora.expert)
    draft = draft_question(cast.session, expert, strand, article="5", text="Which?")
    reader, list_ = client_as(cast.belmora.expert), f"/strands/{strand.id}/questions"
    token = reader.read(f"{list_}/new").soup.find("input", attrs={"name": "csrf_token"})["value"]
    several = f"{draft.key}|{draft.opening.mark}"
    given = {"csrf_token": token, "text": "Which?", "article": "5", "several": several}
    for address in ("new/send", "sending", f"{draft.key}/send"):
        reader.send(f"{list_}/{address}", given, status=403)
    reader.read(f"{list_}/sending", status=403)
    cast.session.expire_all()
    assert draft.sent_at is None


def test_only_a_focal_point_opens_the_page_and_strangers_find_nothing(
    cast: Cast, client_as: Client
) -> None:
    for person in (cast.belmora.expert, cast.arcadia.observer, cast.officer):
        client_as(person).read(of(cast), status=403)
    client_as(cast.delmar.focal_point).read(of(cast), status=404)
    assert "Expert of Arcadia" in client_as(cast.arcadia.focal_point).read(of(cast))


def test_an_expert_of_another_state_cannot_be_ticked(cast: Cast, client_as: Client) -> None:
    page = client_as(cast.arcadia.focal_point).read(of(cast))
    others = client_as(cast.belmora.focal_point).read(of(cast))
    foreign = str(others.soup.select_one("[name=experts]")["value"])
    page.press("Save who may send", status=422, experts=foreign)
    again = client_as(cast.belmora.focal_point).read(of(cast))
    assert not again.soup.select_one("[name=experts]").has_attr("checked")
