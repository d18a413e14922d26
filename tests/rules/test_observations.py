"""When an observation is agreed, who is awaited, and when a list can be cleared."""

from hypothesis import given
from hypothesis import strategies as some

from reviewmech.rules.observations import (
    Item,
    awaited,
    enters,
    is_agreed,
    is_settled,
    may_be_cleared,
)
from reviewmech.rules.vocabulary import Outcome, Stance

A, B, C = 1, 2, 3
ALL = frozenset({A, B, C})

stances = some.dictionaries(some.sampled_from([A, B, C]), some.sampled_from(list(Stance)))
items = some.builds(Item, some.just(ALL), stances, stances, some.sampled_from(list(Outcome)))


@given(items)
def test_an_item_is_agreed_when_all_in_scope_have_cleared_their_agreement(item: Item) -> None:
    everyone = all(item.cleared.get(state) is Stance.AGREES for state in ALL)
    assert is_agreed(item) == (everyone and item.outcome is Outcome.OPEN)


@given(items, stances)
def test_what_is_ad_referendum_changes_nothing_that_others_see(
    item: Item, said: dict[int, Stance]
) -> None:
    other = Item(item.scope, said, item.cleared, item.outcome)
    assert (is_agreed(item), item.awaited) == (is_agreed(other), other.awaited)
    assert is_settled([item]) == is_settled([other])


@given(items)
def test_nobody_is_waited_for_once_an_item_has_ended(item: Item) -> None:
    if item.outcome is not Outcome.OPEN:
        assert not (item.awaited or item.unsaid or item.ad_referendum)
    assert awaited([item]) == item.awaited


@given(items)
def test_what_waits_for_a_focal_point_was_said_and_does_not_bind(item: Item) -> None:
    for state in item.ad_referendum:
        assert item.stances[state] is not item.cleared.get(state)
    assert not item.ad_referendum & item.unsaid


def test_a_list_without_items_is_not_settled_and_cannot_be_cleared() -> None:
    assert not is_settled([])
    assert not may_be_cleared([], A)
    assert is_settled([Item(ALL, outcome=Outcome.LEFT_OUT)])
    assert not is_settled([Item(ALL, outcome=Outcome.LEFT_OUT), Item(ALL)])


@given(some.lists(items, min_size=1))
def test_a_state_clears_a_list_to_which_it_has_no_objection_left(listed: list[Item]) -> None:
    for state in ALL:
        agrees = all(
            item.outcome is not Outcome.OPEN or item.stances.get(state) is Stance.AGREES
            for item in listed
        )
        assert may_be_cleared(listed, state) == agrees
        assert not is_settled(listed) or may_be_cleared(listed, state)


def test_what_is_left_out_does_not_enter_the_list() -> None:
    assert [outcome for outcome in Outcome if enters(outcome)] == [
        Outcome.AGREED,
        Outcome.WITH_STATEMENT,
    ]
