"""One review, driven by everybody's lawful and unlawful acts in any order; what must hold, holds.

The short run is always the same. `REVIEWMECH_STATEFUL=500 pytest tests/stateful` tries 500 stories
that nobody has read before, each of up to 80 acts.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from itertools import product
from pkgutil import iter_modules
from random import Random

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection

from reviewmech import actions
from reviewmech.actions.act import PERFORMERS
from reviewmech.records.database import Surroundings
from reviewmech.records.reviews import Review, case
from reviewmech.rules.access import may
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action, Scope
from reviewmech.rules.refusals import Refused
from reviewmech.rules.steps import ORDER, Step
from tests import doors
from tests.conftest import Clock
from tests.stateful import invariants, seeing
from tests.stateful.drawing import Drawing, NothingThere, asked_for
from tests.stateful.going_on import next_act
from tests.stateful.stage import Attempt, Stage

for module in iter_modules(actions.__path__):
    import_module(f"reviewmech.actions.{module.name}")

TRIED = (
    *(action for action in PERFORMERS if POLICY[action].scope is not Scope.INSTALLATION),
    Action.RECORD_NOTE,
    Action.CATCH_UP,
    Action.CHOOSE_NOTICES,
)
"""The acts that are tried: all on a strand, a phase or a review, and what goes with these."""

LONG = int(os.environ.get("REVIEWMECH_STATEFUL", "0"))
STORIES = {"sqlite": LONG or 8, "postgresql": LONG // 4 or 3}

BEGINNINGS = (*ORDER, *[Step.FEEDBACK, Step.OBSERVATIONS] * 3)
"""Where a story begins: mostly where the States have most to say to one another."""

AT_A_TIME = 8
"""Acts of one rule: stories that are made up are short, and a review is not."""

SEEDS = st.integers(0, 2**32)
"""What the choices of a rule are made from: even ones, and the same ones when it is told again."""

Begin = Callable[[], Stage]


class ReviewMachine(RuleBasedStateMachine):
    """A review that everybody acts on; each rule is one kind of thing that happens."""

    begin: Begin
    counted: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.stage = self.begin()
        self.done: list[Attempt] = []
        self.tried: Counter[Action] = Counter()

    def teardown(self) -> None:
        try:
            invariants.nothing_leaks(self.stage, self.stage.actors().items())
        finally:
            self.stage.leave()

    @initialize(step=st.sampled_from(BEGINNINGS), other=st.sampled_from(ORDER[:2]))
    def a_review_has_come_so_far(self, step: Step, other: Step) -> None:
        """Bring the two strands of the review to some step, by the acts that lead there."""
        for strand, to in ((self.stage.cast.untoc, step), (self.stage.cast.tip, other)):
            while ORDER.index(strand.step) < ORDER.index(to):
                attempt = next_act(self.stage, strand)
                assert attempt is not None
                self.carry_out(attempt)

    @rule(seed=SEEDS)
    def they_do_what_they_may(self, seed: int) -> None:
        """Let them try what the policy opens to them now: acts that were tried least, in a row."""
        by = Random(f"{seed} {self.stage.sent}")
        for _ in range(AT_A_TIME):
            subject = self.a_subject(by)
            actors = self.stage.actors()
            open_to: dict[Action, list[str]] = {}
            for action, name in product(TRIED, sorted(actors)):
                if _is_about(action, subject) and may(action, actors[name], case(subject)):
                    open_to.setdefault(action, []).append(name)
            if open_to:
                fewest = min(self.tried[each] for each in open_to)
                action = by.choice([each for each in open_to if self.tried[each] == fewest])
                self.tried[action] += 1
                self.tries(by, action, by.choice(open_to[action]), subject)

    @rule(seed=SEEDS)
    def anybody_tries_anything(self, seed: int) -> None:
        """Let anybody try any act on anything."""
        by = Random(f"{seed} {self.stage.sent}")
        for _ in range(AT_A_TIME // 2):
            subject = self.a_subject(by)
            action = by.choice([one for one in TRIED if _is_about(one, subject)])
            self.tries(by, action, by.choice(sorted(self.stage.actors())), subject)

    @rule(data=st.data())
    def the_review_goes_on(self, data: st.DataObject) -> None:
        """Whatever was done before, the act that is awaited next can be done."""
        cast = self.stage.cast
        attempt = next_act(self.stage, data.draw(st.sampled_from([cast.untoc, cast.tip])))
        if attempt is not None:
            outcome = self.carry_out(attempt)
            assert outcome.refusal is None, f"The review is stuck: {attempt}: {outcome.refusal}"

    @precondition(lambda self: self.done)
    @rule(data=st.data(), as_somebody_else=st.booleans())
    def a_request_comes_twice(self, data: st.DataObject, as_somebody_else: bool) -> None:
        """Send a request once more, or under its id what somebody else wants: nothing changes."""
        first = data.draw(st.sampled_from(self.done), label="sent before")
        actor, before = first.actor, self.stage.kept
        if as_somebody_else:
            actor = self.stage.actors()[data.draw(st.sampled_from(sorted(self.stage.actors())))]
        again = Attempt(
            first.action, first.who, actor, first.subject, first.given, first.request_id
        )
        outcome = self.stage.perform(again)
        assert outcome.error is None, f"{again}: {outcome.error!r}"
        assert outcome.after == before, f"{again} was done twice"
        if actor == first.actor:
            assert outcome.refusal is None, f"{again}: {outcome.refusal}"

    @rule()
    def letters_leave(self) -> None:
        """Let the letters leave that are due: to those whom what they tell of still concerns."""
        for letter, carried in self.stage.deliver():
            invariants.told_only_who_may_know(self.stage, letter, carried)
            self.counted["letter"] += 1

    @rule(data=st.data())
    def somebody_looks_around(self, data: st.DataObject) -> None:
        """Open pages as somebody; none shows a text they may not see, and none breaks."""
        persons = {**invariants.people(self.stage), "anyone": None}
        name = data.draw(st.sampled_from(sorted(persons)), label="who")
        actor = self.stage.actors().get(name, self.stage.actors()["nobody"])
        browser = seeing.reader(self.stage.app, self.stage, persons[name])
        known = doors.named(self.stage.session, self.stage.cast.review)
        pages = data.draw(st.lists(st.sampled_from(doors.rules(self.stage.app, "GET")), max_size=4))
        for page in pages:
            given = {
                one: data.draw(st.sampled_from(doors.offered(page, one, known)), label=one)
                for one in sorted(page.arguments)
            }
            with self.stage.app.test_request_context():
                address = self.stage.app.url_for(page.endpoint, **given)
            answer = browser.get(address)
            assert answer.status_code < 500, f"{name}: {address}"
            told = answer.get_data() + str(answer.headers).encode()
            words = told.decode("utf-8", "replace")
            invariants.may_read_only(self.stage, actor, {address: words}, name)
            self.counted[f"page {answer.status_code}"] += 1
        assert self.stage.look() == self.stage.kept, "Reading changed something."

    def a_subject(self, by: Random) -> object:
        """Draw what an act is about: mostly a strand of the review."""
        cast, strands = self.stage.cast, self.stage.strands
        others = [cast.phase, cast.phase, cast.review, None, *self.stage.all(Review), strands[-1]]
        return by.choice([cast.untoc] * 12 + [cast.tip] * 3 + others)

    def tries(self, by: Random, action: Action, who: str, subject: object) -> None:
        """Let somebody try an act, with whatever it asks for."""
        actor = self.stage.actors()[who]
        try:
            given = Drawing(self.stage, by, actor, subject).all(action)
        except (NothingThere, Refused):
            return
        self.carry_out(self.stage.attempt(action, who, actor, subject, given))

    def carry_out(self, attempt: Attempt) -> seeing.Outcome:
        """Perform it, and check all that must hold."""
        outcome = self.stage.perform(attempt)
        invariants.check(self.stage, outcome)
        how = f"refused {outcome.refusal.status}" if outcome.refusal else "done"
        self.counted[f"{attempt.action.name} {how}"] += 1
        if outcome.refusal is None:
            self.done.append(attempt)
            chosen = list(self.stage.actors().items())
            invariants.nothing_leaks(self.stage, [chosen[self.stage.sent * 7 % len(chosen)]])
        return outcome


def _is_about(action: Action, subject: object) -> bool:
    kind = type(subject).__name__.lower() if subject is not None else "installation"
    return POLICY[action].scope.value == kind


def test_whoever_does_whatever_nothing_is_lost_and_nothing_is_leaked(
    app: Flask, connection: Connection, surroundings: Surroundings, clock: Clock
) -> None:
    counted: Counter[str] = Counter()

    class Machine(ReviewMachine):
        pass

    Machine.begin = staticmethod(lambda: Stage(app, connection, surroundings, clock))
    Machine.counted = counted
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=STORIES[connection.dialect.name],
            stateful_step_count=80 if LONG else 18,
            derandomize=not LONG,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
            print_blob=bool(LONG),
        ),
    )
    if LONG:
        print("\n".join(f"{count:6} {what}" for what, count in sorted(counted.items())))
    assert sum(counted.values()) > 40


def test_every_act_is_tried() -> None:
    """An act that asks for something the machine cannot draw would never be tried."""
    for action in TRIED:
        assert asked_for(action) is not None
