"""How dates, numbers and lists are written in a language, by Babel's data."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

WORLD_ENGLISH = Locale("en", "001")
"""English as international organizations write it: 14 March 2027; Belmora, Cordania and Delmar."""


def conventions(language: str) -> Locale:
    """Return the conventions of a language; those of English where there are none."""
    try:
        found = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return WORLD_ENGLISH
    return WORLD_ENGLISH if str(found) == "en" else found
