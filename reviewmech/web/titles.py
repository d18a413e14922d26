"""How an answer is named where it stands alone: a follow-up after the question it follows."""

from __future__ import annotations

from flask_babel import gettext as _

from reviewmech.rules.questionnaire import Question, Questionnaire
from reviewmech.web import present


def answer_title(asked_in: Questionnaire, question: Question) -> str:
    """Return the title of a question; “Reasons” alone would not say the reasons of what."""
    title = question.words(present.language()).title
    parent = asked_in.question(question.parent or "")
    if parent is None:
        return title
    return _(
        "%(question)s: %(follow_up)s",
        question=parent.words(present.language()).title,
        follow_up=title,
    )
