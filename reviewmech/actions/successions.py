"""Successions: one person takes the place of another in every review where they serve.

Each step is an act of its own, told in the journal of its own review. A mailbox passes only once
its holder serves nowhere: so the other appointments end first, and the newcomer takes them last.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from reviewmech.actions import persons
from reviewmech.actions.journal import tidy_request_id
from reviewmech.actions.nominations import (
    check_replacement,
    end_appointment,
    register_person,
    replace_person,
)
from reviewmech.actions.persons import Named
from reviewmech.records.journal import entry_of
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Appointment
from reviewmech.records.reviews import Review
from reviewmech.rules.access import Actor


def replace_everywhere(
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
    request_id: str,
) -> Appointment:
    """Replace a person here and wherever else they serve; sent again, it goes on where it was."""
    named = persons.tidy(Named(name, address, title, phone, language))
    if leaver.until is None:
        check_replacement(review, leaver, note, named)
    given = {"note": note, **vars(named)}
    others = _others(session, leaver, request_id)
    for other, post in others:
        mark = _ending(request_id, post)
        end_appointment(session, actor, other, appointment=post, note=note, request_id=mark)
    made = replace_person(session, actor, review, leaver=leaver, **given, request_id=request_id)
    for other, post in others:
        given["capacity"] = post.capacity
        register_person(session, actor, other, **given, request_id=f"{request_id}-{post.id}")
    return made


def _others(
    session: Session, leaver: Appointment, request_id: str
) -> list[tuple[Review, Appointment]]:
    """Return the other posts of a person for this State: in force, or ended by this request."""
    return [
        (session.get_one(Review, post.review_id), post)
        for post in leaver.person.appointments
        if post is not leaver
        and post.state_id == leaver.state_id
        and (post.until is None or entry_of(session, _ending(request_id, post)))
    ]


def _ending(request_id: str, post: Appointment) -> str:
    return tidy_request_id(f"{request_id}-{post.id}-end")
