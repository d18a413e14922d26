"""The pieces of a sheet that are the same however often it is shown, and so are set once.

They are the words of a question, and the fields of its form with a value in them. What is new each
time (tokens, who saved it, what waits) is set around them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import get_template_attribute
from markupsafe import Markup

from reviewmech.rules.questionnaire import Questionnaire
from reviewmech.web import present, sheets
from reviewmech.web.drafts import Entry
from reviewmech.web.once import digest, once
from reviewmech.web.sheets import Asked


@dataclass(frozen=True)
class Citable:
    """The laws a list offers (id and title), where the library is, and where all are offered.

    ``here`` is the address of the sheet, to which one comes back from adding a law.
    """

    laws: Sequence[tuple[int, str]]
    library_url: str
    all_url: str = ""
    here: str = ""

    @property
    def digest(self) -> str:
        """What it offers, as a short text to compare."""
        urls = {"library": self.library_url, "all": self.all_url, "here": self.here}
        return digest({str(law): title for law, title in self.laws} | urls)


class Pieces:
    """The pieces of one sheet, in the reader's language."""

    def __init__(self, questionnaire: Questionnaire, citable: Citable, spoken: Any) -> None:
        self.edition = (questionnaire.digest, sheets.is_guided())
        self.instrument = questionnaire.instrument
        self.language = present.language()
        self.citable, self.spoken = citable, spoken
        self._laws = citable.digest
        self.key = (self.edition, self.language, self._laws)

    def words(self, asked: Asked) -> Markup:
        """Return what a question asks, and how to answer it, under its title."""
        return self._once("parts/sheet.html", "asks", asked, (), asked)

    def guide(self, asked: Asked) -> Markup:
        """Return how to answer a question, for the margin."""
        return self._once("parts/sheet.html", "guide", asked, (), asked)

    def fields(self, entry: Entry) -> Markup:
        """Return the fields of a question's form."""
        return self._of_entry("fields", entry, tuple(entry.years), entry)

    def laws(self, entry: Entry) -> Markup:
        """Return where laws are cited."""
        return self._of_entry("laws", entry, (self._laws,), entry, self.citable, self.instrument)

    def remark(self, entry: Entry) -> Markup:
        """Return where a remark is written, and the language chosen."""
        return self._of_entry("remark", entry, (entry.language,), entry, self.spoken)

    def _of_entry(
        self, macro: str, entry: Entry, more: tuple[object, ...], *given: object
    ) -> Markup:
        template = "responses/fields.html"
        if entry.refusal is not None:
            # A fault stands beside its field: that is shown once, and to one person.
            return _macro(template, macro)(*given)
        return self._once(template, macro, entry.asked, (*more, digest(entry.value)), *given)

    def _once(
        self, template: str, macro: str, asked: Asked, more: tuple[object, ...], *given: object
    ) -> Markup:
        key = (self.edition, self.language, asked.question.id, macro, *more)
        return once(key, _macro(template, macro), *given)


def _macro(template: str, name: str) -> Callable[..., Markup]:
    found: Callable[..., Markup] = get_template_attribute(template, name)
    return found
