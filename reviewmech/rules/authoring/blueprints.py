"""From a file of headings to a blueprint, with every mistake named by its line."""

from collections.abc import Iterator, Mapping
from typing import Any

from reviewmech.rules.authoring.mechanism_faults import Fault, faults_of_text
from reviewmech.rules.authoring.mechanism_shape import KNOWN, keys, text_shape
from reviewmech.rules.authoring.shape import Record, faults_of_shape
from reviewmech.rules.blueprints import Blueprint
from reviewmech.rules.mechanism import Mechanism, Paper
from reviewmech.rules.mistakes import Mistakes, Source
from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.rules.vocabulary import ObservationKind

ONCE, INSTRUMENT = "once", "instrument"
OMIT, SENTENCE = "omit", "sentence"

PAPER_WORDS = {"state", "reviewing_states", "instruments", "mechanism", "part", "part_title"}
INSTRUMENT_WORDS = PAPER_WORDS | {"instrument", "instrument_full", "articles"}
ITEM_WORDS = INSTRUMENT_WORDS | {"text", "statement", "article", "provision"}
"""What words may hold, as in %(state)s: anywhere, under an instrument, and of an observation."""


def shape(text: Record) -> Record:
    """Give the shape of a blueprint whose texts have this shape."""
    section = Record(
        {
            "key": str,
            "heading": text,
            "kinds": [keys(ObservationKind)],
            "when_empty": frozenset({OMIT, SENTENCE}),
        },
        {"opening": text, "sentence": text},
    )
    repeat = frozenset({ONCE, INSTRUMENT})
    part = Record({"key": str, "repeat": repeat, "heading": text, "sections": [section]})
    return Record(
        {"paper": keys(Paper), "title": text, "parts": [part], **KNOWN},
        {"item": text, "statement": text, "last_of_names": text},
    )


def compose_blueprint(
    source: Source, mechanism: Mechanism, language: str = REFERENCE
) -> tuple[Paper, Blueprint]:
    """Make the blueprint of a paper; raise Mistakes that name everything wrong with its file."""
    languages = frozenset(language.code for language in mechanism.languages)
    found = faults_of_shape(source, shape(text_shape(languages)))
    found = found or [source.mistake(*fault) for fault in _faults(source.data)]
    if found:
        raise Mistakes(found)
    paper = Paper[source.data["paper"].upper()]
    return paper, Blueprint.from_plain(source.data, language=language)


def _faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    yield from faults_of_text(data["title"], ("title",), PAPER_WORDS)
    for field in ("item", "statement"):
        yield from faults_of_text(data.get(field) or {}, (field,), ITEM_WORDS)
    placed: set[str] = set()
    for at, part in enumerate(data["parts"]):
        known = INSTRUMENT_WORDS if part["repeat"] == INSTRUMENT else PAPER_WORDS
        yield from faults_of_text(part["heading"], ("parts", at, "heading"), known)
        for path, sentence in _faults_of_sections(part["sections"], known, placed):
            yield ("parts", at, "sections", *path), sentence
    for kind in sorted(keys(ObservationKind) - placed):
        yield ("parts",), f"Observations of the kind “{kind}” have no section to stand under."


def _faults_of_sections(
    sections: list[Mapping[str, Any]], known: set[str], placed: set[str]
) -> Iterator[Fault]:
    """Name the faults of the sections of one part, noting the kinds that have found their place."""
    names = [section["key"] for section in sections]
    for where, section in enumerate(sections):
        if section["key"] in names[:where]:
            yield (where, "key"), f"There is a section “{section['key']}” in this part already."
        for field in ("heading", "opening", "sentence"):
            yield from faults_of_text(section.get(field) or {}, (where, field), known)
        if (section["when_empty"] == SENTENCE) != bool(section.get("sentence")):
            sentence = "Give a sentence when `when_empty` is `sentence`, and only then."
            yield (where, "when_empty"), sentence
        for at, kind in enumerate(section["kinds"]):
            if kind in placed:
                sentence = f"Observations of the kind “{kind}” stand under another section."
                yield (where, "kinds", at), sentence
            placed.add(kind)
