"""The executive summary as issued: Markdown, Word and PDF from the same plain data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, cast

import typst
from markupsafe import Markup

from reviewmech.papers import pandoc, word
from reviewmech.papers.dialect import tidy
from reviewmech.papers.markdown import render
from reviewmech.papers.pandoc import DESIGNS, NotMade
from reviewmech.rules.refusals import N_
from reviewmech.rules.summaries import Paragraph, numbers

_HEADING = re.compile(r"^#{1,6} (.*)$", re.MULTILINE)
_OTHER_BLOCK = re.compile(r"- |\d+\. |> |\| ")
_IN_WORDS = 6
_LANGUAGES = {
    "ar": "Arabic",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "ru": "Russian",
    "zh": "Chinese",
}  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """A summary ready to be issued: a title block as UN documents have it, and paragraphs."""

    symbol: str
    distribution: str
    dated: date
    language: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    subtitle: str = ""

    @property
    def masthead(self) -> tuple[str, ...]:
        """The lines beside the symbol: distribution, date and original language."""
        return (
            f"Distr.: {self.distribution}",
            f"{self.dated.day} {self.dated:%B %Y}",
            f"Original: {_LANGUAGES.get(self.language, self.language)}",
        )


def to_markdown(paper: Paper) -> str:
    """Write the paper in the dialect of `reviewmech.papers.dialect`, its numbers as words."""
    head = [paper.symbol, *paper.masthead]
    lines = ["\n".join(tidy(line).strip() for line in head), f"# {_one_line(paper.title)}"]
    lines += [tidy(paper.subtitle).strip()] if paper.subtitle else []
    for number, paragraph in zip(numbers(paper.paragraphs), paper.paragraphs, strict=True):
        if paragraph.is_heading:
            marks = "#" * min(paragraph.level + 1, 6)
            lines.append(f"{marks} {number} {_one_line(paragraph.text)}")
        else:
            # The stop is escaped, so that a number is a number and not the beginning of a list.
            text = _HEADING.sub(r"**\1**", tidy(paragraph.text).strip("\n"))
            space = "\n\n" if _OTHER_BLOCK.match(text) else " "
            lines.append(f"{number[:-1]}\\.{space}{text}")
    return "\n\n".join(lines) + "\n"


def to_docx(paper: Paper) -> bytes:
    """Make the Word file; parts and paragraphs carry Word's own numbering."""
    with TemporaryDirectory() as folder:
        reference = Path(folder, "reference.docx")
        reference.write_bytes(word.reference())
        made = pandoc.convert(
            _page(paper),
            "docx",
            f"--reference-doc={reference}",
            f"--template={DESIGNS / 'summary.openxml'}",
            f"--lua-filter={DESIGNS / 'summary.lua'}",
            f"--metadata=title:{paper.title}",
            f"--metadata=lang:{paper.language}",
            *(["--metadata=dir:rtl"] if paper.language == "ar" else []),
        )
    return word.dated(made, paper.dated)


def to_pdf(paper: Paper) -> bytes:
    """Make the PDF, tagged for screen readers.

    PDF/UA is tried first; its one obstacle here is a sign no font has, and a paper with such a sign
    is still better issued than withheld.
    """
    source = pandoc.convert(
        _page(paper),
        "typst",
        f"--template={DESIGNS / 'summary.typ'}",
        f"--lua-filter={DESIGNS / 'summary.lua'}",
    )
    try:
        return _typeset(source, paper, "ua-1")
    except typst.TypstError:
        try:
            return _typeset(source, paper, None)
        except typst.TypstError as fault:
            raise NotMade(
                N_("The paper could not be made: %(fault)s. Tell the secretariat."), fault=fault
            ) from fault


def _typeset(source: bytes, paper: Paper, standard: Literal["ua-1"] | None) -> bytes:
    """Typeset with the fonts typst carries, in an empty folder: no text can reach a file."""
    words = {"title": paper.title, "symbol": paper.symbol, "language": paper.language}
    with TemporaryDirectory() as root:
        fonts = typst.Fonts(include_system_fonts=False)
        compiler = typst.Compiler(source, root=root, font_paths=fonts, sys_inputs=words)
        moment = datetime.combine(paper.dated, time(), UTC)
        made = compiler.compile(format="pdf", pdf_standards=standard, timestamp=moment)
    return cast(bytes, made)


def _page(paper: Paper) -> str:
    """Set the paper in our own HTML: the one thing pandoc ever reads."""
    return str(Markup("\n").join(_blocks(paper)))


def _blocks(paper: Paper) -> Iterator[Markup]:
    yield _styled("Symbol", paper.symbol)
    yield from (_styled("Masthead", line) for line in paper.masthead)
    yield _styled("Title", paper.title)
    if paper.subtitle:
        yield _styled("Subtitle", paper.subtitle)
    for paragraph in paper.paragraphs:
        if paragraph.is_heading:
            level = min(paragraph.level, 3)
            yield Markup("<h{0}>{1}</h{0}>").format(level, paragraph.text)
        else:
            yield _numbered(render(paragraph.text, headings_from=_IN_WORDS))


def _styled(style: str, words: str | Markup) -> Markup:
    return Markup('<div custom-style="{}"><p>{}</p></div>').format(style, words)


def _numbered(html: Markup) -> Markup:
    """Number the first paragraph of a text; what begins otherwise is numbered on its own line."""
    words, rest = "\u00a0", str(html)
    if rest.startswith("<p"):
        words, _, rest = rest.partition(">")[2].partition("</p>")
    return _styled("Numbered Paragraph", Markup(words)) + Markup(rest)


def _one_line(text: str) -> str:
    return " ".join(tidy(text).split())
