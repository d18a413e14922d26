"""What an audience reads of a text: without what is confidential, and without a trace of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.rules.audiences import INSIDE, Marked, added, anchor, leave_out, places, taken_off
from reviewmech.rules.leaving_out import as_read, cut, joined
from reviewmech.rules.mechanism import Readership

PRISONS = "In the north, prisons are full, as of 2020, because of delays. The south is well."


def without(text: str, *quotes: str) -> str:
    """Return a text without these words, wherever they stand."""
    return cut(text, [span for quote in quotes for span in places(text, quote)])


@pytest.mark.parametrize(
    ("quote", "left"),
    [
        ("In the north,", "Prisons are full, as of 2020, because of delays. The south is well."),
        ("as of 2020,", "In the north, prisons are full, because of delays. The south is well."),
        (", as of 2020", "In the north, prisons are full, because of delays. The south is well."),
        ("because of delays.", "In the north, prisons are full, as of 2020. The south is well."),
        ("The south is well.", PRISONS.removesuffix(" The south is well.")),
        ("The south is well", PRISONS.removesuffix(" The south is well.")),
        (PRISONS, ""),
    ],
)
def test_a_sentence_reads_on_without_the_words_left_out(quote: str, left: str) -> None:
    assert without(PRISONS, quote) == left


@pytest.mark.parametrize(
    ("text", "quote", "left"),
    [
        ("- a\n- b\n- c", "b", "- a\n- c"),
        ("So:\n\n1. aa\n2. bb\n3. cc\n\nEnd.", "bb", "So:\n\n1. aa\n2. cc\n\nEnd."),
        ("So:\n\n7) aa\n\n8) bb\n\n9) cc", "bb", "So:\n\n7) aa\n\n8) cc"),
        ("1. aa\n2. bb", "aa", "1. bb"),
        ("A one.\n\nB two.\n\nC three.", "B two.", "A one.\n\nC three."),
        ("A one. B two.\n\nC three. D four.", "B two. C three.", "A one.\n\nD four."),
        ("### Prisons\n\nFull.", "Prisons", "Full."),
        ("> Told.\n\nFull.", "Told.", "Full."),
    ],
)
def test_lines_close_up_and_lists_count_on(text: str, quote: str, left: str) -> None:
    assert without(text, quote) == left


@pytest.mark.parametrize(
    ("text", "quote", "left"),
    [
        ("Some **secret** words.", "secret", "Some words."),
        ("Some **secret words** here.", "secret words here", "Some."),
        ("A rule (of 2020) stands.", "of 2020", "A rule stands."),
        ("A rule [of 2020] stands.", "of 2020", "A rule stands."),
        ("Weak. Very (article 5).", "Very", "Weak (article 5)."),
        ("一二、三四、五六。", "三四", "一二、五六。"),
        ("السجون ممتلئة، في الشمال، منذ عام.", "في الشمال،", "السجون ممتلئة، منذ عام."),
        ("لماذا؟ لا نعلم.", "لا نعلم.", "لماذا؟"),
    ],
)
def test_no_bracket_comma_or_mark_stands_alone(text: str, quote: str, left: str) -> None:
    assert without(text, quote) == left


def test_words_do_not_run_together_whatever_white_space_went_with_the_passage() -> None:
    text = "One two three.\n1. Four"
    assert cut(text, [(3, 8)]) == "One three.\n1. Four"
    assert cut(text, [(3, 15)]) == "One.\n1. Four"
    assert cut(text, [(3, 13)]) == "One.\n1. Four"
    assert cut(text, [(7, 8)]) == "One two three.\n1. Four"


def test_words_are_found_however_the_lines_and_marks_fall() -> None:
    text = "The **northern\nprisons**\n\n- hold\n- many"
    [(start, end)] = places(text, "northern prisons hold many")
    assert text[start:end].endswith("many")
    assert places(text, "southern") == []
    assert places(text, "  ") == []


def test_words_that_occur_twice_are_found_twice_but_never_within_another_word() -> None:
    text = "The art of the party is art."
    assert [text[start:end] for start, end in places(text, "art")] == ["art", "art"]


def test_inside_the_review_everything_is_read_and_beyond_it_what_is_open() -> None:
    text = Marked("Open words. Secret words.", ((12, 25),))
    whole = Marked("Secret.", (), is_confidential=True)
    for audience in Readership:
        is_inside = audience in INSIDE
        assert text.read_by(audience) == (text.text if is_inside else "Open words.")
        assert whole.read_by(audience) == (whole.text if is_inside else None)
    assert Marked("Secret.", ((0, 7),)).read_by(Readership.PUBLIC) is None


def test_marks_that_overlap_are_one_and_part_of_one_can_be_taken_off() -> None:
    assert joined([(5, 9), (0, 3), (3, 4), (8, 12), (6, 6)]) == ((0, 4), (5, 12))
    assert as_read("ab  cd ef", [(0, 2), (4, 6), (7, 9)]) == ((0, 9),)
    assert added([(5, 10)], [(0, 6), (9, 12), (6, 8)]) == ((0, 5), (10, 12))
    assert taken_off((0, 10), (3, 5)) == ((0, 3), (5, 10))
    assert taken_off((0, 10), (20, 30)) == ((0, 10),)
    assert taken_off((0, 10), (0, 10)) == ()


def test_a_text_made_of_another_loses_the_passage_in_its_own_place() -> None:
    source = "They wait in prisons. Children wait in prisons."
    second = source.rindex("in prisons")
    sought = anchor(source, (second, second + len("in prisons")))
    made = source.removesuffix(".") + " (article 5)."
    assert leave_out(made, [sought]) == "They wait in prisons. Children wait (article 5)."


def test_where_the_place_was_lost_the_words_are_left_out_wherever_they_stand() -> None:
    source = "Guards in the north were bribed."
    sought = anchor(source, (7, 19))
    assert leave_out("IN THE NORTH it is so. So it is in the\nnorth.", [sought]) == (
        "It is so. So it is."
    )
    last = "Fine. Guards were bribed."
    made = "Fine. Guards were bribed (article 5)."
    assert leave_out(made, [anchor(last, (6, len(last)))]) == "Fine (article 5)."


WORDS = st.lists(st.sampled_from([" ", "\n\n", ", ", ". ", "\n- ", " **", "** ", "\n1. "]))


@given(WORDS, st.data())
def test_no_word_that_is_marked_is_left_and_no_other_is_lost(
    between: list[str], data: st.DataObject
) -> None:
    text = "w0" + "".join(f"{gap}w{place}" for place, gap in enumerate(between, start=1))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    tokens = list(re.finditer(r"w\d+", text, re.IGNORECASE))
    # A passage holds whole words.
    gone = [each.group() for each in tokens if each.start() >= start and each.end() <= end]
    kept = [each.group() for each in tokens if each.end() <= start or each.start() >= end]
    if len(gone) + len(kept) == len(tokens):
        # A word that ran into another one would not be found.
        left = re.findall(r"\bw\d+\b", cut(text, [(start, end)]), re.IGNORECASE)
        assert [each.lower() for each in left] == kept


@given(st.text(max_size=200), st.data())
def test_any_text_can_lose_any_part(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert len(cut(text, [(start, end)])) <= len(text) + 2
    for span in places(text, text[start:end]):
        assert 0 <= span[0] < span[1] <= len(text)
