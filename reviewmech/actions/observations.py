"""The list of observations: items proposed, discussed ad referendum, closed, and cleared once."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records.clearances import Clearance, keep_clearance
from reviewmech.records.database import now, surroundings
from reviewmech.records.dialogue import visible_questions
from reviewmech.records.observations import (
    Ground,
    Observation,
    Position,
    Wording,
    next_number,
    observations,
    questionnaire_of,
)
from reviewmech.records.observations import (
    digest as digest_of,
)
from reviewmech.records.responses import visible_versions
from reviewmech.records.reviews import Strand, case
from reviewmech.rules.access import Actor
from reviewmech.rules.closings import closings
from reviewmech.rules.observations import is_agreed, is_settled
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import REFERENCE, WHOLE_PART
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.texts import checked, required
from reviewmech.rules.vocabulary import Clearing, Inquiry, ObservationKind, Outcome, Stance

LONGEST_PARAGRAPH = 60
"""Characters of a paragraph as it is cited: "1 (a) (ii)"."""

Source = tuple[int, str]
"""An answer as a ground: the number of the version it stands in, and the question's id."""


@act(Action.PROPOSE_OBSERVATION)
def propose_observation(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    kind: ObservationKind,
    article: str,
    text: str,
    paragraph: str = "",
    answers: Collection[Source] = (),
    questions: Collection[str] = (),
    language: str = REFERENCE,
) -> Observation:
    """Propose an observation on a provision; the State thereby agrees to its own wording."""
    if article == WHOLE_PART or questionnaire_of(session, strand).section(article) is None:
        raise Invalid("Choose an article of this questionnaire.", field="article")
    observation = Observation(
        strand=strand,
        number=next_number(session, strand.id),
        kind=kind,
        article=article,
        paragraph=checked(paragraph, longest=LONGEST_PARAGRAPH, field="paragraph"),
        proposed_by_id=_state(actor, strand),
        proposed_at=now(session),
        outcome=Outcome.OPEN,
    )
    observation.grounds = [
        *_answers(session, actor, strand, answers),
        *_questions(session, actor, strand, questions),
    ]
    _put_on_the_table(session, actor, observation, required(text, field="text"), language)
    session.add(observation)
    return observation


@act(Action.PROPOSE_WORDING)
def propose_wording(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    observation: Observation,
    wording: int,
    text: str,
    language: str = REFERENCE,
) -> Wording:
    """Propose other wording in place of the one read; all positions start again."""
    _check_open(observation, strand)
    _check_read(observation, wording)
    words = required(text, field="text")
    if words == observation.wording.text:
        raise Invalid(
            "This is the wording on the table already. Change it, or agree to it.", field="text"
        )
    return _put_on_the_table(session, actor, observation, words, language)


@act(Action.TAKE_POSITION)
def take_position(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    observation: Observation,
    wording: int,
    stance: Stance,
    reason: str = "",
) -> Position:
    """Agree or object, ad referendum, to the wording read; said twice it changes nothing."""
    _check_part(observation, strand)
    _check_read(observation, wording)
    given = checked(reason, field="reason")
    held = _held(observation.wording, _state(actor, strand))
    if held is not None and (held.stance, held.reason) == (stance, given):
        return held
    _check_open(observation, strand)
    if stance is Stance.OBJECTS and not given:
        raise Invalid("Please say why, so that the others can meet it.", field="reason")
    return _take(session, actor, observation, stance, given)


@act(Action.CLOSE_OBSERVATION)
def close_observation(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    observation: Observation,
    wording: int,
    outcome: Outcome,
    statement: str,
) -> Observation:
    """Close an item that is not agreed: left out, or carried with one's State's statement.

    Who may do so and when is the rule of `rules/closings.py`; which outcomes there are at all
    stands in the Mechanism's file.
    """
    _check_open(observation, strand)
    _check_read(observation, wording)
    state = _state(actor, strand)
    mechanism = surroundings(session).mechanism
    allowed = closings(observation.dispute, state, now(session).date(), mechanism.silence)
    if outcome not in allowed & mechanism.closings:
        raise NotPermitted(
            "Your State cannot close this observation so, as things stand. Its page says who may "
            "close it, and how."
        )
    observation.statement = required(statement, field="statement")
    observation.statement_by_id = state
    observation.outcome = outcome
    return observation


