"""The list of observations: proposed, discussed ad referendum, closed, cleared once."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reviewmech.actions.observations import (
    clear_list,
    close_observation,
    mark_confidential,
    propose_observation,
    propose_wording,
    reopen_observation,
    take_position,
)
from reviewmech.records.clearances import clearances
from reviewmech.records.dialogue import Message, SupplementaryQuestion
from reviewmech.records.feedback import Release
from reviewmech.records.letters import Letter
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.observations import Observation, adopted, observations
from reviewmech.records.responses import Answer, Revision, Version, VersionAnswer
from reviewmech.records.standing import digest
from reviewmech.records.wordings import Position, Wording
from reviewmech.rules.access import Actor, by_note
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Clearing, ObservationKind, Outcome, Stance
from tests.cast import Cast, Nation
from tests.conftest import Clock

GAP = ObservationKind.GAP


@pytest.fixture
def talks(cast: Cast) -> Cast:
    """Give the cast with the Convention at the step of observations."""
    cast.put(Step.OBSERVATIONS)
    return cast


def propose(
    cast: Cast, who: Nation | None = None, text: str = "A gap.", **given: Any
) -> Observation:
    actor = cast.acting((who or cast.belmora).focal_point)
    given = {"kind": GAP, "article": "5", "paragraph": "1 (a)", "text": text, **given}
    return propose_observation(cast.session, actor, cast.untoc, **given)


def say(
    cast: Cast, who: Nation, item: Observation, stance: Stance = Stance.AGREES, **given: Any
) -> None:
    actor = cast.acting(who.focal_point)
    given = {"wording": item.wording.id, "stance": stance, **given}
    take_position(cast.session, actor, cast.untoc, observation=item, **given)


def agreed(cast: Cast) -> Observation:
    item = propose(cast)
    say(cast, cast.arcadia, item)
    say(cast, cast.cordania, item)
    return item


def close(cast: Cast, who: Nation, item: Observation, outcome: Outcome) -> Observation:
    return close_observation(
        cast.session,
        cast.acting(who.focal_point),
        cast.untoc,
        observation=item,
        wording=item.wording.id,
        outcome=outcome,
        statement="We see it otherwise.",
    )


def as_noted(cast: Cast, nation: Nation) -> Actor:
    note = NoteVerbale(
        state_id=nation.state.id,
        reference="NV/1",
        dated=date(2027, 1, 4),
        recorded_at=cast.untoc.step_since,
    )
    cast.session.add(note)
    cast.session.commit()
    return by_note(cast.acting(cast.officer), nation.state.id, note.id)


def clear(cast: Cast, who: Nation, seen: str | None = None) -> None:
    seen = seen or digest(observations(cast.session, cast.untoc.id))
    clear_list(cast.session, cast.acting(who.focal_point), cast.untoc, digest=seen)


def test_who_proposes_agrees_to_its_own_wording(talks: Cast) -> None:
    item = propose(talks)
    assert item.number == 1
    assert item.wording.stances == {talks.belmora.state.id: Stance.AGREES}
    assert item.item.awaited == {talks.arcadia.state.id, talks.cordania.state.id}
    assert propose(talks, talks.arcadia).number == 2


@pytest.mark.parametrize("article", ["", "99", "12"])
def test_an_observation_concerns_an_article_of_the_questionnaire(talks: Cast, article: str) -> None:
    with pytest.raises(Invalid) as refusal:
        propose(talks, article=article)
    assert refusal.value.field == "article"


@pytest.mark.parametrize("text", ["", "  \n", "x" * 100_001, "a\0b"])
def test_an_observation_has_words_that_can_be_kept(talks: Cast, text: str) -> None:
    with pytest.raises(Invalid):
        propose(talks, text=text)
    assert observations(talks.session, talks.untoc.id) == []


def test_signs_nobody_sees_are_taken_out_of_a_wording(talks: Cast) -> None:
    assert propose(talks, text="a\u202egap\x07").wording.text == "agap"


def test_a_repeated_request_proposes_once(talks: Cast) -> None:
    request = uuid4().hex
    first, again = propose(talks, request_id=request), propose(talks, request_id=request)
    assert first is again
    assert len(observations(talks.session, talks.untoc.id)) == 1


def test_only_submitted_answers_are_grounds(talks: Cast) -> None:
    version = a_version(talks)
    item = propose(talks, answers=[(1, "untoc-5-offence")])
    assert [(ground.version, ground.question) for ground in item.grounds] == [
        (version, "untoc-5-offence")
    ]
    for answers in ([(1, "untoc-5-model")], [(2, "untoc-5-offence")]):
        with pytest.raises(Invalid):
            propose(talks, answers=answers)


def test_only_closed_supplementary_questions_are_grounds(talks: Cast) -> None:
    closed, open_one = a_question(talks, closed=True), a_question(talks)
    item = propose(talks, questions=[closed.key])
    assert [ground.thread for ground in item.grounds] == [closed]
    for questions in ([open_one.key], ["no-such-key"]):
        with pytest.raises(Invalid):
            propose(talks, questions=questions)


def test_an_item_is_agreed_when_all_states_in_scope_agree_on_the_same_text(talks: Cast) -> None:
    item = propose(talks)
    say(talks, talks.arcadia, item)
    assert item.outcome is Outcome.OPEN
    say(talks, talks.cordania, item)
    assert item.outcome is Outcome.AGREED


def test_agreed_text_is_locked(talks: Cast) -> None:
    item = agreed(talks)
    with pytest.raises(Conflict):
        say(talks, talks.arcadia, item, Stance.OBJECTS, reason="On reflection, no.")
    with pytest.raises(Conflict):
        reword(talks, talks.arcadia, item, "Other words.")
    with pytest.raises(Conflict):
        close(talks, talks.belmora, item, Outcome.LEFT_OUT)
    assert (item.outcome, item.wording.number) == (Outcome.AGREED, 1)


def test_saying_the_same_twice_changes_nothing(talks: Cast) -> None:
    item = agreed(talks)
    count = len(item.wording.positions)
    say(talks, talks.arcadia, item)
    assert len(item.wording.positions) == count


def test_who_objects_says_why(talks: Cast) -> None:
    item = propose(talks)
    with pytest.raises(Invalid) as refusal:
        say(talks, talks.arcadia, item, Stance.OBJECTS)
    assert refusal.value.field == "reason"
    say(talks, talks.arcadia, item, Stance.OBJECTS, reason="It is covered by the new law.")
    assert item.wording.stances[talks.arcadia.state.id] is Stance.OBJECTS


def reword(
    cast: Cast, who: Nation, item: Observation, text: str, seen: int | None = None
) -> Wording:
    return propose_wording(
        cast.session,
        cast.acting(who.focal_point),
        cast.untoc,
        observation=item,
        wording=seen or item.wording.id,
        text=text,
    )


def test_with_other_wording_all_positions_start_again(talks: Cast) -> None:
    item = propose(talks)
    say(talks, talks.cordania, item)
    reword(talks, talks.arcadia, item, "A narrower gap.")
    assert item.wording.text == "A narrower gap."
    assert item.item.awaited == {talks.belmora.state.id, talks.cordania.state.id}
    assert [wording.text for wording in item.wordings] == ["A gap.", "A narrower gap."]


def test_nobody_rewords_or_judges_a_wording_they_have_not_read(talks: Cast) -> None:
    item = propose(talks)
    read = item.wording.id
    reword(talks, talks.arcadia, item, "A narrower gap.")
    with pytest.raises(Conflict):
        reword(talks, talks.cordania, item, "A wider gap.", seen=read)
    with pytest.raises(Conflict):
        say(talks, talks.cordania, item, wording=read)
    assert len(item.wordings) == 2


def test_the_wording_on_the_table_is_not_proposed_again(talks: Cast) -> None:
    with pytest.raises(Invalid):
        reword(talks, talks.arcadia, propose(talks), "A gap. ")


def test_the_proposer_may_withdraw_and_another_may_not_delete(talks: Cast) -> None:
    item = propose(talks)
    say(talks, talks.arcadia, item, Stance.OBJECTS, reason="No.")
    with pytest.raises(NotPermitted):
        close(talks, talks.arcadia, item, Outcome.LEFT_OUT)
    close(talks, talks.belmora, item, Outcome.LEFT_OUT)
    assert item.outcome is Outcome.LEFT_OUT
    assert adopted(talks.session, talks.untoc.id) == []


def test_an_item_carried_with_a_statement_enters_the_list_with_it(talks: Cast) -> None:
    item = propose(talks)
    say(talks, talks.cordania, item)
    close(talks, talks.arcadia, item, Outcome.WITH_STATEMENT)
    assert adopted(talks.session, talks.untoc.id) == [item]
    assert (item.statement, item.statement_by) == ("We see it otherwise.", talks.arcadia.state)


def test_no_state_blocks_by_absence(talks: Cast, clock: Clock) -> None:
    item = propose(talks)
    say(talks, talks.arcadia, item)
    with pytest.raises(NotPermitted):
        close(talks, talks.belmora, item, Outcome.WITH_STATEMENT)
    clock.forward(days=15)
    close(talks, talks.belmora, item, Outcome.WITH_STATEMENT)
    assert item.outcome is Outcome.WITH_STATEMENT


def test_an_expert_does_not_close_and_open_is_no_outcome(talks: Cast) -> None:
    item = propose(talks)
    given = {
        "observation": item,
        "wording": item.wording.id,
        "outcome": Outcome.LEFT_OUT,
        "statement": "Withdrawn.",
    }
    with pytest.raises(NotPermitted):
        close_observation(talks.session, talks.acting(talks.belmora.expert), talks.untoc, **given)
    for outcome in (Outcome.OPEN, Outcome.AGREED):
        with pytest.raises(NotPermitted):
            close(talks, talks.belmora, item, outcome)


def test_only_the_focal_point_of_the_state_under_review_marks_confidential(talks: Cast) -> None:
    item = propose(talks)
    mark = {"observation": item, "is_confidential": True}
    with pytest.raises(NotPermitted):
        mark_confidential(
            talks.session, talks.acting(talks.belmora.focal_point), talks.untoc, **mark
        )
    focal_point = talks.acting(talks.arcadia.focal_point)
    mark_confidential(talks.session, focal_point, talks.untoc, **mark)
    assert item.is_confidential


def test_a_state_clears_the_list_when_each_item_has_ended_or_has_its_agreement(talks: Cast) -> None:
    with pytest.raises(Invalid):
        clear(talks, talks.belmora)
    item = propose(talks)
    with pytest.raises(Invalid):
        clear(talks, talks.arcadia)
    say(talks, talks.arcadia, item, Stance.OBJECTS, reason="No.")
    with pytest.raises(Invalid):
        clear(talks, talks.arcadia)


def test_the_list_is_adopted_when_all_states_in_scope_have_cleared_it(talks: Cast) -> None:
    item = agreed(talks)
    clear(talks, talks.arcadia)
    clear(talks, talks.belmora)
    assert talks.untoc.step is Step.OBSERVATIONS
    clear(talks, talks.cordania)
    assert talks.untoc.step is Step.SUMMARY
    with pytest.raises(NotPermitted):
        say(talks, talks.arcadia, item)


def test_a_clearance_is_of_the_list_as_read(talks: Cast) -> None:
    agreed(talks)
    seen = digest(observations(talks.session, talks.untoc.id))
    clear(talks, talks.arcadia)
    agreed(talks)
    with pytest.raises(Conflict):
        clear(talks, talks.belmora, seen)
    now_seen = digest(observations(talks.session, talks.untoc.id))
    assert clearances(talks.session, Clearing.LIST, talks.untoc.id, now_seen) == []


def test_a_list_is_cleared_before_the_others_have_agreed_and_the_clearance_holds(
    talks: Cast,
) -> None:
    item = propose(talks)
    clear(talks, talks.belmora)
    with pytest.raises(Invalid, match="your State's agreement"):
        clear(talks, talks.arcadia)
    for nation in (talks.arcadia, talks.cordania):
        say(talks, nation, item)
        clear(talks, nation)
    assert talks.untoc.step is Step.SUMMARY


def test_clearing_the_list_clears_what_experts_took_ad_referendum(talks: Cast) -> None:
    item = propose(talks)
    for nation in (talks.arcadia, talks.cordania):
        by_expert(talks, nation, item)
    assert item.outcome is Outcome.OPEN
    clear(talks, talks.belmora)
    clear(talks, talks.arcadia)
    assert item.outcome is Outcome.OPEN
    clear(talks, talks.cordania)
    assert item.outcome is Outcome.AGREED
    assert talks.untoc.step is Step.SUMMARY


def by_expert(
    cast: Cast, who: Nation, item: Observation, stance: Stance = Stance.AGREES, reason: str = ""
) -> Position:
    return take_position(
        cast.session,
        cast.acting(who.expert),
        cast.untoc,
        observation=item,
        wording=item.wording.id,
        stance=stance,
        reason=reason,
    )


def test_an_experts_position_binds_nobody(talks: Cast) -> None:
    item = propose(talks)
    for nation in (talks.arcadia, talks.cordania):
        assert not by_expert(talks, nation, item).is_cleared
    assert item.outcome is Outcome.OPEN
    assert item.item.awaited == {talks.arcadia.state.id, talks.cordania.state.id}
    assert item.item.ad_referendum == item.item.awaited


def test_nobody_agrees_to_a_text_in_brackets(talks: Cast) -> None:
    item = propose(talks, text="It is [strongly] recommended to amend the law.")
    assert item.wording.positions == []
    for who in (by_expert, say):
        with pytest.raises(Invalid, match="Take the brackets off first"):
            who(talks, talks.arcadia, item)
    say(talks, talks.arcadia, item, Stance.OBJECTS, reason="The brackets are ours.")
    with pytest.raises(Invalid, match="never closed"):
        reword(talks, talks.arcadia, item, "It is [recommended.")
    reword(talks, talks.arcadia, item, "It is recommended to amend the law.")
    for nation in (talks.belmora, talks.cordania):
        say(talks, nation, item)
    assert item.outcome is Outcome.AGREED


def reopen(cast: Cast, who: Nation, item: Observation, reason: str = "A new law came.") -> Wording:
    actor = cast.acting(who.focal_point)
    return reopen_observation(cast.session, actor, cast.untoc, observation=item, reason=reason)


def test_an_agreed_text_is_opened_again_with_a_reason_and_all_is_kept(talks: Cast) -> None:
    item = agreed(talks)
    clear(talks, talks.belmora)
    before = digest(observations(talks.session, talks.untoc.id))
    with pytest.raises(Invalid):
        reopen(talks, talks.arcadia, item, reason=" ")
    with pytest.raises(NotPermitted):
        reopen_observation(
            talks.session,
            talks.acting(talks.arcadia.expert),
            talks.untoc,
            observation=item,
            reason="A new law came.",
        )
    again = reopen(talks, talks.arcadia, item)
    assert (item.outcome, again.text, again.reason) == (Outcome.OPEN, "A gap.", "A new law came.")
    assert item.item.awaited == item.item.scope
    assert len(item.wordings[0].positions) == 3
    after = digest(observations(talks.session, talks.untoc.id))
    assert after != before
    assert clearances(talks.session, Clearing.LIST, talks.untoc.id, after) == []
    with pytest.raises(Conflict):
        reopen(talks, talks.arcadia, item)


def test_an_observation_rests_on_the_passage_it_is_made_of(talks: Cast) -> None:
    release = Release(
        strand_id=talks.untoc.id,
        state_id=talks.cordania.state.id,
        number=1,
        articles={"5": {"measures": "The law is narrow."}},
        released_at=talks.untoc.step_since,
    )
    talks.session.add(release)
    talks.session.commit()
    item = propose(talks, release=release, quote="is narrow")
    assert [(one.release, one.article, one.quote) for one in item.grounds] == [
        (release, "5", "is narrow")
    ]


def test_a_state_clears_once_however_often_it_says_so(talks: Cast) -> None:
    agreed(talks)
    clear(talks, talks.arcadia)
    clear(talks, talks.arcadia)
    seen = digest(observations(talks.session, talks.untoc.id))
    assert len(clearances(talks.session, Clearing.LIST, talks.untoc.id, seen)) == 1


def test_a_state_takes_a_position_and_clears_by_note_verbale(talks: Cast) -> None:
    item = propose(talks)
    say(talks, talks.arcadia, item)
    cordania = as_noted(talks, talks.cordania)
    take_position(
        talks.session,
        cordania,
        talks.untoc,
        observation=item,
        wording=item.wording.id,
        stance=Stance.AGREES,
    )
    assert item.outcome is Outcome.AGREED
    assert item.wording.positions[-1].note_id == cordania.note
    seen = digest(observations(talks.session, talks.untoc.id))
    given = clear_list(talks.session, cordania, talks.untoc, digest=seen)
    assert (given.state, given.note_id) == (talks.cordania.state, cordania.note)
    told = select(func.count(Letter.id)).where(Letter.person_id == talks.cordania.focal_point.id)
    assert talks.session.scalar(told)


def test_an_officer_closes_and_proposes_for_nobody(talks: Cast) -> None:
    item = propose(talks)
    noted = as_noted(talks, talks.belmora)
    with pytest.raises(NotPermitted):
        close_observation(
            talks.session,
            noted,
            talks.untoc,
            observation=item,
            wording=item.wording.id,
            outcome=Outcome.LEFT_OUT,
            statement="Withdrawn.",
        )
    with pytest.raises(NotPermitted):
        propose_observation(talks.session, noted, talks.untoc, kind=GAP, article="5", text="A gap.")


def test_strangers_find_nothing_and_observers_and_officers_only_read(talks: Cast) -> None:
    item = propose(talks)
    given = {"observation": item, "wording": item.wording.id, "stance": Stance.AGREES}
    for person, refusal in (
        (talks.delmar.expert, NotFound),
        (talks.arcadia.observer, NotPermitted),
        (talks.officer, NotPermitted),
    ):
        with pytest.raises(refusal):
            take_position(talks.session, talks.acting(person), talks.untoc, **given)


def test_an_item_of_another_strand_is_not_in_this_list(talks: Cast) -> None:
    talks.tip.step = Step.OBSERVATIONS
    talks.session.commit()
    item = propose(talks)
    with pytest.raises(NotFound):
        take_position(
            talks.session,
            talks.acting(talks.belmora.expert),
            talks.tip,
            observation=item,
            wording=item.wording.id,
            stance=Stance.AGREES,
        )


def test_nothing_is_proposed_before_the_step_of_observations(cast: Cast) -> None:
    cast.put(Step.FEEDBACK)
    with pytest.raises(NotPermitted):
        propose(cast)


def a_version(cast: Cast) -> Version:
    """Write a submitted version with one answer."""
    moment = cast.untoc.step_since
    answer = Answer(strand_id=cast.untoc.id, question="untoc-5-offence", number=1)
    cast.session.add(answer)
    cast.session.flush()
    revision = Revision(
        answer_id=answer.id,
        number=1,
        started_from=0,
        edition_id=cast.untoc.edition_id,
        value={"choice": "yes"},
        language="en",
        saved_at=moment,
    )
    version = Version(
        strand_id=cast.untoc.id,
        number=1,
        edition_id=cast.untoc.edition_id,
        language="en",
        laws=[],
        unanswered=[],
        submitted_at=moment,
    )
    cast.session.add_all([revision, version])
    cast.session.flush()
    cast.session.add(
        VersionAnswer(
            version_id=version.id,
            question="untoc-5-offence",
            revision_id=revision.id,
            value={"choice": "yes"},
            language="en",
        )
    )
    cast.session.commit()
    return version


def a_question(cast: Cast, *, closed: bool = False) -> SupplementaryQuestion:
    """Write a supplementary question that was sent, and perhaps closed."""
    moment = cast.untoc.step_since
    thread = SupplementaryQuestion(
        strand_id=cast.untoc.id,
        asked_by_id=cast.belmora.state.id,
        article="5",
        drafted_at=moment,
        sent_at=moment,
        closed_at=moment if closed else None,
    )
    thread.messages.append(
        Message(
            state_id=cast.belmora.state.id,
            text="Which law is it?",
            language="en",
            written_at=moment,
            sent_at=moment,
        )
    )
    cast.session.add(thread)
    cast.session.commit()
    return thread


def test_what_is_proposed_is_kept_once_the_act_is_over(talks: Cast, session: Session) -> None:
    item = propose(talks, kind=ObservationKind.SUGGESTION)
    session.expire_all()
    assert session.get(Observation, item.id) is item
    assert item.kind is ObservationKind.SUGGESTION
