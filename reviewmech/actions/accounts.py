"""Coming in and staying in: activation, signing in, sessions, passwords, one's own details.

Hashing a password takes long on purpose, so each of these looks and hashes first and only then
acts: the act holds the write lock for a moment. A failed try must be remembered although nobody
comes in; so such an act succeeds, counts the try, and returns None: "not recognised".
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from reviewmech.actions import invitations, passwords, tries
from reviewmech.actions.act import act
from reviewmech.actions.notices import words
from reviewmech.records import accounts
from reviewmech.records.accounts import Invitation, SignIn
from reviewmech.records.database import now
from reviewmech.records.people import Person, holder_of
from reviewmech.records.people import actor as actor_of
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import NotFound
from reviewmech.rules.texts import checked, clean

SESSION = timedelta(days=14)
SESSION_ON_SHARED_COMPUTER = timedelta(hours=8)

MOST_RENEWALS = 3
"""New links one account can ask for within the window."""

# Setting a password


def activate_by_link(
    session: Session,
    actor: Actor,
    *,
    token: str,
    password: str,
    network: str,
    language: str = "",
    request_id: str | None = None,
) -> Person | None:
    """Set the password of the person this link was sent to; None when it opens nothing."""
    found = accounts.invitation_kept(session, accounts.fingerprint(token))
    tried = [tries.from_network("activation", network)]
    tries.refuse_too_many(session, tried)
    return _activate(session, actor, found, password, language, tried, request_id)


def activate_by_code(
    session: Session,
    actor: Actor,
    *,
    address: str,
    code: str,
    password: str,
    network: str,
    language: str = "",
    request_id: str | None = None,
) -> Person | None:
    """Set the password of the person this code was read to; None when it opens nothing."""
    tried = [tries.of_account("code", address), tries.from_network("activation", network)]
    tries.refuse_too_many(session, tried)
    person = _holder(session, address)
    found = None
    if person is not None:
        kept_as = accounts.code_fingerprint(person, invitations.read_code(code))
        found = accounts.invitation_kept(session, kept_as)
    return _activate(session, actor, found, password, language, tried, request_id)


def _activate(
    session: Session,
    actor: Actor,
    found: Invitation | None,
    password: str,
    language: str,
    tried: list[str],
    request_id: str | None,
) -> Person | None:
    kept = ""
    if found is not None and accounts.is_usable(session, found):
        kept = passwords.hashed(session, password, found.person, field="password")
    return _set_password(
        session,
        actor,
        None,
        invitation=found,
        hashed=kept,
        language=language,
        tried=tried,
        request_id=request_id,
    )


@act(Action.ACTIVATE_ACCOUNT, secret=frozenset({"hashed", "tried"}))
def _set_password(
    session: Session,
    actor: Actor,
    subject: None,
    *,
    invitation: Invitation | None,
    hashed: str,
    language: str = "",
    tried: list[str],
) -> Person | None:
    """Set a password by an invitation, which is used up by it, as are all others of its person.

    The language in which somebody first comes in becomes that of their letters.
    """
    tries.refuse_too_many(session, tried)
    if invitation is None or not hashed or not accounts.is_usable(session, invitation):
        tries.count(session, tried)
        return None
    person = invitation.person
    invitation.used_at = now(session)
    person.password_hash = hashed
    if person.activated_at is None:
        person.activated_at = now(session)
        person.language = checked(language, longest=12, field="language") or person.language
    accounts.close_invitations(session, person)
    accounts.end_sessions(session, person)
    accounts.forget_tries(session, tries.of_account("sign-in", person.address))
    return person


@act(Action.RENEW_INVITATION, secret=frozenset({"address", "token", "network"}))
def renew_invitation(
    session: Session,
    actor: Actor,
    subject: None,
    *,
    network: str,
    address: str = "",
    token: str = "",
) -> Invitation | None:
    """Send a new link to the holder of this address or this link; say nothing of who that is."""
    former = accounts.invitation_kept(session, accounts.fingerprint(token)) if token else None
    person = former.person if former else _holder(session, address)
    tried = [
        tries.of_account("renewal", person.address if person else address),
        tries.from_network("renewal", network),
    ]
    tries.refuse_too_many(session, tried, MOST_RENEWALS)
    tries.count(session, tried)
    if person is None or person.left_at is not None:
        return None
    opening = words(session, person.language).gettext(invitations.RENEWED)
    return invitations.send_link(session, person, opening)


# Signing in and out


def sign_in(
    session: Session,
    actor: Actor,
    *,
    address: str,
    password: str,
    network: str,
    device: str = "",
    shared: bool = False,
) -> SignIn | None:
    """Open a session; None when address and password were not recognised.

    An unknown address takes as long as a wrong password. A request sent twice opens two
    sessions: the token of the first was told to the browser alone.
    """
    tried = [tries.of_account("sign-in", address), tries.from_network("sign-in", network)]
    tries.refuse_too_many(session, tried)
    person = passwords.recognised(session, _holder(session, address), password)
    return _open_session(
        session,
        actor_of(session, person) if person else actor,
        None,
        person=person,
        device=device,
        shared=shared,
        tried=tried,
    )


@act(Action.SIGN_IN, secret=frozenset({"tried"}))
def _open_session(
    session: Session,
    actor: Actor,
    subject: None,
    *,
    person: Person | None,
    device: str,
    shared: bool,
    tried: list[str],
) -> SignIn | None:
    """Open a session for the person recognised, or count the failed try."""
    tries.refuse_too_many(session, tried)
    if person is None or person.left_at is not None:
        tries.count(session, tried)
        return None
    accounts.forget_tries(session, tried[0])
    moment, token = now(session), invitations.new_token()
    opened = SignIn(
        person_id=person.id,
        token_hash=accounts.fingerprint(token),
        device=device[:300],
        started_at=moment,
        expires_at=moment + (SESSION_ON_SHARED_COMPUTER if shared else SESSION),
    )
    opened.token = token
    session.add(opened)
    return opened


@act(Action.END_SESSION)
def end_session(session: Session, actor: Actor, subject: None, *, ended: SignIn) -> SignIn:
    """End one of one's own sessions, on whatever device it is."""
    if ended.person_id != actor.person:
        raise NotFound("There is no such session among yours. Open your account page again.")
    ended.ended_at = ended.ended_at or now(session)
    return ended


