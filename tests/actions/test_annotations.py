"""Annotations: what they stand on, who writes and sends them, and what is refused."""

import pytest
from sqlalchemy.orm import Session

from reviewmech.actions.annotations import annotate, send_annotations, take_annotation_back
from reviewmech.records import texts
from reviewmech.records.annotations import Annotation, taken_back, visible_annotations
from reviewmech.records.journal import Entry
from reviewmech.records.letters import Letter
from reviewmech.records.people import Person
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand, case
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted, SentBefore
from reviewmech.rules.steps import Step
from reviewmech.rules.texts import LONGEST_TEXT
from tests.annotating import MISSING, OFFENCE, sent, submitted_with, written
from tests.cast import Cast
from tests.drafts import answer, submitted

ANSWER = "The *attempt* is punished.\n\nThe attempt to **aid** is not: قانون العقوبات 👩‍👩‍👧."


@pytest.fixture
def version(cast: Cast) -> Version:
    """Give a version submitted, with the strand at the feedback step."""
    return submitted_with(cast, ANSWER)


@pytest.fixture
def thing(version: Version) -> str:
    """Give the name of the answer that has words."""
    return texts.answer(version.id, MISSING)


def read_by(cast: Cast, person: Person) -> list[str]:
    found = visible_annotations(cast.session, cast.untoc.id, cast.acting(person), case(cast.untoc))
    return [each.text for each in found]


def anchor(one: Annotation) -> tuple[str, str, str, str]:
    return one.part, one.quote, one.prefix, one.suffix


def test_words_are_quoted_as_they_are_shown_also_across_paragraphs(cast: Cast, thing: str) -> None:
    made = written(cast, thing, part="text", quote="is punished. The attempt to aid")
    assert anchor(made) == (
        "text",
        "is punished. The attempt to aid",
        "The attempt ",
        " is not: قانون العقوبات 👩‍👩‍👧.",
    )


def test_the_same_words_typed_with_other_line_ends_stand_there_too(cast: Cast, thing: str) -> None:
    assert written(cast, thing, quote="punished.\r\n\r\nThe").quote == "punished. The"


def test_the_part_in_which_words_stand_need_not_be_named(cast: Cast, thing: str) -> None:
    assert written(cast, thing, quote="aid").part == "text"


def test_words_that_occur_twice_are_told_apart_by_what_stands_around_them(
    cast: Cast, thing: str
) -> None:
    made = written(cast, thing, part="text", quote="attempt", prefix="The ", suffix=" to")
    assert made.suffix.startswith(" to aid")
    with pytest.raises(Invalid, match="more than once") as refusal:
        written(cast, thing, quote="attempt")
    assert refusal.value.field == "quote"


def test_words_that_stand_in_two_parts_are_not_guessed(cast: Cast, thing: str) -> None:
    answer(cast, MISSING, {"text": "One court.", "remark": "One court."}, started_from=1)
    newer = texts.answer(submitted(cast).id, MISSING)
    with pytest.raises(Invalid, match="more than once"):
        written(cast, newer, quote="One court.")
    assert written(cast, newer, part="remark", quote="One court.").part == "remark"


@pytest.mark.parametrize("quote", ["is not there", "Attempt", "punished.The", "**attempt"])
def test_words_that_do_not_stand_in_the_text_as_shown_are_refused(
    cast: Cast, thing: str, quote: str
) -> None:
    with pytest.raises(Invalid, match="do not stand in the text"):
        written(cast, thing, quote=quote)


def test_words_from_right_to_left_and_emoji_are_quoted_whole(cast: Cast, thing: str) -> None:
    assert written(cast, thing, quote="قانون").quote == "قانون"
    assert written(cast, thing, quote="👧").quote == "👩‍👩‍👧"


def test_words_of_a_text_too_heavy_to_be_set_are_quoted_as_typed(cast: Cast, thing: str) -> None:
    heavy = ("[a] *b* " * 12_000 + "the *end*")[:LONGEST_TEXT]
    answer(cast, MISSING, {"text": heavy}, started_from=1)
    newer = texts.answer(submitted(cast).id, MISSING)
    assert written(cast, newer, quote="the *end*").quote == "the *end*"


def test_one_can_write_on_the_whole_of_an_answer(cast: Cast, version: Version) -> None:
    made = written(cast, texts.answer(version.id, OFFENCE), text="Why only in part?")
    assert anchor(made) == ("", "", "", "")


def test_a_text_of_another_strand_does_not_exist_here(cast: Cast, thing: str) -> None:
    cast.tip.step = Step.FEEDBACK
    cast.session.commit()
    with pytest.raises(NotFound):
        annotate(cast.session, cast.acting(cast.belmora.expert), cast.tip, thing=thing, text="Why?")


