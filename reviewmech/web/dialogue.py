"""Supplementary questions: the list, a thread, and the acts of those who ask and answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions import dialogue as acts
from reviewmech.records.dialogue import SupplementaryQuestion, visible_question
from reviewmech.records.reviews import Strand
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.web import gate, languages, threads
from reviewmech.web.asking import QuestionForm, ReplyByNoteForm, ReplyForm
from reviewmech.web.forms import ActForm
from reviewmech.web.readership import others, own_state

pages = gate.Pages("dialogue", __name__)

LIST = "/strands/<int:strand_id>/questions"
THREAD = LIST + "/<key>"

Write = Callable[..., Any]


@pages.get(LIST, may=Reading.DIALOGUE)
def questions(strand: Strand) -> ResponseReturnValue:
    """List the questions the reader may see: how each stands, who must act, since when."""
    listed = threads.lines(strand)
    sieve = threads.Sieve(strand, request.args.get("state"), request.args.get("article"))
    return render_template(
        "dialogue/questions.html",
        strand=strand,
        sent=[each for each in listed if not each.is_draft and sieve.passes(each)],
        drafts=[each for each in listed if each.is_draft],
        states=sieve.by_state(listed),
        articles=sieve.by_article(listed),
        own=own_state(strand),
        act=_asking(strand),
    )


@pages.route(LIST + "/new", methods=["GET", "POST"], may=Action.DRAFT_QUESTION)
def ask(strand: Strand) -> ResponseReturnValue:
    """Ask a supplementary question: show the form, or keep what was typed as a draft."""
    return _ask(strand, None, acts.draft_question if request.method == "POST" else None)


@pages.post(LIST + "/new/send", may=Action.SEND_QUESTION)
def ask_and_send(strand: Strand) -> ResponseReturnValue:
    """Send a question as it was typed."""
    return _ask(strand, None, acts.send_question)


@pages.get(THREAD, may=Reading.DIALOGUE)
def question(strand: Strand, key: str) -> ResponseReturnValue:
    """Show a question and what was written on it; an own draft shows its form."""
    kept = _kept(strand, key)
    if kept.sent_at is None and gate.may(Action.DRAFT_QUESTION):
        return _ask(strand, kept, None)
    return _thread(strand, kept)


@pages.post(THREAD + "/draft", may=Action.DRAFT_QUESTION)
def redraft(strand: Strand, key: str) -> ResponseReturnValue:
    """Save the draft of a question."""
    return _ask(strand, _own(strand, key), acts.draft_question)


@pages.post(THREAD + "/send", may=Action.SEND_QUESTION)
def send(strand: Strand, key: str) -> ResponseReturnValue:
    """Send a question that was drafted."""
    return _ask(strand, _own(strand, key), acts.send_question)


@pages.post(THREAD + "/reply/draft", may=Action.DRAFT_REPLY)
def draft_reply(strand: Strand, key: str) -> ResponseReturnValue:
    """Save the State's next message as a draft."""
    return _reply(strand, key, acts.draft_reply)


@pages.post(THREAD + "/reply", may=Action.SEND_REPLY)
def send_reply(strand: Strand, key: str) -> ResponseReturnValue:
    """Send the State's next message."""
    return _reply(strand, key, acts.send_reply)


@pages.post(THREAD + "/reply/by-note", may=Reading.STEERING)
def reply_by_note(strand: Strand, key: str) -> ResponseReturnValue:
    """Record a message that a State sent by note verbale."""
    kept = _kept(strand, key)
    form = _by_note(kept)
    if form.validate():
        try:
            acts.send_reply(
                gate.session(),
                form.acting_state(),
                strand,
                thread=kept,
                text=form.text.data,
                language=form.language.data,
                request_id=form.request_id.data,
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("The message was recorded. The State is told at once."))
            return _to_thread(kept)
    return _thread(strand, kept, by_note=form), 422


@pages.post(THREAD + "/close", may=Action.CLOSE_QUESTION)
def close(strand: Strand, key: str) -> ResponseReturnValue:
    """Close a question."""
    return _settle(strand, key, acts.close_question, _("The question is closed."))


@pages.post(THREAD + "/reopen", may=Action.REOPEN_QUESTION)
def reopen(strand: Strand, key: str) -> ResponseReturnValue:
    """Open a closed question again."""
    return _settle(strand, key, acts.reopen_question, _("The question is open again."))


