"""Ways into an account: a link that leaves by letter, or a short code that is handed over.

Each works once and for as long as the Mechanism says; only its fingerprint is kept.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from reviewmech.actions.notices import words, write_letter
from reviewmech.records.accounts import Invitation, code_fingerprint, fingerprint
from reviewmech.records.database import now, surroundings
from reviewmech.records.languages import written_out
from reviewmech.records.people import Person
from reviewmech.records.reviews import Review
from reviewmech.rules.refusals import N_

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""The signs of a short code: none that looks or sounds on paper like another (I, L, O, 0, 1)."""

LETTER_SUBJECT = N_("Set your password in reviewmech")
LETTER_LINK = N_(
    "Set your password at this address. It works once, until %(until)s:\n\n%(link)s\n\n"
    "If the address no longer works, open it all the same: you can ask there for a new one."
)
RENEWED = N_(
    "A new way to set your password was asked for. If it was not you, leave this letter be: "
    "nothing has changed."
)
RENEWED_BY_OFFICER = N_("The secretariat sends you a new way to set your password.")
CODE_SUBJECT = N_("A short code was issued for your account")
CODE_BODY = N_(
    "The secretariat has issued a short code by which a password can be set for your account. "
    "If nobody has given you such a code, please tell the secretariat at once."
)


def new_token() -> str:
    """Return a secret for a link or a session."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Return a short code to be read out: two groups of four signs."""
    groups = ["".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(2)]
    return "-".join(groups)


def read_code(typed: str) -> str:
    """Return a code as it was issued, however it was typed."""
    signs = [sign for sign in typed.upper() if sign.isalnum()]
    return "".join(signs[:4]) + "-" + "".join(signs[4:])


def issue_code(session: Session, person: Person) -> Invitation:
    """Issue a short code by which this person can set a password, and tell them of it."""
    said = words(session, person.language)
    subject, body = said.gettext(CODE_SUBJECT), said.gettext(CODE_BODY)
    write_letter(session, person, subject, body)
    code = new_code()
    return _issue(session, person, code, code_fingerprint(person, code), is_code=True)


def _issue(
    session: Session, person: Person, secret: str, kept_as: str, *, is_code: bool
) -> Invitation:
    moment = now(session)
    issued = Invitation(
        person_id=person.id,
        secret_hash=kept_as,
        is_code=is_code,
        issued_at=moment,
        expires_at=runs_out(session, moment),
    )
    issued.secret = secret
    session.add(issued)
    return issued


def runs_out(session: Session, issued: datetime) -> datetime:
    """Return when an invitation issued at this moment runs out, by the Mechanism's term."""
    lasts = surroundings(session).mechanism.activation_link
    return issued + (lasts.after(issued.date()) - issued.date())


def send_link(
    session: Session, person: Person, opening: str, review: Review | None = None
) -> Invitation:
    """Issue a link and write the letter that carries it, beginning with these words."""
    token = new_token()
    issued = _issue(session, person, token, fingerprint(token), is_code=False)
    said = words(session, person.language)
    carried = said.gettext(LETTER_LINK) % {
        "until": written_out(issued.expires_at.date(), person.language),
        "link": link(session, token),
    }
    write_letter(
        session,
        person,
        said.gettext(LETTER_SUBJECT),
        f"{opening}\n\n{carried}",
        review=review,
        has_secret=True,
    )
    return issued


def link(session: Session, token: str) -> str:
    """Return the address at which a token opens its account."""
    return f"{surroundings(session).address}/activate/{token}"
