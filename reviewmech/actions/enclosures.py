"""Files on their way to a message: kept for their sender alone until the message is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from reviewmech.actions import journal, uploads
from reviewmech.actions.act import permit
from reviewmech.actions.journal import Call
from reviewmech.actions.uploads import NoRoom, Upload
from reviewmech.records.reviews import Strand
from reviewmech.records.uploads import uploads as on_their_way
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import NotPermitted


def keep(session: Session, actor: Actor, strand: Strand, upload: Upload, content: bytes) -> None:
    """Keep a file that came with a form, so that a form refused does not lose it."""
    uploads.check_switch(session)
    permit(Action.DRAFT_REPLY, actor, strand)
    kept, sender = on_their_way(session), _sender(actor)
    kept.clear_out()
    kept.forget(sender, upload.key)
    try:
        kept.add(sender, upload.key, 0, content)
    except OSError as fault:
        raise NoRoom from fault


def received(
    session: Session,
    action: Action,
    actor: Actor,
    strand: Strand,
    request_id: str,
    sent: Iterable[Upload],
) -> list[dict[str, Any]]:
    """Look into the files that came; of a call that was done already nothing is there any more."""
    call = Call(action, actor, strand, journal.tidy_request_id(request_id))
    if journal.was_done(session, call) is not None:
        return []
    return [uploads.receive(session, actor, each).plain for each in sent]


def forget(session: Session, actor: Actor, sent: Iterable[Upload]) -> None:
    """Remove what was on its way, once the message holds it."""
    for each in sent:
        uploads.forget(session, actor, each.key)


def _sender(actor: Actor) -> int:
    if actor.person is None:
        raise NotPermitted("Files are sent by people who have signed in.")
    return actor.person
