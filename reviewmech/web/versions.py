"""The response as submitted: read by the States in the review and the secretariat."""

from __future__ import annotations

from io import BytesIO

from flask import current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from reviewmech.actions import kinds, uploads
from reviewmech.actions.submission import submit_response
from reviewmech.records.reviews import Strand
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Invalid
from reviewmech.web import gate, present, readership, sheets
from reviewmech.web.amended import Amended
from reviewmech.web.by_note import ByNoteForm
from reviewmech.web.files import hand_out
from reviewmech.web.forms import REQUIRED
from reviewmech.web.submitted import Receipt, Submitted
from reviewmech.web.waiting import next_act

pages = gate.Pages("versions", __name__)


@pages.get("/strands/<int:strand_id>/versions/<int:number>", may=Reading.SUBMITTED_RESPONSE)
def version(strand: Strand, number: int) -> ResponseReturnValue:
    """Show what was submitted, when, by whom, and what was left open."""
    submitted = Submitted(strand, number)
    return render_template(
        "versions/version.html",
        strand=strand,
        submitted=submitted,
        version=submitted.version,
        receipt=Receipt(submitted),
        language=present.language(),
        readers=readership.of_response(strand),
        next_act=next_act(strand, gate.actor()),
    )


@pages.get("/strands/<int:strand_id>/versions/<int:number>/receipt", may=Reading.SUBMITTED_RESPONSE)
def receipt(strand: Strand, number: int) -> ResponseReturnValue:
    """Show the receipt of a submission, and what happens next."""
    submitted = Submitted(strand, number)
    return render_template(
        "responses/receipt.html",
        strand=strand,
        submitted=submitted,
        version=submitted.version,
        receipt=Receipt(submitted),
        next_act=next_act(strand, gate.actor()),
    )


@pages.get(
    "/strands/<int:strand_id>/versions/<int:number>/receipt.txt", may=Reading.SUBMITTED_RESPONSE
)
def receipt_text(strand: Strand, number: int) -> ResponseReturnValue:
    """Hand out the receipt as plain text, to be kept with the State's own papers."""
    receipt = Receipt(Submitted(strand, number))
    return send_file(
        BytesIO(receipt.text.encode()),
        mimetype="text/plain",
        as_attachment=True,
        download_name=receipt.file_name,
    )


@pages.get("/strands/<int:strand_id>/versions/<int:number>/print", may=Reading.SUBMITTED_RESPONSE)
def in_print(strand: Strand, number: int) -> ResponseReturnValue:
    """Show the whole version set for printing, its number and seal on every page."""
    submitted = Submitted(strand, number)
    return render_template(
        "versions/in_print.html",
        strand=strand,
        submitted=submitted,
        version=submitted.version,
        receipt=Receipt(submitted),
        readers=readership.of_response(strand),
    )


@pages.get(
    "/strands/<int:strand_id>/versions/<int:number>/<article>", may=Reading.SUBMITTED_RESPONSE
)
def article(strand: Strand, number: int, article: str) -> ResponseReturnValue:
    """Show an article exactly as it was submitted, with its margin."""
    submitted = Submitted(strand, number)
    section = submitted.questionnaire.section(sheets.from_address(article))
    gate.belongs(section, section is not None)
    assert section is not None
    places = submitted.places(section.article)
    sheet = submitted.sheet(section.article)
    return render_template(
        "versions/article.html",
        strand=strand,
        version=submitted.version,
        section=section,
        sheet=sheet,
        named=submitted.named,
        found=submitted.beside(each.asked.question.id for each in sheet),
        translated=submitted.translated(sheet),
        came=submitted.came_of(section.article, sheet),
        language=present.language(),
        places=places,
        around=sheets.beside(places),
        eyebrow=sheets.eyebrow(strand, section),
        official_text=sheets.official_text(strand, section.article),
        readers=readership.of_response(strand),
        submitted=submitted,
        can_annotate=gate.may(Action.ANNOTATE),
        can_observe=bool(section.article) and gate.may(Action.PROPOSE_OBSERVATION),
        can_ask=gate.may(Action.DRAFT_QUESTION) and "dialogue.ask" in current_app.view_functions,
    )


@pages.get(
    "/strands/<int:strand_id>/versions/<int:number>/<article>/amended",
    may=Reading.SUBMITTED_RESPONSE,
)
def amended(strand: Strand, number: int, article: str) -> ResponseReturnValue:
    """Show what the newest version says otherwise on an article than this one."""
    found = Amended(strand, number, sheets.from_address(article))
    return render_template(
        "versions/amended.html",
        strand=strand,
        amended=found,
        language=present.language(),
        eyebrow=sheets.eyebrow(strand, found.section),
        readers=readership.of_response(strand),
    )


@pages.get(
    "/strands/<int:strand_id>/versions/<int:number>/document", may=Reading.SUBMITTED_RESPONSE
)
def document(strand: Strand, number: int) -> ResponseReturnValue:
    """Hand out the document received with a note verbale, to be kept and never run."""
    file = Submitted(strand, number).version.file
    gate.belongs(file, file is not None)
    assert file is not None
    return hand_out(file)


class ReceivedForm(ByNoteForm):
    """Record a response received as a document, from the note verbale it came with."""

    language = SelectField(lazy_gettext("Language of the document"))
    file = FileField(
        lazy_gettext("The document received"),
        [FileRequired(REQUIRED)],
        description=lazy_gettext("PDF, Word (.docx) or OpenDocument (.odt), at most 20 MB."),
    )


@pages.route(
    "/strands/<int:strand_id>/versions/by-note", methods=["GET", "POST"], may=Reading.STEERING
)
def by_note(strand: Strand) -> ResponseReturnValue:
    """Record that the State under review submitted its response as a document."""
    form = ReceivedForm()
    form.language.choices = [(each.code, each.name) for each in present.mechanism().languages]
    if not form.is_submitted():
        form.language.data = present.language()
    status, has_notes = 200, form.offer([strand.review.state])
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                return _received(strand, form)
            except Invalid as refusal:
                form.refuse(refusal)
    words = render_template(
        "versions/by_note.html",
        strand=strand,
        form=form,
        has_notes=has_notes,
        is_open=strand.step in POLICY[Action.SUBMIT].during,
        readers=readership.of_response(strand),
    )
    return words, status


def _received(strand: Strand, form: ReceivedForm) -> ResponseReturnValue:
    version = submit_response(
        gate.session(),
        form.acting_state(),
        strand,
        language=form.language.data,
        file=uploads.take(
            gate.session(), form.file.data.filename or "", form.file.data.read(), kinds.DOCUMENTS
        ).plain,
        request_id=form.request_id.data,
    )
    flash(_("Recorded. %(state)s has been told.", state=present.state_name(strand.review.state)))
    address = url_for("versions.version", strand_id=strand.id, number=version.number)
    return redirect(address, 303)
