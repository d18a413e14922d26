"""Saves of one person shortly after one another are one sitting."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from reviewmech.rules.sittings import sittings

NOON = datetime(2027, 3, 12, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Saved:
    saved_by_id: int
    saved_at: datetime


def at(minute: int, who: int = 1) -> Saved:
    return Saved(who, NOON + timedelta(minutes=minute))


def test_saves_shortly_after_one_another_are_one_sitting() -> None:
    saves = [at(0), at(1), at(14), at(28)]
    assert sittings(saves) == [saves]


def test_who_comes_back_later_begins_another() -> None:
    assert sittings([at(0), at(15)]) == [[at(0)], [at(15)]]


def test_a_colleague_begins_another_and_is_never_told_as_someone_else() -> None:
    assert sittings([at(0), at(1, who=2), at(2)]) == [[at(0)], [at(1, who=2)], [at(2)]]


def test_without_saves_there_is_no_sitting() -> None:
    assert sittings([]) == []
