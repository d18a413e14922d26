"""Opening phases, adding strands after an accession, and moving strands on."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.phases import LONGEST_REASON, add_strand, move_on, open_phase
from reviewmech.actions.reviews import open_review
from reviewmech.actions.states import correct_participation
from reviewmech.records.database import now, surroundings
from reviewmech.records.journal import Entry, particulars
from reviewmech.records.letters import Letter
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.openings import instruments_without_strand
from reviewmech.records.responses import Edition
from reviewmech.records.reviews import Phase, Review
from reviewmech.records.states import State
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotPermitted
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.conftest import Clock


def a_note(session: Session, state: State, reference: str = "NV 1") -> NoteVerbale:
    """Write a note received from a State."""
    note = NoteVerbale(
        state_id=state.id, reference=reference, dated=date(2027, 1, 5), recorded_at=now(session)
    )
    session.add(note)
    session.commit()
    return note


def a_second_review(session: Session, cast: Cast) -> Review:
    """Open the review of Belmora, party to two instruments."""
    return open_review(
        session,
        cast.acting(cast.officer),
        None,
        state=cast.belmora.state,
        case_officer=cast.officer,
        cycle=cast.review.cycle,
    )


def test_a_phase_has_a_strand_for_each_instrument_the_state_is_party_to(
    session: Session, cast: Cast
) -> None:
    review = a_second_review(session, cast)
    phase = open_phase(
        session,
        cast.acting(cast.officer),
        review,
        part="cluster-1",
        starts_on=date(2027, 3, 1),
    )
    assert [strand.instrument for strand in phase.strands] == ["UNTOC", "TIP"]
    assert (phase.starts_on, phase.ends_on) == (date(2027, 3, 1), date(2029, 3, 1))
    for strand in phase.strands:
        assert strand.step is Step.SELF_ASSESSMENT
        assert strand.due_on == date(2027, 9, 1)


def test_strands_on_the_same_words_share_one_edition(session: Session, cast: Cast) -> None:
    before = len(session.scalars(select(Edition)).all())
    open_phase(
        session,
        cast.acting(cast.officer),
        a_second_review(session, cast),
        part="cluster-1",
        starts_on=date(2027, 3, 1),
    )
    assert len(session.scalars(select(Edition)).all()) == before


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("cluster-1", "open already"),
        ("cluster-9", "from the list"),
        ("cluster-2", "no questionnaire yet"),
    ],
)
def test_a_phase_opens_once_and_with_something_to_ask(
    session: Session, cast: Cast, part: str, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        open_phase(
            session,
            cast.acting(cast.officer),
            cast.review,
            part=part,
            starts_on=date(2027, 3, 1),
        )
    assert session.scalars(select(Phase)).all() == [cast.phase]


def test_an_accession_adds_a_strand_with_its_whole_term(
    session: Session, cast: Cast, clock: Clock
) -> None:
    officer, mechanism = cast.acting(cast.officer), surroundings(session).mechanism
    session.delete(cast.tip)
    session.commit()
    session.expire_all()
    clock.forward(days=90)
    strand = add_strand(session, officer, cast.phase, instrument="TIP")
    assert strand.due_on == date(2027, 10, 11)
    assert [each.instrument for each in cast.phase.strands] == ["UNTOC", "TIP"]
    assert instruments_without_strand(session, cast.phase, mechanism) == []
    with pytest.raises(Invalid, match="the strand is there already"):
        add_strand(session, officer, cast.phase, instrument="TIP")


def test_an_instrument_without_a_questionnaire_is_said_in_words(
    session: Session, cast: Cast
) -> None:
    officer = cast.acting(cast.officer)
    correct_participation(
        session, officer, None, state=cast.arcadia.state, instrument="SOM", is_party=True
    )
    missing = instruments_without_strand(session, cast.phase, surroundings(session).mechanism)
    assert [one.code for one in missing] == ["SOM"]
    with pytest.raises(Invalid, match="no questionnaire yet on this part of the Smuggling"):
        add_strand(session, officer, cast.phase, instrument="SOM")


def test_a_strand_is_moved_on_by_reason_and_note(session: Session, cast: Cast) -> None:
    note = a_note(session, cast.arcadia.state)
    move_on(
        session,
        cast.acting(cast.officer),
        cast.untoc,
        step=Step.SELF_ASSESSMENT,
        reason="Arcadia will answer later.",
        note=note,
    )
    assert cast.untoc.step is Step.CONSULTATION
    line = session.scalars(select(Entry).where(Entry.action == Action.MOVE_ON)).one()
    assert json.loads(line.payload)["reason"] == "Arcadia will answer later."
    assert particulars(session, [line])[line.id]["note"] == note
    assert session.scalars(select(Letter)).all()


def test_moving_on_needs_a_reason_the_journal_can_keep(session: Session, cast: Cast) -> None:
    note = a_note(session, cast.arcadia.state)
    for reason in ("", "  ", "x" * (LONGEST_REASON + 1)):
        with pytest.raises(Invalid):
            move_on(
                session,
                cast.acting(cast.officer),
                cast.untoc,
                step=Step.SELF_ASSESSMENT,
                reason=reason,
                note=note,
            )
    assert cast.untoc.step is Step.SELF_ASSESSMENT


def test_moving_on_needs_a_note_of_a_state_in_the_strand(session: Session, cast: Cast) -> None:
    for note in (None, a_note(session, cast.delmar.state)):
        with pytest.raises(Invalid, match="Choose a note verbale"):
            move_on(
                session,
                cast.acting(cast.officer),
                cast.untoc,
                step=Step.SELF_ASSESSMENT,
                reason="It is late.",
                note=note,
            )


def test_two_officers_move_a_strand_one_step(session: Session, cast: Cast) -> None:
    note = a_note(session, cast.arcadia.state)
    given = {"step": Step.SELF_ASSESSMENT, "reason": "It is late.", "note": note}
    move_on(session, cast.acting(cast.officer), cast.untoc, **given)
    with pytest.raises(Conflict):
        move_on(session, cast.acting(cast.officer), cast.untoc, **given)
    assert cast.untoc.step is Step.CONSULTATION


def test_what_is_concluded_goes_no_further(session: Session, cast: Cast) -> None:
    note = a_note(session, cast.arcadia.state)
    strand = cast.put(Step.CONCLUDED)
    with pytest.raises(NotPermitted):
        move_on(
            session,
            cast.acting(cast.officer),
            strand,
            step=Step.CONCLUDED,
            reason="It is late.",
            note=note,
        )
