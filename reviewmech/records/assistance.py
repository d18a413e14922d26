"""Needs for technical assistance, as records: only from what a State submitted."""

from __future__ import annotations

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.base import Base, short
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Reading


class Need(Base):
    """One need a State named in a submitted version, with what is already received."""

    __tablename__ = "need"

    id: Mapped[int] = mapped_column(primary_key=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    question: Mapped[str] = short(120)
    article: Mapped[str] = short()
    kind: Mapped[str] = short()
    what: Mapped[str]
    priority: Mapped[str] = short()
    received: Mapped[str] = mapped_column(default="")
    provider: Mapped[str] = mapped_column(default="")
    may_be_shown_to_providers: Mapped[bool] = mapped_column(default=False)
    state: Mapped[State] = relationship(lazy="joined")
    strand: Mapped[Strand] = relationship()
    version: Mapped[Version] = relationship()


def visible_needs(session: Session, actor: Actor) -> list[Need]:
    """Return the needs of the newest submitted versions, for the secretariat's register."""
    if not may(Reading.STEERING, actor, Case()):
        return []
    newest = select(func.max(Version.id)).group_by(Version.strand_id)
    chosen = select(Need).where(Need.version_id.in_(newest))
    found = session.scalars(chosen.options(joinedload(Need.strand), joinedload(Need.version)))
    return sorted(
        found, key=lambda need: (need.state.name.casefold(), need.strand_id, need.article, need.id)
    )
