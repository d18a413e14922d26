"""From a file of headings to a blueprint, with every mistake named by its line."""

from collections.abc import Iterator, Mapping
from typing import Any

from reviewmech.rules.authoring.mechanism_faults import faults_of_text
from reviewmech.rules.authoring.mechanism_shape import KNOWN, keys, text_shape
from reviewmech.rules.authoring.shape import Record, faults_of_shape
from reviewmech.rules.blueprints import Blueprint, Part, Provision, Section
from reviewmech.rules.mechanism import Mechanism, Paper, in_language
from reviewmech.rules.mistakes import Fault, Mistakes, Source
from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.rules.vocabulary import ObservationKind

ONCE, INSTRUMENT = "once", "instrument"
OMIT, SENTENCE = "omit", "sentence"

WORDS = ("title", "item", "statement", "instrument", "last_of_names")
SECTION_WORDS = ("opening", "opening_of_one", "sentence")

OF_PAPER = {"state", "reviewing_states", "instruments", "mechanism", "part", "part_title"}
OF_INSTRUMENT = {"instrument", "instrument_full"}
OF_ITEM = {"text", "stop", "provision", "statement", "statement_by"}
OF_PROVISION = {"article", "paragraph"}
"""What words may name, as in %(state)s."""


def shape(text: Record) -> Record:
    """Give the shape of a blueprint whose texts have this shape."""
    section = Record(
        {
            "key": str,
            "heading": text,
            "kinds": [keys(ObservationKind)],
            "when_empty": frozenset({OMIT, SENTENCE}),
        },
        dict.fromkeys(SECTION_WORDS, text),
    )
    repeat = frozenset({ONCE, INSTRUMENT})
    part = Record({"key": str, "repeat": repeat, "heading": text, "sections": [section]})
    provision = Record(dict.fromkeys(("article", "paragraph", "subparagraph"), text))
    own = {"paper": keys(Paper), "provision": provision, "parts": [part]}
    return Record({**own, **dict.fromkeys(WORDS, text), **KNOWN})


def compose_blueprint(
    source: Source, mechanism: Mechanism, language: str = REFERENCE
) -> tuple[Paper, Blueprint]:
    """Make the blueprint of a paper; raise Mistakes that name everything wrong with its file."""
    languages = frozenset(language.code for language in mechanism.languages)
    found = faults_of_shape(source, shape(text_shape(languages)))
    found = found or [source.mistake(*fault) for fault in _faults(source.data)]
    if found:
        raise Mistakes(found)
    data = _said(source.data, language)
    words = {field: data[field] for field in WORDS}
    parts = tuple(_part(part) for part in data["parts"])
    provision = Provision(**data["provision"])
    return Paper[data["paper"].upper()], Blueprint(parts=parts, provision=provision, **words)


def _said(data: Any, language: str) -> Any:
    """Put in the place of every text its words in the language."""
    if isinstance(data, list):
        return [_said(each, language) for each in data]
    if not isinstance(data, dict):
        return data
    if REFERENCE in data:
        return in_language(data, language)
    return {key: _said(each, language) for key, each in data.items()}


def _part(data: Mapping[str, Any]) -> Part:
    sections = tuple(
        Section(
            section["key"],
            section["heading"],
            frozenset(ObservationKind[kind.upper()] for kind in section["kinds"]),
            *(section.get(field) or "" for field in SECTION_WORDS),
        )
        for section in data["sections"]
    )
    return Part(data["key"], data["heading"], sections, data["repeat"] == INSTRUMENT)


def _faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    yield from faults_of_text(data["title"], ("title",), OF_PAPER)
    yield from faults_of_text(data["instrument"], ("instrument",), OF_INSTRUMENT)
    for field in ("item", "statement"):
        yield from faults_of_text(data[field], (field,), OF_PAPER | OF_ITEM)
    for field, text in data["provision"].items():
        yield from faults_of_text(text, ("provision", field), OF_PROVISION)
    placed: set[str] = set()
    for at, part in enumerate(data["parts"]):
        known = OF_PAPER | (OF_INSTRUMENT | {"articles"} if part["repeat"] == INSTRUMENT else set())
        yield from faults_of_text(part["heading"], ("parts", at, "heading"), known)
        for path, name, sentence in _faults_of_sections(part["sections"], known, placed):
            yield ("parts", at, "sections", *path), name, sentence
    for kind in sorted(keys(ObservationKind) - placed):
        sentence = f"Observations of the kind “{kind}” have no section to stand under."
        yield ("parts",), "missing-kind", sentence


def _faults_of_sections(
    sections: list[Mapping[str, Any]], known: set[str], placed: set[str]
) -> Iterator[Fault]:
    """Name the faults of the sections of one part, noting the kinds that have found their place."""
    names = [section["key"] for section in sections]
    for where, section in enumerate(sections):
        if section["key"] in names[:where]:
            sentence = f"There is a section “{section['key']}” in this part already."
            yield (where, "key"), "duplicate-name", sentence
        for field in ("heading", *SECTION_WORDS):
            yield from faults_of_text(section.get(field) or {}, (where, field), known)
        if section.get("opening_of_one") and not section.get("opening"):
            sentence = "Give the `opening` for several as well."
            yield (where, "opening_of_one"), "missing-opening", sentence
        if (section["when_empty"] == SENTENCE) != bool(section.get("sentence")):
            sentence = "Give a sentence when `when_empty` is `sentence`, and only then."
            yield (where, "when_empty"), "needless-sentence", sentence
        for at, kind in enumerate(section["kinds"]):
            if kind in placed:
                sentence = f"Observations of the kind “{kind}” stand under another section."
                yield (where, "kinds", at), "duplicate-kind", sentence
            placed.add(kind)
