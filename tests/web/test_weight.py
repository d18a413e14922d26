"""What pages weigh on the line: the real questionnaire, filled in, as a browser is sent it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.database import Surroundings
from reviewmech.records.library import questionnaires
from reviewmech.records.people import Person
from tests.bench.review import Filled, asked, fill
from tests.reading import Reader

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

FIRST_VISIT = 120 * 1024
LATER_PAGE = 25 * 1024
PACKED = {"Accept-Encoding": "gzip, br"}
"""What browsers take on a line that is encrypted, as it has to be."""

SignIn = Callable[[Person], Reader]


@pytest.fixture(scope="session")
def mechanism_data(mechanism_data: Surroundings) -> Surroundings:
    """Read the real questionnaires."""
    return replace(mechanism_data, questionnaires=questionnaires.load(QUESTIONNAIRES))


@pytest.fixture
def filled(session: Session) -> Filled:
    """Give a filled review."""
    return fill(session)[0]


def weight(answer: TestResponse) -> int:
    """Return the bytes an answer takes on the line, its head included."""
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers)
    return head + len(answer.get_data())


def parts(reader: Reader, address: str) -> dict[str, int]:
    """Return what a browser fetches with a page, and what each weighs."""
    page = reader.get(address)
    soup = BeautifulSoup(page.get_data(as_text=True), "html.parser")
    named = [tag["href"] for tag in soup.select("link[href]")]
    named += [tag["src"] for tag in soup.select("[src]")]
    asked = {urljoin(address, str(each)) for each in named}
    found = {each: weight(reader.get(each, headers=PACKED)) for each in asked}
    return {address: weight(reader.get(address, headers=PACKED)), **found}


def test_a_first_visit_is_light(anyone: Reader) -> None:
    found = parts(anyone, "/sign-in")
    assert sum(found.values()) <= FIRST_VISIT, found


def test_what_was_fetched_once_is_not_fetched_again(anyone: Reader) -> None:
    page = anyone.get("/sign-in")
    soup = BeautifulSoup(page.get_data(as_text=True), "html.parser")
    for tag in soup.select("link[href], script[src]"):
        answer = anyone.get(str(tag.get("href") or tag["src"]))
        assert answer.cache_control.immutable, tag
        assert answer.cache_control.max_age == 365 * 24 * 60 * 60, tag


@pytest.fixture
def focal_point(filled: Filled, session: Session, client_as: SignIn) -> Reader:
    """Give the focal point of the filled review."""
    name = "focal point 0 of Arcadia"
    return client_as(session.scalars(select(Person).where(Person.name == name)).one())


def test_the_sheet_of_every_article_is_light(
    focal_point: Reader, filled: Filled, session: Session
) -> None:
    base = f"/strands/{filled.strand}/response"
    sections = asked(session, "UNTOC").sections
    pages = [f"{base}/{section.article or 'whole'}" for section in sections]
    heavy = {page: size for page in pages if (size := later(focal_point, page)) > LATER_PAGE}
    assert not heavy, heavy


@pytest.mark.parametrize(
    "page",
    [
        "/desk",
        "/strands/{strand}",
        "/strands/{strand}/response",
        "/strands/{strand}/versions/1",
        "/strands/{strand}/versions/1/{article}",
        "/strands/{strand}/questions",
        "/strands/{strand}/observations",
    ],
)
def test_every_later_page_is_light(focal_point: Reader, filled: Filled, page: str) -> None:
    address = page.format(strand=filled.strand, article=filled.article)
    assert later(focal_point, address) <= LATER_PAGE


def later(reader: Reader, address: str) -> int:
    """Return what a page weighs once its files are kept."""
    answer = reader.get(address, headers=PACKED)
    assert answer.status_code == 200 and answer.content_encoding == "br", address
    return weight(answer)
