"""Sending many drafts at once: each is read in full and ticked; all that are ticked are sent.

Questions and messages on questions are two lists and two forms, since sending each is its own act.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions.messages import NotAllSent
from reviewmech.records.dialogue import (
    SupplementaryQuestion,
    visible_drafts,
    visible_question,
)
from reviewmech.records.replies import visible_replies
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Invalid
from reviewmech.web import gate, languages, threads
from reviewmech.web.enclosing import cited, files_of
from reviewmech.web.forms import ActForm
from reviewmech.web.readership import others, own_state
from reviewmech.web.threads import Thread

MOST_TICKS = 200

Found = list[SupplementaryQuestion]


def page(strand: Strand, refused: NotAllSent | Invalid | None = None) -> str:
    """Show the drafts in full; after a refusal, what could not be sent, and why."""
    asked, written = threads.listed(_questions(strand)), threads.listed(_replies(strand))
    return render_template(
        "dialogue/sending.html",
        strand=strand,
        questions=asked,
        replies=written,
        ticked=_still_ticked([*asked, *written]),
        problems=_problems(refused),
        own=own_state(strand),
        readers=others(strand),
        cited=cited,
        files_of=files_of,
    )


def _still_ticked(shown: list[Thread]) -> set[str]:
    """Return the keys of what was ticked and still reads as it did then: nothing, at first."""
    ticked = _ticked()
    drafts = ((each.key, each.own_draft) for each in shown if each.key in ticked)
    return {key for key, draft in drafts if draft and draft.mark == ticked[key]}


def questions(strand: Strand, send: Callable[..., object]) -> ResponseReturnValue:
    """Send the drafts of questions that are ticked."""
    return _send(strand, send, "several", _questions(strand))


def replies(strand: Strand, send: Callable[..., object]) -> ResponseReturnValue:
    """Send the drafts of messages on the questions that are ticked."""
    return _send(strand, send, "threads", _replies(strand))


def _send(
    strand: Strand, send: Callable[..., object], name: str, offered: Found
) -> ResponseReturnValue:
    """Send what is ticked, if the act takes all of it; its name for it is given."""
    request_id = ActForm().request_id.data
    try:
        given = _chosen(strand, name, offered)
        send(gate.session(), gate.actor(), strand, **given, request_id=request_id)
    except (NotAllSent, Invalid) as refusal:
        return page(strand, refusal), refusal.status
    flash(_("What you ticked was sent."))
    return redirect(url_for("dialogue.questions", strand_id=strand.id), 303)


def _chosen(strand: Strand, name: str, offered: Found) -> dict[str, Any]:
    """Return what was ticked, by the names the act takes."""
    ticked = _ticked()
    if len(ticked) > MOST_TICKS:
        raise Invalid("Send %(most)s drafts at a time at most.", most=MOST_TICKS)
    known = {one.key: one for one in offered}
    # What was sent or closed meanwhile is offered no more, and is named when it is refused.
    chosen = [known.get(key) or _of(strand, key) for key in ticked]
    return {name: chosen, "marks": list(ticked.values())}


def _ticked() -> dict[str, str]:
    """Return the questions ticked, by key, each with the mark under which its draft was read.

    So nothing leaves that was not read.
    """
    ticks = (tick.partition("|") for tick in request.form.getlist("several"))
    return {key: mark for key, _bar, mark in ticks}


def _questions(strand: Strand) -> Found:
    if not gate.may(Action.SEND_QUESTION):
        return []
    return visible_drafts(gate.session(), strand.id, gate.actor(), gate.situation())


def _replies(strand: Strand) -> Found:
    if not gate.may(Action.SEND_REPLY):
        return []
    return visible_replies(gate.session(), strand.id, gate.actor(), gate.situation())


def _of(strand: Strand, key: str) -> SupplementaryQuestion:
    found = visible_question(gate.session(), strand.id, key, gate.actor(), gate.situation())
    gate.belongs(found, found is not None)
    assert found is not None
    return found


def _problems(refused: NotAllSent | Invalid | None) -> list[tuple[str, str]]:
    """Return the sentences of a refusal: what could not be sent, by its first words, and why."""
    if refused is None:
        return []
    whole = ("", languages.told(refused))
    if isinstance(refused, Invalid):
        return [whole]
    named = [
        (shown.gist, languages.told(why))
        for kept, why in refused.refused
        for shown in threads.listed([kept])
    ]
    return [whole, *named]
