"""Languages: their words, and how dates, numbers and lists are written in them, by Babel's data."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.support import NullTranslations, Translations

WORLD_ENGLISH = Locale("en", "001")
"""English as international organizations write it: 14 March 2027; Belmora, Cordania and Delmar."""


@cache
def conventions(language: str) -> Locale:
    """Return the conventions of a language; those of English where there are none."""
    try:
        found = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return WORLD_ENGLISH
    return WORLD_ENGLISH if str(found) == "en" else found


@lru_cache(maxsize=10_000)
def written_out(day: date, language: str) -> str:
    """Return a day as a language writes it out; a list of hundreds says few days, many times."""
    return format_date(day, "long", conventions(language))


@lru_cache(maxsize=10_000)
def written_to_the_minute(minute: datetime, language: str) -> str:
    """Return a minute as a language writes it out, with its day."""
    locale = conventions(language)
    time = format_time(minute, "HH:mm", locale=locale)
    return locale.datetime_formats["long"].format(time, written_out(minute.date(), language))


LEFT_TO_RIGHT, RIGHT_TO_LEFT, END = "\u2066", "\u2067", "\u2069"
"""The signs that set words apart in a direction (LRI, RLI), and where they end (PDI)."""

_TAG = re.compile(r"<[^>]*>")
_SET_APART = re.compile(
    f"[{LEFT_TO_RIGHT}{RIGHT_TO_LEFT}][^{LEFT_TO_RIGHT}{RIGHT_TO_LEFT}{END}]*{END}"
)


def isolated(detail: Any, language: str) -> Any:
    """Set words apart where they stand in a sentence that reads from right to left.

    Otherwise a date that follows a name in Latin letters would be torn: its day would join the
    name, on the far side of its month.
    """
    if not isinstance(detail, str) or conventions(language).text_direction != "rtl":
        return detail
    return _begin(_TAG.sub("", detail)) + detail + END


def _begin(words: str) -> str:
    """Return the sign of the direction of words: that of their first letter outside what is set
    apart in them; words made of such parts alone are ours, and read as the sentence does."""
    outside, apart = words, 1
    while apart:
        outside, apart = _SET_APART.subn("", outside)
    kinds = map(unicodedata.bidirectional, outside)
    first = next((kind for kind in kinds if kind in {"L", "R", "AL"}), None)
    is_ours = first is None and outside != words
    return RIGHT_TO_LEFT if is_ours or first in {"R", "AL"} else LEFT_TO_RIGHT


class StillInEnglish(NullTranslations):
    """What a catalogue does not say: the English words, marked, so that nobody overlooks them."""

    def gettext(self, message: str) -> str:
        """Return a sentence in English, marked."""
        return f"[en] {message}"

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return a sentence about one or several in English, marked."""
        return self.gettext(singular if number == 1 else plural)


@cache
def translations(folder: Path | None, language: str) -> NullTranslations:
    """Return the words of a language; the plain English ones where it has no catalogue."""
    # A language may stand in a record or a request: only a name of one can name a file.
    named = conventions(language)
    if folder is None or named is WORLD_ENGLISH:
        return NullTranslations()
    found = Translations.load(folder, [str(named)])
    if isinstance(found, Translations):
        found.add_fallback(StillInEnglish())
    return found
