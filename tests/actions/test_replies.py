"""Drafted messages on supplementary questions: many sent at once as they were read, or none."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.dialogue import (
    close_question,
    draft_reply,
    send_question,
    send_reply,
)
from reviewmech.actions.messages import NotAllSent
from reviewmech.records.database import now
from reviewmech.records.dialogue import Message, SupplementaryQuestion
from reviewmech.records.journal import Entry
from reviewmech.records.letters import Letter
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.records.replies import visible_replies
from reviewmech.records.reviews import Strand, case
from reviewmech.rules.access import Actor, by_note
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Inquiry
from tests.cast import Cast


@pytest.fixture
def strand(cast: Cast) -> Strand:
    """Give the strand of the Convention at the feedback step."""
    return cast.put(Step.FEEDBACK)


@pytest.fixture
def asked(cast: Cast, session: Session, strand: Strand) -> list[SupplementaryQuestion]:
    """Give three questions, on each of which Arcadia's expert has drafted a message."""
    belmora, cordania = (cast.acting(one.focal_point) for one in (cast.belmora, cast.cordania))
    asked = [
        send_question(session, by, strand, article="5", text=text)
        for by, text in ((belmora, "Courts?"), (belmora, "Police?"), (cordania, "Banks?"))
    ]
    for each in asked:
        draft(cast, each)
    return asked


def draft(cast: Cast, thread: SupplementaryQuestion, text: str = "Ours.", **given: str) -> Message:
    """Draft a message of Arcadia on a question, as its expert."""
    expert = cast.acting(cast.arcadia.expert)
    return draft_reply(cast.session, expert, cast.untoc, thread=thread, text=text, **given)


def marks(asked: list[SupplementaryQuestion]) -> list[str]:
    """Return how the drafts on these questions read now."""
    return [each.messages[-1].mark for each in asked]


def lines(session: Session) -> int:
    """Count the journal lines of messages sent."""
    return len(session.scalars(select(Entry).where(Entry.action == Action.SEND_REPLY)).all())


def test_the_focal_point_sends_many_messages_at_once(
    cast: Cast, session: Session, strand: Strand, asked: list[SupplementaryQuestion]
) -> None:
    before = len(session.scalars(select(Letter)).all())
    focal_point, both = cast.acting(cast.arcadia.focal_point), asked[::2]
    for _time in range(3):
        send_reply(session, focal_point, strand, threads=both, marks=marks(both), request_id="at")
    assert [each.state for each in asked] == [Inquiry.ANSWERED, Inquiry.OPEN, Inquiry.ANSWERED]
    assert lines(session) == 1
    told = [each.person_id for each in session.scalars(select(Letter)).all()[before:]]
    assert told.count(cast.belmora.focal_point.id) <= 1


def test_a_reviewing_state_sends_many_further_messages_of_its_own(
    cast: Cast, session: Session, strand: Strand, asked: list[SupplementaryQuestion]
) -> None:
    expert, focal_point = cast.acting(cast.belmora.expert), cast.acting(cast.belmora.focal_point)
    own = [
        draft_reply(session, expert, strand, thread=each, text="And on appeal?")
        for each in asked[:2]
    ]
    read = [each.mark for each in own]
    with pytest.raises(NotPermitted):
        send_reply(session, expert, strand, threads=asked[:2], marks=read)
    send_reply(session, focal_point, strand, threads=asked[:2], marks=read)
    assert all(each.sent_at for each in own)
    assert [each.messages[1].sent_at for each in asked] == [None, None, None]


