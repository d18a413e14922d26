"""What is written in a language: conventions, words, and names set apart."""

from pathlib import Path

import pytest
from markupsafe import Markup

from reviewmech.records.languages import conventions, isolated, translations

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("Arcadia", LRI),
        ("الجزائر", RLI),
        ("14 مارس 2027", RLI),
        ("NV 3/2027", LRI),
        ("+20 2 123", LRI),
        ("قانون Code pénal", RLI),
        (f"{LRI}Ann{PDI}، {RLI}14 مارس{PDI}", RLI),
        (f"{RLI}{LRI}Ann{PDI}{PDI}, {LRI}Bob{PDI}", RLI),
        (f"[en] {RLI}الجزائر{PDI}", LRI),
    ],
)
def test_words_are_set_apart_in_their_own_direction(words: str, sign: str) -> None:
    assert isolated(words, "ar") == f"{sign}{words}{PDI}"
    assert isolated(words, "fr") == words


def test_marks_stay_marks_and_numbers_stay_numbers() -> None:
    said = isolated(Markup("<b dir=ltr>قانون</b>"), "ar")
    assert isinstance(said, Markup)
    assert said == f"{RLI}<b dir=ltr>قانون</b>{PDI}"
    assert isolated(3, "ar") == 3


def test_no_name_of_a_language_leads_to_another_file(tmp_path: Path) -> None:
    for language in ("../../etc", "", "xx", "en", "de"):
        assert translations(tmp_path, language).gettext("A sentence.") == "A sentence."
    assert translations(None, "ar").gettext("A sentence.") == "A sentence."


def test_english_is_written_as_international_organizations_do() -> None:
    assert str(conventions("en")) == str(conventions("no language")) == "en_001"
    assert str(conventions("fr-CA")) == "fr_CA"
