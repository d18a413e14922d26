"""Reading marks: of a version, of one State's team, for that team alone."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.articles_read import mark_read
from reviewmech.records.articles_read import ArticleRead, visible_reading
from reviewmech.records.database import now
from reviewmech.records.journal import visible_entries
from reviewmech.records.letters import Letter
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand, case
from reviewmech.rules.access import by_note
from reviewmech.rules.refusals import Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from tests.cast import Cast


def a_version(session: Session, strand: Strand, number: int = 1) -> Version:
    """Write a version of the response."""
    made = Version(
        strand_id=strand.id,
        number=number,
        edition_id=strand.edition_id,
        language="en",
        laws=[],
        unanswered=[],
        submitted_at=now(session),
    )
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def strand(cast: Cast, session: Session) -> Strand:
    """Give the strand of the Convention at the feedback step, with a version submitted."""
    strand = cast.put(Step.FEEDBACK)
    a_version(session, strand)
    return strand


def test_several_articles_are_marked_at_once_and_taken_back(
    cast: Cast, session: Session, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    mark_read(session, expert, strand, version=1, articles=["5", "", "5"])
    read = visible_reading(session, strand.id, expert, case(strand))
    assert set(read) == {"5", ""}
    assert read["5"].person == cast.belmora.expert and read["5"].version.number == 1
    mark_read(session, expert, strand, version=1, articles=["5"], is_read=False)
    assert set(visible_reading(session, strand.id, expert, case(strand))) == {""}


def test_two_colleagues_who_mark_the_same_article_mark_it_once(
    cast: Cast, session: Session, strand: Strand
) -> None:
    for person in (cast.belmora.expert, cast.belmora.focal_point):
        mark_read(session, cast.acting(person), strand, version=1, articles=["5"])
    (kept,) = session.scalars(select(ArticleRead))
    assert kept.person == cast.belmora.expert


def test_a_mark_belongs_to_its_version(cast: Cast, session: Session, strand: Strand) -> None:
    expert = cast.acting(cast.belmora.expert)
    mark_read(session, expert, strand, version=1, articles=["5"])
    newer = a_version(session, strand, 2)
    read = visible_reading(session, strand.id, expert, case(strand))["5"]
    assert read.version != newer
    mark_read(session, expert, strand, version=2, articles=["5"])
    assert visible_reading(session, strand.id, expert, case(strand))["5"].version == newer
    assert len(session.scalars(select(ArticleRead)).all()) == 2


def test_what_a_team_has_read_nobody_else_learns(
    cast: Cast, session: Session, strand: Strand
) -> None:
    mark_read(session, cast.acting(cast.belmora.expert), strand, version=1, articles=["5"])
    for person in (
        cast.arcadia.focal_point,
        cast.cordania.focal_point,
        cast.cordania.expert,
        cast.officer,
        cast.delmar.focal_point,
    ):
        actor = cast.acting(person)
        assert visible_reading(session, strand.id, actor, case(strand)) == {}
        assert visible_entries(session, cast.review.id, actor, case(cast.review)) == []
    recorded = by_note(cast.acting(cast.officer), cast.belmora.state.id, 1)
    assert visible_reading(session, strand.id, recorded, case(strand)) == {}
    assert session.scalars(select(Letter)).all() == []


def test_what_cannot_be_marked_is_refused(cast: Cast, session: Session, strand: Strand) -> None:
    expert = cast.acting(cast.belmora.expert)
    for given in (
        {"version": 1, "articles": []},
        {"version": 1, "articles": ["5", "99"]},
        {"version": 2, "articles": ["5"]},
        {"version": -1, "articles": ["5"]},
    ):
        with pytest.raises(Invalid):
            mark_read(session, expert, strand, **given)
    assert session.scalars(select(ArticleRead)).all() == []


def test_only_reviewing_teams_mark_and_only_in_their_scope(
    cast: Cast, session: Session, strand: Strand
) -> None:
    for person in (cast.arcadia.focal_point, cast.belmora.observer, cast.officer):
        with pytest.raises(NotPermitted):
            mark_read(session, cast.acting(person), strand, version=1, articles=["5"])
    cast.tip.step = Step.FEEDBACK
    a_version(session, cast.tip)
    with pytest.raises(NotFound):
        mark_read(session, cast.acting(cast.cordania.expert), cast.tip, version=1, articles=["5"])


def test_a_version_of_another_strand_is_not_marked(
    cast: Cast, session: Session, strand: Strand
) -> None:
    cast.tip.step = Step.FEEDBACK
    a_version(session, cast.tip, 7)
    with pytest.raises(Invalid):
        mark_read(session, cast.acting(cast.belmora.expert), strand, version=7, articles=["5"])
