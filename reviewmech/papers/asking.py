"""What a question asks for, in words: when it is asked, and what an answer consists of.

Pages and papers say it alike. The words of choices and questions are quoted in the language
wanted; the sentence around them is in the language of the page or paper.
"""

from __future__ import annotations

from dataclasses import dataclass

from reviewmech.papers.tongues import Tongue
from reviewmech.rules.conditions import (
    AllOf,
    Answered,
    AnyOf,
    Chosen,
    Condition,
    Counted,
    Not,
)
from reviewmech.rules.questionnaire import ALWAYS, Kind, Question, Questionnaire, Words


@dataclass(frozen=True)
class Asking:
    """A questionnaire as it is told: the language of its words, and that of our sentences.

    ``is_guided`` says whether our guidance is shown beside the questions.
    """

    questionnaire: Questionnaire
    language: str
    tongue: Tongue
    is_guided: bool = True

    def words(self, question: Question) -> Words:
        """Return the words of a question, as far as they are shown."""
        words = question.words(self.language)
        return words if self.is_guided else words.bare

    def condition(self, question: Question) -> str:
        """Say when a question is asked; nothing of one that always is."""
        if question.when is None:
            return ""
        told = _Telling(self, question).clause(question.when)
        return self.tongue.gettext("Asked if %(condition)s.", condition=told)

    def name(self, question: Question) -> str:
        """Name a question in a sentence: a follow-up after the question it follows."""
        title = question.words(self.language).title
        parent = self.questionnaire.question(question.parent or "")
        if parent is not None:
            before = parent.words(self.language).title
            title = self.tongue.gettext(
                "%(question)s: %(follow_up)s", question=before, follow_up=title
            )
        return self.tongue.quoted(title)

    def choices(self, question: Question, keys: tuple[str, ...]) -> list[str]:
        """Quote choices of a question."""
        words = question.words(self.language).choices
        return [self.tongue.quoted(words.get(key, key)) for key in keys]

    def provision(self, question: Question) -> str:
        """Say what is asked about, as it is cited."""
        article, paragraph, say = question.article, question.paragraph, self.tongue.gettext
        if not article:
            return ""
        if not paragraph:
            return say("Article %(article)s", article=article)
        if paragraph[0].isdecimal():
            return say(
                "Article %(article)s, paragraph %(paragraph)s", article=article, paragraph=paragraph
            )
        return say("Article %(article)s %(paragraph)s", article=article, paragraph=paragraph)

    def answer(self, question: Question) -> str:
        """Say what an answer consists of; its choices or rows are listed after it."""
        say = self.tongue.gettext
        match question.kind:
            case Kind.MANY:
                return say("Any of these can be ticked:")
            case Kind.TEXT:
                return say("The answer is written in words.")
            case Kind.FIGURES:
                return say("Figures are given by year, with their source:")
            case Kind.NOTIFICATION:
                return say(
                    "One of these is chosen; the date and what was notified are given beside it:"
                )
            case Kind.ASSISTANCE:
                return say(
                    "Each need is named by its type, what exactly and for whom, its priority, and "
                    "what is received already and from whom; or it is said that none is needed. "
                    "The types are:"
                )
        return say("One of these is chosen:")

    def laws(self, question: Question) -> str:
        """Say when laws are cited in an answer; nothing where none are asked for."""
        if not question.laws:
            return ""
        if ALWAYS in question.laws:
            return self.tongue.gettext("The laws that apply are cited.")
        choices = self.tongue.any_of(self.choices(question, question.laws))
        return self.tongue.gettext(
            "With %(choices)s, the laws that apply are cited.", choices=choices
        )


@dataclass(frozen=True)
class _Telling:
    """The condition of one question, being told."""

    asking: Asking
    question: Question

    def clause(self, condition: Condition, negated: bool = False) -> str:
        """Tell a condition, or that it does not hold."""
        match condition:
            case Not():
                return self.clause(condition.of, not negated)
            case AllOf() | AnyOf():
                # That not all of several hold means that one of them does not.
                is_all = isinstance(condition, AllOf) is not negated
                parts = [self._part(part, negated) for part in condition.of]
                tongue = self.asking.tongue
                return tongue.all_of(parts) if is_all else tongue.any_of(parts)
            case Chosen():
                return self._chosen(condition, negated)
            case Answered():
                return self._answered(condition.question, condition.given is not negated)
            case Counted():
                return self._counted(condition, negated)

    def _part(self, part: Condition, negated: bool) -> str:
        """Tell a part of a condition, in brackets where it lists several things itself."""
        told, within = self.clause(part, negated), part
        while isinstance(within, Not):
            within = within.of
        listed = within.of if isinstance(within, AllOf | AnyOf) else ()
        choices = within.among if isinstance(within, Chosen) else ()
        return f"({told})" if max(len(listed), len(choices)) > 1 else told

    def _asked(self, question_id: str) -> tuple[Question | None, str]:
        """Return the question looked at, and its name; the one just above needs no name."""
        asked = self.asking.questionnaire.question(question_id)
        is_above = question_id == self.question.parent
        return asked, self.asking.name(asked) if asked and not is_above else ""

    def _chosen(self, condition: Chosen, negated: bool) -> str:
        asked, name = self._asked(condition.question)
        keys = condition.among
        quoted = self.asking.choices(asked, keys) if asked else list(keys)
        choices, say = self.asking.tongue.any_of(quoted), self.asking.tongue.gettext
        told = {"question": name, "choices": choices}
        if asked and asked.kind in (Kind.MANY, Kind.ASSISTANCE):
            return self._ticked(told, len(keys), negated)
        if name:
            if negated:
                return say("the answer to %(question)s is other than %(choices)s", **told)
            return say("the answer to %(question)s is %(choices)s", **told)
        if negated:
            return say("the answer is other than %(choices)s", **told)
        return say("the answer is %(choices)s", **told)

    def _ticked(self, told: dict[str, str], count: int, negated: bool) -> str:
        several = self.asking.tongue.ngettext
        if told["question"]:
            if negated:
                return several(
                    "%(choices)s is not ticked under %(question)s",
                    "none of %(choices)s is ticked under %(question)s",
                    count,
                    **told,
                )
            return self.asking.tongue.gettext("%(choices)s is ticked under %(question)s", **told)
        if negated:
            return several(
                "%(choices)s is not ticked", "none of %(choices)s is ticked", count, **told
            )
        return self.asking.tongue.gettext("%(choices)s is ticked", **told)

    def _answered(self, question_id: str, given: bool) -> str:
        name, say = self._asked(question_id)[1], self.asking.tongue.gettext
        if not name:
            return say("there is an answer") if given else say("there is no answer")
        if given:
            return say("%(question)s is answered", question=name)
        return say("%(question)s is not answered", question=name)

    def _counted(self, condition: Counted, negated: bool) -> str:
        name, several = self._asked(condition.question)[1], self.asking.tongue.ngettext
        least = condition.at_least
        if not name:
            if negated:
                return several("nothing is ticked", "fewer than %(num)s choices are ticked", least)
            return several(
                "at least %(num)s choice is ticked", "at least %(num)s choices are ticked", least
            )
        if negated:
            return several(
                "nothing is ticked under %(question)s",
                "fewer than %(num)s choices are ticked under %(question)s",
                least,
                question=name,
            )
        return several(
            "at least %(num)s choice is ticked under %(question)s",
            "at least %(num)s choices are ticked under %(question)s",
            least,
            question=name,
        )
