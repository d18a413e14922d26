"""How pages travel: packed, marked by what they show, and never with another's secrets."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
import pytest

from reviewmech.records.people import Person
from tests.cast import Cast
from tests.reading import Reader

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

SignIn = Callable[[Person], Reader]


def again(reader: Reader, address: str, mark: str) -> int:
    return reader.get(address, headers={"If-None-Match": mark}).status_code


def test_a_page_travels_packed_to_those_who_take_it_so(anyone: Reader) -> None:
    answer = anyone.get("/", headers={"Accept-Encoding": "gzip"})
    assert answer.content_encoding == "gzip" and "Accept-Encoding" in answer.vary
    assert b"</html>" in gzip.decompress(answer.get_data())
    better = anyone.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert better.content_encoding == "br" and b"</html>" in brotli.decompress(better.get_data())
    assert b"</html>" in anyone.get("/").get_data()


def test_the_length_of_a_page_tells_little(anyone: Reader) -> None:
    packed = {"Accept-Encoding": "br"}
    blurs = [anyone.get("/", headers=packed).headers["X-Blur"] for _ in range(30)]
    assert len({len(blur) for blur in blurs}) > 5


def test_the_same_page_is_not_sent_twice(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.expert)
    reader.get("/desk")
    first = reader.get("/desk")
    second = reader.get("/desk", headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 304 and not second.get_data()
    assert second.headers["Cache-Control"] == "private, no-cache"


def test_another_session_is_sent_the_page_anew(cast: Cast, client_as: SignIn) -> None:
    first, second = client_as(cast.arcadia.expert), client_as(cast.arcadia.expert)
    first.get("/desk")
    assert again(second, "/desk", first.get("/desk").headers["ETag"]) == 200


def test_a_page_that_changed_is_sent_anew(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.expert)
    reader.get("/desk")
    mark = reader.get("/desk").headers["ETag"]
    cast.arcadia.expert.name = "Somebody Else"
    cast.session.commit()
    assert again(reader, "/desk", mark) == 200


def test_two_tabs_that_show_the_same_sheet_lose_no_words(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.expert)
    sheet, offence = f"/strands/{cast.untoc.id}/response/5", '[id="row-untoc-5-offence"]'
    reader.get(sheet)
    first = reader.read(sheet)
    assert again(reader, sheet, first.answer.headers["ETag"]) == 304
    first.press("Save", within=offence, choice="yes")
    refused = first.press("Save", 409, within=offence, choice="no", remark="other words")
    assert "other words" in str(refused.soup.select_one(offence))


def test_a_refusal_is_never_kept(anyone: Reader) -> None:
    assert "ETag" not in anyone.get("/nowhere").headers
