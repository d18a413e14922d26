"""The questionnaires of a folder: those we ship are right, and a wrong folder is refused."""

import shutil
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
import yaml

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library.completeness import coverage, untranslated
from reviewmech.records.library.questionnaires import check, load
from reviewmech.records.library.reading import read
from reviewmech.rules.authoring.mechanism import compose_mechanism
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
    """Reading and checking takes about as long as PyYAML's C loader takes to parse alone."""
    texts = [path.read_text(encoding="utf-8") for path in QUESTIONNAIRES.rglob("*.yaml")]

    def parse() -> None:
        for text in texts:
            yaml.load(text, Loader=yaml.CSafeLoader)

    assert spent(lambda: load(QUESTIONNAIRES)) < 4 * spent(parse)


def spent(work: Callable[[], object]) -> float:
    """Say how many seconds of the processor some work takes, at the best of three times."""
    times = []
    for _ in range(3):
        began = process_time()
        work()
        times.append(process_time() - began)
    return min(times)


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
    ("lists.yaml", "[training,", "training #", "wrong-type", "“assistance_types” must be a list"),
    ("untoc/cluster-1.yaml", "tags: [data]", "tags: [datum]", "unknown-theme", "“datum”"),
    ("follow-ups.yaml", "kind: assistance", "kind: help", "unknown-word", "“kind” must be one of"),
    ("follow-ups.yaml", "list: assistance_types", "list: types", "unknown-list", "“types”"),
    ("follow-ups.yaml", "kind: assistance,", "kind: text,", "needless-choices", "no choices"),
    ("follow-ups.yaml", "answer: any", "answer: some", "unknown-word", "a list, or “any”"),
    (
        "follow-ups.yaml",
        "closing: {}",
        "closing: {x: {kind: text, follow_ups: [more]}}",
        "unknown-follow-up",
        "no follow-up “more”",
    ),
    ("text/en.yaml", "in_part: ", "in_prat: ", "orphan-words", "Nothing in “choices”"),
    ("text/en.yaml", "missing:", "misssing:", "orphan-words", "Nothing in “follow_ups”"),
    ("text/en.yaml", "training:", "drill:", "orphan-words", "no choice “drill”"),
    ("text/en.yaml", "language: en", "language: fr", "wrong-place", "This says “fr”"),
    ("untoc/cluster-1.yaml", "UNTOC", "TIP", "wrong-place", "This says “TIP”"),
    ("untoc/cluster-1.yaml", "cluster-1", "cluster-2", "wrong-place", "This says “cluster-2”"),
    ("untoc/text/en/cluster-1.yaml", "language: en", "language: fr", "wrong-place", "“fr”"),
    ("untoc/cluster-1.yaml", "kind: scale", "kind: scael", "unknown-word", "must be one of"),
    ("untoc/cluster-1.yaml", "untoc-5-offence", "tip-5-offence", "wrong-id", "begin with"),
    ("tip/cluster-1.yaml", "part: cluster-1", "\tpart: cluster-1", "tab", "use spaces"),
    ("tip/cluster-1.yaml", "[untoc-5-offence]", "[tip-9-x]", "unknown-question", "“tip-9-x”"),
    ("tip/cluster-1.yaml", "[untoc-5-offence]", "[tip-5-offence]", "unlike-draft", "in this q"),
    ("tip/cluster-1.yaml", "[untoc-5-offence]", "[untoc-5-model]", "unlike-draft", "kind “many”"),
]


@pytest.mark.parametrize(("file", "old", "new", "name", "sentence"), SPOILT)
def test_a_spoilt_folder_is_refused_with_file_and_line(
    folder: Path, file: str, old: str, new: str, name: str, sentence: str
) -> None:
    line = spoil(folder, file, old, new)
    found = [each for each in check(folder) if (each.name, sentence in each.sentence) == (name, 1)]
    assert found, check(folder)
    assert {each.name for each in found} == {name}
    with pytest.raises(Mistakes):
        load(folder)
    assert [(each.file, each.line) for each in found] == [(file, line)]


def test_an_id_stands_in_one_questionnaire_only(folder: Path) -> None:
    structure = folder / "untoc" / "cluster-1.yaml"
    other = structure.read_text(encoding="utf-8").replace("part: cluster-1", "part: cluster-2")
    (folder / "untoc" / "cluster-2.yaml").write_text(other, encoding="utf-8")
    words = folder / "untoc" / "text" / "en"
    shutil.copy(words / "cluster-1.yaml", words / "cluster-2.yaml")
    found = [each for each in check(folder) if each.name == "duplicate-id"]
    assert {each.file for each in found} == {"untoc/cluster-2.yaml"}
    assert [each.line for each in found] == sorted(
        number
        for number, line in enumerate(other.splitlines(), start=1)
        if line.strip().startswith("- id:")
    )


