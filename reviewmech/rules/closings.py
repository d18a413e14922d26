"""How an observation is closed on which the States do not agree.

Not agreed, an item is left out of the list or is carried in it with a State's statement. Who may
close it, and when, is a working rule of ours (verified: false), made so that nobody deletes what
another State proposed alone, and nobody holds the list up by staying away:

1. the State that proposed an item may withdraw it as long as it is not agreed;
2. two States or more object: any of them may have it left out;
3. nobody else objects, and every other State agrees or has been silent for a term: a State may
   have it carried, in the wording on the table, with its own statement beside it.

Only positions that a focal point has cleared count: what is ad referendum binds nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reviewmech.rules.observations import Item
from reviewmech.rules.timetable import Length
from reviewmech.rules.vocabulary import Outcome, Stance

ENOUGH_OBJECTIONS = 2
"""How many States must object before an item of another State is left out (verified: false)."""


@dataclass(frozen=True)
class Dispute:
    """An item, the State that proposed it, and the day its present wording came on the table."""

    item: Item
    proposed_by: int
    tabled_on: date

    @property
    def objecting(self) -> frozenset[int]:
        """The States that object to the wording on the table, and have cleared that."""
        stances = self.item.cleared.items()
        return frozenset(state for state, stance in stances if stance is Stance.OBJECTS)


def closings(dispute: Dispute, state: int, today: date, silence: Length) -> frozenset[Outcome]:
    """Return the outcomes with which this State may close the item today (verified: false)."""
    if dispute.item.outcome is not Outcome.OPEN or state not in dispute.item.scope:
        return frozenset()
    open_to_it = {
        Outcome.LEFT_OUT: _may_leave_out(dispute, state),
        Outcome.WITH_STATEMENT: _may_state(dispute, state, today, silence),
    }
    return frozenset(outcome for outcome, is_open in open_to_it.items() if is_open)


def silence_ends(dispute: Dispute, silence: Length) -> date:
    """Return the last day on which a State that has said nothing is still waited for."""
    return silence.after(dispute.tabled_on)


def _may_leave_out(dispute: Dispute, state: int) -> bool:
    if state == dispute.proposed_by:
        return True
    return state in dispute.objecting and len(dispute.objecting) >= ENOUGH_OBJECTIONS


def _may_state(dispute: Dispute, state: int, today: date, silence: Length) -> bool:
    if dispute.objecting - {state}:
        return False
    waited_for = dispute.item.awaited - {state}
    return not waited_for or today > silence_ends(dispute, silence)
