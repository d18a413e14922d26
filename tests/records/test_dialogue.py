"""What each standing sees of the supplementary questions: drafts are their own State's alone."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from reviewmech.actions.dialogue import (
    discard_question,
    draft_question,
    draft_reply,
    send_question,
)
from reviewmech.actions.uploads import take
from reviewmech.records.briefs import visible_briefs
from reviewmech.records.dialogue import (
    SupplementaryQuestion,
    draft_of,
    visible_drafts,
    visible_file,
    visible_messages,
    visible_question,
    visible_questions,
)
from reviewmech.records.journal import visible_entries
from reviewmech.records.people import Person
from reviewmech.records.reviews import case
from reviewmech.rules.access import Actor, by_note
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Inquiry
from tests.cast import Cast
from tests.documents import PDF

SECRET = "Between ourselves"


@pytest.fixture
def told(cast: Cast, session: Session) -> Cast:
    """Give a strand with a question sent, one drafted by Belmora, and a reply Arcadia drafted."""
    strand = cast.put(Step.FEEDBACK)
    focal_point = cast.acting(cast.belmora.focal_point)
    asked = send_question(session, focal_point, strand, article="5", text="Which courts?")
    draft_question(session, cast.acting(cast.belmora.expert), strand, article="5", text=SECRET)
    draft_reply(session, cast.acting(cast.arcadia.expert), strand, thread=asked, text=SECRET)
    return cast


OTHERS: list[Callable[[Cast], Person]] = [
    lambda cast: cast.arcadia.focal_point,
    lambda cast: cast.arcadia.observer,
    lambda cast: cast.cordania.focal_point,
    lambda cast: cast.cordania.expert,
    lambda cast: cast.officer,
]


def texts(cast: Cast, person: Person) -> list[str]:
    """Return every text of the dialogue a person reads."""
    actor, situation = cast.acting(person), case(cast.untoc)
    found = visible_questions(cast.session, cast.untoc.id, actor, situation)
    return [
        message.text for thread in found for message in visible_messages(thread, actor, situation)
    ]


@pytest.mark.parametrize("other", OTHERS)
def test_a_draft_question_is_seen_by_nobody_else(
    told: Cast, other: Callable[[Cast], Person]
) -> None:
    person = other(told)
    own = person in (told.arcadia.focal_point, told.arcadia.observer)
    assert texts(told, person) == ["Which courts?"] + [SECRET] * own
    actor, situation = told.acting(person), case(told.untoc)
    seen = visible_questions(told.session, told.untoc.id, actor, situation)
    mine = visible_questions(
        told.session, told.untoc.id, told.acting(told.belmora.observer), situation
    )
    hidden = [thread.key for thread in mine if thread.key not in {one.key for one in seen}]
    assert len(hidden) == 1
    assert visible_question(told.session, told.untoc.id, hidden[0], actor, situation) is None


def test_the_asking_team_sees_its_draft_but_not_the_others_reply(told: Cast) -> None:
    for person in (told.belmora.focal_point, told.belmora.expert, told.belmora.observer):
        assert texts(told, person) == ["Which courts?", SECRET]


def test_who_takes_no_part_sees_nothing(told: Cast) -> None:
    assert texts(told, told.delmar.focal_point) == []
    situation = case(told.tip)
    cordania = told.acting(told.cordania.focal_point)
    assert visible_questions(told.session, told.tip.id, cordania, situation) == []


def test_nothing_is_seen_before_feedback(told: Cast) -> None:
    told.put(Step.CONSULTATION)
    for person in (told.arcadia.focal_point, told.belmora.focal_point, told.officer):
        assert texts(told, person) == []


def test_an_officer_who_records_for_a_state_reads_none_of_its_drafts(told: Cast) -> None:
    actor = by_note(told.acting(told.officer), told.belmora.state.id, 1)
    found = visible_questions(told.session, told.untoc.id, actor, case(told.untoc))
    assert [thread.opening.text for thread in found] == ["Which courts?"]


def test_the_journal_tells_nobody_else_of_drafts(told: Cast) -> None:
    expected = {
        told.belmora.expert: {"send a supplementary question", "draft a supplementary question"},
        told.arcadia.expert: {
            "send a supplementary question",
            "draft a message on a supplementary question",
        },
        told.cordania.focal_point: {"send a supplementary question"},
        told.officer: {"send a supplementary question"},
    }
    for person, actions in expected.items():
        lines = visible_entries(
            told.session, told.review.id, told.acting(person), case(told.review)
        )
        assert {line.action.value for line in lines} == actions


def test_a_question_of_another_strand_is_not_found_in_this_one(told: Cast) -> None:
    actor = told.acting(told.belmora.focal_point)
    thread = visible_questions(told.session, told.untoc.id, actor, case(told.untoc))[0]
    told.tip.step = Step.FEEDBACK
    told.session.commit()
    assert visible_question(told.session, told.tip.id, thread.key, actor, case(told.tip)) is None


@pytest.mark.parametrize("other", OTHERS)
def test_what_is_set_aside_is_counted_and_found_by_its_own_state_alone(
    told: Cast, other: Callable[[Cast], Person]
) -> None:
    situation = case(told.untoc)
    own = told.acting(told.belmora.observer)
    (draft,) = visible_drafts(told.session, told.untoc.id, own, situation)
    discard_question(told.session, told.acting(told.belmora.expert), told.untoc, draft=draft)
    assert visible_drafts(told.session, told.untoc.id, own, situation) == []
    states = [one.state for one in visible_briefs(told.session, told.untoc.id, own, situation)]
    assert states == [Inquiry.OPEN, Inquiry.SET_ASIDE]
    assert SECRET not in [one.opening.text for one in visible(told, own)]
    actor = told.acting(other(told))
    found = visible_briefs(told.session, told.untoc.id, actor, situation)
    assert [one.state for one in found] == [Inquiry.OPEN]
    assert visible_drafts(told.session, told.untoc.id, actor, situation) == []
    assert visible_question(told.session, told.untoc.id, draft.key, actor, situation) is None


def visible(cast: Cast, actor: Actor) -> list[SupplementaryQuestion]:
    """Return the questions an actor reads."""
    return visible_questions(cast.session, cast.untoc.id, actor, case(cast.untoc))


def test_a_file_of_a_draft_is_found_by_its_own_state_alone(told: Cast) -> None:
    arcadia, situation = told.acting(told.arcadia.expert), case(told.untoc)
    (thread,) = visible(told, arcadia)
    draft = draft_of(thread, told.arcadia.state.id)
    assert draft is not None
    file = take(told.session, "law.pdf", PDF).plain
    given = {"enclosed": [file], "seals": [file["sha256"]], "read": draft.mark}
    draft_reply(told.session, arcadia, told.untoc, thread=thread, text=SECRET, **given)
    held = draft.files[0].attachment.sha256

    def finds(person: Person) -> bool:
        actor = told.acting(person)
        return visible_file(told.session, thread, held, actor, situation) is not None

    assert finds(told.arcadia.observer) and finds(told.arcadia.focal_point)
    for person in (told.belmora.focal_point, told.cordania.expert, told.officer):
        assert not finds(person)
    assert not finds(told.delmar.focal_point)
