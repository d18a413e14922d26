"""The policy, written out: who may do what at which step, and who may see what.

The two tables below are the whole product of standing, step and purpose. They are written by
hand; a change of the policy is a change of this page, to be read by people who know the Mechanism.
A digit stands for the step at which a purpose is open, in the order of the Mechanism:
1 self-assessment, 2 consultation, 3 feedback, 4 observations, 5 summary, 6 concluded.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.rules.access import (
    NOBODY,
    THE_SYSTEM,
    Actor,
    Case,
    Contributing,
    Post,
    by_note,
    is_stranger,
    may,
    may_read,
    permits,
    standing,
)
from reviewmech.rules.policy import (
    DELEGATION,
    DELEGATIONS,
    FOCAL_POINTS,
    POLICY,
    READINGS,
    REVIEWING_DELEGATION,
    SECRETARIAT,
)
from reviewmech.rules.purposes import Action, Audience, Reading, Scope, Standing
from reviewmech.rules.refusals import NotPermitted
from reviewmech.rules.steps import EVERY_STEP, ORDER, Step
from reviewmech.rules.vocabulary import Capacity

ACTIONS = """
                        under review               |reviewing           |secre- signed
                        focal  expert observ. contr|focal  expert observ|tariat in     anyone system
SAVE_ANSWER             1234.. 1234.. ...... ......|...... ...... ......|...... ...... ...... ......
BRING_BACK_ANSWER       1234.. 1234.. ...... ......|...... ...... ......|...... ...... ...... ......
KEEP_ANSWER             1234.. 1234.. ...... ......|...... ...... ......|...... ...... ...... ......
DELEGATE_SECTION        1234.. ...... ...... ......|...... ...... ......|...... ...... ...... ......
TAKE_SECTION_BACK       123456 ...... ...... ......|...... ...... ......|...... ...... ...... ......
INVITE_CONTRIBUTOR      123456 ...... ...... ......|...... ...... ......|...... ...... ...... ......
REVOKE_CONTRIBUTOR      123456 ...... ...... ......|...... ...... ......|...... ...... ...... ......
CONTRIBUTE              ...... ...... ...... 1234..|...... ...... ......|...... ...... ...... ......
SETTLE_CONTRIBUTION     1234.. 1234.. ...... ......|...... ...... ......|...... ...... ...... ......
WRITE_COMMENT           123456 123456 ...... ......|...... ...... ......|...... ...... ...... ......
SETTLE_COMMENT          123456 123456 ...... ......|...... ...... ......|...... ...... ...... ......
ADD_LAW                 123456 123456 ...... ......|...... ...... ......|...... ...... ...... ......
AMEND_LAW               123456 123456 ...... ......|...... ...... ......|...... ...... ...... ......
ATTACH_FILE             1234.. 1234.. ...... ......|...... ...... ......|...... ...... ...... ......
DETACH_FILE             1234.. 1234.. ...... ......|...... ...... ......|...... ...... ...... ......
ACKNOWLEDGE_MOVE        1..... ...... ...... ......|...... ...... ......|...... ...... ...... ......
SUBMIT                  1234.. ...... ...... ......|...... ...... ......|...... ...... ...... ......

PROPOSE_CONSULTATION    12.... ...... ...... ......|12.... ...... ......|12.... ...... ...... ......
CLEAR_CONSULTATION      12.... ...... ...... ......|12.... ...... ......|...... ...... ...... ......

MARK_READ               ...... ...... ...... ......|.2345. .2345. ......|...... ...... ...... ......
HAND_ARTICLE_OVER       ...... ...... ...... ......|.2345. ...... ......|...... ...... ...... ......
ANNOTATE                .2345. .2345. ...... ......|.2345. .2345. ......|...... ...... ...... ......
TAKE_ANNOTATION_BACK    .2345. .2345. ...... ......|.2345. .2345. ......|...... ...... ...... ......
SEND_ANNOTATIONS        ..34.. ...... ...... ......|..34.. ...... ......|...... ...... ...... ......
TRANSLATE               .2345. .2345. ...... ......|.2345. .2345. ......|.2345. ...... ...... ......
SHARE_TRANSLATION       .2345. ...... ...... ......|.2345. ...... ......|.2345. ...... ...... ......

