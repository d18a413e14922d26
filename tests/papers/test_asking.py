"""When a question is asked, and what an answer consists of, is said in words."""

from __future__ import annotations

from dataclasses import replace
from gettext import NullTranslations
from typing import Any

import pytest
from babel import Locale

from reviewmech.papers.asking import Asking
from reviewmech.papers.tongues import APART, END, Tongue
from reviewmech.rules.conditions import parse
from reviewmech.rules.questionnaire import (
    FIXED_CHOICES,
    Duty,
    Kind,
    Question,
    Questionnaire,
    Section,
    Words,
)

CHOICES = {"yes": "Yes", "in_part": "Yes, in part", "no": "No", "a": "Agents", "b": "Boats"}
LISTED = ("a", "b", "other")


def question(name: str, kind: Kind = Kind.SCALE, **more: Any) -> Question:
    choices = FIXED_CHOICES.get(kind) or (LISTED if kind in (Kind.ONE, Kind.MANY) else ())
    words = Words(
        "en", f"Title of {name}", "Asks?", choices={c: CHOICES.get(c, c) for c in choices}
    )
    when = parse(more.pop("when")) if "when" in more else None
    return Question(
        id=name,
        article="5",
        paragraph="1 (a)",
        duty=Duty.MANDATORY,
        kind=kind,
        texts={"en": words},
        choices=choices,
        when=when,
        **more,
    )


def asking(*questions: Question, tongue: Tongue | None = None) -> Asking:
    section = Section("5", {"en": "Article"}, questions)
    asked = Questionnaire("UNTOC", "cluster-1", "1", "working", True, {"en": "T"}, {}, (section,))
    return Asking(asked, "en", tongue or Tongue("en"))


def told(when: dict[str, Any], parent: str | None = None) -> str:
    asked = question("asked", Kind.TEXT, when=when, parent=parent)
    law, tools = question("law"), question("tools", Kind.MANY)
    return asking(law, tools, question("text", Kind.TEXT), asked).condition(asked)


CHOSEN = {"question": "law", "in": ["in_part", "no"]}
TICKED = {"question": "tools", "in": ["a", "b"]}
TEXT = {"question": "text", "answered": True}


def test_a_question_that_is_always_asked_has_no_condition() -> None:
    asked = question("law")
    assert asking(asked).condition(asked) == ""


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (CHOSEN, "Asked if the answer is “Yes, in part” or “No”."),
        ({"question": "law", "equals": "no"}, "Asked if the answer is “No”."),
        ({"not": CHOSEN}, "Asked if the answer is other than “Yes, in part” or “No”."),
        ({"question": "law", "answered": True}, "Asked if there is an answer."),
        ({"question": "law", "answered": False}, "Asked if there is no answer."),
    ],
)
def test_a_follow_up_speaks_of_the_answer_above_it(when: dict[str, Any], words: str) -> None:
    assert told(when, parent="law") == words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (TICKED, "Asked if “Agents” or “Boats” is ticked."),
        ({"not": TICKED}, "Asked if none of “Agents” or “Boats” is ticked."),
        ({"not": {"question": "tools", "equals": "a"}}, "Asked if “Agents” is not ticked."),
        (
            {"question": "tools", "count": {"at_least": 2}},
            "Asked if at least 2 choices are ticked.",
        ),
        ({"not": {"question": "tools", "count": {"at_least": 1}}}, "Asked if nothing is ticked."),
    ],
)
def test_of_choices_that_are_ticked_it_is_said_so(when: dict[str, Any], words: str) -> None:
    assert told(when, parent="tools") == words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (CHOSEN, "Asked if the answer to “Title of law” is “Yes, in part” or “No”."),
        (TICKED, "Asked if “Agents” or “Boats” is ticked under “Title of tools”."),
        (TEXT, "Asked if “Title of text” is answered."),
        ({"not": TEXT}, "Asked if “Title of text” is not answered."),
        (
            {"question": "tools", "count": {"at_least": 1}},
            "Asked if at least 1 choice is ticked under “Title of tools”.",
        ),
        (
            {"not": {"question": "tools", "count": {"at_least": 3}}},
            "Asked if fewer than 3 choices are ticked under “Title of tools”.",
        ),
    ],
)
def test_another_question_is_named(when: dict[str, Any], words: str) -> None:
    assert told(when) == words


