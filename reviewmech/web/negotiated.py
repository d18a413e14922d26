"""The page of one observation: what is on the table, and what its reader may do about it."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.records import texts
from reviewmech.records.database import now
from reviewmech.records.observations import Observation, visible_observation
from reviewmech.records.reviews import Strand
from reviewmech.records.translations import visible_translations
from reviewmech.rules.brackets import has_brackets, without_brackets
from reviewmech.rules.closings import closings, silence_ends
from reviewmech.rules.differences import Piece, pieces
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Invalid, Refused
from reviewmech.rules.vocabulary import Outcome, Stance
from reviewmech.web import (
    gate,
    grounds,
    items,
    languages,
    margins,
    positions,
    present,
    wordings,
)
from reviewmech.web.forms import ActForm
from reviewmech.web.observation_list import Listing, choice
from reviewmech.web.proposing import stays_inside


def found(strand: Strand, observation_id: int) -> Observation:
    """Return the observation an address names."""
    one = visible_observation(
        gate.session(), strand.id, observation_id, gate.actor(), gate.situation()
    )
    gate.belongs(one, one is not None)
    assert one is not None
    return one


def sheet(
    strand: Strand,
    observation: Observation,
    sent: ActForm | None = None,
    refusal: Refused | None = None,
) -> ResponseReturnValue:
    """Show an observation; a form that was sent and refused stands there as it was filled in."""
    on_the_table = observation.wording
    page = render_template(
        "observations/observation.html",
        strand=strand,
        observation=observation,
        **_margin(strand, observation),
        chosen=choice().kept,
        around=Listing(strand, choice()).around(observation),
        items=items,
        grounds=grounds.grounds(observation),
        wordings=wordings,
        compared=wordings.compared(observation),
        silence=on_the_table.silence,
        is_bracketed=has_brackets(on_the_table.text),
        is_objected_to=Stance.OBJECTS in on_the_table.shared.values(),
        unbracketed=without_brackets(on_the_table.text),
        silence_ends=silence_ends(observation.dispute, present.mechanism().silence),
        state_name=items.own_name(strand),
        own=items.own_position(observation),
        stays_inside=stays_inside(strand),
        sent=sent,
        yours=_yours(observation, sent, refusal),
        sentences=[]
        if refusal is None or isinstance(refusal, Invalid)
        else [languages.told(refusal)],
        is_open=observation.outcome is Outcome.OPEN,
        **_forms(strand, observation, sent),
    )
    return page, refusal.status if refusal else 422 if sent else 200


def _margin(strand: Strand, observation: Observation) -> dict[str, Any]:
    """Return what stands beside the wording: its translations, and what was annotated on it."""
    wording = observation.wording
    thing = texts.wording(wording.id)
    place, parts = f"observation:{observation.id}", {"text": wording.text}
    known = {thing: texts.Text(thing, place, strand.id, wording.language, parts)}
    earlier = {texts.wording(each.id): each.number for each in observation.wordings[:-1]}
    sight = (gate.actor(), gate.situation())
    return {
        "thing": thing,
        "translated": visible_translations(gate.session(), strand.id, [thing], *sight, known),
        "annotated": margins.beside(strand, [thing], {thing: earlier}),
    }


def _forms(strand: Strand, observation: Observation, sent: ActForm | None) -> dict[str, Any]:
    """Return the forms of the page; each is there where the reader may act by it."""
    forms: dict[str, Any] = {
        name: sent if isinstance(sent, kind) else kind()
        for name, kind in positions.ON_THE_SHEET.items()
    }
    closing, by_note = forms["closing"], forms["by_note"]
    if not isinstance(sent, positions.WordingForm):
        forms["rewording"].text.data = observation.wording.text
    is_open = observation.outcome is Outcome.OPEN
    return forms | {
        "closing": closing.offer(_closings(strand, observation)) and closing,
        "notes": items.is_recorded(strand) and is_open and by_note.offer(strand.participants),
    }


def _yours(
    observation: Observation, sent: ActForm | None, refusal: Refused | None
) -> tuple[Piece, ...]:
    """Return how the wording typed differs from the one that came to the table meanwhile."""
    if refusal is None or refusal.status != 409 or not isinstance(sent, positions.WordingForm):
        return ()
    return pieces(observation.wording.text, sent.text.data or "")


def _closings(strand: Strand, observation: Observation) -> frozenset[Outcome]:
    state = items.own_id(strand)
    if state is None or not gate.may(Action.CLOSE_OBSERVATION, strand):
        return frozenset()
    today = now(gate.session()).date()
    mechanism = present.mechanism()
    return closings(observation.dispute, state, today, mechanism.silence) & mechanism.closings


def taken(strand: Strand) -> str:
    """Say what was done when the reader took a position, and who reads it."""
    if gate.may(Action.CLEAR_OBSERVATIONS, strand):
        return _("Your State's position is taken and binds it.")
    if stays_inside(strand):
        return _(
            "Your State's position is taken, ad referendum. Only your State reads it until your "
            "focal point clears it."
        )
    return _("Your State's position is taken, ad referendum.")
