"""Proposing and clearing how a review is held."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.consultation import (
    clear_consultation,
    hand_article_over,
    propose_consultation,
)
from reviewmech.actions.feedback import save_feedback
from reviewmech.records.clearances import Clearance
from reviewmech.records.consultation import (
    Consultation,
    HandOver,
    current,
    division,
    readers,
)
from reviewmech.records.drafting_room import drafting_room
from reviewmech.records.feedback import visible_drafts
from reviewmech.records.letters import Letter
from reviewmech.records.people import Person
from reviewmech.records.reviews import case
from reviewmech.rules import access
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from tests.actions.test_phases import a_note
from tests.cast import Cast


def propose(session: Session, cast: Cast, person: Person, **given: Any) -> Consultation:
    """Propose for the Convention, with what matters to the test."""
    usual: dict[str, Any] = {"instead_of": 0, "languages": ["en"], "division": {}}
    return propose_consultation(session, cast.acting(person), cast.untoc, **(usual | given))


def test_focal_points_and_the_secretariat_propose(session: Session, cast: Cast) -> None:
    people = [cast.arcadia.focal_point, cast.cordania.focal_point, cast.officer]
    for number, person in enumerate(people):
        proposal = propose(session, cast, person, instead_of=number)
        assert proposal.number == number + 1
    assert current(session, cast.untoc.id) is proposal
    assert proposal.proposed_by is None
    assert {letter.person for letter in session.scalars(select(Letter))} >= {
        cast.belmora.focal_point
    }


def test_experts_and_strangers_do_not_propose(session: Session, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        propose(session, cast, cast.belmora.expert)
    with pytest.raises(NotFound):
        propose(session, cast, cast.delmar.focal_point)


def test_all_states_clear_and_the_step_ends(session: Session, cast: Cast) -> None:
    strand = cast.put(Step.CONSULTATION)
    propose(session, cast, cast.officer)
    for nation in (cast.arcadia, cast.belmora, cast.cordania):
        assert strand.step is Step.CONSULTATION
        clear_consultation(session, cast.acting(nation.focal_point), strand, number=1)
    assert strand.step is Step.FEEDBACK


def test_clearing_beside_the_self_assessment_leaves_the_step(session: Session, cast: Cast) -> None:
    propose(session, cast, cast.officer)
    for nation in (cast.arcadia, cast.belmora, cast.cordania):
        clear_consultation(session, cast.acting(nation.focal_point), cast.untoc, number=1)
    assert cast.untoc.step is Step.SELF_ASSESSMENT


def test_a_new_proposal_starts_the_clearances_anew(session: Session, cast: Cast) -> None:
    strand = cast.put(Step.CONSULTATION)
    propose(session, cast, cast.officer)
    for nation in (cast.arcadia, cast.belmora):
        clear_consultation(session, cast.acting(nation.focal_point), strand, number=1)
    propose(session, cast, cast.arcadia.focal_point, instead_of=1)
    clear_consultation(session, cast.acting(cast.cordania.focal_point), strand, number=2)
    assert strand.step is Step.CONSULTATION


def test_a_clearance_counts_only_for_what_was_read(session: Session, cast: Cast) -> None:
    propose(session, cast, cast.officer)
    propose(session, cast, cast.officer, instead_of=1, languages=["fr"])
    with pytest.raises(Conflict):
        clear_consultation(session, cast.acting(cast.arcadia.focal_point), cast.untoc, number=1)
    assert session.scalars(select(Clearance)).all() == []


def test_two_proposals_at_once_are_one_and_a_conflict(session: Session, cast: Cast) -> None:
    propose(session, cast, cast.arcadia.focal_point)
    with pytest.raises(Conflict):
        propose(session, cast, cast.belmora.focal_point)


def test_a_state_clears_a_proposal_once(session: Session, cast: Cast) -> None:
    propose(session, cast, cast.officer)
    focal_point = cast.acting(cast.arcadia.focal_point)
    given = {"number": 1, "request_id": "pressed-twice"}
    first = clear_consultation(session, focal_point, cast.untoc, **given)
    assert clear_consultation(session, focal_point, cast.untoc, **given).id == first.id
    by_note = access.by_note(
        cast.acting(cast.officer), cast.arcadia.state.id, a_note(session, cast.arcadia.state).id
    )
    with pytest.raises(Conflict, match="already"):
        clear_consultation(session, by_note, cast.untoc, number=1)


def test_a_state_clears_by_note_verbale_and_is_told(session: Session, cast: Cast) -> None:
    propose(session, cast, cast.officer)
    note = a_note(session, cast.belmora.state)
    by_note = access.by_note(cast.acting(cast.officer), cast.belmora.state.id, note.id)
    clearance = clear_consultation(session, by_note, cast.untoc, number=1)
    assert (clearance.state, clearance.note, clearance.person) == (
        cast.belmora.state,
        note,
        cast.officer,
    )
    told = [letter.subject for letter in session.scalars(select(Letter))]
    assert any("recorded from its note verbale" in subject for subject in told)


def test_there_is_nothing_to_clear_before_a_proposal(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid, match="Nothing is proposed yet"):
        clear_consultation(session, cast.acting(cast.arcadia.focal_point), cast.untoc, number=0)


def test_experts_do_not_clear_and_nobody_after_the_step(session: Session, cast: Cast) -> None:
    propose(session, cast, cast.officer)
    with pytest.raises(NotPermitted):
        clear_consultation(session, cast.acting(cast.arcadia.expert), cast.untoc, number=1)
    strand = cast.put(Step.FEEDBACK)
    with pytest.raises(NotPermitted, match="present step"):
        clear_consultation(session, cast.acting(cast.arcadia.focal_point), strand, number=1)


@pytest.mark.parametrize(
    "given",
    [
        {"languages": []},
        {"languages": ["tlh"]},
        {"languages": ["en", "fr", "es"]},
        {"feedback_by": date(2027, 1, 11)},
        {"division": {"99": []}},
        {"division": {"5": []}},
        {"division": {"5": [123456]}},
        {"remarks": "x" * 5_001},
        {"remarks": "\0"},
    ],
)
def test_a_proposal_that_cannot_be_is_refused(
    session: Session, cast: Cast, given: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        propose(session, cast, cast.officer, **given)
    assert current(session, cast.untoc.id) is None


def test_an_article_is_read_by_those_named_or_by_all(session: Session, cast: Cast) -> None:
    every = [cast.belmora.state, cast.cordania.state]
    assert readers(None, cast.untoc, "5") == every
    proposal = propose(session, cast, cast.officer, division={"5": [cast.cordania.state.id]})
    assert readers(proposal, cast.untoc, "5") == [cast.cordania.state]
    proposal.division = {"5": [cast.delmar.state.id]}
    assert readers(proposal, cast.untoc, "5") == every


def hand_over(session: Session, cast: Cast, person: Person, **given: Any) -> HandOver:
    """Hand Article 5 over to Cordania, with what matters to the test."""
    usual: dict[str, Any] = {"articles": ["5"], "taker": cast.cordania.state.id}
    return hand_article_over(session, cast.acting(person), cast.untoc, **(usual | given))


def test_a_focal_point_hands_an_article_over(session: Session, cast: Cast) -> None:
    strand = cast.put(Step.FEEDBACK)
    made = hand_over(session, cast, cast.belmora.focal_point)
    assert (made.article, made.giver, made.taker) == (
        "5",
        cast.belmora.state,
        cast.cordania.state,
    )
    assert division(session, strand).takers("5") == [cast.cordania.state]


def test_what_the_giver_drafted_stays_its_own(session: Session, cast: Cast) -> None:
    strand = cast.put(Step.FEEDBACK)
    belmora, cordania = cast.acting(cast.belmora.expert), cast.acting(cast.cordania.expert)
    save_feedback(session, belmora, strand, article="5", measures="Ours.")
    hand_over(session, cast, cast.belmora.focal_point)
    assert visible_drafts(session, strand.id, belmora, case(strand))["5"].measures == "Ours."
    assert visible_drafts(session, strand.id, cordania, case(strand)) == {}
    assert drafting_room(session, strand.id, cordania, case(strand)).partners == {}


def test_an_article_is_handed_over_once(session: Session, cast: Cast) -> None:
    cast.put(Step.FEEDBACK)
    hand_over(session, cast, cast.belmora.focal_point, request_id="pressed-twice")
    hand_over(session, cast, cast.belmora.focal_point, request_id="pressed-twice")
    assert len(session.scalars(select(HandOver)).all()) == 1
    with pytest.raises(Invalid, match="does not take article"):
        hand_over(session, cast, cast.belmora.focal_point)


def test_an_article_outside_the_division_is_not_handed_over(session: Session, cast: Cast) -> None:
    propose(session, cast, cast.officer, division={"5": [cast.cordania.state.id]})
    cast.put(Step.FEEDBACK)
    with pytest.raises(Invalid, match="does not take article"):
        hand_over(session, cast, cast.belmora.focal_point)
    back = hand_over(session, cast, cast.cordania.focal_point, taker=cast.belmora.state.id)
    assert back.taker == cast.belmora.state


@pytest.mark.parametrize("articles", [[], ["99"], [""], ["5", "99"]])
def test_only_articles_that_are_divided_are_handed_over(
    session: Session, cast: Cast, articles: list[str]
) -> None:
    cast.put(Step.FEEDBACK)
    with pytest.raises(Invalid):
        hand_over(session, cast, cast.belmora.focal_point, articles=articles)
    assert session.scalars(select(HandOver)).all() == []


@pytest.mark.parametrize("name", ["arcadia", "belmora", "delmar"])
def test_the_taker_is_another_reviewing_state_in_scope(
    session: Session, cast: Cast, name: str
) -> None:
    cast.put(Step.FEEDBACK)
    with pytest.raises(Invalid, match="another State"):
        hand_over(session, cast, cast.belmora.focal_point, taker=getattr(cast, name).state.id)
    cast.tip.step = Step.FEEDBACK
    session.commit()
    with pytest.raises(Invalid, match="another State"):
        hand_article_over(
            session,
            cast.acting(cast.belmora.focal_point),
            cast.tip,
            articles=["5"],
            taker=cast.cordania.state.id,
        )


def test_only_reviewing_focal_points_hand_over(session: Session, cast: Cast) -> None:
    cast.put(Step.FEEDBACK)
    for person in (cast.belmora.expert, cast.arcadia.focal_point, cast.officer):
        with pytest.raises(NotPermitted):
            hand_over(session, cast, person)
    with pytest.raises(NotFound):
        hand_over(session, cast, cast.delmar.focal_point)
