"""What is kept of a list, who may read it, and what a clearance of it refers to."""

import pytest

from reviewmech.records.observations import (
    Observation,
    Position,
    Wording,
    lines,
    next_number,
    observations,
    questionnaire_of,
    visible_observation,
    visible_observations,
)
from reviewmech.records.reviews import case
from reviewmech.records.standing import digest, standing_digest
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Outcome, Stance
from tests.actions.test_summaries import an_item
from tests.cast import Cast


@pytest.mark.parametrize("step", list(Step))
def test_a_list_is_read_from_its_step_on_by_those_in_scope(cast: Cast, step: Step) -> None:
    item = an_item(cast, cast.untoc, "A gap.")
    cast.put(step)
    readers = {
        cast.arcadia.observer: True,
        cast.belmora.expert: True,
        cast.cordania.focal_point: True,
        cast.officer: True,
        cast.delmar.focal_point: False,
    }
    begun = step in {Step.OBSERVATIONS, Step.SUMMARY, Step.CONCLUDED}
    for person, takes_part in readers.items():
        given = cast.acting(person), case(cast.untoc)
        listed = visible_observations(cast.session, cast.untoc.id, *given)
        alone = visible_observation(cast.session, cast.untoc.id, item.id, *given)
        assert listed == ([item] if takes_part and begun else [])
        assert alone is (item if takes_part and begun else None)


def test_a_state_reads_no_list_outside_its_instruments(cast: Cast) -> None:
    item = an_item(cast, cast.tip, "A gap.")
    cast.tip.step = Step.OBSERVATIONS
    given = cast.acting(cast.cordania.expert), case(cast.tip)
    assert visible_observations(cast.session, cast.tip.id, *given) == []
    assert visible_observation(cast.session, cast.tip.id, item.id, *given) is None


def test_the_latest_position_of_a_state_on_the_newest_wording_counts(cast: Cast) -> None:
    item = an_item(cast, cast.untoc, "A gap.", outcome=Outcome.OPEN)
    for stance in (Stance.AGREES, Stance.OBJECTS):
        item.wording.positions.append(
            Position(state_id=cast.arcadia.state.id, stance=stance, taken_at=cast.untoc.step_since)
        )
    assert item.wording.stances == {cast.arcadia.state.id: Stance.OBJECTS}
    add_wording(cast, item, "Another.")
    assert item.wording.stances == {}
    assert item.item.awaited == item.item.scope


def add_wording(cast: Cast, item: Observation, text: str) -> None:
    item.wordings.append(
        Wording(
            number=len(item.wordings) + 1,
            text=text,
            language="en",
            state_id=cast.cordania.state.id,
            proposed_at=cast.untoc.step_since,
        )
    )
    cast.session.commit()


def test_whatever_changes_in_a_list_changes_its_digest(cast: Cast) -> None:
    item = an_item(cast, cast.untoc, "A gap.")

    def now() -> str:
        return digest(observations(cast.session, cast.untoc.id))

    seen = [now()]
    item.outcome = Outcome.WITH_STATEMENT
    seen.append(now())
    item.statement = "Not so."
    seen.append(now())
    add_wording(cast, item, "Another.")
    seen.append(now())
    an_item(cast, cast.untoc, "A second gap.")
    seen.append(now())
    assert len(set(seen)) == len(seen)


def test_items_are_numbered_in_each_strand_by_itself(cast: Cast) -> None:
    an_item(cast, cast.untoc, "A gap.")
    assert next_number(cast.session, cast.untoc.id) == 2
    assert next_number(cast.session, cast.tip.id) == 1


def test_the_questionnaire_of_a_strand_is_the_edition_it_was_opened_with(cast: Cast) -> None:
    assert questionnaire_of(cast.session, cast.untoc).instrument == "UNTOC"


def test_the_items_of_a_list_are_those_of_its_observations(cast: Cast) -> None:
    first = an_item(cast, cast.untoc, "A gap.")
    an_item(cast, cast.untoc, "Another.")
    first.outcome = Outcome.OPEN
    on_the_table = first.wording
    on_the_table.positions.append(
        Position(
            state_id=cast.belmora.state.id, stance=Stance.AGREES, taken_at=on_the_table.proposed_at
        )
    )
    cast.session.commit()
    scope = frozenset(state.id for state in cast.untoc.participants)
    found = observations(cast.session, cast.untoc.id)
    listed = lines(cast.session, {cast.untoc.id: scope})[cast.untoc.id]
    assert [each.item for each in listed] == [each.item for each in found]
    assert found[0].item.stances == {cast.belmora.state.id: Stance.AGREES}
    first.outcome = Outcome.AGREED
    cast.session.commit()
    assert standing_digest(cast.session, cast.untoc.id) == digest(found)
    listed = lines(cast.session, {cast.untoc.id: scope})[cast.untoc.id]
    assert listed[0].item.outcome is Outcome.AGREED
