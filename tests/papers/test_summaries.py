import io
import zipfile
from dataclasses import replace
from datetime import date
from gettext import NullTranslations
from re import findall

import pytest

from reviewmech.papers.pandoc import NotMade, convert, run
from reviewmech.papers.summaries import Paper, to_docx, to_markdown, to_pdf
from reviewmech.rules.summaries import Paragraph

ATTACKS = [
    '#import "/etc/passwd": x',
    '#read("/etc/passwd") #panic() #eval("1")',
    "$x^2$ @reference <label> \\ /* // */ ~ -- --- ] } [ {",
    "<script>alert(1)</script><b>",
    "`<w:br/>`{=openxml} `#panic()`{=typst}",
    "```{=typst}\n#panic()\n```",
    ":::{custom-style=Title}\nx\n:::",
    '<div custom-style="Title">x</div></div></div>',
    "\\input{/etc/passwd} \\\\ \\end{document}",
    "![an image](https://a.example/b.png) [y]\n\n[y]: /etc/passwd",
    "- a\n  - b\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "# A heading\n\n> words",
    "1. one\n2. two",
    "]]#panic()[[",
]


def paper(*texts: str, language: str = "en", title: str = "Executive summary: Arcadia") -> Paper:
    paragraphs = (
        Paragraph("introduction", 1, "Introduction"),
        Paragraph("introduction.process", 2, "Conduct of the review"),
        *(Paragraph("introduction.process", 0, text) for text in texts),
        Paragraph("implementation", 1, "Implementation"),
        Paragraph("implementation", 0, "The last paragraph."),
    )
    return Paper("CTOC/2027/1", "General", date(2027, 3, 14), language, title, paragraphs)


