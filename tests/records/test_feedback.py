"""What each standing sees of the written feedback: before release, nobody outside anything."""

import pytest
from sqlalchemy.orm import Session

from reviewmech.actions.feedback import release_feedback, save_feedback
from reviewmech.records.feedback import visible_drafts, visible_releases
from reviewmech.records.journal import visible_entries
from reviewmech.records.people import Person
from reviewmech.records.reviews import Strand, case
from reviewmech.rules.access import by_note
from reviewmech.rules.steps import Step
from tests.cast import Cast


@pytest.fixture
def strand(cast: Cast, session: Session) -> Strand:
    """Give a strand on which Belmora has written and nobody released."""
    strand = cast.put(Step.FEEDBACK)
    save_feedback(session, cast.acting(cast.belmora.expert), strand, article="5", measures="Law.")
    return strand


def outside(cast: Cast) -> list[Person]:
    """Return people of the review who are not of Belmora."""
    return [
        cast.arcadia.focal_point,
        cast.arcadia.observer,
        cast.cordania.focal_point,
        cast.cordania.expert,
        cast.officer,
    ]


def test_what_is_not_released_is_seen_by_the_own_team_alone(
    cast: Cast, session: Session, strand: Strand
) -> None:
    for person in (cast.belmora.focal_point, cast.belmora.expert, cast.belmora.observer):
        seen = visible_drafts(session, strand.id, cast.acting(person), case(strand))
        assert seen["5"].measures == "Law."
    for person in [*outside(cast), cast.delmar.focal_point]:
        actor = cast.acting(person)
        assert visible_drafts(session, strand.id, actor, case(strand)) == {}
        assert visible_releases(session, strand.id, actor, case(strand)) == []


def test_an_officer_who_records_for_a_state_reads_none_of_its_drafts(
    cast: Cast, session: Session, strand: Strand
) -> None:
    actor = by_note(cast.acting(cast.officer), cast.belmora.state.id, 1)
    assert visible_drafts(session, strand.id, actor, case(strand)) == {}


def test_a_release_is_seen_by_all_in_scope_and_only_as_released(
    cast: Cast, session: Session, strand: Strand
) -> None:
    focal_point = cast.acting(cast.belmora.focal_point)
    release_feedback(session, focal_point, strand)
    save_feedback(
        session, focal_point, strand, article="5", measures="Second thoughts.", started_from=1
    )
    for person in outside(cast):
        (seen,) = visible_releases(session, strand.id, cast.acting(person), case(strand))
        assert seen.articles["5"]["measures"] == "Law."
    stranger = cast.acting(cast.delmar.focal_point)
    assert visible_releases(session, strand.id, stranger, case(strand)) == []


def test_the_newest_release_stands_for_a_state(
    cast: Cast, session: Session, strand: Strand
) -> None:
    focal_point = cast.acting(cast.belmora.focal_point)
    release_feedback(session, focal_point, strand)
    release_feedback(session, focal_point, strand)
    (seen,) = visible_releases(session, strand.id, cast.acting(cast.officer), case(strand))
    assert seen.number == 2


def test_a_state_out_of_scope_sees_nothing(cast: Cast, session: Session) -> None:
    cast.tip.step = Step.FEEDBACK
    session.commit()
    expert = cast.acting(cast.belmora.expert)
    save_feedback(session, expert, cast.tip, article="5", measures="Law.")
    release_feedback(session, cast.acting(cast.belmora.focal_point), cast.tip)
    cordania = cast.acting(cast.cordania.focal_point)
    assert visible_releases(session, cast.tip.id, cordania, case(cast.tip)) == []


def test_the_journal_tells_nobody_else_of_saves(
    cast: Cast, session: Session, strand: Strand
) -> None:
    situation = case(cast.review)
    own = visible_entries(session, cast.review.id, cast.acting(cast.belmora.focal_point), situation)
    assert [line.action.value for line in own] == ["save feedback on an article"]
    for person in outside(cast):
        assert visible_entries(session, cast.review.id, cast.acting(person), situation) == []
