"""Two editions of a questionnaire in words: what became of each question, for those it concerns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from reviewmech.rules.differences import Change as Part
from reviewmech.rules.differences import Piece, pieces
from reviewmech.rules.editions import Aspect, Change, Compared, compare
from reviewmech.rules.questionnaire import Kind, Question, Questionnaire, Words
from reviewmech.web import languages, present, sheets
from reviewmech.web.differing import Differing
from reviewmech.web.sheets import Asked
from reviewmech.web.telling import telling

KINDS: Mapping[Kind, Any] = {
    Kind.SCALE: lazy_gettext("Yes, in part, or no"),
    Kind.SCALE_NA: lazy_gettext("Yes, in part, no, or not applicable"),
    Kind.YES_NO: lazy_gettext("Yes or no"),
    Kind.ONE: lazy_gettext("One of several choices"),
    Kind.MANY: lazy_gettext("Any of several choices"),
    Kind.TEXT: lazy_gettext("A text"),
    Kind.FIGURES: lazy_gettext("Figures by year"),
    Kind.NOTIFICATION: lazy_gettext("A notification with its date"),
    Kind.ASSISTANCE: lazy_gettext("Needs for assistance"),
}
"""What a question of each kind takes."""

GROUPS: Mapping[Change, Any] = {
    Change.LOGIC: lazy_gettext("Asked otherwise"),
    Change.WORDS: lazy_gettext("Put in other words"),
    Change.ADDED: lazy_gettext("New"),
    Change.REMOVED: lazy_gettext("No longer asked"),
    Change.MOVED: lazy_gettext("Standing elsewhere"),
}
"""What became of questions, in the order in which it is told."""


@dataclass(frozen=True)
class Told:
    """One question that is not as it was: what about it changed, and the words of it."""

    asked: Asked
    about: list[str]
    parts: list[Differing]
    asks_another_look: bool
    is_whole: bool


class Difference:
    """How a newer edition differs from an older one, in these languages' words."""

    def __init__(
        self, old: Questionnaire, new: Questionnaire, spoken: Collection[str] | None = None
    ) -> None:
        self.old, self.new = old, new
        self.spoken = spoken
        self.comparison = compare(old, new)

    @property
    def is_none(self) -> bool:
        """Whether the two are the same but for the name of the version."""
        return not self.comparison.changed and not self.comparison.is_reframed

    @cached_property
    def groups(self) -> list[tuple[str, list[Told]]]:
        """The questions that are not as they were, by what became of them."""
        found = (
            (str(title), [self._told(each) for each in self.comparison.of(change)])
            for change, title in GROUPS.items()
        )
        return [(title, told) for title, told in found if told]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many questions became what."""
        return [(title, len(told)) for title, told in self.groups]

    @cached_property
    def asking_another_look(self) -> frozenset[str]:
        """The questions whose answers are to be looked at again."""
        return frozenset(each.question.id for each in self.comparison.asking_another_look)

    @cached_property
    def removed(self) -> frozenset[str]:
        """The questions that are no longer asked."""
        return frozenset(each.question.id for each in self.comparison.of(Change.REMOVED))

    def _told(self, each: Compared) -> Told:
        is_whole = each.old is None or each.new is None
        return Told(
            asked=sheets.asked(each.question),
            about=list(self._about(each)),
            parts=[] if is_whole else list(self._parts(each)),
            asks_another_look=each.asks_another_look,
            is_whole=is_whole,
        )

    def _about(self, each: Compared) -> Iterator[str]:
        yield from (present.said(aspect) for aspect in each.aspects)
        if each.languages:
            spoken = present.names([languages.own_name(code) for code in each.languages])
            yield _("the words (%(languages)s)", languages=spoken)
        if each.is_moved:
            yield _("its place")

    def _parts(self, each: Compared) -> Iterator[Differing]:
        """Return what of a question changed, before and after."""
        assert each.old is not None and each.new is not None
        shown = [code for code in each.languages if self.spoken is None or code in self.spoken]
        for code in shown:
            name = languages.own_name(code) if len(each.languages) > 1 else ""
            yield from _of_words(each.old.texts.get(code), each.new.texts.get(code), name)
        if Aspect.KIND in each.aspects:
            yield _replaced(_("Kind of answer"), *(str(KINDS[one.kind]) for one in _both(each)))
        if Aspect.CONDITION in each.aspects:
            before, after = self._condition(self.old, each.old), self._condition(self.new, each.new)
            yield _replaced(_("Asked when"), before, after)

    @staticmethod
    def _condition(asked_in: Questionnaire, question: Question) -> str:
        return telling(asked_in, present.language()).condition(question) or _("Always asked.")


def _both(each: Compared) -> tuple[Question, Question]:
    assert each.old is not None and each.new is not None
    return each.old, each.new


def _of_words(old: Words | None, new: Words | None, language: str) -> Iterator[Differing]:
    """Tell how the words of a question changed in one language, part by part."""
    before, after = dict(_lines(old)), dict(_lines(new))
    for label in [*before, *(each for each in after if each not in before)]:
        one, other = before.get(label, ""), after.get(label, "")
        if one != other:
            named = _("%(part)s (%(language)s)", part=label, language=language)
            yield Differing(named if language else label, pieces(one, other))


def _lines(words: Words | None) -> Iterator[tuple[str, str]]:
    if words is None:
        return
    yield _("Title"), words.title
    yield _("Question"), words.asks
    yield _("How to answer"), words.how
    yield _("Evidence"), words.evidence
    yield _("Duty"), words.duty
    yield _("Choices"), "\n".join(words.choices.values())
    yield _("Rows of figures"), "\n".join(words.rows.values())


def _replaced(label: str, before: str, after: str) -> Differing:
    return Differing(label, (Piece(Part.REMOVED, before), Piece(Part.ADDED, after)))
