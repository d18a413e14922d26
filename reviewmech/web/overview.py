"""All reviews at a glance, for the secretariat: strands, empty chairs, and what to narrow by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from reviewmech.records.database import now
from reviewmech.records.people import Person, focal_points
from reviewmech.records.reviews import Review, Strand, visible_reviews
from reviewmech.records.states import State, is_called
from reviewmech.rules.steps import Step
from reviewmech.rules.timetable import is_past
from reviewmech.web import gate, present


@dataclass(frozen=True)
class Steered:
    """A review in the list: its strands, its empty chairs, and who never signed in."""

    review: Review
    strands: list[Strand]
    vacant: list[State]
    never_signed_in: int
    today: date

    def is_called(self, words: str) -> bool:
        """Say whether the code or one of the names of the State under review holds these words."""
        return is_called(self.review.state, words, present.language())

    def is_overdue(self, strand: Strand) -> bool:
        """Say whether a strand's term has passed."""
        return is_past(strand.due_on, self.today)


Filter = Callable[[Steered], bool]


def narrowings() -> dict[str, tuple[str, Filter]]:
    """Return what the list can be narrowed to: by step, by empty chairs, by terms passed."""
    found: dict[str, tuple[str, Filter]] = {
        "": (_("All"), lambda one: True),
        "vacant": (_("A focal point is missing"), lambda one: bool(one.vacant)),
        "overdue": (_("A term has passed"), lambda one: any(map(one.is_overdue, one.strands))),
    }
    for step in Step:
        found[step.value] = (present.said(step), _at(step))
    return found


def _at(step: Step) -> Filter:
    return lambda one: any(strand.step is step for strand in one.strands)


def steered() -> list[Steered]:
    """Return every review, by the name of the State."""
    posts, today = focal_points(gate.session()), now(gate.session()).date()
    found = visible_reviews(gate.session(), gate.actor())
    return [_one(review, posts, today) for review in found]


def charges() -> dict[int, int]:
    """Return of how many reviews each officer is case officer or stand-in."""
    found = visible_reviews(gate.session(), gate.actor())
    return Counter(
        officer
        for review in found
        for officer in (review.case_officer_id, review.stand_in_id)
        if officer is not None
    )


def _one(review: Review, posts: Mapping[tuple[int, int], Person], today: date) -> Steered:
    chairs = [(state, posts.get((review.id, state.id))) for state in review.participants()]
    return Steered(
        review=review,
        strands=[strand for phase in review.phases for strand in phase.strands],
        vacant=[state for state, person in chairs if person is None],
        never_signed_in=sum(1 for _state, one in chairs if one and one.activated_at is None),
        today=today,
    )
