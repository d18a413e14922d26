"""A person's mark in a review: it goes forward alone, and tells nobody else anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.observations import propose_observation
from reviewmech.actions.visits import catch_up
from reviewmech.records.database import now
from reviewmech.records.journal import Entry, visible_entries
from reviewmech.records.people import Person
from reviewmech.records.reviews import case
from reviewmech.records.visits import Visit, how_much, news
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import NotFound
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import ObservationKind
from tests.actions.test_meetings import meet
from tests.cast import Cast
from tests.conftest import Clock
from tests.drafts import save


def fresh(cast: Cast, person: Person) -> list[Action]:
    """Return what is new to a person, checking that the count on the desk says the same."""
    actor = cast.acting(person)
    _since, found = news(cast.session, cast.review, actor)
    assert how_much(cast.session, [cast.review], actor, {}).get(cast.review.id, 0) == len(found)
    return [each.action for each in found]


def see(cast: Cast, person: Person) -> Visit:
    moment = now(cast.session)
    return catch_up(cast.session, cast.acting(person), None, review=cast.review, up_to=moment)


def test_what_happened_before_one_was_named_is_not_new(
    cast: Cast, session: Session, clock: Clock
) -> None:
    assert fresh(cast, cast.belmora.expert) == []
    clock.forward(hours=1)
    meet(cast, cast.arcadia.focal_point)
    assert fresh(cast, cast.belmora.expert) == [Action.RECORD_MEETING]
    assert fresh(cast, cast.officer) == [Action.RECORD_MEETING]


def test_what_one_did_oneself_is_not_new(cast: Cast, clock: Clock) -> None:
    clock.forward(hours=1)
    meet(cast, cast.arcadia.focal_point)
    assert fresh(cast, cast.arcadia.focal_point) == []


def test_what_was_seen_is_new_no_more_to_that_person_alone(cast: Cast, clock: Clock) -> None:
    clock.forward(hours=1)
    meet(cast, cast.arcadia.focal_point)
    see(cast, cast.belmora.expert)
    assert fresh(cast, cast.belmora.expert) == []
    assert fresh(cast, cast.belmora.focal_point) == [Action.RECORD_MEETING]
    clock.forward(hours=1)
    meet(cast, cast.arcadia.focal_point)
    assert fresh(cast, cast.belmora.expert) == [Action.RECORD_MEETING]


def test_what_happened_after_the_page_was_shown_stays_new(cast: Cast, clock: Clock) -> None:
    shown = clock.moment
    clock.forward(hours=1)
    meet(cast, cast.arcadia.focal_point)
    actor = cast.acting(cast.belmora.expert)
    catch_up(cast.session, actor, None, review=cast.review, up_to=shown)
    assert fresh(cast, cast.belmora.expert) == [Action.RECORD_MEETING]


def test_a_mark_never_goes_back_nor_into_the_future(cast: Cast, clock: Clock) -> None:
    clock.forward(hours=5)
    mark = see(cast, cast.belmora.expert)
    actor = cast.acting(cast.belmora.expert)
    for days in (-3, 3):
        moment = clock.moment + timedelta(days=days)
        mark = catch_up(cast.session, actor, None, review=cast.review, up_to=moment)
        assert mark.told_up_to == clock.moment


def test_a_stranger_marks_nothing(cast: Cast, session: Session) -> None:
    with pytest.raises(NotFound):
        see(cast, cast.delmar.expert)
    assert session.scalars(select(Visit)).all() == []


def test_a_mark_is_told_in_no_journal(cast: Cast, session: Session) -> None:
    see(cast, cast.belmora.expert)
    (line,) = session.scalars(select(Entry).where(Entry.action == Action.CATCH_UP))
    assert line.review_id is None
    for person in (cast.belmora.expert, cast.belmora.focal_point, cast.officer):
        actor = cast.acting(person)
        assert visible_entries(session, cast.review.id, actor, case(cast.review)) == []


def test_what_is_new_never_tells_of_another_state_s_inside_nor_of_a_strand_out_of_scope(
    cast: Cast, session: Session, clock: Clock
) -> None:
    clock.forward(hours=1)
    save(cast, cast.untoc, "untoc-5-offence", {"choice": "yes"})
    cast.tip.step = Step.OBSERVATIONS
    session.commit()
    propose_observation(
        session,
        cast.acting(cast.belmora.expert),
        cast.tip,
        kind=ObservationKind.GAP,
        article="5",
        text="There is little practice.",
    )
    assert fresh(cast, cast.belmora.focal_point) == [Action.PROPOSE_OBSERVATION]
    assert fresh(cast, cast.cordania.focal_point) == []
    assert fresh(cast, cast.officer) == [Action.PROPOSE_OBSERVATION]
    assert set(fresh(cast, cast.arcadia.focal_point)) == {
        Action.SAVE_ANSWER,
        Action.PROPOSE_OBSERVATION,
    }


def test_the_same_request_twice_marks_once(cast: Cast, session: Session, clock: Clock) -> None:
    actor = cast.acting(cast.belmora.expert)
    given = {"review": cast.review, "up_to": clock.moment, "request_id": "the-same"}
    made = [catch_up(session, actor, None, **given) for _time in range(2)]
    assert made[0] is made[1] and len(session.scalars(select(Visit)).all()) == 1
