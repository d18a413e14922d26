"""Laws: the library of a State, cited from its answers by article and quotation.

A law belongs to the State, not to one review: it carries over from phase to phase. Each save is
kept; what a version cites is frozen with the version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.attachments import Attachment
from reviewmech.records.base import Base, short
from reviewmech.records.people import Person
from reviewmech.records.responses import Answer, Revision
from reviewmech.records.reviews import Phase, Review, Strand

NAMED_BY = ("id", "title", "translated_title", "language", "number", "dated", "link")
"""What a citation shows of a law. Versions frozen before languages were kept have none."""

Provision = dict[str, str]


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
        return {name: getattr(self, name) for name in NAMED_BY} | {"file": plain_file(self.file)}

    @property
    def content(self) -> dict[str, Any]:
        """The law as each of its revisions keeps it."""
        kept = {name: getattr(self, name) for name in NAMED_BY if name != "id"}
        own = {"articles": self.articles, "provisions": self.provisions}
        return {**kept, **own, "file": plain_file(self.file)}


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


def plain_file(file: Attachment | None) -> dict[str, Any] | None:
    """Return a law's file as its revisions and versions keep it."""
    if file is None:
        return None
    names = ("id", "name", "media_type", "size", "sha256")
    return {name: getattr(file, name) for name in names}


def library_of(session: Session, state_id: int) -> list[Law]:
    """Return the laws of a State, by title."""
    chosen = select(Law).where(Law.state_id == state_id).options(joinedload(Law.file))
    return sorted(session.scalars(chosen), key=lambda law: law.title.casefold())


def is_tagged(law: Law, provision: Provision | None) -> bool:
    """Say whether a law is said to implement a provision."""
    return provision is not None and provision in law.provisions


def looked_for(
    library: Iterable[Law], words: str = "", provision: Provision | None = None
) -> list[Law]:
    """Return the laws in which all these words stand, those on the provision first."""
    wanted = words.casefold().split()
    found = [law for law in library if all(word in _said_of(law) for word in wanted)]
    return sorted(found, key=lambda law: not is_tagged(law, provision))


def _said_of(law: Law) -> str:
    said = (law.title, law.translated_title, law.number, law.dated)
    return " ".join(said).casefold()


def first_to_cite(
    library: Iterable[Law], provision: Provision | None, cited: Iterable[Any], most: int = 40
) -> list[Law]:
    """Return the laws a list offers before anything is typed: no more than a page can carry.

    Those cited in the answer are always there, then those on its provision.
    """
    own, found = set(cited), looked_for(library, provision=provision)
    ranked = sorted(found, key=lambda law: law.id not in own)
    return looked_for(ranked[: max(most, len(own))], provision=provision)


def history(session: Session, law: Law) -> list[LawRevision]:
    """Return what was saved of a law, newest first."""
    chosen = (
        select(LawRevision)
        .where(LawRevision.law_id == law.id)
        .options(joinedload(LawRevision.saved_by))
        .order_by(LawRevision.number.desc())
    )
    return list(session.scalars(chosen))


@dataclass(frozen=True)
class Citing:
    """An answer that cites a law, and how."""

    strand: Strand
    answer: Answer
    citations: list[dict[str, Any]]


def amended_since(session: Session, strand_id: int) -> dict[str, list[Law]]:
    """Return, by question, the laws amended since an answer that waits for another look was saved.

    Internal to the State whose answers they are.
    """
    waiting = session.execute(
        select(Answer.question, Revision.value, Revision.saved_at)
        .join(Revision, (Revision.answer_id == Answer.id) & (Revision.number == Answer.number))
        .where(Answer.strand_id == strand_id, Answer.look_again != "")
    ).all()
    cited = {law for _, value, _ in waiting for law in _cited(value)}
    newest = (LawRevision.law_id == Law.id) & (LawRevision.number == Law.revision)
    chosen = select(Law, LawRevision.saved_at).join(LawRevision, newest)
    amended = session.execute(chosen.where(Law.id.in_(cited), Law.revision > 1)).all()
    return {
        question: [
            law for law, amended_at in amended if amended_at >= saved_at and law.id in _cited(value)
        ]
        for question, value, saved_at in waiting
    }


def _cited(value: Mapping[str, Any]) -> set[int]:
    return {each["law"] for each in value.get("citations", ())}


def citing(session: Session, law: Law) -> list[Citing]:
    """Return the answers that cite a law now, in all strands of its State. Internal to it."""
    rows = session.execute(
        select(Strand, Answer, Revision.value)
        .join(Answer, Answer.strand_id == Strand.id)
        .join(Revision, (Revision.answer_id == Answer.id) & (Revision.number == Answer.number))
        .join(Phase, Strand.phase_id == Phase.id)
        .join(Review, Phase.review_id == Review.id)
        .where(Review.state_id == law.state_id)
        .order_by(Strand.id, Answer.id)
    )
    found = []
    for strand, answer, value in rows:
        made = [each for each in value.get("citations", ()) if each.get("law") == law.id]
        if made:
            found.append(Citing(strand, answer, made))
    return found
