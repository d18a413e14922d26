"""The names of the texts of a review: what a name says, what it reads, and who may read it."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from reviewmech.actions.dialogue import draft_reply, send_question, send_reply
from reviewmech.actions.feedback import release_feedback, save_feedback
from reviewmech.actions.observations import propose_observation
from reviewmech.actions.responses import save_answer
from reviewmech.actions.submission import submit_response
from reviewmech.records import texts
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.people import Person
from reviewmech.records.responses import Version, place_of
from reviewmech.records.reviews import Strand, case
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import ObservationKind
from tests.cast import Cast

OFFENCE = "untoc-5-offence"


def submit(cast: Cast, value: Mapping[str, Any], question: str = OFFENCE) -> Version:
    """Save an answer of Arcadia and submit the response."""
    session, strand = cast.session, cast.untoc
    place = place_of(session, strand.id, question)
    save_answer(
        session,
        cast.acting(cast.arcadia.expert),
        strand,
        question=question,
        value=value,
        started_from=place.number if place else 0,
        language="fr",
    )
    chief = cast.acting(cast.arcadia.focal_point)
    return submit_response(session, chief, strand, language="fr")


def ask(cast: Cast, strand: Strand, text: str) -> SupplementaryQuestion:
    """Let Belmora send a question on article 5."""
    chief = cast.acting(cast.belmora.focal_point)
    return send_question(cast.session, chief, strand, article="5", text=text, language="en")


def visible(cast: Cast, person: Person, strand: Strand, thing: str) -> texts.Text | None:
    return texts.visible_text(cast.session, strand.id, thing, cast.acting(person), case(strand))


def test_an_answer_has_its_written_texts_as_submitted(cast: Cast, session: Session) -> None:
    version = submit(cast, {"choice": "in_part", "remark": "Depuis 2011."})
    submit(cast, {"choice": "in_part", "remark": "Depuis 2012."})
    name = texts.answer(version.id, OFFENCE)
    assert texts.parts_of(session, name) == {"remark": "Depuis 2011."}
    assert texts.strand_of(session, name) == cast.untoc.id
    found = texts.texts(session, [name])[name]
    assert (found.language, found.place) == ("fr", f"answer:{OFFENCE}")


def test_all_that_is_written_in_an_answer_is_a_part_under_the_name_of_its_field() -> None:
    value = {
        "choice": "yes",
        "remark": "r",
        "text": "t",
        "needs": [{"type": "training", "what": "w"}, {"type": "other", "received": "x"}],
        "citations": [{"law": 1}, {"law": 2, "quotation": "q"}],
        "elsewhere": [{"mechanism": "m", "document": "d"}],
    }
    assert list(texts.written_in(value).items()) == [
        ("text", "t"),
        ("need-0-what", "w"),
        ("need-1-received", "x"),
        ("citation-1-quotation", "q"),
        ("remark", "r"),
    ]


def test_a_released_paragraph_is_a_text_and_what_is_not_released_is_none(
    cast: Cast, session: Session
) -> None:
    strand, chief = cast.put(Step.FEEDBACK), cast.acting(cast.belmora.focal_point)
    save_feedback(session, chief, strand, article="5", measures="A law.", challenges="Few cases.")
    release = release_feedback(session, chief, strand)
    save_feedback(session, chief, strand, article="5", measures="Not yet out.", started_from=1)
    name = texts.feedback(release.id, "5")
    assert texts.parts_of(session, name) == {"measures": "A law.", "challenges": "Few cases."}
    assert texts.parts_of(session, texts.feedback(release.id, "8")) == {}
    assert texts.texts(session, [name])[name].place == f"feedback:{cast.belmora.state.id}:5"


def test_messages_are_named_by_their_place_among_those_sent(cast: Cast, session: Session) -> None:
    strand = cast.put(Step.FEEDBACK)
    thread = ask(cast, strand, "How?")
    draft_reply(
        session, cast.acting(cast.belmora.expert), strand, thread=thread, text="Not yet sent."
    )
    reply = send_reply(
        session, cast.acting(cast.arcadia.focal_point), strand, thread=thread, text="So."
    )
    assert texts.messages(thread)[reply.id] == f"message:{thread.key}:2"
    assert texts.parts_of(session, texts.messages(thread)[reply.id]) == {"text": "So."}
    assert texts.parts_of(session, f"message:{thread.key}:3") == {}
    assert thread.opening.text == "How?"


def test_wordings_of_an_observation_are_texts_of_one_place(cast: Cast, session: Session) -> None:
    strand = cast.put(Step.OBSERVATIONS)
    item = propose_observation(
        session,
        cast.acting(cast.belmora.expert),
        strand,
        kind=ObservationKind.GAP,
        article="5",
        text="A gap.",
    )
    name = texts.wording(item.wording.id)
    found = texts.texts(session, [name])[name]
    assert (found.parts, found.place) == ({"text": "A gap."}, f"observation:{item.id}")


def test_many_texts_are_read_at_once_and_no_others(cast: Cast, session: Session) -> None:
    first = submit(cast, {"choice": "yes", "remark": "One."})
    second = submit(cast, {"remark": "Two."}, "untoc-5-model")
    names = [texts.answer(first.id, OFFENCE), texts.answer(second.id, "untoc-5-model")]
    assert set(texts.texts(session, [*names, "answer:0:x", "nothing", ""])) == set(names)


@pytest.mark.parametrize(
    "name",
    [
        ":",
        "answer",
        "answer:",
        "answer:1",
        "answer:x:y",
        "answer:1:",
        "answer:٣:x",
        "answer:01:x",
        "answer:999999999999999999999:x",
        "person:1:x",
        "wording:1",
        "message::1",
        "feedback:-1:5",
        "feedback::",
    ],
)
def test_what_is_no_name_names_nothing(cast: Cast, session: Session, name: str) -> None:
    assert texts.parts_of(session, name) == {}
    assert texts.strand_of(session, name) is None
    assert visible(cast, cast.officer, cast.untoc, name) is None


def test_a_text_is_read_by_those_who_may_read_where_it_stands(cast: Cast) -> None:
    version = submit(cast, {"choice": "yes", "remark": "Once."})
    name = texts.answer(version.id, OFFENCE)
    for person in (cast.arcadia.observer, cast.cordania.expert, cast.officer):
        found = visible(cast, person, cast.untoc, name)
        assert found and found.parts == {"remark": "Once."}
        assert visible(cast, person, cast.tip, name) is None
    assert visible(cast, cast.delmar.focal_point, cast.untoc, name) is None


def test_a_text_that_came_before_its_step_is_read_by_nobody_else(cast: Cast) -> None:
    strand = cast.put(Step.FEEDBACK)
    name = f"message:{ask(cast, strand, 'How?').key}:1"
    assert visible(cast, cast.officer, strand, name)
    cast.put(Step.CONSULTATION)
    assert visible(cast, cast.officer, strand, name) is None


PARTS = st.dictionaries(st.text(), st.text())


@given(PARTS)
def test_the_digest_of_parts_does_not_depend_on_their_order(parts: dict[str, str]) -> None:
    assert texts.digest(parts) == texts.digest(dict(reversed(parts.items())))


@given(PARTS, PARTS)
def test_parts_that_differ_have_digests_that_differ(
    one: dict[str, str], other: dict[str, str]
) -> None:
    assert (texts.digest(one) == texts.digest(other)) == (one == other)
