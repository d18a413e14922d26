"""Letters leave after the act that wrote them: one round takes all that wait.

What became of each is recorded by an act of its own. When the process dies between handing a
letter over and recording it, that one letter is sent again in the next round (at least once,
never lost); it keeps its Message-ID, so that most readers show it once.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.actions.post import Closed, FolderPost, Post, Returned, SmtpPost, post_for
from reviewmech.records.accounts import fingerprint
from reviewmech.records.database import now, private_folder, surroundings
from reviewmech.records.letters import Letter, waiting
from reviewmech.rules.access import THE_SYSTEM, Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict

__all__ = ["Closed", "FolderPost", "Post", "Returned", "SmtpPost", "deliver", "post_for"]

MOST_TRIES = 10


def deliver(session: Session, actor: Actor = THE_SYSTEM, *, post: Post) -> int:
    """Send the letters that wait and are due; return how many left.

    Raises Closed, and counts no try, when the post takes nothing at all.
    """
    with _alone(session) as alone:
        due = [each.id for each in waiting(session, MOST_TRIES) if _is_due(each, now(session))]
        try:
            return sum(_deliver_one(session, post, actor, each) for each in due if alone)
        finally:
            post.close()


def _deliver_one(session: Session, post: Post, actor: Actor, letter_id: int) -> bool:
    letter = session.get_one(Letter, letter_id)
    fault = ""
    try:
        post.carry(as_message(letter, post.sender))
    except (Returned, ValueError) as returned:
        fault = str(returned) or type(returned).__name__
    mark_letter(session, actor, None, letter=letter, fault=fault)
    return not fault


@act(Action.MARK_LETTER, secret=frozenset({"fault"}))
def mark_letter(
    session: Session, actor: Actor, subject: None, *, letter: Letter, fault: str = ""
) -> Letter:
    """Record that a letter left, or why not; a secret in it is kept no longer than needed."""
    if letter.sent_at is not None:
        raise Conflict("This letter has left already.")
    letter.tries += 1
    letter.last_fault = fault[:1000]
    if not fault:
        letter.sent_at = now(session)
    if letter.has_secret and (letter.sent_at or letter.tries >= MOST_TRIES):
        letter.body = ""
    return letter


def _is_due(letter: Letter, moment: datetime) -> bool:
    """Say whether it is time to try: at once, then after 1, 3, 7 … minutes, up to 8 hours."""
    return moment >= letter.written_at + timedelta(minutes=2**letter.tries - 1)


@contextmanager
def _alone(session: Session) -> Iterator[bool]:
    """Say whether this round is the only one: two at once would send each letter twice."""
    folder = private_folder(surroundings(session).folder)
    with (folder / "letters.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def as_message(letter: Letter, sender: str) -> EmailMessage:
    """Return the letter as it travels: no line of it can begin a header."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = letter.address
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = _message_id(letter, sender)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    # A link in plain letters stays in one piece, also for who opens the file itself.
    message.set_content(letter.body, cte="7bit" if letter.body.isascii() else "quoted-printable")
    return message


def _message_id(letter: Letter, sender: str) -> str:
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    once = fingerprint(f"{letter.written_at.isoformat()} {letter.address}")[:16]
    return f"<letter-{letter.id:06}-{once}@{domain}>"
