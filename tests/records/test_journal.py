"""The journal: its seals hold, and nobody reads what is not theirs."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from reviewmech.records.journal import (
    Chain,
    Entry,
    append,
    broken_at,
    canonical,
    has_acted,
    particulars,
    visible_entries,
)
from reviewmech.records.people import Person
from reviewmech.records.reviews import Strand, case
from reviewmech.records.states import State
from reviewmech.rules.access import by_note
from reviewmech.rules.purposes import Action, Audience
from tests.cast import Cast


def write(
    session: Session,
    cast: Cast,
    action: Action,
    heard_by: Audience,
    *,
    state: State | None = None,
    person: Person | None = None,
    strand: Strand | None = None,
    payload: dict[str, object] | None = None,
) -> Entry:
    """Write a line in the journal of the cast's review."""
    name = f"review-{cast.review.id}"
    chain = session.get(Chain, name)
    if chain is None:
        chain = Chain(name=name, length=0, head="", moves=0)
        session.add(chain)
    entry = Entry(
        request_id=f"request-{chain.length}",
        at=cast.review.opened_at,
        action=action,
        heard_by=heard_by,
        review_id=cast.review.id,
        strand_id=strand.id if strand else None,
        state_id=state.id if state else None,
        person_id=person.id if person else None,
        thing="",
        payload=canonical(payload or {}),
    )
    append(session, chain, entry)
    session.commit()
    return entry


def three_lines(session: Session, cast: Cast) -> str:
    """Write three lines and return the name of their chain."""
    for _line in range(3):
        entry = write(session, cast, Action.OPEN_PHASE, Audience.REVIEW)
    return entry.chain


def seen(session: Session, cast: Cast, person: Person) -> list[Action]:
    """Return the acts a person reads of in the review."""
    actor = cast.acting(person)
    found = visible_entries(session, cast.review.id, actor, case(cast.review))
    return [entry.action for entry in found]


def test_lines_are_numbered_and_sealed_to_the_line_before(session: Session, cast: Cast) -> None:
    name = three_lines(session, cast)
    lines = session.scalars(select(Entry).where(Entry.chain == name).order_by(Entry.number)).all()
    assert [line.number for line in lines] == [1, 2, 3]
    assert [line.seal_before for line in lines] == ["", lines[0].seal, lines[1].seal]
    assert broken_at(session, name) is None


@pytest.mark.parametrize(
    "change", [{"payload": '{"a":1}'}, {"person_id": None, "thing": "x"}, {"seal": "0" * 64}]
)
def test_a_line_changed_later_is_found(
    session: Session, cast: Cast, change: dict[str, object]
) -> None:
    name = three_lines(session, cast)
    session.execute(update(Entry).where(Entry.chain == name, Entry.number == 2).values(**change))
    assert broken_at(session, name) == 2


def test_a_line_taken_out_is_found_even_at_the_end(session: Session, cast: Cast) -> None:
    name = three_lines(session, cast)
    last = session.scalars(select(Entry).where(Entry.chain == name, Entry.number == 3)).one()
    session.delete(last)
    session.commit()
    assert broken_at(session, name) == 3


def test_an_empty_chain_holds(session: Session) -> None:
    assert broken_at(session, "review-1") is None


def test_what_a_state_does_inside_is_read_by_that_state_alone(session: Session, cast: Cast) -> None:
    write(
        session,
        cast,
        Action.SAVE_ANSWER,
        Audience.OWN_STATE,
        state=cast.arcadia.state,
        strand=cast.untoc,
    )
    write(
        session,
        cast,
        Action.SAVE_FEEDBACK,
        Audience.OWN_STATE,
        state=cast.belmora.state,
        strand=cast.untoc,
    )
    assert seen(session, cast, cast.arcadia.observer) == [Action.SAVE_ANSWER]
    assert seen(session, cast, cast.belmora.expert) == [Action.SAVE_FEEDBACK]
    for person in (cast.cordania.focal_point, cast.officer, cast.delmar.focal_point):
        assert seen(session, cast, person) == []


def test_an_officer_who_records_a_states_act_reads_nothing_of_what_it_does_inside(
    session: Session, cast: Cast
) -> None:
    write(session, cast, Action.SAVE_ANSWER, Audience.OWN_STATE, state=cast.arcadia.state)
    recording = by_note(cast.acting(cast.officer), cast.arcadia.state.id, 1)
    assert visible_entries(session, cast.review.id, recording, case(cast.review)) == []


def test_a_reviewing_state_reads_only_of_strands_in_its_scope(session: Session, cast: Cast) -> None:
    for strand in (cast.untoc, cast.tip):
        write(
            session, cast, Action.SUBMIT, Audience.REVIEW, state=cast.arcadia.state, strand=strand
        )
    assert seen(session, cast, cast.cordania.expert) == [Action.SUBMIT]
    for person in (cast.belmora.expert, cast.arcadia.expert, cast.officer):
        assert seen(session, cast, person) == [Action.SUBMIT, Action.SUBMIT]


def test_what_the_secretariat_hears_alone_is_not_read_by_states(
    session: Session, cast: Cast
) -> None:
    write(session, cast, Action.ISSUE_INVITATION, Audience.SECRETARIAT, person=cast.officer)
    assert seen(session, cast, cast.officer) == [Action.ISSUE_INVITATION]
    assert seen(session, cast, cast.arcadia.focal_point) == []


def test_a_long_journal_is_cut_into_pages(session: Session, cast: Cast) -> None:
    for action in (Action.OPEN_PHASE, Action.ADD_STRAND, Action.MOVE_ON):
        write(session, cast, action, Audience.REVIEW)
    actor, situation = cast.acting(cast.officer), case(cast.review)
    first = visible_entries(session, cast.review.id, actor, situation, most=2)
    rest = visible_entries(session, cast.review.id, actor, situation, after=2, most=2)
    assert [entry.action for entry in first] == [Action.MOVE_ON, Action.ADD_STRAND]
    assert [entry.action for entry in rest] == [Action.OPEN_PHASE]


def test_particulars_are_told_of_steering_alone(session: Session, cast: Cast) -> None:
    named = {"state": f"state:{cast.belmora.state.id}", "instruments": ["UNTOC"]}
    paired = write(session, cast, Action.PAIR_STATE, Audience.REVIEW, payload=named)
    saved = write(
        session,
        cast,
        Action.SAVE_ANSWER,
        Audience.OWN_STATE,
        state=cast.arcadia.state,
        payload={"value": "a secret"},
    )
    assert particulars(session, [paired])[paired.id]["state"] == cast.belmora.state
    assert particulars(session, [saved]) == {}
    assert json.loads(saved.payload) == {"value": "a secret"}


def test_drafts_and_clearances_of_terms_are_no_open_work(session: Session, cast: Cast) -> None:
    place = (cast.review.id, cast.belmora.state.id, "UNTOC")
    for action, heard_by in (
        (Action.SAVE_FEEDBACK, Audience.OWN_STATE),
        (Action.CLEAR_CONSULTATION, Audience.REVIEW),
    ):
        write(session, cast, action, heard_by, state=cast.belmora.state, strand=cast.untoc)
    assert not has_acted(session, *place)
    write(
        session,
        cast,
        Action.SEND_QUESTION,
        Audience.REVIEW,
        state=cast.belmora.state,
        strand=cast.untoc,
    )
    assert has_acted(session, *place)
    assert not has_acted(session, cast.review.id, cast.belmora.state.id, "TIP")