@pytest.mark.parametrize(
    "name", ["", "answer", "answer:0:x", "answer:x:y", "letter:1:", "wording:9:"]
)
def test_a_name_of_no_text_is_refused(cast: Cast, version: Version, name: str) -> None:
    with pytest.raises(NotFound):
        written(cast, name)


def test_a_part_that_the_text_does_not_have_is_refused(cast: Cast, thing: str) -> None:
    with pytest.raises(NotFound):
        written(cast, thing, part="remark")


def test_a_text_its_reader_may_not_read_yet_cannot_be_annotated(cast: Cast, thing: str) -> None:
    with pytest.raises(NotFound):
        written(cast, "wording:1:")


def test_only_their_own_state_reads_what_is_not_sent(cast: Cast, thing: str) -> None:
    written(cast, thing)
    for nation in (cast.arcadia, cast.cordania):
        for person in (nation.focal_point, nation.expert, nation.observer):
            assert read_by(cast, person) == []
    assert read_by(cast, cast.officer) == []
    assert read_by(cast, cast.delmar.focal_point) == []
    assert read_by(cast, cast.belmora.observer) == ["Which courts?"]


def test_what_the_focal_point_sends_all_in_the_review_read(cast: Cast, thing: str) -> None:
    sent(cast, written(cast, thing), written(cast, thing, text="And which penalties?"))
    for person in (cast.arcadia.expert, cast.cordania.observer, cast.officer):
        assert read_by(cast, person) == ["Which courts?", "And which penalties?"]
    assert read_by(cast, cast.delmar.focal_point) == []


def test_an_expert_does_not_send_unless_the_focal_point_has_given_leave(
    cast: Cast, session: Session, thing: str
) -> None:
    made = written(cast, thing)
    with pytest.raises(NotPermitted):
        sent(cast, made, person=cast.belmora.expert)
    next(iter(cast.belmora.expert.appointments)).may_send = True
    session.commit()
    sent(cast, made, person=cast.belmora.expert)
    assert read_by(cast, cast.arcadia.focal_point) == ["Which courts?"]


def test_a_focal_point_sends_only_what_is_of_its_own_state(cast: Cast, thing: str) -> None:
    made = written(cast, thing)
    for person in (cast.cordania.focal_point, cast.arcadia.focal_point):
        with pytest.raises(Conflict):
            sent(cast, made, person=person)
    assert read_by(cast, cast.arcadia.focal_point) == []


def test_what_was_changed_since_it_was_looked_at_is_not_sent(
    cast: Cast, session: Session, thing: str
) -> None:
    made, other = written(cast, thing), written(cast, thing, text="Fine.")
    looked_at = {made.key: made.mark, other.key: other.mark}
    annotate(
        session,
        cast.acting(cast.belmora.expert),
        cast.untoc,
        text="Which courts, please?",
        annotation=made,
        read=made.mark,
    )
    chief = cast.acting(cast.belmora.focal_point)
    with pytest.raises(Conflict, match="changed after you looked"):
        send_annotations(session, chief, cast.untoc, chosen=looked_at)
    assert read_by(cast, cast.arcadia.focal_point) == []


def test_nothing_chosen_is_nothing_sent(cast: Cast, thing: str) -> None:
    with pytest.raises(Invalid):
        sent(cast)


def test_two_colleagues_who_change_one_annotation_lose_nothing(
    cast: Cast, session: Session, thing: str
) -> None:
    made = written(cast, thing)
    read = made.mark
    again = {"annotation": made, "read": read}
    expert, chief = cast.acting(cast.belmora.expert), cast.acting(cast.belmora.focal_point)
    annotate(session, expert, cast.untoc, text="Which courts, and since when?", **again)
    with pytest.raises(Conflict, match="Both texts"):
        annotate(session, chief, cast.untoc, text="Which penalties?", **again)
    assert made.text == "Which courts, and since when?"
    annotate(session, chief, cast.untoc, text="Which courts, and since when?", **again)


def test_another_states_annotation_does_not_exist_for_an_act(cast: Cast, thing: str) -> None:
    made = written(cast, thing)
    actor = cast.acting(cast.cordania.expert)
    with pytest.raises(NotFound):
        annotate(cast.session, actor, cast.untoc, text="Mine.", annotation=made, read=made.mark)
    with pytest.raises(NotFound):
        take_annotation_back(cast.session, actor, cast.untoc, annotation=made)


def test_what_is_taken_back_is_kept_and_can_be_put_back(
    cast: Cast, session: Session, thing: str
) -> None:
    made = written(cast, thing)
    actor = cast.acting(cast.belmora.expert)
    read = made.mark
    take_annotation_back(session, actor, cast.untoc, annotation=made)
    assert read_by(cast, cast.belmora.expert) == []
    assert taken_back(session, cast.untoc.id, actor, case(cast.untoc)) == [made]
    with pytest.raises(Conflict):
        sent(cast, made)
    with pytest.raises(Conflict, match="took it back"):
        annotate(session, actor, cast.untoc, text="Longer.", annotation=made, read=read)
    annotate(session, actor, cast.untoc, text="Longer.", annotation=made, read=made.mark)
    assert read_by(cast, cast.belmora.observer) == ["Longer."]


