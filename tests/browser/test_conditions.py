"""Conditions in the page: the server and a real Chromium always agree on what is asked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext, Locator, Page, expect

from reviewmech.rules.answers import applicable
from reviewmech.rules.conditions import (
    AllOf,
    Answered,
    AnyOf,
    Chosen,
    Condition,
    Counted,
    Not,
    chosen,
    is_given,
)
from reviewmech.rules.questionnaire import Duty, Kind, Question, Questionnaire, Section
from reviewmech.rules.texts import LONGEST_TEXT
from tests.browser.sheet import (
    ACCOMPLICES,
    ATTEMPT,
    answer,
    asked,
    expect_state,
    is_the_same_page,
    open_sheet,
    press,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CASES = 400

NAMES = ["tip-5-a", "tip-5-a.missing", "__proto__", "constructor", "é“1”", "0", ""]
CHOICES = ["yes", "in_part", "no", "other", "__proto__", "toString", "é", "0", " ", ""]

names, words = st.sampled_from(NAMES), st.sampled_from(CHOICES)
among = st.lists(words, min_size=1, max_size=3).map(tuple)
leaves = st.one_of(
    st.builds(Chosen, names, among),
    st.builds(Answered, names, st.booleans()),
    st.builds(Counted, names, st.integers(1, 4)),
)


def _parts(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[tuple[Condition, ...]]:
    return st.lists(inner, min_size=1, max_size=3).map(tuple)


conditions = st.recursive(
    leaves,
    lambda inner: (
        st.builds(AllOf, _parts(inner)) | st.builds(AnyOf, _parts(inner)) | st.builds(Not, inner)
    ),
    max_leaves=6,
)
things = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 2) | st.sampled_from([0.0, -0.0, 0.5]) | words,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
    max_leaves=4,
)
values = st.fixed_dictionaries(
    {},
    optional={
        "choice": words | st.none(),
        "choices": st.lists(words, max_size=4) | st.none(),
        **dict.fromkeys(("text", "figures", "unavailable", "needs", "none", "remark"), things),
        "__proto__": things,
    },
)
answers = st.dictionaries(names, values, max_size=5)
asked_when = st.lists(st.tuples(names, conditions), max_size=5, unique_by=lambda each: each[0])


def questionnaire(asked_in_order: list[tuple[str, Condition | None]]) -> Questionnaire:
    """Make a questionnaire of questions with these ids and conditions."""
    questions = tuple(
        Question(name, "5", "", Duty.MANDATORY, Kind.TEXT, {}, when=when)
        for name, when in asked_in_order
    )
    section = Section("5", {"en": "Five"}, questions)
    return Questionnaire("TIP", "cluster-1", "1", "working", True, {}, {}, (section,))


def looking_back(
    asked_in_order: list[tuple[str, Condition]],
) -> tuple[list[tuple[str, None]], list[tuple[str, Condition]]]:
    """Put the questions without a condition first, as far as names are left for them."""
    named = {name for name, _when in asked_in_order}
    return [(name, None) for name in NAMES if name not in named], asked_in_order


def cases() -> list[dict[str, Any]]:
    """Gather conditions and answers, with what the server says of them."""
    found: list[dict[str, Any]] = []

    @settings(
        max_examples=CASES,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(conditions, answers, asked_when)
    def gather(
        when: Condition, given_answers: dict[str, Any], in_order: list[tuple[str, Condition]]
    ) -> None:
        always, sometimes = looking_back(in_order)
        apply = applicable(questionnaire([*always, *sometimes]), given_answers)
        found.append(
            {
                "when": when.to_plain(),
                "answers": given_answers,
                "inOrder": [(name, each.to_plain()) for name, each in sometimes],
                "holds": when.holds(given_answers),
                "asked": [each.id for each in apply if each.when],
                "values": (each_value := [*given_answers.values()]),
                "given": [is_given(value) for value in each_value],
                "chosen": [sorted(chosen(value)) for value in each_value],
            }
        )

    gather()
    return found


DISAGREEMENTS = """
async ([address, written]) => {
  const { asked, chosen, holds, isGiven } = await import(address);
  const disagreements = [];
  for (const each of JSON.parse(written)) {
    const here = {
      holds: holds(each.when, each.answers), asked: asked(each.inOrder, each.answers),
      given: each.values.map(isGiven), chosen: each.values.map((one) => [...chosen(one)].sort()),
    };
    const there = { holds: each.holds, asked: each.asked, given: each.given, chosen: each.chosen };
    if (JSON.stringify(here) !== JSON.stringify(there)) disagreements.push({ each, here });
  }
  return disagreements.slice(0, 3);
}
"""


def test_the_page_and_the_server_always_agree(context: BrowserContext) -> None:
    found = cases()
    assert len(found) >= CASES / 2
    assert {each["holds"] for each in found} == {True, False}
    page = open_sheet(context)
    address = page.locator("link[rel=modulepreload][href*='conditions']").get_attribute("href")
    assert page.evaluate(DISAGREEMENTS, [address, json.dumps(found)]) == []


def row(page: Page, question: str) -> Locator:
    """Return the row of a question of the sheet."""
    return page.locator(f"[id='row-{question}']")


def choose(page: Page, question: str, label: str) -> None:
    """Make a choice."""
    asked(page, question).get_by_label(label, exact=True).check()


def test_what_is_not_asked_goes_at_once_and_comes_back_with_its_words(
    context: BrowserContext,
) -> None:
    page = open_sheet(context)
    missing = f"{ACCOMPLICES}.missing"
    choose(page, ACCOMPLICES, "Yes, in part")
    expect(row(page, missing)).to_be_visible()
    context.set_offline(True)
    answer(page, missing).fill("Helpers after the fact.")
    choose(page, ACCOMPLICES, "Yes")
    expect(row(page, missing)).to_be_hidden()
    choose(page, ACCOMPLICES, "Yes, in part")
    expect(row(page, missing)).to_be_visible()
    expect(answer(page, missing)).to_have_value("Helpers after the fact.")
    choose(page, ACCOMPLICES, "Yes")
    context.set_offline(False)
    expect_state(page, ACCOMPLICES, "saved")
    expect_state(page, missing, "saved")
    expect(row(page, missing)).to_be_hidden()
    page.reload()
    expect(row(page, missing)).to_have_count(0)
    choose(page, ACCOMPLICES, "Yes, in part")
    expect(answer(page, missing)).to_have_value("Helpers after the fact.")


def test_what_is_asked_now_comes_with_the_save_that_calls_for_it(context: BrowserContext) -> None:
    page = open_sheet(context)
    choose(page, ATTEMPT, "Yes")
    expect_state(page, ATTEMPT, "saved")
    reasons = f"{ATTEMPT}.reasons"
    expect(row(page, reasons)).to_have_count(0)
    choose(page, ATTEMPT, "No")
    expect(row(page, reasons)).to_be_visible()
    assert is_the_same_page(page)


def test_a_refused_answer_stays_in_sight_though_it_is_not_asked_any_more(
    context: BrowserContext,
) -> None:
    page = open_sheet(context)
    missing = f"{ACCOMPLICES}.missing"
    choose(page, ACCOMPLICES, "Yes, in part")
    answer(page, missing).fill("x" * (LONGEST_TEXT + 1))
    press(page, missing, state="refused")
    choose(page, ACCOMPLICES, "No")
    expect_state(page, ACCOMPLICES, "saved")
    expect(row(page, missing)).to_be_visible()
