"""The steps of a strand: who holds the pen, what ends each step, and what comes next.

Source: the review procedure of resolution 9/1 and its guidelines, as told in the mechanism
description; the consultation standing as a step of its own is ours (verified: false).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True)
class Facts:
    """What has happened in one strand, as far as its steps depend on it. States are ids."""

    under_review: int
    reviewing: frozenset[int] = frozenset()
    submitted: bool = False
    consultation_cleared: frozenset[int] = frozenset()
    released: frozenset[int] = frozenset()
    list_settled: bool = False
    awaited: frozenset[int] = frozenset()
    list_cleared: frozenset[int] = frozenset()
    compiled: bool = False
    summary_cleared: frozenset[int] = frozenset()
    issued: bool = False

    @property
    def participants(self) -> frozenset[int]:
        """The State under review and the reviewing States in this strand's scope."""
        return self.reviewing | {self.under_review}


@dataclass(frozen=True)
class Pen:
    """Who must act now: States by id, or the secretariat, or nobody any more."""

    states: frozenset[int] = frozenset()
    secretariat: bool = False


def is_ended(step: Step, facts: Facts) -> bool:
    """Say whether what ends this step has happened. A strand without reviewers waits for them."""
    everyone = facts.participants
    paired = bool(facts.reviewing)
    return {
        Step.SELF_ASSESSMENT: facts.submitted,
        Step.CONSULTATION: paired and everyone <= facts.consultation_cleared,
        Step.FEEDBACK: paired and facts.reviewing <= facts.released,
        Step.OBSERVATIONS: paired and facts.list_settled and everyone <= facts.list_cleared,
        Step.SUMMARY: facts.issued,
        Step.CONCLUDED: False,
    }[step]


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
    everyone = facts.participants
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
