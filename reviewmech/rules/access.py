"""Who an actor is in a case, and so what the policy opens to them.

A *standing* is derived, never stored: what a State is in this strand, and what this person is
for that State.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from reviewmech.rules.policy import POLICY, READINGS
from reviewmech.rules.purposes import Action, Reading, Standing
from reviewmech.rules.refusals import NotPermitted
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Capacity


@dataclass(frozen=True)
class Post:
    """One appointment in force: for this State, in this review, in this capacity."""

    review: int
    state: int
    capacity: Capacity
    may_send: bool = False
    """An expert whom the focal point lets send to the others without its own clearance."""


@dataclass(frozen=True)
class Contributing:
    """What a contributor, someone without an account, helps with: a State's response."""

    contributor: int
    review: int
    state: int
    link: str = ""
    """The fingerprint of the link they came by."""


@dataclass(frozen=True)
class Actor:
    """Who acts: a person; a State by note verbale, recorded by an officer; or the system.

    ``for_state`` and ``note`` are set together, when an officer (``person``) records an act of a
    State. ``contributing`` is set for who comes by the link of a contributor: they have no account,
    and see the sections handed to them. ``session`` is the session a person came by, if by one;
    ``level`` its level of authentication: 1 a password.
    """

    person: int | None = None
    officer: bool = False
    posts: tuple[Post, ...] = ()
    for_state: int | None = None
    note: int | None = None
    system: bool = False
    contributing: Contributing | None = None
    session: int | None = None
    level: int = 1

    def post_in(self, review: int | None) -> Post | None:
        """Return the post held in this review: at most one."""
        return next((post for post in self.posts if post.review == review), None)

    def state_in(self, review: int | None) -> int | None:
        """Return the State this actor acts for in this review, if any."""
        if self.for_state is not None:
            return self.for_state
        if self.contributing is not None and self.contributing.review == review:
            return self.contributing.state
        post = self.post_in(review)
        return post.state if post else None


def by_note(officer: Actor, state: int, note: int) -> Actor:
    """Return the actor that a State is when an officer records its act from a note verbale."""
    if not officer.officer:
        raise NotPermitted("Only the secretariat records what a State did by note verbale.")
    return replace(officer, for_state=state, note=note)


NOBODY = Actor()
THE_SYSTEM = Actor(system=True)


@dataclass(frozen=True)
class Case:
    """What standing is derived from: the review, its States in scope, and the step.

    A phase can stand at another step for a State that reviews only some of its strands: ``steps``.
    """

    review: int | None = None
    under_review: int | None = None
    reviewing: frozenset[int] = frozenset()
    step: Step | None = None
    steps: Mapping[int, Step] = field(default_factory=dict)

    def step_for(self, actor: Actor) -> Step | None:
        """Return the step at which the case stands for this actor."""
        return self.steps.get(actor.state_in(self.review) or 0, self.step)


_UNDER_REVIEW = {
    Capacity.FOCAL_POINT: Standing.FOCAL_POINT_UNDER_REVIEW,
    Capacity.EXPERT: Standing.EXPERT_UNDER_REVIEW,
    Capacity.OBSERVER: Standing.OBSERVER_UNDER_REVIEW,
}
_REVIEWING = {
    Capacity.FOCAL_POINT: Standing.FOCAL_POINT_REVIEWING,
    Capacity.EXPERT: Standing.EXPERT_REVIEWING,
    Capacity.OBSERVER: Standing.OBSERVER_REVIEWING,
}

_GIVING_LEAVE = {
    Standing.EXPERT_UNDER_REVIEW: Standing.FOCAL_POINT_UNDER_REVIEW,
    Standing.EXPERT_REVIEWING: Standing.FOCAL_POINT_REVIEWING,
}


def standing(actor: Actor, case: Case) -> Standing:
    """Derive what this actor is in this case; a State out of scope is a stranger to it."""
    if actor.system:
        return Standing.SYSTEM
    if actor.for_state is not None:
        return _standing_for(actor.for_state, Capacity.FOCAL_POINT, case)
    if actor.contributing is not None:
        own = (actor.contributing.review, actor.contributing.state)
        is_own = own == (case.review, case.under_review)
        return Standing.CONTRIBUTOR if is_own else Standing.ANYONE
    if actor.officer:
        return Standing.SECRETARIAT
    post = actor.post_in(case.review)
    if post is not None:
        return _standing_for(post.state, post.capacity, case)
    return Standing.SIGNED_IN if actor.person is not None else Standing.ANYONE


def _standing_for(state: int, capacity: Capacity, case: Case) -> Standing:
    if state == case.under_review:
        return _UNDER_REVIEW[capacity]
    if state in case.reviewing:
        return _REVIEWING[capacity]
    return Standing.SIGNED_IN


def permits(action: Action, standing: Standing, step: Step | None) -> bool:
    """Say whether the policy opens this action to this standing at this step."""
    line = POLICY[action]
    return standing in line.who and (step is None or step in line.during)


def may_read(reading: Reading, standing: Standing, step: Step | None) -> bool:
    """Say whether this standing may see this at this step."""
    steps = READINGS[reading].get(standing)
    return steps is not None and (step is None or step in steps)


def may(purpose: Action | Reading, actor: Actor, case: Case) -> bool:
    """Say whether this actor may do or see this, in this case: what buttons and doors ask."""
    position, step = standing(actor, case), case.step_for(actor)
    if isinstance(purpose, Reading):
        return may_read(purpose, position, step)
    if actor.for_state is not None and not POLICY[purpose].by_note:
        return False
    return permits(purpose, _with_leave(purpose, actor, position, case), step)


def _with_leave(action: Action, actor: Actor, position: Standing, case: Case) -> Standing:
    """Return in which standing an actor acts: an expert with leave acts as the focal point."""
    post = actor.post_in(case.review)
    if post is None or not post.may_send or not POLICY[action].by_leave:
        return position
    return _GIVING_LEAVE.get(position, position)


def is_stranger(actor: Actor, case: Case) -> bool:
    """Say whether this actor has no part in the case: to them it does not exist."""
    return standing(actor, case) in {Standing.SIGNED_IN, Standing.ANYONE}
