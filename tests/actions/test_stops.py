"""Stopping the clock of a step, and what it does to the day on which the step is due."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from reviewmech.actions.steps import enter
from reviewmech.actions.stops import start_clock, stop_clock
from reviewmech.records import stops
from reviewmech.records.journal import visible_entries
from reviewmech.records.people import Person, actor
from reviewmech.records.reviews import Strand, case
from reviewmech.records.stops import ClockStop
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from reviewmech.rules.timetable import is_past
from tests.actions.test_act import elsewhere
from tests.cast import Cast
from tests.conftest import Clock

REASON = "The Russian text is not there yet."


@pytest.fixture
def strand(cast: Cast, session: Session) -> Strand:
    """Give a strand that has just come to its feedback."""
    enter(session, cast.untoc, Step.FEEDBACK)
    session.commit()
    return cast.untoc


def due(strand: Strand) -> date:
    assert strand.due_on is not None
    return strand.due_on


def test_a_stop_of_n_days_moves_the_due_day_by_n_days(
    cast: Cast, session: Session, strand: Strand, clock: Clock
) -> None:
    before, chief = due(strand), cast.acting(cast.belmora.focal_point)
    clock.forward(days=10)
    stop = stop_clock(session, chief, strand, reason=REASON)
    clock.forward(days=17)
    start_clock(session, cast.acting(cast.arcadia.focal_point), strand, stop=stop)
    assert due(strand) == before + timedelta(days=17)


def test_while_the_clock_stands_open_nothing_is_due_and_nothing_overdue(
    cast: Cast, session: Session, strand: Strand, clock: Clock
) -> None:
    stop_clock(session, cast.acting(cast.officer), strand, reason=REASON)
    clock.forward(days=1_000)
    assert strand.due_on is None and not is_past(strand.due_on, clock.today)
    made = stops.of_step(session, strand)
    term = stops.running(strand, made)
    assert term and term.is_stopped(clock.today) and not term.is_overdue(clock.today)
    assert [each.stands(clock.today) for each in made] == [True]


def test_a_stop_with_an_end_moves_the_due_day_at_once(
    cast: Cast, session: Session, strand: Strand, clock: Clock
) -> None:
    before = due(strand)
    until = clock.today + timedelta(days=30)
    stop_clock(session, cast.acting(cast.officer), strand, reason=REASON, until=until)
    assert due(strand) == before + timedelta(days=30)


def test_days_stopped_twice_count_once(
    cast: Cast, session: Session, strand: Strand, clock: Clock
) -> None:
    before, today = due(strand), clock.today
    clock.forward(days=40)
    for first, last in ((5, 15), (10, 20)):
        stop_clock(
            session,
            cast.acting(cast.officer),
            strand,
            reason=REASON,
            since=today + timedelta(days=first),
            until=today + timedelta(days=last),
        )
    assert due(strand) == before + timedelta(days=15)


def test_a_clock_started_early_gives_back_the_days_that_were_foreseen(
    cast: Cast, session: Session, strand: Strand, clock: Clock
) -> None:
    before, officer = due(strand), cast.acting(cast.officer)
    until = clock.today + timedelta(days=90)
    stop = stop_clock(session, officer, strand, reason=REASON, until=until)
    clock.forward(days=4)
    start_clock(session, officer, strand, stop=stop)
    assert due(strand) == before + timedelta(days=4)


def test_a_stop_ended_early_keeps_the_day_that_was_agreed_and_who_ended_it(
    cast: Cast, session: Session, strand: Strand, clock: Clock
) -> None:
    until, chief = clock.today + timedelta(days=90), cast.belmora.focal_point
    stop = stop_clock(session, cast.acting(cast.officer), strand, reason=REASON, until=until)
    clock.forward(days=4)
    start_clock(session, cast.acting(chief), strand, stop=stop)
    assert (stop.until, stop.ended_on) == (until, clock.today)
    assert (stop.ended_for, stop.ended_by) == (cast.belmora.state, chief)
    assert not stop.stands(clock.today)


@pytest.fixture
def two(cast: Cast, session: Session, strand: Strand, clock: Clock) -> tuple[ClockStop, ClockStop]:
    """Stop the clock for thirty days, and ten days later once more, until nobody knows when."""
    until, officer = clock.today + timedelta(days=30), cast.acting(cast.officer)
    agreed = stop_clock(session, officer, strand, reason=REASON, until=until)
    clock.forward(days=10)
    chief = cast.acting(cast.belmora.focal_point)
    return agreed, stop_clock(session, chief, strand, reason="A note verbale is awaited.")


def test_who_ends_an_open_stop_leaves_the_agreed_one_standing(
    cast: Cast, session: Session, strand: Strand, clock: Clock, two: tuple[ClockStop, ClockStop]
) -> None:
    (agreed, open_one), began = two, clock.today - timedelta(days=10)
    clock.forward(days=5)
    start_clock(session, cast.acting(cast.arcadia.focal_point), strand, stop=open_one)
    assert (agreed.ended_on, agreed.until) == (None, began + timedelta(days=30))
    assert stops.standing(session, strand, clock.today) is agreed
    assert due(strand) == agreed.term_ends_on + timedelta(days=30)


def test_who_ends_an_agreed_stop_leaves_the_open_one_standing(
    cast: Cast, session: Session, strand: Strand, clock: Clock, two: tuple[ClockStop, ClockStop]
) -> None:
    agreed, open_one = two
    officer = cast.acting(cast.officer)
    start_clock(session, officer, strand, stop=agreed)
    assert strand.due_on is None
    assert stops.standing(session, strand, clock.today) is open_one
    clock.forward(days=7)
    start_clock(session, officer, strand, stop=open_one)
    assert due(strand) == agreed.term_ends_on + timedelta(days=17)


def test_a_clock_whose_open_stop_was_ended_is_stopped_again(
    cast: Cast, session: Session, strand: Strand, clock: Clock
) -> None:
    before, officer = due(strand), cast.acting(cast.officer)
    for _ in range(2):
        stop = stop_clock(session, officer, strand, reason=REASON)
        clock.forward(days=3)
        start_clock(session, officer, strand, stop=stop)
        clock.forward(days=3)
    assert due(strand) == before + timedelta(days=6)


def test_a_clock_that_stands_open_is_not_stopped_again(
    cast: Cast, session: Session, strand: Strand
) -> None:
    stop_clock(session, cast.acting(cast.officer), strand, reason=REASON)
    with pytest.raises(Conflict, match="stands already"):
        stop_clock(session, cast.acting(cast.belmora.focal_point), strand, reason=REASON)


def test_a_stop_that_is_over_is_not_ended_again(
    cast: Cast, session: Session, strand: Strand, clock: Clock
) -> None:
    officer, until = cast.acting(cast.officer), clock.today + timedelta(days=5)
    stop = stop_clock(session, officer, strand, reason=REASON, until=until)
    clock.forward(days=5)
    with pytest.raises(Conflict, match="is over already"):
        start_clock(session, officer, strand, stop=stop)
    assert (stop.ended_on, stop.ended_by_id) == (None, None)


def test_a_stop_is_ended_in_its_own_strand_alone(
    cast: Cast, session: Session, strand: Strand, clock: Clock
) -> None:
    officer = cast.acting(cast.officer)
    stop = stop_clock(session, officer, strand, reason=REASON)
    with pytest.raises(NotFound):
        start_clock(session, officer, cast.tip, stop=stop)
    assert stop.stands(clock.today)


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (1, None, "since"),
        (-30, None, "since"),
        (0, 0, "until"),
        (0, -1, "until"),
        (0, 800, "until"),
    ],
)
def test_days_on_which_a_clock_cannot_stand_are_refused(
    cast: Cast,
    session: Session,
    strand: Strand,
    clock: Clock,
    since: int,
    until: int | None,
    field: str,
) -> None:
    clock.forward(days=5)
    day = clock.today
    with pytest.raises(Invalid) as refusal:
        stop_clock(
            session,
            cast.acting(cast.officer),
            strand,
            reason=REASON,
            since=day + timedelta(days=since),
            until=None if until is None else day + timedelta(days=until),
        )
    assert refusal.value.field == field
    assert stops.stops(session, strand.id) == []


def test_a_term_that_has_ended_is_not_stopped_any_more(
    cast: Cast, session: Session, strand: Strand, clock: Clock
) -> None:
    clock.forward(days=400)
    with pytest.raises(Invalid, match="term ended before"):
        stop_clock(session, cast.acting(cast.officer), strand, reason=REASON)


def test_a_clock_stops_for_a_reason(cast: Cast, session: Session, strand: Strand) -> None:
    with pytest.raises(Invalid):
        stop_clock(session, cast.acting(cast.officer), strand, reason="  ")


def test_experts_and_strangers_touch_no_clock(cast: Cast, session: Session, strand: Strand) -> None:
    for person in (cast.belmora.expert, cast.arcadia.observer):
        with pytest.raises(NotPermitted):
            stop_clock(session, cast.acting(person), strand, reason=REASON)
    with pytest.raises(NotFound):
        stop_clock(session, cast.acting(cast.delmar.focal_point), strand, reason=REASON)


def test_a_stop_is_told_to_all_in_the_review(cast: Cast, session: Session, strand: Strand) -> None:
    stop_clock(session, cast.acting(cast.cordania.focal_point), strand, reason=REASON)
    for person in (cast.arcadia.observer, cast.belmora.expert, cast.officer):
        actor = cast.acting(person)
        entries = visible_entries(session, cast.review.id, actor, case(strand))
        assert Action.STOP_CLOCK in {each.action for each in entries}


def test_a_stop_ends_with_the_step_it_was_made_for(
    cast: Cast, session: Session, strand: Strand, clock: Clock
) -> None:
    officer = cast.acting(cast.officer)
    stop = stop_clock(session, officer, strand, reason=REASON)
    clock.forward(days=3)
    enter(session, strand, Step.OBSERVATIONS)
    session.commit()
    assert (stop.until, stop.ended_on, stop.ended_by_id) == (None, clock.today, None)
    assert stops.of_step(session, strand) == []
    assert due(strand) > clock.today


def test_a_stop_made_twice_by_a_cut_line_is_one(
    cast: Cast, session: Session, strand: Strand
) -> None:
    officer = cast.acting(cast.officer)
    for _ in range(2):
        stop_clock(session, officer, strand, reason=REASON, request_id="stop")
    assert len(stops.stops(session, strand.id)) == 1


def test_a_step_without_a_term_has_no_clock(cast: Cast, session: Session, strand: Strand) -> None:
    strand.due_on = None
    session.commit()
    with pytest.raises(Invalid, match="has no term"):
        stop_clock(session, cast.acting(cast.officer), strand, reason=REASON)


def test_a_step_that_begins_late_has_the_whole_of_its_term(
    cast: Cast, session: Session, clock: Clock
) -> None:
    """The six weeks of the consultation are counted from the start of the phase, where it can."""
    clock.forward(days=300)
    enter(session, cast.untoc, Step.CONSULTATION)
    assert cast.untoc.due_on == clock.today + timedelta(weeks=6)
    assert cast.phase.starts_on < clock.today


# Two people at once, each with a connection of their own to a real database.


def stop(session: Session, who: Actor, strand: Strand) -> ClockStop:
    stopped = stop_clock(session, who, strand, reason=REASON)
    assert isinstance(stopped, ClockStop)
    return stopped


def start(session: Session, who: Actor, strand: Strand) -> ClockStop:
    """End the first stop that nobody has ended yet."""
    standing = [each for each in stops.of_step(session, strand) if each.ended_on is None]
    started = start_clock(session, who, strand, stop=standing[0])
    assert isinstance(started, ClockStop)
    return started


def test_a_clock_started_while_it_was_stopped_has_a_term(
    stage: Cast, sessions: sessionmaker[Session]
) -> None:
    strand_id, before = stage.untoc.id, due(stage.untoc)
    with sessions(expire_on_commit=False) as session:
        strand = session.get_one(Strand, strand_id)
        chief = actor(session, session.get_one(Person, stage.arcadia.focal_point.id))
        assert due(strand) == before
        # The strand stays as it was read; the stop is seen.
        session.commit()
        elsewhere(sessions, stage.belmora.focal_point, stage.untoc, stop)()
        start(session, chief, strand)
    stage.session.rollback()
    stage.session.expire_all()
    assert due(stage.untoc) == before
    assert [each.is_open for each in stops.stops(stage.session, strand_id)] == [False]


def test_a_clock_stopped_while_it_was_started_has_none(
    stage: Cast, sessions: sessionmaker[Session]
) -> None:
    stop(stage.session, stage.acting(stage.officer), stage.untoc)
    strand_id = stage.untoc.id
    with sessions() as session:
        strand = session.get_one(Strand, strand_id)
        chief = actor(session, session.get_one(Person, stage.arcadia.focal_point.id))
        assert strand.due_on is None
        elsewhere(sessions, stage.belmora.focal_point, stage.untoc, start)()
        stop(session, chief, strand)
    stage.session.rollback()
    stage.session.expire_all()
    assert stage.untoc.due_on is None
    assert [each.is_open for each in stops.stops(stage.session, strand_id)] == [False, True]


def test_two_who_end_stops_at_once_end_each_its_own(
    stage: Cast, sessions: sessionmaker[Session], clock: Clock
) -> None:
    """Each had opened the page before the other pressed: nothing of either is written over."""
    before, chief, officer = (
        due(stage.untoc),
        stage.belmora.focal_point,
        stage.acting(stage.officer),
    )
    until = clock.today + timedelta(days=30)
    stop_clock(stage.session, officer, stage.untoc, reason=REASON, until=until)
    stop(stage.session, officer, stage.untoc)
    clock.forward(days=2)
    with sessions() as session:
        strand = session.get_one(Strand, stage.untoc.id)
        agreed, open_one = stops.of_step(session, strand)
        elsewhere(sessions, chief, stage.untoc, start)()
        clock.forward(days=1)
        with pytest.raises(Conflict, match="is over already"):
            start_clock(session, officer, strand, stop=agreed)
        start_clock(session, officer, strand, stop=open_one)
        assert (agreed.until, agreed.ended_by_id) == (until, chief.id)
        assert [each.ended_on for each in (agreed, open_one)] == [
            clock.today - timedelta(days=1),
            clock.today,
        ]
        assert due(strand) == before + timedelta(days=3)
