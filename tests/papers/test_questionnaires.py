"""A blank questionnaire is had as Word, PDF and workbook, in every language it has words in."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from datetime import date
from html import unescape
from re import DOTALL, findall
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from reviewmech.papers.forms import NEEDS, YEARS, Form, page
from reviewmech.papers.questionnaires import Format, made, to_docx, to_pdf, to_xlsx
from reviewmech.papers.tongues import Tongue
from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.languages import conventions
from reviewmech.records.library import questionnaires
from reviewmech.rules.questionnaire import Kind, Questionnaire
from tests.conftest import FIVE

ALL = questionnaires.load(QUESTIONNAIRES)
EACH = [(*key, language) for key, each in ALL.items() for language in each.languages]
SMALL = questionnaires.load(FIVE)["UNTOC", "cluster-1"]


def form(questionnaire: Questionnaire = SMALL, language: str = "en", **more: Any) -> Form:
    return Form(
        questionnaire=questionnaire,
        tongue=Tongue(language, conventions(language)),
        mechanism="Mechanism for the Review",
        name="Blank questionnaire",
        instrument="The Convention",
        part="Cluster I: Criminalization",
        citation="UNTOC, Cluster I, version 1",
        **more,
    )


def parts(document: bytes) -> dict[str, str]:
    """Return the parts of an office file, each of which must be sound XML."""
    with zipfile.ZipFile(io.BytesIO(document)) as packed:
        assert packed.testzip() is None
        found = {name: packed.read(name) for name in packed.namelist()}
    for content in found.values():
        ElementTree.fromstring(content)
    return {name: content.decode() for name, content in found.items()}


def words_of(document: bytes) -> str:
    """Return the words of a Word file, paragraph by paragraph."""
    written = parts(document)["word/document.xml"]
    paragraphs = findall(r"<w:p>.*?</w:p>", written, DOTALL)
    told = ("".join(findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", each)) for each in paragraphs)
    return unescape("\n".join(told))


@pytest.mark.parametrize(("instrument", "part", "language"), EACH)
def test_a_questionnaire_is_made_in_each_of_its_languages(
    instrument: str, part: str, language: str
) -> None:
    asked = ALL[instrument, part]
    blank = form(asked, language)
    titles = [each.words(language).title for each in asked.questions]

    told = words_of(to_docx(blank))
    assert all(title in told for title in titles)

    pdf = to_pdf(blank)
    assert pdf.startswith(b"%PDF") and b"/StructTreeRoot" in pdf
    # PDF/UA is refused where a sign has no letter in any font.
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf

    [sheet] = load_workbook(io.BytesIO(to_xlsx(blank))).worksheets
    assert set(titles) <= {row[2].value for row in sheet.iter_rows()}


def test_the_title_says_what_this_is_and_whose_wording() -> None:
    told = words_of(to_docx(form(dated=date(2027, 3, 14)))).splitlines()
    assert told[:5] == [
        "Mechanism for the Review",
        "The Convention",
        "Cluster I: Criminalization",
        "Blank questionnaire",
        "Working wording, not the text adopted by the Conference.",
    ]
    assert told[5] == "Version 1Language: English14 March 2027"


def test_an_adopted_questionnaire_says_so_on_every_page() -> None:
    adopted = form(replace(SMALL, source="adopted"))
    footer = parts(to_docx(adopted))["word/footer1.xml"]
    assert "UNTOC, Cluster I, version 1 · Wording adopted by the Conference." in footer
    assert "Working wording" not in page(adopted)


def test_a_translation_says_that_it_is_a_working_one() -> None:
    asked = ALL["TIP", "cluster-1"]
    assert asked.statuses["fr"] == "working"
    assert "français (working translation)" in page(form(asked, "fr"))
    assert "working translation" not in page(form())


def test_the_guidance_is_left_out_where_it_is_switched_off() -> None:
    guided = [each.words("en") for each in SMALL.questions if each.words("en").how]
    assert guided and all(each.how in unescape(page(form())) for each in guided)
    bare = unescape(page(form(is_guided=False)))
    assert not any(each.how in bare or each.duty in bare for each in guided)


def test_every_choice_is_a_box_that_word_ticks_by_a_click() -> None:
    boxes = parts(to_docx(form()))["word/document.xml"].count("<w14:checkbox>")
    ticked = sum(
        len(each.choices) if each.kind is not Kind.ASSISTANCE else 1 for each in SMALL.questions
    )
    tables = sum(each.kind is Kind.FIGURES for each in SMALL.questions)
    assert boxes == ticked + tables


def test_figures_and_needs_are_tables_to_be_filled_in() -> None:
    asked = ALL["TIP", "cluster-1"]
    figures = next(each for each in asked.questions if each.kind is Kind.FIGURES)
    needs = next(each for each in asked.questions if each.kind is Kind.ASSISTANCE)
    only = replace(asked, sections=(replace(asked.sections[0], questions=(figures, needs)),))
    made = page(form(only))
    assert made.count("<th>Year:</th>") == YEARS
    assert all(f"<td>{row}</td>" in unescape(made) for row in figures.words("en").rows.values())
    rows = made.partition("<th>Type</th>")[2].partition("</table>")[0].count("<tr>")
    assert rows == NEEDS


def test_a_follow_up_says_when_it_is_asked() -> None:
    follow_up = next(each for each in SMALL.questions if each.parent)
    told = words_of(to_docx(form()))
    assert told.count("Asked if ") == sum(bool(each.when) for each in SMALL.questions)
    assert f"{follow_up.words('en').title}\nAsked if " in told


def in_arabic(questionnaire: Questionnaire) -> Questionnaire:
    """Give a questionnaire Arabic words."""
    plain = questionnaire.to_plain()
    plain["titles"]["ar"] = plain["statuses"]["ar"] = "working"
    for section in plain["sections"]:
        section["titles"]["ar"] = "استخدام المصطلحات"
        for question in section["questions"]:
            choices = dict.fromkeys(question.get("choices", ()), "نعم")
            rows = dict.fromkeys(question.get("rows", ()), "تحقيقات")
            question["texts"]["ar"] = {
                "language": "ar",
                "title": "تعريف الاتجار بالأشخاص",
                "asks": "هل يجرّم قانونكم الاتجار بالأشخاص وفقاً للمادة 3؟",
                **({"choices": choices} if choices else {}),
                **({"rows": rows} if rows else {}),
            }
    return Questionnaire.from_plain(plain)


def test_an_arabic_form_reads_from_right_to_left() -> None:
    blank = form(in_arabic(ALL["TIP", "cluster-1"]), "ar")
    document = parts(to_docx(blank))["word/document.xml"]
    assert "<w:bidi" in document
    assert document.count("<w:bidiVisual />") == document.count("<w:tblStyle ")
    assert b"/Lang(ar)" in to_pdf(blank).replace(b" ", b"")
    [sheet] = load_workbook(io.BytesIO(to_xlsx(blank))).worksheets
    assert sheet.sheet_view.rightToLeft


def test_every_question_is_a_row_with_room_for_the_answer() -> None:
    [sheet] = load_workbook(io.BytesIO(to_xlsx(form()))).worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(at for at, row in enumerate(rows) if row[0] == "Article")
    assert rows[head][-2:] == ["Answer", "Laws cited"]
    assert len(rows) - head - 1 == len(SMALL.questions) + len(SMALL.sections)
    assert all(row[-2:] == [None, None] for row in rows[head + 1 :])


def test_a_date_is_borne_only_by_an_edition_that_has_one() -> None:
    for make in (to_docx, to_xlsx):
        assert "dcterms:created" not in parts(make(form()))["docProps/core.xml"]
        dated = parts(make(form(dated=date(2027, 3, 14))))["docProps/core.xml"]
        assert dated.count("2027-03-14T00:00:00Z") == 2


@pytest.mark.parametrize("kind", list(Format))
def test_the_same_edition_gives_the_same_bytes(kind: Format) -> None:
    make = {Format.DOCX: to_docx, Format.PDF: to_pdf, Format.XLSX: to_xlsx}[kind]
    before = make(form())
    time.sleep(2)  # An archive tells the time in steps of two seconds.
    assert make(form()) == before


def test_a_file_is_made_once() -> None:
    first = made(form(of_version("once")), Format.XLSX)
    assert made(form(of_version("once")), Format.XLSX) is first
    assert made(form(of_version("twice")), Format.XLSX) != first


def of_version(version: str) -> Questionnaire:
    return replace(SMALL, version=version)


ATTACKS = [
    '#import "/etc/passwd": x',
    '#read("/etc/passwd") #panic()',
    "`<w:br/>`{=openxml} `#panic()`{=typst}",
    '</p></div><div custom-style="Title"><p>x',
    '<span custom-style="Tick">x</span>',
    "$x^2$ @reference <label> \\ /* // */ ]]#panic()[[",
    "<script>alert(1)</script> &amp; &lt;",
    "=HYPERLINK(1)",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_words_can_reach_the_machinery_of_a_form(attack: str) -> None:
    first = SMALL.questions[0]
    words = replace(first.words("en"), title=attack, asks=attack, how=attack)
    section = replace(SMALL.sections[0], questions=(replace(first, texts={"en": words}),))
    blank = replace(form(replace(SMALL, sections=(section,))), instrument=attack)
    usual = parts(to_docx(form(replace(SMALL, sections=(replace(section, questions=(first,)),)))))
    document = parts(to_docx(blank))["word/document.xml"]
    for mark in ('w:val="Title"', "<w14:checkbox>"):
        assert document.count(mark) == usual["word/document.xml"].count(mark)
    assert words_of(to_docx(blank)).count(attack) == 4
    assert b"/StructTreeRoot" in to_pdf(blank)
    [sheet] = load_workbook(io.BytesIO(to_xlsx(blank))).worksheets
    assert [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
