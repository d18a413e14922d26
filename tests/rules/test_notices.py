"""How soon people are told, and of what they are told at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reviewmech.rules.notices import (
    CATEGORIES,
    IN_MANY_PIECES,
    Category,
    Pace,
    leaves_after,
    pace,
    usual,
)
from reviewmech.rules.purposes import Action

MORNING = datetime(2027, 1, 12, 5, tzinfo=UTC)


def test_every_category_has_an_act_and_no_act_of_the_account_is_told() -> None:
    assert set(CATEGORIES.values()) == set(Category)
    assert not {Action.SIGN_IN, Action.CHANGE_PASSWORD, Action.ACTIVATE_ACCOUNT} & set(CATEGORIES)


def test_drafts_and_reading_marks_are_told_to_nobody() -> None:
    inside = {
        Action.SAVE_ANSWER,
        Action.DRAFT_QUESTION,
        Action.DRAFT_REPLY,
        Action.SAVE_FEEDBACK,
        Action.ANNOTATE,
        Action.MARK_READ,
        Action.TRANSLATE,
    }
    assert not inside & set(CATEGORIES)


def test_who_has_chosen_nothing_is_told_at_once_and_an_officer_once_a_day() -> None:
    assert (usual(), usual(officer=True)) == (Pace.AT_ONCE, Pace.DAILY)
    assert pace(Action.SUBMIT, None) is Pace.AT_ONCE
    assert pace(Action.SUBMIT, None, officer=True) is Pace.DAILY


@pytest.mark.parametrize("chosen", Pace)
def test_what_was_chosen_holds(chosen: Pace) -> None:
    assert pace(Action.SUBMIT, chosen, officer=True) is chosen


@pytest.mark.parametrize("action", sorted(IN_MANY_PIECES))
def test_what_comes_in_many_pieces_never_leaves_at_once(action: Action) -> None:
    assert pace(action, Pace.AT_ONCE) is Pace.DAILY
    assert pace(action, Pace.LISTED) is Pace.LISTED


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        (datetime(2027, 1, 12, 4, 59, tzinfo=UTC), MORNING),
        (datetime(2027, 1, 11, 5, tzinfo=UTC), MORNING),
        (datetime(2027, 1, 11, 23, 59, tzinfo=UTC), MORNING),
        (datetime(2026, 12, 31, 12, tzinfo=UTC), datetime(2027, 1, 1, 5, tzinfo=UTC)),
    ],
)
def test_the_letter_of_the_day_leaves_on_the_next_morning(
    moment: datetime, leaves: datetime
) -> None:
    assert leaves_after(Pace.DAILY, moment) == leaves
    assert leaves_after(Pace.AT_ONCE, moment) is None
