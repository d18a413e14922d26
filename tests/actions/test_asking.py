"""Drafts of supplementary questions: sent one or many at once, set aside, dated, never lost."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.dialogue import (
    bring_question_back,
    discard_question,
    draft_question,
    send_question,
)
from reviewmech.actions.messages import NotAllSent
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.journal import Entry
from reviewmech.records.letters import Letter
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Inquiry
from tests.cast import Cast
from tests.conftest import Clock


@pytest.fixture
def strand(cast: Cast) -> Strand:
    """Give the strand of the Convention at the feedback step."""
    return cast.put(Step.FEEDBACK)


@pytest.fixture
def drafts(cast: Cast, session: Session, strand: Strand) -> list[SupplementaryQuestion]:
    """Give three questions that Belmora's expert has drafted."""
    expert = cast.acting(cast.belmora.expert)
    texts = ("Which courts?", "Which police?", "Which banks?")
    return [draft_question(session, expert, strand, article="5", text=text) for text in texts]


def marks(drafts: list[SupplementaryQuestion]) -> list[str]:
    """Return how the drafts read now."""
    return [each.opening.mark for each in drafts]


def test_the_focal_point_sends_many_at_once(
    cast: Cast, session: Session, strand: Strand, drafts: list[SupplementaryQuestion]
) -> None:
    focal_point = cast.acting(cast.belmora.focal_point)
    before = len(session.scalars(select(Letter)).all())
    send_question(session, focal_point, strand, several=drafts[:2], marks=marks(drafts[:2]))
    assert [each.state for each in drafts] == [Inquiry.OPEN, Inquiry.OPEN, Inquiry.DRAFT]
    assert all(each.opening.sent_at == each.sent_at for each in drafts[:2])
    told = [each.person_id for each in session.scalars(select(Letter)).all()[before:]]
    assert told.count(cast.arcadia.focal_point.id) <= 1


def test_if_one_of_many_cannot_be_sent_none_is_and_each_is_named(
    cast: Cast, session: Session, strand: Strand, drafts: list[SupplementaryQuestion]
) -> None:
    expert, focal_point = cast.acting(cast.belmora.expert), cast.acting(cast.belmora.focal_point)
    read = marks(drafts)
    first, second, third = drafts
    draft_question(session, expert, strand, draft=first, text="Other courts?", read=read[0])
    discard_question(session, expert, strand, draft=second)
    with pytest.raises(NotAllSent) as refusal:
        send_question(session, focal_point, strand, several=drafts, marks=read)
    assert {each: type(why) for each, why in refusal.value.refused} == {
        first: Conflict,
        second: Conflict,
    }
    session.expire_all()
    assert [each.sent_at for each in drafts] == [None, None, None]
    assert session.scalars(select(Entry).where(Entry.action == Action.SEND_QUESTION)).all() == []
    send_question(session, focal_point, strand, several=[third], marks=marks([third]))
    with pytest.raises(NotAllSent):
        send_question(
            session, focal_point, strand, several=[first, third], marks=marks([first, third])
        )
    assert first.sent_at is None


def test_many_are_sent_once_however_often_they_are_sent(
    cast: Cast, session: Session, strand: Strand, drafts: list[SupplementaryQuestion]
) -> None:
    focal_point, read = cast.acting(cast.belmora.focal_point), marks(drafts)
    for _time in range(3):
        send_question(
            session, focal_point, strand, several=drafts, marks=read, request_id="together"
        )
    lines = session.scalars(select(Entry).where(Entry.action == Action.SEND_QUESTION)).all()
    assert len(lines) == 1


def test_many_are_sent_by_those_who_may_send_one_and_never_anothers(
    cast: Cast, session: Session, strand: Strand, drafts: list[SupplementaryQuestion]
) -> None:
    read = marks(drafts)
    with pytest.raises(NotPermitted):
        send_question(session, cast.acting(cast.belmora.expert), strand, several=drafts, marks=read)
    stranger = cast.acting(cast.cordania.focal_point)
    with pytest.raises(NotFound):
        send_question(session, stranger, strand, several=drafts, marks=read)
    with pytest.raises(Invalid, match="Tick"):
        send_question(session, cast.acting(cast.belmora.focal_point), strand, several=[])
    assert [each.sent_at for each in drafts] == [None, None, None]


def test_a_draft_set_aside_is_kept_and_comes_back(
    cast: Cast, session: Session, strand: Strand, drafts: list[SupplementaryQuestion], clock: Clock
) -> None:
    expert, focal_point = cast.acting(cast.belmora.expert), cast.acting(cast.belmora.focal_point)
    (draft, *_others) = drafts
    clock.forward(days=1)
    discard_question(session, expert, strand, draft=draft)
    assert (draft.state, draft.awaited) == (Inquiry.SET_ASIDE, None)
    assert draft.since == draft.discarded_at and draft.opening.text == "Which courts?"
    for act in (draft_question, send_question):
        with pytest.raises(Conflict, match="set aside"):
            act(session, focal_point, strand, draft=draft, text="Now", read=draft.opening.mark)
    with pytest.raises(Conflict):
        discard_question(session, expert, strand, draft=draft)
    bring_question_back(session, focal_point, strand, draft=draft)
    assert draft.state is Inquiry.DRAFT
    with pytest.raises(Conflict):
        bring_question_back(session, expert, strand, draft=draft)
    send_question(session, focal_point, strand, draft=draft)
    for act in (discard_question, bring_question_back):
        with pytest.raises(Conflict, match="sent in the meantime"):
            act(session, focal_point, strand, draft=draft)


def test_nobody_sets_aside_or_brings_back_anothers_draft(
    cast: Cast, session: Session, strand: Strand, drafts: list[SupplementaryQuestion]
) -> None:
    discard_question(session, cast.acting(cast.belmora.expert), strand, draft=drafts[0])
    cordania = cast.acting(cast.cordania.focal_point)
    with pytest.raises(NotFound):
        discard_question(session, cordania, strand, draft=drafts[1])
    with pytest.raises(NotFound):
        bring_question_back(session, cordania, strand, draft=drafts[0])
    for person in (cast.arcadia.focal_point, cast.officer, cast.belmora.observer):
        with pytest.raises(NotPermitted):
            discard_question(session, cast.acting(person), strand, draft=drafts[1])


def test_the_asker_chooses_a_day_that_is_still_to_come(
    cast: Cast, session: Session, strand: Strand, clock: Clock
) -> None:
    focal_point = cast.acting(cast.belmora.focal_point)
    today = clock.today
    draft = draft_question(
        session, focal_point, strand, article="5", text="Which courts?", due_on=today
    )
    assert draft.due_on == today
    clock.forward(days=3)
    with pytest.raises(Invalid) as refusal:
        send_question(session, focal_point, strand, draft=draft)
    assert refusal.value.field == "due_on"
    later = date(2030, 1, 1)
    sent = send_question(
        session,
        focal_point,
        strand,
        draft=draft,
        article="5",
        text="Which courts?",
        due_on=later,
        read=draft.opening.mark,
    )
    assert (sent.due_on, sent.state) == (later, Inquiry.OPEN)
