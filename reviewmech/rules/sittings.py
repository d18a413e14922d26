"""Sittings: saves of one person on one answer, shortly after one another, told as one.

Autosave keeps a revision at every pause. All of them are kept; who looks back wants to see what a
colleague wrote in one go, not each of its pauses.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

PAUSE = timedelta(minutes=15)
"""Who comes back later than this begins another sitting."""


class Save(Protocol):
    """One save: by whom, and when."""

    @property
    def saved_by_id(self) -> Hashable:
        """Who saved."""

    @property
    def saved_at(self) -> datetime:
        """When."""


S = TypeVar("S", bound=Save)


def sittings(saves: Iterable[S]) -> list[list[S]]:
    """Put saves, given oldest first, into sittings."""
    found: list[list[S]] = []
    for save in saves:
        last = found[-1][-1] if found else None
        if last is not None and _goes_on(last, save):
            found[-1].append(save)
        else:
            found.append([save])
    return found


def _goes_on(last: Save, save: Save) -> bool:
    return last.saved_by_id == save.saved_by_id and save.saved_at - last.saved_at < PAUSE
