"""A blank questionnaire ready to be printed: all of it in the language of its words."""

from __future__ import annotations

from reviewmech.papers.forms import Form
from reviewmech.papers.tongues import Tongue
from reviewmech.records.blanks import Blank
from reviewmech.records.database import surroundings
from reviewmech.records.languages import conventions, translations
from reviewmech.rules.mechanism import Paper, in_language
from reviewmech.web import gate, present, sheets
from reviewmech.web.blanks import Shown


def form(shown: Shown) -> Form:
    """Return a questionnaire as its files are made from it."""
    language, mechanism, blank = shown.language, present.mechanism(), shown.blank
    folder = surroundings(gate.session()).translations
    tongue = Tongue(language, conventions(language), translations(folder, language))
    return Form(
        questionnaire=blank.questionnaire,
        tongue=tongue,
        mechanism=in_language(mechanism.name, language),
        name=in_language(mechanism.papers[Paper.QUESTIONNAIRE].name, language),
        instrument=in_language(blank.instrument.full, language),
        part=_part(blank, tongue),
        citation=tongue.gettext(
            "%(code)s, %(part)s, version %(number)s",
            code=blank.instrument.code,
            part=_part(blank, tongue, is_short=True),
            number=blank.questionnaire.version,
        ),
        dated=blank.dated,
        is_guided=sheets.is_guided(),
    )


def _part(blank: Blank, tongue: Tongue, is_short: bool = False) -> str:
    """Return how a paper calls a part: by its number and title, or by its number alone."""
    title = in_language(blank.part.title, tongue.code)
    number = present.mechanism().numbered(blank.part.key)
    if not number:
        return title
    kind = present.mechanism().label("part", tongue.code)
    named = {"kind": kind[:1].upper() + kind[1:], "number": number}
    if is_short:
        return tongue.gettext("%(kind)s %(number)s", **named)
    return tongue.gettext("%(kind)s %(number)s: %(title)s", title=title, **named)
