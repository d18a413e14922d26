"""Internal comments in the margin: of one State's team, read by that team alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from reviewmech.records.base import Base, short
from reviewmech.records.people import Person


class Comment(Base):
    """A comment beside a question of a strand; one that asks for work is marked to do."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_strand_id_state_id", "strand_id", "state_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"))
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    question: Mapped[str] = short(120)
    text: Mapped[str]
    is_to_do: Mapped[bool]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id])
