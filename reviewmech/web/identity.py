"""Who is signed in: the cookie holds a token, the row of the session holds the rest."""

from __future__ import annotations

from flask import Flask
from flask_login import LoginManager, UserMixin

from reviewmech.records import accounts
from reviewmech.records.people import Person
from reviewmech.rules.access import Actor
from reviewmech.web import gate


class SignedIn(UserMixin):
    """The person of a session that has not ended, as Flask-Login wants to see them."""

    def __init__(self, token: str, row: accounts.SignIn, actor: Actor | None = None) -> None:
        self.token, self.row, self.actor = token, row, actor

    def get_id(self) -> str:
        """Return what the cookie keeps: the session's token."""
        return self.token

    @property
    def person(self) -> Person:
        """The person signed in."""
        return self.row.person

    @property
    def level(self) -> int:
        """The level of authentication of this session."""
        return self.row.level


def signed_in(token: str) -> SignedIn | None:
    """Return who holds this token, or nobody when its session has ended."""
    found = accounts.recognised(gate.session(), token)
    return SignedIn(token, *found) if found else None


def recognise(app: Flask) -> None:
    """Let Flask-Login find the person of a request."""
    manager = LoginManager(app)
    # Sessions are rows that can be ended; a change of network address ends none on poor lines.
    manager.session_protection = None
    manager.user_loader(signed_in)
