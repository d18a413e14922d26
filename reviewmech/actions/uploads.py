"""Receiving files: slice by slice, and looked at once they are whole, before any act keeps them.

Looking into a file takes long, and nobody else must wait for it: an act is given what was received
here, by its SHA-256, and only writes that down.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import asdict, dataclass
from typing import Any, NoReturn

from sqlalchemy.orm import Session

from reviewmech.actions import journal, kinds, scanning
from reviewmech.actions.act import permit
from reviewmech.actions.journal import Call
from reviewmech.records.attachments import Attachment
from reviewmech.records.database import now, surroundings
from reviewmech.records.evidence import is_taken
from reviewmech.records.reviews import Review
from reviewmech.records.uploads import uploads
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import N_, Invalid, NotPermitted, Refused, TooMany

LARGEST_SLICE = 256 * 1024
MOST_AT_ONCE = 20
MEGABYTE = 1024 * 1024


class NoRoom(Refused):
    """The disk is full."""

    status = 507

    def __init__(self) -> None:
        super().__init__(
            N_(
                "The server has no room left for this file. What arrived before is kept: try again "
                "later, and tell the secretariat if it lasts."
            )
        )


class NotScanned(Refused):
    """Nobody can say at present whether the file is clean."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This file cannot be checked for viruses now, so it was not attached. It is kept "
                "as it arrived: try again in a few minutes."
            )
        )


@dataclass(frozen=True)
class Upload:
    """A file as its sender names it: what arrived under ``key`` must be all of it, and no other.

    ``sha256`` is empty where the browser could not compute it.
    """

    key: str
    name: str
    size: int
    sha256: str = ""


@dataclass(frozen=True)
class Received:
    """A file that is whole, of a kind that is taken, and in the store."""

    sha256: str
    name: str
    media_type: str
    size: int

    @property
    def plain(self) -> dict[str, Any]:
        """The file as an act takes it."""
        return asdict(self)


def check_switch(session: Session) -> None:
    """Refuse files where the Mechanism has switched them off."""
    if not is_taken(session):
        raise NotPermitted("Files are not attached in this Mechanism. Cite a law or give a link.")


def arrived(session: Session, actor: Actor, key: str) -> int:
    """Say how many bytes of a file have arrived from this person."""
    return uploads(session).arrived(_sender(actor), key)


def add_slice(
    session: Session, actor: Actor, review: Review, upload: Upload, offset: int, piece: bytes
) -> int:
    """Add a slice to what has arrived of a file; say how many bytes are there now."""
    _check_may_send(session, actor, review, upload)
    kept = uploads(session)
    if offset == 0:
        kept.clear_out()
        if kept.under_way(_sender(actor)) >= MOST_AT_ONCE:
            raise TooMany(
                "You have %(most)s files on their way already. Finish or cancel one of them first.",
                most=MOST_AT_ONCE,
            )
    if len(piece) > LARGEST_SLICE or offset + len(piece) > upload.size:
        raise Invalid("This is more than was announced of the file. Please send it again.")
    try:
        return kept.add(_sender(actor), upload.key, offset, piece)
    except OSError as fault:
        _no_room(fault)


def keep_whole(session: Session, actor: Actor, review: Review, upload: Upload, file: bytes) -> None:
    """Keep a file that came all at once as one that has arrived, in place of any before it."""
    _check_may_send(session, actor, review, upload)
    kept = uploads(session)
    kept.clear_out()
    kept.forget(_sender(actor), upload.key)
    try:
        kept.add(_sender(actor), upload.key, 0, file)
    except OSError as fault:
        _no_room(fault)


def forget(session: Session, actor: Actor, key: str) -> None:
    """Remove what has arrived of a file."""
    uploads(session).forget(_sender(actor), key)


def _check_may_send(session: Session, actor: Actor, review: Review, upload: Upload) -> None:
    check_switch(session)
    permit(Action.ATTACH_FILE, actor, review)
    _check_size(session, upload.size)


def _check_size(session: Session, size: int) -> None:
    largest = surroundings(session).largest_file
    if size > largest:
        raise Invalid(
            "This file is larger than %(largest)s MB. Please send a smaller copy of it.",
            field="file",
            largest=largest // MEGABYTE,
        )
    if size <= 0:
        raise Invalid("This file is empty. Please choose the right one.", field="file")


def receive(session: Session, actor: Actor, upload: Upload) -> Received:
    """Take a file that has arrived: whole, of a kind that is taken, and clean."""
    check_switch(session)
    kept, sender = uploads(session), _sender(actor)
    content = kept.content(sender, upload.key) or b""
    if len(content) < upload.size:
        raise Invalid(
            "Of “%(name)s”, %(arrived)s of %(size)s bytes have arrived. Choose the file again: it "
            "goes on where it stopped.",
            field="file",
            name=upload.name,
            arrived=len(content),
            size=upload.size,
        )
    try:
        if not _is_as_sent(content, upload):
            raise Invalid(
                "What arrived is not the file that was sent, so it was not kept. Please send it "
                "again.",
                field="file",
            )
        return take(session, upload.name, content)
    except Invalid:
        kept.forget(sender, upload.key)
        raise


def receive_once(session: Session, call: Call, upload: Upload) -> dict[str, Any]:
    """Take a file for an act; of a call that was done already nothing is there any more."""
    return {} if journal.was_done(session, call) else receive(session, call.actor, upload).plain


def _is_as_sent(content: bytes, upload: Upload) -> bool:
    if len(content) != upload.size:
        return False
    return upload.sha256 in {"", hashlib.sha256(content).hexdigest()}


def take(
    session: Session, name: str, content: bytes, taken: tuple[kinds.Kind, ...] = kinds.TAKEN
) -> Received:
    """Look into a whole file, have it scanned, and put it into the store."""
    _check_size(session, len(content))
    kind = kinds.kind_of(content, name, taken)
    _scan(session, content)
    try:
        sha256 = surroundings(session).store.put(content)
    except OSError as fault:
        _no_room(fault)
    return Received(sha256, kinds.safe_name(name, kind), kind.media_type, len(content))


def _scan(session: Session, content: bytes) -> None:
    scanner = surroundings(session).scanner
    if not scanner:
        return
    try:
        virus = scanning.found_in(content, scanner)
    except scanning.Silent as fault:
        logging.getLogger(__name__).error("The virus scanner gave no verdict: %s", fault)
        raise NotScanned from fault
    if virus:
        raise Invalid(
            "The virus scanner found “%(virus)s” in this file, so it was not kept. Please have the "
            "computer it comes from checked.",
            field="file",
            virus=virus,
        )


def check_received(session: Session, file: dict[str, Any]) -> None:
    """Refuse a file that is not in the store."""
    if not file or not surroundings(session).store.has(file["sha256"]):
        raise Invalid("This file is not kept any more. Please send it again.", field="file")


def attachment(session: Session, actor: Actor, file: dict[str, Any]) -> Attachment:
    """Write down a file that was received."""
    check_received(session, file)
    kept = Attachment(**file, kept_at=now(session), kept_by_id=actor.person)
    session.add(kept)
    return kept


def _sender(actor: Actor) -> int:
    if actor.person is None:
        raise NotPermitted("Files are sent by people who have signed in.")
    return actor.person


def _no_room(fault: OSError) -> NoReturn:
    logging.getLogger(__name__).error("A file could not be written: %s", fault)
    raise NoRoom from fault
