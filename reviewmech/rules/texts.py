"""What may stand in a text a person types: the length it may have, the signs it may not hold."""

from __future__ import annotations

import unicodedata

from reviewmech.rules.refusals import Invalid

LONGEST_TEXT = 100_000
"""Characters in one text of an answer, feedback, observation or message."""

LONGEST_LINE = 300
"""Characters in one line: a name, a title, a reference."""

_REORDERING = {chr(point) for point in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def is_unseen(sign: str) -> bool:
    """Say whether a sign cannot be seen and must not be kept.

    Control characters (but for line ends and tabs), and the marks that override the direction
    of reading, which can make a text read otherwise than it is. The plain marks that Arabic and
    Persian need (U+200C to U+200F) stay.
    """
    if sign in "\n\t":
        return False
    return sign in _REORDERING or unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"}


def in_plain_figures(text: str) -> str:
    """Return a text with the figures of any script (٣, ३, ๓) written as 0 to 9."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def clean(text: str) -> str:
    """Return the text as it is kept: line ends alike, composed (NFC), without unseen signs."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(sign for sign in text if not is_unseen(sign)).strip()


def checked(text: str, *, longest: int = LONGEST_TEXT, field: str | None = None) -> str:
    """Return the cleaned text, or refuse it when it is too long or was not text at all."""
    if "\0" in text:
        raise Invalid(
            "This looks like the inside of a file rather than text. Nothing was changed; "
            "please paste the words themselves.",
            field=field,
        )
    kept = clean(text)
    if len(kept) > longest:
        raise Invalid(
            "This text has %(length)s characters; the limit is %(longest)s. Nothing was "
            "changed; please shorten it.",
            field=field,
            length=len(kept),
            longest=longest,
        )
    return kept


def required(text: str, *, longest: int = LONGEST_TEXT, field: str | None = None) -> str:
    """Return the cleaned text, or refuse it when there is nothing in it."""
    kept = checked(text, longest=longest, field=field)
    if not kept:
        raise Invalid("Please write something here first.", field=field)
    return kept
