"""What pages call the Mechanism's papers, and the acts on them."""

from dataclasses import replace

import pytest
from flask import Flask

from reviewmech.records.database import Surroundings
from reviewmech.rules.purposes import Action
from reviewmech.web import labels

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_pages_call_the_papers_what_the_mechanism_calls_them(
    app: Flask, surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = {**surroundings.mechanism.labels, "list": {"en": "findings on the CTOC"}}
    named = replace(surroundings.mechanism, labels=words)
    monkeypatch.setitem(app.extensions, "surroundings", replace(surroundings, mechanism=named))
    with app.test_request_context():
        assert labels.title_of("list") == "Findings on the CTOC"
        assert labels.act(Action.CLEAR_LIST) == "The findings on the CTOC was cleared"
        assert labels.act(Action.CLEAR_SUMMARY) == "The executive summary was cleared"


def test_every_act_is_said_with_its_places_filled_in(app: Flask) -> None:
    with app.test_request_context():
        assert not [action for action in Action if "%" in labels.act(action)]
