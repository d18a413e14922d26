"""Texts of the cast's review, and what people do to read them in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.responses import save_answer
from reviewmech.actions.submission import submit_response
from reviewmech.actions.translations import share_translation, translate
from reviewmech.records import texts, translations
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.feedback import Release
from reviewmech.records.people import Person
from reviewmech.records.responses import Version, VersionAnswer, place_of
from reviewmech.records.reviews import case
from reviewmech.records.translations import Beside, Made, Translation
from reviewmech.records.wordings import Wording
from tests.cast import Cast

OFFENCE = "untoc-5-offence"
ORIGINAL = "The law of 2011 applies."
ANSWER = {"choice": "yes", "remark": ORIGINAL}


def submit(
    cast: Cast,
    value: Mapping[str, Any] = ANSWER,
    question: str = OFFENCE,
    language: str = "en",
) -> Version:
    """Save an answer of Arcadia and submit the response."""
    session, strand = cast.session, cast.untoc
    place = place_of(session, strand.id, question)
    save_answer(
        session,
        cast.acting(cast.arcadia.expert),
        strand,
        question=question,
        value=value,
        started_from=place.number if place else 0,
        language=language,
    )
    chief = cast.acting(cast.arcadia.focal_point)
    version: Version = submit_response(session, chief, strand, language=language)
    return version


def name_of(version: Version, question: str = OFFENCE) -> str:
    """Name an answer of a version."""
    return texts.answer(version.id, question)


def translated(
    cast: Cast,
    person: Person,
    thing: str,
    words: str | Mapping[str, str],
    language: str = "fr",
    made: Made = Made.TYPED,
) -> Translation:
    """Let somebody keep a translation inside their State; return it."""
    said = {"remark": words} if isinstance(words, str) else words
    actor = cast.acting(person)
    translate(cast.session, actor, cast.untoc, words={thing: said}, language=language, made=made)
    return max((each.translation for each in seen(cast, person, thing)), key=lambda one: one.id)


def shared(cast: Cast, person: Person, translation: Translation) -> Translation:
    """Let somebody share a translation with all in the review."""
    found: Translation = share_translation(
        cast.session, cast.acting(person), cast.untoc, translation=translation
    )
    return found


def seen(cast: Cast, person: Person, thing: str) -> list[Beside]:
    """Return every translation of a text that somebody reads."""
    text = texts.texts(cast.session, [thing])[thing]
    return translations.visible_of(cast.session, text, cast.acting(person), case(cast.untoc))


def best_seen(cast: Cast, person: Person, thing: str) -> list[Beside]:
    """Return what stands beside a text on the pages of somebody."""
    actor, situation = cast.acting(person), case(cast.untoc)
    found = translations.visible_translations(
        cast.session, cast.untoc.id, [thing], actor, situation
    )
    return found.get(thing, [])


def every_name(session: Session) -> list[str]:
    """Return the names of the texts there are, a few of each kind, and one of none."""
    answers = session.execute(select(VersionAnswer.version_id, VersionAnswer.question))
    releases = session.scalars(select(Release))
    threads = session.scalars(select(SupplementaryQuestion.key))
    return [
        *[texts.answer(version, question) for version, question in answers][:2],
        *[texts.feedback(each.id, article) for each in releases for article in each.articles][:2],
        *[f"message:{key}:1" for key in threads][:2],
        *[texts.wording(key) for key in session.scalars(select(Wording.id))][:2],
        "nothing",
    ]
