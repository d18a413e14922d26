"""What people are told: of which acts, under which category to choose by, and how soon.

A notice says that something waits and where, never what it says. It leaves at once; or with all
others of the day, in one letter for each review; or it is only listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum

from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import N_


class Category(StrEnum):
    """What a notice is about."""

    SUBMISSIONS = N_("responses submitted and corrected")
    QUESTIONS = N_("supplementary questions and messages")
    FEEDBACK = N_("written feedback and annotations")
    OBSERVATIONS = N_("observations, positions and silence")
    SUMMARY = N_("the summary and its publication")
    TEAM = N_("sections, contributions and comments in one's own State")
    STEERING = N_("terms, steps and people of the review")


class Pace(StrEnum):
    """How soon a person is told."""

    AT_ONCE = N_("at once")
    DAILY = N_("once a day, together")
    LISTED = N_("only listed")


A = Action
CATEGORIES: Mapping[Action, Category] = {
    A.SUBMIT: Category.SUBMISSIONS,
    A.SHARE_TRANSLATION: Category.SUBMISSIONS,
    A.SEND_QUESTION: Category.QUESTIONS,
    A.SEND_REPLY: Category.QUESTIONS,
    A.RELEASE_FEEDBACK: Category.FEEDBACK,
    A.SEND_ANNOTATIONS: Category.FEEDBACK,
    A.HAND_ARTICLE_OVER: Category.FEEDBACK,
    A.PROPOSE_OBSERVATION: Category.OBSERVATIONS,
    A.PROPOSE_WORDING: Category.OBSERVATIONS,
    A.CLEAR_OBSERVATIONS: Category.OBSERVATIONS,
    A.TAKE_POSITION: Category.OBSERVATIONS,
    A.PUT_UNDER_SILENCE: Category.OBSERVATIONS,
    A.END_SILENCE: Category.OBSERVATIONS,
    A.REOPEN_OBSERVATION: Category.OBSERVATIONS,
    A.CLOSE_OBSERVATION: Category.OBSERVATIONS,
    A.CLEAR_LIST: Category.OBSERVATIONS,
    A.COMPILE_SUMMARY: Category.SUMMARY,
    A.CLEAR_SUMMARY: Category.SUMMARY,
    A.ISSUE_SUMMARY: Category.SUMMARY,
    A.DELEGATE_SECTION: Category.TEAM,
    A.CONTRIBUTE: Category.TEAM,
    A.WRITE_COMMENT: Category.TEAM,
    A.ALLOW_SENDING: Category.TEAM,
    A.PROPOSE_CONSULTATION: Category.STEERING,
    A.PROPOSE_MOVE: Category.STEERING,
    A.ACKNOWLEDGE_MOVE: Category.STEERING,
    A.MOVE_ON: Category.STEERING,
    A.STOP_CLOCK: Category.STEERING,
    A.START_CLOCK: Category.STEERING,
    A.RECORD_MEETING: Category.STEERING,
}
"""The category of each act of which somebody is told."""

IN_MANY_PIECES = frozenset({A.CONTRIBUTE, A.PROPOSE_OBSERVATION, A.PROPOSE_WORDING})
"""Acts that come many in one sitting: nobody is written to at once about each of them."""

LEAVES_AT = time(5)
"""When the letters of the day leave, in UTC: before the working day begins in most capitals."""


def usual(*, officer: bool = False) -> Pace:
    """Return how soon people are told who have chosen nothing.

    An officer may steer very many reviews, and is rarely the one who is waited for.
    """
    return Pace.DAILY if officer else Pace.AT_ONCE


def pace(action: Action, chosen: Pace | None, *, officer: bool = False) -> Pace:
    """Return how soon a person is told of an act, by what they chose for its category."""
    wished = chosen or usual(officer=officer)
    if wished is Pace.AT_ONCE and action in IN_MANY_PIECES:
        return Pace.DAILY
    return wished


def leaves_after(pace: Pace, moment: datetime) -> datetime | None:
    """Return when a letter with a notice of this moment may leave; None: as soon as it can."""
    if pace is not Pace.DAILY:
        return None
    today = datetime.combine(moment.date(), LEAVES_AT, moment.tzinfo)
    return today if moment < today else today + timedelta(days=1)
