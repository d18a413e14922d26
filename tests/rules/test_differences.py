"""A difference loses no word of either text, tells no word twice, and never takes long."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.rules.differences import Change, Piece, pieces
from reviewmech.rules.texts import LONGEST_TEXT

WORDS = st.lists(st.sampled_from(["yes", "no", "the", "law", ",", ".", " ", "\n", "法", "قانون"]))
TEXTS = st.text(max_size=200) | WORDS.map("".join)


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.change.value, piece.text) for piece in pieces(before, after)]


def read_back(found: tuple[Piece, ...], without: Change) -> str:
    return "".join(piece.text for piece in found if piece.change is not without)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    found = pieces(before, after)
    assert read_back(found, Change.ADDED) == before
    assert read_back(found, Change.REMOVED) == after


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert told(text, text) == ([("same", text)] if text else [])


@given(TEXTS, TEXTS)
def test_pieces_side_by_side_differ_and_none_is_empty(before: str, after: str) -> None:
    found = pieces(before, after)
    assert all(piece.text for piece in found)
    assert all(one.change is not two.change for one, two in pairwise(found))


def test_whole_words_are_told() -> None:
    assert told("Five to ten years.", "Five to twelve years, at least.") == [
        ("same", "Five to "),
        ("removed", "ten "),
        ("added", "twelve "),
        ("same", "years"),
        ("added", ", at least"),
        ("same", "."),
    ]


def test_two_words_replaced_are_not_told_apart_by_the_space_between_them() -> None:
    assert told("quick brown", "slow red") == [("removed", "quick brown"), ("added", "slow red")]


def test_chinese_is_told_sign_by_sign() -> None:
    assert told("法律第五条", "法律第六条") == [
        ("same", "法律第"),
        ("removed", "五"),
        ("added", "六"),
        ("same", "条"),
    ]


def long_text(words: list[str], seed: int) -> str:
    chosen = random.Random(seed)
    found: list[str] = []
    length = 0
    while length < LONGEST_TEXT:
        found.append(chosen.choice(words))
        length += len(found[-1]) + 1
    return " ".join(found)[:LONGEST_TEXT]


@pytest.mark.parametrize("many", [1, 2, 20, 300, 10_000])
def test_the_longest_texts_are_compared_in_bounded_time(many: int) -> None:
    words = [f"w{number}" for number in range(many)]
    before, after = long_text(words, 1), long_text(words, 2)
    began = time.process_time()
    found = pieces(before, "x" + after + "y")
    assert time.process_time() - began < 5
    assert read_back(found, Change.ADDED) == before


def test_one_word_changed_in_a_long_text_is_found() -> None:
    text = long_text([f"w{number}" for number in range(2000)], 3)
    middle = text.index(" ", len(text) // 2)
    after = f"First {text[:middle]} added{text[middle:]} Last"
    changed = [piece.text.strip() for piece in pieces(text, after) if piece.change is Change.ADDED]
    assert changed == ["First", "added", "Last"]
