"""Nominations: whom a State names by note verbale, for which reviews, and who leaves."""

from __future__ import annotations

import mimetypes
from datetime import date, timedelta
from pathlib import PurePath

from sqlalchemy.orm import Session

from reviewmech.actions import invitations, persons
from reviewmech.actions.act import act
from reviewmech.actions.persons import Named
from reviewmech.records import nominations
from reviewmech.records.accounts import Invitation, close_invitations
from reviewmech.records.attachments import Attachment
from reviewmech.records.database import now, surroundings
from reviewmech.records.notes import NoteVerbale, note_of
from reviewmech.records.people import Appointment, Person, focal_point
from reviewmech.records.reviews import Review
from reviewmech.records.states import State
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.rules.texts import LONGEST_LINE, clean, required
from reviewmech.rules.vocabulary import Capacity

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of the file of a note."""


@act(Action.RECORD_NOTE)
def record_note(
    session: Session,
    actor: Actor,
    subject: None,
    *,
    state: State,
    reference: str,
    dated: date,
    file_name: str = "",
    content: bytes = b"",
) -> NoteVerbale:
    """Record a note verbale received from a State, with its file if there is one."""
    reference = required(reference, longest=LONGEST_LINE, field="reference")
    if dated > now(session).date() + timedelta(days=1):
        raise Invalid("This date lies in the future. Give the date on the note.", field="dated")
    if note_of(session, state, reference):
        raise Conflict(
            "The note %(reference)s of %(state)s is recorded already. Open it in the list of "
            "notes and go on from there.",
            reference=reference,
            state=state,
        )
    note = NoteVerbale(
        state_id=state.id,
        reference=reference,
        dated=dated,
        file=_kept(session, actor, file_name, content) if file_name else None,
        recorded_by_id=actor.person,
        recorded_at=now(session),
    )
    session.add(note)
    return note


def _kept(session: Session, actor: Actor, name: str, content: bytes) -> Attachment:
    if not content:
        raise Invalid("This file is empty. Choose the file of the note again.", field="file")
    if len(content) > LARGEST_FILE:
        raise Invalid("This file is larger than 20 MB. Send a smaller copy of it.", field="file")
    return Attachment(
        sha256=surroundings(session).store.put(content),
        name=clean(PurePath(name.replace("\\", "/")).name)[-LONGEST_LINE:],
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=len(content),
        kept_at=now(session),
        kept_by_id=actor.person,
    )


@act(Action.REGISTER_PERSON)
def register_person(
    session: Session,
    actor: Actor,
    review: Review,
    *,
    note: NoteVerbale,
    capacity: Capacity,
    name: str,
    address: str,
    title: str = "",
    phone: str = "",
    language: str = "",
) -> Appointment:
    """Register a person whom a State names for a review, and write to them."""
    _check_part(review, note, capacity)
    person = persons.found_or_made(
        session, Named(name, address, title, phone, language), note.state
    )
    _check_free(session, review, person)
    if capacity is Capacity.FOCAL_POINT:
        _check_vacant(session, review, note.state)
    return _appoint(session, review, person, note, capacity)


@act(Action.REPLACE_PERSON)
def replace_person(
    session: Session,
    actor: Actor,
    review: Review,
    *,
    leaver: Appointment,
    note: NoteVerbale,
    name: str,
    address: str,
    title: str = "",
    phone: str = "",
    language: str = "",
) -> Appointment:
    """Put another person in the place of one who leaves; the leaver is out at once.

    The newcomer may take over the leaver's mailbox, and may be an expert or observer of the same
    State until now. What the leaver drafted stays with the State.
    """
    named, outgoing = Named(name, address, title, phone, language), leaver.person
    check_replacement(review, leaver, note, named)
    _end(session, leaver, note)
    if persons.holds(outgoing, named):
        persons.refuse_unless_gone(session, outgoing)
    newcomer = persons.found_or_made(session, named, note.state)
    before = nominations.post_in(session, newcomer, review)
    if before is not None and before.state_id == leaver.state_id:
        before.until, before.ended_by_id = now(session), note.id
        session.flush()
    _check_free(session, review, newcomer)
    return _appoint(session, review, newcomer, note, leaver.capacity)


def check_replacement(review: Review, leaver: Appointment, note: NoteVerbale, named: Named) -> None:
    """Refuse a replacement that this note cannot make, or that would change nobody."""
    _check_part(review, note, leaver.capacity)
    _check_in_force(review, leaver)
    _check_same_state(leaver, note)
    if persons.is_named(leaver.person, named):
        raise Conflict(
            "%(name)s holds this post already. Give the name and the address of the newcomer.",
            name=leaver.person.name,
        )


@act(Action.END_APPOINTMENT)
def end_appointment(
    session: Session,
    actor: Actor,
    review: Review,
    *,
    appointment: Appointment,
    note: NoteVerbale | None = None,
) -> Appointment:
    """End an appointment; who serves nowhere any more is out at once."""
    _check_in_force(review, appointment)
    if note is not None:
        _check_same_state(appointment, note)
    _end(session, appointment, note)
    return appointment


@act(Action.ISSUE_INVITATION)
def issue_invitation(
    session: Session, actor: Actor, subject: None, *, person: Person, by_code: bool = False
) -> Invitation:
    """Send a new link, or issue a short code to be read out; earlier ones no longer work.

    The code is the invitation's ``secret``, this once: a request sent twice finds it empty.
    """
    if person.left_at is not None:
        raise Conflict(
            "%(name)s has left and can no longer be given a link. Register the person again if "
            "a State names them.",
            name=person.name,
        )
    close_invitations(session, person)
    if by_code:
        return invitations.issue_code(session, person)
    return persons.send_new_link(session, person)


def _appoint(
    session: Session, review: Review, person: Person, note: NoteVerbale, capacity: Capacity
) -> Appointment:
    appointed = Appointment(
        person=person,
        review_id=review.id,
        state_id=note.state_id,
        capacity=capacity,
        since=now(session),
        named_by_id=note.id,
    )
    session.add(appointed)
    session.flush()
    persons.tell_of_appointment(session, appointed, review)
    return appointed


def _end(session: Session, appointment: Appointment, note: NoteVerbale | None) -> None:
    appointment.until = now(session)
    appointment.ended_by_id = note.id if note else None
    # The leaver goes before the newcomer comes: the database holds one focal point at most.
    session.flush()
    persons.let_go(session, appointment.person)


def _check_part(review: Review, note: NoteVerbale, capacity: Capacity) -> None:
    if capacity is Capacity.OFFICER:
        raise Invalid("A State names focal points, experts and observers.", field="capacity")
    if note.state_id not in {state.id for state in review.participants()}:
        raise Invalid(
            "%(state)s takes no part in the review of %(reviewed)s. Choose another review, or "
            "name %(state)s a reviewing State first.",
            field="note",
            state=note.state,
            reviewed=review.state,
        )


def _check_same_state(appointment: Appointment, note: NoteVerbale) -> None:
    if note.state_id != appointment.state_id:
        raise Invalid(
            "This note is from %(state)s. Only a note of their own State ends an appointment.",
            field="note",
            state=note.state,
        )


def _check_in_force(review: Review, appointment: Appointment) -> None:
    if appointment.review_id != review.id or appointment.until is not None:
        raise Conflict(
            "The appointment of %(name)s has ended already; somebody was quicker. Nothing was "
            "changed. Open the list of people to see who serves now.",
            name=appointment.person.name,
        )


def _check_free(session: Session, review: Review, person: Person) -> None:
    post = nominations.post_in(session, person, review)
    if post is not None and post.state is not None:
        raise Conflict(
            "%(name)s serves %(state)s in this review already. One person holds one post in a "
            "review: end that appointment first, or replace the person who leaves by them.",
            name=person.name,
            state=post.state,
        )


def _check_vacant(session: Session, review: Review, state: State) -> None:
    present = focal_point(session, review.id, state.id)
    if present is not None:
        raise Conflict(
            "%(name)s is the focal point of %(state)s in this review. A State has one focal "
            "point: open the list of people and replace %(name)s.",
            name=present.name,
            state=state,
        )
