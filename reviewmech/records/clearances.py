"""Clearances: a State's focal point certifies that an output is agreeable to the State."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.base import Base, closed_list
from reviewmech.records.database import now
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.records.states import State
from reviewmech.rules.access import Actor
from reviewmech.rules.vocabulary import Clearing


class Clearance(Base):
    """One State's clearance of one output, exactly as it stood.

    ``subject`` is the id of what was cleared (a proposal, a strand's list, a summary), ``digest``
    the SHA-256 of its content: when the content changes, the clearance no longer counts.
    """

    __tablename__ = "clearance"
    __table_args__ = (UniqueConstraint("kind", "subject", "digest", "state_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Clearing] = mapped_column(closed_list(Clearing, "kind"))
    subject: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note_verbale.id"))
    cleared_at: Mapped[datetime]
    state: Mapped[State] = relationship()
    person: Mapped[Person | None] = relationship()
    note: Mapped[NoteVerbale | None] = relationship()


def clearances(session: Session, kind: Clearing, subject: int, digest: str) -> list[Clearance]:
    """Return the clearances that count for this content, in the order they were given."""
    return [each for each in given(session, [kind], [subject]) if each.digest == digest]


def given(
    session: Session, kinds: Collection[Clearing], subjects: Collection[int]
) -> list[Clearance]:
    """Return every clearance of these kinds and subjects, in order, whatever was cleared then."""
    chosen = select(Clearance).where(Clearance.kind.in_(kinds), Clearance.subject.in_(subjects))
    chosen = chosen.options(joinedload(Clearance.person), joinedload(Clearance.note))
    return list(session.scalars(chosen.order_by(Clearance.id)))


def cleared_by(session: Session, kind: Clearing, subject: int, digest: str) -> frozenset[int]:
    """Return the States (ids) that have cleared this content."""
    chosen = select(Clearance.state_id).where(
        Clearance.kind == kind, Clearance.subject == subject, Clearance.digest == digest
    )
    return frozenset(session.scalars(chosen))


def keep_clearance(
    session: Session, kind: Clearing, subject: int, digest: str, state_id: int, actor: Actor
) -> Clearance:
    """Keep a State's clearance of this content; given twice, it is one."""
    for given in clearances(session, kind, subject, digest):
        if given.state_id == state_id:
            return given
    made = Clearance(
        kind=kind,
        subject=subject,
        digest=digest,
        state_id=state_id,
        person_id=actor.person,
        note_id=actor.note,
        cleared_at=now(session),
    )
    session.add(made)
    return made
