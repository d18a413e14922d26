"""Every date of a review: terms, extensions and clock stops."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.rules.timetable import Clock, Length, Stop, begins, is_past, months_after

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
LENGTHS = st.builds(Length, st.integers(0, 60), weeks=st.integers(0, 30), days=st.integers(0, 200))
EXTENSIONS = st.lists(st.integers(0, 400), max_size=4).map(tuple)


@st.composite
def stops(draw: st.DrawFn, beginning: date = date(2020, 1, 1)) -> Stop:
    since = beginning + timedelta(days=draw(st.integers(-400, 2000)))
    until = since + timedelta(days=draw(st.integers(0, 300)))
    ended = draw(st.none() | st.integers(0, 400))
    return Stop(since, until, None if ended is None else since + timedelta(days=ended))


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    start = draw(DAYS)
    some = draw(st.lists(stops(start), max_size=4))
    return Clock(start, draw(LENGTHS), draw(EXTENSIONS), tuple(some))


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 3, 14), 6, date(2026, 9, 14)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last_of_the_month(
    start: date, months: int, expected: date
) -> None:
    assert months_after(start, months) == expected


def test_a_step_is_in_time_on_its_due_day_and_overdue_the_day_after() -> None:
    clock = Clock(date(2026, 1, 10), Length(months=6)).running
    due = date(2026, 7, 10)
    assert clock.due(due) == due
    assert (clock.days_left(due), clock.is_overdue(due)) == (0, False)
    after = due + timedelta(days=1)
    assert (clock.days_left(after), clock.is_overdue(after)) == (-1, True)


def test_while_the_clock_stands_the_due_day_moves_with_today() -> None:
    clock = Clock(date(2026, 1, 1), Length(weeks=4), stops=(Stop(date(2026, 1, 8)),)).running
    assert clock.is_stopped(date(2026, 3, 1))
    assert clock.days_left(date(2026, 3, 1)) == clock.days_left(date(2026, 5, 1)) == 21
    assert not clock.is_overdue(date(2030, 1, 1))


def test_days_stopped_twice_count_once() -> None:
    once = (Stop(date(2026, 1, 5), date(2026, 1, 15)),)
    twice = (*once, Stop(date(2026, 1, 10), date(2026, 1, 15)))
    length = Length(months=1)
    assert Clock(date(2026, 1, 1), length, stops=twice).due(date(2026, 2, 1)) == Clock(
        date(2026, 1, 1), length, stops=once
    ).due(date(2026, 2, 1))


@given(stops(), DAYS)
def test_a_stop_is_over_on_the_earlier_of_the_day_agreed_and_the_day_it_was_ended(
    stop: Stop, today: date
) -> None:
    assert stop.until is not None and stop.over_on is not None
    assert stop.over_on == min(stop.until, stop.ended_on or stop.until)
    assert stop.stands(today) == (stop.since <= today < stop.over_on)
    assert Stop(stop.since, None, stop.ended_on).over_on == stop.ended_on


@given(clocks(), DAYS)
def test_a_term_counts_a_stop_by_the_day_on_which_it_is_over(clock: Clock, today: date) -> None:
    plain = tuple(Stop(each.since, each.over_on) for each in clock.stops)
    assert clock.due(today) == Clock(clock.start, clock.length, clock.extensions, plain).due(today)


def test_a_stop_after_the_term_has_run_out_changes_nothing() -> None:
    late = Stop(date(2026, 6, 1), date(2026, 7, 1))
    assert Clock(date(2026, 1, 1), Length(months=1), stops=(late,)).due(date(2026, 8, 1)) == date(
        2026, 2, 1
    )


def test_a_stop_announced_for_later_does_not_stand_yet() -> None:
    clock = Clock(date(2026, 1, 1), Length(months=6), stops=(Stop(date(2026, 3, 1)),)).running
    assert not clock.is_stopped(date(2026, 2, 1))
    assert clock.due(date(2026, 2, 1)) == date(2026, 7, 1)


@given(clocks(), DAYS)
def test_nothing_is_due_before_it_began(clock: Clock, today: date) -> None:
    assert clock.due(today) >= clock.start


@given(clocks(), st.integers(0, 400), DAYS)
def test_an_extension_never_makes_a_step_due_earlier(clock: Clock, days: int, today: date) -> None:
    longer = Clock(clock.start, clock.length, (*clock.extensions, days), clock.stops)
    assert longer.due(today) >= clock.due(today) + timedelta(days=days)


@given(clocks(), stops(), DAYS)
def test_a_stop_never_makes_a_step_due_earlier(clock: Clock, stop: Stop, today: date) -> None:
    stopped = Clock(clock.start, clock.length, clock.extensions, (*clock.stops, stop))
    assert stopped.due(today) >= clock.due(today)


@given(DAYS, LENGTHS, st.lists(st.integers(0, 60), max_size=5), st.integers(0, 30), DAYS)
def test_stops_of_n_days_in_all_move_the_due_day_by_n_days(
    start: date, length: Length, lengths: list[int], gap: int, today: date
) -> None:
    made: list[Stop] = []
    since = start
    for days in lengths:
        until = since + timedelta(days=days)
        made.append(Stop(since, until))
        since = until + timedelta(days=gap)
    reaching = Length(length.months, length.weeks, length.days + gap * len(lengths))
    plain = Clock(start, reaching)
    stopped = Clock(start, reaching, stops=tuple(made))
    assert stopped.due(today) == plain.due(today) + timedelta(days=sum(lengths))


@given(DAYS, LENGTHS, st.integers(0, 400), st.integers(0, 4_000))
def test_a_clock_that_stands_open_never_runs_out(
    start: date, length: Length, after: int, later: int
) -> None:
    """However long it stands, as many days are left as when it was stopped."""
    since = start + timedelta(days=after)
    term = Clock(start, length, stops=(Stop(since),)).running
    if since <= term.ends_on:
        today = since + timedelta(days=later)
        assert term.is_stopped(today) and not term.is_overdue(today)
        assert term.days_left(today) == (term.ends_on - since).days


@given(DAYS, DAYS, LENGTHS)
def test_a_term_never_ends_before_its_step_had_the_whole_of_it(
    counted_from: date, step_began: date, length: Length
) -> None:
    due = Clock(begins(counted_from, step_began), length).due(step_began)
    assert due >= length.after(step_began)
    assert due >= length.after(counted_from)


@given(DAYS, st.integers(-400, 400))
def test_only_a_day_after_the_due_day_is_past_and_without_a_due_day_none(
    due: date, days: int
) -> None:
    assert is_past(due, due + timedelta(days=days)) == (days > 0)
    assert not is_past(None, due)


@given(DAYS, st.integers(0, 600), st.integers(0, 600))
def test_more_months_never_end_earlier(start: date, fewer: int, more: int) -> None:
    low, high = sorted((fewer, more))
    assert months_after(start, low) <= months_after(start, high)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Length(months=-1),
        lambda: Stop(date(2026, 2, 1), date(2026, 1, 1)),
        lambda: Stop(date(2026, 2, 1), date(2026, 3, 1), ended_on=date(2026, 1, 31)),
        lambda: Clock(date(2026, 1, 1), Length(), extensions=(-5,)),
    ],
)
def test_a_term_that_runs_backwards_is_refused(wrong) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"never|not before"):
        wrong()
