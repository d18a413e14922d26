"""The officers of the secretariat: the first one by the installation, others by an officer."""

from __future__ import annotations

from sqlalchemy.orm import Session

from reviewmech.actions import invitations, persons
from reviewmech.actions.act import act
from reviewmech.actions.notices import words
from reviewmech.actions.persons import Named
from reviewmech.records.accounts import Invitation
from reviewmech.records.database import now
from reviewmech.records.nominations import service
from reviewmech.records.people import Appointment
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict
from reviewmech.rules.vocabulary import Capacity


@act(Action.APPOINT_OFFICER)
def appoint_officer(
    session: Session,
    actor: Actor,
    subject: None,
    *,
    name: str,
    address: str,
    title: str = "",
    phone: str = "",
) -> Invitation:
    """Appoint an officer; the link leaves by letter, and its ``secret`` is known here, once."""
    person = persons.found_or_made(session, Named(name, address, title, phone), None)
    if service(session, person):
        raise Conflict("%(name)s is an officer of the secretariat already.", name=person.name)
    session.add(Appointment(person=person, capacity=Capacity.OFFICER, since=now(session)))
    opening = words(session, person.language).gettext(persons.OFFICER)
    return invitations.send_link(session, person, opening)
