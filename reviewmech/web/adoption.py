"""How far a list is on its way to adoption, and what its reader does next about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from reviewmech.records.clearances import Clearance, clearances
from reviewmech.records.observations import Line
from reviewmech.records.reviews import Strand
from reviewmech.records.standing import standing_digest
from reviewmech.records.states import State
from reviewmech.rules.observations import Item, is_settled, may_be_cleared
from reviewmech.rules.purposes import Action
from reviewmech.rules.vocabulary import Clearing
from reviewmech.web import gate, items


@dataclass(frozen=True)
class Standing:
    """How a list stands: whether each item has ended, whether the reader's State may clear it."""

    settled: bool
    may_clear: bool
    digest: str
    cleared: list[Clearance]
    waiting: list[State]

    @property
    def has_cleared(self) -> set[int]:
        """The States (ids) that have cleared the list as it stands."""
        return {each.state_id for each in self.cleared}


def standing(strand: Strand, listed: Iterable[Item]) -> Standing:
    """Return how a list stands before its reader."""
    found, own = list(listed), items.own_id(strand)
    digest = standing_digest(gate.session(), strand.id)
    cleared = clearances(gate.session(), Clearing.LIST, strand.id, digest)
    done = {each.state_id for each in cleared}
    return Standing(
        settled=is_settled(found),
        may_clear=own is not None
        and gate.may(Action.CLEAR_LIST, strand)
        and may_be_cleared(found, own),
        digest=digest,
        cleared=cleared,
        waiting=[state for state in strand.participants if state.id not in done],
    )


def next_act(strand: Strand, lines: Sequence[Line], standing: Standing) -> tuple[str, str] | None:
    """Return the reader's one next act: to clear the list, or to take the next position."""
    own = items.own_id(strand)
    if standing.may_clear and own not in standing.has_cleared:
        return _("Read and clear the list"), url_for("clearing.clear", strand_id=strand.id)
    waiting = next((line for line in lines if own in line.item.unsaid), None)
    if waiting is None or not gate.may(Action.TAKE_POSITION, strand):
        return None
    words = _("Take a position on observation %(number)s", number=waiting.number)
    return words, items.address(strand.id, waiting.id)
