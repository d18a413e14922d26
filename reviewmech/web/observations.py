"""The list of observations: what is proposed, what each State says of it, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions import observations as acts
from reviewmech.actions.silences import put_under_silence
from reviewmech.records.observations import questionnaire_of
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Conflict, Invalid, NotPermitted
from reviewmech.web import (
    adoption,
    gate,
    grounds,
    items,
    labels,
    languages,
    negotiated,
    positions,
    present,
    wordings,
)
from reviewmech.web.by_note import ByNoteForm
from reviewmech.web.forms import ActForm
from reviewmech.web.observation_list import Listing, choice, held_in
from reviewmech.web.proposing import stays_inside

pages = gate.Pages("observations", __name__)

LIST = "/strands/<int:strand_id>/observations"
ITEM = LIST + "/<int:observation_id>"


@pages.get(LIST, may=Reading.OBSERVATIONS)
def observations(strand: Strand) -> ResponseReturnValue:
    """Show the list by article and kind, with what is open, with whom, and since when."""
    listing = Listing(strand, choice())
    groups = listing.groups()
    shown = [one for _article, _title, listed in groups for one in listed]
    standing = adoption.standing(strand, [line.item for line in listing.lines])
    by_note = ByNoteForm()
    before, after = listing.pages()
    return render_template(
        "observations/list.html",
        label=labels.title_of("list"),
        strand=strand,
        listing=listing,
        groups=groups,
        held=held_in(((one, one.wording) for one in shown), listing.own),
        newer=before,
        older=after,
        next_act=adoption.next_act(strand, listing.lines, standing),
        state_name=items.own_name(strand),
        stays_inside=stays_inside(strand),
        by_note=by_note,
        notes=items.is_recorded(strand) and by_note.offer(standing.waiting),
        items=items,
        wordings=wordings,
        standing=standing,
    )


@pages.route(LIST + "/propose/<article>", methods=["GET", "POST"], may=Action.PROPOSE_OBSERVATION)
def propose(strand: Strand, article: str) -> ResponseReturnValue:
    """Propose an observation on an article, perhaps from a passage of what was submitted."""
    section = questionnaire_of(gate.session(), strand).section(article)
    gate.belongs(section, bool(article))
    form, passage = positions.ObservationForm(), grounds.passage(strand)
    form.offer(strand, article, passage)
    offered = wordings.openings(strand, article)
    begun = next((one for one in offered if one.key == request.form.get("opening")), None)
    not_permitted = None
    if begun is not None:
        form.text.data = f"{begun.text} {form.text.data or ''}".strip()
    elif form.validate_on_submit():
        given = {**form.given(), "answers": form.sources(passage)}
        is_grounded = passage.release or given["answers"] or given["questions"]
        try:
            made = acts.propose_observation(
                gate.session(),
                gate.actor(),
                strand,
                request_id=form.request_id.data,
                article=article,
                language=present.language(),
                release=passage.release,
                quote=passage.quote if is_grounded else "",
                **given,
            )
        except Invalid as refusal:
            form.refuse(refusal)
        except NotPermitted as refusal:
            not_permitted = refusal
        else:
            flash(_("The observation is proposed."))
            return redirect(items.address(strand.id, made.id), 303)
    page = render_template(
        "observations/propose.html",
        strand=strand,
        article=article,
        title=section.title(present.language()) if section else "",
        form=form,
        passage=passage,
        sentences=[languages.told(not_permitted)] if not_permitted else [],
        openings=offered,
        stays_inside=stays_inside(strand),
        readers=items.readers(strand),
        state_name=items.own_name(strand),
    )
    return page, 403 if not_permitted else 422 if form.errors else 200


@pages.get(ITEM, may=Reading.OBSERVATIONS)
def observation(strand: Strand, observation_id: int) -> ResponseReturnValue:
    """Show an observation: its wordings, the positions, and what may be done."""
    return negotiated.sheet(strand, negotiated.found(strand, observation_id))


@pages.post(ITEM + "/wording", may=Action.PROPOSE_WORDING)
def wording(strand: Strand, observation_id: int) -> ResponseReturnValue:
    """Propose other wording."""
    form = positions.WordingForm()
    given = {**form.given(), "language": present.language()}
    done = _("Your wording is on the table. All positions start again.")
    return _act(strand, observation_id, form, acts.propose_wording, given, done)


@pages.post(ITEM + "/position", may=Action.TAKE_POSITION)
def position(strand: Strand, observation_id: int) -> ResponseReturnValue:
    """Agree or object: an expert ad referendum, a focal point bindingly."""
    form = positions.PositionForm()
    done = negotiated.taken(strand)
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


@pages.post(ITEM + "/silence", may=Action.PUT_UNDER_SILENCE)
def silence(strand: Strand, observation_id: int) -> ResponseReturnValue:
    """Put the wording on the table under silence."""
    form = positions.SilenceForm()
    done = _(
        "The wording is under silence until the end of %(day)s.", day=present.day(form.until.data)
    )
    return _act(strand, observation_id, form, put_under_silence, form.given(), done)


@pages.post(ITEM + "/reopen", may=Action.REOPEN_OBSERVATION)
def reopen(strand: Strand, observation_id: int) -> ResponseReturnValue:
    """Open an agreed observation again."""
    form = positions.ReopeningForm()
    done = _(
        "The observation is open again, and all positions on it start again. States that had "
        "cleared the list clear it again."
    )
    return _act(strand, observation_id, form, acts.reopen_observation, form.given(), done)


@pages.post(ITEM + "/confidential", may=Action.MARK_CONFIDENTIAL)
def confidential(strand: Strand, observation_id: int) -> ResponseReturnValue:
    """Mark an observation confidential, or take the mark away."""
    form = positions.ConfidentialForm()
    is_confidential = form.mark.data == positions.CONFIDENTIAL
    done = _("It enters no paper now.") if is_confidential else _("It can enter papers again.")
    given = {"is_confidential": is_confidential}
    return _act(strand, observation_id, form, acts.mark_confidential, given, done)


def _act(
    strand: Strand,
    observation_id: int,
    form: ActForm,
    act: Callable[..., object],
    given: dict[str, Any],
    done: str,
) -> ResponseReturnValue:
    """Do what a form of the sheet asks; refused, show the sheet again with all that was typed."""
    found = negotiated.found(strand, observation_id)
    if not form.validate_on_submit():
        return negotiated.sheet(strand, found, form)
    request_id = form.request_id.data
    try:
        actor = form.acting_state() if isinstance(form, ByNoteForm) else gate.actor()
        act(gate.session(), actor, strand, observation=found, request_id=request_id, **given)
    except Invalid as refusal:
        form.refuse(refusal)
        return negotiated.sheet(strand, found, form, refusal)
    except (Conflict, NotPermitted) as refusal:
        return negotiated.sheet(strand, found, form, refusal)
    flash(done)
    return redirect(items.address(strand.id, found.id, **choice().kept), 303)
