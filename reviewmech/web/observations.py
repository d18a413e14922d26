"""The list of observations: what is proposed, what each State says of it, and its clearance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions import observations as acts
from reviewmech.records import observations as records
from reviewmech.records.clearances import clearances
from reviewmech.records.database import now
from reviewmech.records.observations import Observation
from reviewmech.records.reviews import Strand
from reviewmech.rules.closings import closings, silence_ends
from reviewmech.rules.observations import enters, is_settled
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Conflict, Invalid, NotPermitted, Refused
from reviewmech.rules.vocabulary import Clearing, Outcome
from reviewmech.web import gate, items, labels, languages, positions, present
from reviewmech.web.by_note import ByNoteForm
from reviewmech.web.forms import ActForm

pages = gate.Pages("observations", __name__)

LIST = "/strands/<int:strand_id>/observations"
ITEM = LIST + "/<int:observation_id>"


@pages.get(LIST, may=Reading.OBSERVATIONS)
def observations(strand: Strand) -> ResponseReturnValue:
    """Show the list by article and kind, with each State's position."""
    listed = _visible(strand)
    chosen = request.args.get("show", "")
    is_shown = items.chosen_filter(strand, chosen)
    by_note, adoption = ByNoteForm(), _adoption(strand, listed)
    return render_template(
        "observations/list.html",
        label=labels.title_of("list"),
        strand=strand,
        articles=items.by_article(strand, [item for item in listed if is_shown(item)]),
        listed=listed,
        filters=items.filter_links(strand, chosen, listed),
        next_act=_next_act(strand, listed),
        state_name=items.own_name(strand),
        by_note=by_note,
        notes=items.is_recorded(strand) and by_note.offer(adoption["waiting"]),
        items=items,
        **adoption,
    )


@pages.route(LIST + "/propose/<article>", methods=["GET", "POST"], may=Action.PROPOSE_OBSERVATION)
def propose(strand: Strand, article: str) -> ResponseReturnValue:
    """Propose an observation on an article."""
    section = records.questionnaire_of(gate.session(), strand).section(article)
    gate.belongs(section, bool(article))
    form = positions.ObservationForm()
    form.offer(strand, article)
    if form.validate_on_submit():
        try:
            made = acts.propose_observation(
                gate.session(),
                gate.actor(),
                strand,
                request_id=form.request_id.data,
                article=article,
                language=present.language(),
                **{**form.given(), "answers": form.sources()},
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("The observation is proposed. Your State agrees to it ad referendum."))
            return redirect(items.address(made), 303)
    page = render_template(
        "observations/propose.html",
        strand=strand,
        article=article,
        title=section.title(present.language()) if section else "",
        form=form,
        readers=items.readers(strand),
        state_name=items.own_name(strand),
    )
    return page, 422 if form.errors else 200


@pages.get(ITEM, may=Reading.OBSERVATIONS)
def observation(strand: Strand, observation_id: int) -> ResponseReturnValue:
    """Show an observation: its wordings, the positions, and what may be done."""
    return _sheet(strand, _found(strand, observation_id))


@pages.post(ITEM + "/wording", may=Action.PROPOSE_WORDING)
def wording(strand: Strand, observation_id: int) -> ResponseReturnValue:
    """Propose other wording."""
    form = positions.WordingForm()
    given = {**form.given(), "language": present.language()}
    done = _("Your wording is on the table. All positions start again.")
    return _act(strand, observation_id, form, acts.propose_wording, given, done)


@pages.post(ITEM + "/position", may=Action.TAKE_POSITION)
def position(strand: Strand, observation_id: int) -> ResponseReturnValue:
    """Agree or object, ad referendum."""
    form = positions.PositionForm()
    done = _("Your State's position is taken, ad referendum.")
    return _act(strand, observation_id, form, acts.take_position, form.given(), done)


@pages.post(ITEM + "/position-by-note", may=Reading.STEERING)
def position_by_note(strand: Strand, observation_id: int) -> ResponseReturnValue:
    """Record a State's position from its note verbale."""
    form = positions.PositionByNoteForm()
    form.offer(strand.participants)
    done = _("The State's position is recorded, and the State is told.")
    return _act(strand, observation_id, form, acts.take_position, form.given("note"), done)


@pages.post(ITEM + "/close", may=Action.CLOSE_OBSERVATION)
def close(strand: Strand, observation_id: int) -> ResponseReturnValue:
    """Close an observation that is not agreed."""
    form = positions.ClosingForm()
    form.offer(present.mechanism().closings)
    done = _("The observation is closed.")
    return _act(strand, observation_id, form, acts.close_observation, form.given(), done)


@pages.post(ITEM + "/confidential", may=Action.MARK_CONFIDENTIAL)
def confidential(strand: Strand, observation_id: int) -> ResponseReturnValue:
    """Mark an observation confidential, or take the mark away."""
    form = positions.ConfidentialForm()
    is_confidential = form.mark.data == positions.CONFIDENTIAL
    done = _("It enters no paper now.") if is_confidential else _("It can enter papers again.")
    given = {"is_confidential": is_confidential}
    return _act(strand, observation_id, form, acts.mark_confidential, given, done)


@pages.route(LIST + "/clear", methods=["GET", "POST"], may=Action.CLEAR_LIST)
def clear(strand: Strand) -> ResponseReturnValue:
    """Show the list as it will be adopted, and clear it."""
    form = ActForm()
    if not form.validate_on_submit():
        return _clearing(strand)
    digest = request.form.get("digest", "")
    try:
        acts.clear_list(
            gate.session(), gate.actor(), strand, request_id=form.request_id.data, digest=digest
        )
    except (Conflict, Invalid) as refusal:
        return _clearing(strand, refusal)
    flash(_("The list is cleared for your State."))
    return redirect(url_for("observations.observations", strand_id=strand.id), 303)


