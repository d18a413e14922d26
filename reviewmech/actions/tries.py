"""How often something may be tried: counted for each account and each network address."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from reviewmech.records import accounts
from reviewmech.records.accounts import Attempt, fingerprint
from reviewmech.records.database import now
from reviewmech.records.people import address_key
from reviewmech.rules import passwords
from reviewmech.rules.refusals import TooMany


def of_account(what: str, address: str) -> str:
    """Return under what the tries at one account are counted.

    People type passwords into the wrong field, so what was typed is counted, not kept.
    """
    return f"{what} {fingerprint(address_key(address))}"


def from_network(what: str, network: str) -> str:
    """Return under what the tries from one network address are counted."""
    return f"{what} from {network}"[:340]


def refuse_too_many(session: Session, subjects: Sequence[str], most: int | None = None) -> None:
    """Refuse when one of these was tried too often within the window."""
    since = now(session) - passwords.WINDOW
    for subject in subjects:
        by_place = passwords.MOST_TRIES_FROM_ONE_PLACE
        limit = by_place if " from " in subject else most or passwords.MOST_TRIES
        if accounts.tries(session, subject, since) >= limit:
            raise TooMany(
                "This was tried too often. Wait %(minutes)s minutes and try again, or ask the "
                "secretariat for a new link.",
                minutes=int(passwords.WINDOW.total_seconds() // 60),
            )


def count(session: Session, subjects: Sequence[str]) -> None:
    """Count one try under each of these, and forget those that no limit counts any more."""
    accounts.forget_old_tries(session, now(session) - passwords.WINDOW)
    session.add_all(Attempt(subject=subject, at=now(session)) for subject in subjects)
