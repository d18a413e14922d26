"""Terms, due dates, extensions and clock stops: every date of a review is computed here.

How long each step takes is data (see `rules/mechanism.py`); how it is counted is this. That a term
in months ends on the same day of the month, and that a stopped clock adds its days, follows general
practice (verified: false).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Length:
    """How long a term is: months, weeks and days together."""

    months: int = 0
    weeks: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if min(self.months, self.weeks, self.days) < 0:
            raise ValueError("A term is never shorter than nothing.")

    def after(self, start: date) -> date:
        """Return the day on which a term of this length ends, counted from a day."""
        return months_after(start, self.months) + timedelta(weeks=self.weeks, days=self.days)


@dataclass(frozen=True)
class Stop:
    """A time in which the clock stands: from a day until an agreed one, or until it is ended.

    What was agreed stays as it was: who ends a stop before its day gives it one more day.
    """

    since: date
    until: date | None = None
    ended_on: date | None = None

    def __post_init__(self) -> None:
        if self.over_on is not None and self.over_on < self.since:
            raise ValueError("A clock runs again after it was stopped, not before.")

    @property
    def over_on(self) -> date | None:
        """The day on which it is over: as agreed, or ended before; none as long as it is open."""
        known = (day for day in (self.until, self.ended_on) if day is not None)
        return min(known, default=None)

    def stands(self, today: date) -> bool:
        """Say whether the clock stands by it on a day."""
        return self.since <= today and (self.over_on is None or today < self.over_on)


@dataclass(frozen=True)
class Running:
    """A term under way: since when, the day on which it would end, and the stops of its clock."""

    since: date
    ends_on: date
    stops: tuple[Stop, ...] = ()

    def due(self, today: date) -> date:
        """Return the day by which the step is due; while the clock stands it moves with today.

        A stop counts from the start of the term at the earliest, and only if it began while the
        term was still running. Days stopped twice count once.
        """
        end = self.ends_on
        for since, until in _periods(self.since, self.stops, today):
            if since > end:
                break
            end += until - since
        return end

    def days_left(self, today: date) -> int:
        """Say how many days remain; on the due day none; afterwards the number is negative."""
        return (self.due(today) - today).days

    def is_overdue(self, today: date) -> bool:
        """Say whether the due day has passed. On the day itself one is in time."""
        return is_past(self.due(today), today)

    def is_stopped(self, today: date) -> bool:
        """Say whether the clock stands today."""
        return any(stop.stands(today) for stop in self.stops)


@dataclass(frozen=True)
class Clock:
    """One term as it is given: when it began, how long it is, extensions (in days) and stops."""

    start: date
    length: Length
    extensions: tuple[int, ...] = ()
    stops: tuple[Stop, ...] = ()

    def __post_init__(self) -> None:
        if any(days < 0 for days in self.extensions):
            raise ValueError("An extension never shortens a term.")

    @property
    def running(self) -> Running:
        """The term with the day on which it ends unless its clock is stopped."""
        end = self.length.after(self.start) + timedelta(days=sum(self.extensions))
        return Running(self.start, end, self.stops)

    def due(self, today: date) -> date:
        """Return the day by which the step is due, its stops counted."""
        return self.running.due(today)


def is_past(due: date | None, today: date) -> bool:
    """Say whether a due day has passed: on the day itself one is in time, without one always."""
    return due is not None and today > due


def begins(counted_from: date, step_began: date) -> date:
    """Return the day from which a term is counted: never one before the step began.

    A term counted from the start of the phase would else be over as soon as a late step begins,
    and a State would be late by what another did. This is our reading (verified: false).
    """
    return max(counted_from, step_began)


def months_after(start: date, months: int) -> date:
    """Return the same day so many months later; where there is none, the last day of the month.

    Six months after 31 August is 28 February, or 29 in a leap year.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _periods(start: date, stops: Iterable[Stop], today: date) -> Iterator[tuple[date, date]]:
    """Give the stopped times in order, within the term, joined where they overlap."""
    reached = start
    for stop in sorted(stops, key=lambda stop: stop.since):
        since = max(stop.since, reached)
        until = stop.over_on or today
        if until > since:
            yield since, until
            reached = until
