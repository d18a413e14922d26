"""The secretariat's pages: all reviews at a glance, and the data of States and Mechanism."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions.officers import appoint_officer
from reviewmech.actions.reviews import open_review
from reviewmech.actions.states import FIRST_DAY, correct_participation, correct_state
from reviewmech.records import people
from reviewmech.records.nominations import reviews_of
from reviewmech.records.notes import notes_of
from reviewmech.records.states import State, participation_of, states_called
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Invalid
from reviewmech.web import gate, labels, present
from reviewmech.web.corrections import ParticipationForm, StateForm, group_name
from reviewmech.web.forms import ActForm
from reviewmech.web.gate import Pages
from reviewmech.web.naming import PersonForm
from reviewmech.web.overview import charges, narrowings, steered
from reviewmech.web.steering import OpenReviewForm

pages = Pages("secretariat", __name__)

A_PAGE = 25
"""Reviews on one page of the list: each shows who holds the pen of every strand."""


@pages.get("/secretariat/reviews", may=Reading.STEERING)
def reviews() -> ResponseReturnValue:
    """List all reviews, by the name of the State: steps, pens, terms and empty chairs."""
    words = request.args.get("name", "")[:100]
    every = [one for one in steered() if one.is_called(words)]
    filters = narrowings()
    chosen = request.args.get("show", "")
    chosen = chosen if chosen in filters else ""
    found = [one for one in every if filters[chosen][1](one)]
    number = max(1, request.args.get("page", 1, type=int))
    shown = found[(number - 1) * A_PAGE : number * A_PAGE]
    present.look_at(strand for one in shown for strand in one.strands)
    return render_template(
        "secretariat/reviews.html",
        shown=shown,
        words=words,
        filters=[
            (said, _list(words, show), show == chosen, sum(map(holds, every)))
            for show, (said, holds) in filters.items()
        ],
        pages=_page_links(len(found), number, words, chosen),
        due_words=present.due_words,
        group=group_name,
    )


def _list(words: str, show: str, page: int = 1) -> str:
    return url_for(
        "secretariat.reviews",
        name=words or None,
        show=show or None,
        page=page if page > 1 else None,
    )


def _page_links(
    count: int, number: int, words: str, show: str
) -> list[tuple[str, str, bool, None]]:
    last = -(-count // A_PAGE)
    if last < 2:
        return []
    pages = range(1, last + 1)
    return [(str(page), _list(words, show, page), page == number, None) for page in pages]


@pages.route("/secretariat/reviews/open", methods=["GET", "POST"], may=Action.OPEN_REVIEW)
def open_one() -> ResponseReturnValue:
    """Open the review of a State."""
    form = OpenReviewForm()
    form.offer()
    if form.validate_on_submit():
        try:
            review = open_review(
                gate.session(),
                gate.actor(),
                None,
                **form.chosen(),
                request_id=form.request_id.data,
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("The review of %(state)s is open.", state=present.state_name(review.state)))
            return redirect(url_for("reviews.review", review_id=review.id), 303)
    return _asked("secretariat/open_review.html", form)


@pages.get("/secretariat/officers", may=Reading.STEERING)
def officers() -> ResponseReturnValue:
    """List the officers of the secretariat, and offer to appoint another."""
    return _officers(PersonForm())


@pages.post("/secretariat/officers", may=Action.APPOINT_OFFICER)
def appoint() -> ResponseReturnValue:
    """Appoint an officer of the secretariat."""
    form = PersonForm()
    if form.perform(appoint_officer, None, **form.given()) is None:
        return _officers(form), form.status
    flash(_("%(name)s is appointed; a letter is on its way.", name=form.name.data))
    return redirect(url_for("secretariat.officers"), 303)


def _officers(form: PersonForm) -> str:
    serving = people.officers(gate.session())
    return render_template(
        "secretariat/officers.html", form=form, officers=serving, charges=charges()
    )


def _asked(template: str, form: ActForm, **given: Any) -> ResponseReturnValue:
    """Show a form; with 422 and everything typed kept when it was refused."""
    return render_template(template, form=form, **given), 422 if form.errors else 200


@pages.get("/secretariat/states", may=Reading.STEERING)
def states() -> ResponseReturnValue:
    """List the States, or those with some words in a name."""
    words = request.args.get("name", "")[:100]
    return render_template(
        "secretariat/states.html",
        states=states_called(gate.session(), words, present.language()),
        words=words,
        group=group_name,
    )


@pages.get("/secretariat/states/<int:state_id>", may=Reading.STEERING)
def state(state_id: int) -> ResponseReturnValue:
    """Show what is known of a State: its names, its group, and what it is party to."""
    found = _state(state_id)
    return render_template(
        "secretariat/state.html",
        state=found,
        group=group_name,
        first_day=FIRST_DAY,
        participation=participation_of(gate.session(), found),
        instruments=[one.code for one in present.mechanism().instruments],
        reviews=reviews_of(gate.session(), found),
        notes=notes_of(gate.session(), [found]),
    )


def _state(state_id: int) -> State:
    found = gate.session().get(State, state_id)
    gate.belongs(found, found is not None)
    assert found is not None
    return found


@pages.route(
    "/secretariat/states/<int:state_id>/correct",
    methods=["GET", "POST"],
    may=Action.CORRECT_STATE,
)
def correct(state_id: int) -> ResponseReturnValue:
    """Correct the name of a State, from a day on, and its regional group."""
    found = _state(state_id)
    form = StateForm(data={"name": found.name, "regional_group": found.regional_group or ""})
    form.offer()
    if form.validate_on_submit():
        given = form.given()
        given["regional_group"] = given["regional_group"] or None
        if _corrected(form, correct_state, state=found, **given):
            return redirect(url_for("secretariat.state", state_id=found.id), 303)
    return _asked("secretariat/correct_state.html", form, state=found)


@pages.route(
    "/secretariat/states/<int:state_id>/participation/<instrument>",
    methods=["GET", "POST"],
    may=Action.CORRECT_PARTICIPATION,
)
def participation(state_id: int, instrument: str) -> ResponseReturnValue:
    """Correct whether a State is party to an instrument."""
    found = _state(state_id)
    known = {one.code for one in present.mechanism().instruments}
    gate.belongs(found, instrument in known)
    form = ParticipationForm(obj=participation_of(gate.session(), found).get(instrument))
    if not form.is_submitted():
        form.source.data, form.verified.data = "", False
    elif form.validate() and _corrected(
        form, correct_participation, state=found, instrument=instrument, **form.given()
    ):
        return redirect(url_for("secretariat.state", state_id=found.id), 303)
    return _asked("secretariat/participation.html", form, state=found, instrument=instrument)


def _corrected(form: ActForm, correction: Callable[..., Any], **given: Any) -> bool:
    try:
        correction(gate.session(), gate.actor(), None, **given, request_id=form.request_id.data)
    except Invalid as refusal:
        form.refuse(refusal)
        return False
    flash(_("Corrected. No list will overwrite it."))
    return True


@pages.get("/secretariat/mechanism", may=Reading.STEERING)
def mechanism() -> ResponseReturnValue:
    """List what the data of the Mechanism says that nobody has verified yet."""
    return render_template(
        "secretariat/mechanism.html",
        facts=present.mechanism().unverified,
        name=labels.mechanism_name(),
    )
