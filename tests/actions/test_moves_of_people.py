"""An act stands on who its actor is when it is done, not on who they were when the page came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from reviewmech.actions.accounts import change_password, end_session
from reviewmech.actions.comments import write_comment
from reviewmech.actions.contributions import contribute
from reviewmech.actions.contributors import invite_contributor, revoke_contributor
from reviewmech.actions.dialogue import draft_question, send_question
from reviewmech.actions.leave import allow_sending
from reviewmech.actions.nominations import end_appointment
from reviewmech.actions.passwords import hashed
from reviewmech.actions.reviews import unpair_state
from reviewmech.records import contributions
from reviewmech.records.accounts import SignIn, fingerprint, recognised
from reviewmech.records.journal import Entry
from reviewmech.records.people import Appointment, Person
from reviewmech.records.people import actor as actor_of
from reviewmech.records.reviews import Strand, case, whole
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import NotFound, NotPermitted, Refused
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.contributing import OFFENCE, YES, invite

PASSWORD = "seven lanterns over the harbour"
Sessions = sessionmaker[Session]
Recognise = Callable[[Session], Actor]


@dataclass
class Page:
    """A page that has recognised its reader and read its strand, as the gate does."""

    session: Session
    actor: Actor
    strand: Strand

    @property
    def acts(self) -> list[Action]:
        """The acts that were done, as the journal tells them."""
        self.session.rollback()
        return list(self.session.scalars(select(Entry.action).order_by(Entry.id)))


Opened = Callable[[Recognise], Page]


@pytest.fixture
def opened(stage: Cast, sessions: Sessions) -> Iterator[Opened]:
    """Give pages: in a session of its own the reader is recognised, and then the strand is read."""
    with sessions(expire_on_commit=False) as session:

        def open_page(recognise: Recognise) -> Page:
            actor = recognise(session)
            strand = whole(session, Strand, stage.untoc.id)
            assert strand is not None and case(strand)
            return Page(session, actor, strand)

        yield open_page


def as_somebody(person: Person) -> Recognise:
    """Return how a person is recognised, whatever session they come by."""
    key = person.id
    return lambda session: actor_of(session, session.get_one(Person, key))


def signed_in(cast: Cast, person: Person) -> tuple[SignIn, Recognise]:
    """Sign a person in, and return their session with how they are recognised by it."""
    moment = cast.review.opened_at
    token = f"token of {person.id}"
    row = SignIn(
        person_id=person.id,
        token_hash=fingerprint(token),
        started_at=moment,
        expires_at=moment.replace(year=moment.year + 1),
    )
    cast.session.add(row)
    cast.session.commit()

    def recognise(session: Session) -> Actor:
        found = recognised(session, token)
        assert found is not None
        return found[1]

    return row, recognise


def post(cast: Cast, person: Person) -> Appointment:
    """Return the appointment of a person."""
    return cast.session.scalars(select(Appointment).filter_by(person_id=person.id)).one()


def comment(page: Page) -> object:
    """Write an internal comment from a page."""
    return write_comment(page.session, page.actor, page.strand, question=OFFENCE, text="Which?")


def test_who_has_left_since_the_page_came_acts_no_more(stage: Cast, opened: Opened) -> None:
    page = opened(as_somebody(stage.arcadia.expert))
    leaver = post(stage, stage.arcadia.expert)
    end_appointment(stage.session, stage.acting(stage.officer), stage.review, appointment=leaver)
    with pytest.raises(NotFound):
        comment(page)
    assert page.acts == [Action.END_APPOINTMENT]


def test_who_leaves_between_two_acts_of_one_request_does_the_first_alone(
    stage: Cast, opened: Opened
) -> None:
    page = opened(as_somebody(stage.arcadia.expert))
    comment(page)
    leaver = post(stage, stage.arcadia.expert)
    end_appointment(stage.session, stage.acting(stage.officer), stage.review, appointment=leaver)
    with pytest.raises(NotFound):
        comment(page)
    assert page.acts == [Action.WRITE_COMMENT, Action.END_APPOINTMENT]


def test_leave_withdrawn_since_the_page_came_sends_nothing(stage: Cast, opened: Opened) -> None:
    stage.put(Step.FEEDBACK)
    chief, expert = stage.acting(stage.belmora.focal_point), stage.belmora.expert
    allow_sending(stage.session, chief, stage.review, experts=[post(stage, expert)])
    page = opened(as_somebody(expert))
    allow_sending(stage.session, chief, stage.review, experts=[])
    with pytest.raises(NotPermitted):
        send_question(page.session, page.actor, page.strand, article="5", text="Which?")
    assert page.acts == [Action.ALLOW_SENDING, Action.ALLOW_SENDING]


def test_a_state_released_since_the_page_came_does_nothing_more(
    stage: Cast, opened: Opened
) -> None:
    stage.put(Step.FEEDBACK)
    page = opened(as_somebody(stage.cordania.expert))
    unpair_state(
        stage.session,
        stage.acting(stage.officer),
        stage.review,
        state=stage.cordania.state,
        instrument="UNTOC",
    )
    with pytest.raises(NotFound):
        draft_question(page.session, page.actor, page.strand, article="5", text="Which?")
    assert page.acts == [Action.UNPAIR_STATE]


@pytest.mark.parametrize("renewed", [False, True], ids=["ended", "replaced"])
def test_a_link_that_is_no_longer_in_force_writes_nothing(
    stage: Cast, opened: Opened, renewed: bool
) -> None:
    contributor, key = invite(stage)
    chief = stage.acting(stage.arcadia.focal_point)

    def recognise(session: Session) -> Actor:
        held = contributions.holder_of(session, key)
        assert held is not None
        return contributions.actor(held)

    page = opened(recognise)
    change = invite_contributor if renewed else revoke_contributor
    change(stage.session, chief, stage.review, contributor=contributor)
    given: dict[str, Any] = {"value": YES, "started_from": 0, "language": "en"}
    with pytest.raises(Refused):
        contribute(page.session, page.actor, page.strand, question=OFFENCE, **given)
    assert Action.CONTRIBUTE not in page.acts


def test_a_session_ended_since_the_page_came_does_nothing_more(stage: Cast, opened: Opened) -> None:
    expert = stage.arcadia.expert
    row, recognise = signed_in(stage, expert)
    page = opened(recognise)
    end_session(stage.session, stage.acting(expert), None, ended=row)
    with pytest.raises(NotFound):
        comment(page)
    assert page.acts == [Action.END_SESSION]


def test_a_session_ended_by_a_new_password_sets_no_other(stage: Cast, opened: Opened) -> None:
    """Somebody at a stolen session is out at once, though their form was on its way."""
    expert = stage.arcadia.expert
    row, recognise = signed_in(stage, expert)
    kept = hashed(stage.session, PASSWORD, expert, field="password")
    expert.password_hash = kept
    stage.session.commit()
    page = opened(recognise)
    keeping = page.session.get_one(SignIn, row.id)
    end_session(stage.session, stage.acting(expert), None, ended=row)
    with pytest.raises(NotPermitted):
        change_password(
            page.session, page.actor, current=PASSWORD, new=PASSWORD + " again", keeping=keeping
        )
    page.session.rollback()
    assert page.session.get_one(Person, expert.id).password_hash == kept
