"""The schemas of the questionnaires' files: right in themselves, and of one mind with the rules."""

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library.shapes import Shape, faults_of_file
from reviewmech.rules.conditions import Unclear, parse
from reviewmech.rules.mistakes import Source
from reviewmech.rules.questionnaire import Duty, Kind, Question

SCHEMAS = sorted((QUESTIONNAIRES / "schema").glob("*.json"))


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (QUESTIONNAIRES / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")
    )
    return found


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_a_schema_is_one_itself(path: Any) -> None:
    assert jsonschema_rs.meta.is_valid(json.loads(path.read_text(encoding="utf-8")))


def test_every_kind_of_file_has_its_schema() -> None:
    named = {path.name.removesuffix(".schema.json") for path in SCHEMAS}
    assert named == {*Shape, "terms"}


def test_the_schemas_know_the_kinds_and_the_duties() -> None:
    terms = schema("terms")["definitions"]
    assert terms["kind"]["enum"] == [*Kind]
    assert terms["duty"]["enum"] == [*Duty]


def test_what_an_author_may_write_of_a_question_is_kept_with_it() -> None:
    written = schema("questionnaire")["definitions"]["question"]["properties"].keys()
    elsewhere = {"follow_ups", "list", "options", "other"}
    assert written - elsewhere <= set(Question.__dataclass_fields__)


def sentences(data: Any, shape: Shape) -> list[str]:
    found = faults_of_file(Source("file.yaml", data), shape)
    return [f"{each.name}: {each.sentence}" for each in found]


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("data", [None, [], "words", 7, True, {"?": None}, {"articles": 3}])
def test_a_file_of_another_shape_is_refused_in_words(data: object, shape: Shape) -> None:
    found = sentences(data, shape)
    assert found
    assert all(each.endswith((".", "?")) for each in found)


def test_a_file_that_says_nothing_needs_its_keys() -> None:
    [said] = sentences(None, Shape.FOLLOW_UPS)
    assert said == "wrong-type: This file must have keys: follow_ups, closing, part."


words = st.sampled_from(["question", "equals", "in", "answered", "count", "all", "any", "not"])
scalars = st.sampled_from(["q", "yes", True, 1, 0, -1, None])
junk = st.recursive(
    scalars | st.just({"at_least": 2}),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
    max_leaves=5,
)


@given(junk)
def test_what_the_schema_lets_through_the_grammar_reads(when: Any) -> None:
    question = {"id": "a-1-b", "duty": "mandatory", "kind": "text", "when": when}
    article = {"article": "1", "questions": [question]}
    told = {"instrument": "A", "part": "p", "version": "1", "source": "working", "verified": True}
    found = sentences({**told, "articles": [article]}, Shape.STRUCTURE)
    try:
        parse(when)
    except Unclear:
        assert found
    else:
        assert not found
