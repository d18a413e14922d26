"""The language of what is written: every text has one."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import SelectField

from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.web import present


def spoken() -> list[tuple[str, str]]:
    """Return the languages of the Mechanism, by code and own name."""
    return [(each.code, each.name) for each in present.mechanism().languages]


def likely() -> str:
    """Return the language a reader most likely writes in: that of the page, if it is one."""
    return present.language() if present.language() in dict(spoken()) else REFERENCE


def language_field() -> SelectField:
    """Return the field that asks in which language a text is written."""
    return SelectField(lazy_gettext("Language"), choices=spoken, default=likely)
