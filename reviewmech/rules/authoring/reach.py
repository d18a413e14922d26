"""Which questions can be asked at all: answers are tried until some lead to the question.

Only the answers on which it depends are tried, and of each only what conditions can tell apart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, islice

from reviewmech.rules.authoring.draft import Entry
from reviewmech.rules.conditions import (
    AllOf,
    Answers,
    AnyOf,
    Chosen,
    Condition,
    Counted,
    Value,
    abouts,
    chosen,
)
from reviewmech.rules.questionnaire import Kind

MOST_TRIALS = 5_000
"""Where there is more to be tried, a question is taken to be reached."""

_BY_CHOICE = frozenset({Kind.SCALE, Kind.SCALE_NA, Kind.YES_NO, Kind.ONE})
"""The kinds that are answered by a choice and by nothing else."""


def leans_on(name: str, entries: Mapping[str, Entry]) -> set[str]:
    """Give the questions on whose answers it depends, near or far, whether one is asked."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        entry = entries.get(waiting.pop())
        when = entry.when if entry else None
        new = {about.question for about in abouts(when)} - found if when else set()
        found |= new
        waiting += new
    return found


def _wanted(condition: Condition) -> Iterator[Chosen]:
    """Give the choices that a condition asks for; what stands under “not” it excludes."""
    if isinstance(condition, Chosen):
        yield condition
    elif isinstance(condition, AllOf | AnyOf):
        for part in condition.of:
            yield from _wanted(part)


def _chosen(entry: Entry) -> Iterator[Value]:
    """Make each choice once; where a question is answered in other ways as well, answer so."""
    yield from ({"choice": choice} for choice in entry.choices)
    if entry.data["kind"] not in _BY_CHOICE:
        yield {"text": "Words."}


class Reach:
    """The questions of a draft, and the answers that lead to each."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._leading: dict[str, list[Answers] | None] = {}
        self._values: dict[str, list[Value]] = {}
        conditions = [entry.when for entry in self._entries.values() if entry.when]
        self._abouts = [about for condition in conditions for about in abouts(condition)]

    def can_be_asked(self, name: str) -> bool:
        """Say whether some answers lead to a question."""
        leading = self._leading_to(name)
        return leading is None or bool(leading)

    def idle_choices(self, name: str) -> list[tuple[str, str]]:
        """Give the choices that a question's condition names in vain: none leads to it."""
        when, leading = self._entries[name].when, self._leading_to(name)
        if when is None or leading is None:
            return []
        named = {(about.question, choice) for about in _wanted(when) for choice in about.among}
        made = {
            (asked, choice)
            for answers in leading
            for asked, value in answers.items()
            for choice in chosen(value)
        }
        return sorted(named - made)

    def _leading_to(self, name: str) -> list[Answers] | None:
        """Give the answers that lead to a question; nothing when there are too many to try."""
        if name not in self._leading:
            needed = leans_on(name, self._entries)
            before = [entry for key, entry in self._entries.items() if key in needed]
            tried = list(islice(self._tried(before, {}), MOST_TRIALS + 1))
            when = self._entries[name].when
            self._leading[name] = (
                [answers for answers in tried if when is None or when.holds(answers)]
                if len(tried) <= MOST_TRIALS
                else None
            )
        return self._leading[name]

    def _tried(self, before: Sequence[Entry], heard: Answers) -> Iterator[Answers]:
        """Answer questions one after the other in every way, as far as each is asked."""
        if not before:
            yield heard
            return
        entry, *later = before
        yield from self._tried(later, heard)
        if entry.when is None or entry.when.holds(heard):
            for value in self._values_of(entry):
                yield from self._tried(later, {**heard, entry.id: value})

    def _values_of(self, entry: Entry) -> list[Value]:
        """Give values of an answer that conditions can tell apart."""
        if entry.id not in self._values:
            made = self._ticked(entry) if entry.data["kind"] == Kind.MANY else _chosen(entry)
            self._values[entry.id] = list(islice(made, MOST_TRIALS + 1))
        return self._values[entry.id]

    def _ticked(self, entry: Entry) -> Iterator[Value]:
        """Tick the choices that conditions name, each with each, and others as far as counted."""
        own = [about for about in self._abouts if about.question == entry.id]
        named = {one for about in own if isinstance(about, Chosen) for one in about.among}
        most = max((about.at_least for about in own if isinstance(about, Counted)), default=1)
        chosen_ones = [one for one in entry.choices if one in named]
        others = [one for one in entry.choices if one not in named]
        sizes = range(len(chosen_ones) + 1)
        for ticked in chain.from_iterable(combinations(chosen_ones, size) for size in sizes):
            for many in range(min(most, len(others)) + 1):
                if ticked or many:
                    yield {"choices": [*ticked, *others[:many]]}
