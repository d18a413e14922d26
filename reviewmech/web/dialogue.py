"""Supplementary questions: the list, a thread, and the acts of those who ask and answer."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions import dialogue as acts
from reviewmech.records.dialogue import SupplementaryQuestion, visible_file, visible_question
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.vocabulary import Inquiry
from reviewmech.web import composing, gate, sending
from reviewmech.web.files import hand_out
from reviewmech.web.forms import ActForm
from reviewmech.web.question_list import DRAFTS, Sieve, lines, to_send
from reviewmech.web.readership import others, own_state

pages = gate.Pages("dialogue", __name__)

LIST = "/strands/<int:strand_id>/questions"
THREAD = LIST + "/<key>"


@pages.get(LIST, may=Reading.DIALOGUE)
def questions(strand: Strand) -> ResponseReturnValue:
    """List the questions the reader may see: how each stands, who must act, since when."""
    listed = lines(strand)
    sieve = Sieve(strand, request.args.get("state"), request.args.get("article"))
    return render_template(
        "dialogue/questions.html",
        strand=strand,
        sent=sieve.sent(listed),
        shows_sent=sieve.state != DRAFTS,
        drafts=sieve.drafts(listed),
        set_aside=sieve.set_aside(listed),
        states=sieve.by_state(listed),
        articles=sieve.by_article(listed),
        to_send=to_send(listed),
        own=own_state(strand),
        readers=others(strand),
        act=_asking(strand),
    )


@pages.get(LIST + "/sending", may=Action.SEND_REPLY)
def drafts(strand: Strand) -> ResponseReturnValue:
    """Show in full what the reader's State has drafted and the reader may send."""
    return sending.page(strand)


@pages.post(LIST + "/sending", may=Action.SEND_QUESTION)
def send_questions(strand: Strand) -> ResponseReturnValue:
    """Clear and send the questions that are ticked."""
    return sending.questions(strand, acts.send_question)


@pages.post(LIST + "/sending/replies", may=Action.SEND_REPLY)
def send_replies(strand: Strand) -> ResponseReturnValue:
    """Clear and send the messages on questions that are ticked."""
    return sending.replies(strand, acts.send_reply)


@pages.route(LIST + "/new", methods=["GET", "POST"], may=Action.DRAFT_QUESTION)
def ask(strand: Strand) -> ResponseReturnValue:
    """Ask a supplementary question: show the form, or keep what was typed as a draft."""
    return composing.ask(strand, None, acts.draft_question if request.method == "POST" else None)


@pages.post(LIST + "/new/send", may=Action.SEND_QUESTION)
def ask_and_send(strand: Strand) -> ResponseReturnValue:
    """Send a question as it was typed."""
    return composing.ask(strand, None, acts.send_question)


@pages.get(THREAD, may=Reading.DIALOGUE)
def question(strand: Strand, key: str) -> ResponseReturnValue:
    """Show a question and what was written on it; an own draft shows its form."""
    kept = _kept(strand, key)
    if kept.state is Inquiry.DRAFT and gate.may(Action.DRAFT_QUESTION):
        return composing.ask(strand, kept, None)
    return composing.thread(strand, kept)


@pages.post(THREAD + "/draft", may=Action.DRAFT_QUESTION)
def redraft(strand: Strand, key: str) -> ResponseReturnValue:
    """Save the draft of a question."""
    return composing.ask(strand, _own(strand, key), acts.draft_question)


@pages.post(THREAD + "/send", may=Action.SEND_QUESTION)
def send(strand: Strand, key: str) -> ResponseReturnValue:
    """Send a question that was drafted."""
    return composing.ask(strand, _own(strand, key), acts.send_question)


@pages.post(THREAD + "/reply/draft", may=Action.DRAFT_REPLY)
def draft_reply(strand: Strand, key: str) -> ResponseReturnValue:
    """Save the State's next message as a draft."""
    return composing.reply(strand, _kept(strand, key), acts.draft_reply)


@pages.post(THREAD + "/reply", may=Action.SEND_REPLY)
def send_reply(strand: Strand, key: str) -> ResponseReturnValue:
    """Send the State's next message."""
    return composing.reply(strand, _kept(strand, key), acts.send_reply)


@pages.post(THREAD + "/reply/by-note", may=Reading.STEERING)
def reply_by_note(strand: Strand, key: str) -> ResponseReturnValue:
    """Record a message that a State sent by note verbale."""
    kept = _kept(strand, key)
    form = composing.by_note_form(kept)
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
            return composing.to_thread(kept)
    return composing.thread(strand, kept, by_note=form), 422


@pages.post(THREAD + "/close", may=Action.CLOSE_QUESTION)
def close(strand: Strand, key: str) -> ResponseReturnValue:
    """Close a question."""
    return _settle(strand, key, acts.close_question, _("The question is closed."))


@pages.post(THREAD + "/reopen", may=Action.REOPEN_QUESTION)
def reopen(strand: Strand, key: str) -> ResponseReturnValue:
    """Open a closed question again."""
    return _settle(strand, key, acts.reopen_question, _("The question is open again."))


@pages.post(THREAD + "/set-aside", may=Action.DISCARD_QUESTION)
def discard(strand: Strand, key: str) -> ResponseReturnValue:
    """Set the draft of a question aside."""
    kept, form = _own(strand, key), ActForm()
    acts.discard_question(
        gate.session(), gate.actor(), strand, draft=kept, request_id=form.request_id.data
    )
    flash(_("The draft is set aside. It is kept, and your team can bring it back."))
    return redirect(url_for("dialogue.questions", strand_id=strand.id), 303)


@pages.post(THREAD + "/bring-back", may=Action.BRING_QUESTION_BACK)
def bring_back(strand: Strand, key: str) -> ResponseReturnValue:
    """Bring back the draft of a question that was set aside."""
    kept, form = _own(strand, key), ActForm()
    acts.bring_question_back(
        gate.session(), gate.actor(), strand, draft=kept, request_id=form.request_id.data
    )
    flash(_("The draft is back."))
    return composing.to_thread(kept)


@pages.get(THREAD + "/files/<seal>", may=Reading.DIALOGUE)
def file(strand: Strand, key: str, seal: str) -> ResponseReturnValue:
    """Hand out a file that goes with a message to those who read the message."""
    found = visible_file(gate.session(), _kept(strand, key), seal, gate.actor(), gate.situation())
    gate.belongs(found, found is not None)
    assert found is not None
    return hand_out(found)


def _settle(strand: Strand, key: str, act: composing.Write, said: str) -> ResponseReturnValue:
    kept, form = _kept(strand, key), ActForm()
    act(gate.session(), gate.actor(), strand, thread=kept, request_id=form.request_id.data)
    flash(said)
    return composing.to_thread(kept)


def _kept(strand: Strand, key: str) -> SupplementaryQuestion:
    found = visible_question(gate.session(), strand.id, key, gate.actor(), gate.situation())
    gate.belongs(found, found is not None)
    assert found is not None
    return found


def _own(strand: Strand, key: str) -> SupplementaryQuestion:
    found, own = _kept(strand, key), own_state(strand)
    gate.belongs(found, own is not None and found.asked_by_id == own.id)
    return found


def _asking(strand: Strand) -> tuple[str, str] | None:
    if not gate.may(Action.DRAFT_QUESTION):
        return None
    return _("Ask a supplementary question"), url_for("dialogue.ask", strand_id=strand.id)
