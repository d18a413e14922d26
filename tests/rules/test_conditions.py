"""Conditions: one small grammar."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.rules.conditions import (
    AllOf,
    Answered,
    Answers,
    AnyOf,
    Chosen,
    Condition,
    Counted,
    Not,
    Unclear,
    Value,
    abouts,
    chosen,
    is_given,
    parse,
    seen,
)

names = st.sampled_from(["q1", "q2", "q3"])
keys = st.sampled_from(["yes", "in_part", "no", "a", "b"])
leaves = st.one_of(
    st.builds(Chosen, names, st.lists(keys, min_size=1, max_size=3).map(tuple)),
    st.builds(Answered, names, st.booleans()),
    st.builds(Counted, names, st.integers(1, 4)),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)
values = st.one_of(
    st.builds(lambda choice: {"choice": choice}, keys),
    st.builds(lambda ticked: {"choices": sorted(ticked)}, st.sets(keys)),
    st.just({"text": "Words."}),
    st.just({}),
)
answers = st.dictionaries(names, values)


@given(conditions, answers)
def test_a_condition_means_the_same_after_a_journey_through_json(
    condition: Condition, given_answers: Answers
) -> None:
    again = parse(json.loads(json.dumps(condition.to_plain())))
    assert again == condition
    assert again.holds(given_answers) is condition.holds(given_answers)


@given(conditions, conditions, answers)
def test_all_any_and_not_agree_with_one_another(
    one: Condition, other: Condition, given_answers: Answers
) -> None:
    both = AllOf((one, other)).holds(given_answers)
    neither_fails = Not(AnyOf((Not(one), Not(other)))).holds(given_answers)
    assert both is neither_fails


@given(conditions, answers)
def test_a_condition_looks_only_at_the_questions_it_names(
    condition: Condition, given_answers: Answers
) -> None:
    named = {about.question for about in abouts(condition)}
    looked_at = {name: value for name, value in given_answers.items() if name in named}
    assert condition.holds(looked_at) is condition.holds(given_answers)


@given(conditions, answers)
def test_a_condition_sees_of_a_value_what_is_told_of_it_and_nothing_else(
    condition: Condition, given_answers: Answers
) -> None:
    told = {name: seen(value) for name, value in given_answers.items()}
    assert condition.holds(told) is condition.holds(given_answers)
    assert {key for value in told.values() for key in value} <= {"choices", "none"}


@pytest.mark.parametrize(
    ("plain", "value", "holds"),
    [
        ({"equals": "yes"}, {"choice": "yes"}, True),
        ({"equals": "yes"}, {"choice": "no"}, False),
        ({"equals": "a"}, {"choices": ["b", "a"]}, True),
        ({"in": ["a", "c"]}, {"choices": ["b"]}, False),
        ({"answered": True}, {"text": "Words."}, True),
        ({"answered": True}, {"remark": "Only a remark."}, False),
        ({"answered": False}, None, True),
        ({"count": {"at_least": 2}}, {"choices": ["a", "b"]}, True),
        ({"count": {"at_least": 2}}, {"choices": ["a"]}, False),
    ],
)
def test_each_form_says_what_it_says(
    plain: dict[str, Any], value: Value | None, holds: bool
) -> None:
    condition = parse({"question": "q", **plain})
    assert condition.holds({} if value is None else {"q": value}) is holds


@pytest.mark.parametrize(
    "plain",
    [
        None,
        "yes",
        {},
        {"question": "q"},
        {"question": "q", "is": "yes"},
        {"question": "q", "equals": "yes", "in": ["no"]},
        {"question": "q", "equals": True},
        {"question": "q", "in": []},
        {"question": "q", "in": "yes"},
        {"question": "q", "answered": "yes"},
        {"question": "q", "count": {"at_least": 0}},
        {"question": "q", "count": {"at_least": True}},
        {"question": "q", "count": {"at_most": 1}},
        {"all": []},
        {"any": [{"question": "q", "equals": "yes"}], "not": {}},
    ],
)
def test_what_is_not_in_the_grammar_is_refused(plain: object) -> None:
    with pytest.raises(Unclear, match="not a condition"):
        parse(plain)


def test_a_fault_deep_inside_a_condition_is_named_by_its_place() -> None:
    plain = {"all": [{"question": "q", "equals": "yes"}, {"not": {"question": "q"}}]}
    with pytest.raises(Unclear) as caught:
        parse(plain, ("when",))
    assert caught.value.path == ("when", "all", 1, "not")


@pytest.mark.parametrize(
    ("value", "ticked"),
    [(None, set()), ({}, set()), ({"choice": "a"}, {"a"}), ({"choices": ["a", "b"]}, {"a", "b"})],
)
def test_choices_made_are_one_or_all_that_were_ticked(
    value: Value | None, ticked: set[str]
) -> None:
    assert chosen(value) == ticked


def test_saying_that_there_is_nothing_is_an_answer() -> None:
    assert is_given({"needs": [], "none": True})
    assert is_given({"unavailable": True})
    assert not is_given({"needs": [], "none": False})
    assert not is_given(None)