def test_no_other_state_reads_what_was_taken_back(cast: Cast, session: Session, thing: str) -> None:
    made = written(cast, thing)
    take_annotation_back(session, cast.acting(cast.belmora.expert), cast.untoc, annotation=made)
    for person in (cast.arcadia.focal_point, cast.cordania.expert, cast.officer):
        actor = cast.acting(person)
        assert taken_back(session, cast.untoc.id, actor, case(cast.untoc)) == []


def test_what_was_sent_stays_as_it_is(cast: Cast, session: Session, thing: str) -> None:
    made = written(cast, thing)
    sent(cast, made)
    actor = cast.acting(cast.belmora.expert)
    with pytest.raises(Conflict, match="was sent"):
        annotate(session, actor, cast.untoc, text="No.", annotation=made, read=made.mark)
    with pytest.raises(Conflict, match="was sent"):
        take_annotation_back(session, actor, cast.untoc, annotation=made)
    assert made.text == "Which courts?"


def test_a_request_sent_twice_writes_and_sends_once(cast: Cast, thing: str) -> None:
    one = written(cast, thing, quote="aid", request_id="once")
    again = written(cast, thing, quote="aid", request_id="once")
    assert again.id == one.id
    with pytest.raises(SentBefore):
        written(cast, thing, text="Other words.", request_id="once")
    chosen = {one.key: one.mark}
    chief = cast.acting(cast.belmora.focal_point)
    for _time in range(2):
        send_annotations(cast.session, chief, cast.untoc, chosen=chosen, request_id="sent")
    assert read_by(cast, cast.arcadia.focal_point) == ["Which courts?"]


@pytest.mark.parametrize("text", ["", "  \n", "x" * 10_001, "a\0b"])
def test_no_empty_endless_or_broken_annotation_is_kept(cast: Cast, thing: str, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        written(cast, thing, text=text)
    assert refusal.value.field == "text"


def test_a_language_is_one_of_the_mechanism(cast: Cast, thing: str) -> None:
    with pytest.raises(Invalid):
        written(cast, thing, language="tlh")


def test_who_takes_no_part_and_who_only_reads_writes_nothing(cast: Cast, thing: str) -> None:
    with pytest.raises(NotFound):
        written(cast, thing, person=cast.delmar.expert)
    for person in (cast.belmora.observer, cast.officer):
        with pytest.raises(NotPermitted):
            written(cast, thing, person=person)


def test_a_state_out_of_scope_neither_writes_nor_reads(cast: Cast, thing: str) -> None:
    sent(cast, written(cast, thing))
    cast.tip.step = Step.FEEDBACK
    cast.session.commit()
    with pytest.raises(NotFound):
        annotate(
            cast.session, cast.acting(cast.cordania.expert), cast.tip, thing=thing, text="Why?"
        )
    found = visible_annotations(
        cast.session, cast.tip.id, cast.acting(cast.cordania.expert), case(cast.tip)
    )
    assert found == []


def test_no_line_read_by_others_and_no_letter_tells_of_what_is_not_sent(
    cast: Cast, session: Session, thing: str
) -> None:
    before = session.query(Letter).count()
    made = written(cast, thing, quote="aid")
    take_annotation_back(session, cast.acting(cast.belmora.expert), cast.untoc, annotation=made)
    assert session.query(Letter).count() == before
    lines = session.query(Entry).where(
        Entry.action.in_([Action.ANNOTATE, Action.TAKE_ANNOTATION_BACK])
    )
    assert {line.heard_by.name for line in lines} == {"OWN_STATE"}


def test_the_line_of_a_sending_tells_no_running_numbers(
    cast: Cast, session: Session, thing: str
) -> None:
    made = written(cast, thing)
    sent(cast, made)
    line = session.query(Entry).where(Entry.action == Action.SEND_ANNOTATIONS).one()
    assert made.key in line.payload and f"annotation:{made.id}" not in line.payload + line.thing


def test_before_the_discussion_nothing_is_sent_and_before_submission_nothing_written(
    cast: Cast, session: Session, thing: str
) -> None:
    strand: Strand = cast.put(Step.CONSULTATION)
    made = written(cast, thing)
    with pytest.raises(NotPermitted, match="present step"):
        sent(cast, made)
    strand.step = Step.SELF_ASSESSMENT
    session.commit()
    with pytest.raises(NotPermitted):
        written(cast, thing)


@pytest.mark.parametrize("lawless", ["e" + "\u0301" * 50, "\u202e dark", "‍" * 20])
def test_odd_signs_in_a_quote_only_find_nothing(cast: Cast, thing: str, lawless: str) -> None:
    with pytest.raises(Invalid):
        written(cast, thing, quote=lawless)
