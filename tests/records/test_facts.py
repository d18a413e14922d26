"""What has happened in a strand, as the records tell it to the rules."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from reviewmech.records.clearances import Clearance
from reviewmech.records.consultation import Consultation
from reviewmech.records.database import now
from reviewmech.records.facts import facts
from reviewmech.records.feedback import Release
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.records.summaries import Summary
from reviewmech.rules.steps import Facts, Pen, Step, pen, reached
from reviewmech.rules.vocabulary import Clearing
from tests.cast import Cast
from tests.known import Known


def keep(session: Session, *records: Any) -> None:
    session.add_all(records)
    session.commit()


def a_version(session: Session, strand: Strand, number: int = 1) -> Version:
    return Version(
        strand_id=strand.id,
        number=number,
        edition_id=strand.edition_id,
        language="en",
        laws=[],
        unanswered=[],
        submitted_at=now(session) + timedelta(hours=number),
    )


def a_proposal(session: Session, strand: Strand, number: int = 1) -> Consultation:
    return Consultation(
        strand_id=strand.id,
        number=number,
        languages=["en"],
        division={},
        is_drafting_shared=False,
        remarks="",
        proposed_at=now(session),
    )


def a_release(session: Session, strand: Strand, state: State, number: int = 1) -> Release:
    return Release(
        strand_id=strand.id,
        state_id=state.id,
        number=number,
        articles={},
        released_at=now(session),
    )


def cleared(session: Session, kind: Clearing, subject: int, digest: str, *states: State) -> None:
    given = {"kind": kind, "subject": subject, "digest": digest, "cleared_at": now(session)}
    keep(session, *(Clearance(**given, state_id=state.id) for state in states))


def found(asked: Facts) -> Known:
    """Find every fact out."""
    return Known(**{field.name: getattr(asked, field.name) for field in fields(Known)})


def test_at_the_beginning_nothing_has_happened(cast: Cast, session: Session) -> None:
    reviewing = frozenset({cast.belmora.state.id, cast.cordania.state.id})
    assert found(facts(session, cast.untoc)) == Known(cast.arcadia.state.id, reviewing)
    known = facts(session, cast.untoc)
    assert pen(cast.untoc.step, known) == Pen(frozenset({cast.arcadia.state.id}))


def test_each_strand_knows_its_own_scope(cast: Cast, session: Session) -> None:
    assert facts(session, cast.tip).reviewing == {cast.belmora.state.id}


def test_a_version_makes_a_strand_submitted_and_no_other(cast: Cast, session: Session) -> None:
    keep(session, a_version(session, cast.untoc))
    assert facts(session, cast.untoc).submitted
    assert not facts(session, cast.tip).submitted


def test_only_clearances_of_the_proposal_on_the_table_count(cast: Cast, session: Session) -> None:
    states = (cast.arcadia.state, cast.belmora.state, cast.cordania.state)
    keep(session, a_proposal(session, cast.untoc))
    cleared(session, Clearing.CONSULTATION, cast.untoc.id, "1", *states)
    everyone = {state.id for state in states}
    assert facts(session, cast.untoc).consultation_cleared == everyone
    assert facts(session, cast.tip).consultation_cleared == frozenset()
    keep(session, a_proposal(session, cast.untoc, number=2))
    assert facts(session, cast.untoc).consultation_cleared == frozenset()


def test_a_release_counts_for_its_state_however_often_it_is_made(
    cast: Cast, session: Session
) -> None:
    belmora = cast.belmora.state
    keep(session, *(a_release(session, cast.untoc, belmora, number) for number in (1, 2)))
    assert facts(session, cast.untoc).released == {belmora.id}


def test_a_strand_moves_as_far_as_its_facts_allow(cast: Cast, session: Session) -> None:
    states = (cast.arcadia.state, cast.belmora.state, cast.cordania.state)
    keep(session, a_proposal(session, cast.untoc))
    cleared(session, Clearing.CONSULTATION, cast.untoc.id, "1", *states)
    assert reached(Step.SELF_ASSESSMENT, facts(session, cast.untoc)) is Step.SELF_ASSESSMENT
    keep(session, a_version(session, cast.untoc))
    assert reached(Step.SELF_ASSESSMENT, facts(session, cast.untoc)) is Step.FEEDBACK
    keep(session, *(a_release(session, cast.untoc, state) for state in states[1:]))
    assert reached(Step.SELF_ASSESSMENT, facts(session, cast.untoc)) is Step.OBSERVATIONS


def test_an_empty_list_is_not_settled(cast: Cast, session: Session) -> None:
    assert not facts(session, cast.put(Step.OBSERVATIONS)).list_settled


def test_a_summary_counts_for_the_strands_it_was_compiled_from(
    cast: Cast, session: Session
) -> None:
    summary = {"phase_id": cast.phase.id, "number": 1, "language": "en", "title": "Arcadia"}
    keep(session, Summary(**summary, strands=[cast.untoc.id], compiled_at=now(session)))
    assert facts(session, cast.untoc).compiled
    assert not facts(session, cast.tip).compiled
    assert not facts(session, cast.untoc).issued
