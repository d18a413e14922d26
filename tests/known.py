"""What has happened in a strand, said outright: for tests of the rules that depend on it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """Facts that are known from the beginning."""

    under_review: int
    reviewing: frozenset[int] = frozenset()
    submitted: bool = False
    consultation_cleared: frozenset[int] = frozenset()
    released: frozenset[int] = frozenset()
    list_settled: bool = False
    awaited: frozenset[int] = frozenset()
    list_cleared: frozenset[int] = frozenset()
    compiled: bool = False
    summary_cleared: frozenset[int] = frozenset()
    issued: bool = False
