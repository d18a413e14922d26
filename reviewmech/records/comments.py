"""Internal comments in the margin: of one State's team, read by that team alone."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

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

    @property
    def is_open(self) -> bool:
        """Whether there is something to do, and it is not done."""
        return self.is_to_do and self.done_at is None


def _of_team(strand_id: int, state_id: int) -> Select[Comment]:
    """Select the comments of one State's team in a strand: there is no other way to read one."""
    return (
        select(Comment)
        .where(Comment.strand_id == strand_id, Comment.state_id == state_id)
        .options(joinedload(Comment.author), joinedload(Comment.done_by))
        .order_by(Comment.id)
    )


def beside(session: Session, strand_id: int, state_id: int) -> dict[str, list[Comment]]:
    """Return what a team said beside each question, in the order it was written."""
    found: dict[str, list[Comment]] = defaultdict(list)
    for comment in session.scalars(_of_team(strand_id, state_id)):
        found[comment.question].append(comment)
    return dict(found)


def open_to_dos(session: Session, strand_id: int, state_id: int) -> list[Comment]:
    """Return what a team still has to do, by its own comments."""
    chosen = _of_team(strand_id, state_id).where(
        Comment.is_to_do.is_(True), Comment.done_at.is_(None)
    )
    return list(session.scalars(chosen))


def comment_of_team(
    session: Session, strand_id: int, state_id: int, comment_id: int
) -> Comment | None:
    """Return one comment of a team, if it is theirs and of this strand."""
    return session.scalar(_of_team(strand_id, state_id).where(Comment.id == comment_id))
