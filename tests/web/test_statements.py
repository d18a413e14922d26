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
from reviewmech.records.attachments import Attachment
from reviewmech.records.comments import Comment
from reviewmech.records.contributions import Contribution, Contributor, Delegation
from reviewmech.records.database import Surroundings
from reviewmech.records.evidence import Evidence
from reviewmech.records.laws import Law
from reviewmech.records.library import questionnaires
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.observations import Observation
from reviewmech.records.people import Appointment, Person
from reviewmech.records.summaries import Issue, Paragraph
from reviewmech.rules.questionnaire import Questionnaire
from reviewmech.rules.steps import Step
from tests.bench.big import KEY, Big, fill_big
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

REVIEWS_OWN = ("strand_id", "phase_id", "review_id", "key")
"""What the address of a page of a review names; the desk and the list of all reviews name none."""

FURTHER = ("/desk", "/secretariat/reviews", "/reviews/{review}/journal?page=2")


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


def every_page(app: Flask, session: Session, big: Big) -> list[str]:
    """Return the address of every page of the review."""
    known = named(session, big)
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.arguments & set(REVIEWS_OWN):
                key = key_in(rule.rule, big)
                given = {name: {**known, "key": key}[name] for name in rule.arguments}
                found.append(app.url_for(rule.endpoint, **given))
    found.append(f"/strands/{big.strand.id}/papers/pack.html")
    return [*found, *(address.format(review=big.review.id) for address in FURTHER)]


def key_in(rule: str, big: Big) -> str:
    """Return what an address names by a key."""
    if rule.startswith("/contribute"):
        return KEY
    return big.annotation if "/annotations/" in rule else big.thread


def named(session: Session, big: Big) -> dict[str, object]:
    """Return one of each thing that addresses of the review name."""
    strand, question = big.strand, "untoc-6-conversion"

    def first(key: object, *conditions: object) -> object:
        return session.scalars(select(key).where(*conditions).limit(1)).one()

    prepared = first(Paragraph.summary_id, Paragraph.level == 0)
    return {
        "strand_id": strand.id,
        "phase_id": strand.phase_id,
        "review_id": big.review.id,
        "state_id": big.review.state_id,
        "appointment_id": first(Appointment.id, Appointment.review_id == big.review.id),
        "law_id": first(Law.id, Law.state_id == big.review.state_id),
        "evidence_id": first(Evidence.id),
        "attachment_id": first(Attachment.id),
        "observation_id": first(Observation.id, Observation.strand_id == strand.id),
        "paragraph_id": first(Paragraph.id, Paragraph.summary_id > prepared),
        "issue_id": first(Issue.id),
        "note_id": first(NoteVerbale.id),
        "contribution_id": first(Contribution.id),
        "contributor_id": first(Contributor.id),
        "comment_id": first(Comment.id),
        "delegation_id": first(Delegation.id),
        "revision_id": 1,
        "article": "6",
        "question": question,
        "instrument": strand.instrument,
        "number": 1,
        "form": "md",
        "language": "fr",
        "thing": f"answer:1:{question}",
    }


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
