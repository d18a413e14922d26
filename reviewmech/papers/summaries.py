"""The executive summary as issued: Markdown, Word and PDF from the same plain data."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from gettext import NullTranslations
from pathlib import Path
from tempfile import TemporaryDirectory

from babel import Locale
from babel.dates import format_date
from markupsafe import Markup

from reviewmech.papers import pandoc, typeset, word
from reviewmech.papers.dialect import tidy
from reviewmech.papers.markdown import render
from reviewmech.papers.pandoc import DESIGNS
from reviewmech.places import STATIC
from reviewmech.rules.refusals import N_
from reviewmech.rules.summaries import Paragraph, numbers

FONTS = STATIC / "vendor" / "fonts-arabic"
"""The letters of Arabic papers; typst carries those of Latin, Greek and Cyrillic."""

_HEADING = re.compile(r"^#{1,6} (.*)$", re.MULTILINE)
_OTHER_BLOCK = re.compile(r"- |\d+\. |> |\| ")
_IN_WORDS = 6


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
    words: NullTranslations = field(default_factory=NullTranslations)

    @property
    def locale(self) -> Locale:
        """The conventions of its language: English as international organizations write it."""
        return Locale.parse("en-001" if self.language == "en" else self.language, sep="-")

    @property
    def masthead(self) -> tuple[str, ...]:
        """The lines beside the symbol: distribution, date and original language."""
        say, original = self.words.gettext, self.locale.languages[self.locale.language]
        return (
            say(N_("Distr.: %(distribution)s")) % {"distribution": say(self.distribution)},
            format_date(self.dated, "long", self.locale),
            say(N_("Original: %(language)s")) % {"language": original},
        )


def to_markdown(paper: Paper) -> str:
    """Write the paper in the dialect of `reviewmech.papers.dialect`, its numbers as words."""
    head = [paper.symbol, *paper.masthead]
    lines = ["\n".join(tidy(line).strip() for line in head), f"# {_one_line(paper.title)}"]
    lines += [tidy(paper.subtitle).strip()] if paper.subtitle else []
    for number, paragraph in zip(numbers(paper.paragraphs), paper.paragraphs, strict=True):
        if paragraph.is_heading:
            marks = "#" * (paragraph.level + 1)
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
            f"--metadata=dir:{paper.locale.text_direction}",
        )
    return word.finished(made, paper.symbol, paper.dated, paper.locale.text_direction)


def to_pdf(paper: Paper) -> bytes:
    """Make the PDF, tagged for screen readers."""
    source = pandoc.convert(
        _page(paper),
        "typst",
        f"--template={DESIGNS / 'summary.typ'}",
        f"--lua-filter={DESIGNS / 'summary.lua'}",
    )
    words = {
        "title": paper.title,
        "symbol": paper.symbol,
        "language": paper.language,
        "direction": paper.locale.text_direction,
    }
    given = {
        "source": source.decode(),
        "words": words,
        "dated": paper.dated.isoformat(),
        "fonts": str(FONTS),
    }
    return pandoc.run([sys.executable, "-I", typeset.__file__], json.dumps(given))


def _page(paper: Paper) -> str:
    """Set the paper in our own HTML: the one thing pandoc ever reads."""
    return str(Markup("\n").join(_blocks(paper)))


def _blocks(paper: Paper) -> Iterator[Markup]:
    # A symbol reads from left to right in every language.
    yield _styled("Symbol", Markup('<span dir="ltr">{}</span>').format(paper.symbol))
    yield from (_styled("Masthead", line) for line in paper.masthead)
    yield _styled("Title", paper.title)
    if paper.subtitle:
        yield _styled("Subtitle", paper.subtitle)
    for paragraph in paper.paragraphs:
        if paragraph.is_heading:
            yield Markup("<h{0}>{1}</h{0}>").format(paragraph.level, paragraph.text)
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
