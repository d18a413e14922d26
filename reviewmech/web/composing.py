"""Writing on supplementary questions: a form, the act that keeps or sends it, the page shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions import dialogue as acts
from reviewmech.records import texts
from reviewmech.records.dialogue import Message, SupplementaryQuestion
from reviewmech.records.message_revisions import MessageRevision, earlier_texts
from reviewmech.records.reviews import Strand
from reviewmech.records.translations import visible_translations
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.web import gate, languages, margins, threads
from reviewmech.web.asking import MessageForm, QuestionForm, ReplyByNoteForm, ReplyForm
from reviewmech.web.enclosing import cited, files_of
from reviewmech.web.readership import others, own_state

Write = Callable[..., Any]

BY: dict[Write, Action] = {
    acts.draft_question: Action.DRAFT_QUESTION,
    acts.send_question: Action.SEND_QUESTION,
    acts.draft_reply: Action.DRAFT_REPLY,
    acts.send_reply: Action.SEND_REPLY,
}
"""The acts that write, and the action of each."""


def ask(
    strand: Strand, draft: SupplementaryQuestion | None, write: Write | None
) -> ResponseReturnValue:
    """Show the form of a question, or write what was typed in it."""
    form, conflict = QuestionForm(strand, draft), None
    if _begins_with_earlier(form, draft.opening if draft else None):
        return _form_of(strand, draft, form, None)
    if write is not None and form.validate():
        kept, conflict = _write(write, form, strand, draft=draft)
        if kept is not None:
            return to_thread(kept)
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
        earlier=_earlier(draft.opening if draft else None),
        conflict=conflict and languages.told(conflict),
        own=own_state(strand),
        readers=others(strand),
        cited=cited,
        files_of=files_of,
    )


def reply(strand: Strand, kept: SupplementaryQuestion, write: Write) -> ResponseReturnValue:
    """Write the State's next message on a question."""
    draft = threads.listed([kept])[0].own_draft
    form, conflict = ReplyForm(strand, draft), None
    if _begins_with_earlier(form, draft):
        return thread(strand, kept, form)
    if form.validate():
        message, conflict = _write(write, form, strand, thread=kept)
        if message is not None:
            return to_thread(kept)
    return thread(strand, kept, form, conflict), _status(write, conflict)


def _earlier(draft: Message | None) -> list[MessageRevision]:
    """Return what the reader's State wrote in a draft before, newest first."""
    return earlier_texts(gate.session(), draft, gate.actor(), gate.situation())


def _begins_with_earlier(form: MessageForm, draft: Message | None) -> bool:
    """Put the earlier text asked for in the form, if one is; nothing is written by that."""
    number = request.form.get("begin_with", type=int)
    if number is None or draft is None:
        return False
    earlier = _earlier(draft)
    found = next((one for one in earlier if one.number == number), None)
    if found is not None:
        form.begin_with(found, [draft.text, *(one.text for one in earlier)])
    return found is not None


def _write(
    write: Write, form: MessageForm, strand: Strand, **given: Any
) -> tuple[Any, Conflict | None]:
    """Write what was typed; a refusal is shown on the form, with every word kept."""
    try:
        given |= form.words(BY[write]) | {"request_id": form.request_id.data}
        written = write(gate.session(), gate.actor(), strand, **given)
    except Invalid as refusal:
        form.refuse(refusal)
        return None, None
    except Conflict as conflict:
        return None, conflict
    form.beside.done()
    flash(_said(write))
    return written, None


def thread(
    strand: Strand,
    kept: SupplementaryQuestion,
    form: ReplyForm | None = None,
    conflict: Conflict | None = None,
    by_note: ReplyByNoteForm | None = None,
) -> str:
    """Show a question and what was written on it, with the form of those who write next."""
    (shown,) = threads.listed([kept])
    draft = shown.own_draft
    form = form or ReplyForm(strand, draft)
    if conflict is not None:
        form.read.data = draft.mark if draft else ""
    is_open = kept.closed_at is None and strand.step in POLICY[Action.SEND_REPLY].during
    named = texts.messages(kept)
    names = [named[each.id] for each in shown.messages]
    return render_template(
        "dialogue/question.html",
        strand=strand,
        thread=shown,
        names=names,
        translated=visible_translations(
            gate.session(), strand.id, names, gate.actor(), gate.situation()
        ),
        annotated=margins.beside(strand, names),
        subject=shown.about,
        form=form,
        earlier=_earlier(draft),
        by_note=(by_note or by_note_form(kept)) if gate.actor().officer and is_open else None,
        conflict=conflict and languages.told(conflict),
        own=own_state(strand),
        readers=others(strand),
        cited=cited,
        files_of=files_of,
    )


def by_note_form(kept: SupplementaryQuestion) -> ReplyByNoteForm:
    """Return the form that records a message one of the two States sent by note verbale."""
    form = ReplyByNoteForm()
    form.offer([kept.asked_by, kept.strand.review.state])
    return form


def to_thread(kept: SupplementaryQuestion) -> ResponseReturnValue:
    """Lead to a question."""
    address = url_for("dialogue.question", strand_id=kept.strand_id, key=kept.key)
    return redirect(address, 303)


def _said(write: Write) -> str:
    if write in (acts.send_question, acts.send_reply):
        return _("It was sent.")
    return _("The draft is saved. Nobody outside your State can see it.")


def _status(write: Write | None, conflict: Conflict | None) -> int:
    return 409 if conflict else 422 if write else 200
