"""The consultation: how the review is held, as proposed, and who has cleared it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import IntegerField, RadioField
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import HiddenInput

from reviewmech.actions.consultation import (
    clear_consultation,
    hand_article_over,
    propose_consultation,
)
from reviewmech.records.clearances import Clearance, clearances
from reviewmech.records.consultation import Consultation, Division, articles, current, division
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.rules.vocabulary import Clearing
from reviewmech.web import gate, present
from reviewmech.web.by_note import ByNoteForm
from reviewmech.web.forms import REQUIRED, ActForm, CheckboxesField
from reviewmech.web.gate import Pages
from reviewmech.web.proposals import ProposalForm, article_title, proposal_form
from reviewmech.web.readership import others
from reviewmech.web.waiting import address, next_act

pages = Pages("consultation", __name__)


class ClearForm(ActForm):
    """Clear the proposal that was shown, by its number."""

    number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class ClearByNoteForm(ByNoteForm):
    """Record, from a note verbale, that a State clears the proposal that was shown."""

    number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class HandOverForm(ActForm):
    """Hand articles that one's State takes over to another reviewing State."""

    articles = CheckboxesField(lazy_gettext("Articles"), [DataRequired(REQUIRED)])
    taker = RadioField(
        lazy_gettext("Who takes them"), [DataRequired(REQUIRED)], coerce=int, default=0
    )


@pages.get("/strands/<int:strand_id>/consultation", may=Reading.CONSULTATION)
def consultation(strand: Strand) -> ResponseReturnValue:
    """Show how the review is held, and who has cleared it."""
    return _page(strand)


def _page(strand: Strand, by_note: ClearByNoteForm | None = None) -> ResponseReturnValue:
    divided = division(gate.session(), strand)
    proposal = divided.proposal
    cleared = _cleared(strand, proposal)
    waiting = [state for state in strand.participants if state.id not in cleared]
    own = gate.actor().state_in(strand.review.id)
    number = proposal.number if proposal else None
    by_note = by_note or ClearByNoteForm(data={"number": number})
    return render_template(
        "consultation/consultation.html",
        strand=strand,
        act=_next_act(strand),
        proposal=proposal,
        terms=proposal and _terms(strand, proposal, divided),
        handed=divided.handed,
        cleared=cleared,
        clear_form=ClearForm(data={"number": number}),
        own=next((state for state in waiting if state.id == own), None),
        others=[state for state in strand.participants if state.id != own],
        by_note=by_note,
        has_notes=by_note.offer(waiting),
        notes_url=address("nominations.notes"),
    ), 422 if by_note.errors else 200


def _next_act(strand: Strand) -> tuple[str, str] | None:
    """Return the reader's next act, unless this page is where it is done."""
    act = next_act(strand, gate.actor())
    here = url_for("consultation.consultation", strand_id=strand.id)
    return None if act and act[1] == here else act


def _cleared(strand: Strand, proposal: Consultation | None) -> dict[int, Clearance]:
    if proposal is None:
        return {}
    given = clearances(gate.session(), Clearing.CONSULTATION, strand.id, str(proposal.number))
    return {each.state_id: each for each in given}


def _terms(strand: Strand, proposal: Consultation, divided: Division) -> dict[str, Any]:
    """Return what a proposal says, in words, with what was handed over since."""
    known = {language.code: language.name for language in present.mechanism().languages}
    return {
        "languages": [known[code] for code in proposal.languages],
        "articles": [
            (article_title(section), divided.takers(section.article))
            for section in articles(gate.session(), strand)
        ],
    }


