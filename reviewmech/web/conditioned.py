"""Conditions in words: when a question is asked, as a reader without the code can check it."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from reviewmech.rules.conditions import AllOf, Answered, AnyOf, Chosen, Condition, Counted, Not
from reviewmech.rules.questionnaire import Questionnaire
from reviewmech.web import present


def in_words(asked_in: Questionnaire, condition: Condition) -> str:
    """Say when a condition holds, as the end of a sentence."""
    match condition:
        case Chosen(question, among):
            return _chosen(asked_in, question, among)
        case Answered(question, given):
            title = _title(asked_in, question)
            if given:
                return _("“%(question)s” is answered", question=title)
            return _("“%(question)s” is not answered", question=title)
        case Counted(question, least):
            return ngettext(
                "at least %(num)s choice is ticked in “%(question)s”",
                "at least %(num)s choices are ticked in “%(question)s”",
                least,
                question=_title(asked_in, question),
            )
        case AllOf(parts):
            return _("all of this is so: %(conditions)s", conditions=_each(asked_in, parts))
        case AnyOf(parts):
            return _("any of this is so: %(conditions)s", conditions=_each(asked_in, parts))
        case Not(part):
            return _("this is not so: (%(condition)s)", condition=in_words(asked_in, part))


def _each(asked_in: Questionnaire, parts: tuple[Condition, ...]) -> str:
    return "; ".join(f"({in_words(asked_in, part)})" for part in parts)


def _chosen(asked_in: Questionnaire, question: str, among: tuple[str, ...]) -> str:
    found = asked_in.question(question)
    named = found.words(present.language()).choices if found else {}
    choices = [f"“{named.get(choice, choice)}”" for choice in among]
    title = _title(asked_in, question)
    if len(choices) == 1:
        return _("the answer to “%(question)s” is %(choice)s", question=title, choice=choices[0])
    return _(
        "the answer to “%(question)s” is one of %(choices)s",
        question=title,
        choices=present.names(choices),
    )


def _title(asked_in: Questionnaire, question: str) -> str:
    found = asked_in.question(question)
    return found.words(present.language()).title if found else question
