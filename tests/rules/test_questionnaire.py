"""Questionnaires: made from what authors write, kept as plain JSON; wrong files are refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewmech.rules.mistakes import Mistake, Mistakes, Source
from reviewmech.rules.questionnaire import Duty, Kind, Questionnaire

Tiny = Callable[[str], Questionnaire]
FOLDER = Path(__file__).parents[1] / "questionnaires"
WRONG = sorted(file.stem for file in (FOLDER / "wrong").glob("*.yaml"))
RIGHT = sorted(file.stem for file in FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_named_in_its_line(tiny: Tiny, name: str) -> None:
    """Each of these files says its one mistake in a comment on the line where it stands."""
    lines = (FOLDER / "wrong" / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    expected = [
        Mistake(f"wrong/{name}", number, *line.split("#! ")[1].split(": ", 1))
        for number, line in enumerate(lines, start=1)
        if "#! " in line
    ]
    assert len(expected) == 1
    with pytest.raises(Mistakes) as caught:
        tiny(f"wrong/{name}")
    assert list(caught.value.found) == expected


@pytest.mark.parametrize("name", RIGHT)
def test_a_questionnaire_comes_back_from_json_as_it_was(tiny: Tiny, name: str) -> None:
    questionnaire = tiny(name)
    again = Questionnaire.from_plain(json.loads(json.dumps(questionnaire.to_plain())))
    assert again == questionnaire
    assert again.digest == questionnaire.digest


def test_the_digest_changes_with_a_word(tiny: Tiny) -> None:
    plain = tiny("chain").to_plain()
    before = Questionnaire.from_plain(plain).digest
    plain["sections"][0]["questions"][0]["texts"]["en"]["asks"] = "Another first?"
    assert Questionnaire.from_plain(plain).digest != before


def test_follow_ups_stand_after_their_question_and_carry_its_place(tiny: Tiny) -> None:
    questionnaire = tiny("follow-up")
    assert [question.id for question in questionnaire.questions] == [
        "untoc-5-first",
        "untoc-5-first.missing",
        "untoc-5-first.plans",
        "untoc-5-first.comment",
    ]
    plans = questionnaire.question("untoc-5-first.plans")
    assert plans is not None
    assert (plans.parent, plans.article, plans.duty) == ("untoc-5-first", "5", Duty.MANDATORY)
    assert plans.when is not None
    assert plans.when.to_plain() == {"question": "untoc-5-first", "in": ["in_part", "no"]}
    assert plans.words("en").asks == "Is a change planned?"


def test_every_kind_offers_its_choices_with_their_words(tiny: Tiny) -> None:
    questions = tiny("every-kind").questions
    assert {question.kind for question in questions} == set(Kind)
    for question in questions:
        assert tuple(question.words("en").choices) == question.choices
        assert tuple(question.words("en").rows) == question.rows
        assert question.words("en").duty
    assert [question.id for question in questions if question.offers_other] == [
        "untoc-5-one",
        "untoc-5-many",
    ]


def test_laws_are_asked_for_where_a_choice_calls_for_them(tiny: Tiny) -> None:
    scale = tiny("follow-up").question("untoc-5-first")
    text = tiny("every-kind").question("untoc-5-text")
    assert scale is not None and text is not None
    assert [scale.offers_laws(choice) for choice in ("yes", "in_part", "no", None)] == [
        True,
        True,
        False,
        False,
    ]
    assert text.offers_laws()


def test_a_question_is_shown_in_one_language_and_says_which(tiny: Tiny) -> None:
    questionnaire = tiny("two-languages")
    assert questionnaire.languages == ("en", "fr")
    shown = [question.words("fr") for question in questionnaire.questions]
    assert [words.language for words in shown] == ["fr", "en", "en"]
    assert [words.title for words in shown] == ["Première", "Second", "Third"]
    assert questionnaire.title("fr") == "Minuscule"
    assert questionnaire.title("ar") == "Tiny"
    assert questionnaire.sections[0].title("fr") == "Five"


def test_sections_and_questions_are_found_by_name(tiny: Tiny) -> None:
    questionnaire = tiny("chain")
    section = questionnaire.section("5")
    assert section is not None
    assert section.questions == questionnaire.questions
    assert questionnaire.section("6") is None
    assert questionnaire.question("untoc-5-fourth") is None


def test_all_mistakes_of_a_file_are_named_at_once_in_order() -> None:
    source = Source("a.yaml", {"b": {"c": 1}}, {(): 1, ("b",): 2, ("b", "c"): 3})
    later = source.mistake(("b", "c"), "wrong-id", "Later.")
    sooner = source.mistake(("b", "x"), "missing-key", "Sooner.")
    mistakes = Mistakes([later, sooner, later])
    assert str(mistakes) == (
        "a.yaml, line 2, missing-key: Sooner.\na.yaml, line 3, wrong-id: Later."
    )
