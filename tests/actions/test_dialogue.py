"""Supplementary questions: who drafts, who sends, who answers, who closes, and what is refused."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.dialogue import (
    close_question,
    draft_question,
    draft_reply,
    reopen_question,
    send_question,
    send_reply,
)
from reviewmech.records.database import now
from reviewmech.records.dialogue import SupplementaryQuestion, draft_of
from reviewmech.records.journal import Entry
from reviewmech.records.letters import Letter
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, by_note
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from reviewmech.rules.texts import LONGEST_TEXT
from reviewmech.rules.vocabulary import Inquiry
from tests.cast import Cast
from tests.conftest import Clock


@pytest.fixture
def strand(cast: Cast) -> Strand:
    """Give the strand of the Convention at the feedback step."""
    return cast.put(Step.FEEDBACK)


@pytest.fixture
def asked(cast: Cast, session: Session, strand: Strand) -> SupplementaryQuestion:
    """Give a question Belmora has sent."""
    focal_point = cast.acting(cast.belmora.focal_point)
    return send_question(session, focal_point, strand, article="5", text="Which courts?")


def a_version(session: Session, strand: Strand, number: int = 1) -> Version:
    """Write a submitted version."""
    version = Version(
        strand_id=strand.id,
        number=number,
        edition_id=strand.edition_id,
        language="en",
        laws=[],
        unanswered=[],
        submitted_at=now(session),
    )
    session.add(version)
    session.commit()
    return version


def recorded(cast: Cast, state: State) -> Actor:
    """Return the State acting by a note verbale that the officer records."""
    note = NoteVerbale(
        state_id=state.id,
        reference="NV 7",
        dated=now(cast.session).date(),
        recorded_at=now(cast.session),
    )
    cast.session.add(note)
    cast.session.commit()
    return by_note(cast.acting(cast.officer), state.id, note.id)


def test_an_expert_drafts_and_the_focal_point_sends(
    cast: Cast, session: Session, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    draft = draft_question(session, expert, strand, article="5", text="Which courts?")
    assert draft.state is Inquiry.DRAFT and draft.sent_at is None
    with pytest.raises(NotPermitted):
        send_question(session, expert, strand, draft=draft)
    sent = send_question(session, cast.acting(cast.belmora.focal_point), strand, draft=draft)
    assert sent.id == draft.id and sent.state is Inquiry.OPEN
    assert (sent.opening.text, sent.awaited) == ("Which courts?", cast.arcadia.state)


def test_a_focal_point_writes_and_sends_in_one_act(asked: SupplementaryQuestion) -> None:
    assert asked.state is Inquiry.OPEN
    assert asked.opening.sent_at == asked.sent_at


def test_a_question_needs_words(cast: Cast, session: Session, strand: Strand) -> None:
    for text in ("", " \n", "\u202e\u0007"):
        with pytest.raises(Invalid) as refusal:
            draft_question(
                session, cast.acting(cast.belmora.expert), strand, article="5", text=text
            )
        assert refusal.value.field == "text"
    with pytest.raises(Invalid, match="limit"):
        draft_question(
            session,
            cast.acting(cast.belmora.expert),
            strand,
            article="5",
            text="x" * (LONGEST_TEXT + 1),
        )
    assert session.scalars(select(SupplementaryQuestion)).all() == []


def test_a_question_is_about_this_questionnaire(
    cast: Cast, session: Session, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    elsewhere = a_version(session, cast.tip)
    for place in (
        {},
        {"article": "99"},
        {"article": "5", "question": "tip-5-offence"},
        {"article": "", "question": "untoc-5-offence"},
        {"article": "5", "version": elsewhere},
    ):
        with pytest.raises(Invalid) as refusal:
            draft_question(session, expert, strand, text="Which courts?", **place)
        assert refusal.value.field == "about"


def test_a_question_stays_with_the_version_it_was_asked_on(
    cast: Cast, session: Session, strand: Strand
) -> None:
    first = a_version(session, strand)
    expert = cast.acting(cast.belmora.expert)
    draft = draft_question(
        session, expert, strand, article="5", question="untoc-5-offence", text="Which courts?"
    )
    assert (draft.question, draft.version_id) == ("untoc-5-offence", first.id)
    a_version(session, strand, 2)
    sent = send_question(session, cast.acting(cast.belmora.focal_point), strand, draft=draft)
    assert sent.version_id == first.id


def test_a_reviewing_state_asks_only_within_its_instruments(cast: Cast, session: Session) -> None:
    cast.tip.step = Step.FEEDBACK
    session.commit()
    with pytest.raises(NotFound):
        send_question(
            session, cast.acting(cast.cordania.focal_point), cast.tip, article="5", text="Why?"
        )
    asked = send_question(
        session, cast.acting(cast.belmora.focal_point), cast.tip, article="5", text="Why?"
    )
    assert asked.strand_id == cast.tip.id


def test_a_colleague_overwrites_nothing_they_have_not_read(
    cast: Cast, session: Session, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    draft = draft_question(session, expert, strand, article="5", text="First")
    read = draft.opening.mark
    draft_question(session, expert, strand, draft=draft, text="Second", read=read)
    with pytest.raises(Conflict):
        draft_question(session, expert, strand, draft=draft, text="Third", read=read)
    focal_point = cast.acting(cast.belmora.focal_point)
    with pytest.raises(Conflict):
        send_question(session, focal_point, strand, draft=draft, text="First", read=read)
    assert (draft.opening.text, draft.sent_at) == ("Second", None)
    same = draft_question(session, expert, strand, draft=draft, text="Second", read=read)
    assert same.opening.text == "Second"


def test_a_save_that_does_not_say_what_it_read_overwrites_nobodys_words(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    expert, focal_point = cast.acting(cast.belmora.expert), cast.acting(cast.belmora.focal_point)
    draft = draft_question(session, expert, strand, article="5", text="First")
    for read in (None, "", "of another text"):
        with pytest.raises(Conflict):
            draft_question(session, focal_point, strand, draft=draft, text="Mine", read=read)
        with pytest.raises(Conflict):
            send_question(session, focal_point, strand, draft=draft, text="Mine", read=read)
    assert (draft.opening.text, draft.sent_at) == ("First", None)
    draft_reply(session, expert, strand, thread=asked, text="A reminder")
    for read in (None, "", "of another text"):
        with pytest.raises(Conflict):
            draft_reply(session, focal_point, strand, thread=asked, text="Mine", read=read)
        with pytest.raises(Conflict):
            send_reply(session, focal_point, strand, thread=asked, text="Mine", read=read)
    kept = draft_of(asked, cast.belmora.state.id)
    assert kept is not None and (kept.text, kept.sent_at) == ("A reminder", None)


def test_what_is_sent_is_what_was_read_though_the_words_stayed(
    cast: Cast, session: Session, strand: Strand
) -> None:
    expert, focal_point = cast.acting(cast.belmora.expert), cast.acting(cast.belmora.focal_point)
    draft = draft_question(session, expert, strand, article="5", text="Which courts?")
    read = draft.opening.mark
    page = {"link": "https://example.org/", "words": "The register"}
    draft_question(
        session, expert, strand, draft=draft, text="Which courts?", citations=[page], read=read
    )
    assert draft.opening.mark != read
    with pytest.raises(Conflict):
        send_question(session, focal_point, strand, draft=draft, text="Which courts?", read=read)
    assert draft.sent_at is None


def test_a_sent_question_is_no_draft_any_more(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    with pytest.raises(Conflict):
        draft_question(
            session, cast.acting(cast.belmora.expert), strand, draft=asked, text="Other words"
        )
    assert asked.opening.text == "Which courts?"


def test_another_states_draft_does_not_exist_for_anybody_else(
    cast: Cast, session: Session, strand: Strand
) -> None:
    draft = draft_question(
        session, cast.acting(cast.belmora.expert), strand, article="5", text="Which courts?"
    )
    with pytest.raises(NotFound):
        send_question(session, cast.acting(cast.cordania.focal_point), strand, draft=draft)
    for person in (cast.arcadia.focal_point, cast.cordania.focal_point):
        with pytest.raises(NotFound):
            send_reply(session, cast.acting(person), strand, thread=draft, text="An answer")
    with pytest.raises(NotFound):
        close_question(session, cast.acting(cast.cordania.focal_point), strand, thread=draft)
    with pytest.raises(NotFound):
        send_reply(
            session, recorded(cast, cast.arcadia.state), strand, thread=draft, text="An answer"
        )


def test_the_two_states_write_in_turn(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion, clock: Clock
) -> None:
    clock.forward(days=1)
    expert = cast.acting(cast.arcadia.expert)
    draft = draft_reply(session, expert, strand, thread=asked, text="The High Court.")
    assert draft.sent_at is None and asked.state is Inquiry.OPEN
    reply = send_reply(session, cast.acting(cast.arcadia.focal_point), strand, thread=asked)
    assert reply.id == draft.id and reply.text == "The High Court."
    assert (asked.state, asked.awaited) == (Inquiry.ANSWERED, cast.belmora.state)
    clock.forward(days=1)
    asker = cast.acting(cast.belmora.focal_point)
    send_reply(session, asker, strand, thread=asked, text="And on appeal?")
    assert (asked.state, asked.since) == (Inquiry.FOLLOW_UP, now(session))
    assert asked.awaited == cast.arcadia.state


def test_the_last_word_is_the_last_sent_not_the_last_begun(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion, clock: Clock
) -> None:
    draft_reply(session, cast.acting(cast.arcadia.expert), strand, thread=asked, text="Soon.")
    clock.forward(days=1)
    asker = cast.acting(cast.belmora.focal_point)
    send_reply(session, asker, strand, thread=asked, text="A reminder.")
    clock.forward(days=1)
    send_reply(session, cast.acting(cast.arcadia.focal_point), strand, thread=asked)
    assert asked.state is Inquiry.ANSWERED


def test_a_third_state_asks_its_own_question(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    with pytest.raises(NotPermitted, match="question of your own"):
        draft_reply(
            session, cast.acting(cast.cordania.expert), strand, thread=asked, text="We think"
        )


def test_two_colleagues_who_begin_a_reply_at_once_lose_nothing(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    expert, focal_point = cast.acting(cast.arcadia.expert), cast.acting(cast.arcadia.focal_point)
    first = draft_reply(session, expert, strand, thread=asked, text="Mine", read="")
    with pytest.raises(Conflict):
        draft_reply(session, focal_point, strand, thread=asked, text="Yours", read="")
    send_reply(session, focal_point, strand, thread=asked, text="Mine, mended", read=first.mark)
    with pytest.raises(Conflict, match="sent in the meantime"):
        draft_reply(session, expert, strand, thread=asked, text="Mine again", read=first.mark)
    assert [message.text for message in asked.messages] == ["Which courts?", "Mine, mended"]


def test_a_reply_by_note_verbale_leaves_the_states_draft_alone(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    draft_reply(session, cast.acting(cast.arcadia.expert), strand, thread=asked, text="Draft")
    actor = recorded(cast, cast.arcadia.state)
    reply = send_reply(session, actor, strand, thread=asked, text="As our note says.")
    assert (reply.note_id, reply.state_id) == (actor.note, cast.arcadia.state.id)
    draft = draft_of(asked, cast.arcadia.state.id)
    assert draft is not None and draft.text == "Draft"
    with pytest.raises(Invalid):
        send_reply(session, actor, strand, thread=asked)
    with pytest.raises(NotPermitted):
        close_question(session, recorded_again(cast, actor), strand, thread=asked)


def recorded_again(cast: Cast, actor: Actor) -> Actor:
    """Return the asking State acting by the note of another: only replies go by note."""
    return by_note(cast.acting(cast.officer), cast.belmora.state.id, actor.note or 0)


def test_only_the_asking_focal_point_closes_and_opens_again(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    for person in (cast.arcadia.focal_point, cast.belmora.expert, cast.cordania.focal_point):
        with pytest.raises(NotPermitted):
            close_question(session, cast.acting(person), strand, thread=asked)
    asker = cast.acting(cast.belmora.focal_point)
    close_question(session, asker, strand, thread=asked)
    assert (asked.state, asked.awaited) == (Inquiry.CLOSED, None)
    with pytest.raises(Conflict):
        close_question(session, asker, strand, thread=asked)
    with pytest.raises(Conflict, match="closed"):
        send_reply(session, cast.acting(cast.arcadia.focal_point), strand, thread=asked, text="Oh")
    reopen_question(session, asker, strand, thread=asked)
    assert asked.state is Inquiry.OPEN
    with pytest.raises(Conflict):
        reopen_question(session, asker, strand, thread=asked)


def test_a_draft_is_sent_before_it_is_closed(cast: Cast, session: Session, strand: Strand) -> None:
    asker = cast.acting(cast.belmora.focal_point)
    draft = draft_question(session, asker, strand, article="5", text="Which courts?")
    with pytest.raises(Invalid, match="draft"):
        close_question(session, asker, strand, thread=draft)


def test_questions_belong_to_feedback_and_observations(cast: Cast, session: Session) -> None:
    asker = cast.acting(cast.belmora.focal_point)
    for step in (Step.SELF_ASSESSMENT, Step.CONSULTATION, Step.SUMMARY, Step.CONCLUDED):
        strand = cast.put(step)
        with pytest.raises(NotPermitted, match="step"):
            send_question(session, asker, strand, article="5", text="Which courts?")
    strand = cast.put(Step.OBSERVATIONS)
    asked = send_question(session, asker, strand, article="", text="Which courts?")
    assert asked.state is Inquiry.OPEN


def test_a_repeated_request_asks_once(cast: Cast, session: Session, strand: Strand) -> None:
    asker = cast.acting(cast.belmora.focal_point)
    given = {"article": "5", "text": "Which courts?", "request_id": "once"}
    first = send_question(session, asker, strand, **given)
    again = send_question(session, asker, strand, **given)
    assert first.id == again.id
    assert len(session.scalars(select(SupplementaryQuestion)).all()) == 1


def test_the_journal_line_of_a_sent_text_does_not_tell_of_its_draft(
    cast: Cast, session: Session, strand: Strand
) -> None:
    asker = cast.acting(cast.belmora.focal_point)
    draft = draft_question(session, asker, strand, article="5", text="Which courts?")
    send_question(
        session, asker, strand, draft=draft, text="Which?", article="5", read=draft.opening.mark
    )
    line = session.scalars(select(Entry).where(Entry.action == Action.SEND_QUESTION)).one()
    assert "read" not in line.payload and "draft" not in line.payload


def test_a_draft_causes_no_letter_and_a_sent_text_does(
    cast: Cast, session: Session, strand: Strand
) -> None:
    asker = cast.acting(cast.belmora.focal_point)
    draft = draft_question(session, asker, strand, article="5", text="Which courts?")
    assert session.scalars(select(Letter)).all() == []
    send_question(session, asker, strand, draft=draft)
    letters = session.scalars(select(Letter)).all()
    assert cast.arcadia.focal_point.id in {letter.person_id for letter in letters}
    assert all("courts" not in letter.body for letter in letters)