@pages.route(
    "/strands/<int:strand_id>/consultation/proposal",
    methods=["GET", "POST"],
    may=Action.PROPOSE_CONSULTATION,
)
def proposal(strand: Strand) -> ResponseReturnValue:
    """Propose how the review is held."""
    form, status = proposal_form(strand), 200
    if form.validate_on_submit():
        try:
            _propose(strand, form)
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as conflict:
            form.form_errors.append(_(conflict.sentence))
            form.show(_number(strand))
            status = 409
        else:
            flash(_("The proposal is on the table; each State clears it now."))
            return _back(strand)
    divided = division(gate.session(), strand)
    standing = divided.proposal
    return render_template(
        "consultation/proposal.html",
        strand=strand,
        form=form,
        proposal=standing,
        terms=standing and _terms(strand, standing, divided),
    ), status if status != 200 or not form.errors else 422


def _propose(strand: Strand, form: ProposalForm) -> None:
    propose_consultation(
        gate.session(),
        gate.actor(),
        strand,
        instead_of=form.instead_of.data,
        languages=form.languages.data,
        division=form.division(strand),
        is_drafting_shared=form.is_drafting_shared.data,
        feedback_by=form.feedback_by.data,
        remarks=form.remarks.data,
        request_id=form.request_id.data,
    )


def _number(strand: Strand) -> int:
    standing = current(gate.session(), strand.id)
    return standing.number if standing else 0


@pages.post("/strands/<int:strand_id>/consultation/clearance", may=Action.CLEAR_CONSULTATION)
def clear(strand: Strand) -> ResponseReturnValue:
    """Clear how the review is held, for one's State."""
    form = ClearForm()
    gate.belongs(strand, form.validate_on_submit())
    clear_consultation(
        gate.session(),
        gate.actor(),
        strand,
        number=form.number.data,
        request_id=form.request_id.data,
    )
    own = gate.session().get(State, gate.actor().state_in(strand.review.id) or 0)
    flash(_("Cleared for %(state)s.", state=own))
    return _back(strand)


@pages.post("/strands/<int:strand_id>/consultation/clearance-by-note", may=Reading.STEERING)
def clear_by_note(strand: Strand) -> ResponseReturnValue:
    """Record from a note verbale that a State clears how the review is held."""
    form = ClearByNoteForm()
    form.offer(strand.participants)
    if not form.validate_on_submit():
        return _page(strand, form)
    clear_consultation(
        gate.session(),
        form.acting_state(),
        strand,
        number=form.number.data,
        request_id=form.request_id.data,
    )
    flash(_("The clearance is recorded, and the State is told."))
    return _back(strand)


@pages.route(
    "/strands/<int:strand_id>/consultation/hand-over",
    methods=["GET", "POST"],
    may=Action.HAND_ARTICLE_OVER,
)
def hand_over(strand: Strand) -> ResponseReturnValue:
    """Hand articles over to another reviewing State, which all in the strand will read."""
    form = _hand_over_form(strand)
    if form.validate_on_submit():
        try:
            hand_article_over(
                gate.session(),
                gate.actor(),
                strand,
                articles=form.articles.data,
                taker=form.taker.data,
                request_id=form.request_id.data,
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("Handed over. All in the review can see who takes what."))
            return redirect(url_for("feedback.feedback", strand_id=strand.id), 303)
    return render_template(
        "consultation/hand_over.html", strand=strand, form=form, readers=others(strand)
    ), 422 if form.errors else 200


def _hand_over_form(strand: Strand) -> HandOverForm:
    """Return the form with the articles one's State takes, and the States that could take them."""
    form, own = HandOverForm(), gate.actor().state_in(strand.review.id)
    divided = division(gate.session(), strand)
    form.articles.choices = [
        (section.article, article_title(section))
        for section in articles(gate.session(), strand)
        if own in {state.id for state in divided.takers(section.article)}
    ]
    form.taker.choices = [
        (state.id, present.state_name(state))
        for state in strand.reviewing_states
        if state.id != own
    ]
    if not form.is_submitted():
        form.articles.data = request.args.getlist("article")
    return form


def _back(strand: Strand) -> ResponseReturnValue:
    return redirect(url_for("consultation.consultation", strand_id=strand.id), 303)