DRAFT_QUESTION          ...... ...... ...... ......|..34.. ..34.. ......|...... ...... ...... ......
DISCARD_QUESTION        ...... ...... ...... ......|..34.. ..34.. ......|...... ...... ...... ......
BRING_QUESTION_BACK     ...... ...... ...... ......|..34.. ..34.. ......|...... ...... ...... ......
SEND_QUESTION           ...... ...... ...... ......|..34.. ...... ......|...... ...... ...... ......
DRAFT_REPLY             ..34.. ..34.. ...... ......|..34.. ..34.. ......|...... ...... ...... ......
SEND_REPLY              ..34.. ...... ...... ......|..34.. ...... ......|...... ...... ...... ......
CLOSE_QUESTION          ...... ...... ...... ......|..34.. ...... ......|...... ...... ...... ......
REOPEN_QUESTION         ...... ...... ...... ......|..34.. ...... ......|...... ...... ...... ......

SAVE_FEEDBACK           ...... ...... ...... ......|.23... .23... ......|...... ...... ...... ......
RELEASE_FEEDBACK        ...... ...... ...... ......|..3... ...... ......|...... ...... ...... ......

PROPOSE_OBSERVATION     ...4.. ...4.. ...... ......|...4.. ...4.. ......|...... ...... ...... ......
PROPOSE_WORDING         ...4.. ...4.. ...... ......|...4.. ...4.. ......|...... ...... ...... ......
TAKE_POSITION           ...4.. ...4.. ...... ......|...4.. ...4.. ......|...... ...... ...... ......
CLEAR_OBSERVATIONS      ...4.. ...... ...... ......|...4.. ...... ......|...... ...... ...... ......
PUT_UNDER_SILENCE       ...4.. ...... ...... ......|...4.. ...... ......|...4.. ...... ...... ......
END_SILENCE             ...... ...... ...... ......|...... ...... ......|...... ...... ...... ...4..
REOPEN_OBSERVATION      ...4.. ...... ...... ......|...4.. ...... ......|...... ...... ...... ......
CLOSE_OBSERVATION       ...4.. ...... ...... ......|...4.. ...... ......|...... ...... ...... ......
MARK_CONFIDENTIAL       ...45. ...... ...... ......|...... ...... ......|...... ...... ...... ......
MARK_PASSAGE            ...45. ...... ...... ......|...... ...... ......|...... ...... ...... ......
CLEAR_LIST              ...4.. ...... ...... ......|...4.. ...... ......|...... ...... ...... ......

COMPILE_SUMMARY         ...... ...... ...... ......|...... ...... ......|....5. ...... ...... ......
EDIT_PARAGRAPH          ....5. ....5. ...... ......|....5. ....5. ......|....5. ...... ...... ......
CLEAR_SUMMARY           ....5. ...... ...... ......|....5. ...... ......|...... ...... ...... ......
CONSENT_TO_PUBLICATION  ....56 ...... ...... ......|...... ...... ......|...... ...... ...... ......
ISSUE_SUMMARY           ...... ...... ...... ......|...... ...... ......|....5. ...... ...... ......

ALLOW_SENDING           123456 ...... ...... ......|123456 ...... ......|...... ...... ...... ......
SETTLE_PRACTICE         123456 ...... ...... ......|123456 ...... ......|...... ...... ...... ......
RECORD_MEETING          123456 ...... ...... ......|123456 ...... ......|123456 ...... ...... ......
STOP_CLOCK              12345. ...... ...... ......|12345. ...... ......|12345. ...... ...... ......
START_CLOCK             12345. ...... ...... ......|12345. ...... ......|12345. ...... ...... ......

