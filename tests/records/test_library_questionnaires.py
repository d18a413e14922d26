"""The questionnaires of a folder: those we ship are right, and a wrong folder is refused."""

import shutil
from pathlib import Path
from time import perf_counter

import pytest

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library.questionnaires import check, coverage, load
from reviewmech.rules.mistakes import Mistakes
from reviewmech.rules.questionnaire import Kind

FIVE = Path(__file__).parents[1] / "questionnaires" / "five"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small folder, to be spoilt."""
    return shutil.copytree(FIVE, tmp_path / "five")


def spoil(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first `old` in a file and give the line on which it stood."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return 1 + text[: text.index(old)].count("\n")


def test_the_questionnaires_we_ship_have_no_mistake() -> None:
    assert [str(mistake) for mistake in check(QUESTIONNAIRES)] == []


def test_the_questionnaires_we_ship_are_labelled_as_working_texts() -> None:
    for questionnaire in load(QUESTIONNAIRES).values():
        assert questionnaire.source == "working"
        assert set(questionnaire.statuses.values()) == {"working"}
        assert questionnaire.part == "general" or questionnaire.section("") is not None
        assert {question.official_number for question in questionnaire.questions} == {""}


def test_every_outline_item_is_covered_by_one_question_only() -> None:
    for questionnaire in load(QUESTIONNAIRES).values():
        covered = [name for question in questionnaire.questions for name in question.covers]
        assert len(covered) == len(set(covered))


def test_all_questionnaires_are_read_fast() -> None:
    began = perf_counter()
    load(QUESTIONNAIRES)
    assert perf_counter() - began < 1


def test_a_folder_gives_its_questionnaires_by_instrument_and_part() -> None:
    loaded = load(FIVE)
    assert list(loaded) == [("TIP", "cluster-1"), ("UNTOC", "cluster-1")]
    questionnaire = loaded["UNTOC", "cluster-1"]
    own = [question for question in questionnaire.questions if question.parent is None]
    assert [question.kind for question in own] == [
        Kind.SCALE,
        Kind.MANY,
        Kind.NOTIFICATION,
        Kind.FIGURES,
        Kind.ASSISTANCE,
    ]
    assert own[-1].id == "untoc-part.needs"
    assert own[-1].choices == ("training", "equipment", "other")
    assert questionnaire.sections[-1].title("en") == "This part as a whole"


def test_every_article_ends_with_the_closing_questions(folder: Path) -> None:
    spoil(folder, "follow-ups.yaml", "closing: {}", "closing: {practices: {kind: text}}")
    words = "closing: {practices: {title: Practices, asks: What works?}}"
    spoil(folder, "text/en.yaml", "closing: {}", words)
    questions = load(folder)["UNTOC", "cluster-1"].questions
    assert [question.id for question in questions][-2:] == [
        "untoc-5.practices",
        "untoc-part.needs",
    ]


SPOILT = [
    ("lists.yaml", "[training,", "training #", "“assistance_types” must be a list"),
    ("follow-ups.yaml", "kind: assistance", "kind: help", "“kind” must be one of"),
    ("follow-ups.yaml", "list: assistance_types", "list: types", "no list “types”"),
    ("follow-ups.yaml", "kind: assistance,", "kind: text,", "no choices of its own"),
    ("follow-ups.yaml", "answer: any", "answer: some", "“answer” must be one of: any"),
    (
        "follow-ups.yaml",
        "closing: {}",
        "closing: {x: {kind: text, follow_ups: [more]}}",
        "no follow-up “more”",
    ),
    ("text/en.yaml", "in_part: ", "in_prat: ", "Nothing in “choices” is called “in_prat”"),
    ("text/en.yaml", "missing:", "misssing:", "Nothing in “follow_ups” is called “misssing”"),
    ("text/en.yaml", "training:", "drill:", "The list “assistance_types” has no choice “drill”"),
    ("text/en.yaml", "language: en", "language: fr", "This says “fr”"),
    ("untoc/cluster-1.yaml", "UNTOC", "TIP", "This says “TIP”"),
    ("untoc/cluster-1.yaml", "part: cluster-1", "part: cluster-2", "This says “cluster-2”"),
    ("untoc/text/en/cluster-1.yaml", "language: en", "language: fr", "This says “fr”"),
    ("untoc/cluster-1.yaml", "kind: scale", "kind: scael", "“kind” must be one of"),
    ("tip/cluster-1.yaml", "part: cluster-1", "\tpart: cluster-1", "tab"),
]


@pytest.mark.parametrize(("file", "old", "new", "sentence"), SPOILT)
def test_a_spoilt_folder_is_refused_with_file_and_line(
    folder: Path, file: str, old: str, new: str, sentence: str
) -> None:
    line = spoil(folder, file, old, new)
    found = [mistake for mistake in check(folder) if sentence in mistake.sentence]
    assert [(mistake.file, mistake.line) for mistake in found] == [(file, line)]
    with pytest.raises(Mistakes):
        load(folder)


@pytest.mark.parametrize(
    ("old", "sentence"),
    [
        ("in_part: ", "words for “in_part” are missing under “choices”"),
        ("  mandatory: ", "words for “mandatory” are missing under “duties”"),
        ("missing:", "words for “missing” are missing under “follow_ups”"),
        ("training:", "words for “training” of “assistance_types” are missing"),
    ],
)
def test_a_shared_word_that_is_missing_is_named(folder: Path, old: str, sentence: str) -> None:
    spoil(folder, "text/en.yaml", old, "  wrong: " if old.startswith(" ") else "wrong: ")
    assert [mistake.file for mistake in check(folder) if sentence in mistake.sentence] == [
        "text/en.yaml"
    ]


def test_a_mistake_in_one_questionnaire_does_not_hide_those_in_another(folder: Path) -> None:
    spoil(folder, "untoc/cluster-1.yaml", "kind: scale", "kind: scael")
    spoil(folder, "tip/cluster-1.yaml", "kind: scale", "kind: scael")
    assert {mistake.file for mistake in check(folder)} == {
        "tip/cluster-1.yaml",
        "untoc/cluster-1.yaml",
    }


def test_coverage_names_what_is_missing_twice_and_unknown(folder: Path, tmp_path: Path) -> None:
    outline = tmp_path / "outline.yaml"
    outline.write_text(
        "_meta: {title: An outline}\n"
        "untoc:\n"
        "  cluster_1: [{id: CONV-5-1}, {id: CONV-5-2}, {id: CONV-C1-X2}]\n"
        "  cluster_2: [{id: CONV-24-1}]\n"
        "firearms:\n"
        "  cluster_1: [{id: FIRE-3-a}]\n",
        encoding="utf-8",
    )
    spoil(folder, "tip/cluster-1.yaml", "[TIP-5-1]", "[CONV-5-1, TIP-5-1]")
    found = coverage(folder, outline)
    assert (found.expected, found.missing) == (3, ("CONV-5-2",))
    assert (found.twice, found.unknown) == (("CONV-5-1",), ("TIP-5-1",))


@pytest.mark.parametrize("text", ["", "- a", "untoc: [a]", "untoc: {cluster_1: [a]}"])
def test_what_is_not_an_outline_is_refused(tmp_path: Path, text: str) -> None:
    outline = tmp_path / "outline.yaml"
    outline.write_text(text, encoding="utf-8")
    with pytest.raises(Mistakes, match=r"outline\.yaml, line 1"):
        coverage(FIVE, outline)
