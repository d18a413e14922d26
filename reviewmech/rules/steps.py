"""The steps of a strand: who holds the pen, what ends each step, and what comes next.

Source: the review procedure of resolution 9/1 and its guidelines, as told in the mechanism
description; the consultation standing as a step of its own is ours (verified: false).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from reviewmech.rules.refusals import N_


class Step(StrEnum):
    """The steps of a strand in their order. Each State's strand is at exactly one of them."""

    SELF_ASSESSMENT = N_("self-assessment")
    CONSULTATION = N_("consultation")
    FEEDBACK = N_("feedback")
    OBSERVATIONS = N_("observations")
    SUMMARY = N_("summary")
    CONCLUDED = N_("concluded")


ORDER = tuple(Step)
EVERY_STEP = frozenset(Step)


class Facts(Protocol):
    """What has happened in one strand, as far as its steps depend on it. States are ids.

    Each fact is asked for only where a step depends on it, so it may be found out that late.
    """

    @property
    def under_review(self) -> int:
        """The State under review."""

    @property
    def reviewing(self) -> frozenset[int]:
        """The reviewing States in this strand's scope."""

    @property
    def submitted(self) -> bool:
        """Whether the response was submitted."""

    @property
    def consultation_cleared(self) -> frozenset[int]:
        """The States that cleared how the review is held."""

    @property
    def released(self) -> frozenset[int]:
        """The reviewing States that released their feedback."""

    @property
    def list_settled(self) -> bool:
        """Whether every observation is agreed or closed."""

    @property
    def awaited(self) -> frozenset[int]:
        """The States whose position on some wording is awaited."""

    @property
    def list_cleared(self) -> frozenset[int]:
        """The States that cleared the list of observations as it stands."""

    @property
    def compiled(self) -> bool:
        """Whether the executive summary was compiled from this strand's list."""

    @property
    def summary_cleared(self) -> frozenset[int]:
        """The States that cleared the executive summary as it stands."""

    @property
    def issued(self) -> bool:
        """Whether the executive summary was issued."""


def participants(facts: Facts) -> frozenset[int]:
    """Return the State under review and the reviewing States in the strand's scope."""
    return facts.reviewing | {facts.under_review}


@dataclass(frozen=True)
class Pen:
    """Who must act now: States by id, or the secretariat, or nobody any more."""

    states: frozenset[int] = frozenset()
    secretariat: bool = False


def is_ended(step: Step, facts: Facts) -> bool:
    """Say whether what ends this step has happened. A strand without reviewers waits for them."""
    everyone = participants(facts)
    paired = bool(facts.reviewing)
    match step:
        case Step.SELF_ASSESSMENT:
            return facts.submitted
        case Step.CONSULTATION:
            return paired and everyone <= facts.consultation_cleared
        case Step.FEEDBACK:
            return paired and facts.reviewing <= facts.released
        case Step.OBSERVATIONS:
            return paired and facts.list_settled and everyone <= facts.list_cleared
        case Step.SUMMARY:
            return facts.issued
        case Step.CONCLUDED:
            return False


def following(step: Step) -> Step:
    """Return the step after this one; nothing follows the conclusion but itself."""
    return ORDER[min(ORDER.index(step) + 1, len(ORDER) - 1)]


def reached(step: Step, facts: Facts) -> Step:
    """Return the step a strand stands at once every ended step is behind it."""
    while is_ended(step, facts):
        step = following(step)
    return step


def pen(step: Step, facts: Facts) -> Pen:
    """Say who holds the pen: the States (or the secretariat) whose act is awaited now."""
    everyone = participants(facts)
    match step:
        case Step.SELF_ASSESSMENT:
            return Pen(frozenset({facts.under_review}))
        case Step.CONSULTATION:
            return Pen(everyone - facts.consultation_cleared)
        case Step.FEEDBACK:
            return Pen(facts.reviewing - facts.released)
        case Step.OBSERVATIONS if facts.list_settled:
            return Pen(everyone - facts.list_cleared)
        case Step.OBSERVATIONS:
            return Pen(facts.awaited or facts.reviewing)
        case Step.SUMMARY:
            uncleared = everyone - facts.summary_cleared if facts.compiled else frozenset()
            return Pen(uncleared, secretariat=not uncleared)
        case _:
            return Pen()


def earliest(steps: list[Step]) -> Step | None:
    """Return the least advanced of several strands' steps: what a phase shows of them."""
    return min(steps, key=ORDER.index, default=None)


def since(first: Step) -> frozenset[Step]:
    """Return this step and all that follow it."""
    return frozenset(ORDER[ORDER.index(first) :])
