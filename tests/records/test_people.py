"""People and their appointments: what the database holds, and who somebody is now."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reviewmech.records.database import now
from reviewmech.records.people import (
    Appointment,
    Person,
    actor,
    address_key,
    focal_point,
    holder_of,
    officers,
    roster,
    vacant_since,
)
from reviewmech.rules.access import Post
from reviewmech.rules.vocabulary import Capacity
from tests.cast import Cast, a_person, an_appointment
from tests.conftest import Clock


def post_of(session: Session, person: Person) -> Appointment:
    return session.scalars(select(Appointment).where(Appointment.person_id == person.id)).one()


def test_a_state_has_at_most_one_focal_point_in_a_review(cast: Cast, session: Session) -> None:
    second = a_person(session, "Second Focal Point", cast.review)
    with pytest.raises(IntegrityError):
        an_appointment(session, second, Capacity.FOCAL_POINT, cast.review, cast.arcadia.state)


def test_a_focal_point_who_left_makes_room_for_the_next(cast: Cast, session: Session) -> None:
    post_of(session, cast.arcadia.focal_point).until = now(session)
    session.flush()
    second = a_person(session, "Second Focal Point", cast.review)
    an_appointment(session, second, Capacity.FOCAL_POINT, cast.review, cast.arcadia.state)
    assert focal_point(session, cast.review.id, cast.arcadia.state.id) is second


def test_a_state_has_as_many_experts_as_it_names(cast: Cast, session: Session) -> None:
    second = a_person(session, "Second Expert", cast.review)
    an_appointment(session, second, Capacity.EXPERT, cast.review, cast.arcadia.state)
    capacities = [each.capacity for each in roster(session, cast.review.id, cast.arcadia.state.id)]
    assert capacities.count(Capacity.EXPERT) == 2


def test_a_person_serves_one_state_in_one_review(cast: Cast, session: Session) -> None:
    with pytest.raises(IntegrityError):
        an_appointment(
            session, cast.arcadia.expert, Capacity.EXPERT, cast.review, cast.belmora.state
        )


@pytest.mark.parametrize("capacity", [Capacity.FOCAL_POINT, Capacity.EXPERT, Capacity.OBSERVER])
def test_nobody_but_an_officer_serves_outside_a_review(
    capacity: Capacity, cast: Cast, session: Session
) -> None:
    with pytest.raises(IntegrityError):
        an_appointment(session, a_person(session, "New", cast.review), capacity)


def test_an_officer_serves_no_state(cast: Cast, session: Session) -> None:
    with pytest.raises(IntegrityError):
        person = a_person(session, "New", cast.review)
        an_appointment(session, person, Capacity.OFFICER, cast.review, cast.arcadia.state)


def test_an_address_is_held_by_one_person_at_a_time_however_it_is_spelt(
    cast: Cast, session: Session
) -> None:
    holder = cast.arcadia.focal_point
    assert holder_of(session, "  " + holder.address.upper()) is holder
    given = {"name": "Next", "title": "", "address": holder.address}
    session.add(Person(**given, address_key=address_key(holder.address)))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_mailbox_passes_from_person_to_person(cast: Cast, session: Session) -> None:
    leaver = cast.arcadia.focal_point
    leaver.left_at = now(session)
    session.flush()
    heir = Person(name="Heir", title="", address=leaver.address, address_key=leaver.address_key)
    session.add(heir)
    session.flush()
    assert holder_of(session, leaver.address) is heir
    assert heir.id != leaver.id


def test_a_person_is_what_their_appointments_in_force_say(cast: Cast, session: Session) -> None:
    expert = actor(session, cast.belmora.expert)
    assert expert.posts == (Post(cast.review.id, cast.belmora.state.id, Capacity.EXPERT),)
    assert (expert.person, expert.officer) == (cast.belmora.expert.id, False)
    officer = actor(session, cast.officer, level=2)
    assert (officer.officer, officer.posts, officer.level) == (True, (), 2)
    nobody = actor(session, None)
    assert (nobody.person, nobody.posts, nobody.officer) == (None, (), False)


def test_who_has_left_is_nothing_any_more(cast: Cast, session: Session) -> None:
    for person in (cast.belmora.expert, cast.officer):
        post_of(session, person).until = now(session)
    session.flush()
    assert actor(session, cast.belmora.expert).posts == ()
    assert not actor(session, cast.officer).officer
    assert officers(session) == []


def test_a_vacancy_is_shown_with_its_date(cast: Cast, session: Session, clock: Clock) -> None:
    of_arcadia = (session, cast.review.id, cast.arcadia.state.id)
    assert vacant_since(*of_arcadia) is None
    clock.forward(days=3)
    post_of(session, cast.arcadia.focal_point).until = clock.moment
    session.flush()
    assert vacant_since(*of_arcadia) == clock.moment
    assert focal_point(*of_arcadia) is None
    assert vacant_since(session, cast.review.id, cast.delmar.state.id) is None


def test_the_roster_names_focal_points_first(cast: Cast, session: Session) -> None:
    names = [each.person.name for each in roster(session, cast.review.id)]
    assert names[:3] == [f"Focal Point of {name}" for name in ("Arcadia", "Belmora", "Cordania")]
    assert len(names) == 9
    assert "Expert of Delmar" not in names
