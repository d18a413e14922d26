"""Nominations: the notes received, whom they name, and who serves in a review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions import nominations as acts
from reviewmech.actions.successions import replace_everywhere
from reviewmech.records import nominations as records
from reviewmech.records.database import surroundings
from reviewmech.records.notes import NoteVerbale, notes_received
from reviewmech.records.people import Appointment, Chair, chairs
from reviewmech.records.people import roster as serving
from reviewmech.records.reviews import Review
from reviewmech.records.states import State
from reviewmech.rules.purposes import Action, Reading
from reviewmech.web import gate
from reviewmech.web.files import hand_out
from reviewmech.web.gate import Pages
from reviewmech.web.naming import EndForm, FromNoteForm, NoteForm, RegisterForm, ReplaceForm

pages = Pages("nominations", __name__)

T = TypeVar("T")

PEOPLE = "/reviews/<int:review_id>/people"
ONE = f"{PEOPLE}/<int:appointment_id>"

NOTES_ON_A_PAGE = 50


@pages.get("/notes", may=Reading.STEERING)
def notes() -> ResponseReturnValue:
    """List the notes received, and offer to record another."""
    return _notes(NoteForm())


@pages.post("/notes", may=Action.RECORD_NOTE)
def record_note() -> ResponseReturnValue:
    """Record a note received."""
    form = NoteForm()
    form.offer()
    note = form.perform(acts.record_note, None, **form.note())
    if note is None:
        return _notes(form), form.status
    flash(_("The note is recorded. Register the people it names now."))
    return redirect(url_for("nominations.note", note_id=note.id), 303)


LAST_PAGE = 10_000
"""A page beyond which nobody turns, and no database counts."""


def _notes(form: NoteForm) -> str:
    form.offer()
    page = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    found = notes_received(gate.session(), (page - 1) * NOTES_ON_A_PAGE, NOTES_ON_A_PAGE + 1)
    return render_template(
        "nominations/notes.html",
        form=form,
        notes=found[:NOTES_ON_A_PAGE],
        newer=url_for("nominations.notes", page=page - 1) if page > 1 else None,
        older=url_for("nominations.notes", page=page + 1) if len(found) > NOTES_ON_A_PAGE else None,
    )


@pages.get("/notes/<int:note_id>", may=Reading.STEERING)
def note(note_id: int) -> ResponseReturnValue:
    """Show a note, whom it names, and the reviews for which it can name others."""
    found = _note(note_id)
    named = records.named_by(gate.session(), found)
    ended = records.ended_by(gate.session(), found)
    reviews = records.reviews_of(gate.session(), found.state)
    return render_template(
        "nominations/note.html",
        note=found,
        named=named,
        ended=ended,
        reviews=reviews,
        further=_further(named, reviews),
        by_id=records.reviews_by_id(gate.session(), named + ended),
    )


def _further(named: list[Appointment], reviews: list[Review]) -> dict[int, dict[int, Appointment]]:
    """Return, by review, whom the note names elsewhere and nobody has registered there yet."""
    serving = [each for each in named if each.until is None]
    held = {(each.review_id, each.person_id) for each in serving}
    return {
        review.id: {
            each.person_id: each for each in serving if (review.id, each.person_id) not in held
        }
        for review in reviews
    }


@pages.get("/notes/<int:note_id>/file", may=Reading.STEERING)
def note_file(note_id: int) -> ResponseReturnValue:
    """Give the file of a note, as it was received."""
    return hand_out(_found(_note(note_id).file))


def _note(note_id: int) -> NoteVerbale:
    return _found(gate.session().get(NoteVerbale, note_id))


def _found(thing: T | None) -> T:
    gate.belongs(thing, thing is not None)
    return cast(T, thing)


@dataclass(frozen=True)
class Team:
    """The people of one State in a review, as this reader may see them."""

    state: State
    people: list[Appointment]
    vacant: bool
    since: datetime | None
    reachable: bool
    """Whether the reader sees addresses and telephones: the State's own people, the secretariat."""


@pages.get(PEOPLE, may=Reading.REVIEW)
def roster(review: Review) -> ResponseReturnValue:
    """Show who serves in a review, State by State."""
    people, held = serving(gate.session(), review.id), chairs(gate.session(), review.id)
    teams = [
        _team(review, state, people, held.get(state.id, Chair())) for state in review.participants()
    ]
    return render_template("nominations/roster.html", review=review, teams=teams)


def _team(review: Review, state: State, people: list[Appointment], chair: Chair) -> Team:
    actor = gate.actor()
    return Team(
        state=state,
        people=[each for each in people if each.state_id == state.id],
        vacant=chair.holder is None,
        since=chair.vacant_since,
        reachable=actor.officer or actor.state_in(review.id) == state.id,
    )


@pages.get(f"{PEOPLE}/register", may=Reading.STEERING)
def registering(review: Review) -> ResponseReturnValue:
    """Offer to register a person from a note; one the note names elsewhere is filled in."""
    known = _known(request.args.get("known", 0, type=int))
    form = RegisterForm(note=request.args.get("note", 0, type=int), **known)
    return _registering(review, form)


