"""How many statements a page and a save need: few, since each is a way to the database and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Connection, event, select
from sqlalchemy.orm import Session

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.database import Surroundings
from reviewmech.records.feedback import Release
from reviewmech.records.library import questionnaires
from reviewmech.records.people import Person
from reviewmech.records.responses import Version, VersionAnswer
from reviewmech.rules.questionnaire import Questionnaire
from reviewmech.rules.steps import Step
from tests.bench.big import Big, fill_big
from tests.bench.pages import every_page
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
        (Step.SELF_ASSESSMENT, "/strands/{strand}/response/5", 12),
        (Step.SELF_ASSESSMENT, "/strands/{strand}/response", 12),
        (Step.SELF_ASSESSMENT, "/strands/{strand}/response/check", 12),
        (Step.OBSERVATIONS, "/strands/{strand}/response/5", 12),
        (Step.SELF_ASSESSMENT, "/strands/{strand}/response/5/news", 12),
        (Step.SELF_ASSESSMENT, "/desk", 12),
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
    assert len(sent) <= 4, "\n".join(sent)


MOST = 12
"""Statements a page may need, whoever reads it and however much there is."""


@pytest.fixture(scope="module")
def real() -> dict[tuple[str, str], Questionnaire]:
    """Read the real questionnaires once."""
    return questionnaires.load(QUESTIONNAIRES)


@pytest.fixture
def surroundings(
    surroundings: Surroundings, real: dict[tuple[str, str], Questionnaire]
) -> Surroundings:
    """Ask what the Mechanism really asks."""
    return replace(surroundings, questionnaires=real)


@pytest.fixture
def big(session: Session) -> Big:
    """Write the big review, and the others of its round."""
    found = fill_big(session)
    session.commit()
    return found


@pytest.mark.parametrize("step", [Step.FEEDBACK, Step.OBSERVATIONS, Step.SUMMARY])
def test_no_page_of_the_largest_review_needs_many_statements(
    big: Big, app: Flask, session: Session, client_as: SignIn, connection: Connection, step: Step
) -> None:
    big.strand.step = step
    session.commit()
    pages, over, answered = every_page(app, session, big), [], 0
    people = [team[place] for team in big.teams[:2] for place in (0, 1)]
    for person in [*people, big.officer]:
        reader = client_as(person)
        for address in pages:
            with counted(connection) as sent:
                answer = reader.get(address)
            assert answer.status_code < 500, address
            answered += answer.status_code == 200
            if len(sent) > MOST:
                over.append(f"{len(sent)} {person.name}: {address}")
    assert answered > 100
    assert not over, "\n".join(over)


def submit_and_release_again(session: Session, big: Big) -> None:
    """Write a second version, and a second release of each State, with the words of the first."""
    version = session.scalars(select(Version).filter_by(strand_id=big.strand.id)).one()
    same = ("strand_id", "edition_id", "language", "laws", "files", "unanswered", "submitted_at")
    answered = ("question", "revision_id", "value", "language")
    session.add(
        Version(
            number=2,
            answers=[
                VersionAnswer(**{name: getattr(each, name) for name in answered})
                for each in version.answers
            ],
            **{name: getattr(version, name) for name in same},
        )
    )
    for each in session.scalars(select(Release).filter_by(strand_id=big.strand.id)).all():
        names = ("strand_id", "state_id", "version_id", "articles", "released_at")
        given = {name: getattr(each, name) for name in names}
        session.add(Release(number=each.number + 1, **given))


def test_an_article_with_several_versions_and_releases_needs_no_more_statements(
    big: Big, session: Session, client_as: SignIn, connection: Connection
) -> None:
    big.strand.step = Step.FEEDBACK
    submit_and_release_again(session, big)
    session.commit()
    strand = f"/strands/{big.strand.id}"
    for page in ("feedback", "feedback/6", "versions/1/6/amended"):
        for person in (big.teams[0][0], big.teams[1][0], big.officer):
            reader = client_as(person)
            with counted(connection) as sent:
                reader.read(f"{strand}/{page}")
            assert len(sent) <= MOST, f"{len(sent)}: {page}"
