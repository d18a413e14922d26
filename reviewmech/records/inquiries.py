"""Whose turn it is on the questions of strands: what was sent, and how it stands, in one read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.records.dialogue import SupplementaryQuestion, last_sent, stands
from reviewmech.rules.vocabulary import Inquiry


class Inquired(NamedTuple):
    """A question that was sent: which State (its id) asked, where it stands, the day hoped for."""

    asked_by: int
    stands: Inquiry
    due_on: date | None


def inquiries(session: Session, strands: Collection[int]) -> dict[int, list[Inquired]]:
    """Return the questions that were sent, by strand.

    Whose turn it is counts here: a follow-up is open, as the question was.
    """
    last = last_sent(SupplementaryQuestion.strand_id.in_(strands))
    rows = session.execute(
        select(
            SupplementaryQuestion.strand_id,
            SupplementaryQuestion.asked_by_id,
            SupplementaryQuestion.closed_at.is_not(None),
            last.c.state_id,
            SupplementaryQuestion.due_on,
        ).join(last, (last.c.thread_id == SupplementaryQuestion.id) & (last.c.back == 1))
    )
    found: dict[int, list[Inquired]] = defaultdict(list)
    for strand, asked_by, is_closed, spoke_last, due_on in rows:
        standing = stands(asked_by, is_closed, spoke_last, False)
        found[strand].append(Inquired(asked_by, standing, due_on))
    return found
