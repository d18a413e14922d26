"""Confidential passages: who marks them, what can be marked, and what a mark lapses with."""

import json

import pytest
from sqlalchemy import select

from reviewmech.actions.observations import reopen_observation, take_position
from reviewmech.actions.passages import mark_passage
from reviewmech.records.journal import Entry
from reviewmech.records.observations import Observation
from reviewmech.records.passages import Passage, marked, read_by
from reviewmech.records.people import Person
from reviewmech.rules.leaving_out import as_read
from reviewmech.rules.mechanism import Readership
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Outcome, Stance
from tests.actions.test_summaries import an_item
from tests.cast import Cast

TEXT = "The offence is narrow. Two judges were bribed in Norham. Training is planned."


@pytest.fixture
def item(cast: Cast) -> Observation:
    """Give an agreed observation of a list that is being discussed."""
    cast.put(Step.OBSERVATIONS)
    return an_item(cast, cast.untoc, TEXT)


def span(words: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def mark(
    cast: Cast, item: Observation, *words: str, who: Person | None = None, off: bool = False
) -> None:
    mark_passage(
        cast.session,
        cast.acting(who or cast.arcadia.focal_point),
        cast.untoc,
        observation=item,
        wording=item.wording.id,
        spans=[span(each) for each in words],
        is_confidential=not off,
    )


def marks(cast: Cast, item: Observation) -> tuple[str, ...]:
    """Return what is confidential of an item."""
    found = marked(cast.session, [item])[item.id]
    return tuple(found.text[start:end] for start, end in as_read(found.text, found.spans))


def test_the_state_under_review_marks_words_and_takes_the_mark_off(
    cast: Cast, item: Observation
) -> None:
    mark(cast, item, "Two judges", "in Norham")
    assert marks(cast, item) == ("Two judges", "in Norham")
    mark(cast, item, "Two judges", off=True)
    assert marks(cast, item) == ("in Norham",)


def test_nobody_else_marks(cast: Cast, item: Observation) -> None:
    for person in (
        cast.arcadia.expert,
        cast.arcadia.observer,
        cast.belmora.focal_point,
        cast.officer,
    ):
        with pytest.raises(NotPermitted):
            mark(cast, item, "Two judges", who=person)
    with pytest.raises(NotFound):
        mark(cast, item, "Two judges", who=cast.delmar.focal_point)
    assert marks(cast, item) == ()


def test_words_marked_twice_are_marked_once_and_off_once(cast: Cast, item: Observation) -> None:
    mark(cast, item, "judges were bribed")
    mark(cast, item, "Two judges were")
    assert marks(cast, item) == ("Two judges were bribed",)
    mark(cast, item, "Two judges were bribed", off=True)
    assert marks(cast, item) == ()
    # What was marked is not forgotten: each mark and its end are kept.
    kept = cast.session.scalars(select(Passage)).all()
    assert len(kept) == 2 and all(each.taken_off_at for each in kept)


def test_part_of_a_passage_can_be_opened(cast: Cast, item: Observation) -> None:
    mark(cast, item, "Two judges were bribed in Norham.")
    mark(cast, item, "were bribed", off=True)
    assert marks(cast, item) == ("Two judges ", " in Norham.")


@pytest.mark.parametrize("outcome", [Outcome.OPEN, Outcome.LEFT_OUT])
def test_only_agreed_words_are_marked(cast: Cast, item: Observation, outcome: Outcome) -> None:
    item.outcome = outcome
    cast.session.commit()
    with pytest.raises(Conflict):
        mark(cast, item, "Two judges")


def test_words_carried_with_a_statement_can_be_marked(cast: Cast, item: Observation) -> None:
    item.outcome = Outcome.WITH_STATEMENT
    cast.session.commit()
    mark(cast, item, "Two judges")
    assert marks(cast, item) == ("Two judges",)


def test_what_is_not_there_and_the_whole_are_refused(cast: Cast, item: Observation) -> None:
    actor = cast.acting(cast.arcadia.focal_point)
    for spans in ([], [(5, 5)], [(-1, 4)], [(0, len(TEXT) + 1)], [(0, len(TEXT))]):
        with pytest.raises(Invalid) as refusal:
            mark_passage(
                cast.session,
                actor,
                cast.untoc,
                observation=item,
                wording=item.wording.id,
                spans=spans,
                is_confidential=True,
            )
        assert refusal.value.field == "words"
    assert marks(cast, item) == ()


def test_a_wording_not_read_is_not_marked_and_marks_lapse_with_theirs(
    cast: Cast, item: Observation
) -> None:
    mark(cast, item, "Two judges")
    before = item.wording
    item.wordings.append(
        type(before)(
            number=2,
            text="Two judges were named.",
            language="en",
            state_id=cast.belmora.state.id,
            proposed_at=before.proposed_at,
        )
    )
    cast.session.commit()
    assert marks(cast, item) == ()
    with pytest.raises(Conflict):
        mark_passage(
            cast.session,
            cast.acting(cast.arcadia.focal_point),
            cast.untoc,
            observation=item,
            wording=before.id,
            spans=[(0, 3)],
            is_confidential=True,
        )


def test_an_item_of_another_list_is_not_there(cast: Cast, item: Observation) -> None:
    cast.tip.step = Step.OBSERVATIONS
    elsewhere = an_item(cast, cast.tip, TEXT)
    with pytest.raises(NotFound):
        mark(cast, elsewhere, "Two judges")


def test_the_journal_says_that_words_were_marked_and_never_which(
    cast: Cast, item: Observation
) -> None:
    mark(cast, item, "Two judges")
    lines = cast.session.scalars(select(Entry)).all()
    assert lines
    assert not any("judges" in json.dumps(line.payload) for line in lines)


def test_the_same_act_sent_twice_marks_once(cast: Cast, item: Observation) -> None:
    for _time in range(2):
        mark_passage(
            cast.session,
            cast.acting(cast.arcadia.focal_point),
            cast.untoc,
            observation=item,
            wording=item.wording.id,
            spans=[span("Two judges")],
            is_confidential=True,
            request_id="the-same",
        )
    assert len(cast.session.scalars(select(Passage)).all()) == 1


def test_an_item_opened_again_keeps_its_confidential_passages(
    cast: Cast, item: Observation
) -> None:
    def published() -> str:
        cast.session.expire_all()
        (entry,) = read_by(Readership.PUBLIC, [item], marked(cast.session, [item]))
        return entry.text

    mark(cast, item, "Two judges", "in Norham")
    before = published()
    assert "Norham" not in before
    chief = cast.acting(cast.belmora.focal_point)
    reopen_observation(cast.session, chief, cast.untoc, observation=item, reason="A typo?")
    assert marks(cast, item) == ("Two judges", "in Norham")
    for nation in (cast.arcadia, cast.belmora, cast.cordania):
        take_position(
            cast.session,
            cast.acting(nation.focal_point),
            cast.untoc,
            observation=item,
            wording=item.wording.id,
            stance=Stance.AGREES,
        )
    assert item.outcome is Outcome.AGREED
    assert published() == before
    mark(cast, item, "Two judges", "in Norham", off=True)
    assert marks(cast, item) == ()
    standing = select(Passage).where(Passage.taken_off_at.is_(None))
    assert cast.session.scalars(standing).all() == [], "A mark of the wording before still stands."
