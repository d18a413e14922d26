"""The response as submitted: read by the States in the review and the secretariat."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from flask import current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from reviewmech.actions.submission import submit_response
from reviewmech.records import responses
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.rules.answers import applicable, is_answered
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.questionnaire import Question, Questionnaire
from reviewmech.rules.refusals import Invalid
from reviewmech.web import gate, present, sheets
from reviewmech.web.by_note import ByNoteForm
from reviewmech.web.forms import REQUIRED
from reviewmech.web.sheets import Asked, Given, Place, asked, given, in_address
from reviewmech.web.waiting import next_act

pages = gate.Pages("versions", __name__)


@dataclass(frozen=True)
class Read:
    """One question of a version as it was asked, and what was answered."""

    asked: Asked
    given: Given | None


class Submitted:
    """A version, with the questions as they were asked then."""

    def __init__(self, strand: Strand, number: int) -> None:
        found = responses.visible_version(
            gate.session(), strand.id, number, gate.actor(), gate.situation()
        )
        gate.belongs(found, found is not None)
        assert found is not None
        self.strand, self.version = strand, found
        self.questionnaire: Questionnaire = responses.questionnaire(
            gate.session(), found.edition_id
        )
        self.values = found.values
        self.laws: sheets.Laws = {law["id"]: law for law in found.laws}

    @property
    def answered(self) -> int:
        """How many questions are answered."""
        asked_in = self.questionnaire
        return sum(
            is_answered(question, self.values[question.id])
            for question in asked_in.questions
            if question.id in self.values
        )

    @property
    def unanswered(self) -> list[Question]:
        """The questions left open when it was submitted."""
        found = map(self.questionnaire.question, self.version.unanswered)
        return [question for question in found if question]

    def url(self, article: str) -> str:
        """Return the address of an article as submitted."""
        return url_for(
            "versions.article",
            strand_id=self.strand.id,
            number=self.version.number,
            article=in_address(article),
        )

    def url_of(self, question: Question) -> str:
        """Return the address of a question as submitted."""
        return f"{self.url(question.article)}#{asked(question).id}"

    def places(self, here: str | None = None) -> list[Place]:
        """List the articles."""
        return sheets.places(self.questionnaire, self.url, here)

    def sheet(self, article: str) -> list[Read]:
        """Return the questions of an article that applied, with their answers."""
        return [
            Read(asked(question), given(question, self.values.get(question.id, {}), self.laws))
            for question in applicable(self.questionnaire, self.values)
            if question.article == article
        ]


@pages.get("/strands/<int:strand_id>/versions/<int:number>", may=Reading.SUBMITTED_RESPONSE)
def version(strand: Strand, number: int) -> ResponseReturnValue:
    """Show what was submitted, when, by whom, and what was left open: also its receipt."""
    submitted = Submitted(strand, number)
    return render_template(
        "versions/version.html",
        strand=strand,
        submitted=submitted,
        version=submitted.version,
        versions=responses.visible_versions(
            gate.session(), strand.id, gate.actor(), gate.situation()
        ),
        seal=responses.version_seal(submitted.version),
        written_in=_language(submitted.version),
        language=present.language(),
        readers=sheets.readers(strand),
        next_act=next_act(strand, gate.actor()),
    )


def _language(version: Version) -> str:
    languages = present.mechanism().languages
    return next((each.name for each in languages if each.code == version.language), "")


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
    return render_template(
        "versions/article.html",
        strand=strand,
        version=submitted.version,
        section=section,
        sheet=submitted.sheet(section.article),
        language=present.language(),
        places=places,
        around=sheets.beside(places),
        eyebrow=sheets.eyebrow(strand, section),
        official_text=sheets.official_text(strand),
        readers=sheets.readers(strand),
        can_ask=gate.may(Action.DRAFT_QUESTION) and "dialogue.ask" in current_app.view_functions,
    )


@pages.get(
    "/strands/<int:strand_id>/versions/<int:number>/document", may=Reading.SUBMITTED_RESPONSE
)
def document(strand: Strand, number: int) -> ResponseReturnValue:
    """Hand out the document received with a note verbale, to be kept and never run."""
    file = Submitted(strand, number).version.file
    gate.belongs(file, file is not None)
    assert file is not None
    content = current_app.extensions["surroundings"].store.get(file.sha256)
    return send_file(
        BytesIO(content),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
    )


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
        readers=sheets.readers(strand),
    )
    return words, status


def _received(strand: Strand, form: ReceivedForm) -> ResponseReturnValue:
    version = submit_response(
        gate.session(),
        form.acting_state(),
        strand,
        language=form.language.data,
        file=form.file.data.read(),
        file_name=form.file.data.filename or "",
        request_id=form.request_id.data,
    )
    flash(_("Recorded. %(state)s has been told.", state=strand.review.state.name))
    address = url_for("versions.version", strand_id=strand.id, number=version.number)
    return redirect(address, 303)
