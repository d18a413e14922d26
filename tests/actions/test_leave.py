"""Leave to send: given by the focal point to experts of its own State, and ended with the post."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.dialogue import close_question, draft_question, send_question
from reviewmech.actions.leave import allow_sending
from reviewmech.records.database import now
from reviewmech.records.journal import visible_entries
from reviewmech.records.people import Appointment, Person
from reviewmech.records.reviews import case
from reviewmech.rules.refusals import Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from tests.cast import Cast


def post(session: Session, person: Person) -> Appointment:
    """Return the appointment of a person."""
    return session.scalars(select(Appointment).filter_by(person_id=person.id)).one()


def allow(cast: Cast, *people: Person) -> None:
    """Let these experts of Belmora send."""
    allow_sending(
        cast.session,
        cast.acting(cast.belmora.focal_point),
        cast.review,
        experts=[post(cast.session, each) for each in people],
    )


def ask(cast: Cast, person: Person) -> None:
    """Send a question as this person."""
    send_question(cast.session, cast.acting(person), cast.untoc, article="5", text="Which?")


def test_an_expert_with_leave_sends_and_without_it_does_not(cast: Cast) -> None:
    cast.put(Step.FEEDBACK)
    with pytest.raises(NotPermitted):
        ask(cast, cast.belmora.expert)
    allow(cast, cast.belmora.expert)
    ask(cast, cast.belmora.expert)
    allow(cast)
    with pytest.raises(NotPermitted):
        ask(cast, cast.belmora.expert)


def test_leave_opens_sending_and_nothing_else(cast: Cast, session: Session) -> None:
    strand, expert = cast.put(Step.FEEDBACK), cast.belmora.expert
    allow(cast, expert)
    asked = send_question(session, cast.acting(expert), strand, article="5", text="Which?")
    with pytest.raises(NotPermitted):
        close_question(session, cast.acting(expert), strand, thread=asked)
    with pytest.raises(NotPermitted):
        allow_sending(session, cast.acting(expert), cast.review, experts=[])


def test_leave_ends_with_the_appointment(cast: Cast, session: Session) -> None:
    cast.put(Step.FEEDBACK)
    allow(cast, cast.belmora.expert)
    post(session, cast.belmora.expert).until = now(session)
    session.commit()
    with pytest.raises(NotFound):
        ask(cast, cast.belmora.expert)
    with pytest.raises(Invalid):
        allow(cast, cast.belmora.expert)


def test_a_focal_point_gives_leave_to_experts_of_its_own_state_alone(
    cast: Cast, session: Session
) -> None:
    for person in (cast.cordania.expert, cast.belmora.observer, cast.belmora.focal_point):
        with pytest.raises(Invalid) as refusal:
            allow(cast, person)
        assert refusal.value.field == "experts"
    for person in (cast.belmora.expert, cast.belmora.observer, cast.officer):
        with pytest.raises(NotPermitted):
            allow_sending(session, cast.acting(person), cast.review, experts=[])
    with pytest.raises(NotFound):
        allow_sending(session, cast.acting(cast.delmar.focal_point), cast.review, experts=[])


def test_nobody_outside_the_state_hears_of_leave(cast: Cast, session: Session) -> None:
    allow(cast, cast.belmora.expert)

    def heard(person: Person) -> int:
        actor = cast.acting(person)
        return len(visible_entries(session, cast.review.id, actor, case(cast.review)))

    assert heard(cast.belmora.observer) == 1
    assert [
        heard(one) for one in (cast.arcadia.focal_point, cast.cordania.expert, cast.officer)
    ] == [
        0,
        0,
        0,
    ]


def test_leave_serves_its_own_review_and_a_draft_still_waits_for_those_without(
    cast: Cast, session: Session
) -> None:
    strand = cast.put(Step.FEEDBACK)
    allow(cast, cast.belmora.expert)
    draft = draft_question(
        session, cast.acting(cast.cordania.expert), strand, article="5", text="Which?"
    )
    with pytest.raises(NotPermitted):
        send_question(session, cast.acting(cast.cordania.expert), strand, draft=draft)
    with pytest.raises(NotFound):
        send_question(session, cast.acting(cast.belmora.expert), strand, draft=draft)
