"""When an observation is agreed, what may close one that is not, and when a list is settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reviewmech.rules.vocabulary import Outcome, Stance

SETTLED = frozenset({Outcome.AGREED, Outcome.LEFT_OUT, Outcome.WITH_STATEMENT})


@dataclass(frozen=True)
class Item:
    """One observation as far as agreement on it goes.

    ``stances`` are the States' positions on the wording now on the table, by State; positions on
    earlier wordings no longer count.
    """

    scope: frozenset[int]
    stances: Mapping[int, Stance] = field(default_factory=dict)
    outcome: Outcome = Outcome.OPEN

    @property
    def awaited(self) -> frozenset[int]:
        """The States that have not agreed to the wording now on the table."""
        if self.outcome in SETTLED:
            return frozenset()
        agreeing = {state for state, stance in self.stances.items() if stance is Stance.AGREES}
        return self.scope - agreeing


def is_agreed(item: Item) -> bool:
    """Say whether all States in scope agree on the same text (by consensus, resolution 9/1)."""
    return item.outcome is Outcome.OPEN and bool(item.scope) and not item.awaited


def is_settled(items: Iterable[Item]) -> bool:
    """Say whether a list is ready to be cleared: it has items, and each of them has ended."""
    outcomes = [item.outcome for item in items]
    return bool(outcomes) and all(outcome in SETTLED for outcome in outcomes)


def awaited(items: Iterable[Item]) -> frozenset[int]:
    """Return the States whose position on some open item is still awaited."""
    return frozenset(state for item in items for state in item.awaited)


def enters(outcome: Outcome) -> bool:
    """Say whether an observation with this outcome enters the adopted list."""
    return outcome in {Outcome.AGREED, Outcome.WITH_STATEMENT}
