"""Answers of a State that may serve another of its answers as a first draft.

The Convention applies to its Protocols, so one matter is asked about more than once. All of it is
internal to the State under review.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.records.responses import Answer, Revision
from reviewmech.records.reviews import Phase, Review, Strand


@dataclass(frozen=True)
class Drawn:
    """An answer of another strand, and what it says now."""

    strand: Strand
    question: str
    revision: Revision


def drawable(session: Session, strand: Strand, questions: Iterable[str]) -> list[Drawn]:
    """Return what the State has answered to these questions in its other strands, newest first."""
    chosen = (
        select(Answer, Revision, Strand)
        .join(Revision, (Revision.answer_id == Answer.id) & (Revision.number == Answer.number))
        .join(Strand, Strand.id == Answer.strand_id)
        .join(Phase, Phase.id == Strand.phase_id)
        .join(Review, Review.id == Phase.review_id)
        .where(
            Review.state_id == strand.review.state_id,
            Strand.id != strand.id,
            Answer.question.in_(list(questions)),
        )
        .order_by(Revision.saved_at.desc())
    )
    found = session.execute(chosen).all()
    return [
        Drawn(place, answer.question, revision)
        for answer, revision, place in found
        if revision.value
    ]
