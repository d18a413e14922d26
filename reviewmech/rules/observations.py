"""When an observation is agreed, what is still awaited, and when a list is settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reviewmech.rules.vocabulary import Outcome, Stance

SETTLED = frozenset({Outcome.AGREED, Outcome.LEFT_OUT, Outcome.WITH_STATEMENT})


@dataclass(frozen=True)
class Item:
    """One observation as far as agreement on it goes.

    ``stances`` are the States' latest positions on the wording now on the table, by State, taken
    ad referendum or cleared: what is not shared is its own State's to know. ``cleared`` are the
    latest that bind. Positions on earlier wordings no longer count.
    """

    scope: frozenset[int]
    stances: Mapping[int, Stance] = field(default_factory=dict)
    cleared: Mapping[int, Stance] = field(default_factory=dict)
    outcome: Outcome = Outcome.OPEN

    @property
    def awaited(self) -> frozenset[int]:
        """The States that are not bound by their agreement to the wording on the table."""
        if self.outcome in SETTLED:
            return frozenset()
        agreeing = {state for state, stance in self.cleared.items() if stance is Stance.AGREES}
        return self.scope - agreeing

    @property
    def unsaid(self) -> frozenset[int]:
        """The States that have said nothing yet on the wording on the table."""
        return frozenset() if self.outcome in SETTLED else self.scope - self.stances.keys()

    @property
    def ad_referendum(self) -> frozenset[int]:
        """The States whose position waits for their focal point to clear it."""
        if self.outcome in SETTLED:
            return frozenset()
        said = self.stances.items()
        return frozenset(state for state, stance in said if self.cleared.get(state) is not stance)

    def suits(self, state: int) -> bool:
        """Say whether a State has nothing left to say: the item has ended, or it agrees."""
        return self.outcome in SETTLED or self.stances.get(state) is Stance.AGREES


def is_agreed(item: Item) -> bool:
    """Say whether all States in scope agree on the same text (by consensus, resolution 9/1).

    Only what a focal point has cleared counts.
    """
    return item.outcome is Outcome.OPEN and bool(item.scope) and not item.awaited


def is_settled(items: Iterable[Item]) -> bool:
    """Say whether a list has come to its end: it has items, and each of them has ended."""
    outcomes = [item.outcome for item in items]
    return bool(outcomes) and all(outcome in SETTLED for outcome in outcomes)


def may_be_cleared(items: Iterable[Item], state: int) -> bool:
    """Say whether a State can clear a list: it agrees to each item that has not ended."""
    said = [item.suits(state) for item in items]
    return bool(said) and all(said)


def awaited(items: Iterable[Item]) -> frozenset[int]:
    """Return the States whose binding word on some open item is still awaited."""
    return frozenset(state for item in items for state in item.awaited)


def enters(outcome: Outcome) -> bool:
    """Say whether an observation with this outcome enters the adopted list."""
    return outcome in {Outcome.AGREED, Outcome.WITH_STATEMENT}
