"""What is on the table of an observation, and the positions States take on it.

An expert takes a position ad referendum. A focal point's own binds at once, and so does what a
note verbale says; what an expert took is cleared by the focal point, one, a few, or with the list.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records.database import now
from reviewmech.records.observations import Observation, observations
from reviewmech.records.practices import shares_positions
from reviewmech.records.reviews import Strand, case
from reviewmech.records.silences import silence_on
from reviewmech.records.wordings import Position, Wording
from reviewmech.rules.access import Actor, may
from reviewmech.rules.brackets import check_brackets, has_brackets
from reviewmech.rules.observations import is_agreed
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.vocabulary import Outcome, Stance


@act(Action.CLEAR_OBSERVATIONS)
def clear_observations(
    session: Session, actor: Actor, strand: Strand, *, positions: Collection[str]
) -> list[Position]:
    """Clear the State's positions read (their marks), so that they bind it."""
    state = state_of(actor, strand)
    waiting = {
        held.mark: item
        for item in observations(session, strand.id)
        if item.outcome is Outcome.OPEN
        and (held := item.wording.ad_referendum(state))
        and (actor.note is None or not held.is_internal)
    }
    chosen = set(positions)
    if not chosen:
        raise Invalid("Choose at least one observation to clear.")
    if not chosen <= waiting.keys():
        raise Conflict(
            "A position or a wording has changed since you read the list, so nothing was cleared. "
            "Read what is on the table now, and choose again."
        )
    return [clear(session, actor, waiting[key]) for key in sorted(chosen)]


def state_of(actor: Actor, strand: Strand) -> int:
    """Return the State an actor takes part for; refuse who takes part for none."""
    state = actor.state_in(strand.review.id)
    if state is None:
        raise NotPermitted("Only the States in this review take part in its list.")
    return state


def binds(actor: Actor, strand: Strand) -> bool:
    """Say whether what this actor says binds its State at once."""
    return may(Action.CLEAR_OBSERVATIONS, actor, case(strand))


def is_internal(session: Session, actor: Actor, strand: Strand) -> bool:
    """Say whether what this actor takes stays inside its State until it is cleared."""
    if binds(actor, strand):
        return False
    return not shares_positions(session, strand.review.id, state_of(actor, strand))


def check_part(observation: Observation, strand: Strand) -> None:
    """Refuse an observation that is not in this strand's list."""
    if observation.strand_id != strand.id:
        raise NotFound("There is no such observation in this list. Check the address, please.")


def check_open(session: Session, observation: Observation, strand: Strand) -> None:
    """Refuse to touch what is agreed or closed, or what the end of a silence has agreed."""
    check_part(observation, strand)
    if observation.outcome is not Outcome.OPEN:
        raise Conflict(
            "This observation is agreed or closed by now, so its text no longer changes. Open its "
            "page again to see how it stands."
        )
    silence = silence_on(session, observation.wording)
    if silence and not silence.ended_at and silence.is_over(now(session).date()):
        raise Conflict(
            "Nobody had objected to this wording when its silence ended, so it is agreed, and its "
            "text no longer changes."
        )


def check_read(observation: Observation, wording: int) -> None:
    """Refuse what was said of another wording than the one on the table."""
    if observation.wording.id != wording:
        raise Conflict(
            "Another wording was put on the table while you were reading, so nothing was changed. "
            "Compare it with yours, and send again what still holds."
        )


def check_may_propose(session: Session, actor: Actor, strand: Strand) -> None:
    """Refuse an expert whose State shows nothing before its focal point has cleared it."""
    if is_internal(session, actor, strand):
        raise NotPermitted(
            "Your State shows nothing to the others before its focal point has cleared it, and "
            "what is proposed is read by all at once. Let your focal point propose it. What you "
            "wrote is still below."
        )


def put_on_the_table(
    session: Session, actor: Actor, observation: Observation, text: str, language: str
) -> Wording:
    """Add a wording; who proposes it agrees to it, unless a part of it is in brackets."""
    check_brackets(text, field="text")
    if observation.wordings:
        end_its_silence(session, observation, is_broken=True)
    wording = Wording(
        number=len(observation.wordings) + 1,
        text=text,
        language=language,
        reason="",
        state_id=state_of(actor, observation.strand),
        person_id=actor.person,
        note_id=actor.note,
        proposed_at=now(session),
    )
    observation.wordings.append(wording)
    if not has_brackets(text):
        take(session, actor, observation, Stance.AGREES, "")
    return wording


def check_brackets_off(observation: Observation) -> None:
    """Refuse to agree to a text of which a part is in brackets."""
    if has_brackets(observation.wording.text):
        raise Invalid(
            "Take the brackets off first: what stands in them is not agreed. Propose the wording "
            "without them, or with the words in them left out."
        )


def repeats(
    session: Session, actor: Actor, observation: Observation, stance: Stance, reason: str
) -> Position | None:
    """Return the State's position if this would only say it again, to the same readers."""
    strand = observation.strand
    held = observation.wording.held_by(state_of(actor, strand))
    if held is None or (held.stance, held.reason) != (stance, reason):
        return None
    if held.is_cleared:
        return held
    is_new = binds(actor, strand) or held.is_internal != is_internal(session, actor, strand)
    return None if is_new else held


def take(
    session: Session, actor: Actor, observation: Observation, stance: Stance, reason: str
) -> Position:
    """Add a position on the wording on the table; it binds if the actor can clear it."""
    strand, moment = observation.strand, now(session)
    is_bound = binds(actor, strand)
    return _add(
        session,
        observation,
        Position(
            state_id=state_of(actor, strand),
            stance=stance,
            reason=reason,
            is_internal=is_internal(session, actor, strand),
            person_id=actor.person,
            note_id=actor.note,
            taken_at=moment,
            cleared_at=moment if is_bound else None,
            cleared_by_id=actor.person if is_bound else None,
        ),
    )


def clear(session: Session, actor: Actor, observation: Observation) -> Position:
    """Add what the State's position becomes once it is cleared: it keeps who took it."""
    held = observation.wording.held_by(state_of(actor, observation.strand))
    assert held is not None, "Only a position that was taken is cleared."
    if held.stance is Stance.AGREES:
        check_brackets_off(observation)
    moment = now(session)
    return _add(
        session,
        observation,
        Position(
            state_id=held.state_id,
            stance=held.stance,
            reason=held.reason,
            is_internal=False,
            person_id=held.person_id,
            note_id=actor.note,
            taken_at=moment,
            cleared_at=moment,
            cleared_by_id=actor.person,
        ),
    )


def by_silence(session: Session, observation: Observation, state: int) -> Position:
    """Add the agreement of a State that said nothing until the day of a silence."""
    moment = now(session)
    position = Position(
        state_id=state,
        stance=Stance.AGREES,
        reason="",
        is_internal=False,
        taken_at=moment,
        cleared_at=moment,
    )
    return _add(session, observation, position)


def end_its_silence(session: Session, observation: Observation, *, is_broken: bool) -> None:
    """End the silence that runs on the wording on the table, if one does."""
    silence = silence_on(session, observation.wording)
    if silence is not None and silence.ended_at is None:
        silence.ended_at, silence.is_broken = now(session), is_broken


def _add(session: Session, observation: Observation, position: Position) -> Position:
    """Add a position: an objection others read breaks a silence; the last agreement ends all."""
    observation.wording.positions.append(position)
    if position.stance is Stance.OBJECTS and not position.is_internal:
        end_its_silence(session, observation, is_broken=True)
    if is_agreed(observation.item):
        observation.outcome = Outcome.AGREED
        end_its_silence(session, observation, is_broken=False)
    return position
