"""The closed lists: their words are shown, translated and kept."""

import ast
import inspect
import textwrap
from enum import StrEnum

import pytest

from reviewmech.places import MIGRATIONS
from reviewmech.rules import mechanism, parties, purposes, questionnaire, steps, vocabulary

NEVER_SHOWN = {purposes.Scope}
"""Lists whose words no page shows, so that nobody needs to translate them."""

LISTS = [
    kind
    for module in (mechanism, parties, purposes, questionnaire, steps, vocabulary)
    for kind in vars(module).values()
    if isinstance(kind, type)
    and issubclass(kind, StrEnum)
    and kind.__module__ == module.__name__
    and kind not in NEVER_SHOWN
]
KEYS = {mechanism.Numerals, questionnaire.Kind, questionnaire.Duty, purposes.Action}
"""Lists whose words stand elsewhere: in the data files, and for acts in rules.told."""


def test_the_lists_of_the_mechanism_are_found() -> None:
    assert {purposes.Action, purposes.Reading, steps.Step, vocabulary.Capacity} <= set(LISTS)


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_no_two_words_of_a_list_are_the_same(kind: type[StrEnum]) -> None:
    words = [member.value.casefold() for member in kind]
    assert len(set(words)) == len(words)
    assert len(set(kind.__members__)) == len(words)


def unmarked(kind: type[StrEnum]) -> list[str]:
    """Return the members whose words are not marked for translation by N_."""
    module = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    members = [node for node in ast.walk(module) if isinstance(node, ast.Assign)]
    assert len(members) == len(kind)
    return [
        ast.unparse(node.targets[0])
        for node in members
        if not (isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "N_")
    ]


@pytest.mark.parametrize("kind", [each for each in LISTS if each not in KEYS])
def test_every_word_of_a_closed_list_can_be_translated(kind: type[StrEnum]) -> None:
    assert not unmarked(kind), f"Mark the words of {kind.__name__} by N_()."


def test_the_four_kinds_of_observation_are_those_of_the_blueprint() -> None:
    assert {kind.value for kind in vocabulary.ObservationKind} == {
        "gap or challenge",
        "good practice",
        "suggestion",
        "technical-assistance need",
    }


def test_silence_is_not_a_stance() -> None:
    assert {stance.value for stance in vocabulary.Stance} == {"agrees", "objects"}


@pytest.mark.parametrize(
    "kind", [vocabulary.Capacity, steps.Step, vocabulary.Clearing, vocabulary.Outcome]
)
def test_a_list_that_the_database_holds_is_written_out_in_the_migrations(
    kind: type[StrEnum],
) -> None:
    written = {
        node.value
        for path in (MIGRATIONS / "versions").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
    }
    assert {member.value for member in kind} <= written
