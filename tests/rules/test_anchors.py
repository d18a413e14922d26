"""Words are found in exactly one place, or in none: a quote is never guessed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.rules.anchors import around, find, occurs, plain

FAMILY, FLAGS, THUMB = "👩‍👩‍👧", "🇫🇷🇩🇪", "👍🏽"
SIGNS = ["a", "b", " ", "é", "e\u0301", "قانون", "法", FAMILY, FLAGS, THUMB, "한", "a\u0308\u0301"]
TEXTS = st.text(max_size=80) | st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)


@given(TEXTS, st.data())
def test_what_was_anchored_is_found_where_it_was(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote, prefix, suffix = around(text, start, end)
    found = find(text, quote, prefix, suffix)
    if start == end and not quote:
        assert found is None
        return
    assert found is not None
    begins, ends = found
    assert begins <= start and end <= ends
    assert text[begins:ends] == quote


@given(TEXTS, TEXTS)
def test_what_is_found_stands_there_and_nowhere_else(text: str, quote: str) -> None:
    places = [at for at in range(len(text)) if quote and text.startswith(quote, at)]
    expected = (places[0], places[0] + len(quote)) if len(places) == 1 else None
    assert find(text, quote) == expected
    assert occurs(text, quote) is bool(places)


@given(TEXTS)
def test_a_text_in_one_line_stays_as_it_is(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert "\n" not in once and "  " not in once


def test_a_quote_that_occurs_twice_is_told_apart_by_what_stands_around_it() -> None:
    text = "Whoever pays is punished. Whoever takes is punished."
    second = text.rindex("punished")
    quote, prefix, suffix = around(text, second, second + len("punished"))
    assert find(text, quote) is None
    assert find(text, quote, prefix, suffix) == (second, second + 8)


def test_two_places_that_look_alike_far_around_are_still_told_apart() -> None:
    text = "the same words again. " * 200
    at = text.index("words", 2000)
    assert find(text, *around(text, at, at + 5)) == (at, at + 5)


def test_words_within_one_another_are_two_places() -> None:
    assert find("banana", "ana") is None


@pytest.mark.parametrize(
    ("quote", "prefix", "suffix"),
    [("", "", ""), ("law", "the ", ""), ("law", "", " of"), ("Law", "", "")],
)
def test_what_does_not_stand_there_exactly_has_no_place(
    quote: str, prefix: str, suffix: str
) -> None:
    assert find("a law is", quote, prefix, suffix) is None


@pytest.mark.parametrize("sign", [FAMILY, "🇫🇷", THUMB, "e\u0301", "\u1112\u1161\u11ab", "\r\n"])
def test_no_sign_is_cut_in_two(sign: str) -> None:
    text = f"before{sign}after"
    for cut in range(7, 6 + len(sign)):
        assert around(text, 0, cut)[0] == f"before{sign}"
        assert around(text, cut, len(text))[0] == f"{sign}after"


def test_the_second_of_two_flags_stands_alone() -> None:
    assert around(FLAGS, 2, 4)[0] == "🇩🇪"
    assert around(FLAGS, 1, 2)[0] == "🇫🇷"


def test_a_quote_from_right_to_left_is_words_like_others() -> None:
    text = "يعاقب كل من يشارك. يعاقب كل من يحرض."
    at = text.rindex("يعاقب")
    assert find(text, *around(text, at, at + 5)) == (at, at + 5)


def test_a_passage_across_paragraphs_reads_as_one_line() -> None:
    text = plain("The first\r\nline.\n\n\nThe second\u00a0: it\tends. \n")
    assert text == "The first line. The second : it ends."


@pytest.mark.parametrize("text", ["a" * 1_000_000, "ab " * 333_333, "كلمة " * 200_000])
def test_a_megabyte_is_read_quickly(text: str) -> None:
    begun = time.perf_counter()
    middle = len(text) // 2
    found = find(text, *around(text, middle, middle + 9))
    assert found is not None and found[0] <= middle
    assert time.perf_counter() - begun < 2
