"""The forms by which the secretariat steers: reviews, pairing, phases, officers."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, HiddenField, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from reviewmech.actions.phases import LONGEST_REASON
from reviewmech.records.editions import askable
from reviewmech.records.notes import NoteVerbale, notes_of
from reviewmech.records.openings import eligible_reviewers
from reviewmech.records.people import Person, officers
from reviewmech.records.reviews import Cycle, Review, Strand, cycles
from reviewmech.records.states import State, all_states, in_order, instruments_of
from reviewmech.rules.refusals import Conflict
from reviewmech.rules.steps import Step
from reviewmech.web import by_note, gate
from reviewmech.web.forms import REQUIRED, ActForm, CheckboxesField, LineField, RecordField
from reviewmech.web.present import (
    instrument_name,
    language,
    mechanism,
    names,
    part_title,
    state_name,
)

NOBODY = 0
NEW = 0
CHOOSE_ONE = lazy_gettext("Please choose one.")


class OfficersForm(ActForm):
    """Choose the case officer and the stand-in."""

    case_officer = RecordField(lazy_gettext("Case officer"), default=lambda: gate.actor().person)
    stand_in = RecordField(lazy_gettext("Stand-in"))

    def offer_officers(self) -> None:
        """Offer the officers of the secretariat."""
        serving = [(person.id, person.name) for person in officers(gate.session())]
        self.case_officer.choices = serving
        self.stand_in.choices = [(NOBODY, _("Nobody for now")), *serving]

    def chosen_officers(self) -> dict[str, Any]:
        """Return the two people chosen, by the names the acts take."""
        return {
            "case_officer": self.case_officer.chosen(Person),
            "stand_in": self.stand_in.chosen(Person),
        }


class OpenReviewForm(OfficersForm):
    """Open a review: the State, the cycle (one there is, or a new one), and the officers."""

    state = RecordField(lazy_gettext("State under review"), [DataRequired(CHOOSE_ONE)])
    cycle = RecordField(lazy_gettext("Cycle"))
    cycle_name = LineField(lazy_gettext("Name of the new cycle"))
    cycle_starts_on = DateField(lazy_gettext("First day of the new cycle"), [Optional()])

    def offer(self) -> None:
        """Offer the States, the cycles and the officers."""
        self.offer_officers()
        every = all_states(gate.session(), language())
        named = [(state.id, state_name(state)) for state in every]
        self.state.choices = [(NOBODY, _("Choose a State")), *named]
        held = [(cycle.id, cycle.name) for cycle in cycles(gate.session())]
        self.cycle.choices = [*held, (NEW, _("A new cycle"))]

    def chosen(self) -> dict[str, Any]:
        """Return what was chosen, by the names the act takes."""
        return {
            **self.chosen_officers(),
            "state": self.state.chosen(State),
            "cycle": self.cycle.chosen(Cycle),
            "cycle_name": self.cycle_name.data,
            "cycle_starts_on": self.cycle_starts_on.data,
        }


class PairForm(ActForm):
    """Name a reviewing State and the instruments it reviews; only eligible States are offered."""

    state = RecordField(lazy_gettext("Reviewing State"), [DataRequired(CHOOSE_ONE)])
    instruments = CheckboxesField(lazy_gettext("It reviews the"))

    def offer(self, review: Review) -> bool:
        """Offer the States that can review; say whether there are any."""
        eligible = eligible_reviewers(gate.session(), review)
        eligible.sort(key=lambda each: in_order(each[0], language()))
        offered = instruments_of(gate.session(), review.state)
        every = [one.code for one in mechanism().instruments if one.code in offered]
        named = [(state.id, _with_exceptions(state, every, codes)) for state, codes in eligible]
        self.state.choices = [(NOBODY, _("Choose a State")), *named]
        self.instruments.choices = [(code, instrument_name(code)) for code in every]
        return bool(eligible)


def _with_exceptions(state: State, every: list[str], codes: list[str]) -> str:
    """Name a State, and what it can not review here: for most there is nothing to say."""
    missing = names(instrument_name(code) for code in every if code not in codes)
    if not missing:
        return state_name(state)
    return _("%(state)s (not the %(instruments)s)", state=state_name(state), instruments=missing)


class PhaseForm(ActForm):
    """Open a phase: which part, and from when."""

    part = SelectField(lazy_gettext("What is reviewed"))
    starts_on = DateField(lazy_gettext("First day"), [InputRequired(REQUIRED)])

    def offer(self, review: Review) -> bool:
        """Offer the parts that can be asked about and are not open yet; say if there are any."""
        party_to = instruments_of(gate.session(), review.state)
        asked = {part for code, part in askable(gate.session()) if code in party_to}
        begun = {phase.part for phase in review.phases}
        self.part.choices = [
            (phase.part, part_title(phase.part))
            for phase in mechanism().phases
            if phase.part in asked - begun
        ]
        return bool(self.part.choices)


class MoveOnForm(ActForm):
    """Move a strand on: from which step, why, and by which note verbale."""

    step = HiddenField()
    reason = LineField(lazy_gettext("Reason"), [InputRequired(REQUIRED)], longest=LONGEST_REASON)
    note = RecordField(lazy_gettext("Note verbale"), [DataRequired(CHOOSE_ONE)])

    def offer(self, strand: Strand) -> bool:
        """Offer the notes of the States in the strand; say whether there are any."""
        notes = notes_of(gate.session(), strand.participants)
        known = [(note.id, by_note.title(note)) for note in notes]
        self.note.choices = [(NOBODY, _("Choose a note")), *known]
        return bool(notes)

    def step_shown(self) -> Step:
        """Return the step the strand was shown at."""
        if self.step.data not in set(Step):
            raise Conflict("The page was not complete, so nothing was changed. Open it again.")
        return Step(self.step.data)

    def chosen_note(self) -> NoteVerbale | None:
        """Return the note chosen."""
        return self.note.chosen(NoteVerbale)
