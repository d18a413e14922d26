"""The silence procedure: a text stands unless a State objects by the end of a day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from reviewmech.actions.observations import (
    close_observation,
    propose_observation,
    propose_wording,
    reopen_observation,
    take_position,
)
from reviewmech.actions.positions import clear_observations
from reviewmech.actions.practices import settle_practice
from reviewmech.actions.silences import end_silence, end_silences, put_under_silence
from reviewmech.records.journal import visible_entries
from reviewmech.records.notices import Notice
from reviewmech.records.observations import Observation
from reviewmech.records.people import Person
from reviewmech.records.reviews import case
from reviewmech.records.silences import over, running, silence_on
from reviewmech.records.wordings import Silence
from reviewmech.rules.access import THE_SYSTEM
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotPermitted
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import ObservationKind, Outcome, Stance
from tests.cast import Cast
from tests.conftest import Clock

TERM = 14


@pytest.fixture
def talks(cast: Cast) -> Cast:
    """Give the cast with the Convention at the step of observations."""
    cast.put(Step.OBSERVATIONS)
    return cast


def propose(cast: Cast, text: str = "A gap.") -> Observation:
    return propose_observation(
        cast.session,
        cast.acting(cast.belmora.focal_point),
        cast.untoc,
        kind=ObservationKind.GAP,
        article="5",
        text=text,
    )


def put(cast: Cast, item: Observation, until: date, who: Person | None = None) -> Silence:
    return put_under_silence(
        cast.session,
        cast.acting(who or cast.belmora.focal_point),
        cast.untoc,
        observation=item,
        wording=item.wording.id,
        until=until,
    )


def says(cast: Cast, who: Person, item: Observation, stance: Stance = Stance.OBJECTS) -> None:
    take_position(
        cast.session,
        cast.acting(who),
        cast.untoc,
        observation=item,
        wording=item.wording.id,
        stance=stance,
        reason="We see it otherwise.",
    )


@pytest.fixture
def silenced(talks: Cast, clock: Clock) -> Observation:
    """Give an observation whose wording is under silence for the term."""
    item = propose(talks)
    put(talks, item, clock.today + timedelta(days=TERM))
    return item


def test_who_has_not_objected_by_the_end_of_the_day_agrees(
    talks: Cast, silenced: Observation, clock: Clock
) -> None:
    clock.forward(days=TERM)
    assert end_silences(talks.session) == 0
    assert silenced.outcome is Outcome.OPEN
    clock.forward(days=1)
    assert end_silences(talks.session) == 1
    assert silenced.outcome is Outcome.AGREED
    silent = [each.state for each in silenced.wording.positions if each.is_by_silence]
    assert silent == [talks.arcadia.state, talks.cordania.state]
    assert end_silences(talks.session) == 0


def test_the_journal_tells_that_it_ended_to_all_in_the_review(
    talks: Cast, silenced: Observation, clock: Clock
) -> None:
    clock.forward(days=TERM + 1)
    end_silences(talks.session)
    for person in (talks.arcadia.observer, talks.cordania.expert, talks.officer):
        given = talks.acting(person), case(talks.review)
        newest = visible_entries(talks.session, talks.review.id, *given)[0]
        assert (newest.action, newest.person, newest.state) == (Action.END_SILENCE, None, None)


def test_an_objection_breaks_the_silence(talks: Cast, silenced: Observation, clock: Clock) -> None:
    says(talks, talks.cordania.focal_point, silenced)
    silence = silence_on(talks.session, silenced.wording)
    assert silence is not None and silence.is_broken
    clock.forward(days=TERM + 1)
    assert end_silences(talks.session) == 0
    assert silenced.outcome is Outcome.OPEN
    with pytest.raises(Conflict):
        put(talks, silenced, clock.today + timedelta(days=TERM))


def test_so_does_an_objection_ad_referendum_that_the_others_read(
    talks: Cast, silenced: Observation
) -> None:
    says(talks, talks.cordania.expert, silenced)
    assert running(talks.session, talks.untoc.id) == {}


def test_an_objection_kept_inside_breaks_it_only_once_it_is_cleared(
    talks: Cast, silenced: Observation
) -> None:
    chief = talks.acting(talks.cordania.focal_point)
    settle_practice(talks.session, chief, talks.review, shares_positions=False)
    says(talks, talks.cordania.expert, silenced)
    assert silenced.id in running(talks.session, talks.untoc.id)
    held = silenced.wording.ad_referendum(talks.cordania.state.id)
    assert held is not None
    clear_observations(talks.session, chief, talks.untoc, positions=[held.mark])
    assert running(talks.session, talks.untoc.id) == {}


def test_who_breaks_it_is_told_to_all_and_other_positions_to_nobody(
    talks: Cast, silenced: Observation
) -> None:
    told = select(Notice.person_id).where(Notice.subject.contains("has broken a silence"))
    says(talks, talks.arcadia.focal_point, silenced, Stance.AGREES)
    assert not talks.session.scalars(told).all()
    says(talks, talks.cordania.focal_point, silenced, Stance.OBJECTS)
    read_by = set(talks.session.scalars(told))
    assert {talks.arcadia.focal_point.id, talks.belmora.expert.id} <= read_by


def test_other_wording_breaks_it_and_can_be_put_under_silence_itself(
    talks: Cast, silenced: Observation, clock: Clock
) -> None:
    first = silenced.wording
    propose_wording(
        talks.session,
        talks.acting(talks.arcadia.expert),
        talks.untoc,
        observation=silenced,
        wording=first.id,
        text="Other words.",
    )
    broken = silence_on(talks.session, first)
    assert broken is not None and broken.is_broken
    put(talks, silenced, clock.today + timedelta(days=TERM))
    assert silenced.id in running(talks.session, talks.untoc.id)


def test_a_late_objection_is_refused_even_before_the_system_has_done_its_work(
    talks: Cast, silenced: Observation, clock: Clock
) -> None:
    clock.forward(days=TERM + 1)
    with pytest.raises(Conflict, match="Nobody had objected"):
        says(talks, talks.cordania.focal_point, silenced)
    end_silences(talks.session)
    assert silenced.outcome is Outcome.AGREED


def test_all_that_agree_before_need_no_silence(
    talks: Cast, silenced: Observation, clock: Clock
) -> None:
    for nation in (talks.arcadia, talks.cordania):
        says(talks, nation.focal_point, silenced, Stance.AGREES)
    assert silenced.outcome is Outcome.AGREED
    clock.forward(days=TERM + 1)
    assert over(talks.session, clock.today) == []
    reopen_observation(
        talks.session,
        talks.acting(talks.arcadia.focal_point),
        talks.untoc,
        observation=silenced,
        reason="A new law came.",
    )
    assert end_silences(talks.session) == 0
    assert silenced.outcome is Outcome.OPEN


def test_what_is_withdrawn_is_not_agreed_by_silence(
    talks: Cast, silenced: Observation, clock: Clock
) -> None:
    close_observation(
        talks.session,
        talks.acting(talks.belmora.focal_point),
        talks.untoc,
        observation=silenced,
        wording=silenced.wording.id,
        outcome=Outcome.LEFT_OUT,
        statement="Withdrawn.",
    )
    clock.forward(days=TERM + 1)
    assert end_silences(talks.session) == 0
    assert silenced.outcome is Outcome.LEFT_OUT


def test_a_silence_leaves_time_to_read(talks: Cast, clock: Clock) -> None:
    item = propose(talks)
    for days in (0, TERM - 1, 400):
        with pytest.raises(Invalid) as refusal:
            put(talks, item, clock.today + timedelta(days=days))
        assert refusal.value.field == "until"
    assert put(talks, item, clock.today + timedelta(days=TERM), talks.officer).state is None


def test_what_is_in_brackets_or_objected_to_is_not_put_under_silence(
    talks: Cast, clock: Clock
) -> None:
    until = clock.today + timedelta(days=TERM)
    with pytest.raises(Invalid, match="brackets"):
        put(talks, propose(talks, "A [wide] gap."), until)
    item = propose(talks)
    says(talks, talks.arcadia.expert, item)
    with pytest.raises(Invalid, match="objects"):
        put(talks, item, until)


def test_focal_points_and_the_secretariat_put_under_silence_and_the_system_ends(
    talks: Cast, clock: Clock
) -> None:
    item, until = propose(talks), clock.today + timedelta(days=TERM)
    for person in (talks.arcadia.expert, talks.arcadia.observer):
        with pytest.raises(NotPermitted):
            put(talks, item, until, person)
    silence = put(talks, item, until)
    clock.forward(days=TERM + 1)
    for person in (talks.officer, talks.belmora.focal_point):
        with pytest.raises(NotPermitted):
            end_silence(talks.session, talks.acting(person), talks.untoc, silence=silence)
    end_silence(talks.session, THE_SYSTEM, talks.untoc, silence=silence)
    with pytest.raises(Conflict):
        end_silence(talks.session, THE_SYSTEM, talks.untoc, silence=silence)


def test_a_silence_does_not_end_before_its_day_is_over(
    talks: Cast, silenced: Observation, clock: Clock
) -> None:
    silence = silence_on(talks.session, silenced.wording)
    clock.forward(days=TERM)
    with pytest.raises(Conflict):
        end_silence(talks.session, THE_SYSTEM, talks.untoc, silence=silence)


def test_a_strand_that_was_moved_on_is_left_in_peace(
    talks: Cast, silenced: Observation, clock: Clock
) -> None:
    talks.put(Step.SUMMARY)
    clock.forward(days=TERM + 1)
    assert end_silences(talks.session) == 0