NO = {"question": "law", "equals": "no"}
AGENTS = {"question": "tools", "equals": "a"}


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (
            {"all": [NO, TEXT]},
            "Asked if the answer to “Title of law” is “No” and “Title of text” is answered.",
        ),
        (
            {"any": [NO, AGENTS, TEXT]},
            "Asked if the answer to “Title of law” is “No”, “Agents” is ticked under “Title of "
            "tools” or “Title of text” is answered.",
        ),
        (
            {"all": [TEXT, {"any": [NO, AGENTS]}]},
            "Asked if “Title of text” is answered and (the answer to “Title of law” is “No” or "
            "“Agents” is ticked under “Title of tools”).",
        ),
        (
            {"not": {"all": [NO, TEXT]}},
            "Asked if the answer to “Title of law” is other than “No” or “Title of text” is not "
            "answered.",
        ),
        (
            {"not": {"any": [NO, {"not": TEXT}]}},
            "Asked if the answer to “Title of law” is other than “No” and “Title of text” is "
            "answered.",
        ),
        (
            {"any": [CHOSEN, AGENTS]},
            "Asked if (the answer to “Title of law” is “Yes, in part” or “No”) or “Agents” is "
            "ticked under “Title of tools”.",
        ),
        ({"all": [{"any": [TEXT]}]}, "Asked if “Title of text” is answered."),
    ],
)
def test_conditions_within_conditions_are_told(when: dict[str, Any], words: str) -> None:
    assert told(when) == words


def test_a_follow_up_is_named_after_its_question() -> None:
    reasons = question("reasons", Kind.TEXT, parent="law")
    asked = question("asked", when={"question": "reasons", "answered": True})
    words = asking(question("law"), reasons, asked).condition(asked)
    assert words == "Asked if “Title of law: Title of reasons” is answered."


class French(NullTranslations):
    """A few sentences in French."""

    def gettext(self, message: str) -> str:
        return {
            "Asked if %(condition)s.": "Posée si %(condition)s.",
            "the answer is %(choices)s": "la réponse est %(choices)s",
            "“%(words)s”": "« %(words)s »",
        }[message]


def test_the_sentence_is_in_the_language_of_its_reader_and_the_choices_in_their_own() -> None:
    asked = question("asked", Kind.TEXT, when=CHOSEN, parent="law")
    found = asking(question("law"), asked, tongue=Tongue("fr", Locale("fr"), French()))
    assert found.condition(asked) == "Posée si la réponse est « Yes, in part » ou « No »."


def test_words_of_the_other_direction_are_set_apart() -> None:
    arabic = Tongue("ar", Locale("ar"))
    assert arabic.quoted("Yes") == f"“{APART}Yes{END}”"
    assert arabic.quoted("نعم") == "“نعم”"
    assert Tongue("en").quoted("نعم") == f"“{APART}نعم{END}”"


@pytest.mark.parametrize("kind", list(Kind))
def test_of_every_kind_it_is_said_what_an_answer_consists_of(kind: Kind) -> None:
    asked = question("asked", kind)
    assert asking(asked).answer(asked).endswith("." if kind is Kind.TEXT else ":")


@pytest.mark.parametrize(
    ("laws", "words"),
    [
        ((), ""),
        (("always",), "The laws that apply are cited."),
        (("yes", "in_part"), "With “Yes” or “Yes, in part”, the laws that apply are cited."),
    ],
)
def test_it_is_said_when_laws_are_cited(laws: tuple[str, ...], words: str) -> None:
    asked = question("asked", laws=laws)
    assert asking(asked).laws(asked) == words


@pytest.mark.parametrize(
    ("article", "paragraph", "words"),
    [
        ("5", "1 (a)", "Article 5, paragraph 1 (a)"),
        ("2", "(a)", "Article 2 (a)"),
        ("2", "", "Article 2"),
        ("", "", ""),
    ],
)
def test_a_provision_is_cited(article: str, paragraph: str, words: str) -> None:
    asked = replace(question("asked"), article=article, paragraph=paragraph)
    assert asking(asked).provision(asked) == words
