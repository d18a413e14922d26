"""The post: what carries a letter away, as a file in a folder or over SMTP."""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from reviewmech.records.database import private_folder
from reviewmech.rules.refusals import Refused

PATIENCE = 30
"""Seconds to wait for a mail server."""


class Returned(Exception):
    """This one letter was not taken; others may be."""


class Closed(Refused):
    """The post takes nothing at present: one sentence that says what to look at."""

    status = 503


class Post(Protocol):
    """What carries letters: it takes one, or says that it is returned or that all is closed."""

    sender: str

    def carry(self, message: EmailMessage) -> None:
        """Carry one letter; raise Returned or Closed when it cannot."""

    def close(self) -> None:
        """End the round."""


def post_for(smtp_url: str, folder: Path, sender: str) -> Post:
    """Return the post of an installation: SMTP when an address is set, else a folder."""
    return SmtpPost(smtp_url, sender) if smtp_url else FolderPost(folder, sender)


class FolderPost:
    """Puts each letter into a folder as an .eml file that only this user can read."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder, self.sender = folder, sender

    def carry(self, message: EmailMessage) -> None:
        """Write the letter; the same letter has the same name and is written over."""
        name = re.sub(r"[^\w.-]", "", message["Message-ID"].partition("@")[0]) + ".eml"
        place = private_folder(self.folder) / name
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(message.as_bytes())

    def close(self) -> None:
        """End the round: there is nothing to end."""


class SmtpPost:
    """Speaks to a mail server at smtp://user:password@host:port?starttls=1, or smtps://."""

    def __init__(self, url: str, sender: str) -> None:
        self.server: SplitResult = urlsplit(url)
        self.sender = sender
        self.line: smtplib.SMTP | None = None
        if self.server.scheme not in {"smtp", "smtps"} or not self.server.hostname:
            raise Closed(
                "The mail server's address cannot be read. Write REVIEWMECH_SMTP as "
                "smtp://user:password@host:587?starttls=1 or smtps://host."
            )

    def carry(self, message: EmailMessage) -> None:
        """Hand the letter to the server, over one line for the whole round."""
        try:
            self._opened().send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as fault:
            raise Returned(f"The mail server did not take the letter: {fault}") from fault
        except (OSError, smtplib.SMTPException) as fault:
            self.close()
            raise Closed(
                "The mail server %(server)s does not take letters (%(fault)s). "
                "Look at REVIEWMECH_SMTP and at the server; the letters wait.",
                server=self.server.hostname,
                fault=fault,
            ) from fault

    def _opened(self) -> smtplib.SMTP:
        if self.line is not None:
            return self.line
        host, port = self.server.hostname or "", self.server.port or 0
        if self.server.scheme == "smtps":
            context = ssl.create_default_context()
            self.line = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
        else:
            self.line = smtplib.SMTP(host, port, timeout=PATIENCE)
        if parse_qs(self.server.query).get("starttls") == ["1"]:
            self.line.starttls(context=ssl.create_default_context())
        if self.server.username:
            self.line.login(unquote(self.server.username), unquote(self.server.password or ""))
        return self.line

    def close(self) -> None:
        """Hang up."""
        if self.line is not None:
            try:
                self.line.quit()
            except (OSError, smtplib.SMTPException):
                self.line.close()
            self.line = None
