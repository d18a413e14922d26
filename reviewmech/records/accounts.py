"""How people come in: invitations, sessions, and the attempts that are counted."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from reviewmech.records.base import Base
from reviewmech.records.database import now
from reviewmech.records.people import HELD, Appointment, Person, actor_holding
from reviewmech.records.people import actor as actor_of
from reviewmech.rules.access import NOBODY, Actor


class Invitation(Base):
    """A single-use way to set a password: a link by letter, or a short code handed over.

    Only hashes are kept: ``secret`` is known to the act that issued it, and is no column. The
    code is short, so tries are counted.
    """

    __tablename__ = "invitation"
    secret = ""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    is_code: Mapped[bool]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


class SignIn(Base):
    """A session: a row, so that it can be listed and ended from anywhere.

    ``level`` says how the person was recognised: 1 by password (second factors will be 2).
    ``token`` is known to the act that opened the session, and is no column.
    """

    __tablename__ = "sign_in"
    token = ""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    level: Mapped[int] = mapped_column(default=1)
    device: Mapped[str] = mapped_column(String(300), default="")
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


class Attempt(Base):
    """One failed try to sign in or to use a code, counted by account and by network address."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_subject_at", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(340))
    at: Mapped[datetime]


def fingerprint(secret: str) -> str:
    """Return the SHA-256 under which a token, link or code is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def in_force(session: Session, token: str) -> SignIn | None:
    """Return the session of this token, unless it was ended, ran out, or its person left."""
    return session.scalar(_in_force(session).where(SignIn.token_hash == fingerprint(token)))


def begun(session: Session, token: str) -> SignIn | None:
    """Return the session of this token, whether or not it has ended."""
    return session.scalar(select(SignIn).where(SignIn.token_hash == fingerprint(token)))


def recognised(session: Session, token: str) -> tuple[SignIn, Actor] | None:
    """Return the session of this token with who its person is now, in one statement."""
    return _recognised(session, SignIn.token_hash == fingerprint(token))


def recognised_anew(session: Session, actor: Actor) -> Actor:
    """Return who a person is by now: nobody, once the session they came by has ended."""
    if actor.session is None:
        return actor_of(session, session.get(Person, actor.person), actor.level)
    found = _recognised(session, SignIn.id == actor.session)
    return found[1] if found else NOBODY


def _recognised(session: Session, which: ColumnElement[bool]) -> tuple[SignIn, Actor] | None:
    held = (Appointment.person_id == Person.id) & Appointment.until.is_(None)
    chosen = _in_force(session).where(which).outerjoin(Appointment, held).order_by(Appointment.id)
    rows = session.execute(chosen.add_columns(*HELD)).all()
    if not rows:
        return None
    signed_in: SignIn = rows[0][0]
    posts = [
        (review, state, capacity, send) for _, review, state, capacity, send in rows if capacity
    ]
    return signed_in, actor_holding(posts, signed_in.person, signed_in.level, signed_in.id)


def _in_force(session: Session) -> Select[SignIn]:
    return (
        select(SignIn)
        .join(SignIn.person)
        .options(contains_eager(SignIn.person))
        .where(
            SignIn.ended_at.is_(None),
            SignIn.expires_at > now(session),
            Person.left_at.is_(None),
        )
    )


def code_fingerprint(person: Person, code: str) -> str:
    """Return the SHA-256 under which a short code is kept: it opens this person's account only."""
    return fingerprint(f"{person.id}:{code}")


def invitation_kept(session: Session, kept_as: str) -> Invitation | None:
    """Return the invitation kept under a fingerprint, usable or not."""
    return session.scalar(select(Invitation).where(Invitation.secret_hash == kept_as))


def is_usable(session: Session, invitation: Invitation) -> bool:
    """Say whether an invitation still opens the account: unused, in time, its person not gone."""
    fresh = invitation.used_at is None and invitation.expires_at > now(session)
    return fresh and invitation.person.left_at is None


def close_invitations(session: Session, person: Person) -> None:
    """Let every invitation of a person run out now."""
    moment = now(session)
    session.execute(
        update(Invitation)
        .where(Invitation.person_id == person.id, Invitation.expires_at > moment)
        .values(expires_at=moment)
    )


def sessions_of(session: Session, person: Person) -> list[SignIn]:
    """Return the sessions of a person that have not ended, the newest first."""
    return list(
        session.scalars(
            select(SignIn)
            .where(
                SignIn.person_id == person.id,
                SignIn.ended_at.is_(None),
                SignIn.expires_at > now(session),
            )
            .order_by(SignIn.id.desc())
        )
    )


def end_sessions(session: Session, person: Person, keeping: int | None = None) -> None:
    """End all sessions of a person, but for the one to keep."""
    chosen = update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    if keeping is not None:
        chosen = chosen.where(SignIn.id != keeping)
    session.execute(chosen.values(ended_at=now(session)))


def tries(session: Session, subject: str, since: datetime) -> int:
    """Return how often something was tried since a moment."""
    counted = select(func.count(Attempt.id)).where(Attempt.subject == subject, Attempt.at > since)
    return session.scalar(counted) or 0


def forget_tries(session: Session, subject: str) -> None:
    """Forget the tries counted for one account: its holder has come in."""
    session.execute(delete(Attempt).where(Attempt.subject == subject))


def forget_old_tries(session: Session, before: datetime) -> None:
    """Forget the tries that no limit counts any more."""
    session.execute(delete(Attempt).where(Attempt.at <= before))
