"""The next act that is awaited in a strand: whoever did whatever before, a review can go on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from reviewmech.records import (
    consultation,
    feedback,
    observations,
    responses,
    standing,
    summaries,
)
from reviewmech.records.clearances import cleared_by
from reviewmech.records.facts import summary_cleared
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import actor as actor_of
from reviewmech.records.people import focal_point
from reviewmech.records.reviews import Strand
from reviewmech.records.silences import over
from reviewmech.records.states import State
from reviewmech.records.wordings import Silence
from reviewmech.rules.access import THE_SYSTEM
from reviewmech.rules.purposes import Action
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Capacity, Clearing, ObservationKind, Outcome, Stance
from tests.stateful.stage import Attempt, Stage


def next_act(stage: Stage, strand: Strand) -> Attempt | None:
    """Return the act that takes a strand nearer to its end, or None when it has ended."""
    if not strand.reviewing_states:
        # A strand whose reviewers were all released waits for others.
        named = {"state": stage.cast.belmora.state, "instruments": [strand.instrument]}
        officer = actor_of(stage.session, stage.cast.officer)
        return stage.attempt(Action.PAIR_STATE, "officer", officer, strand.review, named)
    vacant = _vacant(stage, strand)
    if vacant is not None:
        return vacant
    return {
        Step.SELF_ASSESSMENT: _submit,
        Step.CONSULTATION: _consult,
        Step.FEEDBACK: _release,
        Step.OBSERVATIONS: _agree,
        Step.SUMMARY: _sum_up,
        Step.CONCLUDED: lambda stage, strand: None,
    }[strand.step](stage, strand)


def _act(stage: Stage, action: Action, state: State | None, subject: Any, **given: Any) -> Attempt:
    person = stage.cast.officer
    if state is not None:
        found = focal_point(stage.session, subject.review.id, state.id)
        assert found is not None, f"{state} has a focal point by now"
        person = found
    return stage.attempt(action, person.name, actor_of(stage.session, person), subject, given)


def _vacant(stage: Stage, strand: Strand) -> Attempt | None:
    session, review = stage.session, strand.review
    for state in strand.participants:
        if focal_point(session, review.id, state.id) is None:
            note = session.scalars(select(NoteVerbale).filter_by(state_id=state.id)).first()
            number = stage.sent
            return stage.attempt(
                Action.REGISTER_PERSON,
                "officer",
                actor_of(session, stage.cast.officer),
                review,
                {
                    "note": note,
                    "capacity": Capacity.FOCAL_POINT,
                    "name": f"Newcomer {number}",
                    "address": f"newcomer{number}@example.org",
                },
            )
    return None


def _word(stage: Stage, state: State, strand: Strand) -> str:
    person = focal_point(stage.session, strand.review.id, state.id)
    return stage.mark(actor_of(stage.session, person), strand)


def _submit(stage: Stage, strand: Strand) -> Attempt:
    state = strand.review.state
    if any(responses.current_values(stage.session, strand.id).values()):
        return _act(stage, Action.SUBMIT, state, strand, language="en")
    question = f"{strand.instrument.lower()}-5-offence"
    place = responses.place_of(stage.session, strand.id, question)
    return _act(
        stage,
        Action.SAVE_ANSWER,
        state,
        strand,
        question=question,
        value={"choice": "in_part", "remark": _word(stage, state, strand)},
        started_from=place.number if place else 0,
        language="en",
    )


def _consult(stage: Stage, strand: Strand) -> Attempt:
    proposal = consultation.current(stage.session, strand.id)
    if proposal is None:
        given = {"instead_of": 0, "languages": ["en"], "division": {}}
        return _act(stage, Action.PROPOSE_CONSULTATION, strand.review.state, strand, **given)
    number = proposal.number
    cleared = cleared_by(stage.session, Clearing.CONSULTATION, strand.id, str(number))
    state = next(one for one in strand.participants if one.id not in cleared)
    return _act(stage, Action.CLEAR_CONSULTATION, state, strand, number=number)


def _release(stage: Stage, strand: Strand) -> Attempt:
    released = {one.state_id for one in feedback.released(stage.session, strand.id)}
    state = next(one for one in strand.reviewing_states if one.id not in released)
    drafts = feedback.drafts(stage.session, strand.id, state.id)
    if any(each.is_written for each in drafts.values()):
        return _act(stage, Action.RELEASE_FEEDBACK, state, strand)
    started = drafts["5"].number if "5" in drafts else 0
    words = _word(stage, state, strand)
    given = {"article": "5", "measures": words, "started_from": started}
    return _act(stage, Action.SAVE_FEEDBACK, state, strand, **given)


def _agree(stage: Stage, strand: Strand) -> Attempt:
    items = observations.observations(stage.session, strand.id)
    if not items:
        state = strand.reviewing_states[0]
        given = {"kind": ObservationKind.GAP, "article": "5", "text": _word(stage, state, strand)}
        return _act(stage, Action.PROPOSE_OBSERVATION, state, strand, **given)
    overdue = next(
        (one for one in over(stage.session, stage.clock.today) if _is_in(one, strand)), None
    )
    if overdue is not None:
        # What nobody objected to in time is agreed: that can no longer be changed.
        return stage.attempt(Action.END_SILENCE, "system", THE_SYSTEM, strand, {"silence": overdue})
    for item in items:
        if item.outcome is Outcome.OPEN:
            state = next(one for one in strand.participants if one.id in item.item.awaited)
            given = {"observation": item, "wording": item.wording.id, "stance": Stance.AGREES}
            return _act(stage, Action.TAKE_POSITION, state, strand, **given)
    digest = standing.digest(items)
    cleared = cleared_by(stage.session, Clearing.LIST, strand.id, digest)
    state = next(one for one in strand.participants if one.id not in cleared)
    return _act(stage, Action.CLEAR_LIST, state, strand, digest=digest)


def _is_in(silence: Silence, strand: Strand) -> bool:
    return silence.wording.observation.strand_id == strand.id


def _sum_up(stage: Stage, strand: Strand) -> Attempt:
    session, phase = stage.session, strand.phase
    summary = summaries.in_preparation(session, phase.id)
    # A strand that comes later waits for the summary that a State has cleared already.
    if summary is None or (
        strand.id not in summary.strands and not summary_cleared(session, summary)
    ):
        return _act(stage, Action.COMPILE_SUMMARY, None, phase)
    digest = summaries.digest(summaries.paragraphs(session, summary))
    cleared = cleared_by(session, Clearing.SUMMARY, summary.id, digest)
    for state in summary.participants:
        if state.id not in cleared:
            return _act(stage, Action.CLEAR_SUMMARY, state, phase, digest=digest)
    return _act(
        stage,
        Action.ISSUE_SUMMARY,
        None,
        phase,
        summary=summary,
        digest=digest,
        symbol=f"PAPER/{stage.sent}",
        dated=stage.clock.today,
        files=dict.fromkeys(("md", "docx", "pdf"), b"A paper as issued."),
    )
