"""Conditions in words say what the rules look at."""

from typing import Any

import pytest
from flask import Flask

from reviewmech.records.database import Surroundings
from reviewmech.rules.conditions import parse
from reviewmech.web.conditioned import in_words

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

OFFENCE, MODEL = "untoc-5-offence", "untoc-5-model"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (
            {"question": OFFENCE, "equals": "in_part"},
            "the answer to “Offence of participation” is “Yes, in part”",
        ),
        (
            {"question": OFFENCE, "in": ["yes", "no"]},
            "the answer to “Offence of participation” is one of “Yes” and “No”",
        ),
        ({"question": OFFENCE, "answered": True}, "“Offence of participation” is answered"),
        ({"question": OFFENCE, "answered": False}, "“Offence of participation” is not answered"),
        (
            {"question": MODEL, "count": {"at_least": 2}},
            "at least 2 choices are ticked in “Model of the offence”",
        ),
        (
            {"all": [{"question": OFFENCE, "answered": True}, {"question": MODEL, "equals": "x"}]},
            "all of this is so: (“Offence of participation” is answered); "
            "(the answer to “Model of the offence” is “x”)",
        ),
        (
            {"any": [{"not": {"question": OFFENCE, "answered": True}}]},
            "any of this is so: (this is not so: (“Offence of participation” is answered))",
        ),
        ({"question": "gone", "answered": True}, "“gone” is answered"),
    ],
)
def test_each_kind_of_condition_has_its_words(
    app: Flask, surroundings: Surroundings, condition: dict[str, Any], words: str
) -> None:
    asked = surroundings.questionnaires["UNTOC", "cluster-1"]
    with app.test_request_context():
        assert in_words(asked, parse(condition)) == words