OPEN_REVIEW             ...... ...... ...... ......|...... ...... ......|123456 ...... ...... ......
PAIR_STATE              ...... ...... ...... ......|...... ...... ......|123456 ...... ...... ......
UNPAIR_STATE            ...... ...... ...... ......|...... ...... ......|123456 ...... ...... ......
OPEN_PHASE              ...... ...... ...... ......|...... ...... ......|123456 ...... ...... ......
ADD_STRAND              ...... ...... ...... ......|...... ...... ......|123456 ...... ...... ......
MOVE_ON                 ...... ...... ...... ......|...... ...... ......|12345. ...... ...... ......
PUBLISH_EDITION         ...... ...... ...... ......|...... ...... ......|123456 ...... ...... 123456
PROPOSE_MOVE            ...... ...... ...... ......|...... ...... ......|1..... ...... ...... ......
ASSIGN_OFFICERS         ...... ...... ...... ......|...... ...... ......|123456 ...... ...... ......
CORRECT_STATE           ...... ...... ...... ......|...... ...... ......|123456 ...... ...... ......
CORRECT_PARTICIPATION   ...... ...... ...... ......|...... ...... ......|123456 ...... ...... ......
RECORD_NOTE             ...... ...... ...... ......|...... ...... ......|123456 ...... ...... ......
REGISTER_PERSON         ...... ...... ...... ......|...... ...... ......|123456 ...... ...... ......
REPLACE_PERSON          ...... ...... ...... ......|...... ...... ......|123456 ...... ...... ......
END_APPOINTMENT         ...... ...... ...... ......|...... ...... ......|123456 ...... ...... ......
ISSUE_INVITATION        ...... ...... ...... ......|...... ...... ......|123456 ...... ...... ......

ACTIVATE_ACCOUNT        123456 123456 123456 123456|123456 123456 123456|123456 123456 123456 123456
RENEW_INVITATION        123456 123456 123456 123456|123456 123456 123456|123456 123456 123456 123456
SIGN_IN                 123456 123456 123456 123456|123456 123456 123456|123456 123456 123456 123456
END_SESSION             123456 123456 123456 ......|123456 123456 123456|123456 123456 ...... ......
CHANGE_PASSWORD         123456 123456 123456 ......|123456 123456 123456|123456 123456 ...... ......
CHANGE_PROFILE          123456 123456 123456 ......|123456 123456 123456|123456 123456 ...... ......
CHOOSE_NOTICES          123456 123456 123456 ......|123456 123456 123456|123456 123456 ...... ......
CATCH_UP                123456 123456 123456 ......|123456 123456 123456|123456 123456 ...... ......

LOAD_MECHANISM          ...... ...... ...... ......|...... ...... ......|...... ...... ...... 123456
APPOINT_OFFICER         ...... ...... ...... ......|...... ...... ......|123456 ...... ...... 123456
MARK_LETTER             ...... ...... ...... ......|...... ...... ......|...... ...... ...... 123456
"""

SEEN = """
                        under review               |reviewing           |secre- signed
                        focal  expert observ. contr|focal  expert observ|tariat in     anyone system
PUBLIC                  123456 123456 123456 123456|123456 123456 123456|123456 123456 123456 123456
SIGN_IN                 123456 123456 123456 123456|123456 123456 123456|123456 123456 123456 123456
OWN_ACCOUNT             123456 123456 123456 ......|123456 123456 123456|123456 123456 ...... ......

