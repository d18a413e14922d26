"""What may stand in a text a person types."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.rules.refusals import Invalid
from reviewmech.rules.texts import LONGEST_LINE, checked, clean, is_unseen, required

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
JOINERS = "\u200c\u200d\u200e\u200f"


@given(st.text())
def test_what_is_kept_holds_no_sign_nobody_can_see(text: str) -> None:
    assert not any(is_unseen(sign) for sign in clean(text))


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@given(st.text(st.characters(categories=["L", "N", "P", "Zs", "S"])))
def test_words_are_never_lost(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text).strip()


@pytest.mark.parametrize("mark", OVERRIDES)
def test_a_mark_that_turns_the_reading_round_is_taken_out(mark: str) -> None:
    assert is_unseen(mark)
    assert clean(f"Article{mark} 5") == "Article 5"


@pytest.mark.parametrize("mark", JOINERS)
def test_the_plain_marks_of_arabic_and_persian_stay(mark: str) -> None:
    assert clean(f"می{mark}خواهم") == f"می{mark}خواهم"


def test_line_ends_are_kept_alike_and_tabs_stay() -> None:
    assert clean("one\r\ntwo\rthree\n\tfour") == "one\ntwo\nthree\n\tfour"


def test_letters_with_marks_are_kept_composed() -> None:
    assert clean("e\u0301") == "é"


def test_a_text_too_long_is_refused_with_its_length_and_the_limit() -> None:
    with pytest.raises(Invalid) as refusal:
        checked("a" * (LONGEST_LINE + 1), longest=LONGEST_LINE, field="title")
    assert refusal.value.field == "title"
    assert str(LONGEST_LINE + 1) in str(refusal.value)
    assert str(LONGEST_LINE) in str(refusal.value)


def test_a_text_of_exactly_the_limit_is_kept() -> None:
    assert checked("a" * LONGEST_LINE, longest=LONGEST_LINE) == "a" * LONGEST_LINE


def test_the_inside_of_a_file_is_refused() -> None:
    with pytest.raises(Invalid, match="inside of a file"):
        checked("PK\x03\x04\x00\x00")


@pytest.mark.parametrize("nothing", ["", " \n\t ", "\u202e"])
def test_nothing_written_is_refused_where_something_is_required(nothing: str) -> None:
    with pytest.raises(Invalid, match="write something") as refusal:
        required(nothing, field="text")
    assert refusal.value.field == "text"


def test_what_is_required_and_there_is_given_back_cleaned() -> None:
    assert required(" a word\x07 ") == "a word"
