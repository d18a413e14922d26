"""What the sheet tells its page of conditions: when questions are asked, and what decides it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from bs4 import Tag

from reviewmech.actions.responses import save_answer
from reviewmech.records.database import Surroundings, surroundings
from reviewmech.records.people import Person
from reviewmech.rules.conditions import parse
from reviewmech.rules.questionnaire import Questionnaire, Section
from tests.cast import Cast
from tests.reading import Reader

SignIn = Callable[[Person], Reader]
OFFENCE, MODEL, NOTIFIED = "untoc-5-offence", "untoc-5-model", "untoc-5-notified"
IF_SO = {"question": OFFENCE, "in": ["yes"]}


def with_another_article(five: Questionnaire) -> Questionnaire:
    """Add an article whose one question depends on an answer to article 5."""
    told = five.question(NOTIFIED)
    assert told is not None
    question = replace(told, id="untoc-6-notified", article="6", when=parse(IF_SO))
    sixth = Section("6", {"en": "Six"}, (question,))
    return replace(five, sections=(five.sections[0], sixth, *five.sections[1:]))


@pytest.fixture(scope="session")
def mechanism_data(mechanism_data: Surroundings) -> Surroundings:
    """Read the questionnaires with a second article."""
    given = mechanism_data.questionnaires
    key = ("UNTOC", "cluster-1")
    return replace(mechanism_data, questionnaires={**given, key: with_another_article(given[key])})


def sheet(reader: Reader, cast: Cast, article: str) -> Tag:
    found = reader.read(f"/strands/{cast.untoc.id}/response/{article}").soup.find(id="sheet")
    assert isinstance(found, Tag)
    return found


def told(page: Tag, what: str) -> Any:
    return json.loads(str(page[what]))


def test_the_page_knows_when_the_questions_of_its_article_are_asked(
    cast: Cast, client_as: SignIn
) -> None:
    page = sheet(client_as(cast.arcadia.expert), cast, "5")
    asked = surroundings(cast.session).questionnaires["UNTOC", "cluster-1"].section("5")
    assert asked is not None
    expected = [[name, when.to_plain()] for name, when in asked.conditions]
    assert told(page, "data-conditions") == expected
    assert [name for name, _when in expected] == [f"{OFFENCE}.missing", MODEL]
    assert told(page, "data-heard") == {}


def test_the_page_knows_what_was_answered_elsewhere_as_far_as_it_decides_something(
    cast: Cast, client_as: SignIn
) -> None:
    expert = cast.arcadia.expert
    assert told(sheet(client_as(expert), cast, "6"), "data-heard") == {}
    for question, value in ((OFFENCE, {"choice": "yes", "remark": "For us."}), (NOTIFIED, {})):
        save_answer(
            cast.session,
            cast.acting(expert),
            cast.untoc,
            question=question,
            value=value,
            language="en",
            started_from=0,
        )
    page = sheet(client_as(expert), cast, "6")
    assert told(page, "data-conditions") == [["untoc-6-notified", IF_SO]]
    assert told(page, "data-heard") == {OFFENCE: {"choices": ["yes"]}}


def test_a_page_that_is_only_read_is_told_nothing_of_conditions(
    cast: Cast, client_as: SignIn
) -> None:
    page = sheet(client_as(cast.arcadia.observer), cast, "5")
    assert "data-conditions" not in page.attrs and "data-heard" not in page.attrs
