"""Written feedback: an article's form beside what was submitted, the release, what was released."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from reviewmech.actions.articles_read import mark_read
from reviewmech.actions.feedback import release_feedback, save_feedback
from reviewmech.records.feedback import FeedbackRevision
from reviewmech.records.reviews import Strand
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.web import gate, languages, present, sheets
from reviewmech.web.by_note import ByNoteForm
from reviewmech.web.forms import ActForm, CheckboxesField, ProseField
from reviewmech.web.my_articles import MyArticles, chosen
from reviewmech.web.readership import others
from reviewmech.web.remarks import Papers
from reviewmech.web.writing import language_field

pages = gate.Pages("feedback", __name__)

LIST = "/strands/<int:strand_id>/feedback"
ARTICLE = LIST + "/<article>"


class FeedbackForm(ActForm):
    """Write on an article; ``started_from`` is the revision the form was opened on."""

    measures = ProseField(lazy_gettext("Measures taken"))
    successes = ProseField(lazy_gettext("Successes and good practices"))
    challenges = ProseField(lazy_gettext("Challenges"))
    no_remarks = BooleanField(lazy_gettext("We have no remarks on this article"))
    language = language_field()
    started_from = IntegerField(widget=HiddenInput(), default=0)

    def open_on(self, draft: FeedbackRevision | None) -> FeedbackForm:
        """Show what is kept, unless something was typed."""
        if draft is not None and not self.is_submitted():
            for name, text in draft.texts.items():
                self[name].data = text
            self.no_remarks.data, self.language.data = draft.has_no_remarks, draft.language
            self.start_from(draft)
        return self

    def start_from(self, draft: FeedbackRevision) -> None:
        """Let the next save start from this revision: its reader has seen it."""
        self.started_from.raw_data, self.started_from.data = None, draft.number


class TicksForm(ActForm):
    """Tick articles of the list; what is done with them, the button says."""

    articles = CheckboxesField(lazy_gettext("Articles"), validate_choice=False)


class ReadForm(TicksForm):
    """Tick articles as read, or as not read, in the version the list showed."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class ReleaseForm(ActForm):
    """Release the feedback; ``seen`` marks what the page showed."""

    seen = HiddenField(default="")


class ReceivedForm(ByNoteForm):
    """Record feedback that a State sent by note verbale."""

    received = ProseField(lazy_gettext("Text received with the note"))
    language = language_field()


@pages.get(LIST, may=Reading.FEEDBACK)
def feedback(strand: Strand) -> ResponseReturnValue:
    """Show a State its own feedback, article by article, and everybody what was released."""
    return _list(strand)


@pages.post(LIST, may=Action.RELEASE_FEEDBACK)
def release(strand: Strand) -> ResponseReturnValue:
    """Release the feedback on all articles, as the page showed it."""
    form = ReleaseForm()
    try:
        release_feedback(
            gate.session(),
            gate.actor(),
            strand,
            seen=form.seen.data,
            request_id=form.request_id.data,
        )
    except (Invalid, Conflict) as refusal:
        return _list(strand, refusal), refusal.status
    flash(_("The feedback is released: %(readers)s can read it now.", readers=others(strand)))
    return redirect(url_for("feedback.feedback", strand_id=strand.id, _anchor="released"), 303)


@pages.post(LIST + "/by-note", may=Reading.STEERING)
def release_by_note(strand: Strand) -> ResponseReturnValue:
    """Record that a reviewing State released its feedback by note verbale."""
    form = _by_note(strand)
    if not form.validate():
        return _list(strand, by_note=form), 422
    actor = form.acting_state()
    release_feedback(
        gate.session(),
        actor,
        strand,
        received=form.received.data or "",
        language=form.language.data,
        request_id=form.request_id.data,
    )
    flash(_("The release was recorded. The State is told at once."))
    return redirect(url_for("feedback.feedback", strand_id=strand.id, _anchor="released"), 303)


@pages.post(LIST + "/read", may=Action.MARK_READ)
def read(strand: Strand) -> ResponseReturnValue:
    """Mark the articles ticked as read by the State's team."""
    return _mark(strand, True)


@pages.post(LIST + "/unread", may=Action.MARK_READ)
def unread(strand: Strand) -> ResponseReturnValue:
    """Take the marks from the articles ticked."""
    return _mark(strand, False)


