"""Leave to send: the focal point says which experts of its State send without its clearance."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from reviewmech.actions import leave as acts
from reviewmech.records.people import Appointment
from reviewmech.records.reviews import Review
from reviewmech.records.states import State
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Invalid
from reviewmech.web import gate
from reviewmech.web.forms import ActForm, CheckboxesField

pages = gate.Pages("leave", __name__)


class LeaveForm(ActForm):
    """Tick the experts who may send."""

    experts = CheckboxesField(lazy_gettext("These experts may send"), coerce=int)

    def __init__(self, serving: list[Appointment]) -> None:
        super().__init__()
        self.serving = serving
        self.experts.choices = [(each.id, each.person.name) for each in serving]
        if not self.is_submitted():
            self.experts.data = [each.id for each in serving if each.may_send]

    @property
    def ticked(self) -> list[Appointment]:
        """The appointments of the experts ticked."""
        return [each for each in self.serving if each.id in (self.experts.data or ())]


@pages.route("/reviews/<int:review_id>/leave", methods=["GET", "POST"], may=Action.ALLOW_SENDING)
def leave(review: Review) -> ResponseReturnValue:
    """Say which experts may send, or show who may."""
    own = gate.actor().state_in(review.id)
    form = LeaveForm(acts.experts_of(gate.session(), review, own))
    if form.validate_on_submit():
        try:
            acts.allow_sending(
                gate.session(),
                gate.actor(),
                review,
                experts=form.ticked,
                request_id=form.request_id.data,
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved. It holds from now on."))
            return redirect(url_for("leave.leave", review_id=review.id), 303)
    state = gate.session().get_one(State, own)
    page = render_template("leave/leave.html", review=review, form=form, own=state)
    return page, 422 if form.is_submitted() else 200
