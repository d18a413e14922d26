"""The names of States in languages: kept, or of the locale's data, or English."""

import re
from datetime import date

import pytest

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library.mechanism import states
from reviewmech.records.states import State, StateName, is_called, sorted_states, state_name
from reviewmech.rules.parties import ListedState

ARABIC = re.compile("[\u0621-\u064a]")
LISTED = {listed.code: listed for listed in states(QUESTIONNAIRES)}


def state(listed: ListedState, with_names: bool = True) -> State:
    names = {"en": listed.name, **(listed.names if with_names else {})}
    made = State(code=listed.code, alpha2=listed.alpha2)
    made.names = [StateName(language=k, name=v, since=date.min) for k, v in names.items()]
    return made


def test_every_state_of_the_list_has_a_name_in_arabic_and_in_french() -> None:
    for listed in LISTED.values():
        assert ARABIC.search(state_name(state(listed), "ar")), listed.name
        assert "fr" in listed.names or "ar" not in listed.names, listed.name


@pytest.mark.parametrize("code", ["PSE", "PRK", "KOR", "VAT", "RUS", "COD", "VNM", "USA"])
def test_the_short_name_of_common_use_never_stands_for_the_one_of_the_united_nations(
    code: str,
) -> None:
    bare = state(LISTED[code], with_names=False)
    assert state_name(bare, "fr") == LISTED[code].name, "English is better than a wrong name."
    assert state_name(state(LISTED[code]), "fr") == LISTED[code].names["fr"]


@pytest.mark.parametrize(
    ("code", "french"),
    [
        ("ATG", "Antigua-et-Barbuda"),
        ("LCA", "Sainte-Lucie"),
        ("STP", "Sao Tomé-et-Principe"),
        ("BOL", "Bolivie"),
        ("MMR", "Myanmar"),
        ("CIV", "Côte d’Ivoire"),
    ],
)
def test_a_manner_of_writing_is_not_another_name(code: str, french: str) -> None:
    assert state_name(state(LISTED[code]), "fr") == french


def test_a_language_with_a_region_is_that_language() -> None:
    assert state_name(state(LISTED["DEU"]), "fr-CA") == "Allemagne"
    assert state_name(state(LISTED["DEU"]), "no language") == "Germany"


def test_a_state_is_found_by_any_of_its_names_with_or_without_accents() -> None:
    algeria, bhutan = state(LISTED["DZA"]), state(LISTED["BTN"])
    for words in ("algerie", "Algérie", "ALGERIA", "dza"):
        assert is_called(algeria, words, "fr") and not is_called(bhutan, words, "fr")


def test_states_are_sorted_as_the_reader_looks_for_them() -> None:
    some = [state(LISTED[code]) for code in ("EGY", "DEU", "ZAF", "ERI")]
    assert [one.code for one in sorted_states(some)] == ["EGY", "ERI", "DEU", "ZAF"]
    assert [one.code for one in sorted_states(some, "fr")] == ["ZAF", "DEU", "EGY", "ERI"]
    in_arabic = [state_name(one, "ar") for one in sorted_states(some, "ar")]
    assert in_arabic == ["إريتريا", "ألمانيا", "جنوب أفريقيا", "مصر"]
