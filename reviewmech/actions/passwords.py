"""Passwords as they are kept: measured, hashed, recognised. None is written down anywhere."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session
from zxcvbn import zxcvbn

from reviewmech.records.database import surroundings
from reviewmech.records.people import Person
from reviewmech.rules import passwords

EXAMINED = 72
"""Signs of a password whose strength is measured; measuring more takes long and adds nothing."""


def hashed(session: Session, password: str, person: Person, *, field: str) -> str:
    """Return the hash of a password, or refuse in words one that is short or easily guessed."""
    password = passwords.plain(password)
    passwords.check_length(password, field=field)
    measured = zxcvbn(password[:EXAMINED], user_inputs=_own_words(person))
    patterns = [
        "own" if part.get("dictionary_name") == "user_inputs" else str(part["pattern"])
        for part in measured["sequence"]
    ]
    passwords.check_strength(measured["score"], patterns, field=field)
    return _hasher(session).hash(password)


def recognised(session: Session, person: Person | None, password: str) -> Person | None:
    """Return the person if this is their password; it takes the time of one hash in any case."""
    password = passwords.plain(password[: passwords.LONGEST])
    if person is None or person.password_hash is None:
        _hasher(session).hash(password)
        return None
    try:
        _hasher(session).verify(person.password_hash, password)
    except (VerificationError, InvalidHashError):
        return None
    return person


def _own_words(person: Person) -> list[str]:
    name, address = person.name.casefold(), person.address_key
    local, _, domain = address.partition("@")
    return [
        name,
        *name.split(),
        address,
        local,
        *local.split("."),
        *domain.split("."),
        "reviewmech",
    ]


def _hasher(session: Session) -> PasswordHasher:
    return PasswordHasher(time_cost=surroundings(session).password_cost)
