"""A password is long and hard to guess; nothing else is asked of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.rules import passwords
from reviewmech.rules.refusals import Invalid


@given(st.text(min_size=passwords.SHORTEST, max_size=passwords.LONGEST))
def test_any_signs_make_a_password_of_fitting_length(password: str) -> None:
    assert passwords.check_length(password, field="password") is None


@given(st.text(max_size=passwords.SHORTEST - 1))
def test_a_short_password_is_refused_whatever_signs_it_has(password: str) -> None:
    with pytest.raises(Invalid, match="at least 12") as refusal:
        passwords.check_length(password, field="password")
    assert refusal.value.field == "password"


def test_a_password_longer_than_two_hundred_signs_is_refused() -> None:
    with pytest.raises(Invalid, match="the most is 200"):
        passwords.check_length("x" * 201, field="password")


@pytest.mark.parametrize("pattern", passwords.WHY_WEAK)
def test_a_weak_password_is_refused_with_its_reason(pattern: str) -> None:
    with pytest.raises(Invalid) as refusal:
        passwords.check_strength(passwords.LEAST_STRENGTH - 1, [pattern], field="new_password")
    assert str(refusal.value) == passwords.WHY_WEAK[pattern]
    assert refusal.value.field == "new_password"


def test_the_telling_pattern_is_named_rather_than_the_rest_around_it() -> None:
    with pytest.raises(Invalid, match="date"):
        passwords.check_strength(0, ["bruteforce", "date"], field="password")


def test_an_unknown_pattern_is_still_refused_in_words() -> None:
    with pytest.raises(Invalid, match="guessed soon"):
        passwords.check_strength(0, ["regex"], field="password")


def test_a_strong_password_is_not_refused() -> None:
    assert passwords.check_strength(passwords.LEAST_STRENGTH, ["date"], field="password") is None


@given(st.text(max_size=40))
def test_two_ways_of_typing_one_password_are_the_same(password: str) -> None:
    assert passwords.plain(passwords.plain(password)) == passwords.plain(password)


def test_a_composed_and_a_decomposed_accent_are_the_same_password() -> None:
    assert passwords.plain("cafe\u0301") == passwords.plain("caf\u00e9")
