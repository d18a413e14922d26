"""The steps of a strand: what ends each, what comes next, and who holds the pen."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.rules.steps import (
    EVERY_STEP,
    ORDER,
    Pen,
    Step,
    earliest,
    following,
    is_ended,
    participants,
    pen,
    reached,
    since,
)
from tests.known import Known

ARCADIA, BELMORA, CORDANIA = 1, 2, 3
EVERYONE = frozenset({ARCADIA, BELMORA, CORDANIA})
REVIEWING = frozenset({BELMORA, CORDANIA})
BEGUN = Known(ARCADIA, REVIEWING)
ALL_DONE = Known(
    ARCADIA,
    REVIEWING,
    submitted=True,
    consultation_cleared=EVERYONE,
    released=REVIEWING,
    list_settled=True,
    list_cleared=EVERYONE,
    compiled=True,
    summary_cleared=EVERYONE,
    issued=True,
)

steps = st.sampled_from(ORDER)
some = st.frozensets(st.sampled_from(sorted(EVERYONE)))
facts = st.builds(
    Known,
    under_review=st.just(ARCADIA),
    reviewing=st.frozensets(st.sampled_from(sorted(REVIEWING))),
    submitted=st.booleans(),
    consultation_cleared=some,
    released=some,
    list_settled=st.booleans(),
    awaited=some,
    list_cleared=some,
    compiled=st.booleans(),
    summary_cleared=some,
    issued=st.booleans(),
)


def test_the_steps_follow_one_another_in_the_order_of_the_mechanism() -> None:
    words = [step.value for step in ORDER]
    assert words == [
        "self-assessment",
        "consultation",
        "feedback",
        "observations",
        "summary",
        "concluded",
    ]
    assert [following(step) for step in ORDER] == [*ORDER[1:], Step.CONCLUDED]


def test_a_submission_leads_to_the_consultation_when_it_is_not_cleared() -> None:
    submitted = replace(BEGUN, submitted=True)
    assert reached(Step.SELF_ASSESSMENT, submitted) is Step.CONSULTATION


def test_a_submission_leads_to_the_feedback_when_the_consultation_is_cleared() -> None:
    ready = replace(BEGUN, submitted=True, consultation_cleared=EVERYONE)
    assert reached(Step.SELF_ASSESSMENT, ready) is Step.FEEDBACK


def test_the_consultation_ends_when_every_state_has_cleared_it() -> None:
    for missing in EVERYONE:
        almost = replace(BEGUN, consultation_cleared=EVERYONE - {missing})
        assert not is_ended(Step.CONSULTATION, almost)
    assert is_ended(Step.CONSULTATION, replace(BEGUN, consultation_cleared=EVERYONE))


def test_the_feedback_ends_when_each_reviewing_state_has_released_its_own() -> None:
    assert not is_ended(Step.FEEDBACK, replace(BEGUN, released=frozenset({BELMORA})))
    assert is_ended(Step.FEEDBACK, replace(BEGUN, released=REVIEWING))


def test_the_observations_end_when_the_list_is_settled_and_cleared_by_all() -> None:
    cleared = replace(BEGUN, list_cleared=EVERYONE)
    assert not is_ended(Step.OBSERVATIONS, cleared)
    assert not is_ended(Step.OBSERVATIONS, replace(BEGUN, list_settled=True))
    assert is_ended(Step.OBSERVATIONS, replace(cleared, list_settled=True))


def test_the_summary_ends_with_its_issue() -> None:
    assert not is_ended(Step.SUMMARY, replace(BEGUN, summary_cleared=EVERYONE, compiled=True))
    assert is_ended(Step.SUMMARY, replace(BEGUN, issued=True))


def test_a_strand_where_all_is_done_is_concluded_and_stays_so() -> None:
    assert reached(Step.SELF_ASSESSMENT, ALL_DONE) is Step.CONCLUDED
    assert reached(Step.CONCLUDED, ALL_DONE) is Step.CONCLUDED


@given(steps, facts)
def test_a_strand_never_goes_back(step: Step, known: Known) -> None:
    assert ORDER.index(reached(step, known)) >= ORDER.index(step)


@given(steps, facts)
def test_a_strand_stands_at_the_first_step_that_has_not_ended(step: Step, known: Known) -> None:
    place = reached(step, known)
    behind = ORDER[ORDER.index(step) : ORDER.index(place)]
    assert all(is_ended(each, known) for each in behind)
    assert not is_ended(place, known)
    assert reached(place, known) is place


@given(steps, facts)
def test_a_strand_without_reviewing_states_waits_for_them(step: Step, known: Known) -> None:
    alone = replace(known, reviewing=frozenset())
    waiting = {Step.CONSULTATION, Step.FEEDBACK, Step.OBSERVATIONS}
    if step in waiting:
        assert reached(step, alone) is step
    else:
        assert reached(Step.SELF_ASSESSMENT, alone) in {Step.SELF_ASSESSMENT, Step.CONSULTATION}


@given(steps, facts, st.sampled_from(sorted(REVIEWING)))
def test_what_a_state_out_of_scope_did_changes_nothing(
    step: Step, known: Known, outsider: int
) -> None:
    scoped = replace(known, reviewing=known.reviewing - {outsider})
    without = replace(
        scoped,
        consultation_cleared=scoped.consultation_cleared - {outsider},
        released=scoped.released - {outsider},
        list_cleared=scoped.list_cleared - {outsider},
        summary_cleared=scoped.summary_cleared - {outsider},
    )
    assert reached(step, scoped) is reached(step, without)


@given(steps, facts)
def test_somebody_holds_the_pen_of_a_paired_strand_until_it_is_concluded(
    step: Step, known: Known
) -> None:
    paired = replace(known, reviewing=REVIEWING)
    place = reached(step, paired)
    assert (pen(place, paired) == Pen()) == (place is Step.CONCLUDED)


@given(steps, facts)
def test_only_those_who_take_part_hold_the_pen(step: Step, known: Known) -> None:
    within = replace(known, awaited=known.awaited & participants(known))
    assert pen(step, within).states <= participants(known)


def test_the_state_under_review_holds_the_pen_of_its_response() -> None:
    assert pen(Step.SELF_ASSESSMENT, BEGUN) == Pen(frozenset({ARCADIA}))


def test_who_has_not_cleared_the_consultation_holds_its_pen() -> None:
    known = replace(BEGUN, consultation_cleared=frozenset({BELMORA}))
    assert pen(Step.CONSULTATION, known) == Pen(frozenset({ARCADIA, CORDANIA}))


def test_who_has_not_released_its_feedback_holds_its_pen() -> None:
    known = replace(BEGUN, released=frozenset({BELMORA}))
    assert pen(Step.FEEDBACK, known) == Pen(frozenset({CORDANIA}))


@pytest.mark.parametrize("awaited", [frozenset(), frozenset({ARCADIA}), frozenset({CORDANIA})])
def test_who_is_awaited_on_an_open_item_holds_the_pen_of_the_list(awaited: frozenset[int]) -> None:
    known = replace(BEGUN, awaited=awaited)
    assert pen(Step.OBSERVATIONS, known) == Pen(awaited or REVIEWING)


def test_who_has_not_cleared_a_settled_list_holds_its_pen() -> None:
    known = replace(BEGUN, list_settled=True, list_cleared=REVIEWING)
    assert pen(Step.OBSERVATIONS, known) == Pen(frozenset({ARCADIA}))


def test_the_secretariat_holds_the_pen_before_the_summary_is_compiled_and_after_all_cleared() -> (
    None
):
    compiled = replace(BEGUN, compiled=True, summary_cleared=frozenset({ARCADIA}))
    assert pen(Step.SUMMARY, BEGUN) == Pen(secretariat=True)
    assert pen(Step.SUMMARY, compiled) == Pen(REVIEWING)
    assert pen(Step.SUMMARY, replace(compiled, summary_cleared=EVERYONE)) == Pen(secretariat=True)


@given(st.lists(steps))
def test_a_phase_shows_its_least_advanced_strand(standing: list[Step]) -> None:
    shown = earliest(standing)
    assert shown is None if not standing else all(shown in until(each) for each in standing)


def until(step: Step) -> frozenset[Step]:
    """Give this step and all before it."""
    return frozenset(ORDER[: ORDER.index(step) + 1])


@given(steps)
def test_since_a_step_means_it_and_all_that_follow(step: Step) -> None:
    assert since(step) | until(step) == EVERY_STEP
    assert since(step) & until(step) == {step}