def _mark(strand: Strand, is_read: bool) -> ResponseReturnValue:
    form = ReadForm()
    gate.belongs(strand, form.validate())
    try:
        mark_read(
            gate.session(),
            gate.actor(),
            strand,
            version=form.version.data,
            articles=chosen(form.articles.data or ()),
            is_read=is_read,
            request_id=form.request_id.data,
        )
    except Invalid as refusal:
        return _list(strand, refusal), refusal.status
    flash(_("Noted. Only your State's team can see what it has read."))
    here = request.args.get("article")
    there = here and url_for("feedback.article", strand_id=strand.id, article=here)
    return redirect(there or _back(strand), 303)


@pages.post(LIST + "/no-remarks", may=Action.SAVE_FEEDBACK)
def no_remarks(strand: Strand) -> ResponseReturnValue:
    """Say that the State has no remarks on the articles ticked; none that is written is lost."""
    form = TicksForm()
    gate.belongs(strand, form.validate())
    articles = chosen(form.articles.data or ())
    try:
        save_feedback(
            gate.session(),
            gate.actor(),
            strand,
            article=articles,
            no_remarks=True,
            language=present.language_to_write_in(),
            request_id=form.request_id.data,
        )
    except (Invalid, Conflict) as refusal:
        return _list(strand, refusal), refusal.status
    flash(
        ngettext(
            "Saved: no remarks on %(num)s article.",
            "Saved: no remarks on %(num)s articles.",
            len(set(articles)),
        )
    )
    return redirect(_back(strand), 303)


def _back(strand: Strand) -> str:
    return MyArticles(Papers(strand)).url()


@pages.get(ARTICLE, may=Reading.FEEDBACK)
def article(strand: Strand, article: str) -> ResponseReturnValue:
    """Show an article as submitted, with the form beside it for those who write on it."""
    return _article(strand, article, FeedbackForm())


@pages.post(ARTICLE, may=Action.SAVE_FEEDBACK)
def save(strand: Strand, article: str) -> ResponseReturnValue:
    """Save what was written on an article; a refusal keeps every word."""
    form, conflict = FeedbackForm(), None
    if form.validate():
        try:
            save_feedback(
                gate.session(),
                gate.actor(),
                strand,
                article=sheets.from_address(article),
                request_id=form.request_id.data,
                **form.given(),
            )
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            conflict = refusal
        else:
            flash(_saved(strand))
            return redirect(url_for("feedback.article", strand_id=strand.id, article=article), 303)
    return _article(strand, article, form, conflict), 409 if conflict else 422


def _saved(strand: Strand) -> str:
    partners = Papers(strand).partners
    if not partners:
        return _("Saved. Nobody outside your State can see it.")
    return _(
        "Saved. You draft together, so %(states)s can read it too; nobody else can.",
        states=present.names(partners),
    )


def _list(
    strand: Strand, refusal: Invalid | Conflict | None = None, by_note: ReceivedForm | None = None
) -> str:
    papers = Papers(strand)
    is_open = strand.step in POLICY[Action.RELEASE_FEEDBACK].during
    form = ReleaseForm()
    form.seen.data = papers.mark
    return render_template(
        "feedback/feedback.html",
        strand=strand,
        papers=papers,
        mine=MyArticles(papers) if papers.is_reviewing else None,
        ticked=request.form.getlist("articles"),
        form=form,
        refusal=refusal and languages.told(refusal),
        by_note=(by_note or _by_note(strand)) if gate.actor().officer and is_open else None,
        is_open=is_open,
        readers=others(strand),
        language=present.language(),
    )


def _by_note(strand: Strand) -> ReceivedForm:
    form = ReceivedForm()
    form.offer(strand.reviewing_states)
    return form


def _article(
    strand: Strand, named: str, form: FeedbackForm, conflict: Conflict | None = None
) -> str:
    papers = Papers(strand)
    section = papers.asked.section(sheets.from_address(named))
    gate.belongs(section, section is not None)
    assert section is not None
    draft = papers.drafts.get(section.article)
    form.open_on(draft)
    if conflict is not None and draft is not None:
        form.start_from(draft)
    asked = papers.threads_on(section.article)
    sheet = papers.sheet(section.article, asked)
    places = sheets.places(papers.asked, papers.url, section.article)
    return render_template(
        "feedback/article.html",
        strand=strand,
        papers=papers,
        section=section,
        draft=draft,
        form=form,
        conflict=conflict and languages.told(conflict),
        sheet=sheet,
        annotated=papers.annotated(section.article, sheet),
        translated=papers.translated(section.article),
        drafted_together=papers.asked_by_partners(section.article),
        on_article=[each for each in asked if each.kept.question is None],
        places=places,
        around=sheets.beside(places),
        eyebrow=sheets.eyebrow(strand, section),
        readers=others(strand),
        language=present.language(),
    )
