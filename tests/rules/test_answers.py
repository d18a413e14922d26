"""Answers: which questions apply, what is open, and what can be kept."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.rules.answers import applicable, check, is_answered, progress, unanswered
from reviewmech.rules.questionnaire import Kind, Question, Questionnaire
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.texts import LONGEST_TEXT

Tiny = Callable[[str], Questionnaire]
YES, NO = {"choice": "yes"}, {"choice": "no"}


def of_kind(tiny: Tiny, kind: str) -> Question:
    return next(question for question in tiny("every-kind").questions if question.kind == kind)


def ids(questions: tuple[Question, ...]) -> list[str]:
    return [question.id for question in questions]


def test_a_question_behind_one_that_does_not_apply_does_not_apply(tiny: Tiny) -> None:
    chain = tiny("chain")
    kept = {"untoc-5-first": NO, "untoc-5-second": YES, "untoc-5-third": {"text": "Kept."}}
    assert ids(applicable(chain, kept)) == ["untoc-5-first"]
    assert ids(applicable(chain, {**kept, "untoc-5-first": YES})) == ids(chain.questions)


def test_a_follow_up_is_asked_for_the_answers_that_call_for_it(tiny: Tiny) -> None:
    questionnaire = tiny("follow-up")
    asked = {
        choice: [
            name.partition(".")[2]
            for name in ids(applicable(questionnaire, {"untoc-5-first": {"choice": choice}}))[1:]
        ]
        for choice in ("yes", "in_part", "no")
    }
    assert asked == {
        "yes": ["comment"],
        "in_part": ["missing", "plans", "comment"],
        "no": ["plans", "comment"],
    }
    assert ids(applicable(questionnaire, {})) == ["untoc-5-first"]


choices = st.fixed_dictionaries(
    {},
    optional={
        "untoc-5-first": st.sampled_from([YES, NO, {}]),
        "untoc-5-second": st.sets(st.sampled_from("abc")).map(lambda ticked: {"choices": [*ticked]})
        | st.sampled_from([YES, NO]),
        "untoc-5-third": st.just({"text": "Words."}),
    },
)


@pytest.mark.parametrize("name", ["chain", "conditions"])
@given(answers=choices)
def test_every_question_that_applies_is_answered_or_open(
    tiny: Tiny, name: str, answers: dict[str, Any]
) -> None:
    questionnaire = tiny(name)
    apply = applicable(questionnaire, answers)
    open_ones = unanswered(questionnaire, answers)
    (counted,) = progress(questionnaire, answers)
    assert set(ids(open_ones)) <= set(ids(apply)) <= set(ids(questionnaire.questions))
    assert (counted.asked, counted.open) == (len(apply), len(open_ones))


@given(answers=choices)
def test_answers_that_do_not_apply_change_nothing(tiny: Tiny, answers: dict[str, Any]) -> None:
    chain = tiny("chain")
    apply = applicable(chain, answers)
    heard = {question.id: answers[question.id] for question in apply if question.id in answers}
    assert applicable(chain, heard) == apply


def test_what_may_be_left_empty_is_never_open(tiny: Tiny) -> None:
    questionnaire = tiny("follow-up")
    answers: dict[str, Any] = {"untoc-5-first": YES}
    assert unanswered(questionnaire, answers) == ()
    (counted,) = progress(questionnaire, answers)
    assert (counted.answered, counted.open) == (1, 0)
    answers["untoc-5-first.comment"] = {"text": "A comment."}
    (counted,) = progress(questionnaire, answers)
    assert (counted.answered, counted.open) == (2, 0)


KEPT: list[tuple[str, Any, Any]] = [
    ("scale", {"choice": "in_part"}, {"choice": "in_part"}),
    ("scale", {"choice": ""}, {}),
    ("scale", {"choice": "no", "remark": " Why\r\nnot. "}, {"choice": "no", "remark": "Why\nnot."}),
    ("scale_na", {"choice": "not_applicable"}, {"choice": "not_applicable"}),
    ("one", {"other": "Else"}, {"choice": "other", "other": "Else"}),
    ("one", {"choice": "a", "other": ""}, {"choice": "a"}),
    ("many", {"choices": ["b", "a", "b"]}, {"choices": ["a", "b"]}),
    ("many", {"choices": ["a"], "other": "C"}, {"choices": ["a", "other"], "other": "C"}),
    ("many", {"choices": []}, {}),
    ("text", {"text": "  "}, {}),
    (
        "figures",
        {"years": ["2023", "2024"], "figures": {"own": ["1 200", ""]}},
        {"years": ["2023", "2024"], "figures": {"own": ["1200", ""]}},
    ),
    ("figures", {"years": ["2024"], "figures": {"own": [""]}, "text": "Why"}, {"text": "Why"}),
    (
        "figures",
        {"years": ["٢٠٢٣", "۲۰۲۴"], "figures": {"own": ["١ ٢٠٠", "४२"]}},
        {"years": ["2023", "2024"], "figures": {"own": ["1200", "42"]}},
    ),
    ("figures", {"unavailable": True, "text": "Why"}, {"unavailable": True, "text": "Why"}),
    ("notification", {"choice": "yes", "date": "2024-05"}, {"choice": "yes", "date": "2024-05"}),
    ("notification", {"choice": "no", "date": ""}, {"choice": "no"}),
    ("assistance", {"needs": [], "none": True}, {"none": True}),
    (
        "assistance",
        {"needs": [{"type": "training", "what": "Judges", "priority": ""}, {"what": ""}]},
        {"needs": [{"type": "training", "what": "Judges"}]},
    ),
    (
        "text",
        {"citations": [{"law": 12, "article": "3 (1)", "quotation": ""}, {"article": ""}]},
        {"citations": [{"law": 12, "article": "3 (1)"}]},
    ),
    (
        "yes_no",
        {"elsewhere": [{"mechanism": "UNCAC", "document": "CAC/1", "date": "2019"}, {"link": ""}]},
        {"elsewhere": [{"mechanism": "UNCAC", "document": "CAC/1", "date": "2019"}]},
    ),
]


@pytest.mark.parametrize(("kind", "value", "kept"), KEPT)
def test_an_answer_is_kept_clean(tiny: Tiny, kind: str, value: Any, kept: Any) -> None:
    question = of_kind(tiny, kind)
    assert check(question, value) == kept
    assert check(question, kept) == kept


REFUSED: list[tuple[str, Any, str]] = [
    ("scale", "yes", "could not be read"),
    ("scale", {"choice": "perhaps"}, "“perhaps” is not a choice"),
    ("scale", {"choice": "not_applicable"}, "is not a choice"),
    ("scale", {"choice": ["yes"]}, "is not a choice"),
    ("scale", {"text": "Words."}, "does not ask for “text”"),
    ("one", {"choices": ["a"]}, "does not ask for “choices”"),
    ("many", {"choices": "a"}, "must be a list"),
    ("many", {"choices": ["a"] * 4}, "At most 3"),
    ("many", {"choices": [{}]}, "is not a choice"),
    ("text", {"text": 5}, "must be text"),
    ("text", {"text": "x" * (LONGEST_TEXT + 1)}, f"the limit is {LONGEST_TEXT}"),
    ("text", {"text": "PK\0"}, "inside of a file"),
    ("figures", {"years": ["24"], "figures": {}}, "cannot head a column"),
    ("figures", {"years": ["2024", "2024"], "figures": {}}, "cannot head a column"),
    ("figures", {"years": ["2024"], "figures": {"own": ["about 5"]}}, "not a whole number"),
    ("figures", {"years": ["2024"], "figures": {"own": ["-5"]}}, "not a whole number"),
    ("figures", {"years": ["2024"], "figures": {"own": ["environ 80"]}}, "“environ 80”"),
    ("figures", {"years": ["2024"], "figures": {"own": ["5", "6"]}}, "one figure"),
    ("figures", {"figures": {"foreign": ["5"]}}, "do not belong"),
    ("figures", {"years": [str(year) for year in range(2000, 2011)]}, "At most 10"),
    (
        "figures",
        {"years": ["2024"], "figures": {"own": ["5"]}, "unavailable": True},
        "Either give figures",
    ),
    ("figures", {"unavailable": "yes"}, "ticked or left open"),
    ("notification", {"date": "31/05/2024"}, "is not a date"),
    ("notification", {"date": "2024-02-30"}, "is not a date"),
    ("assistance", {"needs": [{"type": "training"}]}, "say what is needed"),
    ("assistance", {"needs": [{"what": "Judges"}]}, "must have a type"),
    ("assistance", {"needs": [{"type": "money", "what": "More"}]}, "is not a choice"),
    (
        "assistance",
        {"needs": [{"type": "other", "what": "It", "priority": "urgent"}]},
        "high, medium or low",
    ),
    ("assistance", {"needs": [{"kind": "training"}]}, "columns expected"),
    ("assistance", {"needs": ["training"]}, "columns expected"),
    ("assistance", {"needs": [{}] * 101}, "At most 100"),
    (
        "assistance",
        {"needs": [{"type": "other", "what": "It"}], "none": True},
        "Either name needs",
    ),
    ("text", {"citations": [{"law": "12"}]}, "not in the library"),
    ("text", {"citations": [{"law": True}]}, "not in the library"),
    ("text", {"citations": [{"article": "3"}]}, "which law"),
    ("text", {"elsewhere": [{"mechanism": "UNCAC"}]}, "in which document"),
    ("text", {"elsewhere": [{"document": "CAC/1"}]}, "to which mechanism"),
    (
        "text",
        {"elsewhere": [{"mechanism": "UNCAC", "document": "CAC/1", "link": "javascript:x"}]},
        "A link begins with",
    ),
]


@pytest.mark.parametrize(("kind", "value", "sentence"), REFUSED)
def test_an_answer_that_does_not_fit_is_refused_in_a_sentence(
    tiny: Tiny, kind: str, value: Any, sentence: str
) -> None:
    with pytest.raises(Invalid) as caught:
        check(of_kind(tiny, kind), value)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"years": ["2023", "2024"], "figures": {"own": ["5", "ten"]}}, "figure-own-1"),
        ({"years": ["2023", "24"], "figures": {"own": ["5", "6"]}}, "year-1"),
        ({"years": ["2023", "٢٠٢٣"], "figures": {}}, "year-1"),
    ],
)
def test_a_figure_that_does_not_fit_is_named_by_its_cell(
    tiny: Tiny, value: Any, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        check(of_kind(tiny, "figures"), value)
    assert caught.value.field == field


def test_other_is_refused_where_it_is_not_offered(tiny: Tiny) -> None:
    question = tiny("two-languages").question("untoc-5-first")
    assert question is not None
    with pytest.raises(Invalid, match="only the choices offered"):
        check(question, {"choice": "a", "other": "Else"})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("yes"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
names = st.sampled_from(
    [
        "choice",
        "choices",
        "other",
        "text",
        "years",
        "figures",
        "date",
        "needs",
        "citations",
        "elsewhere",
    ]
)


@given(kind=st.sampled_from(Kind), value=st.dictionaries(names, json_values, max_size=3))
def test_whatever_arrives_is_kept_clean_or_refused(tiny: Tiny, kind: Kind, value: Any) -> None:
    question = of_kind(tiny, kind)
    try:
        kept = check(question, value)
    except Invalid as refusal:
        assert str(refusal)
    else:
        assert check(question, kept) == kept


def test_a_remark_alone_does_not_answer(tiny: Tiny) -> None:
    question = of_kind(tiny, "scale")
    assert is_answered(question, YES)
    assert not is_answered(question, check(question, {"remark": "Later."}))
    assert not is_answered(question, None)
