"""What waits beside the answers of a draft. Internal to the State under review."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import String, cast, literal, or_, select, union_all
from sqlalchemy.orm import Session

from reviewmech.records.comments import Comment
from reviewmech.records.contributions import Contribution, ContributionRevision, Delegation

CONTRIBUTIONS, TO_DO, HANDED = "contributions", "to do", "handed"


@dataclass(frozen=True)
class Beside:
    """How many open contributions and to-dos there are, by question; and the reader's articles."""

    contributions: Counter[str] = field(default_factory=Counter)
    to_do: Counter[str] = field(default_factory=Counter)
    handed: Counter[str] = field(default_factory=Counter)


def beside(session: Session, strand_id: int, state_id: int, person_id: int) -> Beside:
    """Return what waits for a State's team in a strand, and what is handed to a person of it."""
    says_something = or_(
        cast(ContributionRevision.value, String) != "{}", Contribution.settlement.is_not(None)
    )
    contributed = (
        select(literal(CONTRIBUTIONS), Contribution.question)
        .join(
            ContributionRevision,
            (ContributionRevision.contribution_id == Contribution.id)
            & (ContributionRevision.number == Contribution.number),
        )
        .where(
            Contribution.strand_id == strand_id,
            Contribution.settled_number != Contribution.number,
            says_something,
        )
    )
    to_do = select(literal(TO_DO), Comment.question).where(
        Comment.strand_id == strand_id,
        Comment.state_id == state_id,
        Comment.is_to_do.is_(True),
        Comment.done_at.is_(None),
    )
    handed = select(literal(HANDED), Delegation.article).where(
        Delegation.strand_id == strand_id,
        Delegation.person_id == person_id,
        Delegation.ended_at.is_(None),
    )
    found = Beside()
    counted = {CONTRIBUTIONS: found.contributions, TO_DO: found.to_do, HANDED: found.handed}
    for kind, place in session.execute(union_all(contributed, to_do, handed)):
        counted[kind][place] += 1
    return found
