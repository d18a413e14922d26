"""What may close an observation on which the States do not agree."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from reviewmech.rules.closings import Dispute, closings, silence_ends
from reviewmech.rules.observations import Item
from reviewmech.rules.timetable import Length
from reviewmech.rules.vocabulary import Outcome, Stance

A, B, C = 1, 2, 3
ALL = frozenset({A, B, C})
DAY = date(2027, 1, 11)
LATE = DAY + timedelta(days=15)
SILENCE = Length(days=14)

stances = some.dictionaries(some.sampled_from([A, B, C]), some.sampled_from(list(Stance)))
items = some.builds(Item, some.just(ALL), stances, stances, some.sampled_from(list(Outcome)))
disputes = some.builds(Dispute, items, some.sampled_from([A, B, C]), some.just(DAY))
days = some.dates(DAY, DAY + timedelta(days=60))


def dispute(proposed_by: int = B, outcome: Outcome = Outcome.OPEN, **said: Stance) -> Dispute:
    stances = {{"a": A, "b": B, "c": C}[state]: stance for state, stance in said.items()}
    return Dispute(Item(ALL, stances, stances, outcome), proposed_by, DAY)


def test_a_state_may_withdraw_what_it_proposed() -> None:
    assert Outcome.LEFT_OUT in closings(dispute(b=Stance.AGREES), B, DAY, SILENCE)


@given(disputes, days)
def test_no_state_alone_leaves_out_what_another_proposed(found: Dispute, today: date) -> None:
    for state in ALL - {found.proposed_by}:
        if Outcome.LEFT_OUT in closings(found, state, today, SILENCE):
            assert state in found.objecting and len(found.objecting) >= 2


def test_two_objecting_states_may_have_an_item_left_out() -> None:
    found = dispute(b=Stance.AGREES, a=Stance.OBJECTS, c=Stance.OBJECTS)
    for state in (A, C):
        assert closings(found, state, DAY, SILENCE) == {Outcome.LEFT_OUT}


def test_the_one_state_that_objects_may_carry_the_item_with_its_statement() -> None:
    found = dispute(b=Stance.AGREES, c=Stance.AGREES, a=Stance.OBJECTS)
    assert closings(found, A, DAY, SILENCE) == {Outcome.WITH_STATEMENT}
    assert closings(found, C, LATE, SILENCE) == frozenset()


@given(disputes, days)
def test_no_statement_carries_an_item_over_the_objection_of_another(
    found: Dispute, today: date
) -> None:
    for state in ALL:
        if Outcome.WITH_STATEMENT in closings(found, state, today, SILENCE):
            assert not found.objecting - {state}


def test_a_silent_state_is_waited_for_and_then_no_more() -> None:
    found = dispute(b=Stance.AGREES, a=Stance.AGREES)
    last = silence_ends(found, SILENCE)
    assert last == SILENCE.after(DAY) == date(2027, 1, 25)
    assert Outcome.WITH_STATEMENT not in closings(found, B, last, SILENCE)
    assert Outcome.WITH_STATEMENT in closings(found, B, last + timedelta(days=1), SILENCE)


@given(disputes, days, some.integers(4, 9))
def test_who_is_not_in_scope_closes_nothing(found: Dispute, today: date, stranger: int) -> None:
    assert closings(found, stranger, today, SILENCE) == frozenset()


@given(disputes, days)
def test_what_has_ended_is_not_closed_again(found: Dispute, today: date) -> None:
    if found.item.outcome is not Outcome.OPEN:
        assert not any(closings(found, state, today, SILENCE) for state in ALL)


@given(disputes, days, stances)
def test_what_is_ad_referendum_neither_closes_nor_keeps_open(
    found: Dispute, today: date, said: dict[int, Stance]
) -> None:
    """Nor does it tell the others what a State has not cleared."""
    otherwise = Dispute(
        Item(ALL, said, found.item.cleared, found.item.outcome), found.proposed_by, DAY
    )
    for state in ALL:
        assert closings(found, state, today, SILENCE) == closings(otherwise, state, today, SILENCE)
