"""Letters leave once, are tried again when they return, and carry no header but their own."""

from __future__ import annotations

import email
import email.policy
import socket
import stat
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Dialogue
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.act import PERFORMERS
from reviewmech.actions.letters import (
    MOST_TRIES,
    Closed,
    FolderPost,
    Returned,
    SmtpPost,
    as_message,
    deliver,
    mark_letter,
    post_for,
)
from reviewmech.actions.notices import write_letter
from reviewmech.records.database import surroundings
from reviewmech.records.letters import Letter
from reviewmech.rules.access import NOBODY, THE_SYSTEM
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, NotPermitted
from tests.cast import Cast
from tests.conftest import Clock

SENDER = "Reviews <reviews@example.org>"


class Pigeon:
    """A post of the test: it keeps what it carries, or returns it."""

    sender = SENDER

    def __init__(self, *faults: Exception) -> None:
        self.faults, self.carried = list(faults), list[EmailMessage]()

    def carry(self, message: EmailMessage) -> None:
        """Carry the letter, unless a fault is due."""
        if self.faults:
            raise self.faults.pop(0)
        self.carried.append(message)

    def close(self) -> None:
        """End the round."""


def a_letter(cast: Cast, subject: str = "Something waits", **given: bool) -> Letter:
    letter = write_letter(cast.session, cast.arcadia.expert, subject, "It waits hereé.\n", **given)
    cast.session.commit()
    return letter


def test_a_letter_leaves_once(cast: Cast, session: Session) -> None:
    letter, pigeon = a_letter(cast), Pigeon()
    assert deliver(session, THE_SYSTEM, post=pigeon) == 1
    assert deliver(session, THE_SYSTEM, post=pigeon) == 0
    assert len(pigeon.carried) == 1
    assert letter.sent_at is not None and letter.body


def test_a_secret_is_not_kept_once_its_letter_has_left(cast: Cast, session: Session) -> None:
    letter, pigeon = a_letter(cast, has_secret=True), Pigeon()
    deliver(session, post=pigeon)
    assert letter.body == "" and "hereé" in pigeon.carried[0].get_content()


def test_a_returned_letter_is_tried_again_later_and_given_up_after_ten_times(
    cast: Cast, session: Session, clock: Clock
) -> None:
    letter = a_letter(cast, has_secret=True)
    pigeon = Pigeon(*[Returned("no such mailbox")] * MOST_TRIES)
    assert deliver(session, post=pigeon) == 0
    assert (letter.tries, letter.last_fault) == (1, "no such mailbox")
    deliver(session, post=pigeon)
    assert letter.tries == 1
    for tries in range(2, MOST_TRIES + 1):
        clock.forward(hours=9)
        deliver(session, post=pigeon)
        assert letter.tries == tries
    clock.forward(days=9)
    assert deliver(session, post=pigeon) == 0 and pigeon.carried == []
    assert letter.sent_at is None and letter.body == ""


def test_one_letter_returned_holds_up_no_other(cast: Cast, session: Session) -> None:
    returned, taken = a_letter(cast), a_letter(cast)
    assert deliver(session, post=Pigeon(Returned("full"))) == 1
    assert returned.sent_at is None and taken.sent_at is not None


def test_a_closed_post_counts_no_try(cast: Cast, session: Session) -> None:
    letter = a_letter(cast)
    with pytest.raises(Closed, match="down"):
        deliver(session, post=Pigeon(Closed("The server is down.")))
    assert letter.tries == 0
    assert deliver(session, post=Pigeon()) == 1


def test_two_rounds_at_once_send_nothing_twice(cast: Cast, session: Session) -> None:
    a_letter(cast)

    class Busy(Pigeon):
        def carry(self, message: EmailMessage) -> None:
            assert deliver(session, post=Pigeon()) == 0
            super().carry(message)

    busy = Busy()
    assert deliver(session, post=busy) == 1 and len(busy.carried) == 1


def test_a_letter_to_somebody_who_has_left_stays(
    cast: Cast, session: Session, clock: Clock
) -> None:
    a_letter(cast)
    cast.arcadia.expert.left_at = clock()
    session.commit()
    assert deliver(session, post=Pigeon()) == 0


def test_the_same_letter_always_has_the_same_message_id(cast: Cast) -> None:
    first, second = a_letter(cast), a_letter(cast)
    once = as_message(first, SENDER)["Message-ID"]
    assert once == as_message(first, SENDER)["Message-ID"] and once.endswith("@example.org>")
    assert once != as_message(second, SENDER)["Message-ID"]


