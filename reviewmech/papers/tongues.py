"""The language of a paper: its words, and how it writes lists, dates and quotations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from gettext import NullTranslations
from unicodedata import bidirectional

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list

APART, END = "\u2068", "\u2069"
"""The signs between which words read in their own direction (FSI, PDI)."""


@dataclass(frozen=True)
class Tongue:
    """A language by its code, with its words and its conventions."""

    code: str
    locale: Locale = field(default=Locale("en", "001"), compare=False)
    words: NullTranslations = field(default_factory=NullTranslations, compare=False)

    @property
    def direction(self) -> str:
        """How it reads: "ltr" or "rtl"."""
        return str(self.locale.text_direction)

    def gettext(self, sentence: str, **details: object) -> str:
        """Say a sentence, with its details."""
        said = self.words.gettext(sentence)
        return said % details if details else said

    def ngettext(self, singular: str, plural: str, num: int, **details: object) -> str:
        """Say a sentence about one or several."""
        return self.words.ngettext(singular, plural, num) % {"num": num, **details}

    def day(self, day: date) -> str:
        """Write a date out."""
        return format_date(day, "long", self.locale)

    def named(self, code: str) -> str:
        """Name a language."""
        return str(self.locale.languages.get(code.partition("-")[0], code))

    def all_of(self, things: Iterable[str]) -> str:
        """List things of which every one is meant."""
        return format_list(list(things), locale=self.locale)

    def any_of(self, things: Iterable[str]) -> str:
        """List things of which one is enough."""
        return format_list(list(things), style="or", locale=self.locale)

    def quoted(self, words: str) -> str:
        """Quote words, set apart where they read in the other direction."""
        turned = any(bidirectional(sign) in {"R", "AL"} for sign in words)
        set_apart = turned != (self.direction == "rtl")
        return self.gettext("“%(words)s”", words=f"{APART}{words}{END}" if set_apart else words)
