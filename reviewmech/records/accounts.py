"""How people come in: invitations, sessions, and the attempts that are counted."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from reviewmech.records.base import Base
from reviewmech.records.database import now
from reviewmech.records.people import Person


class Invitation(Base):
    """A single-use way to set a password: a link by letter, or a short code handed over.

    Only hashes are kept. The code is short, so tries are counted.
    """

    __tablename__ = "invitation"

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
    """

    __tablename__ = "sign_in"

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
    return session.scalar(
        select(SignIn)
        .join(Person)
        .where(
            SignIn.token_hash == fingerprint(token),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > now(session),
            Person.left_at.is_(None),
        )
    )
