"""The Mechanism of a folder: what its files say together, and mistakes by file and line."""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library.mechanism import (
    blueprints,
    check,
    load,
    participation,
    states,
)
from reviewmech.records.library.reading import read
from reviewmech.rules.mechanism import Paper
from reviewmech.rules.mistakes import Mistakes
from reviewmech.rules.parties import ListedParticipation, ListedState, PartyKind

SISTER = Path(__file__).parent.parent / "mechanisms" / "sister"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the sister mechanism that a test may spoil."""
    return Path(shutil.copytree(SISTER, tmp_path / "mechanism"))


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("folder", [QUESTIONNAIRES, SISTER])
def test_what_is_shipped_has_no_mistakes(folder: Path) -> None:
    assert check(folder) == []
    assert set(blueprints(folder)) == {Paper.SUMMARY}


def test_the_list_has_all_members_of_the_united_nations_and_five_parties_more() -> None:
    listed = {state.code: state for state in states(QUESTIONNAIRES)}
    assert len(listed) == 198
    assert {"COK", "EUE", "NIU", "PSE", "VAT"} <= set(listed)
    assert [one.code for one in listed.values() if one.kind is not PartyKind.STATE] == ["EUE"]
    groups = Counter(state.regional_group for state in listed.values())
    assert groups == {
        "african": 54,
        "asia_pacific": 57,
        "eastern_european": 23,
        "latin_american_and_caribbean": 33,
        "western_european_and_other": 29,
        None: 2,
    }


def test_a_party_may_have_no_regional_group() -> None:
    assert [one.code for one in states(QUESTIONNAIRES) if not one.regional_group] == ["EUE", "VAT"]
    assert next(one for one in states(SISTER) if one.code == "XUN").regional_group is None


def test_the_working_lists_are_not_passed_off_as_verified() -> None:
    rows: list[ListedState | ListedParticipation] = [*states(QUESTIONNAIRES)]
    rows += participation(QUESTIONNAIRES)
    for row in rows:
        assert not row.verified
        assert row.source
        assert row.as_of >= date(2013, 1, 1)


def test_every_state_has_a_line_for_every_instrument() -> None:
    lines = Counter(row.instrument for row in participation(QUESTIONNAIRES))
    assert lines == {one.code: 198 for one in load(QUESTIONNAIRES).instruments}


def test_the_list_of_participation_is_near_the_published_totals() -> None:
    parties = Counter(row.instrument for row in participation(QUESTIONNAIRES) if row.is_party)
    published = {"UNTOC": 194, "TIP": 183, "SOM": 153, "FP": 125}
    for instrument, number in published.items():
        assert number - 6 <= parties[instrument] <= number


def test_no_deposit_is_older_than_its_instrument_or_younger_than_the_line() -> None:
    for row in participation(QUESTIONNAIRES):
        assert row.since is None or date(2000, 12, 12) <= row.since <= row.as_of, row


def test_the_types_of_assistance_are_a_list_of_the_questionnaires() -> None:
    assert load(QUESTIONNAIRES).assistance_types in read(QUESTIONNAIRES / "lists.yaml").data


def test_a_line_without_its_cells_is_named(folder: Path) -> None:
    spoil(folder / "states.csv", "XBE,XB,Belmora,state,", "XBE,XB,Belmora,")
    with pytest.raises(Mistakes) as caught:
        states(folder)
    assert [(one.file, one.line) for one in caught.value.found] == [("states.csv", 3)]
    assert "7 cells; there are 8 columns" in str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "sentence"),
    [
        ("states.csv", "XBE,XB", "XAR,XB", 3, "“XAR” stands in this list a second time"),
        ("states.csv", "XBE,XB", "XBE,XA", 3, "“XA” stands in this list a second time"),
        ("states.csv", "XCO,", "xco,", 4, "3 capital letters"),
        ("states.csv", "state,north", "state,west", 2, "must be one of: north, south"),
        ("states.csv", "state,south", "empire,south", 4, "must be one of"),
        ("states.csv", "2026-01-01,true", "2026-13-01,true", 3, "must be a date"),
        ("states.csv", ",true,", ",perhaps,", 3, "must be one of: false, true"),
        ("states.csv", "code,alpha2", "alpha2,code", 1, "The first line must be: code,alpha2"),
        ("states.csv", '"Union of States, Inc."', '"Union of', 6, "cannot be read"),
        ("states.csv", "Belmora", "", 3, "“name” is missing"),
        ("participation.csv", "XCO,", "XDE,", 4, "must be one of: XAR"),
        ("participation.csv", "XCO,UNCAC", "XCO,UNTOC", 4, "must be one of: UNCAC"),
        ("participation.csv", "XCO,", "XBE,", 4, "“XBE, UNCAC” stands in this list"),
        ("participation.csv", "no,,", "no,2006-01-01,", 4, "has no date of deposit"),
        ("participation.csv", "no,,", "maybe,,", 4, "must be one of: no, yes"),
        ("participation.csv", "2005-12-14", "14/12/2005", 2, "must be a date"),
    ],
)
def test_a_mistake_in_a_list_is_named_with_its_line(
    folder: Path, file: str, old: str, new: str, line: int, sentence: str
) -> None:
    spoil(folder / file, old, new)
    named = [one for one in check(folder) if sentence in one.sentence]
    assert named, check(folder)
    assert {(one.file, one.line) for one in named} == {(file, line)}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("XXX,fr,Nulle part", "must be one of: XAR"),
        ("XAR,en,Arcadia", "must be one of: ar, fr, pt"),
        ("XAR,fr,", "“name” is missing"),
        ("XAR,fr,Arcadie,2026-01-01,false,test\nXAR,fr,Arcadia", "stands in this list a second"),
    ],
)
def test_a_mistake_in_the_names_is_named(folder: Path, row: str, sentence: str) -> None:
    head, rest = "state,language,name,as_of,verified,source", "2026-01-01,false,test"
    (folder / "names.csv").write_text(f"{head}\n{row},{rest}\n")
    assert any(one.file == "names.csv" and sentence in one.sentence for one in check(folder))


def test_a_protocol_binds_only_a_party_to_what_it_supplements(folder: Path) -> None:
    for name in ("mechanism.yaml", "states.csv", "names.csv", "participation.csv"):
        shutil.copy(QUESTIONNAIRES / name, folder / name)
    old = "MLT,UNTOC,yes,2003-09-24"
    spoil(folder / "participation.csv", old, "MLT,UNTOC,no,")
    with pytest.raises(Mistakes, match="MLT is shown as party to TIP but not to UNTOC"):
        participation(folder)


def test_a_list_that_is_missing_or_not_text_is_named(folder: Path) -> None:
    (folder / "participation.csv").unlink()
    (folder / "states.csv").write_bytes(b"code,alpha2\n\xff\xfe\n")
    assert {(one.file, one.line) for one in check(folder)} >= {
        ("states.csv", 2),
        ("participation.csv", 1),
    }


def test_a_list_as_a_spreadsheet_saves_it_is_read(folder: Path) -> None:
    file = folder / "states.csv"
    text = file.read_text(encoding="utf-8").replace("\n", "\r\n") + "\r\n"
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert states(folder) == states(SISTER)


def test_a_paper_has_one_blueprint(folder: Path) -> None:
    first = folder / "blueprints" / "executive-summary.yaml"
    shutil.copy(first, folder / "blueprints" / "second.yaml")
    with pytest.raises(Mistakes, match="blueprint of the executive summary already"):
        blueprints(folder)


def test_a_blueprint_is_read_in_the_language_of_the_paper() -> None:
    assert blueprints(SISTER, "fr")[Paper.SUMMARY].title == "Résumé : %(state)s"


def test_a_mechanism_file_with_a_mistake_is_named_with_its_line(folder: Path) -> None:
    spoil(folder / "mechanism.yaml", "number: 2, part: chapter-2", "number: 2, part: chapter-4")
    lines = (folder / "mechanism.yaml").read_text(encoding="utf-8").splitlines()
    [mistake] = [one for one in check(folder) if "no part “chapter-4”" in one.sentence]
    assert mistake.file == "mechanism.yaml"
    assert "part: chapter-4" in lines[mistake.line - 1]
