"""The versions of questionnaires: browsed, compared and published; and strands moved to them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from reviewmech.actions.editions import acknowledge_move, propose_move, publish_edition
from reviewmech.records import editions, responses
from reviewmech.records.responses import Edition
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.web import browsing, gate, languages, present, saves, sheets
from reviewmech.web.browsing import Browsed
from reviewmech.web.comparing import Difference
from reviewmech.web.drafts import Draft
from reviewmech.web.forms import ActForm
from reviewmech.web.gate import Pages
from reviewmech.web.moving import AcknowledgeByNoteForm, AcknowledgeForm, Proposal, proposal
from reviewmech.web.unasked import unasked
from reviewmech.web.waiting import address

pages = Pages("editions", __name__)

ONE = "/secretariat/questionnaires/<instrument>/<part>"


class PublishForm(ActForm):
    """Publish what was shown, by its digest."""

    digest = HiddenField()


class ProposeForm(ActForm):
    """Propose to move to the version that was shown."""

    edition = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    def chosen(self, offered: list[Edition]) -> Edition:
        """Return the version, if it is one of these."""
        found = next((each for each in offered if each.id == self.edition.data), None)
        gate.belongs(found, self.validate_on_submit())
        assert found is not None
        return found


@pages.get("/secretariat/questionnaires", may=Reading.STEERING)
def questionnaires() -> ResponseReturnValue:
    """List all questionnaires: what is published, what the files hold, and how complete it is."""
    listed = browsing.every()
    return render_template(
        "editions/questionnaires.html",
        listed=listed,
        unverified=sum(not each.asked.verified for each in listed),
        facts=len(present.mechanism().unverified),
    )


@pages.get("/secretariat/questionnaires/coverage", may=Reading.STEERING)
def coverage() -> ResponseReturnValue:
    """List which questions cover each item of the outline, first those covered twice."""
    found = browsing.covered(browsing.every())
    twice = {item: questions for item, questions in found.items() if len(questions) > 1}
    return render_template(
        "editions/coverage.html", found=found, twice=twice, language=present.language()
    )


@pages.get(ONE, may=Reading.STEERING)
def questionnaire(instrument: str, part: str) -> ResponseReturnValue:
    """Show one questionnaire: its versions, its articles, and the strands that are on others."""
    browsed = Browsed(instrument, part)
    newest = browsed.published
    asked = editions.proposed_to(gate.session(), newest) if newest else {}
    running = editions.running(gate.session(), newest) if newest else []
    return render_template(
        "editions/questionnaire.html",
        browsed=browsed,
        running=running,
        asked=asked,
        left=[strand for strand in running if strand.id not in asked],
        version_of=_version_of,
        form=ProposeForm(formdata=None, data={"edition": newest and newest.id}),
    )


def _version_of(strand: Strand) -> str:
    return responses.questionnaire(gate.session(), strand.edition_id).version


@pages.get(f"{ONE}/articles/<article>", may=Reading.STEERING)
def article(instrument: str, part: str, article: str) -> ResponseReturnValue:
    """Show an article as a State sees it, to be read and not to be filled in."""
    browsed = Browsed(instrument, part)
    section = browsed.shown.section(sheets.from_address(article))
    gate.belongs(section, section is not None)
    assert section is not None
    places = browsed.places(section.article)
    return render_template(
        "editions/article.html",
        browsed=browsed,
        section=section,
        here=article,
        places=places,
        around=sheets.beside(places),
    )


@pages.get(f"{ONE}/compare", may=Reading.STEERING)
def compare(instrument: str, part: str) -> ResponseReturnValue:
    """Compare two versions of a questionnaire, or a version and what the files hold."""
    browsed = Browsed(instrument, part)
    chosen = browsed.edition("old") or browsed.published
    old, new = chosen, browsed.edition("new")
    return render_template(
        "editions/compare.html",
        browsed=browsed,
        old=old,
        new=new,
        difference=Difference(browsed.asks(old), browsed.asks(new)),
    )


@pages.route(f"{ONE}/publish", methods=["GET", "POST"], may=Action.PUBLISH_EDITION)
def publication(instrument: str, part: str) -> ResponseReturnValue:
    """Show what is different in the files, question by question, and publish it as it was shown."""
    browsed = Browsed(instrument, part)
    gate.belongs(browsed, browsed.in_files is not None)
    form, status = PublishForm(), 200
    if form.validate_on_submit():
        try:
            edition = publish_edition(
                gate.session(),
                gate.actor(),
                instrument=instrument,
                part=part,
                digest=form.digest.data,
                request_id=form.request_id.data,
            )
        except (Invalid, Conflict) as refusal:
            form.form_errors.append(languages.told(refusal))
            browsed, status = Browsed(instrument, part), refusal.status
        else:
            flash(_("Version %(version)s is published.", version=edition.number))
            return redirect(browsed.url("questionnaire", version=None), 303)
    form.digest.data = browsed.asked.digest
    before = browsed.published
    words = render_template(
        "editions/publication.html",
        browsed=browsed,
        form=form,
        difference=Difference(browsed.asks(before), browsed.asked) if before else None,
    )
    return words, status


@pages.post(f"{ONE}/propose", may=Reading.STEERING)
def propose_to_all(instrument: str, part: str) -> ResponseReturnValue:
    """Propose to all running strands of a questionnaire to move to its newest version."""
    browsed, form = Browsed(instrument, part), ProposeForm()
    propose_move(
        gate.session(),
        gate.actor(),
        None,
        edition=form.chosen(browsed.editions),
        request_id=form.request_id.data,
    )
    flash(_("The move is proposed; each focal point has been told by letter."))
    return redirect(browsed.url("questionnaire", version=None), 303)


@pages.get("/strands/<int:strand_id>/questionnaire", may=Reading.QUESTIONNAIRE)
def strand(strand: Strand) -> ResponseReturnValue:
    """Show on which version a response is written, and the moves of its strand."""
    return _strand(strand)


def _strand(strand: Strand, by_note: AcknowledgeByNoteForm | None = None) -> ResponseReturnValue:
    session = gate.session()
    newest = editions.newest(session, strand.instrument, strand.phase.part)
    move = editions.proposed(session, strand)
    by_note = by_note or AcknowledgeByNoteForm(data={"number": move and move.number})
    words = render_template(
        "editions/strand.html",
        strand=strand,
        edition=session.get_one(Edition, strand.edition_id),
        moves=editions.moves(session, strand.id),
        can_move=editions.can_move(strand),
        proposed=proposal(strand, move),
        possible=_possible(strand, newest, move.edition_id if move else None),
        form=ProposeForm(formdata=None, data={"edition": newest and newest.id}),
        by_note=by_note,
        has_notes=by_note.offer([strand.review.state]),
        notes_url=address("nominations.notes"),
    )
    return words, 422 if by_note.errors else 200


def _possible(strand: Strand, newest: Edition | None, asked: int | None) -> Proposal | None:
    """Return the move that could be proposed now: to the newest version, unless it was."""
    if newest is None or newest.id in {strand.edition_id, asked}:
        return None
    return Proposal(strand, newest) if gate.may(Action.PROPOSE_MOVE, strand) else None


@pages.post("/strands/<int:strand_id>/questionnaire/propose", may=Action.PROPOSE_MOVE)
def propose(strand: Strand) -> ResponseReturnValue:
    """Propose to the State under review to move a strand to the newest version."""
    form = ProposeForm()
    published = editions.published(gate.session(), strand.instrument, strand.phase.part)
    propose_move(
        gate.session(),
        gate.actor(),
        strand,
        edition=form.chosen(published),
        request_id=form.request_id.data,
    )
    flash(_("The move is proposed to %(state)s.", state=present.state_name(strand.review.state)))
    return _back(strand)


@pages.post("/strands/<int:strand_id>/questionnaire/acknowledge", may=Action.ACKNOWLEDGE_MOVE)
def acknowledge(strand: Strand) -> ResponseReturnValue:
    """Acknowledge the move to a newer questionnaire, for one's State."""
    form = AcknowledgeForm()
    gate.belongs(strand, form.validate_on_submit())
    acknowledge_move(
        gate.session(),
        gate.actor(),
        strand,
        number=form.number.data,
        request_id=form.request_id.data,
    )
    flash(_("The response is on the newer questionnaire now. What is left is listed below."))
    return redirect(url_for("responses.response", strand_id=strand.id), 303)


