"""The response as it is being written: read by the State under review alone, and submitted."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import BooleanField, HiddenField, Label, SelectField
from wtforms.validators import InputRequired

from reviewmech.actions.submission import submit_response
from reviewmech.records import comments, contributions, editions
from reviewmech.records.database import now
from reviewmech.records.people import focal_point
from reviewmech.records.responses import latest_version, visible_versions
from reviewmech.records.reviews import Strand
from reviewmech.records.submission import Submission, prepared
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.web import gate, kept, languages, present, readership, reading, themes
from reviewmech.web.drafts import Draft
from reviewmech.web.forms import ActForm
from reviewmech.web.moving import proposal
from reviewmech.web.remaining import WhatIsLeft
from reviewmech.web.unasked import no_longer_asked
from reviewmech.web.waiting import address

pages = gate.Pages("responses", __name__)


class SubmitForm(ActForm):
    """Clear and submit the response, as the page showed it."""

    shown = HiddenField()
    language = SelectField(lazy_gettext("Written mainly in"))
    left_open = BooleanField(
        validators=[InputRequired(lazy_gettext("Tick this, or answer what is open first."))]
    )

    def ask_about(self, count: int) -> None:
        """Ask whether so many questions are meant to be left open; about none, ask nothing."""
        if not count:
            del self.left_open
            return
        words = ngettext(
            "Submit with %(num)s question open", "Submit with %(num)s questions open", count
        )
        self.left_open.label = Label(self.left_open.id, words)


@pages.get("/strands/<int:strand_id>/response", may=Reading.DRAFT_RESPONSE)
def response(strand: Strand) -> ResponseReturnValue:
    """Show how far the response has come, and all that is left, each with the way to its place."""
    draft = Draft(strand)
    left, theme = WhatIsLeft(draft, request.args.get("show", "")), themes.asked_for()
    return render_template(
        "responses/response.html",
        strand=strand,
        draft=draft,
        left=left,
        proposed=proposal(strand, editions.proposed(gate.session(), strand)),
        unasked=no_longer_asked(draft),
        places=draft.places(),
        language=present.language(),
        owner=kept.owner(gate.person()),
        themes=themes.links(draft.applying, theme, lambda each: _of_theme(strand, each)),
        by_theme=draft.by_article(each for each in draft.applying if theme in each.tags),
        laws_url=address("laws.library", review_id=strand.review.id),
        sections_url=address("contributions.sections", strand_id=strand.id),
        versions=visible_versions(gate.session(), strand.id, gate.actor(), gate.situation()),
    )


def _of_theme(strand: Strand, theme: str) -> str:
    return url_for("responses.response", strand_id=strand.id, theme=theme, _anchor="themes-title")


@pages.get("/strands/<int:strand_id>/response/check", may=Reading.DRAFT_RESPONSE)
def check(strand: Strand) -> ResponseReturnValue:
    """Show every answer as it would be submitted, and to the focal point the submission itself."""
    return _check(strand)


def _check(
    strand: Strand, form: SubmitForm | None = None, status: int = 200
) -> ResponseReturnValue:
    draft = Draft(strand)
    left, ready = WhatIsLeft(draft), _ready(draft)
    form = form or _submit_form(len(ready.unanswered), formdata=None)
    form.shown.data = ready.seal
    newest = latest_version(gate.session(), strand.id)
    read = reading.set_for_reading(
        ready.apply, draft.values, draft.laws, ready.files, written=_written(draft)
    )
    words = render_template(
        "responses/check.html",
        strand=strand,
        draft=draft,
        ready=ready,
        left=left,
        places=draft.places(),
        articles=reading.by_article(draft.questionnaire, read),
        asked_here=[each.asked for each in read],
        is_submitted=newest is not None and ready.says_the_same_as(newest),
        is_open=strand.step in POLICY[Action.SUBMIT].during,
        focal_point=focal_point(gate.session(), strand.review.id, strand.review.state_id),
        form=form,
        owner=kept.owner(gate.person()),
        readers=readership.of_response(strand),
    )
    return words, status


def _written(draft: Draft) -> dict[str, int]:
    return {name: revision.edition_id for name, revision in draft.revisions.items()}


def _ready(draft: Draft) -> Submission:
    """Return what would be frozen now."""
    asked = draft.questionnaire
    return prepared(gate.session(), draft.strand, asked, draft.revisions, draft.library)


def _submit_form(left_open: int, **given: None) -> SubmitForm:
    form = SubmitForm(language=present.language_to_write_in(), **given)
    form.language.choices = list(present.written_in().items())
    form.ask_about(left_open)
    return form


@pages.post("/strands/<int:strand_id>/submit", may=Action.SUBMIT)
def submit(strand: Strand) -> ResponseReturnValue:
    """Clear and submit the response as it was shown; its receipt comes at once."""
    form = _submit_form(len(_ready(Draft(strand)).unanswered))
    if not form.validate():
        return _check(strand, form, status=422)
    try:
        version = submit_response(
            gate.session(),
            gate.actor(),
            strand,
            request_id=form.request_id.data,
            **form.given("left_open"),
        )
    except (Invalid, Conflict) as refusal:
        # What is shown now is confirmed anew.
        form = _submit_form(len(_ready(Draft(strand)).unanswered), formdata=None)
        form.form_errors = [languages.told(refusal)]
        return _check(strand, form, status=refusal.status)
    flash(_("Submitted to %(readers)s.", readers=readership.of_response(strand)))
    there = url_for("versions.receipt", strand_id=strand.id, number=version.number)
    return redirect(there, 303)


@pages.get("/strands/<int:strand_id>/response/draft", may=Reading.DRAFT_RESPONSE)
def draft(strand: Strand) -> ResponseReturnValue:
    """Show the whole draft set for printing, and its margin if asked: every page is marked."""
    found, session = Draft(strand), gate.session()
    ready = _ready(found)
    read = reading.set_for_reading(
        ready.apply, found.values, found.laws, ready.files, written=_written(found)
    )
    has_margin = request.args.get("margin") == "yes"
    return render_template(
        "responses/draft.html",
        strand=strand,
        articles=reading.by_article(found.questionnaire, read),
        printed_at=now(session),
        has_margin=has_margin,
        look_again={name: _(why) for name, why in found.look_again.items()},
        contributed=contributions.beside(session, strand.id) if has_margin else {},
        said=comments.beside(session, strand.id, strand.review.state_id) if has_margin else {},
    )
