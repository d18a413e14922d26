"""Needs for technical assistance, as answers name them."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reviewmech.rules.assistance import NamedNeed, named_needs
from reviewmech.rules.questionnaire import Questionnaire

Tiny = Callable[[str], Questionnaire]
ASKED = "untoc-5-assistance"

need = st.fixed_dictionaries(
    {"type": st.sampled_from(["training", "equipment", "other"]), "what": st.text(min_size=1)},
    optional={
        "article": st.sampled_from(["5", "6", "10"]),
        "priority": st.sampled_from(["high", "medium", "low"]),
        "received": st.text(min_size=1),
        "provider": st.text(min_size=1),
    },
)


@given(named=st.lists(need, max_size=5))
def test_every_need_named_is_registered_with_the_question_it_answers(
    tiny: Tiny, named: list[dict[str, str]]
) -> None:
    answers: dict[str, Any] = {ASKED: {"needs": named}, "untoc-5-text": {"text": "Words."}}
    found = named_needs(tiny("every-kind"), answers)
    assert [(each.question, each.kind, each.what) for each in found] == [
        (ASKED, given["type"], given["what"]) for given in named
    ]


def test_a_need_without_an_article_concerns_that_of_its_question(tiny: Tiny) -> None:
    needs = [{"type": "training", "what": "Judges"}, {"type": "other", "what": "X", "article": "6"}]
    found = named_needs(tiny("every-kind"), {ASKED: {"needs": needs}})
    assert found[0] == NamedNeed(ASKED, "5", "training", "Judges")
    assert found[1].article == "6"


def test_where_no_need_is_named_none_is_registered(tiny: Tiny) -> None:
    for answers in ({}, {ASKED: {"none": True}}, {ASKED: {}}):
        assert named_needs(tiny("every-kind"), answers) == ()
