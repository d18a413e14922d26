"""Contributions: sections handed to experts or contributors, and what contributors write.

A contributor has no account, only a link. What they write stands beside the answer, never in it:
contributions of several ministries to one question are no conflict. Internal to the State.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.accounts import fingerprint
from reviewmech.records.base import Base, closed_list, short
from reviewmech.records.people import Person
from reviewmech.records.reviews import Review, Strand
from reviewmech.rules.access import Actor, Contributing
from reviewmech.rules.vocabulary import Settlement


class Contributor(Base):
    """Someone a focal point asked for help with sections of the response, by a link.

    Of the link only the SHA-256 is kept: ``key`` is known to the act that made it, no column.
    """

    __tablename__ = "contributor"
    key = ""

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    name: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(320))
    language: Mapped[str] = short(12)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    review: Mapped[Review] = relationship()
    invited_by: Mapped[Person] = relationship()
    sections: Mapped[list[Delegation]] = relationship(back_populates="contributor")

    def __str__(self) -> str:
        return f"{self.name} ({self.body})" if self.body else self.name


class Delegation(Base):
    """A section (an article of a strand) handed to an expert or a contributor.

    For experts it is advisory: everybody in the team may answer everything. For contributors it
    is what their link opens.
    """

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint(
            "(person_id IS NULL) != (contributor_id IS NULL)", name="to_a_person_or_a_contributor"
        ),
        Index(
            "uq_delegation_person_once",
            "strand_id",
            "article",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "uq_delegation_contributor_once",
            "strand_id",
            "article",
            "contributor_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"))
    article: Mapped[str] = short()
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    contributor_id: Mapped[int | None] = mapped_column(ForeignKey("contributor.id"))
    delegated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    delegated_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    strand: Mapped[Strand] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    contributor: Mapped[Contributor | None] = relationship(back_populates="sections")


class Contribution(Base):
    """What a contributor wrote to one question, and what the team did with it.

    It is open as long as ``settled_number`` is not ``number``: who writes on after it was settled
    opens it again.
    """

    __tablename__ = "contribution"
    __table_args__ = (UniqueConstraint("strand_id", "question", "contributor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"))
    question: Mapped[str] = short(120)
    contributor_id: Mapped[int] = mapped_column(ForeignKey("contributor.id"), index=True)
    number: Mapped[int] = mapped_column(default=0)
    settled_number: Mapped[int] = mapped_column(default=0)
    settlement: Mapped[Settlement | None] = mapped_column(closed_list(Settlement, "settlement"))
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    contributor: Mapped[Contributor] = relationship()
    settled_by: Mapped[Person | None] = relationship()
    revisions: Mapped[list[ContributionRevision]] = relationship(
        back_populates="contribution", order_by="ContributionRevision.number"
    )
    newest: Mapped[ContributionRevision] = relationship(
        primaryjoin="and_(Contribution.id == ContributionRevision.contribution_id, "
        "Contribution.number == ContributionRevision.number)",
        uselist=False,
        viewonly=True,
    )

    @property
    def is_open(self) -> bool:
        """Whether the team has yet to adopt it, merge it or set it aside."""
        return self.settled_number != self.number

    @property
    def concerns_the_team(self) -> bool:
        """Whether there is anything to read: words, or words taken back after they were settled."""
        return bool(self.newest.value) or self.settlement is not None


class ContributionRevision(Base):
    """One save of a contribution."""

    __tablename__ = "contribution_revision"
    __table_args__ = (UniqueConstraint("contribution_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    number: Mapped[int]
    value: Mapped[dict[str, Any]]
    language: Mapped[str] = short(12)
    saved_at: Mapped[datetime]
    contribution: Mapped[Contribution] = relationship(back_populates="revisions")


def holder_of(session: Session, key: str) -> Contributor | None:
    """Return the contributor whose link this is, unless it was ended."""
    return session.scalar(
        select(Contributor).where(
            Contributor.key_hash == fingerprint(key), Contributor.revoked_at.is_(None)
        )
    )


def actor(contributor: Contributor) -> Actor:
    """Return who acts by a contributor's link."""
    review, state = contributor.review_id, contributor.state_id
    return Actor(contributing=Contributing(contributor.id, review, state, contributor.key_hash))


