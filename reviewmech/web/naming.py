"""The forms of nominations: a note received, the person it names, the one who leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange

from reviewmech.records.notes import NoteVerbale, notes_of
from reviewmech.records.reviews import Review
from reviewmech.records.states import State, all_states
from reviewmech.rules.refusals import Invalid, Refused
from reviewmech.rules.vocabulary import Capacity
from reviewmech.web import by_note, gate, languages, present
from reviewmech.web.forms import REQUIRED, ActForm, LineField, RecordField
from reviewmech.web.present import said

R = TypeVar("R")

CHOOSE = 0
CHOOSE_ONE = lazy_gettext("Please choose one.")
CHOSEN = NumberRange(min=1, message=CHOOSE_ONE)
NAMED_BY_STATES = (Capacity.FOCAL_POINT, Capacity.EXPERT, Capacity.OBSERVER)


class NamingForm(ActForm):
    """A form of nominations: it acts, tells every refusal, and keeps what was typed."""

    status = 422

    def perform(self, act: Callable[..., R], subject: object, **given: Any) -> R | None:
        """Act with what was filled in; None when something is amiss, which the form then says."""
        if not self.validate_on_submit():
            return None
        request_id = self.request_id.data
        try:
            return act(gate.session(), gate.actor(), subject, **given, request_id=request_id)
        except Invalid as refusal:
            self.refuse(refusal)
        except Refused as refusal:
            self.form_errors.append(languages.told(refusal))
            self.status = refusal.status
        return None


class NoteForm(NamingForm):
    """A note verbale as it was received."""

    state = RecordField(lazy_gettext("From"), [CHOSEN])
    reference = LineField(lazy_gettext("Reference"), [InputRequired(REQUIRED)])
    dated = DateField(lazy_gettext("Date on the note"), [InputRequired(REQUIRED)])
    file = FileField(lazy_gettext("The note itself"))

    def offer(self) -> None:
        """Offer the States."""
        every = all_states(gate.session(), present.language())
        states = [(state.id, present.state_name(state)) for state in every]
        self.state.choices = [(CHOOSE, _("Choose a State")), *states]

    def note(self) -> dict[str, Any]:
        """Return the note, by the names the act takes."""
        upload = self.file.data
        return {
            "state": self.state.chosen(State),
            "reference": self.reference.data,
            "dated": self.dated.data,
            "file_name": upload.filename or "" if upload else "",
            "content": upload.read() if upload else b"",
        }


class FromNoteForm(NamingForm):
    """Something a note says of people."""

    note = RecordField(lazy_gettext("Note verbale"), [CHOSEN])

    def offer(self, states: list[State], otherwise: str | None = None) -> None:
        """Offer the notes of these States."""
        notes = notes_of(gate.session(), states)
        first = otherwise or _("Choose a note")
        self.note.choices = [(CHOOSE, first), *((note.id, by_note.title(note)) for note in notes)]

    def chosen_note(self) -> NoteVerbale | None:
        """Return the note chosen, if one is."""
        return self.note.chosen(NoteVerbale)


class PersonForm(NamingForm):
    """A person: their name, and how they are reached."""

    name = LineField(lazy_gettext("Name"), [InputRequired(REQUIRED)])
    title = LineField(lazy_gettext("Title or position"))
    address = LineField(lazy_gettext("E-mail address"), [InputRequired(REQUIRED)], longest=320)
    phone = LineField(lazy_gettext("Telephone"), longest=60)


class NewcomerForm(FromNoteForm, PersonForm):
    """A person whom a note names, and the language of the first letter to them."""

    language = SelectField(lazy_gettext("Language of the first letter"))

    def offer(self, states: list[State], otherwise: str | None = None) -> None:
        """Offer the notes of these States, and the languages that letters are written in."""
        super().offer(states, otherwise)
        self.language.choices = [(code, languages.own_name(code)) for code in languages.offered()]
        self.language.data = self.language.data or present.language()

    def named(self) -> dict[str, Any]:
        """Return the person and the note, by the names the act takes."""
        return {**self.given("note", "everywhere"), "note": self.chosen_note()}


class ReplaceForm(NewcomerForm):
    """The newcomer, and whether they take the leaver's place in all reviews."""

    everywhere = BooleanField()


class RegisterForm(NewcomerForm):
    """A person and the capacity they are named in."""

    capacity = RadioField(
        lazy_gettext("Named as"),
        [InputRequired(CHOOSE_ONE)],
        coerce=Capacity,
    )

    def offer_for(self, review: Review) -> None:
        """Offer the notes of the States in a review, and the capacities."""
        self.offer(review.participants())
        self.capacity.choices = [(each, said(each).capitalize()) for each in NAMED_BY_STATES]


class EndForm(FromNoteForm):
    """The end of an appointment; a registration by mistake ends without a note."""

    note = RecordField(lazy_gettext("Note verbale"))
