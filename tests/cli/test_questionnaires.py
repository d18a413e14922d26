"""Questionnaires taken out and put back: as a workbook for lawyers, as PO for translators."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reviewmech.cli.questionnaires import questionnaire
from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library.questionnaires import check, load
from reviewmech.records.library.reading import read
from reviewmech.rules.mistakes import Mistakes

Run = Callable[..., tuple[str, str]]
FIVE = Path(__file__).parents[1] / "questionnaires" / "five"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give what runs the command: what it says, and why it stopped."""
    monkeypatch.delenv("REVIEWMECH_MECHANISM", raising=False)

    def call(*words: object) -> tuple[str, str]:
        stopped = ""
        try:
            questionnaire.main([str(word) for word in words], standalone_mode=False)
        except (SystemExit, Mistakes) as end:
            stopped = str(end)
        return capsys.readouterr().out, stopped

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small folder, with a French title, to be written into."""
    made = shutil.copytree(FIVE, tmp_path / "five")
    words = made / "tip/text/fr/cluster-1.yaml"
    words.parent.mkdir(parents=True)
    words.write_text(
        "language: fr\nstatus: working\ntitle: Incrimination\narticles: {}\nquestions: {}\n",
        encoding="utf-8",
    )
    return made


@pytest.fixture
def workbook(run: Run, folder: Path, tmp_path: Path) -> Path:
    """The workbook of the small folder."""
    file = tmp_path / "five.xlsx"
    assert run("export", file, "--from", folder) == (f"2 questionnaires written to {file}.\n", "")
    return file


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def edit(workbook: Path, changes: dict[tuple[str, str, str], Any]) -> None:
    """Write into cells, named by sheet, id (or number of the row) and heading, and save."""
    book = load_workbook(workbook)
    for (name, row, heading), value in changes.items():
        sheet = book[name]
        headings = [cell.value for cell in sheet[1]]
        ids = [str(cell.value) for cell in sheet["A"]]
        at = int(row) if row.isdecimal() else 1 + ids.index(row)
        sheet.cell(at, 1 + headings.index(heading)).value = value
    book.save(workbook)


TIP, UNTOC = "TIP cluster-1", "UNTOC cluster-1"


def test_what_nobody_changed_changes_no_file(run: Run, folder: Path, workbook: Path) -> None:
    before = files_of(folder)
    assert run("import", workbook, "--into", folder) == ("Nothing has changed.\n", "")
    assert files_of(folder) == before


def test_our_own_questionnaires_go_out_and_come_back_as_they_were(run: Run, tmp_path: Path) -> None:
    file, folder = tmp_path / "ours.xlsx", shutil.copytree(QUESTIONNAIRES, tmp_path / "ours")
    said, _ = run("export", file, "--from", folder)
    assert said == f"{len(load(folder))} questionnaires written to {file}.\n"
    assert run("import", file, "--into", folder) == ("Nothing has changed.\n", "")
    for kept in folder.iterdir():
        if (kept / "text").is_dir():
            shutil.rmtree(kept)
    assert load(folder) == {}
    _, stopped = run("import", file, "--into", folder)
    assert stopped == ""
    assert load(folder) == load(QUESTIONNAIRES)


def test_what_a_lawyer_changes_is_put_back_where_it_stood(
    run: Run, folder: Path, workbook: Path
) -> None:
    before = files_of(folder)
    changes = {
        (UNTOC, "untoc-5-offence", "asks en"): "Is taking part in such a group an offence?",
        (UNTOC, "untoc-5-figures", "official_number"): 17,
        (TIP, "tip-5-offence", "title fr"): "Infraction",
        (TIP, "tip-5-offence", "asks fr"): "Est-ce une infraction ?",
        ("About", "2", "version"): "2",
    }
    edit(workbook, changes)
    said, stopped = run("import", workbook, "--into", folder)
    assert stopped == ""
    assert "UNTOC cluster-1: 2 changed (untoc-5-offence, untoc-5-figures)." in said
    assert "TIP cluster-1: 1 changed (tip-5-offence)." in said
    assert said.count("Its version is still the same") == 1
    changed = {name for name, content in files_of(folder).items() if content != before[name]}
    assert changed == {
        "tip/cluster-1.yaml",
        "tip/text/fr/cluster-1.yaml",
        "untoc/cluster-1.yaml",
        "untoc/text/en/cluster-1.yaml",
    }
    text = (folder / "untoc/cluster-1.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Five questions of five kinds")
    assert '        official_number: "17"\n' in text
    assert check(folder) == check(FIVE)
    assert read(folder / "tip/text/fr/cluster-1.yaml").data["questions"] == {
        "tip-5-offence": {"title": "Infraction", "asks": "Est-ce une infraction ?"}
    }


def test_questions_are_added_moved_and_deleted_by_rows(
    run: Run, folder: Path, workbook: Path
) -> None:
    book = load_workbook(workbook)
    sheet = book[UNTOC]
    headings = [cell.value for cell in sheet[1]]
    notified = [cell.value for cell in sheet["A"]].index("untoc-5-notified") + 1
    sheet.delete_rows(notified)
    sheet.insert_rows(3)
    new = {
        "id": "untoc-5-new",
        "article": "5",
        "paragraph": "1",
        "duty": "optional",
        "kind": "yes_no",
        "title en": "New",
        "asks en": "=Is it new?",
        "laws": "yes",
    }
    for name, text in new.items():
        cell = sheet.cell(3, 1 + headings.index(name))
        cell.value, cell.data_type = text, "s"
    book.save(workbook)
    said, stopped = run("import", workbook, "--into", folder)
    assert stopped == ""
    assert "1 added (untoc-5-new); 1 removed (untoc-5-notified)." in said
    ids = [question.id for question in load(folder)["UNTOC", "cluster-1"].questions]
    assert ids[0] == "untoc-5-new" and "untoc-5-notified" not in ids
    words = load(folder)["UNTOC", "cluster-1"].questions[0].words("en")
    assert words.asks == "=Is it new?"


WRONG: list[tuple[dict[tuple[str, str, str], Any], str]] = [
    (
        {(UNTOC, "untoc-5-offence", "kind"): "sclae"},
        "Sheet UNTOC cluster-1, cell F3, unknown-word: “kind” must be one of: assistance, figures",
    ),
    (
        {(UNTOC, "untoc-5-offence", "duty"): None},
        "Sheet UNTOC cluster-1, cell E3, missing-key: “duty” is missing here.",
    ),
    (
        {(UNTOC, "untoc-5-offence", "asks en"): None},
        "Sheet UNTOC cluster-1, cell I3, missing-key: “asks en” is missing here.",
    ),
    (
        {(TIP, "tip-5-offence", "title fr"): "Infraction"},
        "Sheet TIP cluster-1, cell J3, missing-key: “asks fr” is missing here.",
    ),
    (
        {(UNTOC, "untoc-5-model", "options"): "agreement, agreement"},
        "Sheet UNTOC cluster-1, cell O4, duplicate-choice: “agreement” stands twice in “options”.",
    ),
    (
        {(UNTOC, "untoc-5-model", "when"): "untoc-5-figures answered"},
        "Sheet UNTOC cluster-1, cell X4, later-condition: “untoc-5-figures” is asked later;",
    ),
    (
        {(UNTOC, "untoc-5-offence", "follow_ups"): "missing, wishes"},
        "Sheet UNTOC cluster-1, cell Y3, unknown-follow-up: There is no follow-up “wishes”",
    ),
    (
        {(UNTOC, "untoc-5-offence", "id"): "tip-5-offence"},
        "Sheet UNTOC cluster-1, cell A3, wrong-id: The id “tip-5-offence” must begin with “untoc",
    ),
    (
        {(TIP, "tip-5-offence", "draws_on"): "untoc-5-nowhere"},
        "Sheet TIP cluster-1, cell AC3, unknown-question: There is no question “untoc-5-nowhere”",
    ),
    (
        {(UNTOC, "untoc-5-offence", "paragraph"): 1.5},
        "Sheet UNTOC cluster-1, cell C3, number: This became the number 1.5;",
    ),
    (
        {("About", "3", "instrument"): "../untoc"},
        "Sheet About, cell B3, wrong-name: Write letters, digits and hyphens.",
    ),
]


@pytest.mark.parametrize(("changes", "mistake"), WRONG, ids=[said[:70] for _, said in WRONG])
def test_with_one_mistake_nothing_is_put_back(
    run: Run, folder: Path, workbook: Path, changes: dict[tuple[str, str, str], Any], mistake: str
) -> None:
    before = files_of(folder)
    edit(workbook, {(TIP, "tip-5-offence", "asks en"): "Changed as well?", **changes})
    _, stopped = run("import", workbook, "--into", folder)
    assert mistake in stopped, stopped
    assert files_of(folder) == before


def test_the_words_that_the_workbook_does_not_bring_stay(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "one.xlsx"
    run("export", file, "--from", folder, "--of", "UNTOC/cluster-1")
    assert load_workbook(file).sheetnames == ["About", UNTOC, "Codes", "Guide"]
    edit(file, {(UNTOC, "untoc-5-offence", "title en"): "Taking part"})
    run("import", file, "--into", folder)
    assert read(folder / "tip/text/fr/cluster-1.yaml").data["title"] == "Incrimination"
    assert load(folder)["UNTOC", "cluster-1"].questions[0].words("en").title == "Taking part"


def test_a_new_questionnaire_and_a_new_language_make_new_files(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "one.xlsx"
    run("export", file, "--from", folder, "--of", "TIP", "--language", "ar")
    (folder / "tip/cluster-1.yaml").unlink()
    shutil.rmtree(folder / "tip/text")
    edit(
        file,
        {
            ("About", "2", "title ar"): "التجريم",
            (TIP, "tip-5-offence", "title ar"): "الجرم",
            (TIP, "tip-5-offence", "asks ar"): "هل هو جرم؟",
        },
    )
    _, stopped = run("import", file, "--into", folder)
    assert stopped == ""
    assert read(folder / "tip/text/ar/cluster-1.yaml").data == {
        "language": "ar",
        "status": "working",
        "title": "التجريم",
        "articles": {},
        "questions": {"tip-5-offence": {"title": "الجرم", "asks": "هل هو جرم؟"}},
    }


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    run: Run, folder: Path, workbook: Path
) -> None:
    before = files_of(folder)
    edit(workbook, {(TIP, "tip-5-offence", "asks en"): "Changed?"})
    said, _ = run("import", workbook, "--into", folder, "--dry-run")
    assert "TIP cluster-1: 1 changed (tip-5-offence)." in said
    assert f"Nothing was written: 1 file of {folder} would change." in said
    assert files_of(folder) == before


def test_a_question_that_others_draw_on_cannot_be_taken_away(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    tip = folder / "tip/cluster-1.yaml"
    if "draws_on" not in tip.read_text(encoding="utf-8"):
        tip.write_text(tip.read_text(encoding="utf-8") + "        draws_on: [untoc-5-offence]\n")
    file = tmp_path / "untoc.xlsx"
    run("export", file, "--from", folder, "--of", "untoc")
    book = load_workbook(file)
    rows = [cell.value for cell in book[UNTOC]["A"]]
    book[UNTOC].delete_rows(rows.index("untoc-5-offence") + 1)
    book.save(file)
    edit(file, {(UNTOC, "untoc-5-model", "when"): None})
    before = files_of(folder)
    _, stopped = run("import", file, "--into", folder)
    assert "tip/cluster-1.yaml, line" in stopped and "untoc-5-offence" in stopped
    assert files_of(folder) == before


def test_a_file_that_is_there_is_kept(run: Run, folder: Path, workbook: Path) -> None:
    before = workbook.read_bytes()
    for words in (["export", workbook], ["words", workbook, "--language", "es"]):
        _, stopped = run(*words, "--from", folder)
        assert stopped == f"{workbook} is there already. Choose another name, or add --overwrite."
    assert workbook.read_bytes() == before
    assert run("export", workbook, "--from", folder, "--overwrite")[1] == ""


def test_a_questionnaire_that_is_not_there_is_named(run: Run, folder: Path, tmp_path: Path) -> None:
    _, stopped = run("export", tmp_path / "x.xlsx", "--from", folder, "--of", "SOM/cluster-1")
    assert stopped.startswith("There is no questionnaire SOM/cluster-1 in ")
    assert not (tmp_path / "x.xlsx").exists()


def test_a_questionnaire_goes_out_while_another_is_half_written(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    (folder / "tip/cluster-1.yaml").write_text("instrument: TIP\n", encoding="utf-8")
    file = tmp_path / "x.xlsx"
    assert "missing-key" in run("export", file, "--from", folder)[1]
    assert run("export", file, "--from", folder, "--of", "UNTOC") == (
        f"1 questionnaire written to {file}.\n",
        "",
    )
    assert run("import", file, "--into", folder) == ("Nothing has changed.\n", "")


def translated(text: str, *translations: tuple[str, str]) -> str:
    """Give a translators' file with translations put in, by their contexts."""
    for context, said in translations:
        begin = text.index(f'msgctxt "{context}"\n')
        empty = text.index('msgstr ""', begin)
        assert "msgctxt" not in text[begin + 8 : empty]
        text = f'{text[:empty]}msgstr "{said}"{text[empty + len(chr(34)) * 2 + 7 :]}'
    return text


