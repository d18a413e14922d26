"""Who takes which article, and who reads whose drafts: said by the consultation alone."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from reviewmech.actions.dialogue import draft_question
from reviewmech.actions.feedback import save_feedback
from reviewmech.records.clearances import keep_clearance
from reviewmech.records.consultation import (
    Consultation,
    HandOver,
    division,
    drafting_together,
)
from reviewmech.records.database import now
from reviewmech.records.drafting_room import Room, drafted_questions, drafting_room
from reviewmech.records.feedback import visible_drafts
from reviewmech.records.reviews import ReviewingState, Strand, case
from reviewmech.records.states import State
from reviewmech.rules.access import by_note
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Clearing
from tests.cast import Cast, Nation


def a_proposal(session: Session, strand: Strand, number: int = 1, **given: Any) -> Consultation:
    """Write a proposal on how the review is held."""
    usual = {"languages": ["en"], "division": {}, "is_drafting_shared": True, "remarks": ""}
    made = Consultation(
        strand_id=strand.id, number=number, proposed_at=now(session), **(usual | given)
    )
    session.add(made)
    session.commit()
    return made


def clear(cast: Cast, *nations: Nation, number: int = 1) -> None:
    """Write that States have cleared a proposal."""
    for nation in nations:
        keep_clearance(
            cast.session,
            Clearing.CONSULTATION,
            cast.untoc.id,
            str(number),
            nation.state.id,
            cast.acting(nation.focal_point),
        )
    cast.session.commit()


def share(cast: Cast) -> Strand:
    """Put the strand at the feedback step, its reviewing States drafting together."""
    strand = cast.put(Step.FEEDBACK)
    a_proposal(cast.session, strand)
    clear(cast, cast.arcadia, cast.belmora, cast.cordania)
    return strand


def handed(session: Session, strand: Strand, giver: State, taker: State) -> None:
    """Write that Article 5 was handed over."""
    moment = now(session)
    session.add(
        HandOver(
            strand_id=strand.id, article="5", giver_id=giver.id, taker_id=taker.id, handed_at=moment
        )
    )
    session.commit()


def test_all_take_all_where_nothing_is_divided(cast: Cast, session: Session) -> None:
    both = [cast.belmora.state, cast.cordania.state]
    divided = division(session, cast.untoc)
    assert divided.takers("5") == both and divided.takers("") == both


def test_who_hands_over_takes_it_no_more_and_the_taker_does(cast: Cast, session: Session) -> None:
    belmora, cordania = cast.belmora.state, cast.cordania.state
    a_proposal(session, cast.untoc, division={"5": [belmora.id]})
    handed(session, cast.untoc, belmora, cordania)
    divided = division(session, cast.untoc)
    assert divided.takers("5") == [cordania]
    last = divided.last("5")
    assert last is not None and last.taker == cordania and divided.last("") is None
    handed(session, cast.untoc, cordania, belmora)
    assert division(session, cast.untoc).takers("5") == [belmora]


def test_a_newer_proposal_takes_the_place_of_what_was_handed_over(
    cast: Cast, session: Session, clock: Any
) -> None:
    belmora, cordania = cast.belmora.state, cast.cordania.state
    a_proposal(session, cast.untoc, division={"5": [belmora.id]})
    handed(session, cast.untoc, belmora, cordania)
    clock.forward(minutes=1)
    a_proposal(session, cast.untoc, 2, division={"5": [belmora.id]})
    assert division(session, cast.untoc).takers("5") == [belmora]


def test_a_state_released_from_the_review_takes_nothing(cast: Cast, session: Session) -> None:
    belmora, cordania = cast.belmora.state, cast.cordania.state
    handed(session, cast.untoc, belmora, cordania)
    session.query(ReviewingState).filter_by(state_id=cordania.id).delete()
    session.commit()
    session.expire_all()
    assert division(session, cast.untoc).takers("5") == [belmora]


def test_states_that_draft_together_read_one_anothers_drafts(cast: Cast, session: Session) -> None:
    strand = share(cast)
    save_feedback(session, cast.acting(cast.belmora.expert), strand, article="5", measures="Ours.")
    draft_question(session, cast.acting(cast.belmora.expert), strand, article="5", text="Which?")
    for person in (cast.cordania.focal_point, cast.cordania.expert, cast.cordania.observer):
        sight = (session, strand.id, cast.acting(person), case(strand))
        room = drafting_room(*sight)
        assert room.partners[cast.belmora.state.id]["5"].measures == "Ours."
        asked = drafted_questions(*sight, room, "5")
        assert [each.opening.text for each in asked] == ["Which?"]
        assert drafted_questions(*sight, room, "") == []
        assert room.own == {} and visible_drafts(*sight) == {}
    sight = (session, strand.id, cast.acting(cast.belmora.expert), case(strand))
    assert drafting_room(*sight).own == visible_drafts(*sight) != {}


def test_the_drafting_room_is_closed_to_all_others(cast: Cast, session: Session) -> None:
    strand = share(cast)
    save_feedback(session, cast.acting(cast.belmora.expert), strand, article="5", measures="Ours.")
    draft_question(session, cast.acting(cast.belmora.expert), strand, article="5", text="Which?")
    people = (cast.arcadia.focal_point, cast.arcadia.observer, cast.officer)
    actors = [cast.acting(person) for person in (*people, cast.delmar.focal_point)]
    actors.append(by_note(cast.acting(cast.officer), cast.cordania.state.id, 1))
    for actor in actors:
        sight = (session, strand.id, actor, case(strand))
        room = drafting_room(*sight)
        assert room == Room() and drafted_questions(*sight, room, "5") == []


@pytest.mark.parametrize("step", [Step.CONSULTATION, Step.FEEDBACK])
def test_only_states_that_cleared_it_draft_together(
    cast: Cast, session: Session, step: Step
) -> None:
    strand = cast.put(step)
    a_proposal(session, strand)
    clear(cast, cast.arcadia, cast.belmora)
    assert drafting_together(session, strand.id, case(strand)) == frozenset()
    clear(cast, cast.cordania)
    together = {cast.belmora.state.id, cast.cordania.state.id}
    assert drafting_together(session, strand.id, case(strand)) == together
    belmora = cast.acting(cast.belmora.expert)
    room = drafting_room(session, strand.id, belmora, case(strand))
    assert set(room.partners) == together - {cast.belmora.state.id}


def test_nothing_is_shared_before_every_state_has_cleared(cast: Cast, session: Session) -> None:
    strand = cast.put(Step.CONSULTATION)
    a_proposal(session, strand)
    clear(cast, cast.belmora, cast.cordania)
    assert drafting_together(session, strand.id, case(strand)) == frozenset()
    belmora = cast.acting(cast.belmora.expert)
    assert drafting_room(session, strand.id, belmora, case(strand)).partners == {}
    cast.put(Step.FEEDBACK)
    assert len(drafting_together(session, strand.id, case(strand))) == 2


def test_a_newer_proposal_closes_the_room_until_it_is_cleared(cast: Cast, session: Session) -> None:
    strand = share(cast)
    cast.put(Step.CONSULTATION)
    a_proposal(session, strand, 2)
    assert drafting_together(session, strand.id, case(strand)) == frozenset()
    clear(cast, cast.arcadia, cast.belmora, cast.cordania, number=2)
    assert len(drafting_together(session, strand.id, case(strand))) == 2


def test_each_by_itself_means_by_itself(cast: Cast, session: Session) -> None:
    strand = cast.put(Step.FEEDBACK)
    a_proposal(session, strand, is_drafting_shared=False)
    clear(cast, cast.arcadia, cast.belmora, cast.cordania)
    save_feedback(session, cast.acting(cast.belmora.expert), strand, article="5", measures="Ours.")
    cordania = cast.acting(cast.cordania.expert)
    assert drafting_room(session, strand.id, cordania, case(strand)) == Room()


def test_a_state_out_of_scope_is_in_no_room(cast: Cast, session: Session) -> None:
    cast.tip.step = Step.FEEDBACK
    a_proposal(session, cast.tip)
    for nation in (cast.arcadia, cast.belmora, cast.cordania):
        keep_clearance(
            session,
            Clearing.CONSULTATION,
            cast.tip.id,
            "1",
            nation.state.id,
            cast.acting(nation.focal_point),
        )
    session.commit()
    assert drafting_together(session, cast.tip.id, case(cast.tip)) == frozenset()
