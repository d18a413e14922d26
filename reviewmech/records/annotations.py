"""Annotations: words beside words of a text that was submitted, released or proposed.

An annotation is of one State's team until that State sends it; then all in the review read it. It
is anchored by what it quotes, in one version of one text (the shape of W3C's Web Annotation): it
never moves to another version by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from secrets import token_urlsafe

from sqlalchemy import ForeignKey, Index, Select, false, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.base import Base, short
from reviewmech.records.people import Person
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Reading


class Annotation(Base):
    """Words on a passage, or on the whole of a text (then ``quote`` is empty).

    ``thing`` names the text (`records/texts.py` makes and reads such names), version and all;
    ``part`` which part of it. ``prefix`` and ``suffix`` are what stands around the quote, to tell
    two equal ones apart.
    """

    __tablename__ = "annotation"
    __table_args__ = (Index("ix_annotation_strand_id_state_id", "strand_id", "state_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = short(24, unique=True, default=lambda: token_urlsafe(12))
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"))
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    thing: Mapped[str] = short(200)
    part: Mapped[str] = short(120, default="")
    quote: Mapped[str] = mapped_column(default="")
    prefix: Mapped[str] = mapped_column(default="")
    suffix: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    language: Mapped[str] = short(12)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    state: Mapped[State] = relationship()
    written_by: Mapped[Person] = relationship()

    @property
    def mark(self) -> str:
        """What a later save is compared with: the SHA-256 of the text, and whether it still is."""
        stands = "taken back" if self.taken_back_at else "stands"
        return hashlib.sha256(f"{stands}|{self.text}".encode()).hexdigest()

    @property
    def is_sent(self) -> bool:
        """Whether all in the review read it."""
        return self.sent_at is not None


def visible_annotations(
    session: Session,
    strand_id: int,
    actor: Actor,
    case: Case,
    things: Collection[str] | None = None,
) -> list[Annotation]:
    """Return the annotations this actor may read, on these texts or on all of a strand.

    Those sent, and their own State's: the one query for every channel. Those taken back before
    they were sent are not there.
    """
    chosen = _visible(strand_id, actor, case).where(Annotation.taken_back_at.is_(None))
    if things is not None:
        chosen = chosen.where(Annotation.thing.in_(things))
    # As they were sent: the order of writing would tell of drafts.
    sent_at = Annotation.sent_at
    return list(session.scalars(chosen.order_by(sent_at.is_(None), sent_at, Annotation.id)))


def visible_annotation(
    session: Session, strand_id: int, key: str, actor: Actor, case: Case
) -> Annotation | None:
    """Return one annotation, if it is of this strand and this actor may read it.

    Also one that their own State took back: its words are not lost, and can be put back.
    """
    return session.scalar(_visible(strand_id, actor, case).where(Annotation.key == key))


def taken_back(session: Session, strand_id: int, actor: Actor, case: Case) -> list[Annotation]:
    """Return what this actor's own State took back before it was sent."""
    chosen = _visible(strand_id, actor, case).where(Annotation.taken_back_at.is_not(None))
    return list(session.scalars(chosen.order_by(Annotation.taken_back_at.desc(), Annotation.id)))


def unsent(
    session: Session, strand_id: int, state_id: int | None, keys: Collection[str]
) -> dict[str, Annotation]:
    """Return a State's own annotations of these keys, not yet sent, by key: for its acts alone."""
    chosen = select(Annotation).where(
        Annotation.strand_id == strand_id,
        Annotation.state_id == state_id,
        Annotation.key.in_(keys),
        Annotation.sent_at.is_(None),
        Annotation.taken_back_at.is_(None),
    )
    return {each.key: each for each in session.scalars(chosen)}


def _visible(strand_id: int, actor: Actor, case: Case) -> Select[Annotation]:
    post = actor.post_in(case.review)
    own = post.state if post and not actor.officer else None
    readable = or_(Annotation.sent_at.is_not(None), Annotation.state_id == own)
    return (
        select(Annotation)
        .where(
            Annotation.strand_id == strand_id,
            readable if may(Reading.ANNOTATIONS, actor, case) else false(),
        )
        .options(joinedload(Annotation.written_by, innerjoin=True))
    )
