"""Files attached to answers: sent, listed, taken off, and handed to those who may read them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions import evidence as acts
from reviewmech.actions import kinds, uploads
from reviewmech.actions.uploads import LARGEST_SLICE, Upload
from reviewmech.records import evidence, responses
from reviewmech.records.evidence import Evidence
from reviewmech.records.reviews import Review, Strand
from reviewmech.records.uploads import OutOfStep
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.questionnaire import Question
from reviewmech.rules.refusals import N_, Invalid, Refused
from reviewmech.web import gate, languages, sheets
from reviewmech.web.files import hand_out
from reviewmech.web.reading import size
from reviewmech.web.saves import by_script
from reviewmech.web.uploads import FileForm, announced, largest

pages = gate.Pages("evidence", __name__)

SENT = "/reviews/<int:review_id>/uploads"
OF_ANSWER = "/strands/<int:strand_id>/evidence/of/<question>"

KINDS = {
    kinds.PDF: N_("PDF"),
    kinds.WORD: N_("Word"),
    kinds.OPEN_TEXT: N_("OpenDocument text"),
    kinds.PNG: N_("picture"),
    kinds.JPEG: N_("picture"),
    kinds.GIF: N_("picture"),
    kinds.WEBP: N_("picture"),
    kinds.CSV: N_("CSV"),
    kinds.TEXT: N_("text"),
}
WORDS = {kind.media_type: words for kind, words in KINDS.items()}


@pages.app_template_global()
def takes_files() -> bool:
    """Say whether files are attached in this Mechanism."""
    return evidence.is_taken(gate.session())


@pages.app_template_global()
def most_megabytes() -> int:
    """Say how large a file may be."""
    return largest()


@pages.app_template_filter()
def file_words(file: Any) -> str:
    """Say what kind of file it is, and how large."""
    kind = _(WORDS.get(file.media_type, N_("file")))
    return _("%(kind)s, %(size)s", kind=kind, size=size(file.size))


@pages.get(OF_ANSWER, may=Reading.DRAFT_RESPONSE)
def answer(strand: Strand, question: str) -> ResponseReturnValue:
    """Show the files of an answer, with a form to attach one; a script asks for the form alone."""
    found = _question(strand, question)
    if request.headers.get("X-Part") == "form":
        return render_template("evidence/form.html", strand=strand, question=found)
    return _answer(strand, found, FileForm(formdata=None))


@pages.post(OF_ANSWER, may=Action.ATTACH_FILE)
def attach(strand: Strand, question: str) -> ResponseReturnValue:
    """Attach a file that has arrived, or that comes with the form."""
    found, form = _question(strand, question), FileForm()
    try:
        made = acts.attach_upload(
            gate.session(),
            gate.actor(),
            strand,
            question=question,
            upload=_sent(form, strand.review),
            request_id=form.request_id.data or "",
        )
    except Refused as refusal:
        if by_script():
            return {"said": languages.told(refusal)}, refusal.status
        form.refuse(_at_the_file(refusal))
        if refusal.status < 500:
            form.drop()
        return _answer(strand, found, form), refusal.status
    said = _("“%(name)s” is attached.", name=made.attachment.name)
    if by_script():
        files = evidence.attached(gate.session(), strand.id)
        listed = render_template("evidence/list.html", strand=strand, asked=found, found=files)
        return {"said": said, "list": listed}
    flash(said)
    return redirect(sheets.address(strand, found), 303)


def _sent(form: FileForm, review: Review) -> Upload:
    upload = form.upload(review)
    if upload is None:
        raise Invalid("Choose a file first.", field="file")
    return upload


def _at_the_file(refusal: Refused) -> Invalid:
    """Let every refusal stand beside the file it is about."""
    return Invalid(refusal.sentence, field="file", **refusal.details)


def _question(strand: Strand, question: str) -> Question:
    asked_in = responses.questionnaire(gate.session(), strand.edition_id)
    found = asked_in.question(question)
    gate.belongs(found, takes_files())
    assert found is not None
    return found


def _answer(strand: Strand, question: Question, form: FileForm) -> str:
    return render_template(
        "evidence/answer.html",
        strand=strand,
        question=question,
        asked=sheets.asked(question),
        found=evidence.attached(gate.session(), strand.id),
        form=form,
        back=sheets.address(strand, question),
    )


@pages.post("/strands/<int:strand_id>/evidence/<int:evidence_id>/detach", may=Action.DETACH_FILE)
def detach(strand: Strand, evidence_id: int) -> ResponseReturnValue:
    """Take a file off an answer."""
    found = _evidence(strand, evidence_id)
    question = _question(strand, found.question)
    acts.detach_file(
        gate.session(),
        gate.actor(),
        strand,
        evidence=found,
        request_id=request.form.get("request_id"),
    )
    flash(_("“%(name)s” is removed from the answer.", name=found.attachment.name))
    return redirect(sheets.address(strand, question), 303)


@pages.get("/strands/<int:strand_id>/evidence/<int:evidence_id>", may=Reading.DRAFT_RESPONSE)
def download(strand: Strand, evidence_id: int) -> ResponseReturnValue:
    """Hand a file to the team of the State whose answer it is attached to."""
    return hand_out(_evidence(strand, evidence_id).attachment)


def _evidence(strand: Strand, evidence_id: int) -> Evidence:
    found = gate.session().get(Evidence, evidence_id)
    gate.belongs(found, found is not None and found.strand_id == strand.id and takes_files())
    assert found is not None
    return found


@pages.get(
    "/strands/<int:strand_id>/versions/<int:number>/files/<seal>",
    may=Reading.SUBMITTED_RESPONSE,
)
def submitted_file(strand: Strand, number: int, seal: str) -> ResponseReturnValue:
    """Hand out a file that was submitted, to those who may read that version."""
    version = responses.visible_version(
        gate.session(), strand.id, number, gate.actor(), gate.situation()
    )
    gate.belongs(version, version is not None)
    assert version is not None
    found = evidence.submitted_file(gate.session(), version, seal)
    gate.belongs(found, found is not None)
    assert found is not None
    return hand_out(found)


@pages.get(SENT, may=Action.ATTACH_FILE)
def arrived(review: Review) -> ResponseReturnValue:
    """Say how much of a file has arrived, so that it goes on from there."""
    return {"arrived": uploads.arrived(gate.session(), gate.actor(), announced().key)}


@pages.post(SENT, may=Action.ATTACH_FILE)
def add(review: Review) -> ResponseReturnValue:
    """Take the next slice of a file."""
    if (request.content_length or 0) > LARGEST_SLICE:
        return {"said": _("This slice is too large.")}, 413
    session, offset = gate.session(), request.args.get("offset", 0, type=int)
    try:
        come = uploads.add_slice(
            session, gate.actor(), review, announced(), offset, request.get_data(cache=False)
        )
    except OutOfStep as step:
        return {"arrived": step.arrived}, 409
    except Refused as refusal:
        return {"said": languages.told(refusal)}, refusal.status
    return {"arrived": come}


@pages.post(SENT + "/forget", may=Action.ATTACH_FILE)
def forget(review: Review) -> ResponseReturnValue:
    """Remove what has arrived of a file that is no longer meant to come."""
    uploads.forget(gate.session(), gate.actor(), announced().key)
    return "", 204
