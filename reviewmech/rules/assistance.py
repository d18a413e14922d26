"""Needs for technical assistance, as a response names them.

A need is a record: article, type, what exactly, priority, what is already received and from whom
(mechanism description, section 8; the types are the questionnaire's own list). A State names its
needs in answers; only what it submits brings them into the register.
"""

from __future__ import annotations

from dataclasses import dataclass

from reviewmech.rules.conditions import Answers
from reviewmech.rules.questionnaire import Kind, Questionnaire


@dataclass(frozen=True)
class NamedNeed:
    """One need, and the question in whose answer it was named."""

    question: str
    article: str
    kind: str
    what: str
    priority: str = ""
    received: str = ""
    provider: str = ""


def named_needs(questionnaire: Questionnaire, answers: Answers) -> tuple[NamedNeed, ...]:
    """List the needs that answers name, in reading order; without an article, the question's."""
    return tuple(
        NamedNeed(
            question=question.id,
            article=need.get("article") or question.article,
            kind=need["type"],
            what=need["what"],
            priority=need.get("priority", ""),
            received=need.get("received", ""),
            provider=need.get("provider", ""),
        )
        for question in questionnaire.questions
        if question.kind is Kind.ASSISTANCE
        for need in answers.get(question.id, {}).get("needs", ())
    )
