"""Markdown as pages and papers show it: `reviewmech.papers.dialect` made into safe HTML."""

import re
from functools import lru_cache
from threading import local
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.nl2br import Nl2BrExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from reviewmech.papers import dialect

# Python-Markdown takes about 50 microseconds for a block and 12 for a sign, so a text of this
# weight takes some 30 ms. Thirty pages of prose, or a table of a hundred rows, weigh far less.
HEAVIEST = 2_500
LONGEST = 200_000

SHORT, MOST_REMEMBERED = 4_000, 4_096
"""The longest text that is remembered as it was rendered, and how many are: some 20 MB."""

_READERS = local()
"""The reader of each thread, by the level its headings begin at: to make one takes long."""

_EMPTY_LINES = re.compile(r"\n(?: *\n)+")
_SIGN = re.compile(r"[][*_|\\<>`&]")
_ALLOWED = {
    **{
        tag: {"dir"}
        for tag in ("p", "ul", "blockquote", "table", "h1", "h2", "h3", "h4", "h5", "h6")
    },
    **{tag: set() for tag in ("strong", "em", "li", "br", "thead", "tbody", "tr", "th", "td")},
    "ol": {"dir", "start"},
    "a": {"href"},
}
_BEYOND = (
    "reference",
    "image_link",
    "image_reference",
    "short_reference",
    "short_image_ref",
    "html",
    "backtick",
)
_BLOCKS_BEYOND = ("code", "setextheader", "hr", "reference")


def render(text: str, *, headings_from: int = 3) -> Markup:
    """Show a text as HTML; its first level of headings becomes `headings_from`.

    Every block at the top takes its direction from its own first letter, so Arabic reads right in
    any page.
    A text too heavy to be read quickly is shown as plain paragraphs: nothing of it is lost.
    """
    if weight(text) > HEAVIEST or len(text) > LONGEST:
        return plain(text)
    return (_remembered if len(text) <= SHORT else _rendered)(text, headings_from)


def _rendered(text: str, headings_from: int) -> Markup:
    try:
        html = _reader(headings_from).convert(dialect.tidy(text))
    except RecursionError:
        # A reader that was stopped half-way is of no more use.
        _READERS.__dict__.clear()
        return plain(text)
    return Markup(_safe(html))


_remembered = lru_cache(MOST_REMEMBERED)(_rendered)


def plain(text: str) -> Markup:
    """Show a text as it was typed, in paragraphs and lines, every sign as itself."""
    escaped = str(escape(dialect.clean(text).strip("\n")))
    parts = (part for part in _EMPTY_LINES.split(escaped) if part)
    html = "\n".join(f'<p dir="auto">{part}</p>' for part in parts)
    return Markup(html.replace("\n", "<br>\n").replace("</p><br>", "</p>"))


def weight(text: str) -> int:
    """Say how long a text takes to set, in units of some 20 microseconds."""
    return 4 * (text.count("\n") + text.count("://")) + len(_SIGN.findall(text))


def _safe(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(_ALLOWED),
        attributes=_ALLOWED,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )


def _reader(headings_from: int) -> Markdown:
    kept: dict[int, Markdown] = _READERS.__dict__.setdefault("kept", {})
    if headings_from not in kept:
        kept[headings_from] = _new_reader(headings_from)
    return kept[headings_from].reset()


def _new_reader(headings_from: int) -> Markdown:
    return Markdown(
        extensions=[
            SaneListExtension(),
            TableExtension(),
            Nl2BrExtension(),
            _Dialect(headings_from),
        ],
        output_format="html",
    )


class _Dialect(Extension):
    """Leave Python-Markdown only what the dialect has."""

    def __init__(self, headings_from: int) -> None:
        super().__init__()
        self.headings_from = headings_from

    def extendMarkdown(self, md: Markdown) -> None:
        """Take away what is beyond the dialect and add the setting of blocks."""
        md.preprocessors.deregister("html_block")
        for name in _BEYOND:
            md.inlinePatterns.deregister(name)
        for name in _BLOCKS_BEYOND:
            md.parser.blockprocessors.deregister(name)
        md.ESCAPED_CHARS = list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
        md.treeprocessors.register(_Setting(self.headings_from), "setting", 5)


class _Setting(Treeprocessor):
    """Shift the headings, and let every block find its own direction."""

    def __init__(self, headings_from: int) -> None:
        super().__init__()
        self.headings_from = headings_from

    def run(self, root: Element) -> None:
        """Set each block under the root."""
        for block in root:
            block.set("dir", "auto")
            if level := re.fullmatch("h([1-6])", block.tag):
                block.tag = f"h{min(6, int(level[1]) - 1 + self.headings_from)}"
