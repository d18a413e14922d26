"""Who may do what, and who may see what: two tables a delegate can read.

A *standing* is derived, never stored: what a State is in this strand, and what this person is
for that State. ``POLICY`` has one line per action: who, in which steps, whether the action may
end the step, and whose journal shows it. ``READINGS`` stands beside it: what may be seen, by
whom, from which step on. Pages, buttons, acts and exports all ask these two tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from reviewmech.rules.refusals import N_, NotPermitted
from reviewmech.rules.steps import EVERY_STEP, Step, since
from reviewmech.rules.vocabulary import Capacity


class Standing(StrEnum):
    """What a person is to the thing before them."""

    FOCAL_POINT_UNDER_REVIEW = N_("focal point of the State under review")
    EXPERT_UNDER_REVIEW = N_("expert of the State under review")
    OBSERVER_UNDER_REVIEW = N_("observer of the State under review")
    FOCAL_POINT_REVIEWING = N_("focal point of a reviewing State")
    EXPERT_REVIEWING = N_("expert of a reviewing State")
    OBSERVER_REVIEWING = N_("observer of a reviewing State")
    SECRETARIAT = N_("secretariat")
    SIGNED_IN = N_("a person signed in, without part in this")
    ANYONE = N_("anyone")
    SYSTEM = N_("the system")


class Audience(StrEnum):
    """Who may read that an act happened."""

    OWN_STATE = N_("the State that acted")
    REVIEW = N_("all States in the review and the secretariat")
    SECRETARIAT = N_("the secretariat")


class Scope(StrEnum):
    """What an act is about."""

    STRAND = "strand"
    PHASE = "phase"
    REVIEW = "review"
    INSTALLATION = "installation"


class Action(StrEnum):
    """Everything a person, a State by note verbale, or the system can do."""

    # the State under review
    SAVE_ANSWER = N_("save an answer")
    ADD_LAW = N_("add a law to the State's library")
    SUBMIT = N_("clear and submit the response")
    # the States together
    PROPOSE_CONSULTATION = N_("propose how the review is held")
    CLEAR_CONSULTATION = N_("clear how the review is held")
    # dialogue
    DRAFT_QUESTION = N_("draft a supplementary question")
    SEND_QUESTION = N_("send a supplementary question")
    DRAFT_REPLY = N_("draft a message on a supplementary question")
    SEND_REPLY = N_("send a message on a supplementary question")
    CLOSE_QUESTION = N_("close a supplementary question")
    REOPEN_QUESTION = N_("open a supplementary question again")
    # feedback
    SAVE_FEEDBACK = N_("save feedback on an article")
    RELEASE_FEEDBACK = N_("clear and release the feedback")
    # observations
    PROPOSE_OBSERVATION = N_("propose an observation")
    PROPOSE_WORDING = N_("propose other wording")
    TAKE_POSITION = N_("take a position ad referendum")
    CLOSE_OBSERVATION = N_("close an observation that is not agreed")
    MARK_CONFIDENTIAL = N_("mark an observation confidential")
    CLEAR_LIST = N_("clear the list of observations")
    # summary
    COMPILE_SUMMARY = N_("compile the executive summary")
    EDIT_PARAGRAPH = N_("edit a paragraph of the executive summary")
    CLEAR_SUMMARY = N_("clear the executive summary")
    CONSENT_TO_PUBLICATION = N_("consent to publication")
    ISSUE_SUMMARY = N_("issue the executive summary")
    # the secretariat, steering
    OPEN_REVIEW = N_("open a country review")
    PAIR_STATE = N_("name a reviewing State")
    UNPAIR_STATE = N_("release a reviewing State from an instrument")
    OPEN_PHASE = N_("open a phase")
    ADD_STRAND = N_("add a strand")
    MOVE_ON = N_("move a strand on")
    ASSIGN_OFFICERS = N_("assign the case officers")
    CORRECT_STATE = N_("correct the data of a State")
    CORRECT_PARTICIPATION = N_("correct the participation in an instrument")
    # nominations
    RECORD_NOTE = N_("record a note verbale")
    REGISTER_PERSON = N_("register a person from a note verbale")
    REPLACE_PERSON = N_("replace a person")
    END_APPOINTMENT = N_("end an appointment")
    ISSUE_INVITATION = N_("issue an activation link or code")
    # accounts
    ACTIVATE_ACCOUNT = N_("activate an account")
    RENEW_INVITATION = N_("ask for a new activation link")
    SIGN_IN = N_("sign in")
    END_SESSION = N_("end a session")
    CHANGE_PASSWORD = N_("change the password")
    CHANGE_PROFILE = N_("change one's own details")
    # the installation
    LOAD_MECHANISM = N_("load the mechanism's data")
    APPOINT_OFFICER = N_("appoint a secretariat officer")
    MARK_LETTER = N_("record what became of a letter")


class Reading(StrEnum):
    """Everything a page, a file or a letter can show."""

    PUBLIC = N_("what is public")
    SIGN_IN = N_("the pages of signing in")
    OWN_ACCOUNT = N_("one's own account and desk")
    REVIEW = N_("the review: its States, people, steps and terms")
    DRAFT_RESPONSE = N_("the response as it is being written")
    SUBMITTED_RESPONSE = N_("the response as submitted")
    CONSULTATION = N_("how the review is held")
    DIALOGUE = N_("the supplementary questions")
    FEEDBACK = N_("the written feedback")
    OBSERVATIONS = N_("the list of observations")
    SUMMARY = N_("the executive summary in preparation")
    JOURNAL = N_("the journal of the review")
    STEERING = N_("the secretariat's pages")


S = Standing
FOCAL_POINT = frozenset({S.FOCAL_POINT_UNDER_REVIEW})
TEAM = FOCAL_POINT | {S.EXPERT_UNDER_REVIEW}
DELEGATION = TEAM | {S.OBSERVER_UNDER_REVIEW}
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
DISCUSSION = frozenset({Step.FEEDBACK, Step.OBSERVATIONS})


@dataclass(frozen=True)
class Line:
    """One line of the policy.

    ``during`` is the set of steps in which the action is open (it matters only for strands and
    phases); ``ends`` the step this action may end, the next one following; ``by_note`` whether
    the secretariat may record it as an act of a State from its note verbale.
    """

    who: frozenset[Standing]
    during: frozenset[Step] = EVERY_STEP
    ends: Step | None = None
    scope: Scope = Scope.STRAND
    heard_by: Audience = Audience.REVIEW
    by_note: bool = False


def _at(*steps: Step) -> frozenset[Step]:
    return frozenset(steps)


def _steering(scope: Scope = Scope.REVIEW, heard_by: Audience = Audience.REVIEW) -> Line:
    return Line(SECRETARIAT, scope=scope, heard_by=heard_by)


def _own(who: frozenset[Standing]) -> Line:
    return Line(who, scope=Scope.INSTALLATION, heard_by=Audience.SECRETARIAT)


INTERNAL = Audience.OWN_STATE

POLICY: Mapping[Action, Line] = {
    Action.SAVE_ANSWER: Line(TEAM, BEFORE_SUMMARY, heard_by=INTERNAL),
    Action.ADD_LAW: Line(TEAM, heard_by=INTERNAL),
    Action.SUBMIT: Line(FOCAL_POINT, BEFORE_SUMMARY, ends=Step.SELF_ASSESSMENT, by_note=True),
    Action.PROPOSE_CONSULTATION: Line(FOCAL_POINTS | SECRETARIAT, BEFORE_FEEDBACK),
    Action.CLEAR_CONSULTATION: Line(
        FOCAL_POINTS, BEFORE_FEEDBACK, ends=Step.CONSULTATION, by_note=True
    ),
    Action.DRAFT_QUESTION: Line(REVIEWING_TEAM, DISCUSSION, heard_by=INTERNAL),
    Action.SEND_QUESTION: Line(REVIEWING_FOCAL_POINT, DISCUSSION),
    Action.DRAFT_REPLY: Line(TEAMS, DISCUSSION, heard_by=INTERNAL),
    Action.SEND_REPLY: Line(FOCAL_POINTS, DISCUSSION, by_note=True),
    Action.CLOSE_QUESTION: Line(REVIEWING_FOCAL_POINT, DISCUSSION),
    Action.REOPEN_QUESTION: Line(REVIEWING_FOCAL_POINT, DISCUSSION),
    Action.SAVE_FEEDBACK: Line(
        REVIEWING_TEAM, _at(Step.CONSULTATION, Step.FEEDBACK), heard_by=INTERNAL
    ),
    Action.RELEASE_FEEDBACK: Line(
        REVIEWING_FOCAL_POINT, _at(Step.FEEDBACK), ends=Step.FEEDBACK, by_note=True
    ),
    Action.PROPOSE_OBSERVATION: Line(TEAMS, _at(Step.OBSERVATIONS)),
    Action.PROPOSE_WORDING: Line(TEAMS, _at(Step.OBSERVATIONS)),
    Action.TAKE_POSITION: Line(TEAMS, _at(Step.OBSERVATIONS), by_note=True),
    Action.CLOSE_OBSERVATION: Line(FOCAL_POINTS, _at(Step.OBSERVATIONS)),
    Action.MARK_CONFIDENTIAL: Line(FOCAL_POINT, _at(Step.OBSERVATIONS, Step.SUMMARY)),
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
    Action.OPEN_REVIEW: _steering(Scope.INSTALLATION),
    Action.PAIR_STATE: _steering(),
    Action.UNPAIR_STATE: _steering(),
    Action.OPEN_PHASE: _steering(),
    Action.ADD_STRAND: _steering(Scope.PHASE),
    Action.MOVE_ON: Line(SECRETARIAT, EVERY_STEP - {Step.CONCLUDED}),
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
    Reading.SUBMITTED_RESPONSE: {
        **dict.fromkeys(DELEGATION, EVERY_STEP),
        **dict.fromkeys(REVIEWING_DELEGATION | SECRETARIAT, since(Step.CONSULTATION)),
    },
    Reading.CONSULTATION: dict.fromkeys(DELEGATIONS | SECRETARIAT, EVERY_STEP),
    Reading.DIALOGUE: dict.fromkeys(DELEGATIONS | SECRETARIAT, FEEDBACK_ON),
    Reading.FEEDBACK: {
        **dict.fromkeys(REVIEWING_DELEGATION, since(Step.CONSULTATION)),
        **dict.fromkeys(DELEGATION | SECRETARIAT, FEEDBACK_ON),
    },
    Reading.OBSERVATIONS: dict.fromkeys(DELEGATIONS | SECRETARIAT, since(Step.OBSERVATIONS)),
    Reading.SUMMARY: dict.fromkeys(DELEGATIONS | SECRETARIAT, since(Step.SUMMARY)),
    Reading.JOURNAL: dict.fromkeys(DELEGATIONS | SECRETARIAT, EVERY_STEP),
    Reading.STEERING: dict.fromkeys(SECRETARIAT, EVERY_STEP),
}


@dataclass(frozen=True)
class Post:
    """One appointment in force: for this State, in this review, in this capacity."""

    review: int
    state: int
    capacity: Capacity


@dataclass(frozen=True)
class Actor:
    """Who acts: a person; a State by note verbale, recorded by an officer; or the system.

    ``for_state`` and ``note`` are set together, when an officer (``person``) records an act of a
    State. ``level`` is the level of authentication of the session: 1 a password.
    """

    person: int | None = None
    officer: bool = False
    posts: tuple[Post, ...] = ()
    for_state: int | None = None
    note: int | None = None
    system: bool = False
    level: int = 1

    def post_in(self, review: int | None) -> Post | None:
        """Return the post held in this review: at most one."""
        return next((post for post in self.posts if post.review == review), None)

    def state_in(self, review: int | None) -> int | None:
        """Return the State this actor acts for in this review, if any."""
        if self.for_state is not None:
            return self.for_state
        post = self.post_in(review)
        return post.state if post else None


def by_note(officer: Actor, state: int, note: int) -> Actor:
    """Return the actor that a State is when an officer records its act from a note verbale."""
    if not officer.officer:
        raise NotPermitted("Only the secretariat records what a State did by note verbale.")
    return replace(officer, for_state=state, note=note)


NOBODY = Actor()
THE_SYSTEM = Actor(system=True)


@dataclass(frozen=True)
class Case:
    """What standing is derived from: the review, its States in scope, and the step.

    A phase can stand at another step for a State that reviews only some of its strands: ``steps``.
    """

    review: int | None = None
    under_review: int | None = None
    reviewing: frozenset[int] = frozenset()
    step: Step | None = None
    steps: Mapping[int, Step] = field(default_factory=dict)

    def step_for(self, actor: Actor) -> Step | None:
        """Return the step at which the case stands for this actor."""
        return self.steps.get(actor.state_in(self.review) or 0, self.step)


_UNDER_REVIEW = {
    Capacity.FOCAL_POINT: S.FOCAL_POINT_UNDER_REVIEW,
    Capacity.EXPERT: S.EXPERT_UNDER_REVIEW,
    Capacity.OBSERVER: S.OBSERVER_UNDER_REVIEW,
}
_REVIEWING = {
    Capacity.FOCAL_POINT: S.FOCAL_POINT_REVIEWING,
    Capacity.EXPERT: S.EXPERT_REVIEWING,
    Capacity.OBSERVER: S.OBSERVER_REVIEWING,
}


def standing(actor: Actor, case: Case) -> Standing:
    """Derive what this actor is in this case; a State out of scope is a stranger to it."""
    if actor.system:
        return S.SYSTEM
    if actor.for_state is not None:
        return _standing_for(actor.for_state, Capacity.FOCAL_POINT, case)
    if actor.officer:
        return S.SECRETARIAT
    post = actor.post_in(case.review)
    if post is not None:
        return _standing_for(post.state, post.capacity, case)
    return S.SIGNED_IN if actor.person is not None else S.ANYONE


def _standing_for(state: int, capacity: Capacity, case: Case) -> Standing:
    if state == case.under_review:
        return _UNDER_REVIEW[capacity]
    if state in case.reviewing:
        return _REVIEWING[capacity]
    return S.SIGNED_IN


def permits(action: Action, standing: Standing, step: Step | None) -> bool:
    """Say whether the policy opens this action to this standing at this step."""
    line = POLICY[action]
    return standing in line.who and (step is None or step in line.during)


def may_read(reading: Reading, standing: Standing, step: Step | None) -> bool:
    """Say whether this standing may see this at this step."""
    steps = READINGS[reading].get(standing)
    return steps is not None and (step is None or step in steps)


def may(purpose: Action | Reading, actor: Actor, case: Case) -> bool:
    """Say whether this actor may do or see this, in this case: what buttons and doors ask."""
    position, step = standing(actor, case), case.step_for(actor)
    if isinstance(purpose, Reading):
        return may_read(purpose, position, step)
    if actor.for_state is not None and not POLICY[purpose].by_note:
        return False
    return permits(purpose, position, step)


def is_stranger(actor: Actor, case: Case) -> bool:
    """Say whether this actor has no part in the case: to them it does not exist."""
    return standing(actor, case) in {S.SIGNED_IN, S.ANYONE}
