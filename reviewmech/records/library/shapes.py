"""The shape of the questionnaires' files, as JSON Schema: editors read the same schemas.

What a schema finds is said in sentences of ours, at the line where it stands.
"""

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from jsonschema_rs import Draft7Validator, Registry, ValidationError
from jsonschema_rs import ValidationErrorKind as Kind

from reviewmech.places import QUESTIONNAIRES
from reviewmech.rules.authoring.shape import called, perhaps
from reviewmech.rules.mistakes import Fault, Mistake, Source

_FOLDER = QUESTIONNAIRES / "schema"
_TERMS = "terms"

Schema = dict[str, Any]


class Shape(StrEnum):
    """The kinds of files, by the names of their schemas."""

    LISTS = "lists"
    FOLLOW_UPS = "follow-ups"
    SHARED_WORDS = "shared-words"
    STRUCTURE = "questionnaire"
    WORDS = "words"


def faults_of_file(source: Source, shape: Shape) -> list[Mistake]:
    """Compare a file with the schema of its kind and name every difference with its place."""
    found = _validator(shape).iter_errors(source.data)
    return [source.mistake(*fault) for error in found for fault in _faults(error, shape)]


@cache
def _schema(name: str) -> Schema:
    schema: Schema = json.loads((_FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    return schema


@cache
def _validator(shape: Shape) -> Draft7Validator:
    terms = Registry([(f"json-schema:///{_TERMS}.schema.json", _schema(_TERMS))])
    return Draft7Validator(_schema(shape), registry=terms)


_TYPES = {
    "string": "text (put it in quotes)",
    "boolean": "true or false",
    "integer": "a whole number",
    "array": "a list",
}

CONDITION = (
    "This is not a condition; write “question:” with one of “equals:”, “in: [...]”, "
    "“answered: true” or “count: {at_least: 2}”, or “all:”, “any:” or “not:”."
)


def _faults(error: ValidationError, shape: Shape) -> Iterator[Fault]:
    path = tuple(error.instance_path)
    match error.kind:
        case Kind.Required(key):
            yield path, "missing-key", f"“{key}” is missing here."
        case Kind.AdditionalProperties(keys):
            known = _around(error, shape).get("properties", {})
            for key in keys:
                sentence = f"The key “{key}” is not known here.{perhaps(key, known)}"
                yield (*path, key), "unknown-key", sentence
        case Kind.Type() if error.instance is None and path:
            yield path, "empty", f"Nothing is written after {called(path)}; write it or delete it."
        case Kind.Type([wanted]):
            yield path, "wrong-type", f"{called(path)} must {_be(wanted, error, shape)}."
        case Kind.Enum(words):
            listed = ", ".join(sorted(map(str, words)))
            yield path, "unknown-word", f"{called(path)} must be one of: {listed}."
        case Kind.Constant(word):
            yield path, "unknown-word", f"{called(path)} must be a list, or “{word}”."
        case Kind.Pattern():
            form = _around(error, shape)["patternErrorMessage"]
            yield path, "wrong-form", f"“{error.instance}” cannot stand here. {form}"
        case Kind.MinItems():
            yield path, "empty", f"{called(path)} is empty; write something in it or delete it."
        case Kind.Minimum(least):
            yield path, "too-small", f"{called(path)} must be at least {least}."
        case _:
            yield path, "broken-condition", CONDITION


def _be(wanted: str, error: ValidationError, shape: Shape) -> str:
    """Say what should stand in the place of something of another type."""
    if wanted in _TYPES:
        return f"be {_TYPES[wanted]}"
    keys = _around(error, shape).get("required")
    return f"have keys: {', '.join(keys)}" if keys else "have a name and a colon before each entry"


def _around(error: ValidationError, shape: Shape) -> Schema:
    """Give the part of a schema that an error was found by."""
    *way, _keyword = error.schema_path
    for name in (shape, _TERMS):
        found: Any = _schema(name)
        for step in way:
            found = found.get(step) if isinstance(found, Mapping) else found[int(step)]
            if found is None:
                break
        else:
            return found
    raise LookupError(error.schema_path)
