"""Writing questionnaires: as authors do, in as few lines as have changed, all files or none."""

from __future__ import annotations

import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library.authored import articles_of, authored
from reviewmech.records.library.questionnaires import load
from reviewmech.records.library.reading import read
from reviewmech.records.library.replacing import Replacement, replace
from reviewmech.records.library.writing import structure_text, words_text
from reviewmech.rules.authoring.authored import Authored
from tests.authored import AWKWARD, questionnaires

WITHOUT_CONTROL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))
FIVE = Path(__file__).parents[1] / "questionnaires" / "five"


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to be written and read."""
    return tmp_path_factory.mktemp("written") / "file.yaml"


def read_back(text: str, place: Path) -> Any:
    place.write_text(text, encoding="utf-8")
    return read(place).data


@settings(max_examples=50, deadline=None)
@given(made=questionnaires())
def test_what_is_written_is_read_as_it_was(place: Path, made: Authored) -> None:
    assert read_back(structure_text(made.structure.data), place) == made.structure.data
    for words in made.words.values():
        assert read_back(words_text(words.data, articles_of(made)), place) == words.data


@settings(deadline=None)
@given(text=st.one_of(st.sampled_from(AWKWARD), WITHOUT_CONTROL))
def test_any_text_is_read_as_it_was_by_us_and_by_others(place: Path, text: str) -> None:
    data = {"language": "en", "status": "working", "title": text, "articles": {}, "questions": {}}
    written = words_text(data, {})
    assert read_back(written, place) == data
    assert yaml.safe_load(written)["title"] == text


@pytest.mark.parametrize("each", authored(QUESTIONNAIRES), ids=lambda each: each.name)
def test_our_own_files_are_written_as_they_stand(each: Authored) -> None:
    """Letter for letter, comments included: what has not changed makes no difference."""
    structure = each.structure
    text = (QUESTIONNAIRES / structure.file).read_text(encoding="utf-8")
    assert structure_text(structure.data, structure, text) == text
    for words in each.words.values():
        text = (QUESTIONNAIRES / words.file).read_text(encoding="utf-8")
        assert words_text(words.data, articles_of(each), words, text) == text


@pytest.mark.parametrize("each", authored(QUESTIONNAIRES), ids=lambda each: each.name)
def test_our_own_files_written_anew_say_the_same_in_readable_lines(
    each: Authored, place: Path
) -> None:
    written = structure_text(each.structure.data)
    assert read_back(written, place) == each.structure.data
    assert max(map(len, written.splitlines())) <= 100
    for words in each.words.values():
        written = words_text(words.data, articles_of(each))
        assert read_back(written, place) == words.data
        assert max(map(len, written.splitlines())) <= 100


def test_a_new_file_reads_as_if_an_author_had_written_it() -> None:
    tip = next(each for each in authored(FIVE) if each.name == "TIP cluster-1")
    structure = deepcopy(tip.structure.data)
    question = structure["articles"][0]["questions"][0]
    question |= {
        "draws_on": [f"untoc-5-question-{number}" for number in range(6)],
        "tags": ["data"],
    }
    assert structure_text(structure) == (
        "# TIP, cluster-1: what is asked, in which order and when.\n"
        "# The words stand in text/<language>/cluster-1.yaml.\n"
        "instrument: TIP\n"
        "part: cluster-1\n"
        'version: "1"\n'
        "source: working\n"
        "verified: true\n"
        "articles:\n"
        '  - article: "5"\n'
        "    questions:\n"
        "      - id: tip-5-offence\n"
        '        paragraph: "1"\n'
        "        duty: mandatory\n"
        "        kind: scale\n"
        "        laws: [yes, in_part]\n"
        "        follow_ups: [missing, plans]\n"
        "        covers: [TIP-5-1]\n"
        "        draws_on:\n"
        "          - untoc-5-question-0\n"
        "          - untoc-5-question-1\n"
        "          - untoc-5-question-2\n"
        "          - untoc-5-question-3\n"
        "          - untoc-5-question-4\n"
        "          - untoc-5-question-5\n"
        "        tags: [data]\n"
    )
    data = deepcopy(tip.words["en"].data)
    data["questions"]["tip-5-offence"]["asks"] = "word " * 20 + "last"
    data["questions"]["tip-5-offence"]["options"] = {"yes": "Yes", "no": "No: never"}
    assert words_text(data, articles_of(tip)) == (
        "language: en\n"
        "status: working\n"
        "title: Criminalization and jurisdiction\n"
        "\n"
        "articles:\n"
        '  "5": Criminalization\n'
        "\n"
        "questions:\n"
        "\n"
        "  # Article 5\n"
        "\n"
        "  tip-5-offence:\n"
        "    title: Offence of trafficking in persons\n"
        "    asks: >-\n"
        f"      {'word ' * 18}word\n"
        "      word last\n"
        "    options:\n"
        '      yes: "Yes"\n'
        '      no: "No: never"\n'
    )


COMMENTED = """\
# What this is.

