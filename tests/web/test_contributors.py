"""Contributors on the pages: the focal point invites, changes sections, replaces and ends links."""

import re
from collections.abc import Callable

from sqlalchemy import select

from reviewmech.records import contributions
from reviewmech.records.contributions import Contributor
from reviewmech.records.letters import Letter
from reviewmech.records.people import Person
from reviewmech.records.reviews import Review
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.contributing import invite
from tests.reading import Page, Reader

SignIn = Callable[[Person], Reader]


def listed(cast: Cast) -> str:
    return f"/reviews/{cast.review.id}/contributors"


def filled(cast: Cast, **given: object) -> dict[str, object]:
    return {
        "name": "Justine Justice",
        "body": "Ministry of Justice",
        "address": "justine@example.org",
        "sections": [f"{cast.untoc.id}-5", f"{cast.tip.id}-5"],
        **given,
    }


def key_on(page: Page) -> str:
    found = re.search(r"/contribute/([\w-]+)", page.text)
    assert found, page.text
    return found[1]


def test_the_link_is_shown_once_and_sent_by_letter(
    cast: Cast, client_as: SignIn, anyone: Reader
) -> None:
    page = client_as(cast.arcadia.focal_point).read(listed(cast))
    page = page.press("Invite and send the link", **filled(cast))
    key = key_on(page)
    (letter,) = cast.session.scalars(select(Letter))
    assert key in letter.body
    welcome = anyone.read(f"/contribute/{key}")
    assert "Article 5" in welcome and "Justine Justice" in welcome
    again = client_as(cast.arcadia.focal_point).read(listed(cast))
    assert "Justine Justice" in again and key not in again.answer.get_data(as_text=True)


def test_what_was_typed_comes_back_when_the_invitation_is_refused(
    cast: Cast, client_as: SignIn
) -> None:
    page = client_as(cast.arcadia.focal_point).read(listed(cast))
    page = page.press("Invite and send the link", 422, **filled(cast, address="nowhere"))
    assert "not an e-mail address" in page
    assert page.soup.find("input", attrs={"name": "name"})["value"] == "Justine Justice"
    ticked = page.soup.select("input[name=sections][checked]")
    assert [each["value"] for each in ticked] == [f"{cast.untoc.id}-5", f"{cast.tip.id}-5"]
    page = page.press("Invite and send the link", 422, **filled(cast, sections=[]))
    assert "Choose at least one section." in page
    assert not cast.session.scalars(select(Contributor)).all()


def test_sections_of_other_reviews_are_not_offered(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.focal_point).read(listed(cast))
    page.press("Invite and send the link", 422, **filled(cast, sections=["999-5"]))
    assert not cast.session.scalars(select(Contributor)).all()


def test_a_link_is_ended_at_once_and_a_new_one_sent(
    cast: Cast, client_as: SignIn, anyone: Reader
) -> None:
    justice, first = invite(cast)
    reader = client_as(cast.arcadia.focal_point)
    page = reader.read(listed(cast)).follow("Sections and link").press("Send a new link")
    second = key_on(page)
    anyone.read(f"/contribute/{first}", 404)
    anyone.read(f"/contribute/{second}")
    page = reader.read(listed(cast)).follow("Sections and link").press("End the link now")
    assert "is ended" in page
    anyone.read(f"/contribute/{second}", 404)
    assert justice.revoked_at is not None


def test_sections_are_opened_and_closed_from_the_contributors_page(
    cast: Cast, client_as: SignIn
) -> None:
    justice, _ = invite(cast)
    page = client_as(cast.arcadia.focal_point).read(f"{listed(cast)}/{justice.id}")
    page = page.press("Hand over This part as a whole")
    assert page.path == f"{listed(cast)}/{justice.id}"
    assert contributions.opens(cast.session, justice.id, cast.untoc.id, "")
    page = page.press("Take back Article 5")
    assert not contributions.opens(cast.session, justice.id, cast.untoc.id, "5")


def test_only_open_strands_are_offered(cast: Cast, client_as: SignIn) -> None:
    cast.put(Step.CONCLUDED)
    page = client_as(cast.arcadia.focal_point).read(listed(cast))
    offered = [each["value"] for each in page.soup.select("input[name=sections]")]
    assert offered and not [each for each in offered if each.startswith(f"{cast.untoc.id}-")]


def test_a_contributor_of_another_review_is_not_there(cast: Cast, client_as: SignIn) -> None:
    justice, _ = invite(cast)
    other = next(each for each in cast.session.scalars(select(Review)) if each is not cast.review)
    reader = client_as(cast.delmar.focal_point)
    reader.read(f"/reviews/{other.id}/contributors")
    reader.read(f"/reviews/{other.id}/contributors/{justice.id}", 404)
