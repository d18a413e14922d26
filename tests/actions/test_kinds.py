"""What a file is, is seen in it: nothing that runs, unpacks without end or poses is taken."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.actions import kinds
from reviewmech.actions.kinds import kind_of, safe_name
from reviewmech.rules.refusals import Invalid
from tests.documents import (
    CSV,
    GIF,
    JPEG,
    MACRO_TYPES,
    PDF,
    PNG,
    RELATED,
    TEXT,
    WEBP,
    archive,
    bomb,
    open_text,
    word,
)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "law.pdf", kinds.PDF),
        (PDF, "law.exe", kinds.PDF),
        (word(), "law.pdf", kinds.WORD),
        (open_text(), "law.odt", kinds.OPEN_TEXT),
        (PNG, "a", kinds.PNG),
        (JPEG, "a", kinds.JPEG),
        (GIF, "a", kinds.GIF),
        (WEBP, "a", kinds.WEBP),
        (TEXT, "law.html", kinds.TEXT),
        (b"\xef\xbb\xbf" + CSV, "Cases.CSV", kinds.CSV),
    ],
)
def test_a_kind_is_seen_in_the_file_whatever_its_name(
    content: bytes, name: str, kind: kinds.Kind
) -> None:
    assert kind_of(content, name) == kind


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (archive({"a.exe": b"MZ"}), "an archive or a file of another program"),
        (archive({"xl/workbook.xml": "", "[Content_Types].xml": ""}), "of another program"),
        (PDF + archive({"a.exe": b"MZ"}), "opened as an archive"),
        (GIF + archive({"a.jar": b"MZ"}), "opened as an archive"),
        (word()[:-30], "broken, was cut on the way"),
        (word()[: len(word()) // 2], "broken, was cut on the way"),
        (b"PK\x03\x04", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older Office file"),
        (b"MZ\x90\0", "of no kind"),
        (b"\x7fELF\x02", "of no kind"),
        ("é".encode("latin-1"), "of no kind"),
        (b"text\0with a hole", "of no kind"),
        (b"\xff\xfea\0b\0", "of no kind"),
    ],
)
def test_what_is_of_no_kind_or_poses_as_one_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Invalid, match=why) as refused:
        kind_of(content, "law.pdf")
    assert refused.value.field == "file"


@pytest.mark.parametrize(
    "content",
    [
        word({"word/vbaProject.bin": b"\xd0\xcf"}),
        word(types=MACRO_TYPES),
        word({"word/activeX/activeX1.xml": "<x/>"}),
        word({"word/embeddings/oleObject1.bin": b"\xd0\xcf"}),
        word({"word/_rels/settings.xml.rels": RELATED % ("attachedTemplate", "https://x.org/t")}),
        word({"word/_rels/settings.xml.rels": RELATED % ("attachedTemplate", r"\\x.org\t.dotm")}),
        word({"word/_rels/document.xml.rels": RELATED % ("oleObject", "file://x.org/t")}),
        open_text({"Basic/Standard/Module1.xml": "<x/>"}),
        open_text({"Scripts/python/run.py": "import os"}),
    ],
)
def test_a_document_that_holds_what_runs_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid, match="macros, embedded programs"):
        kind_of(content)


@pytest.mark.parametrize(
    "further",
    [
        {"word/_rels/document.xml.rels": RELATED % ("hyperlink", "https://example.org/")},
        {"word/_rels/settings.xml.rels": RELATED % ("attachedTemplate", "file:///C:/our.dotx")},
        {"word/embeddings/figures.xlsx": b"PK"},
        {"word/media/image1.png": PNG},
    ],
)
def test_what_every_office_writes_is_no_reason_to_refuse(further: dict[str, str | bytes]) -> None:
    assert kind_of(word(further)) == kinds.WORD


def test_links_hidden_in_another_alphabet_or_behind_entities_are_not_overlooked() -> None:
    words = '<?xml version="1.0" encoding="utf-16"?>' + RELATED % ("frame", "http://x.org")
    with pytest.raises(Invalid, match="macros"):
        kind_of(word({"word/_rels/document.xml.rels": words.encode("utf-16")}))
    entity = '<!DOCTYPE r [<!ENTITY a "http">]>' + RELATED % ("frame", "&a;://x.org")
    with pytest.raises(Invalid, match="broken"):
        kind_of(word({"word/_rels/document.xml.rels": entity}))


def test_an_archive_bomb_is_not_unpacked() -> None:
    with pytest.raises(Invalid, match="unpacks to more"):
        kind_of(bomb())
    parts = word({"word/_rels/document.xml.rels": b" " * 5_000_000})
    with pytest.raises(Invalid, match="unpacks to more"):
        kind_of(parts)


def test_an_archive_with_an_endless_list_of_parts_is_not_opened() -> None:
    whole = word()
    end = whole.rindex(b"PK\x05\x06")
    for length in (50_000_000, 0xFFFFFFFF):
        posing = whole[: end + 12] + struct.pack("<L", length) + whole[end + 16 :]
        with pytest.raises(Invalid, match="unpacks to more"):
            kind_of(posing)


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", '"=cmd|x"', "+A1", "-A1+2", "\t=1", " =1"])
def test_a_table_with_a_formula_is_refused(cell: str) -> None:
    with pytest.raises(Invalid, match="like a formula"):
        kind_of(f"year,cases\n2024,{cell}\n".encode(), "cases.csv")
    assert kind_of(b"a,-5,+3.2,1=1\n", "cases.csv") == kinds.CSV


def test_where_a_document_is_asked_for_nothing_else_is_taken() -> None:
    assert kind_of(PDF, taken=kinds.DOCUMENTS) == kinds.PDF
    for content in (PNG, TEXT, GIF):
        with pytest.raises(Invalid, match="not a PDF, Word"):
            kind_of(content, taken=kinds.DOCUMENTS)


@given(content=st.binary(max_size=300), head=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1"]))
def test_whatever_comes_is_taken_or_refused_in_words(content: bytes, head: bytes) -> None:
    try:
        assert kind_of(head + content) in kinds.TAKEN
    except Invalid as refusal:
        assert str(refusal).endswith(".")


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("law.pdf", "law.pdf"),
        ("LAW.PDF", "LAW.PDF"),
        ("law.pdf.exe", "law.pdf.exe.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\work\law.pdf", "law.pdf"),
        ('a"b\r\nc:d|e.pdf', "a b c d e.pdf"),
        ("..pdf", "pdf.pdf"),
        ("", "file.pdf"),
        ("قانون العقوبات.pdf", "قانون العقوبات.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
    ],
)
def test_a_name_is_safe_and_ends_as_its_kind_does(given_name: str, kept: str) -> None:
    assert safe_name(given_name, kinds.PDF) == kept


def test_a_long_name_is_cut_and_keeps_its_ending() -> None:
    kept = safe_name("a" * 500 + ".pdf", kinds.PDF)
    assert len(kept) < 300 and kept.endswith("a.pdf")
