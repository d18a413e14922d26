"""Two editions of a questionnaire compared, question by question, and which answers it concerns.

A question is the same one as long as it bears the same id. What was answered is to be looked at
again only when something else is asked now: other words in the reference language, other choices or
rows, another kind of answer, another condition. Translations and guidance ask nothing anew.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from reviewmech.rules.questionnaire import REFERENCE, Question, Questionnaire
from reviewmech.rules.refusals import N_


class Change(StrEnum):
    """What became of a question, the weightiest first: it is told under one of them."""

    REMOVED = N_("removed")
    ADDED = N_("added")
    LOGIC = N_("logic changed")
    WORDS = N_("words changed")
    MOVED = N_("moved")
    UNCHANGED = N_("unchanged")


class Aspect(StrEnum):
    """What of a question's logic can change."""

    KIND = N_("the kind of answer")
    CHOICES = N_("the choices")
    ROWS = N_("the rows of figures")
    CONDITION = N_("when it is asked")
    DUTY = N_("the strength of the duty")
    PROVISION = N_("the provision")
    LAWS = N_("where laws are cited")
    GAPS = N_("whether it may be left empty")
    LAYER = N_("its official number, its themes, or what it covers or draws on")


_PLACE_AND_WORDS = frozenset({"id", "article", "parent", "texts"})
_ASPECTS: Mapping[str, Aspect] = {
    "kind": Aspect.KIND,
    "choices": Aspect.CHOICES,
    "rows": Aspect.ROWS,
    "when": Aspect.CONDITION,
    "duty": Aspect.DUTY,
    "paragraph": Aspect.PROVISION,
    "laws": Aspect.LAWS,
    "may_be_empty": Aspect.GAPS,
}
_LOGIC: Mapping[str, Aspect] = {
    each.name: _ASPECTS.get(each.name, Aspect.LAYER)
    for each in fields(Question)
    if each.name not in _PLACE_AND_WORDS
}


@dataclass(frozen=True)
class Compared:
    """One question in two editions; it is missing from the old one when added, or from the new."""

    old: Question | None
    new: Question | None
    is_moved: bool = False

    @property
    def question(self) -> Question:
        """The question as it is now, or as it was last."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """What of its logic changed."""
        if self.old is None or self.new is None:
            return ()
        changed = (
            aspect
            for name, aspect in _LOGIC.items()
            if getattr(self.old, name) != getattr(self.new, name)
        )
        return tuple(dict.fromkeys(changed))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which its words changed, the reference language first."""
        if self.old is None or self.new is None:
            return ()
        old, new = self.old.texts, self.new.texts
        changed = {each for each in {*old, *new} if old.get(each) != new.get(each)}
        return tuple(sorted(changed, key=lambda each: (each != REFERENCE, each)))

    @property
    def change(self) -> Change:
        """What became of it, by the weightiest of its changes."""
        if self.new is None:
            return Change.REMOVED
        if self.old is None:
            return Change.ADDED
        if self.aspects:
            return Change.LOGIC
        if self.languages:
            return Change.WORDS
        return Change.MOVED if self.is_moved else Change.UNCHANGED

    @property
    def asks_another_look(self) -> bool:
        """Whether an answer given before is to be looked at again."""
        if self.old is None or self.new is None:
            return False
        return asks_another_look(self.old, self.new)


@dataclass(frozen=True)
class Comparison:
    """Two editions compared: the questions in reading order, those removed where they stood.

    ``is_reframed`` says that something beside the questions changed: a title, the status, the
    source of the wording, whether it is verified.
    """

    questions: tuple[Compared, ...]
    is_reframed: bool

    def of(self, change: Change) -> tuple[Compared, ...]:
        """Return the questions of which this became."""
        return tuple(each for each in self.questions if each.change is change)

    @property
    def changed(self) -> tuple[Compared, ...]:
        """The questions that are not as they were."""
        return tuple(each for each in self.questions if each.change is not Change.UNCHANGED)

    @property
    def asking_another_look(self) -> tuple[Compared, ...]:
        """The questions whose answers are to be looked at again."""
        return tuple(each for each in self.questions if each.asks_another_look)


def compare(old: Questionnaire, new: Questionnaire) -> Comparison:
    """Compare two editions of a questionnaire."""
    before = {question.id: question for question in old.questions}
    after = {question.id: question for question in new.questions}
    moved = _moved(before, after)
    questions = tuple(
        Compared(before.get(each), after.get(each), each in moved)
        for each in _together(tuple(before), tuple(after))
    )
    return Comparison(questions, _frame(old) != _frame(new))


def asks_another_look(old: Question, new: Question) -> bool:
    """Say whether something else is asked now than what was answered."""
    return _asked(old) != _asked(new)


def _asked(question: Question) -> tuple[object, ...]:
    """Return what an answer answers. The order of choices and rows is not part of it."""
    words = question.texts[REFERENCE]
    return (
        question.kind,
        question.when,
        frozenset(question.choices),
        frozenset(question.rows),
        words.asks,
        words.choices,
        words.rows,
    )


def _moved(before: Mapping[str, Question], after: Mapping[str, Question]) -> frozenset[str]:
    """Return what stands elsewhere now: as few questions as explain the new order."""
    both = [each for each in after if each in before]
    places = {each: place for place, each in enumerate(before)}
    stayed = _longest_rise([places[each] for each in both])
    return frozenset(
        each
        for each in both
        if places[each] not in stayed
        or (before[each].article, before[each].parent) != (after[each].article, after[each].parent)
    )


def _longest_rise(numbers: list[int]) -> frozenset[int]:
    """Return the longest subsequence that only rises: what kept its order among the rest."""
    ends: list[int] = []
    places: list[int] = []
    for number in numbers:
        place = bisect_left(ends, number)
        ends[place : place + 1] = [number]
        places.append(place)
    wanted, found = len(ends) - 1, []
    for number, place in zip(reversed(numbers), reversed(places), strict=True):
        if place == wanted:
            found.append(number)
            wanted -= 1
    return frozenset(found)


def _together(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """Put the ids of both editions in one order: the new one, each id removed where it stood."""
    found = list(after)
    known, place = set(found), 0
    for each in before:
        if each in known:
            place = found.index(each) + 1
        else:
            found.insert(place, each)
            place += 1
    return found


def _frame(asked: Questionnaire) -> tuple[object, ...]:
    """Return what a questionnaire says beside its questions, but for the name of its version."""
    titles = [(section.article, dict(section.titles)) for section in asked.sections]
    return (asked.source, asked.verified, dict(asked.titles), dict(asked.statuses), titles)
