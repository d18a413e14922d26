"""The list of observations: items proposed, discussed, closed or opened again, and cleared."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.actions.grounds import (
    Source,
    answers_as_grounds,
    feedback_as_ground,
    questions_as_grounds,
)
from reviewmech.actions.positions import (
    check_brackets_off,
    check_may_propose,
    check_open,
    check_part,
    check_read,
    clear,
    end_its_silence,
    put_on_the_table,
    repeats,
    state_of,
    take,
)
from reviewmech.records.clearances import Clearance, keep_clearance
from reviewmech.records.database import now, surroundings
from reviewmech.records.feedback import Release
from reviewmech.records.observations import (
    Observation,
    next_number,
    observations,
    questionnaire_of,
)
from reviewmech.records.passages import Passage, passages
from reviewmech.records.reviews import Strand
from reviewmech.records.standing import digest as digest_of
from reviewmech.records.wordings import Position, Wording
from reviewmech.rules.access import Actor
from reviewmech.rules.closings import closings
from reviewmech.rules.observations import may_be_cleared
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import REFERENCE, WHOLE_PART
from reviewmech.rules.refusals import Conflict, Invalid, NotPermitted
from reviewmech.rules.texts import checked, required
from reviewmech.rules.vocabulary import Clearing, ObservationKind, Outcome, Stance

LONGEST_PARAGRAPH = 60
"""Characters of a paragraph as it is cited: "1 (a) (ii)"."""


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
    release: Release | None = None,
    quote: str = "",
    language: str = REFERENCE,
) -> Observation:
    """Propose an observation on a provision; the State thereby agrees to its own wording.

    ``quote`` is the passage it is made of: of the feedback, or else of the first answer or
    question given.
    """
    check_may_propose(session, actor, strand)
    if article == WHOLE_PART or questionnaire_of(session, strand).section(article) is None:
        raise Invalid("Choose an article of this questionnaire.", field="article")
    observation = Observation(
        strand=strand,
        number=next_number(session, strand.id),
        kind=kind,
        article=article,
        paragraph=checked(paragraph, longest=LONGEST_PARAGRAPH, field="paragraph"),
        proposed_by_id=state_of(actor, strand),
        proposed_at=now(session),
        outcome=Outcome.OPEN,
    )
    observation.grounds = [
        *([feedback_as_ground(session, actor, strand, release, article)] if release else []),
        *answers_as_grounds(session, actor, strand, answers),
        *questions_as_grounds(session, actor, strand, questions),
    ]
    if quote and not observation.grounds:
        raise Invalid("Choose the answer, question or feedback in which the passage stands.")
    if quote:
        observation.grounds[0].quote = checked(quote, field="quote")
    put_on_the_table(session, actor, observation, required(text, field="text"), language)
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
    check_open(session, observation, strand)
    check_may_propose(session, actor, strand)
    check_read(observation, wording)
    words = required(text, field="text")
    if words == observation.wording.text:
        raise Invalid(
            "This is the wording on the table already. Change it, or agree to it.", field="text"
        )
    return put_on_the_table(session, actor, observation, words, language)


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
    """Agree or object to the wording read; an expert's word is ad referendum until cleared.

    Said twice it changes nothing.
    """
    check_part(observation, strand)
    check_read(observation, wording)
    given = checked(reason, field="reason")
    held = repeats(session, actor, observation, stance, given)
    if held is not None:
        return held
    check_open(session, observation, strand)
    if stance is Stance.AGREES:
        check_brackets_off(observation)
    elif not given:
        raise Invalid("Please say why, so that the others can meet it.", field="reason")
    return take(session, actor, observation, stance, given)


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
    check_open(session, observation, strand)
    check_read(observation, wording)
    state = state_of(actor, strand)
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
    end_its_silence(session, observation, is_broken=True)
    return observation


@act(Action.REOPEN_OBSERVATION)
def reopen_observation(
    session: Session, actor: Actor, strand: Strand, *, observation: Observation, reason: str
) -> Wording:
    """Open an agreed text again: it comes to the table anew, and all positions start again.

    The list has changed by that, so States that have cleared it clear it again.
    """
    check_part(observation, strand)
    if observation.outcome is not Outcome.AGREED:
        raise Conflict("Only an agreed observation is opened again. This one is not agreed.")
    agreed = observation.wording
    observation.outcome = Outcome.OPEN
    wording = Wording(
        number=agreed.number + 1,
        text=agreed.text,
        language=agreed.language,
        reason=required(reason, field="reason"),
        state_id=state_of(actor, strand),
        person_id=actor.person,
        note_id=actor.note,
        proposed_at=now(session),
    )
    observation.wordings.append(wording)
    for each in passages(session, [agreed.id]).get(agreed.id, ()):
        # The words are the same, so what the State under review keeps confidential stays so.
        each.taken_off_at = now(session)
        session.add(
            Passage(
                wording=wording,
                start=each.start,
                end=each.end,
                marked_by_id=each.marked_by_id,
                marked_at=each.marked_at,
            )
        )
    return wording


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
    check_part(observation, strand)
    observation.is_confidential = is_confidential
    return observation


@act(Action.CLEAR_LIST)
def clear_list(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    digest: str,
    positions: Collection[str] | None = None,
) -> Clearance:
    """Clear the list exactly as it was read, with all positions in it still ad referendum.

    ``positions`` are the marks of those that were read; none of another reason is cleared.
    """
    listed, state = observations(session, strand.id), state_of(actor, strand)
    if digest != digest_of(listed) or not _were_read(listed, state, positions):
        raise Conflict(
            "The list has changed since you read it, so it was not cleared. Read it again, and "
            "clear it if it still holds."
        )
    # Nobody in the secretariat reads what is internal, so a note goes by what all may read.
    is_noted = actor.note is not None
    if not may_be_cleared((one.item_as_shared if is_noted else one.item for one in listed), state):
        raise Invalid(
            "The list can be cleared once it has an observation, and each of them has ended or "
            "has your State's agreement. The page of the list says what is open, and with whom."
        )
    for one in listed:
        if one.outcome is not Outcome.OPEN:
            continue
        if is_noted and one.wording.cleared.get(state) is not Stance.AGREES:
            take(session, actor, one, Stance.AGREES, "")
        elif not is_noted and one.wording.ad_referendum(state):
            clear(session, actor, one)
    return keep_clearance(session, Clearing.LIST, strand.id, digest, state, actor)


def _were_read(listed: list[Observation], state: int, positions: Collection[str] | None) -> bool:
    """Say whether the State's positions still ad referendum are those that were read, if told."""
    held = (one.wording.ad_referendum(state) for one in listed if one.outcome is Outcome.OPEN)
    return positions is None or {one.mark for one in held if one} == set(positions)