@pages.post(LIST + "/clear-by-note", may=Reading.STEERING)
def clear_by_note(strand: Strand) -> ResponseReturnValue:
    """Record from a note verbale that a State cleared the list."""
    form = ByNoteForm()
    form.offer(strand.participants)
    acts.clear_list(
        gate.session(),
        form.acting_state(),
        strand,
        request_id=form.request_id.data,
        digest=request.form.get("digest", ""),
    )
    flash(_("The clearance is recorded, and the State is told."))
    return redirect(url_for("observations.observations", strand_id=strand.id), 303)


def _act(
    strand: Strand,
    observation_id: int,
    form: ActForm,
    act: Callable[..., object],
    given: dict[str, Any],
    done: str,
) -> ResponseReturnValue:
    """Do what a form of the sheet asks; refused, show the sheet again with all that was typed."""
    found = _found(strand, observation_id)
    if not form.validate_on_submit():
        return _sheet(strand, found, form)
    request_id = form.request_id.data
    try:
        actor = form.acting_state() if isinstance(form, ByNoteForm) else gate.actor()
        act(gate.session(), actor, strand, observation=found, request_id=request_id, **given)
    except Invalid as refusal:
        form.refuse(refusal)
        return _sheet(strand, found, form, refusal)
    except (Conflict, NotPermitted) as refusal:
        return _sheet(strand, found, form, refusal)
    flash(done)
    return redirect(items.address(found), 303)


def _sheet(
    strand: Strand,
    found: Observation,
    sent: ActForm | None = None,
    refusal: Refused | None = None,
) -> ResponseReturnValue:
    """Show an observation; a form that was sent and refused stands there as it was filled in."""
    forms = {kind: sent if isinstance(sent, kind) else kind() for kind in positions.ON_THE_SHEET}
    rewording, stance, closing, by_note = forms.values()
    is_open = found.outcome is Outcome.OPEN
    if not isinstance(sent, positions.WordingForm):
        rewording.text.data = found.wording.text
    page = render_template(
        "observations/observation.html",
        strand=strand,
        observation=found,
        items=items,
        silence_ends=silence_ends(found.dispute, present.mechanism().silence),
        state_name=items.own_name(strand),
        own_id=gate.actor().state_in(strand.review.id),
        sent=sent,
        sentences=[] if refusal is None or isinstance(refusal, Invalid) else [_told(refusal)],
        rewording=rewording,
        stance=stance,
        closing=closing.offer(_closings(strand, found)) and closing,
        by_note=by_note,
        notes=items.is_recorded(strand) and is_open and by_note.offer(strand.participants),
        is_open=is_open,
    )
    return page, refusal.status if refusal else 422 if sent else 200


def _clearing(strand: Strand, refusal: Refused | None = None) -> ResponseReturnValue:
    listed = _visible(strand)
    page = render_template(
        "observations/clear.html",
        strand=strand,
        listed=[item for item in listed if enters(item.outcome)],
        left_out=[item for item in listed if item.outcome is Outcome.LEFT_OUT],
        own_id=gate.actor().state_in(strand.review.id),
        sentences=[_told(refusal)] if refusal else [],
        state_name=items.own_name(strand),
        items=items,
        **_adoption(strand, listed),
    )
    return page, refusal.status if refusal else 200


def _adoption(strand: Strand, listed: list[Observation]) -> dict[str, Any]:
    """Return how far the list is on its way to adoption."""
    digest = records.digest(listed)
    cleared = clearances(gate.session(), Clearing.LIST, strand.id, digest)
    done = {each.state_id for each in cleared}
    return {
        "settled": is_settled(item.item for item in listed),
        "digest": digest,
        "cleared": cleared,
        "waiting": [state for state in strand.participants if state.id not in done],
    }


def _found(strand: Strand, observation_id: int) -> Observation:
    found = records.visible_observation(
        gate.session(), strand.id, observation_id, gate.actor(), gate.situation()
    )
    gate.belongs(found, found is not None)
    assert found is not None
    return found


def _visible(strand: Strand) -> list[Observation]:
    return records.visible_observations(gate.session(), strand.id, gate.actor(), gate.situation())


def _told(refusal: Refused) -> str:
    return languages.told(refusal)


def _closings(strand: Strand, found: Observation) -> frozenset[Outcome]:
    state = gate.actor().state_in(strand.review.id)
    if state is None or not gate.may(Action.CLOSE_OBSERVATION, strand):
        return frozenset()
    today = now(gate.session()).date()
    mechanism = present.mechanism()
    return closings(found.dispute, state, today, mechanism.silence) & mechanism.closings


def _next_act(strand: Strand, listed: list[Observation]) -> tuple[str, str] | None:
    """Return the reader's one next act: to clear what is settled, or to take the next position."""
    own = gate.actor().state_in(strand.review.id)
    if is_settled(item.item for item in listed):
        uncleared = {state.id for state in _adoption(strand, listed)["waiting"]}
        if gate.may(Action.CLEAR_LIST, strand) and own in uncleared:
            return _("Read and clear the list"), url_for("observations.clear", strand_id=strand.id)
        return None
    waiting = next((item for item in listed if own in item.item.awaited), None)
    if waiting is None or not gate.may(Action.TAKE_POSITION, strand):
        return None
    words = _("Take a position on observation %(number)s", number=waiting.number)
    return words, items.address(waiting)
