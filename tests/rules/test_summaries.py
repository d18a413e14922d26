from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library.mechanism import blueprints, load
from reviewmech.records.library.reading import read
from reviewmech.rules.authoring.blueprints import compose_blueprint
from reviewmech.rules.blueprints import Blueprint, roman
from reviewmech.rules.mechanism import Paper
from reviewmech.rules.mistakes import Mistakes, Source
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

UNTOC = Reviewed("UNTOC", "Convention", "Organized Crime Convention", ("2", "5", "6"))
TIP = Reviewed("TIP", "Trafficking Protocol", "Trafficking in Persons Protocol", ("3", "5"))
FILE = "blueprints/executive-summary.yaml"
SHIPPED = blueprints(QUESTIONNAIRES)[Paper.SUMMARY]


def shipped() -> Blueprint:
    return SHIPPED


def material(*observations: Adopted) -> Material:
    return Material("Arcadia", ("Belmora", "Cordania"), (UNTOC, TIP), observations, "Mechanism")


def gap(number: int, text: str = "A gap", **more: object) -> Adopted:
    return Adopted(number, "UNTOC", "5", "1 (a)", Kind.GAP, text, **more)  # type: ignore[arg-type]


def texts(*observations: Adopted, **other: Any) -> list[str]:
    given = replace(material(*observations), **other)
    return [each.text.replace("\u00a0", " ") for each in compile(shipped(), given)]


def test_the_shipped_blueprint_compiles_and_names_the_states() -> None:
    words = texts(gap(1, "The offence is too narrow."))
    assert title(shipped(), material()) == "Executive summary: Arcadia"
    assert "The reviewing States were Belmora and Cordania." in words
    assert "The offence is too narrow (article 5, paragraph 1 (a))." in words


@pytest.mark.parametrize(
    ("article", "paragraph", "text", "expected"),
    [
        ("5", "1 (a)", "A gap", "A gap (article 5, paragraph 1 (a))"),
        ("2", "(a)", "A gap.", "A gap (article 2 (a))."),
        ("5", "", "A gap.", "A gap (article 5)."),
        ("", "", "A gap.", "A gap."),
        ("", "1", "A gap.", "A gap."),
        ("5", "", "A gap...", "A gap... (article 5)"),
        ("5", "", "Is it a gap?", "Is it a gap? (article 5)"),
    ],
)
def test_an_observation_names_its_provision_before_its_full_stop(
    article: str, paragraph: str, text: str, expected: str
) -> None:
    assert expected in texts(Adopted(1, "UNTOC", article, paragraph, Kind.GAP, text))


def test_instruments_are_named_in_full_as_the_blueprint_says() -> None:
    [process] = [each for each in texts() if "was reviewed" in each]
    full = "the Organized Crime Convention and the Trafficking in Persons Protocol"
    assert f"by Arcadia of {full} was reviewed" in process


def test_one_article_or_state_is_spoken_of_as_one() -> None:
    one = replace(UNTOC, articles=("5",))
    words = texts(instruments=(one, TIP), reviewing_states=("Belmora",))
    assert "Article 5 of the Convention was under review." in words
    assert "Articles 3 and 5 of the Trafficking Protocol were under review." in words
    assert "The reviewing State was Belmora." in words


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
    words = texts(gap(1, statement="We see it otherwise.", statement_by="Arcadia"))
    place = words.index("A gap (article 5, paragraph 1 (a))")
    assert words[place + 1] == "Statement by Arcadia: We see it otherwise."


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


def test_roman_numbers_count_down_before_five_and_ten() -> None:
    assert [roman(n) for n in (1, 4, 5, 9, 14, 40, 49)] == [
        "I", "IV", "V", "IX", "XIV", "XL", "XLIX",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("item", "en"), "%(instrument)s: %(text)s", "“%(instrument)s” is not known"),
        (("instrument", "en"), "%(state)s", "“%(state)s” is not known"),
        (("provision", "article", "en"), "%(text)s", "“%(text)s” is not known"),
        (("parts", 0, "sections", 0, "opening_of_one"), {"en": "One."}, "Give the `opening`"),
        (("provision", "article"), None, "“article” is missing"),
    ],
)
def test_a_blueprint_whose_words_could_not_be_filled_in_is_refused(
    path: tuple[str | int, ...], value: Any, sentence: str
) -> None:
    file = read(QUESTIONNAIRES / FILE, FILE)
    place = data = deepcopy(file.data)
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(Mistakes) as caught:
        compose_blueprint(Source(FILE, data, file.lines), load(QUESTIONNAIRES))
    assert any(sentence in one.sentence for one in caught.value.found), caught.value


def test_a_percent_sign_in_an_observation_is_itself() -> None:
    assert "It fell by 5 %(text)s (article 5)." in texts(
        Adopted(1, "UNTOC", "5", "", Kind.GAP, "It fell by 5 %(text)s.")
    )