def part(document: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as packed:
        return packed.read(name).decode()


def styles_of(document: bytes) -> list[str]:
    return findall(r'<w:pStyle w:val="(\w+)"', part(document, "word/document.xml"))


def test_the_title_block_has_symbol_distribution_date_and_language() -> None:
    assert to_markdown(paper()).splitlines()[:4] == [
        "CTOC/2027/1",
        "Distr.: General",
        "14 March 2027",
        "Original: English",
    ]


class French(NullTranslations):
    def gettext(self, message: str) -> str:
        return {
            "Distr.: %(distribution)s": "Distr. %(distribution)s",
            "General": "générale",
            "Original: %(language)s": "Original : %(language)s",
        }[message]


def test_the_title_block_is_in_the_language_of_the_paper() -> None:
    french = replace(paper(language="fr"), words=French())
    assert french.masthead == ("Distr. générale", "14 mars 2027", "Original : français")


def test_parts_are_roman_and_paragraphs_numbered_straight_through() -> None:
    made = to_markdown(paper("One.", "Two."))
    assert "## I. Introduction\n\n### A. Conduct of the review\n\n1\\. One.\n\n2\\. Two." in made
    assert made.endswith("## II. Implementation\n\n3\\. The last paragraph.\n")


def test_word_numbers_parts_and_paragraphs_itself() -> None:
    made = to_docx(paper("One.", "Two.\n\nMore of two."))
    assert styles_of(made) == [
        "Symbol", "Masthead", "Masthead", "Masthead", "Title", "Heading1", "Heading2",
        "NumberedParagraph", "NumberedParagraph", "BodyText", "Heading1", "NumberedParagraph",
    ]  # fmt: skip
    numbering = part(made, "word/numbering.xml")
    assert '<w:pStyle w:val="NumberedParagraph"' in numbering
    assert 'w:val="upperRoman"' in numbering
    assert 'w:numId w:val="91"' in part(made, "word/styles.xml")


def test_a_word_file_bears_the_title_and_the_date_of_the_paper() -> None:
    core = part(to_docx(paper()), "docProps/core.xml")
    assert "<dc:title>Executive summary: Arcadia</dc:title>" in core
    assert "2027-03-14T00:00:00Z" in core


def test_every_page_of_a_word_file_bears_the_symbol() -> None:
    issued = replace(paper(), symbol="CTOC/<1>&")
    assert "<w:t>CTOC/&lt;1&gt;&amp;</w:t>" in part(to_docx(issued), "word/footer1.xml")


def test_an_arabic_paper_runs_from_right_to_left() -> None:
    arabic = paper("نص", language="ar")
    assert "<w:bidi" in part(to_docx(arabic), "word/document.xml")
    assert "<w:bidi" not in part(to_docx(paper("Words.")), "word/document.xml")
    assert b"/Lang(ar)" in to_pdf(arabic).replace(b" ", b"")


def test_a_table_of_an_arabic_paper_begins_on_the_right() -> None:
    table = "| أ | ب |\n|---|---|\n| 1 | 2 |"
    assert "<w:bidiVisual />" in part(to_docx(paper(table, language="ar")), "word/document.xml")
    assert "<w:bidiVisual" not in part(to_docx(paper(table)), "word/document.xml")


def test_a_symbol_reads_from_left_to_right_in_an_arabic_paper_too() -> None:
    runs = part(to_docx(paper("نص", language="ar")), "word/document.xml")
    [symbol] = findall(r"<w:r>(?:(?!</w:r>).)*CTOC/2027/1", runs)
    assert "<w:rtl" not in symbol


def test_an_arabic_pdf_has_every_letter() -> None:
    """PDF/UA is refused where a sign has no letter in any font; then a plain PDF is made."""
    arabic = paper("وفقاً للقرار **9/1**، «نص».", language="ar", title="الخلاصة الوافية: الجزائر")
    made = to_pdf(arabic)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"NotoNaskhArabic" in made


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_a_paper_is_made_in_every_language(language: str) -> None:
    assert b"/StructTreeRoot" in to_pdf(paper("2027", language=language))


def test_a_pdf_is_tagged_and_accessible() -> None:
    made = to_pdf(paper("Words, *slanted* and **strong**."))
    assert made.startswith(b"%PDF")
    assert b"/StructTreeRoot" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made


def test_a_sign_without_a_font_does_not_stop_a_paper() -> None:
    made = to_pdf(paper("文 \U00012000 العربية"))
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid" not in made


def test_the_same_paper_gives_the_same_bytes() -> None:
    issued = paper("One.", "| a | b |\n|---|---|\n| 1 | 2 |")
    assert to_docx(issued) == to_docx(issued)
    assert to_pdf(issued) == to_pdf(issued)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_words_can_reach_the_machinery_of_a_paper(attack: str) -> None:
    issued = paper(attack, title=f"Title {attack}")
    assert b"/StructTreeRoot" in to_pdf(issued)
    styles = styles_of(to_docx(issued))
    assert styles.count("Title") == 1
    assert styles.count("Heading1") == 2
    assert styles.count("NumberedParagraph") == 2


def test_words_that_look_like_typst_are_shown_as_words() -> None:
    shown = part(to_docx(paper("#panic() $x$ <script>")), "word/document.xml")
    assert "#panic()" in shown
    assert "&lt;script&gt;" in shown


def test_an_image_is_never_fetched_but_named() -> None:
    shown = part(
        to_docx(paper("See ![the organigram](https://a.example/b.png).")), "word/document.xml"
    )
    assert "the organigram" in "".join(findall(r">([^<]*)</w:t>", shown))
    assert "a.example" not in shown


def test_a_paper_that_cannot_be_made_is_refused_in_our_words_and_logged_in_theirs(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(NotMade) as caught:
        convert("<p>x</p>", "no-such-form")
    assert str(caught.value) == (
        "The paper could not be made; it may be too long. The server's log says more."
    )
    assert "Unknown output format" in caplog.text


def test_a_paper_that_takes_too_long_is_ended() -> None:
    with pytest.raises(NotMade, match="too long"):
        run(["sleep", "60"], "", patience=0.1)
