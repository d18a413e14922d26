"""The reading pack as a file: whole, alone, the same bytes, in every script."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup

from reviewmech.papers.packs import (
    Block,
    Heading,
    Line,
    Note,
    Pack,
    Prose,
    Table,
    direction_of,
    to_docx,
    to_html,
)

ARABIC = "يُعاقَب كل من شارك في جماعة إجرامية منظمة."


def a_pack(*body: Heading | Block, direction: str = "ltr") -> Pack:
    """Return a pack with this body."""
    return Pack(
        language="ar" if direction == "rtl" else "en",
        direction=direction,
        title="Reading pack",
        subtitle="Review of Arcadia",
        facts=(("For", "the reviewing experts of Belmora"),),
        notice="Do not pass it on.",
        contents="Articles",
        body=(Heading(1, "Article 5", "article-5"), *body),
        footer="Arcadia · version 1",
        dated=date(2027, 1, 11),
    )


EVERY = a_pack(
    Heading(2, "Offence"),
    Line("Does it?", "Asks"),
    Line("Yes", "Choice"),
    Prose("The *Code*:\n\n- one\n- two"),
    Line("Penal Code, art. 34", "Law", "https://example.org/law"),
    Table(("Figure", "2020"), (("Cases", "12"),)),
    Note("Question of Cordania", "Which courts?"),
    Note("Annotation of Belmora", "Look again.", is_internal=True),
)


def page(pack: Pack) -> BeautifulSoup:
    """Return the HTML file, read back."""
    return BeautifulSoup(to_html(pack).decode(), "html.parser")


def document(pack: Pack) -> str:
    """Return the main part of the Word file."""
    with zipfile.ZipFile(io.BytesIO(to_docx(pack))) as packed:
        return packed.read("word/document.xml").decode()


def said_in(xml: str) -> str:
    """Return the words of a Word file, whatever the runs they stand in."""
    return "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert to_docx(EVERY) == to_docx(EVERY)
    assert to_html(EVERY) == to_html(EVERY)


def test_both_files_hold_every_word() -> None:
    xml, shown = document(EVERY), page(EVERY).get_text(" ")
    for said in ("Article 5", "Offence", "Does it?", "Cases", "Which courts?", "Look again."):
        assert said in xml and said in shown
    with zipfile.ZipFile(io.BytesIO(to_docx(EVERY))) as packed:
        assert "Arcadia · version 1" in packed.read("word/footer1.xml").decode()


def test_the_html_file_stands_alone() -> None:
    soup = page(EVERY)
    assert not soup.find_all(["script", "link", "img", "iframe", "form", "object"])
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy is not None and str(policy["content"]).startswith("default-src 'none'")
    assert "url(" not in str(soup.style) and "@import" not in str(soup.style)
    assert len(soup.find_all("h1")) == 1 and soup.html is not None and soup.html["lang"] == "en"
    for link in soup.find_all("a", href=re.compile("^#")):
        assert soup.find(id=str(link["href"])[1:]) is not None


def test_what_a_state_wrote_runs_nowhere() -> None:
    wrote = "<script>alert(1)</script><img src=x onerror=y> ![i](http://evil/x) {{ 7*7 }} `=cmd`"
    pack = a_pack(
        Heading(2, wrote),
        Line(wrote, "Choice"),
        Line("Law", "Law", 'javascript:alert(1)" onclick="x'),
        Prose(wrote),
        Note(wrote, wrote),
        Table((wrote,), ((wrote,),)),
    )
    soup = page(pack)
    assert not soup.find_all(["script", "img"])
    for tag in soup.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")]
    assert "<img" not in document(pack) and "w:drawing" not in document(pack)


def test_headings_inside_an_answer_are_no_headings_of_the_pack() -> None:
    pack = a_pack(Prose("# Mine\n\nWords."))
    assert document(pack).count("Heading1") == 1
    assert words_in(page(pack), "h2") == ["Article 5"]


def words_in(soup: BeautifulSoup, name: str) -> list[str]:
    """Return the words of the elements of a name."""
    return [tag.get_text() for tag in soup.find_all(name)]


def test_arabic_reads_from_right_to_left_in_an_english_pack_and_the_other_way_round() -> None:
    mixed = (Prose(ARABIC), Prose("English words."))
    assert document(a_pack(*mixed)).count("<w:bidi />") == 1
    turned = document(a_pack(*mixed, direction="rtl"))
    assert 'w:bidi w:val="0"' in turned or turned.count("<w:bidi />") > 3
    prose = page(a_pack(*mixed)).select(".prose")
    assert [each["dir"] for each in prose] == ["rtl", "ltr"]
    soup = page(a_pack(*mixed, direction="rtl"))
    assert soup.html is not None and (soup.html["lang"], soup.html["dir"]) == ("ar", "rtl")


@pytest.mark.parametrize(
    ("text", "reads"),
    [(ARABIC, "rtl"), ("12. שלום", "rtl"), ("(A) " + ARABIC, "ltr"), ("😀 123", ""), ("", "")],
)
def test_a_text_reads_as_its_first_letter_does(text: str, reads: str) -> None:
    assert direction_of(text) == reads


def test_emoji_and_every_script_come_through() -> None:
    said = "Family 👩‍👩‍👧‍👦, 中文, кириллица, ελληνικά, हिन्दी"
    pack = a_pack(Prose(said))
    assert said in said_in(document(pack)) and said in page(pack).get_text(" ")


def test_a_very_long_pack_is_made_in_its_time() -> None:
    answer = "Every court applies this provision as it stands. 😀\n\n" * 1_900
    pack = a_pack(*(block for at in range(10) for block in (Heading(2, str(at)), Prose(answer))))
    assert sum(len(each.text.encode()) for each in pack.body if isinstance(each, Prose)) > 900_000
    before = time.monotonic()
    assert len(to_html(pack)) > 900_000 and len(to_docx(pack)) > 10_000
    assert time.monotonic() - before < 60


def test_a_pack_of_nothing_is_still_a_pack() -> None:
    empty = replace(a_pack(), body=())
    assert "Reading pack" in document(empty) and "Reading pack" in page(empty).get_text()
