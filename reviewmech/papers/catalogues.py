"""Translators' files (PO): texts with what they are in another language, written and read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from reviewmech.rules.authoring.texts import Given, Text
from reviewmech.rules.mistakes import Mistake, Mistakes

LARGEST_FILE = 10_000_000
WIDTH = 100

_CONTEXT = re.compile(rb"^\s*msgctxt\b", re.MULTILINE)


def write(texts: Iterable[Text], language: str) -> bytes:
    """Write texts for translation into a language, with what is there."""
    catalog = Catalog(
        locale=_locale(language),
        project="reviewmech questionnaires",
        version="1",
        fuzzy=False,
        header_comment="# The questionnaires. Leave empty what is not translated yet.",
    )
    for text in texts:
        message = catalog.add(
            text.english,
            text.said,
            locations=[(text.file, text.line)],
            auto_comments=text.notes,
            context=text.context,
        )
        message.flags.discard("python-format")
    made = BytesIO()
    write_po(made, catalog, width=WIDTH)
    return made.getvalue()


def _locale(language: str) -> str | None:
    try:
        return str(Locale.parse(language))
    except (UnknownLocaleError, ValueError):
        return None


def read(content: bytes, file: str) -> tuple[str, list[Given]]:
    """Read a translators' file: its language and what it gives; raise Mistakes when it is none."""
    if len(content) > LARGEST_FILE:
        raise _refusal(file, 1, "too-large", f"This file is larger than {LARGEST_FILE:,} bytes.")
    try:
        catalog = read_po(BytesIO(content), ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:
        sentence = f"This file cannot be read here: {error}."
        raise _refusal(file, error.lineno + 1, "broken-file", sentence) from error
    except Exception as error:  # A broken file can fail anywhere inside the library.
        sentence = "This is no translators' file (PO) in UTF-8."
        raise _refusal(file, 1, "broken-file", sentence) from error
    given = [
        Given(message.context or "", message.id, message.string, message.lineno or 1, message.fuzzy)
        for message in catalog
        if message.id and isinstance(message.id, str) and isinstance(message.string, str)
    ]
    if len(_CONTEXT.findall(content)) > len(given):
        sentence = "A text stands here twice, or in several numbers; keep one of each."
        raise _refusal(file, 1, "text-twice", sentence)
    return str(catalog.locale_identifier or ""), given


def _refusal(file: str, line: int, name: str, sentence: str) -> Mistakes:
    return Mistakes([Mistake(file, line, name, sentence)])