def contributors_of(session: Session, review_id: int, state_id: int) -> list[Contributor]:
    """Return whom a State invited to a review: first those whose link is in force, by name."""
    found = session.scalars(
        select(Contributor).where(
            Contributor.review_id == review_id, Contributor.state_id == state_id
        )
    )
    return sorted(found, key=lambda one: (one.revoked_at is not None, one.name.casefold()))


def _handed() -> Select[Delegation]:
    return select(Delegation).where(Delegation.ended_at.is_(None)).order_by(Delegation.id)


def delegations(session: Session, *strands: int) -> list[Delegation]:
    """Return who holds which section of these strands now; a link that was ended holds none."""
    chosen = (
        _handed()
        .outerjoin(Delegation.contributor)
        .where(Delegation.strand_id.in_(strands), Contributor.revoked_at.is_(None))
        .options(joinedload(Delegation.person), joinedload(Delegation.contributor))
    )
    return list(session.scalars(chosen))


def delegated_to(session: Session, strand_id: int, person_id: int) -> set[str]:
    """Return the articles of a strand handed to a person of the team."""
    found = session.scalars(
        select(Delegation.article).where(
            Delegation.strand_id == strand_id,
            Delegation.person_id == person_id,
            Delegation.ended_at.is_(None),
        )
    )
    return set(found)


def sections_of(session: Session, contributor_id: int) -> list[Delegation]:
    """Return the sections a contributor's link opens."""
    chosen = _handed().where(Delegation.contributor_id == contributor_id)
    return list(session.scalars(chosen.options(joinedload(Delegation.strand))))


def sections_held(session: Session, contributors: Iterable[Contributor]) -> Counter[int]:
    """Count the sections each contributor's link opens, by contributor."""
    wanted = [each.id for each in contributors]
    chosen = _handed().where(Delegation.contributor_id.in_(wanted))
    return Counter(session.scalars(chosen.with_only_columns(Delegation.contributor_id)))


def opens(session: Session, contributor_id: int, strand_id: int, article: str) -> bool:
    """Say whether a contributor's link is in force and opens this section."""
    chosen = (
        _handed()
        .join(Delegation.contributor)
        .where(
            Delegation.contributor_id == contributor_id,
            Delegation.strand_id == strand_id,
            Delegation.article == article,
            Contributor.revoked_at.is_(None),
        )
    )
    return session.scalar(chosen) is not None


def _read() -> Select[Contribution]:
    return select(Contribution).options(
        joinedload(Contribution.newest),
        joinedload(Contribution.contributor),
        joinedload(Contribution.settled_by),
    )


def own(session: Session, contributor_id: int, strand_id: int) -> dict[str, Contribution]:
    """Return what one contributor wrote in a strand, by question."""
    chosen = _read().where(
        Contribution.contributor_id == contributor_id, Contribution.strand_id == strand_id
    )
    return {each.question: each for each in session.scalars(chosen)}


def contribution(session: Session, contribution_id: int) -> Contribution | None:
    """Return one contribution, with who wrote it and what it says now."""
    return session.scalar(_read().where(Contribution.id == contribution_id))


def contributed(session: Session, strand_id: int) -> list[Contribution]:
    """Return what was contributed to a strand, the open ones first. Internal to its State."""
    chosen = _read().where(Contribution.strand_id == strand_id).order_by(Contribution.id)
    found = (each for each in session.scalars(chosen) if each.concerns_the_team)
    return sorted(found, key=lambda each: not each.is_open)


def beside(session: Session, strand_id: int) -> dict[str, list[Contribution]]:
    """Return what was contributed to each question. Internal to the State under review."""
    found: dict[str, list[Contribution]] = defaultdict(list)
    for contribution in contributed(session, strand_id):
        found[contribution.question].append(contribution)
    return dict(found)
