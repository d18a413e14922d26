from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from reviewmech.places import QUESTIONNAIRES
from reviewmech.rules.blueprints import Blueprint
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.summaries import (
    Adopted,
    Material,
    Paragraph,
    Reviewed,
    compile,
    numbers,
    title,
)
from reviewmech.rules.vocabulary import ObservationKind as Kind

SHIPPED = Path(QUESTIONNAIRES, "blueprints", "executive-summary.yaml")
UNTOC = Reviewed("UNTOC", "Convention", "Organized Crime Convention", ("2", "5", "6"))
TIP = Reviewed("TIP", "Trafficking Protocol", "Trafficking in Persons Protocol", ("3", "5"))


def shipped() -> Blueprint:
    return Blueprint.from_plain(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


def material(*observations: Adopted) -> Material:
    return Material("Arcadia", ("Belmora", "Cordania"), (UNTOC, TIP), observations, "Mechanism")


def gap(number: int, text: str = "A gap", **more: object) -> Adopted:
    return Adopted(number, "UNTOC", "5", "1 (a)", Kind.GAP, text, **more)  # type: ignore[arg-type]


def texts(*observations: Adopted) -> list[str]:
    return [each.text for each in compile(shipped(), material(*observations))]


def test_the_shipped_blueprint_compiles_and_names_the_states() -> None:
    words = texts(gap(1, "The offence is too narrow."))
    assert title(shipped(), material()) == "Executive summary: Arcadia"
    assert "The reviewing States were Belmora and Cordania." in words
    assert "The offence is too narrow." in words


def test_every_instrument_has_its_part_in_the_order_of_the_phase() -> None:
    parts = [each.section for each in compile(shipped(), material()) if each.level == 1]
    assert parts == ["introduction", "implementation.UNTOC", "implementation.TIP"]


def test_an_observation_stands_under_its_instrument_and_kind_and_is_traced() -> None:
    need = Adopted(7, "TIP", "5", "", Kind.NEED, "Training of judges.")
    [paragraph] = [each for each in compile(shipped(), material(need)) if each.source == 7]
    assert paragraph.section == "implementation.TIP.assistance"
    assert not paragraph.is_heading


def test_an_empty_section_is_left_out_or_says_its_sentence() -> None:
    words = texts()
    assert "Suggestions" not in words
    assert any(each.startswith("No challenges were agreed") for each in words)


def test_a_statement_follows_the_observation_it_is_about() -> None:
    words = texts(gap(1, "The offence is too narrow.", statement="Arcadia does not agree."))
    place = words.index("The offence is too narrow.")
    assert words[place + 1] == "Arcadia does not agree."


adopted = some.builds(
    Adopted,
    some.integers(1, 99),
    some.sampled_from(["UNTOC", "TIP"]),
    some.just("5"),
    some.just(""),
    some.sampled_from(list(Kind)),
    some.text(min_size=1, max_size=20),
    some.booleans(),
    some.text(max_size=5),
)


@given(some.lists(adopted, max_size=12))
def test_a_confidential_item_leaves_no_trace(items: list[Adopted]) -> None:
    open_items = [item for item in items if not item.confidential]
    assert compile(shipped(), material(*items)) == compile(shipped(), material(*open_items))


@given(some.lists(adopted, max_size=12, unique_by=lambda item: item.id))
def test_items_stand_in_the_order_of_adoption_and_none_is_lost(items: list[Adopted]) -> None:
    paragraphs = compile(shipped(), material(*items))
    for kind in Kind:
        for instrument in ("UNTOC", "TIP"):
            of_kind = [
                item.id
                for item in items
                if (item.kind, item.instrument, item.confidential) == (kind, instrument, False)
            ]
            placed = [each.source for each in paragraphs if each.source in of_kind]
            assert list(dict.fromkeys(placed)) == of_kind


@given(some.lists(adopted, max_size=12))
def test_paragraphs_are_numbered_straight_through(items: list[Adopted]) -> None:
    paragraphs = compile(shipped(), material(*items))
    numbered = zip(numbers(paragraphs), paragraphs, strict=True)
    plain = [number for number, each in numbered if not each.is_heading]
    assert plain == [f"{place}." for place in range(1, len(plain) + 1)]


def test_parts_are_roman_and_sections_letters_that_begin_again() -> None:
    levels = [1, 2, 0, 2, 0, 1, 2, 0, 1, 1]
    given_numbers = list(numbers(Paragraph("x", level, "") for level in levels))
    assert given_numbers == ["I.", "A.", "1.", "B.", "2.", "II.", "A.", "3.", "III.", "IV."]


def test_numbers_go_on_beyond_the_alphabet() -> None:
    assert list(numbers(Paragraph("x", 2, "") for _ in range(28)))[-3:] == ["Z.", "AA.", "AB."]


@pytest.mark.parametrize(
    ("plain", "what"),
    [
        ({"title": {"en": "x"}}, "'parts'"),
        ({"title": {"fr": "x"}, "parts": []}, "'en'"),
        ({"title": "x", "parts": []}, "cannot be read"),
        ({"title": {"en": "x"}, "parts": [{"key": "a", "heading": {"en": "b"}, "sections": [],
          "repeat": "always"}]}, "repeat is once or instrument"),
        ({"title": {"en": "x"}, "parts": [{"key": "a", "heading": {"en": "b"}, "sections": [
          {"key": "c", "heading": {"en": "d"}, "kinds": ["praise"]}]}]}, "PRAISE"),
    ],
)  # fmt: skip
def test_a_bad_blueprint_is_refused_and_says_why(plain: dict[str, object], what: str) -> None:
    with pytest.raises(Invalid, match=what):
        Blueprint.from_plain(plain)


def test_words_that_name_what_there_is_not_are_refused() -> None:
    with pytest.raises(Invalid, match="cannot be filled in"):
        title(Blueprint("%(nobody)s", ()), material())


def test_a_percent_sign_in_an_observation_is_itself() -> None:
    assert "It fell by 5 %(text)s." in texts(gap(1, "It fell by 5 %(text)s."))
