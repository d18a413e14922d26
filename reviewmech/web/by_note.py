"""Recording what a State did by note verbale: the officer chooses the note, the State acts."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from reviewmech.records.notes import NoteVerbale, notes_of
from reviewmech.records.states import State
from reviewmech.rules import access
from reviewmech.rules.access import Actor
from reviewmech.rules.refusals import Invalid
from reviewmech.web import gate
from reviewmech.web.forms import ActForm, RecordField
from reviewmech.web.present import day, state_name


class ByNoteForm(ActForm):
    """Choose the note from which an act of a State is recorded; `offer` fills the choices."""

    note = RecordField(lazy_gettext("Note verbale"))

    def offer(self, states: list[State]) -> bool:
        """Offer the notes received from these States; say whether there are any."""
        return self.offer_notes(notes_of(gate.session(), states))

    def offer_notes(self, found: list[NoteVerbale]) -> bool:
        """Offer these notes; say whether there are any."""
        named = [(note.id, title(note)) for note in found]
        # None is chosen beforehand: the note says which State acts.
        self.note.choices = [(0, _("Choose a note")), *named] if found else []
        return bool(found)

    def acting_state(self) -> Actor:
        """Return the actor: the State of the note chosen, recorded by the officer signed in."""
        note = self.note.chosen(NoteVerbale)
        if note is None:
            raise Invalid("Choose a note verbale from the list; record it first if it is new.")
        return access.by_note(gate.actor(), note.state_id, note.id)


def title(note: NoteVerbale) -> str:
    """Return how a note is named in a list: whose, which, when."""
    return _(
        "%(state)s, %(reference)s of %(date)s",
        state=state_name(note.state),
        reference=note.reference,
        date=day(note.dated),
    )
