"""The desk: a reader's reviews, with what waits for them first, what is due, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from reviewmech.records.database import now
from reviewmech.records.desks import on_the_desk
from reviewmech.records.reviews import Review, Strand, visible_reviews, visible_strands
from reviewmech.records.states import in_order
from reviewmech.records.visits import how_much
from reviewmech.rules.purposes import Reading
from reviewmech.rules.steps import Step, since
from reviewmech.rules.steps import pen as holder
from reviewmech.web import gate, present
from reviewmech.web.gate import Pages
from reviewmech.web.waiting import next_act
from reviewmech.web.waits import Wait, waits

pages = Pages("desk", __name__)

A_PAGE = 12
"""Reviews shown at a time: who steers a whole round turns the pages."""

DUE = 6
"""Days shown under what is due next."""


@dataclass(frozen=True)
class OnDesk:
    """A strand on the desk: whether the reader holds its pen, until when, and what waits."""

    strand: Strand
    has_pen: bool
    due: str | None
    overdue: bool
    act: tuple[str, str] | None
    waits: list[Wait]

    @property
    def is_waiting(self) -> bool:
        """Whether anything waits for the reader."""
        return bool(self.act or self.waits)


@dataclass(frozen=True)
class Due:
    """A day that comes: of a strand, of what in it, where that is, and the day in words."""

    strand: Strand
    what: str
    url: str
    day: date
    until: str


@pages.get("/desk", may=Reading.OWN_ACCOUNT)
def desk() -> ResponseReturnValue:
    """Show the reviews of the person signed in; of very many, those with the next terms first."""
    mine = on_the_desk(gate.session(), gate.actor())
    number = min(max(1, request.args.get("page", 1, type=int)), 10_000)
    reviews = _shown(mine[(number - 1) * A_PAGE : number * A_PAGE])
    shown = [one for review in reviews for one in visible_strands(review, gate.actor())]
    strands = _on_desk(shown)
    return render_template(
        "desk/desk.html",
        reviews=reviews,
        is_all=len(mine) <= A_PAGE,
        waiting=[each for each in strands if each.is_waiting],
        others=[each for each in strands if not each.is_waiting],
        due=_due_next(strands) if number == 1 else [],
        changed=_changed(reviews, shown),
        newer=url_for("desk.desk", page=number - 1) if number > 1 else None,
        older=url_for("desk.desk", page=number + 1) if len(mine) > number * A_PAGE else None,
        is_officer=gate.actor().officer,
    )


def _shown(keys: list[int]) -> list[Review]:
    """Return these reviews, by the State as the reader looks for it in their language."""
    found, language = visible_reviews(gate.session(), gate.actor(), keys), present.language()
    return sorted(found, key=lambda one: in_order(one.state, language))


def _due_next(strands: list[OnDesk]) -> list[Due]:
    """Return what ends next: terms of steps, silences, days by which answers are hoped for.

    Those of the first page are the next of all: each of its reviews has a day before all others.
    One term alone stands with its strand already.
    """
    terms = [
        Due(each.strand, "", _strand_url(each.strand), each.strand.due_on, each.due)
        for each in strands
        if each.strand.due_on and each.due and each.strand.step is not Step.CONCLUDED
    ]
    days = [
        Due(each.strand, wait.words, wait.url, wait.day, wait.until)
        for each in strands
        for wait in each.waits
        if wait.day
    ]
    every = sorted([*terms, *days], key=lambda one: (one.day, one.strand.id))
    return every[:DUE] if days or len({one.strand.review.id for one in terms}) > 1 else []


def _strand_url(strand: Strand) -> str:
    return url_for("reviews.strand", strand_id=strand.id)


def _changed(reviews: list[Review], strands: list[Strand]) -> list[tuple[Review, int]]:
    """Return the reviews in which others did something since the reader looked, and how much."""
    summaries: dict[int, list[int]] = {}
    for strand in strands:
        if strand.step in since(Step.SUMMARY):
            found = present.facts_of(strand).summaries
            summaries.setdefault(strand.review.id, []).extend(found)
    fresh = how_much(gate.session(), reviews, gate.actor(), summaries)
    return [(one, fresh[one.id]) for one in reviews if fresh.get(one.id)]


def _on_desk(strands: list[Strand]) -> list[OnDesk]:
    present.look_at(strands)
    actor, today = gate.actor(), now(gate.session()).date()
    found, waiting = [], waits(strands)
    for strand in strands:
        pen = holder(strand.step, present.facts_of(strand))
        has_pen = actor.state_in(strand.review.id) in pen.states
        found.append(
            OnDesk(
                strand=strand,
                has_pen=has_pen or (actor.officer and pen.secretariat),
                due=present.due_words(strand.due_on, today),
                overdue=strand.due_on is not None and today > strand.due_on,
                act=next_act(strand, actor),
                waits=[one for one in waiting.get(strand.id, []) if one.is_for_reader],
            )
        )
    return found
