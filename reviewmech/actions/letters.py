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
from reviewmech.actions.digests import Worded, as_written, composed
from reviewmech.actions.post import Closed, FolderPost, Post, Returned, SmtpPost, post_for
from reviewmech.records.accounts import fingerprint
from reviewmech.records.database import now, private_folder, surroundings
from reviewmech.records.letters import Letter, waiting
from reviewmech.records.notices import in_letter
from reviewmech.rules.access import THE_SYSTEM, Actor
from reviewmech.rules.notices import leaves_after
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict

__all__ = ["Closed", "FolderPost", "Post", "Returned", "SmtpPost", "deliver", "post_for"]

MOST_TRIES = 10

NOTHING_LEFT = "What it told of may no longer be told to its reader, so it did not leave."


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
    said = composed(session, letter)
    if said is None:
        mark_letter(session, actor, None, letter=letter, fault=NOTHING_LEFT, is_void=True)
        return False
    fault = ""
    try:
        post.carry(as_message(letter, post.sender, said))
    except (Returned, ValueError) as returned:
        fault = str(returned) or type(returned).__name__
    mark_letter(session, actor, None, letter=letter, fault=fault, said=said)
    return not fault


@act(Action.MARK_LETTER, secret=frozenset({"fault", "said"}))
def mark_letter(
    session: Session,
    actor: Actor,
    subject: None,
    *,
    letter: Letter,
    fault: str = "",
    said: Worded | None = None,
    is_void: bool = False,
) -> Letter:
    """Record that a letter left, in what words, or why not.

    A secret in it is kept no longer than needed; one that tells of nothing any more is given up.
    """
    session.refresh(letter, with_for_update=True)
    if letter.sent_at is not None:
        raise Conflict("This letter has left already.")
    letter.tries = MOST_TRIES if is_void else letter.tries + 1
    letter.last_fault = fault[:1000]
    if said is not None and said.gathered:
        letter.subject, letter.body = said.subject[:300], said.body
        letter.address, letter.language = said.address, said.language
    if not fault:
        letter.sent_at = now(session)
        _keep_for_the_next(session, letter, said)
    if letter.has_secret and (letter.sent_at or letter.tries >= MOST_TRIES):
        letter.body = ""
    return letter


def _keep_for_the_next(session: Session, letter: Letter, said: Worded | None) -> None:
    """Put what was told of while the letter left into another one: it was not in its words."""
    gathered = said.gathered if said else ()
    late = [each for each in in_letter(session, letter.id) if each.id not in gathered]
    if not gathered or not late:
        return
    further = Letter(
        person_id=letter.person_id,
        review_id=letter.review_id,
        address=letter.address,
        language=letter.language,
        subject=letter.subject,
        body="",
        written_at=now(session),
        leaves_after=leaves_after(late[0].pace, now(session)),
    )
    session.add(further)
    for each in late:
        each.letter = further


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


def as_message(letter: Letter, sender: str, said: Worded | None = None) -> EmailMessage:
    """Return the letter as it travels: no line of it can begin a header."""
    said = said or as_written(letter)
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = said.address
    message["Subject"] = " ".join(said.subject.split())
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = _message_id(letter, sender)
    message["Auto-Submitted"] = "auto-generated"
    # A link in plain letters stays in one piece, also for who opens the file itself.
    message.set_content(said.body, cte="7bit" if said.body.isascii() else "quoted-printable")
    # After the words: setting them takes away every header that speaks of what was there.
    message["Content-Language"] = said.language
    return message


def _message_id(letter: Letter, sender: str) -> str:
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    once = fingerprint(f"{letter.written_at.isoformat()} {letter.address}")[:16]
    return f"<letter-{letter.id:06}-{once}@{domain}>"
