"""The officers of the secretariat are appointed by the system or by an officer."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.officers import appoint_officer
from reviewmech.records.letters import Letter
from reviewmech.records.people import officers
from reviewmech.rules.access import NOBODY, THE_SYSTEM
from reviewmech.rules.refusals import Conflict, Invalid, NotPermitted
from tests.cast import Cast

NEW = {"name": "Nadia Officer", "address": "nadia@example.org"}


def test_the_system_appoints_the_first_officer(session: Session) -> None:
    invitation = appoint_officer(session, THE_SYSTEM, None, **NEW)
    person = invitation.person
    assert officers(session) == [person] and person.password_hash is None
    letter = session.scalars(select(Letter)).one()
    assert letter.address == "nadia@example.org" and invitation.secret in letter.body


def test_an_officer_appoints_another_and_nobody_else_does(cast: Cast, session: Session) -> None:
    appoint_officer(session, cast.acting(cast.officer), None, **NEW)
    assert [each.name for each in officers(session)] == ["Nadia Officer", "Olive Officer"]
    for actor in (NOBODY, cast.acting(cast.arcadia.focal_point)):
        with pytest.raises(NotPermitted):
            appoint_officer(session, actor, None, name="Mole", address="mole@example.org")


def test_an_officer_is_appointed_once(cast: Cast, session: Session) -> None:
    again = {"name": "olive  officer", "address": cast.officer.address}
    with pytest.raises(Conflict, match="officer of the secretariat already"):
        appoint_officer(session, THE_SYSTEM, None, **again)


def test_nobody_serves_a_state_and_the_secretariat(cast: Cast, session: Session) -> None:
    expert = cast.arcadia.expert
    with pytest.raises(Conflict, match="serves Arcadia"):
        appoint_officer(session, THE_SYSTEM, None, name=expert.name, address=expert.address)


def test_an_address_that_no_letter_reaches_is_refused(session: Session) -> None:
    for address in ("nadia", "nadia@", "a b@example.org", "nadia@example.org\nBcc: x@y.org", ""):
        with pytest.raises(Invalid) as refusal:
            appoint_officer(session, THE_SYSTEM, None, name="Nadia", address=address)
        assert refusal.value.field == "address"