def _ask(
    strand: Strand, draft: SupplementaryQuestion | None, write: Write | None
) -> ResponseReturnValue:
    form, conflict = QuestionForm(strand, draft), None
    if write is not None and form.validate():
        kept, conflict = _write(write, form, strand, draft=draft, **form.place)
        if kept is not None:
            return _to_thread(kept)
    return _form_of(strand, draft, form, conflict), _status(write, conflict)


def _form_of(
    strand: Strand,
    draft: SupplementaryQuestion | None,
    form: QuestionForm,
    conflict: Conflict | None,
) -> str:
    if draft is not None and conflict is not None:
        form.read.data = draft.opening.mark
    return render_template(
        "dialogue/ask.html",
        strand=strand,
        draft=draft,
        form=form,
        subject=form.subject,
        conflict=conflict and _sentence(conflict),
        own=own_state(strand),
        readers=others(strand),
    )


def _reply(strand: Strand, key: str, write: Write) -> ResponseReturnValue:
    kept, form, conflict = _kept(strand, key), ReplyForm(), None
    if form.validate():
        message, conflict = _write(write, form, strand, thread=kept)
        if message is not None:
            return _to_thread(kept)
    return _thread(strand, kept, form, conflict), _status(write, conflict)


def _write(
    write: Write, form: ReplyForm, strand: Strand, **given: Any
) -> tuple[Any, Conflict | None]:
    """Write what was typed; a refusal is shown on the form, with every word kept."""
    given |= {name: form[name].data for name in ("text", "language", "read", "request_id")}
    try:
        written = write(gate.session(), gate.actor(), strand, **given)
    except Invalid as refusal:
        form.refuse(refusal)
        return None, None
    except Conflict as conflict:
        return None, conflict
    flash(_said(write))
    return written, None


def _thread(
    strand: Strand,
    kept: SupplementaryQuestion,
    form: ReplyForm | None = None,
    conflict: Conflict | None = None,
    by_note: ReplyByNoteForm | None = None,
) -> str:
    (thread,) = threads.listed([kept])
    draft = thread.own_draft
    form = form or ReplyForm(draft)
    if conflict is not None:
        form.read.data = draft.mark if draft else ""
    is_open = kept.closed_at is None and strand.step in POLICY[Action.SEND_REPLY].during
    return render_template(
        "dialogue/question.html",
        strand=strand,
        thread=thread,
        subject=thread.about,
        form=form,
        by_note=(by_note or _by_note(kept)) if gate.actor().officer and is_open else None,
        conflict=conflict and _sentence(conflict),
        own=own_state(strand),
        readers=others(strand),
    )


def _settle(strand: Strand, key: str, act: Write, said: str) -> ResponseReturnValue:
    kept, form = _kept(strand, key), ActForm()
    act(gate.session(), gate.actor(), strand, thread=kept, request_id=form.request_id.data)
    flash(said)
    return _to_thread(kept)


def _by_note(kept: SupplementaryQuestion) -> ReplyByNoteForm:
    form = ReplyByNoteForm()
    form.offer([kept.asked_by, kept.strand.review.state])
    return form


def _kept(strand: Strand, key: str) -> SupplementaryQuestion:
    found = visible_question(gate.session(), strand.id, key, gate.actor(), gate.situation())
    gate.belongs(found, found is not None)
    assert found is not None
    return found


def _own(strand: Strand, key: str) -> SupplementaryQuestion:
    found, own = _kept(strand, key), own_state(strand)
    gate.belongs(found, own is not None and found.asked_by_id == own.id)
    return found


def _to_thread(kept: SupplementaryQuestion) -> ResponseReturnValue:
    address = url_for("dialogue.question", strand_id=kept.strand_id, key=kept.key)
    return redirect(address, 303)


def _said(write: Write) -> str:
    if write in (acts.send_question, acts.send_reply):
        return _("It was sent.")
    return _("The draft is saved. Nobody outside your State can see it.")


def _sentence(refusal: Conflict) -> str:
    return languages.told(refusal)


def _status(write: Write | None, conflict: Conflict | None) -> int:
    return 409 if conflict else 422 if write else 200


def _asking(strand: Strand) -> tuple[str, str] | None:
    if not gate.may(Action.DRAFT_QUESTION):
        return None
    return _("Ask a supplementary question"), url_for("dialogue.ask", strand_id=strand.id)