@pytest.fixture
def catalogue(run: Run, folder: Path, tmp_path: Path) -> Path:
    """The translators' file of the small folder, into Spanish."""
    file = tmp_path / "es.po"
    said, stopped = run("words", file, "--language", "es", "--from", folder)
    assert stopped == "" and said.endswith(f"texts written to {file}, 0 of them translated.\n")
    return file


def give(catalogue: Path, *translations: tuple[str, str]) -> None:
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(translated(text, *translations), encoding="utf-8")


def test_a_translation_is_put_back_and_stays_as_partial_as_it_is(
    run: Run, folder: Path, catalogue: Path
) -> None:
    give(
        catalogue,
        ("shared choices yes", "Sí"),
        ("shared follow_ups missing title", "Qué falta"),
        ("UNTOC/cluster-1 title", "Penalización y jurisdicción"),
        ("UNTOC/cluster-1 untoc-5-model title", "Modelo"),
        ("UNTOC/cluster-1 untoc-5-model asks", "¿Qué modelo?"),
        ("UNTOC/cluster-1 untoc-5-model options agreement", "Acuerdo"),
        ("UNTOC/cluster-1 untoc-5-figures title", "Casos"),
    )
    before = files_of(folder)
    said, stopped = run("read-words", catalogue, "--into", folder)
    assert stopped == ""
    assert "Left out until its title and its question are translated: untoc-5-figures" in said
    after = files_of(folder)
    assert {name: after[name] for name in before} == before
    assert read(folder / "text/es.yaml").data == {
        "language": "es",
        "status": "working",
        "choices": {"yes": "Sí"},
        "follow_ups": {},
    }
    assert read(folder / "untoc/text/es/cluster-1.yaml").data == {
        "language": "es",
        "status": "working",
        "title": "Penalización y jurisdicción",
        "articles": {},
        "questions": {
            "untoc-5-model": {
                "title": "Modelo",
                "asks": "¿Qué modelo?",
                "options": {"agreement": "Acuerdo"},
            }
        },
    }
    assert check(folder) == check(FIVE)