REVIEW                  123456 123456 123456 ......|123456 123456 123456|123456 ...... ...... ......
DRAFT_RESPONSE          123456 123456 123456 ......|...... ...... ......|...... ...... ...... ......
DELEGATED_SECTIONS      ...... ...... ...... 123456|...... ...... ......|...... ...... ...... ......
LIBRARY                 123456 123456 123456 ......|...... ...... ......|...... ...... ...... ......
QUESTIONNAIRE           123456 123456 123456 ......|...... ...... ......|123456 ...... ...... ......
SUBMITTED_RESPONSE      123456 123456 123456 ......|.23456 .23456 .23456|.23456 ...... ...... ......
CONSULTATION            123456 123456 123456 ......|123456 123456 123456|123456 ...... ...... ......
ANNOTATIONS             123456 123456 123456 ......|.23456 .23456 .23456|.23456 ...... ...... ......
DIALOGUE                ..3456 ..3456 ..3456 ......|..3456 ..3456 ..3456|..3456 ...... ...... ......
FEEDBACK                ..3456 ..3456 ..3456 ......|.23456 .23456 .23456|..3456 ...... ...... ......
OBSERVATIONS            ...456 ...456 ...456 ......|...456 ...456 ...456|...456 ...... ...... ......
SUMMARY                 ....56 ....56 ....56 ......|....56 ....56 ....56|....56 ...... ...... ......
JOURNAL                 123456 123456 123456 ......|123456 123456 123456|123456 ...... ...... ......
MEETINGS                123456 123456 123456 ......|123456 123456 123456|123456 ...... ...... ......