def test_a_draft_may_come_from_the_answer_to_a_question_with_the_same_choices() -> None:
    question = load(FIVE)["TIP", "cluster-1"].question("tip-5-offence")
    assert question is not None
    assert question.draws_on == ("untoc-5-offence",)


def test_a_draft_never_comes_from_the_answer_to_a_question_with_other_choices(
    folder: Path,
) -> None:
    scale = "kind: scale\n        laws: [yes, in_part]\n        follow_ups: [missing, plans]"
    spoil(folder, "tip/cluster-1.yaml", scale, "kind: many\n        options: [agreement, else]")
    spoil(folder, "tip/cluster-1.yaml", "[untoc-5-offence]", "[untoc-5-model]")
    asks = "asks: Is trafficking in persons an offence?"
    options = f"{asks}\n    options: {{agreement: Agreement, else: Else}}"
    spoil(folder, "tip/text/en/cluster-1.yaml", asks, options)
    found = [each for each in check(folder) if each.name == "unlike-draft"]
    assert [each.sentence for each in found] == [
        "“untoc-5-model” has other choices or rows than this question."
    ]


@pytest.mark.parametrize(
    ("path", "value", "name", "sentence"),
    [
        ((0, "articles", "TIP", "numbers"), ["3"], "misplaced-article", "place article 5 of TIP"),
        ((0, "articles", "TIP", "numbers"), ["3", "5"], "missing-article", "on article 3 of TIP"),
        ((0, "key"), "cluster-9", "unknown-part", "no part “cluster-1” of TIP"),
    ],
)
def test_articles_stand_where_the_mechanism_places_them(
    path: tuple[str | int, ...], value: object, name: str, sentence: str
) -> None:
    read_in = read(QUESTIONNAIRES / "mechanism.yaml", "mechanism.yaml")
    *way, last = path
    place = read_in.data["parts"]
    for step in way:
        place = place[step]
    place[last] = value
    if last == "key":
        read_in.data["phases"][0]["part"] = value
    found = check(FIVE, compose_mechanism(read_in))
    assert [each.name for each in found if sentence in each.sentence] == [name]
    load(FIVE)


def test_a_follow_up_that_no_question_asks_for_is_named(folder: Path) -> None:
    [found] = check(folder)
    assert (found.file, found.name) == ("follow-ups.yaml", "orphan-follow-up")
    assert "“comment”" in found.sentence
    spoil(folder, "tip/cluster-1.yaml", "[missing, plans]", "[missing, plans, comment]")
    assert check(folder) == []


def test_what_is_not_translated_is_listed_by_language(folder: Path) -> None:
    assert [
        (each.file, each.sentence) for each in untranslated(folder) if "cluster" in each.file
    ] == [
        ("tip/text/fr/cluster-1.yaml", "This file is not written yet."),
        ("untoc/text/fr/cluster-1.yaml", "This file is not written yet."),
    ]
    french = folder / "tip" / "text" / "fr" / "cluster-1.yaml"
    french.parent.mkdir()
    french.write_text(
        "language: fr\nstatus: working\ntitle: Minuscule\narticles: {}\nquestions: {}\n",
        encoding="utf-8",
    )
    load(folder)
    said = {each.sentence for each in untranslated(folder) if each.file.startswith("tip/")}
    assert said == {
        "The title of article “5” is missing.",
        "The words of question “tip-5-offence” are missing.",
    }


def test_guidance_is_translated_too(folder: Path) -> None:
    english = folder / "tip" / "text" / "en" / "cluster-1.yaml"
    french = folder / "tip" / "text" / "fr" / "cluster-1.yaml"
    french.parent.mkdir()
    french.write_text(
        english.read_text(encoding="utf-8").replace("language: en", "language: fr"),
        encoding="utf-8",
    )
    spoil(folder, "tip/text/en/cluster-1.yaml", "asks: ", "how: Say more.\n    asks: ")
    said = [each.sentence for each in untranslated(folder) if each.file.startswith("tip/")]
    assert said == ["“how” of “tip-5-offence” is missing."]


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
    assert found.absent == ("UNTOC cluster-2", "FP cluster-1")


@pytest.mark.parametrize("text", ["", "- a", "untoc: [a]", "untoc: {cluster_1: [a]}"])
def test_what_is_not_an_outline_is_refused(tmp_path: Path, text: str) -> None:
    outline = tmp_path / "outline.yaml"
    outline.write_text(text, encoding="utf-8")
    with pytest.raises(Mistakes, match=r"outline\.yaml, line 1"):
        coverage(FIVE, outline)
