"""The desk: a reader's reviews, with what waits for them first."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from reviewmech.records.database import now
from reviewmech.records.reviews import Review, Strand, visible_reviews, visible_strands
from reviewmech.rules.purposes import Reading
from reviewmech.rules.steps import pen as holder
from reviewmech.web import gate, present
from reviewmech.web.gate import Pages
from reviewmech.web.waiting import next_act

pages = Pages("desk", __name__)


@dataclass(frozen=True)
class OnDesk:
    """A strand on the desk: whether the reader holds its pen, until when, and the next act."""

    strand: Strand
    has_pen: bool
    due: str | None
    overdue: bool
    act: tuple[str, str] | None


@pages.get("/desk", may=Reading.OWN_ACCOUNT)
def desk() -> ResponseReturnValue:
    """Show the reviews of the person signed in: what they hold the pen of comes first."""
    mine = [review for review in visible_reviews(gate.session(), gate.actor()) if _is_mine(review)]
    shown = [strand for one in mine for strand in visible_strands(one, gate.actor())]
    present.look_at(shown)
    strands = [_on_desk(strand) for strand in shown]
    return render_template(
        "desk/desk.html",
        reviews=mine,
        waiting=[each for each in strands if each.act],
        others=[each for each in strands if not each.act],
        is_officer=gate.actor().officer,
    )


def _is_mine(review: Review) -> bool:
    """Say whether an officer is in charge of a review; of a State's people, all are theirs."""
    actor = gate.actor()
    return not actor.officer or actor.person in {review.case_officer_id, review.stand_in_id}


def _on_desk(strand: Strand) -> OnDesk:
    actor, today = gate.actor(), now(gate.session()).date()
    pen = holder(strand.step, present.facts_of(strand))
    return OnDesk(
        strand=strand,
        has_pen=actor.state_in(strand.review.id) in pen.states
        or (actor.officer and pen.secretariat),
        due=present.due_words(strand.due_on, today),
        overdue=strand.due_on is not None and today > strand.due_on,
        act=next_act(strand, actor),
    )
