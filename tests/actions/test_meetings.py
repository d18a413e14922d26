"""Meetings: recorded by those who clear, corrected by a further record, never changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.meetings import record_meeting
from reviewmech.records.database import now
from reviewmech.records.letters import Letter
from reviewmech.records.meetings import Meeting, visible_meetings
from reviewmech.records.people import Person
from reviewmech.records.reviews import case
from reviewmech.rules.access import Actor
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted, Refused
from tests.cast import Cast


def meet(cast: Cast, person: Person, **given: Any) -> Meeting:
    """Record a meeting by telephone."""
    words = {
        "held_on": now(cast.session).date(),
        "form": "telephone",
        "present": "Arcadia: Ana\nBelmora: Ben",
        "agreed": "Article 5 is discussed in March.",
        "next_dates": "3 March 2027",
        "language": "en",
        **given,
    }
    return record_meeting(cast.session, cast.acting(person), cast.review, **words)


def read_by(cast: Cast, actor: Actor) -> list[Meeting]:
    return visible_meetings(cast.session, cast.review.id, actor, case(cast.review))


def test_all_in_the_review_read_a_meeting_and_nobody_else_does(cast: Cast) -> None:
    made = meet(cast, cast.belmora.focal_point)
    assert (made.state, made.recorded_by) == (cast.belmora.state, cast.belmora.focal_point)
    for person in (cast.arcadia.expert, cast.cordania.observer, cast.officer):
        assert read_by(cast, cast.acting(person)) == [made]
    assert read_by(cast, cast.acting(cast.delmar.focal_point)) == []


def test_the_secretariat_records_a_meeting_for_no_state(cast: Cast) -> None:
    assert meet(cast, cast.officer).state is None


@pytest.mark.parametrize("who", ["expert", "observer"])
def test_an_expert_and_an_observer_record_none(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        meet(cast, getattr(cast.arcadia, who))


def test_to_a_stranger_the_review_does_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        meet(cast, cast.delmar.focal_point)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"present": " "}, "present"),
        ({"agreed": ""}, "agreed"),
        ({"language": "xx"}, "language"),
        ({"form": "by pigeon"}, "form"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    cast: Cast, given: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        meet(cast, cast.arcadia.focal_point, **given)
    assert refusal.value.field == field


def test_a_meeting_is_recorded_when_it_was_held(cast: Cast) -> None:
    tomorrow = now(cast.session).date() + timedelta(days=1)
    with pytest.raises(Invalid, match="still to come"):
        meet(cast, cast.arcadia.focal_point, held_on=tomorrow)


def test_a_correction_takes_the_place_and_the_record_before_stays(cast: Cast) -> None:
    first = meet(cast, cast.arcadia.focal_point)
    words = first.agreed
    second = meet(cast, cast.arcadia.focal_point, agreed="In April.", replaces=first)
    assert second.replaces_id == first.id and first.agreed == words
    assert {each.id for each in read_by(cast, cast.acting(cast.officer))} == {first.id, second.id}


def test_who_corrects_what_was_corrected_meanwhile_changes_nothing(cast: Cast) -> None:
    first = meet(cast, cast.arcadia.focal_point)
    meet(cast, cast.arcadia.focal_point, agreed="In April.", replaces=first)
    with pytest.raises(Conflict, match="was corrected meanwhile"):
        meet(cast, cast.arcadia.focal_point, agreed="In May.", replaces=first)


def test_each_side_corrects_its_own_record_alone(cast: Cast) -> None:
    first = meet(cast, cast.arcadia.focal_point)
    for person in (cast.belmora.focal_point, cast.officer):
        with pytest.raises(Conflict, match="another side"):
            meet(cast, person, replaces=first)


def test_a_record_of_another_review_cannot_be_corrected_here(cast: Cast, session: Session) -> None:
    elsewhere = meet(cast, cast.officer)
    elsewhere.review_id = cast.delmar.focal_point.appointments[0].review_id
    session.commit()
    with pytest.raises(Refused):
        meet(cast, cast.officer, replaces=elsewhere)


def test_a_request_sent_twice_records_one_meeting(cast: Cast, session: Session) -> None:
    made = [meet(cast, cast.arcadia.focal_point, request_id="the-same") for _time in range(2)]
    assert made[0] is made[1] and len(session.scalars(select(Meeting)).all()) == 1


def test_all_are_told_where_it_is_and_never_what_was_agreed(cast: Cast, session: Session) -> None:
    made = meet(cast, cast.arcadia.focal_point)
    letters = session.scalars(select(Letter)).all()
    assert len(letters) == 6
    for letter in letters:
        assert letter.body.endswith(f"/meetings%23meeting-{made.id}")
        assert "March" not in letter.subject + letter.body
