"""Which reviews and strands exist for whom."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from reviewmech.records.people import Person, focal_points
from reviewmech.records.reviews import ReviewingState, visible_reviews, visible_strands
from reviewmech.rules.access import NOBODY
from tests.cast import Cast


def instruments(cast: Cast, person: Person) -> list[str]:
    """Return the instruments of the strands a person sees in the review."""
    return [strand.instrument for strand in visible_strands(cast.review, cast.acting(person))]


def test_each_sees_the_reviews_they_take_part_in(session: Session, cast: Cast) -> None:
    assert visible_reviews(session, cast.acting(cast.belmora.expert)) == [cast.review]
    assert cast.review not in visible_reviews(session, cast.acting(cast.delmar.focal_point))
    assert visible_reviews(session, NOBODY) == []


def test_the_secretariat_sees_all_by_the_name_of_the_state(session: Session, cast: Cast) -> None:
    found = visible_reviews(session, cast.acting(cast.officer))
    assert [review.state.name for review in found] == ["Arcadia", "Delmar"]


def test_a_state_released_from_all_its_scope_sees_the_review_no_more(
    session: Session, cast: Cast
) -> None:
    session.execute(delete(ReviewingState).where(ReviewingState.state_id == cast.cordania.state.id))
    session.commit()
    assert visible_reviews(session, cast.acting(cast.cordania.focal_point)) == []
    assert instruments(cast, cast.cordania.focal_point) == []


def test_strands_out_of_scope_are_not_seen(session: Session, cast: Cast) -> None:
    assert instruments(cast, cast.cordania.expert) == ["UNTOC"]
    assert instruments(cast, cast.belmora.observer) == ["UNTOC", "TIP"]
    assert instruments(cast, cast.arcadia.focal_point) == ["UNTOC", "TIP"]


def test_focal_points_are_found_at_once(session: Session, cast: Cast) -> None:
    found = focal_points(session)
    assert found[cast.review.id, cast.arcadia.state.id] == cast.arcadia.focal_point
    assert (cast.review.id, cast.delmar.state.id) not in found
