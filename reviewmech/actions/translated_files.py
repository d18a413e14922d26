"""Files in which translations come: a document for one part of a text, a translators' file (PO).

Reading takes long and changes nothing: what is read here is given to the act that keeps it.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from reviewmech.actions import kinds
from reviewmech.actions.translations import is_readable
from reviewmech.papers import bilingual
from reviewmech.records import texts
from reviewmech.records.reviews import Strand, case
from reviewmech.records.translations import visible_translations
from reviewmech.rules.access import Actor
from reviewmech.rules.mistakes import Mistakes
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.texts import clean

FILE = "translations.po"
LARGEST_DOCUMENT = 5_000_000
"""Bytes of a file whose words are taken for one part of a text."""

MOST_PARTS = 20_000
"""Parts that a translators' file may hold: no strand has as many."""


def words_in(content: bytes, name: str) -> str:
    """Return the words of a file: plain text, Word or OpenDocument, told by what is in it."""
    if len(content) > LARGEST_DOCUMENT:
        raise Invalid("This file is too large for one text. Please send its words alone.")
    kind = kinds.kind_of(content, name)
    if kind is kinds.TEXT:
        return content.decode("utf-8-sig")
    if kind not in (kinds.WORD, kinds.OPEN_TEXT):
        raise Invalid(
            "The words of this file cannot be read here. Send plain text (.txt, .md), Word (.docx) "
            "or OpenDocument text (.odt)."
        )
    return bilingual.words_of(content, kind.endings[0])


def from_file(
    session: Session, actor: Actor, strand: Strand, content: bytes, language: str
) -> dict[str, dict[str, str]]:
    """Read a translators' file into a language: what is new in it, by text and part."""
    try:
        written_in, parts = bilingual.read(content, FILE)
    except Mistakes as mistakes:
        raise Invalid(
            "This is no translators' file (PO) that can be read here, so nothing was changed. "
            "Line %(line)s is the first at fault.",
            field="file",
            line=mistakes.found[0].line,
        ) from mistakes
    if written_in not in ("", language):
        raise Invalid(
            "This file is in another language than this page, so nothing was changed.", field="file"
        )
    if len(parts) > MOST_PARTS:
        raise Invalid(
            "This file has more texts than any review has, so nothing was changed.", field="file"
        )
    given: dict[str, dict[str, str]] = {}
    originals = texts.texts(session, {part.thing for part in parts})
    for part in parts:
        text = originals.get(part.thing)
        if text is None or not is_readable(text, actor, strand) or part.name not in text.parts:
            raise Invalid(
                "This file is of another review or strand, so nothing was changed.", field="file"
            )
        if text.parts[part.name] != part.original:
            raise Invalid(
                "An original in this file is not as it is here, so nothing was changed: "
                "“%(begins)s”. Download the file anew.",
                field="file",
                begins=part.original[:60],
            )
        given.setdefault(part.thing, {})[part.name] = part.said
    return _without_known(session, actor, strand, language, given)


def _without_known(
    session: Session,
    actor: Actor,
    strand: Strand,
    language: str,
    given: dict[str, dict[str, str]],
) -> dict[str, dict[str, str]]:
    """Leave out what stands beside its text already, word for word."""
    found = visible_translations(session, strand.id, list(given), actor, case(strand))
    known = {
        (thing, texts.digest(each.translation.texts))
        for thing, listed in found.items()
        for each in listed
        if each.language == language and not each.is_stale
    }
    return {
        thing: said
        for thing, said in given.items()
        if (thing, texts.digest({name: clean(words) for name, words in said.items()})) not in known
    }