@act(Action.MARK_CONFIDENTIAL)
def mark_confidential(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    observation: Observation,
    is_confidential: bool,
) -> Observation:
    """Mark an item confidential, so that it enters no paper, or take the mark away."""
    _check_part(observation, strand)
    observation.is_confidential = is_confidential
    return observation


@act(Action.CLEAR_LIST)
def clear_list(session: Session, actor: Actor, strand: Strand, *, digest: str) -> Clearance:
    """Clear the list of observations exactly as it was read: only this binds the State."""
    items = observations(session, strand.id)
    if digest != digest_of(items):
        raise Conflict(
            "The list has changed since you read it, so it was not cleared. Read it again, and "
            "clear it if it still holds."
        )
    if not is_settled(item.item for item in items):
        raise Invalid(
            "The list can be cleared once it has an observation and each of them is agreed or "
            "closed. The page of the list says what is open, and with whom."
        )
    state = _state(actor, strand)
    return keep_clearance(session, Clearing.LIST, strand.id, digest, state, actor)


def _state(actor: Actor, strand: Strand) -> int:
    state = actor.state_in(strand.review.id)
    if state is None:
        raise NotPermitted("Only the States in this review take part in its list.")
    return state


def _check_part(observation: Observation, strand: Strand) -> None:
    if observation.strand_id != strand.id:
        raise NotFound("There is no such observation in this list. Check the address, please.")


def _check_open(observation: Observation, strand: Strand) -> None:
    _check_part(observation, strand)
    if observation.outcome is not Outcome.OPEN:
        raise Conflict(
            "This observation is agreed or closed by now, so its text no longer changes. Open its "
            "page again to see how it stands."
        )


def _check_read(observation: Observation, wording: int) -> None:
    if observation.wording.id != wording:
        raise Conflict(
            "Another wording was put on the table while you were reading, so nothing was changed. "
            "Compare it with yours, and send again what still holds."
        )


def _put_on_the_table(
    session: Session, actor: Actor, observation: Observation, text: str, language: str
) -> Wording:
    wording = Wording(
        number=len(observation.wordings) + 1,
        text=text,
        language=language,
        state_id=_state(actor, observation.strand),
        person_id=actor.person,
        note_id=actor.note,
        proposed_at=now(session),
    )
    observation.wordings.append(wording)
    _take(session, actor, observation, Stance.AGREES, "")
    return wording


def _take(
    session: Session, actor: Actor, observation: Observation, stance: Stance, reason: str
) -> Position:
    """Add a position on the wording on the table; with the last State's consent it is agreed."""
    position = Position(
        state_id=_state(actor, observation.strand),
        stance=stance,
        reason=reason,
        person_id=actor.person,
        note_id=actor.note,
        taken_at=now(session),
    )
    observation.wording.positions.append(position)
    if is_agreed(observation.item):
        observation.outcome = Outcome.AGREED
    return position


def _held(wording: Wording, state: int) -> Position | None:
    own = [position for position in wording.positions if position.state_id == state]
    return own[-1] if own else None


def _answers(
    session: Session, actor: Actor, strand: Strand, answers: Collection[Source]
) -> list[Ground]:
    submitted = {
        version.number: version
        for version in visible_versions(session, strand.id, actor, case(strand))
    }
    for number, question in answers:
        if number not in submitted or question not in submitted[number].values:
            raise Invalid("Choose answers that were submitted.", field="answers")
    return [
        Ground(question=question, version_id=submitted[number].id) for number, question in answers
    ]


def _questions(
    session: Session, actor: Actor, strand: Strand, questions: Collection[str]
) -> list[Ground]:
    """Rest on closed supplementary questions only: what is said in them no longer changes."""
    visible = visible_questions(session, strand.id, actor, case(strand))
    closed = {thread.key: thread.id for thread in visible if thread.state is Inquiry.CLOSED}
    if not set(closed).issuperset(questions):
        raise Invalid("Choose supplementary questions that are closed.", field="questions")
    return [Ground(thread_id=closed[key]) for key in questions]
