"""How a list of observations stands: the digest of it that a clearance refers to."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.records.observations import Observation
from reviewmech.records.wordings import Wording, newest_numbers
from reviewmech.rules.vocabulary import Outcome


def digest(items: Iterable[Observation]) -> str:
    """Return the SHA-256 of a list as it stands: what a clearance of the list refers to.

    An open item counts as one that is agreed: who clears the list before the others have agreed
    need not come again once they do, unless a word of it changes.
    """
    return _digest(
        (item.number, item.outcome, item.wording.id, item.wording.text, item.statement)
        for item in items
    )


def standing_digest(session: Session, strand_id: int) -> str:
    """Return the same of a strand's list, read without anything else."""
    return standing_digests(session, [strand_id])[strand_id]


def standing_digests(session: Session, strands: Collection[int]) -> dict[int, str]:
    """Return the same of several strands' lists, by strand."""
    if not strands:
        return {}
    newest = newest_numbers()
    rows = session.execute(
        select(
            Observation.strand_id,
            Observation.number,
            Observation.outcome,
            Wording.id,
            Wording.text,
            Observation.statement,
        )
        .join(newest, newest.c.observation_id == Observation.id)
        .join(
            Wording,
            (Wording.observation_id == Observation.id) & (Wording.number == newest.c.number),
        )
        .where(Observation.strand_id.in_(strands))
        .order_by(Observation.number)
    )
    found: dict[int, list[tuple[int, Outcome, int, str, str]]] = {each: [] for each in strands}
    for strand, number, outcome, wording, text, statement in rows:
        found[strand].append((number, outcome, wording, text, statement))
    return {strand: _digest(listed) for strand, listed in found.items()}


def _digest(items: Iterable[tuple[int, Outcome, int, str, str]]) -> str:
    told = (
        f"{number}|{_as_adopted(outcome).value}|{wording}|{text}|{statement}"
        for number, outcome, wording, text, statement in items
    )
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _as_adopted(outcome: Outcome) -> Outcome:
    return Outcome.AGREED if outcome is Outcome.OPEN else outcome
