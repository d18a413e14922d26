"""Positions ad referendum: who reads them, and how a focal point clears a selection of them."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from reviewmech.actions.observations import (
    clear_list,
    propose_observation,
    propose_wording,
    take_position,
)
from reviewmech.actions.positions import clear_observations
from reviewmech.actions.practices import settle_practice
from reviewmech.records.journal import Entry, visible_entries
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.observations import Observation, observations
from reviewmech.records.people import Person
from reviewmech.records.practices import practice, shares_positions
from reviewmech.records.reviews import case
from reviewmech.records.standing import digest
from reviewmech.records.wordings import Position, visible_positions
from reviewmech.rules.access import Actor, by_note
from reviewmech.rules.purposes import Action, Audience
from reviewmech.rules.refusals import Conflict, Invalid, NotPermitted
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import ObservationKind, Outcome, Stance
from tests.actions.test_observations import as_noted
from tests.cast import Cast, Nation

SECRET = "We shall give way on this point."


@pytest.fixture
def talks(cast: Cast) -> Cast:
    """Give the cast with the Convention at the step of observations."""
    cast.put(Step.OBSERVATIONS)
    return cast


def propose(cast: Cast, by: Person | None = None, text: str = "A gap.") -> Observation:
    return propose_observation(
        cast.session,
        cast.acting(by or cast.belmora.focal_point),
        cast.untoc,
        kind=ObservationKind.GAP,
        article="5",
        text=text,
    )


def says(
    cast: Cast,
    who: Person,
    item: Observation,
    stance: Stance = Stance.AGREES,
    reason: str = "",
) -> Position:
    return take_position(
        cast.session,
        cast.acting(who),
        cast.untoc,
        observation=item,
        wording=item.wording.id,
        stance=stance,
        reason=reason,
    )


def clear(cast: Cast, who: Nation, *positions: Position, **given: str) -> list[Position]:
    return clear_observations(
        cast.session,
        cast.acting(who.focal_point),
        cast.untoc,
        positions=[each.mark for each in positions],
        **given,
    )


def keep_inside(cast: Cast, who: Nation, *, shares: bool = False) -> None:
    actor = cast.acting(who.focal_point)
    settle_practice(cast.session, actor, cast.review, shares_positions=shares)


def readers(cast: Cast) -> dict[str, Actor]:
    people = {
        "own expert": cast.arcadia.expert,
        "own focal point": cast.arcadia.focal_point,
        "own observer": cast.arcadia.observer,
        "other focal point": cast.belmora.focal_point,
        "other expert": cast.cordania.expert,
        "secretariat": cast.officer,
    }
    found = {name: cast.acting(person) for name, person in people.items()}
    note = NoteVerbale(
        state_id=cast.arcadia.state.id,
        reference="NV/9",
        dated=date(2027, 1, 4),
        recorded_at=cast.untoc.step_since,
    )
    cast.session.add(note)
    cast.session.commit()
    found["secretariat, by note"] = by_note(found["secretariat"], note.state_id, note.id)
    return found


def test_a_focal_point_clears_a_selection_and_only_that_binds(talks: Cast) -> None:
    first, second = propose(talks), propose(talks, text="Another.")
    taken = [says(talks, talks.arcadia.expert, item) for item in (first, second)]
    says(talks, talks.cordania.focal_point, first)
    says(talks, talks.cordania.focal_point, second)
    (cleared,) = clear(talks, talks.arcadia, taken[0])
    assert (first.outcome, second.outcome) == (Outcome.AGREED, Outcome.OPEN)
    assert cleared.person == talks.arcadia.expert
    assert cleared.cleared_by == talks.arcadia.focal_point
    assert not taken[0].is_cleared, "what the expert said is kept as it was said"


def test_a_selection_is_of_the_positions_read(talks: Cast) -> None:
    item = propose(talks)
    read = says(talks, talks.arcadia.expert, item)
    says(talks, talks.arcadia.expert, item, Stance.OBJECTS, reason="On reflection, no.")
    with pytest.raises(Conflict):
        clear(talks, talks.arcadia, read)
    again = says(talks, talks.arcadia.expert, item)
    propose_wording(
        talks.session,
        talks.acting(talks.cordania.expert),
        talks.untoc,
        observation=item,
        wording=item.wording.id,
        text="Other words.",
    )
    with pytest.raises(Conflict):
        clear(talks, talks.arcadia, again)


def test_one_clears_ones_own_and_what_there_is(talks: Cast) -> None:
    item = propose(talks)
    taken = says(talks, talks.arcadia.expert, item)
    with pytest.raises(Conflict):
        clear(talks, talks.cordania, taken)
    with pytest.raises(Invalid):
        clear(talks, talks.arcadia)
    for person in (talks.arcadia.expert, talks.arcadia.observer, talks.officer):
        with pytest.raises(NotPermitted):
            clear_observations(
                talks.session, talks.acting(person), talks.untoc, positions=[taken.mark]
            )


def test_a_repeated_clearing_clears_once(talks: Cast) -> None:
    item, request = propose(talks), uuid4().hex
    taken = says(talks, talks.arcadia.expert, item)
    for _time in range(2):
        clear(talks, talks.arcadia, taken, request_id=request)
    assert len(item.wording.positions) == 3


def test_a_focal_point_who_says_what_its_expert_said_clears_it(talks: Cast) -> None:
    item = propose(talks)
    says(talks, talks.arcadia.expert, item)
    assert says(talks, talks.arcadia.focal_point, item).is_cleared
    count = len(item.wording.positions)
    says(talks, talks.arcadia.focal_point, item)
    says(talks, talks.arcadia.expert, item)
    assert len(item.wording.positions) == count


def test_the_mechanism_shares_what_no_state_has_settled(talks: Cast) -> None:
    own = (talks.session, talks.review.id, talks.arcadia.state.id)
    assert practice(*own) is None
    assert shares_positions(*own)
    keep_inside(talks, talks.arcadia)
    assert not shares_positions(*own)
    assert shares_positions(talks.session, talks.review.id, talks.belmora.state.id)
    keep_inside(talks, talks.arcadia, shares=True)
    assert shares_positions(*own)


def test_only_a_focal_point_settles_the_practice_of_its_state(talks: Cast) -> None:
    for person in (talks.arcadia.expert, talks.arcadia.observer, talks.officer):
        with pytest.raises(NotPermitted):
            settle_practice(
                talks.session, talks.acting(person), talks.review, shares_positions=False
            )


def test_what_a_state_does_not_share_is_read_by_it_alone(talks: Cast) -> None:
    item = propose(talks)
    keep_inside(talks, talks.arcadia)
    taken = says(talks, talks.arcadia.expert, item, Stance.OBJECTS, SECRET)
    situation = case(talks.untoc)
    seen = {
        name: taken in visible_positions(item.wording, actor, situation)
        for name, actor in readers(talks).items()
    }
    assert {name for name, sees in seen.items() if sees} == {
        "own expert",
        "own focal point",
        "own observer",
    }


def test_the_journal_tells_of_it_to_its_state_alone_until_it_is_cleared(talks: Cast) -> None:
    item = propose(talks)
    keep_inside(talks, talks.arcadia)
    taken = says(talks, talks.arcadia.expert, item)

    def told(person: Person) -> list[Action]:
        given = talks.acting(person), case(talks.review)
        return [one.action for one in visible_entries(talks.session, talks.review.id, *given)]

    assert Action.TAKE_POSITION in told(talks.arcadia.observer)
    for person in (talks.belmora.focal_point, talks.cordania.expert, talks.officer):
        assert Action.TAKE_POSITION not in told(person)
        assert Action.SETTLE_PRACTICE not in told(person)
    clear(talks, talks.arcadia, taken)
    assert Action.CLEAR_OBSERVATIONS in told(talks.belmora.focal_point)
    assert Action.TAKE_POSITION not in told(talks.belmora.focal_point)


def test_a_shared_position_is_told_to_all(talks: Cast) -> None:
    says(talks, talks.arcadia.expert, propose(talks))
    told = talks.session.scalars(select(Entry).order_by(Entry.id)).all()[-1]
    assert told.heard_by is Audience.REVIEW


def test_what_was_taken_inside_stays_inside_when_the_practice_changes(talks: Cast) -> None:
    item = propose(talks)
    keep_inside(talks, talks.arcadia)
    taken = says(talks, talks.arcadia.expert, item)
    keep_inside(talks, talks.arcadia, shares=True)
    other = talks.acting(talks.belmora.expert)
    assert taken not in visible_positions(item.wording, other, case(talks.untoc))
    again = says(talks, talks.arcadia.expert, item)
    assert again in visible_positions(item.wording, other, case(talks.untoc))


def test_an_expert_of_a_state_that_shares_nothing_proposes_nothing_to_the_others(
    talks: Cast,
) -> None:
    item = propose(talks)
    keep_inside(talks, talks.arcadia)
    with pytest.raises(NotPermitted, match="Let your focal point propose it"):
        propose(talks, talks.arcadia.expert)
    with pytest.raises(NotPermitted):
        propose_wording(
            talks.session,
            talks.acting(talks.arcadia.expert),
            talks.untoc,
            observation=item,
            wording=item.wording.id,
            text="Other words.",
        )
    propose(talks, talks.arcadia.focal_point)


def clear_the_list(cast: Cast, actor: Actor, *read: Position) -> None:
    """Clear the list as it stands, having read these positions."""
    seen = digest(observations(cast.session, cast.untoc.id))
    marks = [each.mark for each in read] if read else None
    clear_list(cast.session, actor, cast.untoc, digest=seen, positions=marks)


def bound(cast: Cast, item: Observation, nation: Nation) -> list[tuple[Stance, str]]:
    """Return what binds a State or may be read by the others, with its reasons."""
    cast.session.expire_all()
    return [
        (each.stance, each.reason)
        for each in item.wording.positions
        if each.state == nation.state and (each.is_cleared or not each.is_internal)
    ]


@pytest.mark.parametrize("stance", list(Stance))
def test_a_note_clears_nothing_that_its_state_keeps_inside(talks: Cast, stance: Stance) -> None:
    item = propose(talks)
    keep_inside(talks, talks.cordania)
    noted = as_noted(talks, talks.cordania)
    with pytest.raises(Invalid) as before:
        clear_the_list(talks, noted)
    taken = says(talks, talks.cordania.expert, item, stance, SECRET)
    with pytest.raises(Invalid) as after:
        clear_the_list(talks, noted)
    assert str(after.value) == str(before.value), "The refusal would tell what is kept inside."
    refusals = []
    for named in (taken.mark, "no such position"):
        with pytest.raises(Conflict) as refusal:
            clear_observations(talks.session, noted, talks.untoc, positions=[named])
        refusals.append(str(refusal.value))
    assert refusals[0] == refusals[1]
    assert bound(talks, item, talks.cordania) == []


def test_a_note_on_the_list_clears_what_all_have_read_and_not_what_came_inside_since(
    talks: Cast,
) -> None:
    item = propose(talks)
    says(talks, talks.cordania.expert, item, reason="As in our law.")
    keep_inside(talks, talks.cordania)
    says(talks, talks.cordania.expert, item, Stance.OBJECTS, SECRET)
    clear_the_list(talks, as_noted(talks, talks.cordania))
    assert item.wording.cleared[talks.cordania.state.id] is Stance.AGREES
    assert SECRET not in [reason for _stance, reason in bound(talks, item, talks.cordania)]


def test_a_reason_nobody_read_is_not_cleared_with_the_list(talks: Cast) -> None:
    item = propose(talks)
    keep_inside(talks, talks.cordania)
    chief = talks.acting(talks.cordania.focal_point)
    read = says(talks, talks.cordania.expert, item, reason="As in our law.")
    later = says(talks, talks.cordania.expert, item, reason=SECRET)
    with pytest.raises(Conflict, match="The list has changed since you read it"):
        clear_the_list(talks, chief, read)
    assert bound(talks, item, talks.cordania) == []
    clear_the_list(talks, chief, later)
    assert bound(talks, item, talks.cordania) == [(Stance.AGREES, SECRET)]
