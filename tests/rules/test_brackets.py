"""Square brackets around what is not agreed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from reviewmech.rules.brackets import brackets, check_brackets, has_brackets, without_brackets
from reviewmech.rules.refusals import Invalid

TEXT = "The State [shall [urgently] amend] its law [, and report]."
texts = some.text(alphabet="[]()ab \nسلا🕊", max_size=60)


def is_balanced(text: str) -> bool:
    try:
        check_brackets(text)
    except Invalid:
        return False
    return True


def test_brackets_are_found_in_the_order_in_which_they_open_with_their_depth() -> None:
    found = [(TEXT[one.start : one.end], one.depth) for one in brackets(TEXT)]
    assert found == [
        ("[shall [urgently] amend]", 1),
        ("[urgently]", 2),
        ("[, and report]", 1),
    ]


def test_the_brackets_come_off_and_the_words_in_them_stay() -> None:
    assert without_brackets(TEXT) == "The State shall urgently amend its law , and report."


@pytest.mark.parametrize(
    ("text", "mistake", "words"),
    [
        ("It is [recommended that", "opened here and never closed", "[recommended that"),
        ("It is] recommended", "closed here that was never opened", "It is]"),
        ("[[a] b", "opened here and never closed", "[[a] b"),
        ("[a]] b", "closed here that was never opened", "[a]]"),
    ],
)
def test_a_bracket_that_stands_alone_is_named_in_a_sentence(
    text: str, mistake: str, words: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        check_brackets(text, field="text")
    assert mistake in str(refusal.value) and f"“{words}”" in str(refusal.value)
    assert refusal.value.field == "text"


def test_the_words_of_a_link_stand_in_no_brackets() -> None:
    link = "See [the law](https://law.example.org/5)."
    assert not has_brackets(link)
    assert without_brackets(f"[{link}]") == link
    assert has_brackets("[the law] (of 2011)")


@given(texts)
@example("[a](b)]")
def test_taking_brackets_off_takes_nothing_else(text: str) -> None:
    off = without_brackets(text)
    assert [sign for sign in off if sign not in "[]"] == [s for s in text if s not in "[]"]
    if "(" not in text:
        assert not has_brackets(off)


@given(texts)
def test_a_text_has_brackets_or_is_as_it_would_be_without(text: str) -> None:
    assert has_brackets(text) == (without_brackets(text) != text)
    if is_balanced(text):
        assert bool(brackets(text)) == has_brackets(text)
