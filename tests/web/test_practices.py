"""The page on which a focal point settles how its State works in a review."""

from collections.abc import Callable

from reviewmech.records.people import Person
from reviewmech.records.practices import shares_positions
from tests.cast import Cast
from tests.reading import Reader

ClientAs = Callable[[Person], Reader]


def test_a_focal_point_settles_who_reads_what_its_experts_take(
    cast: Cast, client_as: ClientAs
) -> None:
    address = f"/reviews/{cast.review.id}/practice"
    page = client_as(cast.cordania.focal_point).read(address)
    assert "Only Cordania reads this page." in page
    assert "You have settled nothing yet" in page
    page = page.press("Settle this for Cordania", positions="internal")
    assert "This is settled for your State" in page
    assert not shares_positions(cast.session, cast.review.id, cast.cordania.state.id)
    chosen = page.soup.select_one("input[name=positions][checked]")
    assert chosen is not None and chosen["value"] == "internal"
    page.press("Settle this for Cordania", 422, positions="nonsense")


def test_nobody_else_opens_it(cast: Cast, client_as: ClientAs) -> None:
    address = f"/reviews/{cast.review.id}/practice"
    for person in (cast.cordania.expert, cast.cordania.observer, cast.officer):
        client_as(person).read(address, 403)
    client_as(cast.delmar.focal_point).read(address, 404)
