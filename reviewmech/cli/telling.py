"""The policy, written out as tables for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from reviewmech.rules.policy import ANYONE, POLICY, READINGS, Line
from reviewmech.rules.steps import EVERY_STEP, ORDER, Step, following

INTRODUCTION = """\
# Who may do what, and who may see what

Written by `reviewmech policy --channels` from `reviewmech/rules/policy.py` and from what each page
declares; a test keeps this page fresh. A standing is derived from the appointments in force and
the States in the strand's scope.
"""


def policy() -> str:
    """Return both tables of the policy as Markdown."""
    return "\n".join((INTRODUCTION, _actions(), "", _readings()))


def _actions() -> str:
    rows = (
        (
            action.value,
            standings(line.who),
            _steps(line),
            f"{following(line.ends).value}" if line.ends else "–",
            "yes" if line.by_note else "–",
            "yes" if line.by_leave else "–",
            line.heard_by.value,
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
        (reading.value, standing.value, _range(steps))
        for reading, seen in READINGS.items()
        for standing, steps in sorted(seen.items())
        if frozenset(seen) != ANYONE
    )
    return "## Readings\n\n" + table(("What", "Who", "During"), rows)


def standings(who: Collection[str]) -> str:
    """Return who, in words."""
    return "anyone" if ANYONE.issubset(who) else "; ".join(sorted(str(each) for each in who))


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