def test_no_line_of_a_subject_begins_a_header(cast: Cast) -> None:
    letter = a_letter(cast, "Waits\r\nBcc: thief@example.org\n\nbody")
    message = email.message_from_bytes(
        as_message(letter, SENDER).as_bytes(), policy=email.policy.default
    )
    assert message["Bcc"] is None
    assert message["Subject"] == "Waits Bcc: thief@example.org body"


def test_an_address_that_would_begin_a_header_is_returned(cast: Cast, session: Session) -> None:
    letter = a_letter(cast)
    letter.address = "expert@example.org\nBcc: thief@example.org"
    session.commit()
    pigeon = Pigeon()
    assert deliver(session, post=pigeon) == 0 and pigeon.carried == []
    assert letter.tries == 1 and letter.last_fault


def test_only_the_system_records_what_became_of_a_letter_and_once(
    cast: Cast, session: Session
) -> None:
    letter = a_letter(cast)
    assert Action.MARK_LETTER in PERFORMERS
    for actor in (NOBODY, cast.acting(cast.officer)):
        with pytest.raises(NotPermitted):
            mark_letter(session, actor, None, letter=letter)
    mark_letter(session, THE_SYSTEM, None, letter=letter)
    with pytest.raises(Conflict):
        mark_letter(session, THE_SYSTEM, None, letter=letter)


def test_the_folder_keeps_each_letter_once_for_its_user_alone(
    cast: Cast, session: Session, tmp_path: Path
) -> None:
    letter = a_letter(cast)
    post = post_for("", tmp_path / "letters", SENDER)
    assert isinstance(post, FolderPost)
    deliver(session, post=post)
    post.carry(as_message(letter, SENDER))
    (file,) = (tmp_path / "letters").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "letters").stat().st_mode) == 0o700
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert message["To"] == cast.arcadia.expert.address and message["From"] == SENDER
    assert message.get_content().splitlines() == ["It waits hereé."]


@pytest.mark.parametrize("url", ["mail.example.org", "http://example.org", "smtp://"])
def test_an_address_of_no_mail_server_is_refused_in_a_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(Closed, match="REVIEWMECH_SMTP"):
        post_for(url, tmp_path, SENDER)


# A real mail server


class Mailbox:
    """What a mail server of the test received, and whom it does not know."""

    def __init__(self) -> None:
        self.received = list[Envelope]()

    async def handle_RCPT(
        self, server: SMTP, dialogue: Dialogue, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, unless unknown."""
        if address.startswith("unknown"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, dialogue: Dialogue, envelope: Envelope) -> str:
        """Take a letter."""
        self.received.append(envelope)
        return "250 OK"


@pytest.fixture
def mailbox() -> Mailbox:
    """Give a mailbox."""
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[str]:
    """Give the address of a real mail server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.mark.post
def test_letters_go_to_a_real_mail_server(
    cast: Cast, session: Session, mailbox: Mailbox, server: str
) -> None:
    unknown = a_letter(cast)
    unknown.address = "unknown@example.org"
    letter = a_letter(cast, "Réponse attendue")
    a_letter(cast)
    assert deliver(session, post=post_for(server, Path(), SENDER)) == 2
    envelope = mailbox.received[0]
    assert (envelope.mail_from, envelope.rcpt_tos) == ("reviews@example.org", [letter.address])
    assert isinstance(envelope.content, bytes)
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert message["Subject"] == "Réponse attendue"
    assert message.get_content().splitlines() == ["It waits hereé."]
    assert unknown.sent_at is None and "no such mailbox" in unknown.last_fault


@pytest.mark.post
def test_a_mail_server_that_is_not_there_closes_the_round(cast: Cast, session: Session) -> None:
    letter = a_letter(cast)
    with pytest.raises(Closed, match="the letters wait"):
        deliver(session, post=SmtpPost("smtp://127.0.0.1:1", SENDER))
    assert letter.tries == 0


@pytest.mark.post
def test_a_mail_server_without_the_protection_asked_for_gets_no_letter(
    cast: Cast, session: Session, mailbox: Mailbox, server: str
) -> None:
    a_letter(cast)
    with pytest.raises(Closed):
        deliver(session, post=SmtpPost(f"{server}?starttls=1", SENDER))
    assert mailbox.received == []


def test_the_letters_of_a_round_are_all_recorded(cast: Cast, session: Session) -> None:
    for _ in range(3):
        a_letter(cast)
    deliver(session, post=Pigeon())
    assert all(each.sent_at for each in session.scalars(select(Letter)))
    assert (surroundings(session).folder / "letters.lock").exists()
