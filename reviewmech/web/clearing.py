"""Clearing observations: a selection of them, or the list as a whole; only this binds a State."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from reviewmech.actions.observations import clear_list
from reviewmech.actions.positions import clear_observations
from reviewmech.records.observations import visible_lines, visible_list
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Conflict, Invalid, Refused
from reviewmech.rules.vocabulary import Outcome
from reviewmech.web import adoption, as_adopted, gate, items, languages, wordings
from reviewmech.web.by_note import ByNoteForm
from reviewmech.web.forms import ActForm
from reviewmech.web.observation_list import held_in

pages = gate.Pages("clearing", __name__)

LIST = "/strands/<int:strand_id>/observations"


@pages.post(LIST + "/clear-selected", may=Action.CLEAR_OBSERVATIONS)
def clear_selected(strand: Strand) -> ResponseReturnValue:
    """Clear the positions ticked on the list."""
    form, chosen = ActForm(), request.form.getlist("position")
    if form.validate_on_submit():
        try:
            clear_observations(
                gate.session(),
                gate.actor(),
                strand,
                request_id=form.request_id.data,
                positions=chosen,
            )
        except (Conflict, Invalid) as refusal:
            flash(languages.told(refusal))
        else:
            said = ngettext(
                "%(num)s position is cleared: it binds your State now.",
                "%(num)s positions are cleared: they bind your State now.",
                len(set(chosen)),
            )
            flash(said)
    return redirect(_list(strand), 303)


@pages.route(LIST + "/clear", methods=["GET", "POST"], may=Action.CLEAR_LIST)
def clear(strand: Strand) -> ResponseReturnValue:
    """Show the list as it will be adopted, and clear it."""
    form = ActForm()
    if not form.validate_on_submit():
        return _as_adopted(strand)
    digest = request.form.get("digest", "")
    try:
        clear_list(
            gate.session(),
            gate.actor(),
            strand,
            request_id=form.request_id.data,
            digest=digest,
            positions=request.form.getlist("position"),
        )
    except (Conflict, Invalid) as refusal:
        return _as_adopted(strand, refusal)
    flash(_("The list is cleared for your State."))
    return redirect(_list(strand), 303)


@pages.post(LIST + "/clear-by-note", may=Reading.STEERING)
def clear_by_note(strand: Strand) -> ResponseReturnValue:
    """Record from a note verbale that a State cleared the list."""
    form = ByNoteForm()
    form.offer(strand.participants)
    clear_list(
        gate.session(),
        form.acting_state(),
        strand,
        request_id=form.request_id.data,
        digest=request.form.get("digest", ""),
    )
    flash(_("The clearance is recorded, and the State is told."))
    return redirect(_list(strand), 303)


def _as_adopted(strand: Strand, refusal: Refused | None = None) -> ResponseReturnValue:
    sight = (gate.actor(), gate.situation())
    listed = visible_list(gate.session(), strand.id, *sight)
    lines = visible_lines(gate.session(), strand, *sight)
    own = items.own_id(strand)
    held = held_in(listed, own)
    enter = [pair for pair in listed if pair[0].outcome is not Outcome.LEFT_OUT]
    page = render_template(
        "observations/clear.html",
        strand=strand,
        parts=list(as_adopted.parts(strand, enter, held, own)),
        left_out=[one for one, _wording in listed if one.outcome is Outcome.LEFT_OUT],
        disagreeing=[one for one in lines if own is not None and not one.item.suits(own)],
        own_id=own,
        held=held,
        sentences=[languages.told(refusal)] if refusal else [],
        state_name=items.own_name(strand),
        items=items,
        wordings=wordings,
        standing=adoption.standing(strand, [one.item for one in lines]),
    )
    return page, refusal.status if refusal else 200


def _list(strand: Strand) -> str:
    return url_for("observations.observations", strand_id=strand.id)