STEERING                ...... ...... ...... ......|...... ...... ......|123456 ...... ...... ......
"""

COLUMNS = (
    Standing.FOCAL_POINT_UNDER_REVIEW,
    Standing.EXPERT_UNDER_REVIEW,
    Standing.OBSERVER_UNDER_REVIEW,
    Standing.CONTRIBUTOR,
    Standing.FOCAL_POINT_REVIEWING,
    Standing.EXPERT_REVIEWING,
    Standing.OBSERVER_REVIEWING,
    Standing.SECRETARIAT,
    Standing.SIGNED_IN,
    Standing.ANYONE,
    Standing.SYSTEM,
)

BY_NOTE = {
    Action.ACKNOWLEDGE_MOVE,
    Action.SUBMIT,
    Action.CLEAR_CONSULTATION,
    Action.SEND_REPLY,
    Action.RELEASE_FEEDBACK,
    Action.TAKE_POSITION,
    Action.CLEAR_OBSERVATIONS,
    Action.CLEAR_LIST,
    Action.CLEAR_SUMMARY,
    Action.CONSENT_TO_PUBLICATION,
}
"""What the secretariat may record as an act of a State from its note verbale."""

KEPT_INSIDE = {
    Action.SAVE_ANSWER,
    Action.BRING_BACK_ANSWER,
    Action.KEEP_ANSWER,
    Action.DELEGATE_SECTION,
    Action.TAKE_SECTION_BACK,
    Action.INVITE_CONTRIBUTOR,
    Action.REVOKE_CONTRIBUTOR,
    Action.CONTRIBUTE,
    Action.SETTLE_CONTRIBUTION,
    Action.WRITE_COMMENT,
    Action.SETTLE_COMMENT,
    Action.ADD_LAW,
    Action.AMEND_LAW,
    Action.ATTACH_FILE,
    Action.DETACH_FILE,
    Action.MARK_READ,
    Action.ANNOTATE,
    Action.TAKE_ANNOTATION_BACK,
    Action.TRANSLATE,
    Action.DRAFT_QUESTION,
    Action.DISCARD_QUESTION,
    Action.BRING_QUESTION_BACK,
    Action.DRAFT_REPLY,
    Action.SAVE_FEEDBACK,
    Action.ALLOW_SENDING,
    Action.SETTLE_PRACTICE,
}
"""What only the State that acts ever hears of."""

OUTSIDERS = {Standing.SIGNED_IN, Standing.ANYONE}
OBSERVERS = {Standing.OBSERVER_UNDER_REVIEW, Standing.OBSERVER_REVIEWING}
OWN_AFFAIRS = {
    Action.ACTIVATE_ACCOUNT,
    Action.RENEW_INVITATION,
    Action.SIGN_IN,
    Action.END_SESSION,
    Action.CHANGE_PASSWORD,
    Action.CHANGE_PROFILE,
    Action.CHOOSE_NOTICES,
    Action.CATCH_UP,
}

ARCADIA, BELMORA, CORDANIA, DELMAR = 1, 2, 3, 4
REVIEW, ELSEWHERE = 1, 2

steps = st.sampled_from(ORDER)
capacities = st.sampled_from([Capacity.FOCAL_POINT, Capacity.EXPERT, Capacity.OBSERVER])
states = st.sampled_from([ARCADIA, BELMORA, CORDANIA, DELMAR])
actions = st.sampled_from(list(Action))
readings = st.sampled_from(list(Reading))
cases = st.builds(
    Case,
    review=st.just(REVIEW),
    under_review=st.just(ARCADIA),
    reviewing=st.frozensets(st.sampled_from([BELMORA, CORDANIA])),
    step=steps,
)
posts = st.lists(
    st.builds(Post, review=st.sampled_from([REVIEW, ELSEWHERE]), state=states, capacity=capacities),
    max_size=3,
    unique_by=lambda post: post.review,
).map(tuple)
delegates = st.builds(Actor, person=st.just(7), posts=posts)
OFFICER = Actor(person=9, officer=True)


def written(table: str) -> dict[tuple[str, Standing], str]:
    """Read a table: (name, standing) -> the digits of the steps."""
    rows = [
        line.replace("|", " ").split()
        for line in table.splitlines()
        if "_" in line[:20] or line[:1].isupper()
    ]
    assert all(len(row) == 1 + len(COLUMNS) for row in rows)
    return {
        (name, who): cell for name, *cells in rows for who, cell in zip(COLUMNS, cells, strict=True)
    }


def difference(written_out: dict[tuple[str, Standing], str], found: dict) -> str:
    """Say cell by cell where the policy and the page differ."""
    lines = [
        f"{name}, {who.value}: the page says {written_out.get((name, who), 'nothing')}, "
        f"the policy says {found.get((name, who), 'nothing')}"
        for name, who in sorted(written_out.keys() | found.keys())
        if written_out.get((name, who)) != found.get((name, who))
    ]
    return "\n".join(["The policy and the page that writes it out differ:", *lines])


def digits(is_open: list[bool]) -> str:
    return "".join(str(place) if each else "." for place, each in enumerate(is_open, start=1))


def test_the_policy_is_what_is_written_out() -> None:
    found = {
        (action.name, who): digits([permits(action, who, step) for step in ORDER])
        for action in Action
        for who in Standing
    }
    page = written(ACTIONS)
    assert page == found, difference(page, found)


def test_the_readings_are_what_is_written_out() -> None:
    found = {
        (reading.name, who): digits([may_read(reading, who, step) for step in ORDER])
        for reading in Reading
        for who in Standing
    }
    page = written(SEEN)
    assert page == found, difference(page, found)


def test_every_action_and_every_reading_has_its_line() -> None:
    assert set(POLICY) == set(Action)
    assert set(READINGS) == set(Reading)


def test_what_may_be_recorded_from_a_note_verbale_is_what_is_written_out() -> None:
    assert {action for action, line in POLICY.items() if line.by_note} == BY_NOTE


def test_what_a_state_does_inside_is_heard_by_that_state_alone() -> None:
    inside = {action for action, line in POLICY.items() if line.heard_by is Audience.OWN_STATE}
    assert inside == KEPT_INSIDE


def test_what_is_outside_a_strand_does_not_depend_on_a_step() -> None:
    whole = {
        action for action, line in POLICY.items() if line.scope not in {Scope.STRAND, Scope.PHASE}
    }
    assert all(POLICY[action].during == EVERY_STEP for action in whole)


def test_an_action_ends_a_step_only_while_it_is_open_in_it() -> None:
    ending = {action: line for action, line in POLICY.items() if line.ends is not None}
    assert {line.ends for line in ending.values()} == set(ORDER) - {Step.CONCLUDED}
    assert all(line.ends in line.during for line in ending.values())


def test_only_focal_points_and_the_secretariat_end_a_step() -> None:
    ending = [line for line in POLICY.values() if line.ends is not None]
    assert ending
    for line in ending:
        assert line.who <= FOCAL_POINTS | SECRETARIAT


@given(actions, steps)
def test_an_observer_does_nothing_in_a_review(action: Action, step: Step) -> None:
    assert action in OWN_AFFAIRS or not any(permits(action, who, step) for who in OBSERVERS)


@given(actions, steps)
def test_a_person_without_part_does_nothing_in_a_review(action: Action, step: Step) -> None:
    assert action in OWN_AFFAIRS or not any(permits(action, who, step) for who in OUTSIDERS)


@given(delegates, cases, actions, readings)
def test_a_stranger_neither_does_nor_sees_anything(
    actor: Actor, case: Case, action: Action, reading: Reading
) -> None:
    if is_stranger(actor, case):
        assert action in OWN_AFFAIRS or not may(action, actor, case)
        for_all = {Reading.PUBLIC, Reading.SIGN_IN, Reading.OWN_ACCOUNT}
        assert reading in for_all or not may(reading, actor, case)


@given(cases, capacities)
def test_a_state_out_of_scope_is_a_stranger(case: Case, capacity: Capacity) -> None:
    actor = Actor(person=7, posts=(Post(REVIEW, CORDANIA, capacity),))
    assert is_stranger(actor, case) == (CORDANIA not in case.reviewing)


@given(cases, capacities, states)
def test_a_post_counts_in_its_own_review_alone(case: Case, capacity: Capacity, state: int) -> None:
    actor = Actor(person=7, posts=(Post(ELSEWHERE, state, capacity),))
    assert standing(actor, case) is Standing.SIGNED_IN


@given(cases, states, actions, readings)
def test_a_contributor_writes_contributions_to_the_response_of_their_state_and_nothing_else(
    case: Case, state: int, action: Action, reading: Reading
) -> None:
    for review in (REVIEW, ELSEWHERE):
        actor = Actor(contributing=Contributing(3, review, state))
        is_own = (review, state) == (case.review, case.under_review)
        assert standing(actor, case) is (Standing.CONTRIBUTOR if is_own else Standing.ANYONE)
        if may(action, actor, case) and action not in OWN_AFFAIRS:
            assert is_own
            assert action is Action.CONTRIBUTE
        if may(reading, actor, case) and reading not in {Reading.PUBLIC, Reading.SIGN_IN}:
            assert is_own
            assert reading is Reading.DELEGATED_SECTIONS


@given(cases)
def test_the_secretariat_the_system_and_nobody_are_what_they_are(case: Case) -> None:
    assert standing(OFFICER, case) is Standing.SECRETARIAT
    assert standing(THE_SYSTEM, case) is Standing.SYSTEM
    assert standing(NOBODY, case) is Standing.ANYONE
    assert not is_stranger(OFFICER, case)


@pytest.mark.parametrize("capacity", [Capacity.FOCAL_POINT, Capacity.EXPERT, Capacity.OBSERVER])
def test_a_capacity_means_one_thing_under_review_and_another_reviewing(capacity: Capacity) -> None:
    case = Case(REVIEW, ARCADIA, frozenset({BELMORA}), Step.FEEDBACK)
    word = capacity.value
    own = standing(Actor(person=7, posts=(Post(REVIEW, ARCADIA, capacity),)), case)
    other = standing(Actor(person=7, posts=(Post(REVIEW, BELMORA, capacity),)), case)
    assert own.value == f"{word} of the State under review"
    assert other.value == f"{word} of a reviewing State"


@given(cases, states, actions)
def test_a_state_by_note_has_its_focal_point_s_standing_and_no_other(
    case: Case, state: int, action: Action
) -> None:
    noted = by_note(OFFICER, state, note=5)
    focal_point = Actor(person=7, posts=(Post(REVIEW, state, Capacity.FOCAL_POINT),))
    assert standing(noted, case) is standing(focal_point, case)
    expected = action in BY_NOTE and may(action, focal_point, case)
    assert may(action, noted, case) == expected


@given(cases, delegates, states)
def test_nobody_but_an_officer_records_from_a_note(case: Case, actor: Actor, state: int) -> None:
    with pytest.raises(NotPermitted):
        by_note(actor, state, note=5)


def test_an_actor_by_note_acts_for_the_state_of_the_note_in_every_review() -> None:
    noted = by_note(OFFICER, BELMORA, note=5)
    assert noted.state_in(REVIEW) == BELMORA
    assert (noted.person, noted.note) == (OFFICER.person, 5)
    assert OFFICER.state_in(REVIEW) is None


@given(cases)
def test_drafts_are_read_by_their_own_state_alone(case: Case) -> None:
    seen = {who for who in Standing if may_read(Reading.DRAFT_RESPONSE, who, case.step)}
    assert seen == DELEGATION


@given(steps)
def test_who_may_read_at_a_step_may_read_at_every_later_one(step: Step) -> None:
    for reading in Reading:
        for who in Standing:
            later = ORDER[ORDER.index(step) :]
            if may_read(reading, who, step):
                assert all(may_read(reading, who, each) for each in later)


@given(st.sampled_from(sorted(DELEGATIONS)), steps)
def test_an_observer_sees_what_the_team_sees(who: Standing, step: Step) -> None:
    side = (DELEGATION, REVIEWING_DELEGATION)[who in REVIEWING_DELEGATION]
    for reading in Reading:
        assert len({may_read(reading, each, step) for each in side}) == 1


@given(actions, steps)
def test_a_focal_point_may_do_all_that_the_expert_may(action: Action, step: Step) -> None:
    pairs = (
        (Standing.EXPERT_UNDER_REVIEW, Standing.FOCAL_POINT_UNDER_REVIEW),
        (Standing.EXPERT_REVIEWING, Standing.FOCAL_POINT_REVIEWING),
    )
    for expert, focal_point in pairs:
        assert permits(action, focal_point, step) or not permits(action, expert, step)


@pytest.mark.parametrize("action", [each for each, line in POLICY.items() if line.by_leave])
def test_an_expert_with_leave_does_what_the_focal_point_may_and_one_without_does_not(
    action: Action,
) -> None:
    for state in (ARCADIA, BELMORA):
        situation = Case(REVIEW, ARCADIA, frozenset({BELMORA}), Step.FEEDBACK)
        for capacity, leave, expected in (
            (Capacity.EXPERT, True, True),
            (Capacity.EXPERT, False, False),
            (Capacity.OBSERVER, True, False),
        ):
            sender = Actor(person=9, posts=(Post(REVIEW, state, capacity, leave),))
            focal = Actor(person=8, posts=(Post(REVIEW, state, Capacity.FOCAL_POINT),))
            assert may(action, sender, situation) == (expected and may(action, focal, situation))


def test_leave_opens_nothing_but_the_sending_it_was_given_for() -> None:
    assert {action for action, line in POLICY.items() if line.by_leave} == {
        Action.SEND_ANNOTATIONS,
        Action.SEND_QUESTION,
        Action.SEND_REPLY,
        Action.SHARE_TRANSLATION,
    }
    sender = Actor(person=9, posts=(Post(REVIEW, ARCADIA, Capacity.EXPERT, True),))
    plain = Actor(person=9, posts=(Post(REVIEW, ARCADIA, Capacity.EXPERT),))
    for action in (each for each, line in POLICY.items() if not line.by_leave):
        for step in ORDER:
            situation = Case(REVIEW, ARCADIA, frozenset({BELMORA}), step)
            assert may(action, sender, situation) == may(action, plain, situation)
