"""Contributions: how one is put together with the answer it stands beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviewmech.rules.conditions import Value

TEXTS = ("text", "other", "source", "remark")
"""The parts of a value that are somebody's words: both are kept, one under the other."""

FIRST = ("choice", "date")
"""The parts of which there can be only one: the answer's, unless it has none."""

CITED = "citations"
"""The laws cited belong to the answer: a contributor does not see the State's library."""


def merged(answer: Value, contribution: Value) -> dict[str, Any]:
    """Put an answer and a contribution into one value, to be edited before it is saved."""
    whole: dict[str, Any] = {
        name: _joined(answer.get(name, ""), contribution.get(name, "")) for name in TEXTS
    }
    whole |= {name: answer.get(name) or contribution.get(name) for name in FIRST}
    whole |= {
        name: _listed(answer, contribution, name) for name in ("choices", "needs", "elsewhere")
    }
    whole |= _figures(answer) or _figures(contribution)
    for flag, refuted_by in (("unavailable", "figures"), ("none", "needs")):
        said = answer.get(flag) or contribution.get(flag)
        whole[flag] = bool(said) and not whole.get(refuted_by)
    return with_laws_of(answer, {name: part for name, part in whole.items() if part})


def with_laws_of(answer: Value, value: Value) -> dict[str, Any]:
    """Return a value with the laws that the answer cites, and no other."""
    kept = {name: part for name, part in value.items() if name != CITED}
    return {**kept, CITED: answer[CITED]} if answer.get(CITED) else kept


def _joined(one: str, other: str) -> str:
    if other in one:
        return one
    return other if one in other else f"{one}\n\n{other}"


def _listed(answer: Value, contribution: Value, name: str) -> list[Any]:
    said = list(answer.get(name, ()))
    return said + [each for each in contribution.get(name, ()) if each not in said]


def _figures(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table of figures whole: figures of two tables in one would belong to neither."""
    return {name: value[name] for name in ("years", "figures") if value.get("figures")}
