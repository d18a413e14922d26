"""Questionnaires told in sentences of the page's language: when a question is asked, for one."""

from __future__ import annotations

from flask_babel import get_domain

from reviewmech.papers.asking import Asking
from reviewmech.papers.tongues import Tongue
from reviewmech.records.languages import conventions
from reviewmech.rules.questionnaire import Questionnaire
from reviewmech.web import present, sheets


def telling(questionnaire: Questionnaire, language: str) -> Asking:
    """Return what tells of a questionnaire whose own words are in a language."""
    words = get_domain().get_translations()
    tongue = Tongue(present.language(), conventions(present.language()), words)
    return Asking(questionnaire, language, tongue, sheets.is_guided())
