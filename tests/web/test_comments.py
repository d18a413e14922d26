"""Internal comments on the pages: written in the margin, done, and listed with their places."""

from collections.abc import Callable

import pytest

from reviewmech.actions.comments import write_comment
from reviewmech.records import comments
from reviewmech.records.comments import Comment
from reviewmech.records.people import Person
from tests.cast import Cast
from tests.contributing import NOTIFIED, OFFENCE, invite, write
from tests.reading import Reader

SignIn = Callable[[Person], Reader]


def list_of(cast: Cast) -> str:
    return f"/strands/{cast.untoc.id}/to-do"


def said(cast: Cast, text: str = "Ask the courts.", is_to_do: bool = True) -> Comment:
    made: Comment = write_comment(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.untoc,
        question=OFFENCE,
        text=text,
        is_to_do=is_to_do,
    )
    return made


def to_do(cast: Cast) -> list[Comment]:
    return comments.open_to_dos(cast.session, cast.untoc.id, cast.arcadia.state.id)


def test_a_comment_is_written_in_the_margin_and_marked_as_done(
    cast: Cast, client_as: SignIn
) -> None:
    sheet = f"/strands/{cast.untoc.id}/response/5"
    reader = client_as(cast.arcadia.expert)
    within = f'[id="row-{NOTIFIED}"]'
    link = reader.read(sheet).soup.select_one(f"{within} a[data-comment]")
    page = reader.read(link["href"]).press(
        "Add the comment", text="Ask the Mission.", is_to_do="yes"
    )
    assert page.path == sheet and "Ask the Mission." in page
    assert [each.text for each in to_do(cast)] == ["Ask the Mission."]
    page = page.press("Done", within=within)
    assert to_do(cast) == [] and f"Done by {cast.arcadia.expert.name}" in page
    page.press("Open again", within=within)
    assert len(to_do(cast)) == 1


def test_a_refused_comment_comes_back_as_it_was_typed(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.expert)
    token = reader.read(f"/strands/{cast.untoc.id}/sections").soup
    fields = {
        "csrf_token": token.find("input", attrs={"name": "csrf_token"})["value"],
        "text": "Too long. " * 1_001,
        "is_to_do": "yes",
    }
    page = reader.send(f"/strands/{cast.untoc.id}/comments/{OFFENCE}", fields, 422)
    assert "the limit is 10000" in page
    assert page.soup.find("textarea").get_text().count("Too long.") == 1_001
    page.press("Add the comment", text="Short enough.")
    assert [each.text for each in to_do(cast)] == ["Short enough."]


def test_the_list_leads_to_each_place_and_shows_open_contributions(
    cast: Cast, client_as: SignIn
) -> None:
    reader = client_as(cast.arcadia.observer)
    assert "Nothing is to be done." in reader.read(list_of(cast))
    said(cast)
    said(cast, "Well said.", is_to_do=False)
    justice, _ = invite(cast)
    write(cast, justice, {"text": "Police."}, NOTIFIED)
    page = reader.read(list_of(cast))
    assert "Ask the courts." in page and "Well said." not in page
    assert justice.name in page and "Police." not in page
    places = [link for link in page.links().values() if "#question-" in link]
    assert [link.partition("#")[2] for link in places] == [
        f"question-{OFFENCE}",
        f"question-{NOTIFIED}",
    ]


@pytest.mark.parametrize("nation", ["belmora", "cordania", "delmar", "secretariat"])
@pytest.mark.parametrize("capacity", ["focal_point", "expert", "observer"])
def test_nobody_else_reads_or_writes_a_comment(
    nation: str, capacity: str, cast: Cast, client_as: SignIn
) -> None:
    comment = said(cast)
    person = cast.officer if nation == "secretariat" else getattr(getattr(cast, nation), capacity)
    reader = client_as(person)
    refused = 404 if nation == "delmar" else 403
    assert "Ask the courts." not in reader.read(list_of(cast), refused)
    token = reader.read("/account").soup.find("input", attrs={"name": "csrf_token"})
    fields = {"csrf_token": token["value"], "text": "Heard.", "is_done": "yes"}
    for address in (f"comments/{OFFENCE}", f"comments/{comment.id}/settle"):
        reader.send(f"/strands/{cast.untoc.id}/{address}", fields, refused)
    assert [each.text for each in to_do(cast)] == ["Ask the courts."]


def test_a_comment_of_another_strand_is_not_there(cast: Cast, client_as: SignIn) -> None:
    comment = said(cast)
    reader = client_as(cast.arcadia.expert)
    token = reader.read("/account").soup.find("input", attrs={"name": "csrf_token"})
    fields = {"csrf_token": token["value"], "is_done": "yes"}
    reader.send(f"/strands/{cast.tip.id}/comments/{comment.id}/settle", fields, 404)
    assert len(to_do(cast)) == 1
