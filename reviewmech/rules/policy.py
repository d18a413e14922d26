"""Who may do what, and who may see what: two tables a delegate can read.

``POLICY`` has one line per action: who, in which steps, whether the action may end the step, and
whose journal shows it. ``READINGS`` stands beside it: what may be seen, by whom, from which step
on. Pages, buttons, acts and exports all ask these two tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reviewmech.rules.purposes import Action, Audience, Reading, Scope, Standing
from reviewmech.rules.steps import EVERY_STEP, Step, since

S = Standing
FOCAL_POINT = frozenset({S.FOCAL_POINT_UNDER_REVIEW})
TEAM = FOCAL_POINT | {S.EXPERT_UNDER_REVIEW}
DELEGATION = TEAM | {S.OBSERVER_UNDER_REVIEW}
CONTRIBUTOR = frozenset({S.CONTRIBUTOR})
REVIEWING_FOCAL_POINT = frozenset({S.FOCAL_POINT_REVIEWING})
REVIEWING_TEAM = REVIEWING_FOCAL_POINT | {S.EXPERT_REVIEWING}
REVIEWING_DELEGATION = REVIEWING_TEAM | {S.OBSERVER_REVIEWING}
FOCAL_POINTS = FOCAL_POINT | REVIEWING_FOCAL_POINT
TEAMS = TEAM | REVIEWING_TEAM
DELEGATIONS = DELEGATION | REVIEWING_DELEGATION
SECRETARIAT = frozenset({S.SECRETARIAT})
SYSTEM = frozenset({S.SYSTEM})
MEMBERS = DELEGATIONS | SECRETARIAT | {S.SIGNED_IN}
ANYONE = frozenset(Standing)

BEFORE_SUMMARY = EVERY_STEP - since(Step.SUMMARY)
BEFORE_FEEDBACK = EVERY_STEP - since(Step.FEEDBACK)
FEEDBACK_ON = since(Step.FEEDBACK)
SUBMITTED = since(Step.CONSULTATION) - {Step.CONCLUDED}
DISCUSSION = frozenset({Step.FEEDBACK, Step.OBSERVATIONS})
UNSUBMITTED = frozenset({Step.SELF_ASSESSMENT})


@dataclass(frozen=True)
class Line:
    """One line of the policy.

    ``during`` is the set of steps in which the action is open (it matters only for strands and
    phases); ``ends`` the step this action may end, the next one following; ``by_note`` whether
    the secretariat may record it as an act of a State from its note verbale; ``by_leave`` whether
    the focal point may let named experts do it too, for their State, without its own clearance.
    """

    who: frozenset[Standing]
    during: frozenset[Step] = EVERY_STEP
    ends: Step | None = None
    scope: Scope = Scope.STRAND
    heard_by: Audience = Audience.REVIEW
    by_note: bool = False
    by_leave: bool = False


def _at(*steps: Step) -> frozenset[Step]:
    return frozenset(steps)


def _steering(scope: Scope = Scope.REVIEW, heard_by: Audience = Audience.REVIEW) -> Line:
    return Line(SECRETARIAT, scope=scope, heard_by=heard_by)


def _own(who: frozenset[Standing]) -> Line:
    return Line(who, scope=Scope.INSTALLATION, heard_by=Audience.SECRETARIAT)


INTERNAL = Audience.OWN_STATE

POLICY: Mapping[Action, Line] = {
    Action.SAVE_ANSWER: Line(TEAM, BEFORE_SUMMARY, heard_by=INTERNAL),
    Action.BRING_BACK_ANSWER: Line(TEAM, BEFORE_SUMMARY, heard_by=INTERNAL),
    Action.KEEP_ANSWER: Line(TEAM, BEFORE_SUMMARY, heard_by=INTERNAL),
    Action.DELEGATE_SECTION: Line(FOCAL_POINT, BEFORE_SUMMARY, heard_by=INTERNAL),
    Action.TAKE_SECTION_BACK: Line(FOCAL_POINT, heard_by=INTERNAL),
    Action.INVITE_CONTRIBUTOR: Line(FOCAL_POINT, scope=Scope.REVIEW, heard_by=INTERNAL),
    Action.REVOKE_CONTRIBUTOR: Line(FOCAL_POINT, scope=Scope.REVIEW, heard_by=INTERNAL),
    Action.CONTRIBUTE: Line(CONTRIBUTOR, BEFORE_SUMMARY, heard_by=INTERNAL),
    Action.SETTLE_CONTRIBUTION: Line(TEAM, BEFORE_SUMMARY, heard_by=INTERNAL),
    Action.WRITE_COMMENT: Line(TEAM, heard_by=INTERNAL),
    Action.SETTLE_COMMENT: Line(TEAM, heard_by=INTERNAL),
    Action.ADD_LAW: Line(TEAM, scope=Scope.REVIEW, heard_by=INTERNAL),
    Action.AMEND_LAW: Line(TEAM, scope=Scope.REVIEW, heard_by=INTERNAL),
    Action.ATTACH_FILE: Line(TEAM, BEFORE_SUMMARY, heard_by=INTERNAL),
    Action.DETACH_FILE: Line(TEAM, BEFORE_SUMMARY, heard_by=INTERNAL),
    Action.ACKNOWLEDGE_MOVE: Line(FOCAL_POINT, UNSUBMITTED, by_note=True),
    Action.SUBMIT: Line(FOCAL_POINT, BEFORE_SUMMARY, ends=Step.SELF_ASSESSMENT, by_note=True),
    Action.PROPOSE_CONSULTATION: Line(FOCAL_POINTS | SECRETARIAT, BEFORE_FEEDBACK),
    Action.CLEAR_CONSULTATION: Line(
        FOCAL_POINTS, BEFORE_FEEDBACK, ends=Step.CONSULTATION, by_note=True
    ),
    Action.MARK_READ: Line(REVIEWING_TEAM, SUBMITTED, heard_by=INTERNAL),
    Action.HAND_ARTICLE_OVER: Line(REVIEWING_FOCAL_POINT, SUBMITTED),
    Action.ANNOTATE: Line(TEAMS, SUBMITTED, heard_by=INTERNAL),
    Action.TAKE_ANNOTATION_BACK: Line(TEAMS, SUBMITTED, heard_by=INTERNAL),
    Action.SEND_ANNOTATIONS: Line(FOCAL_POINTS, DISCUSSION, by_leave=True),
    Action.DRAFT_QUESTION: Line(REVIEWING_TEAM, DISCUSSION, heard_by=INTERNAL),
    Action.DISCARD_QUESTION: Line(REVIEWING_TEAM, DISCUSSION, heard_by=INTERNAL),
    Action.BRING_QUESTION_BACK: Line(REVIEWING_TEAM, DISCUSSION, heard_by=INTERNAL),
    Action.SEND_QUESTION: Line(REVIEWING_FOCAL_POINT, DISCUSSION, by_leave=True),
    Action.DRAFT_REPLY: Line(TEAMS, DISCUSSION, heard_by=INTERNAL),
    Action.SEND_REPLY: Line(FOCAL_POINTS, DISCUSSION, by_note=True, by_leave=True),
    Action.CLOSE_QUESTION: Line(REVIEWING_FOCAL_POINT, DISCUSSION),
    Action.REOPEN_QUESTION: Line(REVIEWING_FOCAL_POINT, DISCUSSION),
    Action.SAVE_FEEDBACK: Line(
        REVIEWING_TEAM, _at(Step.CONSULTATION, Step.FEEDBACK), heard_by=INTERNAL
    ),
    Action.RELEASE_FEEDBACK: Line(
        REVIEWING_FOCAL_POINT, _at(Step.FEEDBACK), ends=Step.FEEDBACK, by_note=True
    ),
    Action.TRANSLATE: Line(TEAMS | SECRETARIAT, SUBMITTED, heard_by=INTERNAL),
    Action.SHARE_TRANSLATION: Line(FOCAL_POINTS | SECRETARIAT, SUBMITTED, by_leave=True),
    Action.PROPOSE_OBSERVATION: Line(TEAMS, _at(Step.OBSERVATIONS)),
    Action.PROPOSE_WORDING: Line(TEAMS, _at(Step.OBSERVATIONS)),
    Action.TAKE_POSITION: Line(TEAMS, _at(Step.OBSERVATIONS), by_note=True),
    Action.CLEAR_OBSERVATIONS: Line(FOCAL_POINTS, _at(Step.OBSERVATIONS), by_note=True),
    Action.PUT_UNDER_SILENCE: Line(FOCAL_POINTS | SECRETARIAT, _at(Step.OBSERVATIONS)),
    Action.END_SILENCE: Line(SYSTEM, _at(Step.OBSERVATIONS)),
    Action.REOPEN_OBSERVATION: Line(FOCAL_POINTS, _at(Step.OBSERVATIONS)),
    Action.CLOSE_OBSERVATION: Line(FOCAL_POINTS, _at(Step.OBSERVATIONS)),
    Action.MARK_CONFIDENTIAL: Line(FOCAL_POINT, _at(Step.OBSERVATIONS, Step.SUMMARY)),
    Action.MARK_PASSAGE: Line(FOCAL_POINT, _at(Step.OBSERVATIONS, Step.SUMMARY)),
    Action.CLEAR_LIST: Line(
        FOCAL_POINTS, _at(Step.OBSERVATIONS), ends=Step.OBSERVATIONS, by_note=True
    ),
    Action.COMPILE_SUMMARY: Line(SECRETARIAT, _at(Step.SUMMARY), scope=Scope.PHASE),
    Action.EDIT_PARAGRAPH: Line(TEAMS | SECRETARIAT, _at(Step.SUMMARY), scope=Scope.PHASE),
    Action.CLEAR_SUMMARY: Line(FOCAL_POINTS, _at(Step.SUMMARY), scope=Scope.PHASE, by_note=True),
    Action.CONSENT_TO_PUBLICATION: Line(
        FOCAL_POINT, _at(Step.SUMMARY, Step.CONCLUDED), scope=Scope.PHASE, by_note=True
    ),
    Action.ISSUE_SUMMARY: Line(
        SECRETARIAT, _at(Step.SUMMARY), ends=Step.SUMMARY, scope=Scope.PHASE
    ),
    Action.ALLOW_SENDING: Line(FOCAL_POINTS, scope=Scope.REVIEW, heard_by=INTERNAL),
    Action.SETTLE_PRACTICE: Line(FOCAL_POINTS, scope=Scope.REVIEW, heard_by=INTERNAL),
    Action.RECORD_MEETING: Line(FOCAL_POINTS | SECRETARIAT, scope=Scope.REVIEW),
    Action.STOP_CLOCK: Line(FOCAL_POINTS | SECRETARIAT, EVERY_STEP - {Step.CONCLUDED}),
    Action.START_CLOCK: Line(FOCAL_POINTS | SECRETARIAT, EVERY_STEP - {Step.CONCLUDED}),
    Action.OPEN_REVIEW: _steering(Scope.INSTALLATION),
    Action.PAIR_STATE: _steering(),
    Action.UNPAIR_STATE: _steering(),
    Action.OPEN_PHASE: _steering(),
    Action.ADD_STRAND: _steering(Scope.PHASE),
    Action.MOVE_ON: Line(SECRETARIAT, EVERY_STEP - {Step.CONCLUDED}),
    Action.PUBLISH_EDITION: _own(SECRETARIAT | SYSTEM),
    Action.PROPOSE_MOVE: Line(SECRETARIAT, UNSUBMITTED),
    Action.ASSIGN_OFFICERS: _steering(),
    Action.CORRECT_STATE: _steering(Scope.INSTALLATION, Audience.SECRETARIAT),
    Action.CORRECT_PARTICIPATION: _steering(Scope.INSTALLATION, Audience.SECRETARIAT),
    Action.RECORD_NOTE: _steering(Scope.INSTALLATION, Audience.SECRETARIAT),
    Action.REGISTER_PERSON: _steering(),
    Action.REPLACE_PERSON: _steering(),
    Action.END_APPOINTMENT: _steering(),
    Action.ISSUE_INVITATION: _steering(Scope.INSTALLATION, Audience.SECRETARIAT),
    Action.ACTIVATE_ACCOUNT: _own(ANYONE),
    Action.RENEW_INVITATION: _own(ANYONE),
    Action.SIGN_IN: _own(ANYONE),
    Action.END_SESSION: _own(MEMBERS),
    Action.CHANGE_PASSWORD: _own(MEMBERS),
    Action.CHANGE_PROFILE: _own(MEMBERS),
    Action.CHOOSE_NOTICES: _own(MEMBERS),
    Action.CATCH_UP: _own(MEMBERS),
    Action.LOAD_MECHANISM: _own(SYSTEM),
    Action.APPOINT_OFFICER: _own(SYSTEM | SECRETARIAT),
    Action.MARK_LETTER: _own(SYSTEM),
}

READINGS: Mapping[Reading, Mapping[Standing, frozenset[Step]]] = {
    Reading.PUBLIC: dict.fromkeys(ANYONE, EVERY_STEP),
    Reading.SIGN_IN: dict.fromkeys(ANYONE, EVERY_STEP),
    Reading.OWN_ACCOUNT: dict.fromkeys(MEMBERS, EVERY_STEP),
    Reading.REVIEW: dict.fromkeys(DELEGATIONS | SECRETARIAT, EVERY_STEP),
    Reading.DRAFT_RESPONSE: dict.fromkeys(DELEGATION, EVERY_STEP),
    Reading.DELEGATED_SECTIONS: dict.fromkeys(CONTRIBUTOR, EVERY_STEP),
    Reading.LIBRARY: dict.fromkeys(DELEGATION, EVERY_STEP),
    Reading.QUESTIONNAIRE: dict.fromkeys(DELEGATION | SECRETARIAT, EVERY_STEP),
    Reading.SUBMITTED_RESPONSE: {
        **dict.fromkeys(DELEGATION, EVERY_STEP),
        **dict.fromkeys(REVIEWING_DELEGATION | SECRETARIAT, since(Step.CONSULTATION)),
    },
    Reading.CONSULTATION: dict.fromkeys(DELEGATIONS | SECRETARIAT, EVERY_STEP),
    Reading.ANNOTATIONS: {
        **dict.fromkeys(DELEGATION, EVERY_STEP),
        **dict.fromkeys(REVIEWING_DELEGATION | SECRETARIAT, since(Step.CONSULTATION)),
    },
    Reading.DIALOGUE: dict.fromkeys(DELEGATIONS | SECRETARIAT, FEEDBACK_ON),
    Reading.FEEDBACK: {
        **dict.fromkeys(REVIEWING_DELEGATION, since(Step.CONSULTATION)),
        **dict.fromkeys(DELEGATION | SECRETARIAT, FEEDBACK_ON),
    },
    Reading.OBSERVATIONS: dict.fromkeys(DELEGATIONS | SECRETARIAT, since(Step.OBSERVATIONS)),
    Reading.SUMMARY: dict.fromkeys(DELEGATIONS | SECRETARIAT, since(Step.SUMMARY)),
    Reading.JOURNAL: dict.fromkeys(DELEGATIONS | SECRETARIAT, EVERY_STEP),
    Reading.MEETINGS: dict.fromkeys(DELEGATIONS | SECRETARIAT, EVERY_STEP),
    Reading.STEERING: dict.fromkeys(SECRETARIAT, EVERY_STEP),
}
