"""Opening reviews, and naming and releasing reviewing States."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.consultation import clear_consultation, propose_consultation
from reviewmech.actions.reviews import assign_officers, open_review, pair_state, unpair_state
from reviewmech.records.journal import INSTALLATION, Chain, Entry, append, canonical
from reviewmech.records.openings import eligible_reviewers
from reviewmech.records.reviews import Cycle, Review
from reviewmech.records.states import Participation
from reviewmech.rules.purposes import Action, Audience
from reviewmech.rules.refusals import Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from tests.cast import Cast, Nation, a_person, a_state


def join(session: Session, nation: Nation, *instruments: str) -> None:
    """Write that a State is party to these instruments."""
    for code in instruments:
        session.add(
            Participation(
                state_id=nation.state.id,
                instrument=code,
                is_party=True,
                as_of=date(2026, 1, 1),
                verified=False,
                source="test",
            )
        )
    session.commit()


def acted(session: Session, cast: Cast, nation: Nation, action: Action, heard: Audience) -> None:
    """Write in the journal that a State did something in the strand of the Convention."""
    chain = session.get(Chain, f"review-{cast.review.id}")
    if chain is None:
        chain = Chain(name=f"review-{cast.review.id}", length=0, head="", moves=0)
        session.add(chain)
    entry = Entry(
        request_id=f"{action.name}-{nation.state.id}",
        at=cast.review.opened_at,
        action=action,
        heard_by=heard,
        review_id=cast.review.id,
        strand_id=cast.untoc.id,
        state_id=nation.state.id,
        thing="",
        payload=canonical({}),
    )
    append(session, chain, entry)
    session.commit()


def test_the_secretariat_opens_a_review_in_a_new_cycle(session: Session, cast: Cast) -> None:
    officer = cast.acting(cast.officer)
    review = open_review(
        session,
        officer,
        None,
        state=cast.belmora.state,
        case_officer=cast.officer,
        cycle_name="Second cycle",
        cycle_starts_on=date(2035, 1, 1),
    )
    assert (review.state, review.cycle.name) == (cast.belmora.state, "Second cycle")
    line = session.scalars(select(Entry).where(Entry.action == Action.OPEN_REVIEW)).one()
    assert (line.review_id, line.chain) == (review.id, INSTALLATION)


def test_a_request_sent_twice_opens_one_review(session: Session, cast: Cast) -> None:
    given = {
        "state": cast.belmora.state,
        "case_officer": cast.officer,
        "cycle": cast.review.cycle,
        "request_id": "once",
    }
    first = open_review(session, cast.acting(cast.officer), None, **given)
    again = open_review(session, cast.acting(cast.officer), None, **given)
    assert first.id == again.id


def test_a_state_is_under_review_once_in_a_cycle(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid, match="Arcadia is under review in this cycle already"):
        open_review(
            session,
            cast.acting(cast.officer),
            None,
            state=cast.arcadia.state,
            case_officer=cast.officer,
            cycle=cast.review.cycle,
        )


def test_a_state_party_to_nothing_is_not_reviewed(session: Session, cast: Cast) -> None:
    state = a_state(session, "Elbonia")
    session.commit()
    with pytest.raises(Invalid, match="not shown as party to any instrument"):
        open_review(
            session,
            cast.acting(cast.officer),
            None,
            state=state,
            case_officer=cast.officer,
            cycle=cast.review.cycle,
        )


@pytest.mark.parametrize(
    ("cycle_name", "starts_on", "words"),
    [
        ("", date(2035, 1, 1), "write something"),
        ("Second cycle", None, "on which day"),
        ("First cycle", date(2035, 1, 1), "choose it from the list"),
    ],
)
def test_a_new_cycle_needs_its_own_name_and_a_day(
    session: Session, cast: Cast, cycle_name: str, starts_on: date | None, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        open_review(
            session,
            cast.acting(cast.officer),
            None,
            state=cast.belmora.state,
            case_officer=cast.officer,
            cycle_name=cycle_name,
            cycle_starts_on=starts_on,
        )
    assert session.scalars(select(Cycle)).all() == [cast.review.cycle]


def test_only_the_secretariat_opens_reviews(session: Session, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        open_review(
            session,
            cast.acting(cast.arcadia.focal_point),
            None,
            state=cast.belmora.state,
            case_officer=cast.officer,
            cycle=cast.review.cycle,
        )


def test_case_officers_are_of_the_secretariat_and_two(session: Session, cast: Cast) -> None:
    officer = cast.acting(cast.officer)
    stand_in = a_person(session, "Otto Officer")
    session.commit()
    assign_officers(session, officer, cast.review, case_officer=cast.officer, stand_in=stand_in)
    assert cast.review.stand_in == stand_in
    with pytest.raises(Invalid, match="is not in the secretariat"):
        assign_officers(session, officer, cast.review, case_officer=cast.arcadia.expert)
    with pytest.raises(Invalid, match="somebody else to stand in"):
        assign_officers(session, officer, cast.review, case_officer=stand_in, stand_in=stand_in)


def test_a_reviewing_state_is_named_for_instruments(session: Session, cast: Cast) -> None:
    join(session, cast.delmar, "UNTOC", "TIP")
    moves = session.get_one(Chain, INSTALLATION).moves if session.get(Chain, INSTALLATION) else 0
    pair_state(
        session,
        cast.acting(cast.officer),
        cast.review,
        state=cast.delmar.state,
        instruments=["UNTOC"],
    )
    assert cast.delmar.state in cast.review.reviewing_states("UNTOC")
    assert cast.delmar.state not in cast.review.reviewing_states("TIP")
    assert session.get_one(Chain, f"review-{cast.review.id}").moves == moves + 1


def test_a_state_that_is_not_party_does_not_review(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid, match="Cordania is not party to the Trafficking"):
        pair_state(
            session,
            cast.acting(cast.officer),
            cast.review,
            state=cast.cordania.state,
            instruments=["TIP"],
        )


def test_nobody_reviews_what_the_state_under_review_is_not_party_to(
    session: Session, cast: Cast
) -> None:
    join(session, cast.cordania, "SOM")
    with pytest.raises(Invalid, match="Arcadia is not party to the Smuggling"):
        pair_state(
            session,
            cast.acting(cast.officer),
            cast.review,
            state=cast.cordania.state,
            instruments=["SOM"],
        )


@pytest.mark.parametrize(
    ("instruments", "words"),
    [([], "at least one"), (["UNTOC"], "already"), (["NOPE"], "from the list")],
)
def test_a_pairing_names_known_instruments_once(
    session: Session, cast: Cast, instruments: list[str], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        pair_state(
            session,
            cast.acting(cast.officer),
            cast.review,
            state=cast.belmora.state,
            instruments=instruments,
        )


def test_a_state_does_not_review_itself(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid, match="does not review itself"):
        pair_state(
            session,
            cast.acting(cast.officer),
            cast.review,
            state=cast.arcadia.state,
            instruments=["UNTOC"],
        )


def test_only_eligible_states_are_offered(session: Session, cast: Cast) -> None:
    assert eligible_reviewers(session, cast.review) == []
    join(session, cast.delmar, "UNTOC", "SOM")
    assert eligible_reviewers(session, cast.review) == [(cast.delmar.state, ["UNTOC"])]


def test_a_reviewing_state_that_did_nothing_is_released(session: Session, cast: Cast) -> None:
    unpair_state(
        session,
        cast.acting(cast.officer),
        cast.review,
        state=cast.cordania.state,
        instrument="UNTOC",
    )
    assert cast.review.reviewing_states("UNTOC") == [cast.belmora.state]
    with pytest.raises(Invalid, match="does not review"):
        unpair_state(
            session,
            cast.acting(cast.officer),
            cast.review,
            state=cast.cordania.state,
            instrument="UNTOC",
        )


@pytest.mark.parametrize("action", [Action.SEND_QUESTION, Action.RELEASE_FEEDBACK])
def test_a_reviewing_state_that_asked_or_released_stays(
    session: Session, cast: Cast, action: Action
) -> None:
    acted(session, cast, cast.cordania, action, Audience.REVIEW)
    with pytest.raises(Invalid, match="already taken part"):
        unpair_state(
            session,
            cast.acting(cast.officer),
            cast.review,
            state=cast.cordania.state,
            instrument="UNTOC",
        )


def test_drafts_of_a_state_do_not_show_in_its_release(session: Session, cast: Cast) -> None:
    acted(session, cast, cast.cordania, Action.SAVE_FEEDBACK, Audience.OWN_STATE)
    unpair_state(
        session,
        cast.acting(cast.officer),
        cast.review,
        state=cast.cordania.state,
        instrument="UNTOC",
    )
    assert cast.cordania.state not in cast.review.reviewing_states("UNTOC")


def test_a_strand_that_waited_for_the_released_state_goes_on(session: Session, cast: Cast) -> None:
    strand = cast.put(Step.CONSULTATION)
    everyone = cast.acting(cast.officer)
    propose_consultation(session, everyone, strand, instead_of=0, languages=["en"], division={})
    for nation in (cast.arcadia, cast.belmora):
        clear_consultation(session, cast.acting(nation.focal_point), strand, number=1)
    assert strand.step is Step.CONSULTATION
    unpair_state(session, everyone, cast.review, state=cast.cordania.state, instrument="UNTOC")
    assert strand.step is Step.FEEDBACK


def test_strangers_do_not_learn_that_a_review_exists(session: Session, cast: Cast) -> None:
    with pytest.raises(NotFound):
        pair_state(
            session,
            cast.acting(cast.delmar.focal_point),
            cast.review,
            state=cast.delmar.state,
            instruments=["UNTOC"],
        )
    assert session.scalars(select(Review).where(Review.id == cast.review.id)).one()
