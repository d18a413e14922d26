"""Questionnaires as sheets, and back: nothing is lost, and every mistake has its cell."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library.authored import authored, plain
from reviewmech.records.library.writing import QUESTION_KEYS, SPOKEN_KEYS
from reviewmech.rules.authoring.authored import Authored
from reviewmech.rules.conditions import Unclear
from reviewmech.rules.mistakes import Mistakes
from reviewmech.rules.workbook.cells import Holds, cell_of, tidy, value_in
from reviewmech.rules.workbook.columns import ABOUT_COLUMNS, COLUMNS
from reviewmech.rules.workbook.from_sheets import authored_in
from reviewmech.rules.workbook.grids import Grid
from reviewmech.rules.workbook.sheets import LONGEST_NAME, Sheet, sheets_of
from tests.authored import questionnaires

FIVE = Path(__file__).parents[1] / "questionnaires" / "five"
LANGUAGES = ["en", "ar", "fr", "zh"]

Cells = dict[str, list[list[str]]]
"""The sheets of a workbook by their names, each with its headings first."""


def cells_of(sheets: Iterable[Sheet]) -> Cells:
    return {
        sheet.name: [
            [column.heading for column in sheet.columns],
            *(list(row.cells) for row in sheet.rows),
        ]
        for sheet in sheets
    }


def read(cells: Cells, languages: Iterable[str] = ()) -> list[Authored]:
    grids = [Grid(name, rows) for name, rows in cells.items()]
    return authored_in(grids, [*languages])[0]


def told(questionnaire: Authored) -> object:
    """What a questionnaire says, as plain data."""
    words = {language: plain(source.data) for language, source in questionnaire.words.items()}
    return plain(questionnaire.structure.data), words


@settings(max_examples=30, deadline=None)
@given(questionnaires(), questionnaires("TIP"))
def test_what_is_written_on_sheets_is_read_from_them(one: Authored, other: Authored) -> None:
    read_again = read(cells_of(sheets_of([one, other], LANGUAGES)))
    assert [told(each) for each in read_again] == [told(one), told(other)]


def test_our_own_questionnaires_come_back_from_sheets_as_they_were() -> None:
    ours = authored(QUESTIONNAIRES)
    assert [told(each) for each in read(cells_of(sheets_of(ours, ["en", "fr"])))] == [
        told(each) for each in ours
    ]


def test_there_is_a_column_for_every_key_that_a_file_may_have() -> None:
    """So that a key that is added to the files is not lost on the way through a workbook."""
    schema = {
        name: json.loads((QUESTIONNAIRES / f"schema/{name}.schema.json").read_text("utf-8"))
        for name in ("questionnaire", "terms", "words")
    }
    questions = schema["questionnaire"]["definitions"]
    keys = {*questions["question"]["properties"], *questions["shared_question"]["properties"]}
    spoken = schema["terms"]["definitions"]["spoken"]["properties"]
    about = {*schema["questionnaire"]["properties"], *schema["words"]["properties"]}
    columns = {column.key for column in COLUMNS if not column.is_spoken}
    assert columns == {*keys, "article"}
    assert {column.key for column in COLUMNS if column.is_spoken} == {*spoken}
    assert {column.key for column in ABOUT_COLUMNS} == {*about, "sheet"} - {
        *("articles", "questions", "language")
    }
    assert {*QUESTION_KEYS} == keys and {*SPOKEN_KEYS} == {*spoken}


def test_sheets_have_names_of_their_own_that_are_not_too_long() -> None:
    five = authored(FIVE)[0]
    data = {**five.structure.data, "part": "a-part-with-a-very-long-name-indeed"}
    long = Authored(replace(five.structure, data=data), five.words)
    names = [sheet.name for sheet in sheets_of([long, long, long], ["en"])]
    assert len({name.lower() for name in names}) == 4
    assert max(map(len, names)) <= LONGEST_NAME


@pytest.fixture
def cells() -> Cells:
    """The small folder as cells, to be spoilt."""
    return cells_of(sheets_of(authored(FIVE), ["en"]))


def column(cells: Cells, heading: str, sheet: str = "UNTOC cluster-1") -> int:
    return cells[sheet][0].index(heading)


def refused(cells: Cells) -> list[str]:
    with pytest.raises(Mistakes) as caught:
        read(cells, ["en", "fr"])
    return [str(mistake) for mistake in caught.value.found]


def put(
    heading: str, row: int, text: str, sheet: str = "UNTOC cluster-1"
) -> Callable[[Cells], None]:
    def spoil(cells: Cells) -> None:
        cells[sheet][row - 1][column(cells, heading, sheet)] = text

    return spoil


def put_heading(
    heading: str, instead: str, sheet: str = "UNTOC cluster-1"
) -> Callable[[Cells], None]:
    return put(heading, 1, instead, sheet)


def rename(old: str, new: str) -> Callable[[Cells], None]:
    def spoil(cells: Cells) -> None:
        cells[new] = cells.pop(old)

    return spoil


def add_row(*texts: str) -> Callable[[Cells], None]:
    def spoil(cells: Cells) -> None:
        rows = cells["UNTOC cluster-1"]
        rows.append([*texts, *[""] * (len(rows[0]) - len(texts))])

    return spoil


SPOILT: list[tuple[Callable[[Cells], None], str]] = [
    (rename("About", "Over"), "This workbook, missing-sheet: There is no sheet “About”"),
    (rename("TIP cluster-1", "TIP"), "Sheet TIP, cell A1, unknown-sheet: This sheet is not listed"),
    (rename("TIP cluster-1", "TIP"), "Sheet About, cell A2, missing-sheet: There is no sheet “TIP"),
    (
        put("sheet", 2, "UNTOC cluster-1", "About"),
        "Sheet About, cell A3, sheet-twice: The sheet “UNTOC cluster-1” cannot be listed here",
    ),
    (
        put("instrument", 2, "UNTOC", "About"),
        "Sheet About, cell C3, questionnaire-twice: UNTOC cluster-1 is listed here already.",
    ),
    (
        put("part", 2, "../../etc/x", "About"),
        "Sheet About, cell C2, wrong-name: Write letters, digits and hyphens.",
    ),
    (
        put("verified", 2, "perhaps", "About"),
        "Sheet About, cell F2, unclear-verified: Write “yes” or “no” here, not “perhaps”.",
    ),
    (
        put("version", 2, "", "About"),
        "Sheet About, cell D2, missing-key: “version” is missing here.",
    ),
    (
        put("asks en", 4, "a\x85b"),
        "Sheet UNTOC cluster-1, cell H4, control-character: There is a control character here;",
    ),
    (
        put_heading("duty", "strength"),
        "Sheet UNTOC cluster-1, cell E1, unknown-column: The heading “strength” is not known here.",
    ),
    (
        put_heading("covers", ""),
        "Sheet UNTOC cluster-1, cell A1, missing-column: The column “covers” is missing;",
    ),
    (
        put_heading("duty", "kind"),
        "Sheet UNTOC cluster-1, cell F1, column-twice: The heading “kind” stands here a second",
    ),
    (
        put_heading("how en", "how es"),
        "Sheet UNTOC cluster-1, cell A1, unknown-language: “es” is not a language of",
    ),
    (
        add_row("untoc-5-new", *[""] * 40, "what is this?"),
        "Sheet UNTOC cluster-1, cell AP9, stray-text: This stands in a column without a heading.",
    ),
    (
        put("article", 2, ""),
        "Sheet UNTOC cluster-1, cell B2, missing-article: Write the article here.",
    ),
    (
        put("title en", 2, ""),
        "Sheet UNTOC cluster-1, cell G2, missing-title: The title of article 5 is missing.",
    ),
    (
        put("id", 2, "untoc-5-heading"),
        "Sheet UNTOC cluster-1, cell B3, missing-article: Before the first question a row without",
    ),
    (
        put("id", 4, ""),
        "Sheet UNTOC cluster-1, cell A4, missing-id: A question needs an id; a row without one",
    ),
    (
        put("article", 4, "6"),
        "Sheet UNTOC cluster-1, cell B4, wrong-article: This stands under article “5”; say so",
    ),
    (
        put("id", 4, "untoc-5-offence"),
        "Sheet UNTOC cluster-1, cell A4, duplicate-id: The id “untoc-5-offence” stands here a",
    ),
    (
        put("id", 8, "untoc-part.wants"),
        "Sheet UNTOC cluster-1, cell A8, wrong-id: The id of this shared question can only be",
    ),
    (
        put("id", 4, "untoc-5-offence.plans"),
        "Sheet UNTOC cluster-1, cell F4, only-words: “untoc-5-offence.plans” only gets other words",
    ),
    (
        put("when", 4, "untoc-5-offence in yes, in_part"),
        "Sheet UNTOC cluster-1, cell R4, unclear-when: This condition cannot be read after",
    ),
    (
        put("options en", 4, "agreement - to commit a serious crime"),
        "Sheet UNTOC cluster-1, cell L4, unclear-options: Write a name, a colon and its words, not",
    ),
    (
        put("options en", 4, "a: One\na: Two"),
        "Sheet UNTOC cluster-1, cell L4, unclear-options: “a” stands here a second time.",
    ),
]


@pytest.mark.parametrize(("spoil", "mistake"), SPOILT, ids=[said[:60] for _, said in SPOILT])
def test_a_mistake_is_named_by_its_sheet_and_cell(
    cells: Cells, spoil: Callable[[Cells], None], mistake: str
) -> None:
    spoil(cells)
    assert [said for said in refused(cells) if said.startswith(mistake)], refused(cells)


def test_all_mistakes_are_named_at_once_sheet_by_sheet(cells: Cells) -> None:
    for spoil in (put("verified", 2, "?", "About"), put("other", 4, "?"), put("other", 3, "?")):
        spoil(cells)
    assert [said.split(",")[1] for said in refused(cells)] == [" cell F2", " cell M3", " cell M4"]


def test_a_title_needs_columns_for_its_language(cells: Cells) -> None:
    new = (["title fr", "status fr"], ["Un", "working"], ["", ""])
    for texts, more in zip(cells["About"], new, strict=True):
        texts += more
    sheet = "The sheet “TIP cluster-1” has no columns for “fr”; put them back, or leave"
    assert [said for said in refused(cells) if sheet in said and "About, cell I2" in said]


def test_a_language_in_which_nothing_is_said_is_not_there() -> None:
    five = authored(FIVE)
    assert [set(each.words) for each in read(cells_of(sheets_of(five, ["en", "fr"])))] == [
        {"en"},
        {"en"},
    ]


def test_columns_may_stand_in_any_order_and_rows_be_empty(cells: Cells) -> None:
    sheet = cells["UNTOC cluster-1"]
    cells["UNTOC cluster-1"] = [row[::-1] for row in [sheet[0], [""] * len(sheet[0]), *sheet[1:]]]
    assert [told(each) for each in read(cells)] == [told(each) for each in authored(FIVE)]


@pytest.mark.parametrize(
    ("holds", "value"),
    [
        (Holds.TEXT, "x" * 32_768),
        (Holds.TEXT, "a\x01b"),
        (Holds.TEXT, "_x0041_"),
        (Holds.NAMES, ["a, b"]),
        (Holds.LINES, [""]),
    ],
)
def test_what_no_cell_can_hold_is_refused_and_never_changed(holds: Holds, value: object) -> None:
    with pytest.raises(Unclear):
        cell_of(holds, value)


@settings(deadline=None)
@given(st.dictionaries(st.from_regex("[a-z]+", fullmatch=True), st.text("ab: \n-", min_size=1)))
def test_words_of_options_come_back_from_a_cell(words: dict[str, str]) -> None:
    words = {name: tidy(text) for name, text in words.items() if tidy(text)}
    assert value_in(Holds.SPOKEN, cell_of(Holds.SPOKEN, words)) == (words or None)