def _known(appointment_id: int) -> dict[str, Any]:
    """Return what is known of a person from their appointment elsewhere."""
    found = gate.session().get(Appointment, appointment_id)
    if found is None or found.review_id is None:
        return {}
    details = ("name", "title", "address", "phone")
    return {"capacity": found.capacity, **{name: getattr(found.person, name) for name in details}}


@pages.post(f"{PEOPLE}/register", may=Action.REGISTER_PERSON)
def register(review: Review) -> ResponseReturnValue:
    """Register a person from a note, and go back to the note for the next one."""
    form = RegisterForm()
    form.offer_for(review)
    made = form.perform(acts.register_person, review, **form.named())
    if made is None:
        return _registering(review, form), form.status
    flash(_("%(name)s is registered; a letter is on its way.", name=made.person.name))
    return redirect(url_for("nominations.note", note_id=made.named_by_id), 303)


def _registering(review: Review, form: RegisterForm) -> str:
    form.offer_for(review)
    return render_template("nominations/register.html", review=review, form=form)


@pages.get(f"{ONE}/replace", may=Reading.STEERING)
def replacing(review: Review, appointment_id: int) -> ResponseReturnValue:
    """Offer to replace a person by another."""
    return _about(
        review, _serving(review, appointment_id), ReplaceForm(), "nominations/replace.html"
    )


@pages.post(f"{ONE}/replace", may=Action.REPLACE_PERSON)
def replace(review: Review, appointment_id: int) -> ResponseReturnValue:
    """Replace a person by another, in one act."""
    form, leaver = ReplaceForm(), _once(review, appointment_id)
    _offer(form, leaver)
    replace_person = replace_everywhere if form.everywhere.data else acts.replace_person
    made = form.perform(replace_person, review, leaver=leaver, **form.named())
    if made is None:
        return _about(review, leaver, form, "nominations/replace.html"), form.status
    flash(_("%(name)s serves now; a letter is on its way.", name=made.person.name))
    return _to_roster(review)


@pages.get(f"{ONE}/end", may=Reading.STEERING)
def ending(review: Review, appointment_id: int) -> ResponseReturnValue:
    """Offer to end an appointment."""
    return _about(review, _serving(review, appointment_id), EndForm(), "nominations/end.html")


@pages.post(f"{ONE}/end", may=Action.END_APPOINTMENT)
def end(review: Review, appointment_id: int) -> ResponseReturnValue:
    """End an appointment."""
    form, leaver = EndForm(), _once(review, appointment_id)
    _offer(form, leaver)
    note = form.chosen_note()
    ended = form.perform(acts.end_appointment, review, appointment=leaver, note=note)
    if ended is None:
        return _about(review, leaver, form, "nominations/end.html"), form.status
    flash(_("The appointment of %(name)s has ended.", name=leaver.person.name))
    return _to_roster(review)


@pages.post(
    "/reviews/<int:review_id>/people/<int:appointment_id>/link", may=Action.ISSUE_INVITATION
)
def send_link(review: Review, appointment_id: int) -> ResponseReturnValue:
    """Send a person a new link."""
    person = _serving(review, appointment_id).person
    acts.issue_invitation(
        gate.session(), gate.actor(), None, person=person, request_id=_request_id()
    )
    flash(_("A letter with a new link is on its way to %(name)s.", name=person.name))
    return _to_roster(review)


@pages.post(
    "/reviews/<int:review_id>/people/<int:appointment_id>/code", may=Action.ISSUE_INVITATION
)
def issue_code(review: Review, appointment_id: int) -> ResponseReturnValue:
    """Show, this once, a short code to be read out to a person."""
    person = _serving(review, appointment_id).person
    issued = acts.issue_invitation(
        gate.session(), gate.actor(), None, person=person, by_code=True, request_id=_request_id()
    )
    place = surroundings(gate.session()).address + url_for("signin.code")
    page = render_template(
        "nominations/code.html", review=review, person=person, invitation=issued, place=place
    )
    return page, 200, {"Cache-Control": "no-store"}


def _request_id() -> str | None:
    return request.form.get("request_id")


def _once(review: Review, appointment_id: int) -> Appointment:
    """Return an appointment of this review, also one that has ended."""
    found = _found(gate.session().get(Appointment, appointment_id))
    gate.belongs(found, found.review_id == review.id)
    return found


def _serving(review: Review, appointment_id: int) -> Appointment:
    found = _once(review, appointment_id)
    gate.belongs(found, found.until is None)
    return found


def _offer(form: FromNoteForm, leaver: Appointment) -> None:
    states = [leaver.state] if leaver.state else []
    form.offer(states, _("Without a note") if isinstance(form, EndForm) else None)


def _about(review: Review, leaver: Appointment, form: FromNoteForm, page: str) -> str:
    _offer(form, leaver)
    posts = records.service(gate.session(), leaver.person)
    elsewhere = records.reviews_by_id(gate.session(), [post for post in posts if post != leaver])
    return render_template(page, review=review, leaver=leaver, form=form, elsewhere=elsewhere)


def _to_roster(review: Review) -> ResponseReturnValue:
    return redirect(url_for("nominations.roster", review_id=review.id), 303)
