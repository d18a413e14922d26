"""The silence procedure: a wording stands unless a State objects by the end of a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.actions.positions import by_silence, check_brackets_off, check_open, check_read
from reviewmech.records.database import now, surroundings
from reviewmech.records.observations import Observation
from reviewmech.records.reviews import Strand
from reviewmech.records.silences import over, silence_on
from reviewmech.records.wordings import Silence
from reviewmech.rules.access import THE_SYSTEM, Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, Refused
from reviewmech.rules.vocabulary import Stance

LONGEST_SILENCE = 366
"""Days from now to the day a silence ends: a later one is a slip of the pen."""


@act(Action.PUT_UNDER_SILENCE)
def put_under_silence(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    observation: Observation,
    wording: int,
    until: date,
) -> Silence:
    """Put the wording read under silence: who has not objected by the end of that day agrees."""
    check_open(session, observation, strand)
    check_read(observation, wording)
    check_brackets_off(observation)
    if silence_on(session, observation.wording) is not None:
        raise Conflict(
            "This wording was put under silence before. Another wording can be put under it."
        )
    if Stance.OBJECTS in observation.wording.shared.values():
        raise Invalid("A State objects to this wording. Put another on the table first.")
    _check_until(session, until)
    silence = Silence(
        wording_id=observation.wording.id,
        until=until,
        state_id=actor.state_in(strand.review.id),
        put_at=now(session),
    )
    session.add(silence)
    return silence


@act(Action.END_SILENCE)
def end_silence(session: Session, actor: Actor, strand: Strand, *, silence: Silence) -> Silence:
    """End a silence to which nobody objected: each State that has not agreed agrees by it."""
    observation = silence.wording.observation
    if observation.strand_id != strand.id or silence.ended_at is not None:
        raise Conflict("This silence does not run.")
    if not silence.is_over(now(session).date()):
        raise Conflict("The last day of this silence has not passed.")
    silence.ended_at = now(session)
    for state in sorted(observation.item.awaited):
        by_silence(session, observation, state)
    return silence


def end_silences(session: Session) -> int:
    """End every silence whose day has passed, and say how many; the system's regular work."""
    ended = 0
    for silence in over(session, now(session).date()):
        try:
            end_silence(session, THE_SYSTEM, silence.wording.observation.strand, silence=silence)
        except Refused:
            # It was broken, or ended by another process, since it was looked for.
            continue
        ended += 1
    return ended


def _check_until(session: Session, until: date) -> None:
    today = now(session).date()
    first = surroundings(session).mechanism.silence.after(today)
    if until < first:
        raise Invalid(
            "A silence leaves the others time to read: choose %(day)s or a later day.",
            field="until",
            day=first,
        )
    if (until - today).days > LONGEST_SILENCE:
        raise Invalid("This day is more than a year away. Choose an earlier one.", field="until")
