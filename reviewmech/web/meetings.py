"""Meetings of a review: what was agreed by telephone or in a room, for all who take part."""

from __future__ import annotations

from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, RadioField, SelectField
from wtforms.validators import InputRequired

from reviewmech.actions.meetings import record_meeting
from reviewmech.records.meetings import Meeting, visible_meetings
from reviewmech.records.reviews import Review, case
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.web import gate, languages, present
from reviewmech.web.forms import REQUIRED, ActForm, ProseField
from reviewmech.web.gate import Pages

pages = Pages("meetings", __name__)

LIST = "/reviews/<int:review_id>/meetings"


class RecordForm(ActForm):
    """A meeting as it was held."""

    held_on = DateField(lazy_gettext("Day"), [InputRequired(REQUIRED)])
    form = RadioField(lazy_gettext("Form"), [InputRequired(REQUIRED)])
    present = ProseField(
        lazy_gettext("Present"),
        [InputRequired(REQUIRED)],
        description=lazy_gettext("Who took part, and for which State: one a line."),
    )
    agreed = ProseField(lazy_gettext("Points agreed"), [InputRequired(REQUIRED)])
    next_dates = ProseField(lazy_gettext("Next dates"))
    language = SelectField(lazy_gettext("Language of this record"))

    def offer(self) -> None:
        """Offer the forms of a meeting and the languages."""
        self.form.choices = [(key, form_of(key)) for key in present.mechanism().meeting_forms]
        self.language.choices = list(present.written_in().items())


@pages.get(LIST, may=Reading.MEETINGS)
def meetings(review: Review) -> ResponseReturnValue:
    """Show the meetings of a review, newest first; a record stays under its correction."""
    found = visible_meetings(gate.session(), review.id, gate.actor(), case(review))
    by_key = {one.id: one for one in found}
    replaced = {one.replaces_id for one in found}
    return render_template(
        "meetings/meetings.html",
        review=review,
        meetings=[(one, _before(one, by_key)) for one in found if one.id not in replaced],
        own=gate.actor().state_in(review.id),
        form_of=form_of,
    )


def form_of(key: str) -> str:
    """Return how a meeting was held, in the reader's language."""
    return present.mechanism().meeting_form(key, present.language())


def _before(meeting: Meeting, by_key: dict[int, Meeting]) -> list[Meeting]:
    """Return the records a meeting's record has taken the place of, newest first."""
    found = []
    while meeting.replaces_id in by_key:
        meeting = by_key[meeting.replaces_id]
        found.append(meeting)
    return found


@pages.route(LIST + "/record", methods=["GET", "POST"], may=Action.RECORD_MEETING)
def record(review: Review) -> ResponseReturnValue:
    """Record a meeting, or correct a record."""
    replaces = _replaced(review)
    form = RecordForm(obj=replaces) if replaces else RecordForm()
    form.offer()
    if request.method == "GET" and replaces is None:
        form.language.data = present.language_to_write_in()
    if not form.validate_on_submit():
        return _recording(review, form, replaces), 422 if form.errors else 200
    try:
        made = record_meeting(
            gate.session(),
            gate.actor(),
            review,
            **form.given("replaces"),
            replaces=replaces,
            request_id=form.request_id.data,
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _recording(review, form, replaces), 422
    except Conflict as refusal:
        form.form_errors.append(languages.told(refusal))
        return _recording(review, form, replaces), refusal.status
    flash(_("The meeting is recorded. All in the review can read it."))
    to = url_for("meetings.meetings", review_id=review.id, _anchor=f"meeting-{made.id}")
    return redirect(to, 303)


def _replaced(review: Review) -> Meeting | None:
    """Return the record that is to be corrected, if the address names one of this review."""
    key = request.args.get("replaces", 0, type=int)
    if not 0 < key <= gate.LARGEST_KEY:
        return None
    found = gate.session().get(Meeting, key)
    gate.belongs(found, found is not None and found.review_id == review.id)
    return cast(Meeting, found)


def _recording(review: Review, form: RecordForm, replaces: Meeting | None) -> str:
    return render_template(
        "meetings/record.html",
        review=review,
        form=form,
        replaces=replaces,
        readers=_readers(review),
    )


def _readers(review: Review) -> str:
    """Name who reads the record beside those who write it."""
    own = gate.actor().state_in(review.id)
    others = [state for state in review.participants() if state.id != own]
    return present.names([*others, *([] if gate.actor().officer else [_("the secretariat")])])
