"""Conditions as one readable line: the same grammar in other letters."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewmech.rules.conditions import Unclear
from reviewmech.rules.workbook.condition_lines import LIMIT_DEPTH, condition_in, line_of

TOKENS = [
    *("and", "or", "not", "is", "in", "(", ")", ",", "any", "a", '"b c"'),
    *("has", "at", "2"),
]
words = st.one_of(
    st.sampled_from(["untoc-5-offence", "yes", "in_part", "and", "not", "is", "all", "answered"]),
    st.text(min_size=1),
)
leaves = st.one_of(
    st.builds(lambda question, choice: {"question": question, "equals": choice}, words, words),
    st.builds(
        lambda question, among: {"question": question, "in": among},
        words,
        st.lists(words, min_size=1, max_size=3),
    ),
    st.builds(lambda question, so: {"question": question, "answered": so}, words, st.booleans()),
    st.builds(
        lambda question, least: {"question": question, "count": {"at_least": least}},
        words,
        st.integers(1, 99),
    ),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(conditions)
def test_a_condition_is_read_from_its_line_as_it_was(condition: dict[str, Any]) -> None:
    assert condition_in(line_of(condition)) == condition


@settings(deadline=None)
@given(st.lists(st.sampled_from(TOKENS)))
def test_any_line_is_a_condition_or_is_refused(tokens: list[str]) -> None:
    try:
        condition = condition_in(" ".join(tokens))
    except Unclear as unclear:
        assert unclear.sentence.startswith("This condition")
    else:
        assert condition_in(line_of(condition)) == condition


@pytest.mark.parametrize(
    ("line", "condition"),
    [
        ("untoc-5-model is both", {"question": "untoc-5-model", "equals": "both"}),
        (
            "untoc-5-model in (agreement, both)",
            {"question": "untoc-5-model", "in": ["agreement", "both"]},
        ),
        ("a-1 answered", {"question": "a-1", "answered": True}),
        ("a-1 unanswered", {"question": "a-1", "answered": False}),
        ("a-1 has at least 2", {"question": "a-1", "count": {"at_least": 2}}),
        ("not a-1 answered", {"not": {"question": "a-1", "answered": True}}),
        (
            "(a-1 is yes or b-1 is no) and c-1 answered",
            {
                "all": [
                    {
                        "any": [
                            {"question": "a-1", "equals": "yes"},
                            {"question": "b-1", "equals": "no"},
                        ]
                    },
                    {"question": "c-1", "answered": True},
                ]
            },
        ),
    ],
)
def test_a_line_says_a_condition_as_people_would(line: str, condition: dict[str, Any]) -> None:
    assert line_of(condition) == line
    assert condition_in(line) == condition


def test_and_binds_more_closely_than_or() -> None:
    one, two, three = ({"question": name, "answered": True} for name in ("a", "b", "c"))
    assert condition_in("a answered or b answered and c answered") == {
        "any": [one, {"all": [two, three]}]
    }


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("a is", "after “a is”: a choice was expected, not nothing."),
        ("a in (b", "after “in ( b”: “)” was expected, not nothing."),
        ("a is b c", "after “a is b”: “and”, “or” or the end was expected, not “c”."),
        ("a has at least some", "after “has at least”: a number was expected, not “some”."),
        ("= 5", "after “=”: “is”, “in (...)”, “answered”, “unanswered” or “has at least 2” was"),
        (") a", "at the beginning: the id of a question was expected, not “)”."),
        ("(" * (LIMIT_DEPTH + 1) + "a answered", f"nested more than {LIMIT_DEPTH} deep"),
        ("not " * 30_000, f"nested more than {LIMIT_DEPTH} deep"),
    ],
)
def test_a_line_that_is_no_condition_is_refused_at_its_place(line: str, sentence: str) -> None:
    with pytest.raises(Unclear) as caught:
        condition_in(line)
    assert sentence in caught.value.sentence
