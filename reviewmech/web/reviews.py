"""The pages of a country review: its States, phases and strands, and the secretariat's steering."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from reviewmech.actions.phases import add_strand, move_on, open_phase
from reviewmech.actions.reviews import assign_officers, pair_state, unpair_state
from reviewmech.records.database import now
from reviewmech.records.editions import askable
from reviewmech.records.journal import acted
from reviewmech.records.openings import without_strand
from reviewmech.records.people import Chair, chairs, focal_point
from reviewmech.records.reviews import Phase, Review, Strand, visible_strands
from reviewmech.records.states import State, instruments_of
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.steps import following
from reviewmech.web import gate, present, strands
from reviewmech.web.forms import ActForm
from reviewmech.web.gate import Pages
from reviewmech.web.steering import MoveOnForm, OfficersForm, PairForm, PhaseForm
from reviewmech.web.waiting import address, next_act

pages = Pages("reviews", __name__)


@pages.get("/reviews/<int:review_id>", may=Reading.REVIEW)
def review(review: Review) -> ResponseReturnValue:
    """Show a review: its States and their scopes, its phases and strands."""
    shown = visible_strands(review, gate.actor())
    today = now(gate.session()).date()
    present.look_at(shown)
    return render_template(
        "reviews/review.html",
        review=review,
        participants=_participants(review),
        strands={phase.id: [one for one in shown if one.phase is phase] for phase in review.phases},
        missing=_missing(review) if gate.may(Action.OPEN_PHASE, review) else {},
        due={one.id: present.due_words(one.due_on, today) for one in shown},
        links=_links(review),
    )


def _participants(review: Review) -> list[dict[str, Any]]:
    """Return what is shown of each State: its scope, what it may leave, and its focal point."""
    held = chairs(gate.session(), review.id)
    steers = gate.may(Action.UNPAIR_STATE, review)
    bound = acted(gate.session(), review.id) if steers else set()
    found = []
    for state in review.participants():
        scope = {each.instrument for each in review.pairing if each.state_id == state.id}
        chair = held.get(state.id, Chair())
        found.append(
            {
                "state": state,
                "instruments": [
                    one.code for one in present.mechanism().instruments if one.code in scope
                ],
                "releasable": {code for code in scope if steers and (state.id, code) not in bound},
                "focal_point": chair.holder,
                "vacant_since": chair.vacant_since,
            }
        )
    return found


def _missing(review: Review) -> dict[int, list[tuple[str, bool]]]:
    """Return, by phase, the instruments without a strand, and whether they can be asked about."""
    known, party_to = askable(gate.session()), instruments_of(gate.session(), review.state)
    return {
        phase.id: [
            (one.code, (one.code, phase.part) in known)
            for one in without_strand(phase, present.mechanism(), party_to)
        ]
        for phase in review.phases
    }


_PLACES: tuple[tuple[Action | Reading, str, Any], ...] = (
    (Reading.REVIEW, "nominations.roster", lazy_gettext("People")),
    (Reading.JOURNAL, "changes.changes", lazy_gettext("What changed")),
    (Reading.JOURNAL, "journal.journal", lazy_gettext("Journal")),
    (Reading.MEETINGS, "meetings.meetings", lazy_gettext("Meetings")),
    (Reading.REVIEW, "dossier.dossier", lazy_gettext("Dossier for somebody new")),
    (Action.ALLOW_SENDING, "leave.leave", lazy_gettext("Who may send without clearance")),
    (Action.SETTLE_PRACTICE, "practices.settle", lazy_gettext("How your State works")),
)
"""The places of a review beside its strands: for whom, where, and how it is called."""


def _links(review: Review) -> list[tuple[str, str]]:
    return [
        (str(words), url)
        for purpose, endpoint, words in _PLACES
        if gate.may(purpose, review) and (url := address(endpoint, review_id=review.id))
    ]


@pages.route("/reviews/<int:review_id>/pairing", methods=["GET", "POST"], may=Action.PAIR_STATE)
def pair(review: Review) -> ResponseReturnValue:
    """Name a reviewing State, for the instruments it reviews."""
    form = PairForm()
    offered = form.offer(review)
    if form.validate_on_submit():
        state = gate.session().get_one(State, form.state.data)
        try:
            pair_state(
                gate.session(),
                gate.actor(),
                review,
                state=state,
                instruments=form.instruments.data,
                request_id=form.request_id.data,
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("%(state)s is a reviewing State now.", state=state))
            return _to_review(review)
    return _asked("reviews/pair.html", form, review=review, offered=offered)


@pages.post(
    "/reviews/<int:review_id>/pairing/<int:state_id>/<instrument>/release",
    may=Action.UNPAIR_STATE,
)
def unpair(review: Review, state_id: int, instrument: str) -> ResponseReturnValue:
    """Release a reviewing State from an instrument."""
    form = ActForm()
    state = gate.session().get(State, state_id)
    gate.belongs(state, form.validate_on_submit())
    unpair_state(
        gate.session(),
        gate.actor(),
        review,
        state=state,
        instrument=instrument,
        request_id=form.request_id.data,
    )
    flash(_("%(state)s is released from that instrument.", state=state))
    return _to_review(review)


@pages.route(
    "/reviews/<int:review_id>/officers", methods=["GET", "POST"], may=Action.ASSIGN_OFFICERS
)
def officers(review: Review) -> ResponseReturnValue:
    """Assign the case officer and the stand-in."""
    form = OfficersForm(
        data={"case_officer": review.case_officer_id, "stand_in": review.stand_in_id}
    )
    form.offer_officers()
    if form.validate_on_submit():
        try:
            assign_officers(
                gate.session(),
                gate.actor(),
                review,
                **form.chosen_officers(),
                request_id=form.request_id.data,
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("The officers of this review are assigned."))
            return _to_review(review)
    return _asked("reviews/officers.html", form, review=review)


@pages.route("/reviews/<int:review_id>/phases", methods=["GET", "POST"], may=Action.OPEN_PHASE)
def phase(review: Review) -> ResponseReturnValue:
    """Open a phase with its strands."""
    form = PhaseForm()
    offered = form.offer(review)
    if form.validate_on_submit():
        try:
            open_phase(
                gate.session(),
                gate.actor(),
                review,
                **form.given(),
                request_id=form.request_id.data,
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_begins(review))
            return _to_review(review)
    return _asked("reviews/phase.html", form, review=review, offered=offered)


def _begins(review: Review) -> str:
    """Say that a phase is open, and from when the State under review can answer."""
    state = present.state_name(review.state)
    if focal_point(gate.session(), review.id, review.state_id):
        return _("The phase is open: %(state)s can begin to answer.", state=state)
    return _(
        "The phase is open: %(state)s can begin to answer once its focal point is registered.",
        state=state,
    )


@pages.post("/phases/<int:phase_id>/strands/<instrument>", may=Action.ADD_STRAND)
def add(phase: Phase, instrument: str) -> ResponseReturnValue:
    """Add a strand to a phase that has begun."""
    form = ActForm()
    gate.belongs(phase, form.validate_on_submit())
    strand = add_strand(
        gate.session(),
        gate.actor(),
        phase,
        instrument=instrument,
        request_id=form.request_id.data,
    )
    flash(_("The strand is added."))
    return redirect(url_for("reviews.strand", strand_id=strand.id), 303)


@pages.get("/strands/<int:strand_id>", may=Reading.REVIEW)
def strand(strand: Strand) -> ResponseReturnValue:
    """Show a strand: where it stands, what this reader can do now, and what can be read."""
    versions = strands.versions_of(strand)
    return render_template(
        "reviews/strand.html",
        strand=strand,
        act=next_act(strand, gate.actor()),
        papers=strands.papers(strand, versions),
        given=strands.given(strand, versions),
        links=[*_to_record(strand), *_links(strand.review)],
    )


def _to_record(strand: Strand) -> list[tuple[str, str]]:
    """Offer an officer to record the response, when the State sends it as a document."""
    url = address("versions.by_note", strand_id=strand.id)
    if url and gate.may(Reading.STEERING) and strand.step in POLICY[Action.SUBMIT].during:
        return [(_("Record a response received by note verbale"), url)]
    return []


@pages.route("/strands/<int:strand_id>/move-on", methods=["GET", "POST"], may=Action.MOVE_ON)
def move(strand: Strand) -> ResponseReturnValue:
    """Move a strand on, for a reason and by a note verbale."""
    form = MoveOnForm(data={"step": strand.step.value})
    offered = form.offer(strand)
    if form.validate_on_submit():
        try:
            move_on(
                gate.session(),
                gate.actor(),
                strand,
                step=form.step_shown(),
                reason=form.reason.data,
                note=form.chosen_note(),
                request_id=form.request_id.data,
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(
                _("The strand is at its next step now: %(step)s.", step=present.said(strand.step))
            )
            return redirect(url_for("reviews.strand", strand_id=strand.id), 303)
    return _asked(
        "reviews/move_on.html",
        form,
        strand=strand,
        offered=offered,
        following=following(strand.step),
        notes_url=address("nominations.notes"),
    )


def _asked(template: str, form: ActForm, **given: Any) -> ResponseReturnValue:
    """Show a form; with 422 and everything typed kept when it was refused."""
    return render_template(template, form=form, **given), 422 if form.errors else 200


def _to_review(review: Review) -> ResponseReturnValue:
    return redirect(url_for("reviews.review", review_id=review.id), 303)
