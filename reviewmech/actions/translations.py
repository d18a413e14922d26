"""Translations: kept inside one's State (or the secretariat), and shared by an act of its own.

A translation is never changed: each save is one more, and the newest counts. So two who translate
at the same moment lose nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.actions.responses import check_language
from reviewmech.records import texts
from reviewmech.records.database import now
from reviewmech.records.reviews import Strand, case
from reviewmech.records.texts import Parts, Text
from reviewmech.records.translations import Made, Translation
from reviewmech.rules.access import Actor, may
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, nothing_here
from reviewmech.rules.texts import checked

Words = Mapping[str, str]
"""What is written for the parts of a text, by their names; a part left open has none."""


@act(Action.TRANSLATE)
def translate(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    words: Mapping[str, Words],
    language: str,
    made: Made = Made.TYPED,
) -> Strand:
    """Keep translations of texts of a strand, by their names, inside one's State: all or none."""
    check_language(session, language)
    originals = texts.texts(session, words)
    for thing, said in words.items():
        text = originals.get(thing)
        if text is None or not is_readable(text, actor, strand):
            raise nothing_here()
        if language == text.language:
            raise Invalid("This text is written in that language already.", field="language")
        translation = Translation(
            strand_id=strand.id,
            place=text.place,
            thing=text.thing,
            language=language,
            texts=fitting(text.parts, said),
            made=made,
            made_from=text.seal,
            state_id=actor.state_in(strand.review.id),
            author_id=actor.person,
            made_at=now(session),
        )
        session.add(translation)
    return strand


def is_readable(text: Text, actor: Actor, strand: Strand) -> bool:
    """Say whether a text is of this strand and this actor reads it."""
    reading = texts.reading_of(text.thing)
    return text.strand_id == strand.id and may(reading, actor, case(strand))


def fitting(parts: Parts, said: Words) -> dict[str, str]:
    """Return what was written for the parts of a text, cleaned, or refuse it.

    The fields of a form are named as the parts are.
    """
    if not set(said) <= set(parts):
        raise Invalid("This translation has parts that the text does not have.")
    cleaned = {name: checked(said.get(name, ""), field=name) for name in parts}
    kept = {name: words for name, words in cleaned.items() if words}
    if not kept:
        raise Invalid("Please translate a part of the text first.", field=next(iter(parts), None))
    return kept


@act(Action.SHARE_TRANSLATION)
def share_translation(
    session: Session, actor: Actor, strand: Strand, *, translation: Translation
) -> Translation:
    """Share a translation of one's own State with all in the review."""
    own = actor.state_in(strand.review.id)
    if (translation.strand_id, translation.state_id) != (strand.id, own):
        raise nothing_here()
    if translation.shared_at is not None:
        raise Conflict("This translation is shared already.")
    translation.shared_at = now(session)
    return translation
