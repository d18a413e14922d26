"""What a password must be: long, and hard to guess; nothing is asked of the signs in it.

Source: common practice (no composition rules, no expiry); the Mechanism says nothing of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import timedelta

from reviewmech.rules.refusals import N_, Invalid

SHORTEST = 12
LONGEST = 200
"""Characters a password may have."""

ADVICE = N_(
    "At least 12 characters. Several words in a row are easy to remember and hard to guess; "
    "capitals, figures and signs are not asked for."
)

LEAST_STRENGTH = 3
"""The least strength, on a scale from 0 (guessed at once) to 4."""

WINDOW = timedelta(minutes=15)
MOST_TRIES = 10
MOST_TRIES_FROM_ONE_PLACE = 100
"""Failed tries within the window: for one account, and from one network address."""

WHY_WEAK: Mapping[str, str] = {
    "dictionary": N_(
        "This password is built on a common word, a name or a well-known password, and would be "
        "guessed soon. Take several words that have nothing to do with one another."
    ),
    "own": N_(
        "This password is built on your own name or address, and would be guessed soon. "
        "Take several words that have nothing to do with you."
    ),
    "spatial": N_(
        "This password is built on keys that lie side by side, and would be guessed soon. "
        "Take several words that have nothing to do with one another."
    ),
    "repeat": N_(
        "This password repeats the same signs, and would be guessed soon. "
        "Take several words that have nothing to do with one another."
    ),
    "sequence": N_(
        "This password is built on a sequence such as abc or 6543, and would be guessed soon. "
        "Take several words that have nothing to do with one another."
    ),
    "date": N_(
        "This password is built on a date or a year, and would be guessed soon. "
        "Take several words that have nothing to do with one another."
    ),
    "bruteforce": N_(
        "This password would be guessed soon. Make it longer: take several words that have "
        "nothing to do with one another."
    ),
}
"""Why a password is weak, by the kind of pattern found in it."""


def plain(password: str) -> str:
    """Return the form in which two ways of typing one password are the same (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def check_length(password: str, *, field: str) -> None:
    """Refuse a password that is shorter or longer than a password may be."""
    if len(password) < SHORTEST:
        raise Invalid(
            "This password has %(length)s characters; it needs at least %(shortest)s. "
            "Several words in a row are easy to remember and hard to guess.",
            field=field,
            length=len(password),
            shortest=SHORTEST,
        )
    if len(password) > LONGEST:
        raise Invalid(
            "This password has %(length)s characters; the most is %(longest)s.",
            field=field,
            length=len(password),
            longest=LONGEST,
        )


def check_strength(strength: int, patterns: Sequence[str], *, field: str) -> None:
    """Refuse a password that is guessed too easily, and say why in plain words."""
    if strength >= LEAST_STRENGTH:
        return
    known = (each for each in patterns if each in WHY_WEAK and each != "bruteforce")
    telling = next(known, "bruteforce")
    raise Invalid(WHY_WEAK[telling], field=field)
