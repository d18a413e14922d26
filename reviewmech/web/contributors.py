"""Contributors: whom the focal point asks for help, by a link that can be ended at any time."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions.contributors import invite_contributor, link, revoke_contributor
from reviewmech.records.contributions import Contributor, contributors_of, sections_held
from reviewmech.records.reviews import Review
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Invalid
from reviewmech.web import gate
from reviewmech.web.forms import ActForm
from reviewmech.web.sections import InviteForm, held_by, open_strands

pages = gate.Pages("contributors", __name__)

INVITED = "/reviews/<int:review_id>/contributors"
ONE = INVITED + "/<int:contributor_id>"


@pages.route(INVITED, methods=["GET", "POST"], may=Action.INVITE_CONTRIBUTOR)
def contributors(review: Review) -> ResponseReturnValue:
    """List those who were invited, and invite somebody."""
    form = InviteForm()
    form.offer(review)
    is_valid = form.validate_on_submit()
    if is_valid:
        try:
            invited = invite_contributor(
                gate.session(),
                gate.actor(),
                review,
                request_id=form.request_id.data,
                **{**form.given(), "sections": form.chosen()},
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return _link(review, invited)
    found = contributors_of(gate.session(), review.id, review.state_id)
    held = sections_held(gate.session(), found)
    words = render_template(
        "contributors/contributors.html",
        review=review,
        form=form,
        invited=[(one, held[one.id]) for one in found],
    )
    return words, 422 if form.is_submitted() else 200


def _link(review: Review, invited: Contributor) -> str:
    """Show a link this once: only its fingerprint is kept."""
    return render_template(
        "contributors/link.html",
        review=review,
        contributor=invited,
        link=link(gate.session(), invited.key) if invited.key else "",
    )


@pages.get(ONE, may=Action.INVITE_CONTRIBUTOR)
def contributor(review: Review, contributor_id: int) -> ResponseReturnValue:
    """Show what a contributor's link opens; open more to it, or less; end it."""
    found = _found(review, contributor_id)
    return render_template(
        "contributors/contributor.html",
        review=review,
        contributor=found,
        held=held_by(found, open_strands(review)),
    )


def _found(review: Review, contributor_id: int) -> Contributor:
    found = gate.session().get(Contributor, contributor_id)
    gate.belongs(found, found is not None and found.review_id == review.id)
    assert found is not None
    return found


@pages.post(ONE + "/link", may=Action.INVITE_CONTRIBUTOR)
def send_link(review: Review, contributor_id: int) -> ResponseReturnValue:
    """Send a contributor a new link; the one before opens nothing any more."""
    form, found = ActForm(), _found(review, contributor_id)
    gate.belongs(found, form.validate())
    sent = invite_contributor(
        gate.session(), gate.actor(), review, contributor=found, request_id=form.request_id.data
    )
    return _link(review, sent)


@pages.post(ONE + "/end", may=Action.REVOKE_CONTRIBUTOR)
def revoke(review: Review, contributor_id: int) -> ResponseReturnValue:
    """End a contributor's link at once; what they wrote stays."""
    form, found = ActForm(), _found(review, contributor_id)
    gate.belongs(found, form.validate())
    revoke_contributor(
        gate.session(), gate.actor(), review, contributor=found, request_id=form.request_id.data
    )
    flash(_("The link of %(name)s is ended. What was written stays with you.", name=found.name))
    return redirect(url_for("contributors.contributors", review_id=review.id), 303)
