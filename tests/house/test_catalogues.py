"""The catalogues: complete, looked at, and the same as the English in all that is not words."""

import re
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from reviewmech.config import LANGUAGES
from reviewmech.places import TRANSLATIONS
from reviewmech.rules.questionnaire import REFERENCE

TRANSLATED = tuple(code for code in LANGUAGES if code != REFERENCE)
PLACE = re.compile(r"%\(\w+\)[sd]|%%")
MARK = re.compile(r"</?[a-z][^>]*>|&\w+;|\*\*|`|\]\(|https?://[^\s\u2069]+")

each_language = pytest.mark.parametrize("language", TRANSLATED)
Pairs = list[tuple[str, str]]


def written(language: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def catalogue(language: str) -> Catalog:
    return read_po(BytesIO(written(language).read_bytes()), locale=language)


def forms(message: Message) -> tuple[str, ...]:
    """Return a message in one form, or in all its forms of number."""
    said = message.string
    return tuple(said) if isinstance(said, list | tuple) else (said,)


def named(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def pairs(language: str) -> Pairs:
    """Return each translated form beside the English form of its number."""
    return [
        (named(message)[0 if len(named(message)) == 1 else min(place, 1)], said)
        for message in catalogue(language)
        if message.id
        for place, said in enumerate(forms(message))
        if said
    ]


def test_each_language_offered_has_a_catalogue_and_no_other_has() -> None:
    assert {path.parents[1].name for path in TRANSLATIONS.glob("*/*/*.po")} == set(TRANSLATED)


@each_language
def test_a_catalogue_says_everything_that_is_said(language: str, sentences: Catalog) -> None:
    kept = catalogue(language)
    missing = []
    for message in sentences:
        said = kept.get(message.id) if message.id else None
        if message.id and (said is None or not all(forms(said))):
            missing.append(named(message)[0])
    assert not missing, (
        f"{len(missing)} sentences are not translated into “{language}”. Run `make translations`, "
        "then translate in its messages.po:\n" + "\n".join(map(repr, sorted(missing)))
    )


@each_language
def test_a_catalogue_has_no_guess_and_says_every_number(language: str) -> None:
    kept = catalogue(language)
    assert not [message.id for message in kept if message.id and message.fuzzy]
    plural = [message for message in kept if message.id and not isinstance(message.id, str)]
    assert plural
    short = [message.id for message in plural if len(forms(message)) != kept.num_plurals]
    assert not short, f"Give all {kept.num_plurals} forms of number of “{language}”."


@each_language
def test_a_translation_has_the_places_of_the_english(language: str) -> None:
    """A form of number may leave the number out: "two days" is one word in Arabic."""
    wrong = []
    for english, said in pairs(language):
        asked, given = set(PLACE.findall(english)), set(PLACE.findall(said))
        if given - asked or asked - given - {"%(num)s"}:
            wrong.append((english, said))
        assert "%" not in PLACE.sub("", said), said
    assert not wrong


@each_language
def test_a_translation_has_the_marks_of_the_english(language: str) -> None:
    wrong = [
        (english, said)
        for english, said in pairs(language)
        if Counter(MARK.findall(english)) != Counter(MARK.findall(said))
        or english.count("\n\n") != said.count("\n\n")
    ]
    assert not wrong


@each_language
def test_the_compiled_catalogue_is_the_one_that_is_written(language: str) -> None:
    """What pages and letters read is compiled; a fuzzy guess is not in it."""
    place = written(language).with_suffix(".mo")
    assert place.is_file(), "Run `make translations`."
    with place.open("rb") as file:
        compiled = {named(message): forms(message) for message in read_mo(file) if message.id}
    kept = {
        named(message): forms(message)
        for message in catalogue(language)
        if message.id and all(forms(message)) and not message.fuzzy
    }
    assert compiled == kept, "Run `make translations`."