def test_what_is_translated_stands_in_the_next_translators_file(
    run: Run, folder: Path, catalogue: Path
) -> None:
    give(catalogue, ("shared choices yes", "Sí"), ("shared choices no", "No"))
    run("read-words", catalogue, "--into", folder)
    said, _ = run("words", catalogue, "--language", "es", "--from", folder, "--overwrite")
    assert said.endswith("2 of them translated.\n")
    assert run("read-words", catalogue, "--into", folder)[0] == "Nothing has changed.\n"


def test_an_empty_or_unsure_translation_takes_nothing_away(
    run: Run, folder: Path, catalogue: Path
) -> None:
    give(catalogue, ("shared choices yes", "Sí"))
    run("read-words", catalogue, "--into", folder)
    text = catalogue.read_text(encoding="utf-8").replace('msgstr "Sí"', 'msgstr ""')
    unsure = translated(text, ("shared choices no", "Nunca")).replace(
        "#: text/en.yaml", "#, fuzzy\n#: text/en.yaml"
    )
    catalogue.write_text(unsure, encoding="utf-8")
    assert run("read-words", catalogue, "--into", folder) == ("Nothing has changed.\n", "")
    assert read(folder / "text/es.yaml").data["choices"] == {"yes": "Sí"}


def test_a_translation_of_what_has_changed_since_is_left_out(
    run: Run, folder: Path, catalogue: Path
) -> None:
    give(catalogue, ("shared choices yes", "Sí"), ("shared choices no", "No"))
    words = folder / "text/en.yaml"
    text = words.read_text(encoding="utf-8")
    assert 'yes: "Yes"' in text
    words.write_text(text.replace('yes: "Yes"', 'yes: "Yes, fully"'), encoding="utf-8")
    said, stopped = run("read-words", catalogue, "--into", folder)
    assert stopped == ""
    assert "Left out, since the English has changed: shared choices yes" in said
    assert read(folder / "text/es.yaml").data["choices"] == {"no": "No"}


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("untoc-5-model asks", "untoc-5-modal asks", "unknown-text: There is no text “UNTOC/clus"),
        ('msgctxt "shared choices yes"', "", "unknown-text: There is no text “”"),
        ("Language: es", "Language: en", "wrong-language: “en” is the language from which"),
        ("Language: es", "Language: xx", "broken-file|wrong-language"),
        ("Language: es", "Speech: es", "wrong-language: The file does not say its language"),
        ('msgid "Yes"\nmsgstr ""', 'msgid "Yes"\nmsgstr "S\x07"', "control-character: There is a"),
        ('msgid "Yes"\nmsgstr ""', 'msgid "Yes"\nmsgstr "{si}"', "lost-placeholder: “{si}” stands"),
    ],
)
def test_a_translators_file_with_one_mistake_is_not_taken_at_all(
    run: Run, folder: Path, catalogue: Path, old: str, new: str, mistake: str
) -> None:
    shutil.copy(QUESTIONNAIRES / "mechanism.yaml", folder)
    give(catalogue, ("shared choices no", "No"))
    text = catalogue.read_text(encoding="utf-8")
    assert old in text
    catalogue.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = files_of(folder)
    _, stopped = run("read-words", catalogue, "--into", folder)
    assert stopped.startswith("es.po, line ")
    assert any(part in stopped for part in mistake.split("|")), stopped
    assert files_of(folder) == before


def test_a_questionnaire_needs_its_title_first(run: Run, folder: Path, catalogue: Path) -> None:
    give(catalogue, ("UNTOC/cluster-1 articles 5", "Participación"))
    _, stopped = run("read-words", catalogue, "--into", folder)
    assert "missing-title: Translate the title of UNTOC cluster-1 as well" in stopped
    assert not (folder / "untoc/text/es").exists()


@pytest.mark.parametrize("language", ["en", "xx", "../fr"])
def test_a_language_that_is_none_is_refused(
    run: Run, folder: Path, tmp_path: Path, language: str
) -> None:
    shutil.copy(QUESTIONNAIRES / "mechanism.yaml", folder)
    file = tmp_path / "x.po"
    _, stopped = run("words", file, "--language", language, "--from", folder)
    assert stopped.endswith(".") and not file.exists()
    _, stopped = run("export", file, "--language", language, "--from", folder)
    assert stopped.endswith(".") and not file.exists()