def test_if_one_message_cannot_be_sent_none_is_and_each_is_named(
    cast: Cast, session: Session, strand: Strand, asked: list[SupplementaryQuestion]
) -> None:
    focal_point, read = cast.acting(cast.arcadia.focal_point), marks(asked)
    changed, gone, fine = asked
    draft(cast, changed, "Other courts.", read=read[0])
    send_reply(session, focal_point, strand, thread=gone)
    with pytest.raises(NotAllSent) as refusal:
        send_reply(session, focal_point, strand, threads=asked, marks=read)
    named = {thread: str(why) for thread, why in refusal.value.refused}
    assert set(named) == {changed, gone}
    assert "changed this draft" in named[changed] and "sent in the meantime" in named[gone]
    session.expire_all()
    assert changed.messages[1].sent_at is None and fine.messages[1].sent_at is None
    assert lines(session) == 1
    send_reply(session, focal_point, strand, threads=[fine], marks=read[2:])
    assert fine.state is Inquiry.ANSWERED


def test_no_message_is_sent_on_a_question_closed_meanwhile(
    cast: Cast, session: Session, strand: Strand, asked: list[SupplementaryQuestion]
) -> None:
    focal_point, read = cast.acting(cast.arcadia.focal_point), marks(asked)
    close_question(session, cast.acting(cast.belmora.focal_point), strand, thread=asked[0])
    with pytest.raises(NotAllSent) as refusal:
        send_reply(session, focal_point, strand, threads=asked, marks=read)
    assert [each for each, _why in refusal.value.refused] == asked[:1]
    assert [each.messages[1].sent_at for each in asked] == [None, None, None]


def test_nobody_sends_anothers_message_or_clears_a_draft_by_note(
    cast: Cast, session: Session, strand: Strand, asked: list[SupplementaryQuestion]
) -> None:
    read = marks(asked)
    note = NoteVerbale(
        state_id=cast.arcadia.state.id,
        reference="NV 7",
        dated=now(session).date(),
        recorded_at=now(session),
    )
    session.add(note)
    session.commit()
    recorded = by_note(cast.acting(cast.officer), cast.arcadia.state.id, note.id)
    stranger, party = cast.acting(cast.cordania.focal_point), cast.acting(cast.belmora.focal_point)
    tries: list[tuple[Actor, type[Exception]]] = [
        (cast.acting(cast.arcadia.expert), NotPermitted),
        (cast.acting(cast.delmar.focal_point), NotFound),
        (stranger, NotPermitted),
        (party, NotAllSent),
        (recorded, NotAllSent),
    ]
    for by, refusal in tries:
        with pytest.raises(refusal):
            send_reply(session, by, strand, threads=asked[:2], marks=read[:2])
    session.expire_all()
    assert [len(each.messages) for each in asked] == [2, 2, 2]
    assert [each.messages[1].sent_at for each in asked] == [None, None, None]


def test_what_was_not_read_is_not_sent(
    cast: Cast, session: Session, strand: Strand, asked: list[SupplementaryQuestion]
) -> None:
    focal_point = cast.acting(cast.arcadia.focal_point)
    wrong: list[tuple[list[SupplementaryQuestion], list[str]]] = [
        ([], []),
        (asked, marks(asked[:1])),
    ]
    for threads, read in wrong:
        with pytest.raises(Invalid):
            send_reply(session, focal_point, strand, threads=threads, marks=read)
    for read in (["", "", ""], ["of another text"] * 3):
        with pytest.raises(NotAllSent) as refusal:
            send_reply(session, focal_point, strand, threads=asked, marks=read)
        assert {type(why) for _each, why in refusal.value.refused} == {Conflict}
    assert lines(session) == 0


def test_only_the_own_states_messages_on_open_questions_wait_to_be_sent(
    cast: Cast, session: Session, strand: Strand, asked: list[SupplementaryQuestion]
) -> None:
    expert = cast.acting(cast.belmora.expert)
    draft_reply(session, expert, strand, thread=asked[1], text="And on appeal?")
    close_question(session, cast.acting(cast.belmora.focal_point), strand, thread=asked[0])

    def waiting(person: Person) -> list[SupplementaryQuestion]:
        return visible_replies(session, strand.id, cast.acting(person), case(strand))

    assert waiting(cast.arcadia.focal_point) == asked[1:]
    assert waiting(cast.belmora.focal_point) == [asked[1]]
    for person in (cast.cordania.focal_point, cast.officer, cast.delmar.focal_point):
        assert waiting(person) == []
