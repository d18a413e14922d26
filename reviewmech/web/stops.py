"""The clock of a strand's step: when it is due, the days that do not count, and why."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField
from wtforms.validators import Optional

from reviewmech.actions.stops import LONGEST_REASON, start_clock, stop_clock
from reviewmech.records import stops as records
from reviewmech.records.database import now
from reviewmech.records.reviews import Strand
from reviewmech.records.stops import ClockStop
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.web import gate, languages, present
from reviewmech.web.forms import ActForm, LineField
from reviewmech.web.readership import others

pages = gate.Pages("stops", __name__)

CLOCK = "/strands/<int:strand_id>/clock"


class StopForm(ActForm):
    """Stop the clock: why, from when, and until when if that is known."""

    reason = LineField(lazy_gettext("Why the clock stops"), longest=LONGEST_REASON)
    since = DateField(
        lazy_gettext("Since"),
        [Optional()],
        description=lazy_gettext("Today, unless all agreed on an earlier day."),
    )
    until = DateField(
        lazy_gettext("Until"),
        [Optional()],
        description=lazy_gettext("Leave it open if nobody knows the day yet."),
    )


@pages.get(CLOCK, may=Reading.REVIEW)
def clock(strand: Strand) -> ResponseReturnValue:
    """Show when the step is due, and the days on which its clock stood or stands."""
    return _page(strand, StopForm())


@pages.post(CLOCK + "/stop", may=Action.STOP_CLOCK)
def stop(strand: Strand) -> ResponseReturnValue:
    """Stop the clock of the step."""
    form, refusal = StopForm(), None
    if form.validate():
        given = {**form.given(), "request_id": form.request_id.data}
        try:
            stop_clock(gate.session(), gate.actor(), strand, **given)
        except Invalid as invalid:
            form.refuse(invalid)
        except Conflict as conflict:
            refusal = conflict
        else:
            flash(_("The clock is stopped. All in this strand can read why."))
            return _to_clock(strand)
    return _page(strand, form, refusal), refusal.status if refusal else 422


@pages.post(CLOCK + "/<int:stop_id>/end", may=Action.START_CLOCK)
def start(strand: Strand, stop_id: int) -> ResponseReturnValue:
    """End one stop of the step's clock."""
    session, form = gate.session(), ActForm()
    stop = session.get(ClockStop, stop_id)
    gate.belongs(stop, stop is not None and stop.strand_id == strand.id)
    try:
        start_clock(session, gate.actor(), strand, stop=stop, request_id=form.request_id.data)
    except Conflict as conflict:
        return _page(strand, StopForm(formdata=None), conflict), conflict.status
    if records.standing(session, strand, now(session).date()):
        flash(_("This stop is ended. The clock stands by another."))
    else:
        flash(_("The clock runs again. All in this strand can read when the step is due now."))
    return _to_clock(strand)


def _page(strand: Strand, form: StopForm, refusal: Conflict | None = None) -> str:
    today = now(gate.session()).date()
    made = records.stops(gate.session(), strand.id)
    of_step = [each for each in made if each.step is strand.step]
    return render_template(
        "stops/clock.html",
        strand=strand,
        form=form,
        refusal=refusal and languages.told(refusal),
        made=made,
        today=today,
        term=records.running(strand, of_step),
        standing=[each for each in of_step if each.stands(today)],
        is_open=any(each.is_open for each in of_step),
        due=present.due_words(strand.due_on, today),
        readers=others(strand),
    )


def _to_clock(strand: Strand) -> ResponseReturnValue:
    return redirect(url_for("stops.clock", strand_id=strand.id), 303)
