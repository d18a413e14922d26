"""The response as it is being written: read and written by the State under review alone."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, SelectField

from reviewmech.actions import laws
from reviewmech.actions import responses as acts
from reviewmech.actions.submission import submit_response
from reviewmech.records.responses import Revision, visible_versions
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.web import answers, gate, present, sheets
from reviewmech.web.drafts import Draft, Refusal
from reviewmech.web.forms import ActForm, LineField

pages = gate.Pages("responses", __name__)


class LawForm(ActForm):
    """Add a law to the State's library."""

    title = LineField(lazy_gettext("Title, as published"), longest=laws.LONGEST_TITLE)
    translated_title = LineField(lazy_gettext("Title, translated"), longest=laws.LONGEST_TITLE)
    number = LineField(lazy_gettext("Number"), longest=laws.LONGEST_NUMBER)
    dated = LineField(lazy_gettext("Date"), longest=laws.LONGEST_DATE)
    link = LineField(
        lazy_gettext("Link"),
        longest=laws.LONGEST_LINK,
        description=lazy_gettext(
            "Where the text can be read, in the SHERLOC portal if it is there."
        ),
    )


class SubmitForm(ActForm):
    """Clear and submit the response, as the page showed it."""

    shown = HiddenField()
    language = SelectField(lazy_gettext("Written mainly in"))


@pages.get("/strands/<int:strand_id>/response", may=Reading.DRAFT_RESPONSE)
def response(strand: Strand) -> ResponseReturnValue:
    """Show the articles, what is left, the library of laws, and how to submit."""
    return _response(strand)


def _response(
    strand: Strand,
    law_form: LawForm | None = None,
    submit_form: SubmitForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    draft = Draft(strand)
    submit_form = submit_form or _submit_form(formdata=None)
    submit_form.shown.data = draft.seal
    entries = {each.article: draft.entries(each.article) for each in draft.questionnaire.sections}
    words = render_template(
        "responses/response.html",
        strand=strand,
        draft=draft,
        entries=entries,
        next_act=draft.next_act() if draft.unanswered else None,
        language=present.language(),
        law_form=law_form or LawForm(formdata=None),
        submit_form=submit_form,
        versions=visible_versions(gate.session(), strand.id, gate.actor(), gate.situation()),
        readers=sheets.readers(strand),
        law_title=sheets.law_title,
    )
    return words, status


def _submit_form(**given: None) -> SubmitForm:
    form = SubmitForm(language=_default_language(), **given)
    form.language.choices = list(_languages().items())
    return form


def _default_language() -> str:
    here = present.language()
    return here if here in _languages() else REFERENCE


def _languages() -> dict[str, str]:
    return {each.code: each.name for each in present.mechanism().languages}


@pages.get("/strands/<int:strand_id>/response/<article>", may=Reading.DRAFT_RESPONSE)
def article(strand: Strand, article: str) -> ResponseReturnValue:
    """Show the sheet of an article, with a form for each question to those who may answer."""
    return _article(strand, sheets.from_address(article))


def _article(strand: Strand, article: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    draft = Draft(strand)
    section = draft.questionnaire.section(article)
    gate.belongs(section, section is not None)
    assert section is not None
    places = draft.places(article)
    words = render_template(
        "responses/article.html",
        strand=strand,
        draft=draft,
        section=section,
        here=sheets.in_address(article),
        language=present.language(),
        library=[(law.id, sheets.law_title(law.plain)) for law in draft.library],
        saved_words=_saved_words,
        entries=draft.entries(article, refusal),
        refusal=refusal,
        places=places,
        around=sheets.beside(places),
        eyebrow=sheets.eyebrow(strand, section),
        official_text=sheets.official_text(strand),
        written_in=_languages(),
        kept_given=_kept(draft, refusal),
    )
    return words, refusal.reason.status if refusal else 200


def _kept(draft: Draft, refusal: Refusal | None) -> sheets.Given | None:
    """Return in words what a colleague saved meanwhile."""
    question = draft.questionnaire.question(refusal.question) if refusal else None
    if question is None or refusal is None or refusal.kept is None:
        return None
    return sheets.given(question, refusal.kept.value, draft.laws)


def _saved_words(revision: Revision) -> str:
    """Say who saved an answer, and when: on the State's own pages only."""
    moment = present.hour(revision.saved_at)
    if revision.saved_by is None:
        return moment
    return _("%(person)s, %(moment)s", person=revision.saved_by.name, moment=moment)


@pages.post("/strands/<int:strand_id>/response/<article>/<question>", may=Action.SAVE_ANSWER)
def save(strand: Strand, article: str, question: str) -> ResponseReturnValue:
    """Save the answer to one question, or clear it; a refused one comes back as it was typed."""
    draft = Draft(strand)
    asked = draft.questionnaire.question(question)
    gate.belongs(asked, asked is not None and asked.article == sheets.from_address(article))
    assert asked is not None
    typed = {} if "clear" in request.form else answers.from_form(asked, request.form)
    language = request.form.get("language") or _default_language()
    started_from = request.form.get("started_from", 0, type=int)
    try:
        acts.save_answer(
            gate.session(),
            gate.actor(),
            strand,
            question=question,
            value=typed,
            started_from=started_from,
            language=language,
            request_id=request.form.get("request_id"),
        )
    except (Invalid, Conflict) as reason:
        refusal = Refusal(question, typed, language, started_from, reason)
        return _article(strand, asked.article, refusal)
    saved = Draft(strand)
    flash(_("Saved.") if saved.asks(asked) else _("Saved. It is not asked at present."))
    return redirect(saved.url_of(asked), 303)


@pages.post("/strands/<int:strand_id>/laws", may=Action.ADD_LAW)
def add_law(strand: Strand) -> ResponseReturnValue:
    """Add a law to the library of the State under review."""
    form = LawForm()
    if not form.validate():
        return _response(strand, law_form=form, status=422)
    try:
        law = laws.add_law(
            gate.session(),
            gate.actor(),
            strand,
            request_id=form.request_id.data,
            **form.given(),
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _response(strand, law_form=form, status=422)
    flash(_("“%(title)s” is in the library and can be cited.", title=law.title))
    return redirect(url_for("responses.response", strand_id=strand.id, _anchor="laws"), 303)


@pages.post("/strands/<int:strand_id>/submit", may=Action.SUBMIT)
def submit(strand: Strand) -> ResponseReturnValue:
    """Clear and submit the response; what was submitted is shown at once."""
    form = _submit_form()
    if not form.validate():
        return _response(strand, submit_form=form, status=422)
    try:
        version = submit_response(
            gate.session(),
            gate.actor(),
            strand,
            request_id=form.request_id.data,
            **form.given(),
        )
    except (Invalid, Conflict) as refusal:
        form.form_errors.append(_(refusal.sentence) % refusal.details)
        return _response(strand, submit_form=form, status=refusal.status)
    flash(_("Submitted to %(readers)s.", readers=sheets.readers(strand)))
    address = url_for("versions.version", strand_id=strand.id, number=version.number)
    return redirect(address, 303)
