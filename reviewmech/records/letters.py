"""The letters waiting to leave and those that left: each written in the act that causes it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from reviewmech.records.base import Base, short
from reviewmech.records.contributions import Contributor
from reviewmech.records.database import now
from reviewmech.records.people import Person


class Letter(Base):
    """A letter to a person or a contributor. It says that something waits and where, never what.

    ``body`` is emptied once a letter that carried a secret (an activation link) has left. One that
    gathers notices is worded anew when it leaves, which is not before ``leaves_after``.
    """

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    contributor_id: Mapped[int | None] = mapped_column(ForeignKey("contributor.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    address: Mapped[str] = mapped_column(String(320))
    language: Mapped[str] = short(12)
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str]
    has_secret: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime]
    leaves_after: Mapped[datetime | None]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    last_fault: Mapped[str] = mapped_column(default="")
    person: Mapped[Person | None] = relationship()
    contributor: Mapped[Contributor | None] = relationship()


def waiting(session: Session, most_tries: int) -> list[Letter]:
    """Return the letters that have not left and may, oldest first, without those given up.

    A letter to somebody who has left meanwhile, or whose link was ended, stays: their address may
    be another's now. So does one that waits for its day.
    """
    return list(
        session.scalars(
            select(Letter)
            .outerjoin(Person, Letter.person_id == Person.id)
            .outerjoin(Contributor, Letter.contributor_id == Contributor.id)
            .where(
                Letter.sent_at.is_(None),
                Letter.tries < most_tries,
                or_(Letter.leaves_after.is_(None), Letter.leaves_after <= now(session)),
                Person.left_at.is_(None),
                Contributor.revoked_at.is_(None),
            )
            .order_by(Letter.id)
        )
    )
