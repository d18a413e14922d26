"""The policy, written out as tables for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from reviewmech.rules.policy import (
    ANYONE,
    DELEGATION,
    DELEGATIONS,
    FOCAL_POINTS,
    MEMBERS,
    POLICY,
    READINGS,
    REVIEWING_DELEGATION,
    REVIEWING_TEAM,
    TEAM,
    TEAMS,
    Line,
)
from reviewmech.rules.purposes import Action, Reading, Standing
from reviewmech.rules.steps import EVERY_STEP, ORDER, Step, following

INTRODUCTION = """\
# Who may do what, and who may see what

Written by `reviewmech policy --channels` from `reviewmech/rules/policy.py` and from what each page
declares; a test keeps this page fresh. A standing is derived from the appointments in force and
the States in the strand's scope: to a State that does not review a strand, the strand does not
exist. What is not open here to a standing at a step is closed to it.

*By note verbale*: the secretariat may record it as an act of a State, from that State's note.
*By leave*: an expert whom its focal point lets send may do it too. Every page of a strand is opened
for what stands here, and an act is permitted once more when it is done: by who its actor is then.
"""

GROUPS: Mapping[str, frozenset[Standing]] = {
    "everybody signed in": MEMBERS,
    "every delegation": DELEGATIONS,
    "every team": TEAMS,
    "the delegation under review": DELEGATION,
    "reviewing delegations": REVIEWING_DELEGATION,
    "the team under review": TEAM,
    "reviewing teams": REVIEWING_TEAM,
    "every focal point": FOCAL_POINTS,
}
"""Short names for standings that often come together, the larger ones first."""

NARROWER: Mapping[Action, str] = {
    Action.TAKE_POSITION: "of a position that the State keeps inside, the State alone",
}
"""Of which acts the journal tells fewer, where what was made is kept inside."""

INSIDE: Mapping[Reading, str] = {
    Reading.REVIEW: "what goes on in a strand: the States that review it",
    Reading.SUBMITTED_RESPONSE: "translations that are not shared: the side that made them",
    Reading.ANNOTATIONS: "annotations that are not sent: the State that wrote them",
    Reading.DIALOGUE: "drafts of questions and messages, with their files: the State that writes",
    Reading.FEEDBACK: "what is not released, and what was marked as read: the State that writes",
    Reading.OBSERVATIONS: "positions that a State keeps inside until it clears them: that State",
    Reading.SUMMARY: "a summary: the States that review a strand in it",
    Reading.JOURNAL: "what a State does inside: that State; of a strand: the States that review it",
}
"""What of a thing is read by fewer than those who may open it."""


def policy() -> str:
    """Return both tables of the policy as Markdown, and the words in them."""
    return "\n".join((INTRODUCTION, _words(), "", _actions(), "", _readings()))


def _words() -> str:
    rows = ((name, "; ".join(sorted(who))) for name, who in GROUPS.items())
    return "## Words\n\n" + table(("Who", "That is"), rows)


def _actions() -> str:
    rows = (
        (
            action.value,
            standings(line.who),
            _steps(line),
            f"{following(line.ends).value}" if line.ends else "–",
            "yes" if line.by_note else "–",
            "yes" if line.by_leave else "–",
            "; ".join((line.heard_by.value, *filter(None, (NARROWER.get(action),)))),
        )
        for action, line in POLICY.items()
    )
    head = (
        "Action",
        "Who",
        "During",
        "May lead to",
        "By note verbale",
        "By leave",
        "The journal tells",
    )
    return "## Actions\n\n" + table(head, rows)


def _readings() -> str:
    rows = (
        (reading.value, standings(who), _range(steps), INSIDE.get(reading, "–"))
        for reading in READINGS
        for steps, who in open_to(reading)
    )
    head = ("What", "Who", "During", "Of it, fewer read")
    return "## Readings\n\n" + table(head, rows)


def open_to(reading: Reading) -> Iterator[tuple[frozenset[Step], list[Standing]]]:
    """Yield the steps at which something is read, each with those who read it then."""
    by_steps: dict[frozenset[Step], list[Standing]] = {}
    for standing, steps in READINGS[reading].items():
        by_steps.setdefault(steps, []).append(standing)
    yield from by_steps.items()


def standings(who: Collection[str]) -> str:
    """Return who, in words: those who come together by one name."""
    if ANYONE.issubset(who):
        return "anyone"
    left, named = set(who), []
    for name, together in GROUPS.items():
        if together <= left:
            named.append(name)
            left -= together
    return "; ".join([*named, *sorted(str(each) for each in left)])


def _steps(line: Line) -> str:
    return _range(line.during) if line.scope in {"strand", "phase"} else "any time"


def _range(steps: frozenset[Step]) -> str:
    if steps == EVERY_STEP:
        return "every step"
    return ", ".join(step.value for step in ORDER if step in steps)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table in Markdown."""
    lines = (head, tuple("---" for _ in head), *rows)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
