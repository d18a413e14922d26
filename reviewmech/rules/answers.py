"""Answers: which questions apply, what is unanswered, and what a valid answer is.

An answer to a question that no longer applies is kept, never deleted: it is only not looked at, and
stands again as soon as the question applies again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reviewmech.rules import values
from reviewmech.rules.conditions import Answers, Value, chosen, is_given
from reviewmech.rules.questionnaire import OTHER, Kind, Question, Questionnaire
from reviewmech.rules.refusals import Invalid


def applicable(questionnaire: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """List the questions that apply, in reading order.

    A condition looks only at answers to questions that apply themselves, so a follow-up of a
    question that does not apply does not apply either.
    """
    apply: list[Question] = []
    heard: dict[str, Value] = {}
    for question in questionnaire.questions:
        if question.when is None or question.when.holds(heard):
            apply.append(question)
            if question.id in answers:
                heard[question.id] = answers[question.id]
    return tuple(apply)


def is_answered(question: Question, value: Value | None) -> bool:
    """Say whether a value answers the question; a remark or a citation alone does not."""
    return is_given(value)


def lacks_other(value: Value) -> bool:
    """Say whether “other” is chosen without a word on what it is."""
    return OTHER in chosen(value) and not value.get("other")


def unanswered(
    questionnaire: Questionnaire, answers: Answers, apply: tuple[Question, ...] | None = None
) -> tuple[Question, ...]:
    """List the open questions: they apply, have no answer, and may not be left empty.

    ``apply`` are the questions that apply, where they are known already.
    """
    return tuple(
        question
        for question in (applicable(questionnaire, answers) if apply is None else apply)
        if not question.may_be_empty and not is_answered(question, answers.get(question.id))
    )


@dataclass(frozen=True)
class Progress:
    """How far the answers of a section have come."""

    article: str
    answered: int
    open: int

    @property
    def asked(self) -> int:
        """The questions that count: those answered and those still open."""
        return self.answered + self.open


def progress(
    questionnaire: Questionnaire, answers: Answers, apply: tuple[Question, ...] | None = None
) -> tuple[Progress, ...]:
    """Count, for each section in order, what is answered and what is open."""
    applying = applicable(questionnaire, answers) if apply is None else apply
    counted = []
    for section in questionnaire.sections:
        asked = [question for question in applying if question.article == section.article]
        given = sum(is_answered(question, answers.get(question.id)) for question in asked)
        empty = sum(
            question.may_be_empty and not is_answered(question, answers.get(question.id))
            for question in asked
        )
        counted.append(Progress(section.article, given, len(asked) - given - empty))
    return tuple(counted)


_CLEAN: Mapping[str, values.Clean] = {
    "choice": values.choice,
    "choices": values.choices,
    "other": values.text,
    "text": values.text,
    "years": values.years,
    "figures": values.figures,
    "source": values.text,
    "unavailable": values.flag,
    "date": values.day,
    "needs": values.needs,
    "none": values.flag,
    "citations": values.citations,
    "elsewhere": values.elsewhere,
    "remark": values.text,
}

_TAKES: Mapping[Kind, frozenset[str]] = {
    Kind.SCALE: frozenset({"choice"}),
    Kind.SCALE_NA: frozenset({"choice"}),
    Kind.YES_NO: frozenset({"choice"}),
    Kind.ONE: frozenset({"choice", "other"}),
    Kind.MANY: frozenset({"choices", "other"}),
    Kind.TEXT: frozenset({"text"}),
    Kind.FIGURES: frozenset({"years", "figures", "source", "unavailable", "text"}),
    Kind.NOTIFICATION: frozenset({"choice", "date", "text"}),
    Kind.ASSISTANCE: frozenset({"needs", "none"}),
}


def check(question: Question, value: Any) -> dict[str, Any]:
    """Give the value as it is kept, without what is empty; raise Invalid when it cannot be kept."""
    if not isinstance(value, Mapping):
        raise Invalid("This answer could not be read; please send it again from the page.")
    takes = _TAKES[question.kind] | {"citations", "elsewhere", "remark"}
    for key in value:
        if key not in takes:
            raise Invalid("This question does not ask for “%(name)s”.", name=str(key)[:50])
    cleaned = {key: _CLEAN[key](question, value[key], key) for key in value}
    kept = {key: one for key, one in cleaned.items() if one}
    _tick_other(question, kept)
    _fit_figures(kept)
    if kept.get("none") and kept.get("needs"):
        raise Invalid("Either name needs or say that there are none.", field="none")
    return kept


def _tick_other(question: Question, kept: dict[str, Any]) -> None:
    """What is written under “other” ticks it, so that nothing written is overlooked."""
    if "other" not in kept:
        return
    if not question.offers_other:
        raise Invalid("This question takes only the choices offered.", field="other")
    if question.kind is Kind.ONE:
        kept.setdefault("choice", OTHER)
    elif OTHER not in kept.get("choices", ()):
        kept["choices"] = [*kept.get("choices", ()), OTHER]


def _fit_figures(kept: dict[str, Any]) -> None:
    """Figures stand one to a year; an empty table is no answer."""
    columns = len(kept.get("years", ()))
    rows = kept.get("figures", {})
    if any(len(cells) != columns for cells in rows.values()):
        raise Invalid("Each row must have one figure, or an empty cell, a year.", field="figures")
    if not any(cell for cells in rows.values() for cell in cells):
        kept.pop("figures", None)
        kept.pop("years", None)
    elif kept.get("unavailable"):
        raise Invalid("Either give figures or say that there are none.", field="unavailable")
