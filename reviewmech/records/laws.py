"""Laws: the library of a State, cited from its answers by article and quotation.

A law belongs to the State, not to one review: it carries over from phase to phase. Each save is
kept; what a version cites is frozen with the version.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from reviewmech.records.attachments import Attachment
from reviewmech.records.base import Base, short
from reviewmech.records.people import Person

NAMED_BY = ("id", "title", "translated_title", "number", "dated", "link")
"""What a citation shows of a law."""


class Law(Base):
    """A law of a State's library.

    ``language`` is that of the original title; ``dated`` a date, or a month or year where no more
    is known; ``articles`` are {"article", "text"}; ``provisions`` what it implements, as
    {"instrument", "provision"}.
    """

    __tablename__ = "law"

    id: Mapped[int] = mapped_column(primary_key=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"), index=True)
    title: Mapped[str] = mapped_column(String(500))
    translated_title: Mapped[str] = mapped_column(String(500), default="")
    language: Mapped[str] = short(12, default="", server_default="")
    number: Mapped[str] = mapped_column(String(120), default="")
    dated: Mapped[str] = mapped_column(String(60), default="")
    link: Mapped[str] = mapped_column(String(1000), default="")
    articles: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    provisions: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    file: Mapped[Attachment | None] = relationship()

    @property
    def plain(self) -> dict[str, Any]:
        """The law as a version freezes it."""
        return {name: getattr(self, name) for name in NAMED_BY}


class LawRevision(Base):
    """A law as it stood after one save: nothing written in the library is lost."""

    __tablename__ = "law_revision"
    __table_args__ = (UniqueConstraint("law_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    law_id: Mapped[int] = mapped_column(ForeignKey("law.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
    saved_by: Mapped[Person | None] = relationship()


def library_of(session: Session, state_id: int) -> list[Law]:
    """Return the laws of a State, by title."""
    found = session.scalars(select(Law).where(Law.state_id == state_id))
    return sorted(found, key=lambda law: law.title.casefold())
