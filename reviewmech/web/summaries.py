"""The executive summary of a phase: compiled, edited, cleared, issued, and downloaded."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, IntegerField
from wtforms.validators import DataRequired, InputRequired

from reviewmech.actions import issuing
from reviewmech.actions import summaries as acts
from reviewmech.records.reviews import Phase
from reviewmech.records.summaries import Issue, Paragraph, Summary
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Conflict, Invalid, Refused
from reviewmech.web import compiled, gate, issued, labels, languages
from reviewmech.web.by_note import ByNoteForm
from reviewmech.web.forms import REQUIRED, ActForm, LineField, ProseField

pages = gate.Pages("summaries", __name__)

PAGE = "/phases/<int:phase_id>/summary"


class ParagraphForm(ActForm):
    """Other words for a paragraph, and the number of the edit they were written on."""

    number = IntegerField(validators=[InputRequired(REQUIRED)])
    text = ProseField(lazy_gettext("Text"))


class IssueForm(ActForm):
    """The symbol and the date under which the summary is issued."""

    symbol = LineField(lazy_gettext("Document symbol"), [DataRequired(REQUIRED)], longest=120)
    dated = DateField(lazy_gettext("Date of the document"), [DataRequired(REQUIRED)])


@pages.get(PAGE, may=Reading.SUMMARY)
def summary(phase: Phase) -> ResponseReturnValue:
    """Show where the lists stand, the summary in preparation, and what was issued."""
    return _page(phase)


@pages.post(PAGE + "/compile", may=Action.COMPILE_SUMMARY)
def compile(phase: Phase) -> ResponseReturnValue:
    """Compile the summary from the adopted lists."""
    form = ActForm()
    try:
        acts.compile_summary(gate.session(), gate.actor(), phase, request_id=form.request_id.data)
    except Conflict as refusal:
        return _page(phase, refusal=refusal)
    flash(_("The summary is compiled. The States can edit it and clear it now."))
    return _back(phase)


@pages.route(
    PAGE + "/paragraphs/<int:paragraph_id>", methods=["GET", "POST"], may=Action.EDIT_PARAGRAPH
)
def paragraph(phase: Phase, paragraph_id: int) -> ResponseReturnValue:
    """Edit a paragraph of the summary."""
    found = _paragraph(phase, paragraph_id)
    form = ParagraphForm(number=found.number, text=found.text)
    if not form.validate_on_submit():
        return _editing(phase, found, form)
    try:
        acts.edit_paragraph(
            gate.session(),
            gate.actor(),
            phase,
            paragraph=found,
            request_id=form.request_id.data,
            **form.given(),
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _editing(phase, found, form, refusal)
    except Conflict as refusal:
        return _editing(phase, found, form, refusal)
    flash(_("The paragraph is saved. All States are to clear the summary as it stands now."))
    return _back(phase, f"paragraph-{found.id}")


@pages.post(PAGE + "/clear", may=Action.CLEAR_SUMMARY)
def clear(phase: Phase) -> ResponseReturnValue:
    """Clear the summary as it was read."""
    form = ActForm()
    try:
        acts.clear_summary(
            gate.session(),
            gate.actor(),
            phase,
            request_id=form.request_id.data,
            digest=_digest_read(),
        )
    except Conflict as refusal:
        return _page(phase, refusal=refusal)
    flash(_("The summary is cleared for your State."))
    return _back(phase)


@pages.post(PAGE + "/clear-by-note", may=Reading.STEERING)
def clear_by_note(phase: Phase) -> ResponseReturnValue:
    """Record from a note verbale that a State cleared the summary."""
    form = ByNoteForm()
    form.offer(phase.review.participants())
    acts.clear_summary(
        gate.session(),
        form.acting_state(),
        phase,
        request_id=form.request_id.data,
        digest=_digest_read(),
    )
    flash(_("The clearance is recorded, and the State is told."))
    return _back(phase)


@pages.post(PAGE + "/consent", may=Action.CONSENT_TO_PUBLICATION)
def consent(phase: Phase) -> ResponseReturnValue:
    """Consent to publication."""
    form = ActForm()
    return _consent(phase, gate.actor(), form.request_id.data)


@pages.post(PAGE + "/consent-by-note", may=Reading.STEERING)
def consent_by_note(phase: Phase) -> ResponseReturnValue:
    """Record from a note verbale that the State under review consents to publication."""
    form = ByNoteForm()
    form.offer([phase.review.state])
    return _consent(phase, form.acting_state(), form.request_id.data)


@pages.post(PAGE + "/issue", may=Action.ISSUE_SUMMARY)
def issue(phase: Phase) -> ResponseReturnValue:
    """Make the files of the summary, and issue it under its symbol."""
    form = IssueForm()
    found = _in_preparation(phase)
    if not form.validate_on_submit():
        return _page(phase, form)
    symbol, dated = form.symbol.data or "", form.dated.data
    assert dated is not None
    try:
        # The files are made before the act, of the very text that was read, or it refuses.
        digest = _digest_read()
        files = issuing.prepare(gate.session(), found, digest=digest, symbol=symbol, dated=dated)
        issuing.issue_summary(
            gate.session(),
            gate.actor(),
            phase,
            summary=found,
            digest=digest,
            symbol=symbol,
            dated=dated,
            files=files,
            request_id=form.request_id.data,
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(phase, form, refusal)
    except Conflict as refusal:
        return _page(phase, form, refusal)
    flash(_("The summary is issued as %(symbol)s.", symbol=form.symbol.data))
    return _back(phase)


@pages.get(PAGE + "/draft.md", may=Reading.SUMMARY)
def draft(phase: Phase) -> ResponseReturnValue:
    """Give the summary in preparation as Markdown."""
    words = issuing.draft(gate.session(), _in_preparation(phase))
    return send_file(
        BytesIO(words.encode()),
        mimetype=issuing.MEDIA_TYPES[issuing.Format.MARKDOWN],
        as_attachment=True,
        download_name="draft-summary.md",
    )


@pages.get(PAGE + "/issued/<int:issue_id>/<form>", may=Reading.SUMMARY)
def download(phase: Phase, issue_id: int, form: str) -> ResponseReturnValue:
    """Give a file of an issued summary."""
    return issued.give(compiled.issues(phase), lambda issue: issue.id == issue_id, form)


def _page(
    phase: Phase, form: IssueForm | None = None, refusal: Refused | None = None
) -> ResponseReturnValue:
    papers = compiled.Papers(phase)
    page = render_template(
        "summaries/summary.html",
        phase=phase,
        label=labels.title_of("summary"),
        strip=compiled.strip(phase),
        summary=papers.prepared,
        issues=papers.issued,
        consents=papers.consents,
        form=form or IssueForm(),
        sent=form,
        sentences=[_told(refusal)] if isinstance(refusal, Conflict) else [],
        state_name=compiled.state_name(phase),
        readers=compiled.readers(phase, papers.prepared),
        links=_links,
        **papers.standing,
    )
    return page, refusal.status if refusal else 422 if form else 200


def _editing(
    phase: Phase, found: Paragraph, form: ParagraphForm, refusal: Refused | None = None
) -> ResponseReturnValue:
    """Show the form of a paragraph; after a conflict, with what the other one wrote above it."""
    page = render_template(
        "summaries/paragraph.html",
        phase=phase,
        strip=compiled.strip(phase),
        paragraph=found,
        form=form,
        is_conflict=isinstance(refusal, Conflict),
        sentences=[_told(refusal)] if isinstance(refusal, Conflict) else [],
        readers=compiled.readers(phase, found.summary),
    )
    return page, refusal.status if refusal else 422 if form.errors else 200


def _consent(phase: Phase, actor: Actor, request_id: str | None) -> ResponseReturnValue:
    wanted = request.form.get("summary", "")
    offered = (consent.summary for consent in compiled.Papers(phase).consents)
    found = next((each for each in offered if str(each.id) == wanted), None)
    gate.belongs(found, found is not None)
    assert found is not None
    try:
        issuing.consent_to_publication(
            gate.session(),
            actor,
            phase,
            summary=found,
            digest=_digest_read(),
            request_id=request_id,
        )
    except Conflict as refusal:
        return _page(phase, refusal=refusal)
    flash(_("The consent to publication is recorded."))
    return _back(phase)


def _links(issue: Issue) -> list[tuple[str, str]]:
    """Return where each file of an issued summary can be had by those who took part."""
    phase, key = issue.summary.phase_id, issue.id
    return issued.links(
        lambda form: url_for("summaries.download", phase_id=phase, issue_id=key, form=form)
    )


def _in_preparation(phase: Phase) -> Summary:
    found = compiled.visible(phase)
    gate.belongs(found, found is not None)
    assert found is not None
    return found


def _paragraph(phase: Phase, paragraph_id: int) -> Paragraph:
    summary = _in_preparation(phase)
    found = gate.session().get(Paragraph, paragraph_id)
    gate.belongs(
        found, found is not None and found.summary_id == summary.id and not found.is_withheld
    )
    assert found is not None
    return found


def _digest_read() -> str:
    return request.form.get("digest", "")


def _told(refusal: Refused) -> str:
    return languages.told(refusal)


def _back(phase: Phase, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("summaries.summary", phase_id=phase.id, _anchor=anchor), 303)
