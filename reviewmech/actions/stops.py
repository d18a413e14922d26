"""Stopping the clock of a step, with a reason that all in the review read, and starting it again.

A term can so wait for an agreed translation. Who may stop it, and that one State alone can, is our
reading (verified: false): it is said to all at once, and any of the others starts it again. Each
stop is ended by itself, and keeps the day that was agreed beside the one on which it was ended.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records import stops
from reviewmech.records.database import now
from reviewmech.records.reviews import Strand
from reviewmech.records.stops import ClockStop
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, nothing_here
from reviewmech.rules.texts import required

LONGEST_REASON = 2_000
LONGEST_STOP = timedelta(days=366)
"""How far ahead the end of a stop may be set; without an end it stands until it is started."""


@act(Action.STOP_CLOCK)
def stop_clock(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    reason: str,
    since: date | None = None,
    until: date | None = None,
) -> ClockStop:
    """Stop the clock of the strand's step: from a day on, until another or until it is started."""
    # It is kept through the lock, and another act may have moved its term meanwhile.
    session.refresh(strand, ["due_on"])
    today = now(session).date()
    made = stops.of_step(session, strand)
    term = stops.running(strand, made)
    if term is None:
        raise Invalid("This step has no term, so there is no clock to stop.")
    if any(each.is_open for each in made):
        raise Conflict("The clock of this step stands already, so nothing was changed.")
    since = since or today
    _check(strand, term.due(today), since, until, today)
    stop = ClockStop(
        strand_id=strand.id,
        step=strand.step,
        term_ends_on=term.ends_on,
        since=since,
        until=until,
        reason=required(reason, longest=LONGEST_REASON, field="reason"),
        state_id=actor.state_in(strand.review.id),
        stopped_by_id=actor.person,
        stopped_at=now(session),
    )
    session.add(stop)
    stops.settle(strand, [*made, stop], today)
    return stop


def _check(strand: Strand, due: date, since: date, until: date | None, today: date) -> None:
    """Refuse days on which this clock cannot stand."""
    if since > today:
        raise Invalid("A clock is stopped from today or from an earlier day.", field="since")
    if since < strand.step_since.date():
        raise Invalid("This step began later than that day.", field="since")
    if since > due:
        raise Invalid(
            "The term ended before that day, so its clock cannot be stopped any more.",
            field="since",
        )
    if until is not None and until <= since:
        raise Invalid("The clock runs again after the day on which it stops.", field="until")
    if until is not None and until > today + LONGEST_STOP:
        raise Invalid(
            "This is more than a year away. Leave the day open if nobody knows it yet.",
            field="until",
        )


@act(Action.START_CLOCK)
def start_clock(session: Session, actor: Actor, strand: Strand, *, stop: ClockStop) -> ClockStop:
    """End one stop of the step's clock, from today; it runs again unless another stop stands."""
    # It is kept through the lock, and another act may have moved its term meanwhile.
    session.refresh(strand, ["due_on"])
    today = now(session).date()
    if stop.strand_id != strand.id:
        raise nothing_here()
    if not stop.stands(today):
        raise Conflict("This stop is over already, so nothing was changed.")
    stop.ended_on = today
    stop.ended_for_id, stop.ended_by_id = actor.state_in(strand.review.id), actor.person
    stops.settle(strand, stops.of_step(session, strand), today)
    return stop