instrument: TIP
part: cluster-1
version: "1"  # raise it
source: working
verified: true

articles:
  # The heart of it.
  - article: "5"
    questions:

      # First of all
      - id: tip-5-offence
        kind: scale   # as always
        duty: mandatory

      # And then
      - {id: tip-5-second, duty: mandatory, kind: text}
      - id: tip-5-third
        duty: mandatory
        kind: text
# The end.
"""


def change(text: str, place: Path, edit: Any) -> str:
    """Edit what a file says, and give the file as it is then written."""
    place.write_text(text, encoding="utf-8")
    source = read(place)
    data = deepcopy(source.data)
    edit(data)
    written = structure_text(data, source, text)
    assert read_back(written, place) == data
    return written


def test_one_changed_word_changes_one_line(place: Path) -> None:
    def edit(data: Any) -> None:
        data["articles"][0]["questions"][2]["kind"] = "yes_no"

    written = change(COMMENTED, place, edit).splitlines()
    changed = [
        pair for pair in zip(COMMENTED.splitlines(), written, strict=True) if len({*pair}) > 1
    ]
    assert changed == [("        kind: text", "        kind: yes_no")]


def test_comments_stay_above_what_they_stood_above(place: Path) -> None:
    def edit(data: Any) -> None:
        questions = data["articles"][0]["questions"]
        questions.reverse()
        questions.insert(0, {"id": "tip-5-new", "duty": "mandatory", "kind": "text"})
        questions[2]["kind"] = "yes_no"

    lines = change(COMMENTED, place, edit).splitlines()
    assert lines[:3] == COMMENTED.splitlines()[:3]
    assert lines[lines.index("      # And then") + 1] == "      - id: tip-5-second"
    assert lines[lines.index("      # First of all") + 1] == "      - id: tip-5-offence"
    assert "        kind: scale   # as always" in lines
    assert lines[-1] == "# The end."


def test_comments_go_with_what_is_deleted(place: Path) -> None:
    written = change(COMMENTED, place, lambda data: data["articles"][0]["questions"].pop(1))
    assert "And then" not in written and "First of all" in written


def test_headings_of_articles_stand_above_their_first_question(tmp_path: Path) -> None:
    each = authored(QUESTIONNAIRES)[0]
    words = each.words["en"]
    text = (QUESTIONNAIRES / words.file).read_text(encoding="utf-8")
    data = deepcopy(words.data)
    first = next(iter(data["questions"]))
    del data["questions"][first]
    written = words_text(data, articles_of(each), words, text)
    assert f"  {first}:\n" not in written
    assert written.count("  # Article ") == text.count("  # Article ")
    again = words_text(words.data, articles_of(each), read_file(written, tmp_path), written)
    assert again == text


def read_file(text: str, folder: Path) -> Any:
    file = folder / "words.yaml"
    file.write_text(text, encoding="utf-8")
    return read(file)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small folder, to be written into."""
    return shutil.copytree(FIVE, tmp_path / "five")


def files_of(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_all_files_of_a_change_are_replaced(folder: Path) -> None:
    before = files_of(folder)
    new = {"untoc/cluster-1.yaml": "a: b\n", "som/text/en/cluster-1.yaml": "c: d\n"}
    replace(folder, [Replacement(name, text, {text[0]: text[3]}) for name, text in new.items()])
    assert files_of(folder) == before | new


@pytest.mark.parametrize("in_the_way", ["tip", "tip/cluster-1.yaml"])
def test_when_one_file_cannot_be_written_none_is(folder: Path, in_the_way: str) -> None:
    shutil.rmtree(folder / "tip")
    if in_the_way == "tip":
        (folder / "tip").write_text("A file where a folder should be.", encoding="utf-8")
    else:
        (folder / in_the_way / "full").mkdir(parents=True)
    before = files_of(folder)
    new = ["untoc/cluster-1.yaml", "som/text/en/cluster-1.yaml", "tip/cluster-1.yaml"]
    with pytest.raises(OSError):
        replace(folder, [Replacement(name, "a: b\n", {"a": "b"}) for name in new])
    assert files_of(folder) == before
    assert not (folder / "som").exists()


def test_what_would_not_say_what_it_should_is_never_put_in_place(folder: Path) -> None:
    before = files_of(folder)
    with pytest.raises(AssertionError):
        replace(folder, [Replacement("untoc/cluster-1.yaml", "a: b\n", {"a": "c"})])
    assert files_of(folder) == before
    assert load(folder)
