"""Whether the reader may put something on the table, where all others read it at once."""

from __future__ import annotations

from flask import g

from reviewmech.records.practices import shares_positions
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action
from reviewmech.web import gate


def stays_inside(strand: Strand) -> bool:
    """Say whether what the reader takes is shown to its own State alone until it is cleared."""
    own = gate.actor().state_in(strand.review.id)
    if own is None or gate.may(Action.CLEAR_OBSERVATIONS, strand):
        return False
    known: dict[tuple[int, int], bool] = g.setdefault("practices", {})
    key = strand.review.id, own
    if key not in known:
        known[key] = shares_positions(gate.session(), *key)
    return not known[key]


def may_propose(strand: Strand) -> bool:
    """Say whether the reader may propose observations and wordings, by policy and by practice."""
    return gate.may(Action.PROPOSE_OBSERVATION, strand) and not stays_inside(strand)
