"""Contributions: put together with an answer so that no word of either is lost."""

import pytest

from reviewmech.rules.contributions import merged, with_laws_of

CITED = [{"law": 1, "article": "2"}]
FIGURES = {"years": ["2024"], "figures": {"convictions": ["3"]}}
TRAINING = {"type": "training", "what": "For judges."}
LABS = {"type": "equipment", "what": "Laboratories."}


@pytest.mark.parametrize(
    ("answer", "contribution", "both"),
    [
        ({}, {"text": "New."}, {"text": "New."}),
        ({"text": "Old."}, {}, {"text": "Old."}),
        ({"text": "Old."}, {"text": "New."}, {"text": "Old.\n\nNew."}),
        ({"text": "Old. New."}, {"text": "New."}, {"text": "Old. New."}),
        ({"text": "New."}, {"text": "Old. New."}, {"text": "Old. New."}),
        ({"remark": "a"}, {"remark": "b"}, {"remark": "a\n\nb"}),
        ({"choice": "yes"}, {"choice": "no"}, {"choice": "yes"}),
        ({}, {"choice": "no", "date": "2024"}, {"choice": "no", "date": "2024"}),
        ({"choices": ["a"]}, {"choices": ["b", "a"]}, {"choices": ["a", "b"]}),
        ({"needs": [TRAINING]}, {"needs": [TRAINING, LABS]}, {"needs": [TRAINING, LABS]}),
        ({"none": True}, {"needs": [LABS]}, {"needs": [LABS]}),
        ({}, {"none": True}, {"none": True}),
        (FIGURES, {"years": ["2023"], "figures": {"convictions": ["9"]}}, FIGURES),
        ({"unavailable": True}, FIGURES, FIGURES),
        ({"citations": CITED}, {"text": "New."}, {"text": "New.", "citations": CITED}),
        ({}, {"text": "New.", "citations": CITED}, {"text": "New."}),
    ],
)
def test_both_are_kept_where_both_can_stand_and_else_the_answer(
    answer: dict[str, object], contribution: dict[str, object], both: dict[str, object]
) -> None:
    assert merged(answer, contribution) == both


def test_the_laws_cited_are_those_of_the_answer() -> None:
    assert with_laws_of({"citations": CITED}, {"choice": "yes"}) == {
        "choice": "yes",
        "citations": CITED,
    }
    assert with_laws_of({}, {"choice": "yes", "citations": CITED}) == {"choice": "yes"}
