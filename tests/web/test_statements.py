"""How many statements a page and a save need: few, since each is a way to the database and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event

from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.reading import Reader

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

SignIn = Callable[[Person], Reader]
OURS = ("SELECT", "INSERT", "UPDATE", "DELETE")


@contextmanager
def counted(connection: Connection) -> Iterator[list[str]]:
    """Write down the statements that are sent meanwhile."""
    sent: list[str] = []

    def look(at: object, cursor: object, statement: str, *given: object) -> None:
        if statement.startswith(OURS):
            sent.append(statement)

    event.listen(connection, "before_cursor_execute", look)
    yield sent
    event.remove(connection, "before_cursor_execute", look)


@pytest.mark.parametrize(
    ("step", "page", "most"),
    [
        (Step.SELF_ASSESSMENT, "/strands/{strand}/response/5", 13),
        (Step.SELF_ASSESSMENT, "/strands/{strand}/response", 13),
        (Step.SELF_ASSESSMENT, "/strands/{strand}/response/check", 14),
        (Step.OBSERVATIONS, "/strands/{strand}/response/5", 15),
        (Step.SELF_ASSESSMENT, "/strands/{strand}/response/5/news", 16),
        (Step.SELF_ASSESSMENT, "/desk", 15),
    ],
)
def test_a_page_needs_few_statements(
    cast: Cast, client_as: SignIn, connection: Connection, step: Step, page: str, most: int
) -> None:
    cast.put(step)
    reader, address = client_as(cast.arcadia.expert), page.format(strand=cast.untoc.id)
    reader.get(address)
    with counted(connection) as sent:
        assert reader.get(address).status_code == 200
    assert 4 < len(sent) <= most, "\n".join(sent)


def test_news_of_nothing_need_almost_none(
    cast: Cast, client_as: SignIn, connection: Connection
) -> None:
    reader, address = client_as(cast.arcadia.expert), f"/strands/{cast.untoc.id}/response/5/news"
    mark = {"If-None-Match": reader.get(address).headers["ETag"]}
    with counted(connection) as sent:
        assert reader.get(address, headers=mark).status_code == 304
    assert len(sent) <= 5, "\n".join(sent)
