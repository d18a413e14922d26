"""A reading pack: what was submitted and said on some articles, as one Word or one HTML file.

It is plain data from whoever gathers it: this module knows of no State and no question. The HTML
file carries its look with it, asks nothing of any server and runs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from unicodedata import bidirectional

from markupsafe import Markup

from reviewmech.papers import pandoc, word
from reviewmech.papers.markdown import render
from reviewmech.papers.pandoc import DESIGNS

_IN_WORDS = 6
_AT_THE_PRESS = Lock()


class Format(StrEnum):
    """The forms in which a pack is had, by the ending of the file."""

    DOCX = "docx"
    HTML = "html"


@dataclass(frozen=True)
class Line:
    """One paragraph of plain words; `style` is one of the designs'."""

    words: str
    style: str = "Line"
    url: str = ""


@dataclass(frozen=True)
class Prose:
    """A text that a person wrote, in the dialect of `reviewmech.papers.dialect`."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Table:
    """Figures: a heading for each column, and rows that begin with their name."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Note:
    """What somebody said beside it: who and when in one line, then the words."""

    head: str
    text: str
    language: str = ""
    is_internal: bool = False


Block = Line | Prose | Table | Note


@dataclass(frozen=True)
class Heading:
    """A heading: of an article (1), of a question (2), or of a follow-up (3)."""

    level: int
    words: str
    anchor: str = ""


@dataclass(frozen=True)
class Pack:
    """A pack: its title page, and what follows, article by article."""

    language: str
    direction: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    notice: str
    contents: str
    body: tuple[Heading | Block, ...]
    footer: str
    dated: date


def to_html(pack: Pack) -> bytes:
    """Make the one HTML file."""
    setting = _Setting("class")
    page = Markup(
        '<!doctype html>\n<html lang="{language}" dir="{direction}">\n<head>\n'
        '<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<style>\n{look}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        "<footer>{footer}</footer>\n</body>\n</html>\n"
    ).format(
        language=pack.language,
        direction=pack.direction,
        title=pack.title,
        look=Markup((DESIGNS / "pack.css").read_text("utf-8")),
        body=Markup("\n").join(setting.blocks(pack)),
        footer=pack.footer,
    )
    return page.encode()


def to_docx(pack: Pack) -> bytes:
    """Make the Word file."""
    with TemporaryDirectory() as folder:
        reference = Path(folder, "reference.docx")
        reference.write_bytes(word.reference("pack-styles.xml"))
        made = pandoc.convert(
            str(Markup("\n").join(_Setting("custom-style").blocks(pack))),
            "docx",
            f"--reference-doc={reference}",
            f"--template={DESIGNS / 'summary.openxml'}",
            f"--lua-filter={DESIGNS / 'pack.lua'}",
            f"--metadata=title:{pack.title}",
            f"--metadata=lang:{pack.language}",
            f"--metadata=dir:{pack.direction}",
        )
    return word.finished(made, pack.footer, pack.dated, pack.direction)


def made(pack: Pack, kind: Format) -> bytes:
    """Make a pack; a process makes one at a time, so that no crowd keeps the others waiting."""
    with _AT_THE_PRESS:
        return to_docx(pack) if kind is Format.DOCX else to_html(pack)


@dataclass(frozen=True)
class _Setting:
    """How blocks are marked: by `class` in a page, by `custom-style` for Word."""

    attribute: str

    def blocks(self, pack: Pack) -> Iterator[Markup]:
        yield self._title_page(pack)
        for each in pack.body:
            yield self._set(each)

    def _title_page(self, pack: Pack) -> Markup:
        lines = [
            self._styled(
                "Title", Markup("<h1>{}</h1>" if self._is_page else "<p>{}</p>"), pack.title
            ),
            self._styled("Subtitle", Markup("<p>{}</p>"), pack.subtitle),
            *(self._styled("Facts", Markup("<p>{}</p>"), _fact(*fact)) for fact in pack.facts),
            self._styled("Notice", Markup("<p>{}</p>"), pack.notice),
            self._styled("Contents", Markup("<p>{}</p>"), pack.contents),
            *(
                self._styled(
                    "Entry", Markup('<p><a href="#{}">{}</a></p>'), each.anchor, each.words
                )
                for each in pack.body
                if isinstance(each, Heading) and each.level == 1
            ),
        ]
        return Markup("\n").join(lines)

    @property
    def _is_page(self) -> bool:
        return self.attribute == "class"

    def _set(self, each: Heading | Block) -> Markup:
        match each:
            case Heading():
                return self._heading(each)
            case Line():
                words = Markup('<a href="{}">{}</a>').format(each.url, each.words)
                return self._styled(
                    each.style,
                    Markup('<p dir="auto">{}</p>'),
                    words if each.url else each.words,
                    direction=direction_of(each.words),
                )
            case Prose():
                return self._prose(each.text, each.language, "Prose")
            case Table():
                return _table(each)
            case Note():
                style = "Internal" if each.is_internal else "Note"
                head = self._styled(f"{style} Head", Markup("<p>{}</p>"), each.head)
                text = self._prose(each.text, each.language, style)
                return (
                    Markup("<aside>{}{}</aside>").format(head, text)
                    if self._is_page
                    else head + text
                )

    def _heading(self, heading: Heading) -> Markup:
        # In a page the title is its first heading.
        level = heading.level + 1 if self._is_page else heading.level
        anchor = Markup(' id="{}"').format(heading.anchor) if heading.anchor else ""
        return Markup("<h{0}{1}>{2}</h{0}>").format(level, anchor, heading.words)

    def _prose(self, text: str, language: str, style: str) -> Markup:
        html = render(text, headings_from=_IN_WORDS)
        return self._styled(
            style, Markup("{}"), html, direction=direction_of(text), language=language
        )

    def _styled(
        self, style: str, form: Markup, *words: object, direction: str = "", language: str = ""
    ) -> Markup:
        given = {self.attribute: self._named(style), "dir": direction, "lang": language}
        marks = Markup("").join(
            Markup(' {}="{}"').format(name, value) for name, value in given.items() if value
        )
        return Markup("<div{}>{}</div>").format(marks, form.format(*words))

    def _named(self, style: str) -> str:
        return style.lower().replace(" ", "-") if self._is_page else f"Pack {style}"


def _fact(term: str, words: str) -> Markup:
    return Markup("<strong>{}</strong> {}").format(term, words)


def _table(table: Table) -> Markup:
    head = Markup("").join(Markup("<th>{}</th>").format(each) for each in table.columns)
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(each) for each in row)
        )
        for row in table.rows
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, rows)


def direction_of(text: str) -> str:
    """Return how a text reads, by its first letter that has a direction; '' where none has."""
    for sign in text:
        kind = bidirectional(sign)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return ""
