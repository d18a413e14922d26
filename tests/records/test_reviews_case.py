"""The case a strand, a phase or a review makes for access; who is in scope of what."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reviewmech.records.journal import strands_in_scope
from reviewmech.records.reviews import Review, case, review_of, visible_reviews
from reviewmech.rules.access import Case, standing
from reviewmech.rules.purposes import Standing
from reviewmech.rules.steps import Step
from tests.cast import Cast, a_state, pair


def test_a_strand_makes_a_case_of_its_scope_and_its_step(cast: Cast) -> None:
    arcadia, belmora, cordania = (
        nation.state.id for nation in (cast.arcadia, cast.belmora, cast.cordania)
    )
    cast.put(Step.FEEDBACK)
    convention = Case(cast.review.id, arcadia, frozenset({belmora, cordania}), Step.FEEDBACK)
    protocol = Case(cast.review.id, arcadia, frozenset({belmora}), Step.SELF_ASSESSMENT)
    assert case(cast.untoc) == convention
    assert case(cast.tip) == protocol


def test_a_review_makes_a_case_of_all_its_states_and_no_step(cast: Cast) -> None:
    made = case(cast.review)
    assert made.reviewing == {cast.belmora.state.id, cast.cordania.state.id}
    assert made.step is None


def test_the_installation_makes_a_case_of_nothing(cast: Cast) -> None:
    assert case(None) == Case()
    assert case(()) == Case()
    assert review_of(None) is None


def test_a_phase_shows_the_step_of_its_least_advanced_strand(cast: Cast) -> None:
    cast.put(Step.OBSERVATIONS)
    assert case(cast.phase).step is Step.SELF_ASSESSMENT


def test_a_phase_is_in_summary_as_soon_as_one_list_is_adopted(cast: Cast) -> None:
    cast.put(Step.SUMMARY)
    assert case(cast.phase).step is Step.SUMMARY
    assert cast.phase.adopted == [cast.untoc]


def test_a_phase_whose_strands_are_concluded_is_concluded(cast: Cast) -> None:
    cast.untoc.step = cast.tip.step = Step.CONCLUDED
    assert case(cast.phase).step is Step.CONCLUDED


def test_a_state_out_of_a_strand_s_scope_is_a_stranger_to_it(cast: Cast) -> None:
    actor = cast.acting(cast.cordania.focal_point)
    assert standing(actor, case(cast.untoc)) is Standing.FOCAL_POINT_REVIEWING
    assert standing(actor, case(cast.tip)) is Standing.SIGNED_IN
    assert standing(actor, case(cast.phase)) is Standing.FOCAL_POINT_REVIEWING


def test_a_review_may_have_more_than_two_reviewing_states(cast: Cast, session: Session) -> None:
    eldoria = a_state(session, "Eldoria")
    pair(session, cast.review, eldoria, "UNTOC")
    session.expire_all()
    names = [state.name for state in cast.untoc.reviewing_states]
    assert names == ["Belmora", "Cordania", "Eldoria"]
    assert [state.name for state in cast.tip.participants] == ["Arcadia", "Belmora"]


def test_who_reviews_several_instruments_is_named_once(cast: Cast) -> None:
    assert [state.name for state in cast.review.participants()] == [
        "Arcadia",
        "Belmora",
        "Cordania",
    ]


def test_a_person_sees_the_reviews_they_serve_in_and_no_other(cast: Cast, session: Session) -> None:
    def seen(person: object) -> list[str]:
        return [review.state.name for review in visible_reviews(session, cast.acting(person))]

    assert seen(cast.belmora.observer) == ["Arcadia"]
    assert seen(cast.delmar.expert) == ["Delmar"]
    assert seen(cast.officer) == ["Arcadia", "Delmar"]
    assert seen(None) == []


def test_a_reviewing_state_s_scope_is_the_strands_of_its_instruments(
    cast: Cast, session: Session
) -> None:
    def scope(state: int) -> set[int]:
        return set(session.scalars(strands_in_scope(cast.review.id, state)))

    assert scope(cast.belmora.state.id) == {cast.untoc.id, cast.tip.id}
    assert scope(cast.cordania.state.id) == {cast.untoc.id}
    assert scope(cast.delmar.state.id) == set()


def test_a_state_is_reviewed_once_in_a_cycle(cast: Cast, session: Session) -> None:
    again = {"cycle_id": cast.review.cycle_id, "state_id": cast.review.state_id}
    session.add(Review(**again, opened_at=cast.review.opened_at))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_phase_has_one_strand_for_an_instrument(cast: Cast, session: Session) -> None:
    with pytest.raises(IntegrityError):
        cast.untoc.instrument = "TIP"
        session.flush()
    session.rollback()
    assert cast.phase.starts_on == date(2027, 1, 1)