@pages.post("/strands/<int:strand_id>/questionnaire/acknowledge-by-note", may=Reading.STEERING)
def acknowledge_by_note(strand: Strand) -> ResponseReturnValue:
    """Record from a note verbale that the State acknowledges the move."""
    form = AcknowledgeByNoteForm()
    form.offer([strand.review.state])
    if not form.validate_on_submit():
        return _strand(strand, form)
    try:
        acknowledge_move(
            gate.session(),
            form.acting_state(),
            strand,
            number=form.number.data,
            request_id=form.request_id.data,
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _strand(strand, form)
    flash(_("The acknowledgement is recorded, and the State is told."))
    return _back(strand)


def _back(strand: Strand) -> ResponseReturnValue:
    return redirect(url_for("editions.strand", strand_id=strand.id), 303)


@pages.get("/strands/<int:strand_id>/response/no-longer-asked", may=Reading.DRAFT_RESPONSE)
def no_longer_asked(strand: Strand) -> ResponseReturnValue:
    """Show what was answered to questions that are asked no more: to the State alone."""
    draft, session = Draft(strand), gate.session()
    left = [move.left_id for move in editions.moves(session, strand.id) if move.acknowledged_at]
    return render_template(
        "editions/no_longer_asked.html",
        strand=strand,
        found=unasked(draft, [responses.questionnaire(session, each) for each in left]),
        saved_words=saves.saved_words,
    )