# One's own account


def change_password(
    session: Session,
    actor: Actor,
    *,
    current: str,
    new: str,
    keeping: SignIn,
    request_id: str | None = None,
) -> Person | None:
    """Change one's password and end one's other sessions; None when the current one is wrong."""
    person = keeping.person
    tried = [tries.of_account("sign-in", person.address)]
    tries.refuse_too_many(session, tried)
    hashed = None
    if passwords.recognised(session, person, current):
        hashed = passwords.hashed(session, new, person, field="new_password")
    return _change_password(
        session, actor, None, hashed=hashed, keeping=keeping, tried=tried, request_id=request_id
    )


@act(Action.CHANGE_PASSWORD, secret=frozenset({"hashed", "tried"}))
def _change_password(
    session: Session,
    actor: Actor,
    subject: None,
    *,
    hashed: str | None,
    keeping: SignIn,
    tried: list[str],
) -> Person | None:
    """Keep the new password and end the other sessions, or count the failed try."""
    tries.refuse_too_many(session, tried)
    person = keeping.person
    if hashed is None or person.id != actor.person:
        tries.count(session, tried)
        return None
    person.password_hash = hashed
    accounts.end_sessions(session, person, keeping=keeping.id)
    accounts.close_invitations(session, person)
    return person


@act(Action.CHANGE_PROFILE)
def change_profile(
    session: Session, actor: Actor, subject: None, *, title: str, phone: str, language: str
) -> Person:
    """Change one's own title, telephone number and language; the name is fixed by the note."""
    person = session.get_one(Person, actor.person)
    person.title = checked(title, longest=300, field="title")
    person.phone = checked(phone, longest=60, field="phone")
    person.language = checked(language, longest=12, field="language")
    return person


def _holder(session: Session, address: str) -> Person | None:
    """Return who holds an address as it was typed; a sign nobody sees changes nothing."""
    return holder_of(session, clean(address))
