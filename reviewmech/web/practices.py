"""How a State's team works in a review: what its focal point settles, and who reads it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import RadioField
from wtforms.validators import InputRequired

from reviewmech.actions.practices import settle_practice
from reviewmech.records.practices import practice, shares_positions
from reviewmech.records.reviews import Review
from reviewmech.rules.purposes import Action
from reviewmech.web import gate, present
from reviewmech.web.forms import REQUIRED, ActForm

pages = gate.Pages("practices", __name__)

SHARED, INTERNAL = "shared", "internal"


class PracticeForm(ActForm):
    """Whether the others read what one's experts say before it is cleared."""

    positions = RadioField(
        lazy_gettext("Positions your experts take ad referendum"),
        [InputRequired(REQUIRED)],
        choices=lambda: [
            (SHARED, _("are shown to the other States and the secretariat, marked as such")),
            (INTERNAL, _("are read by your State alone until you clear them")),
        ],
    )


@pages.route(
    "/reviews/<int:review_id>/practice", methods=["GET", "POST"], may=Action.SETTLE_PRACTICE
)
def settle(review: Review) -> ResponseReturnValue:
    """Settle how one's own State works in this review."""
    own = gate.actor().state_in(review.id) or 0
    is_shared = shares_positions(gate.session(), review.id, own)
    form = PracticeForm(positions=SHARED if is_shared else INTERNAL)
    if form.validate_on_submit():
        settle_practice(
            gate.session(),
            gate.actor(),
            review,
            request_id=form.request_id.data,
            shares_positions=form.positions.data == SHARED,
        )
        flash(_("This is settled for your State, for positions taken from now on."))
        return redirect(url_for("practices.settle", review_id=review.id), 303)
    states = (state for state in review.participants() if state.id == own)
    page = render_template(
        "practices/practice.html",
        review=review,
        form=form,
        is_settled=practice(gate.session(), review.id, own) is not None,
        state_name=present.names(states),
    )
    return page, 422 if form.errors else 200
