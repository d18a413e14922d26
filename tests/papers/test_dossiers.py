"""The dossier as a Word file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

from reviewmech.papers.dossiers import Dossier, Line, Part, to_docx

DOSSIER = Dossier(
    title="Dossier: review of Arcadia",
    made_for="For Ana, on 11 January 2027",
    dated=date(2027, 1, 11),
    language="en",
    direction="ltr",
    parts=(
        Part("play", "Where it stands", (Line("Convention", "With Arcadia.", "/strands/1"),), ""),
        Part("dates", "Next dates", (), "No date is set."),
    ),
)
HOME = "https://reviews.example"


def parts_of(made: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(made)) as package:
        return {name: package.read(name).decode() for name in package.namelist() if "xml" in name}


def test_every_part_has_its_heading_and_says_so_when_it_is_empty() -> None:
    words = parts_of(to_docx(DOSSIER, HOME))["word/document.xml"]
    for said in ("Dossier: review of Arcadia", "Where it stands", "With Arcadia.", "No date is"):
        assert said in words
    assert words.count("Heading1") == 2


def test_a_line_leads_to_its_thing_at_the_installation() -> None:
    made = parts_of(to_docx(DOSSIER, HOME))
    assert f"{HOME}/strands/1" in made["word/_rels/document.xml.rels"]


def test_what_people_typed_is_words_and_never_markup() -> None:
    line = Line("<script>alert(1)</script>", "[a](javascript:alert(1)) & <b>")
    dossier = replace(DOSSIER, parts=(Part("play", "Where", (line,), ""),))
    words = parts_of(to_docx(dossier, HOME))["word/document.xml"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words and "&amp; &lt;b&gt;" in words


def test_the_same_dossier_gives_the_same_bytes() -> None:
    assert to_docx(DOSSIER, HOME) == to_docx(DOSSIER, HOME)


def test_an_arabic_dossier_reads_from_right_to_left() -> None:
    dossier = replace(DOSSIER, title="ملف", language="ar", direction="rtl")
    assert "w:bidi" in parts_of(to_docx(dossier, HOME))["word/document.xml"]
