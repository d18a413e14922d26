"""The look keeps its word: it mirrors itself, reads well, weighs little, and gettext hears it."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from reviewmech.places import STATIC, TEMPLATES

SHEETS = sorted(STATIC.glob("css/*.css"))
SCRIPTS = sorted(STATIC.glob("js/*.js"))
PAGES = sorted(TEMPLATES.rglob("*.html"))

PHYSICAL = re.compile(
    r"""(?xm)
    (?:^|[;{])\s*(
        (?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)[\w-]*
      | (?:left|right|top|bottom|width|height|(?:min|max)-(?:width|height)|overflow-[xy])
      | (?:float|clear|text-align|caption-side)\s*:\s*(?:left|right)
    )\s*[:;]"""
)
FOUR_SIDES = re.compile(r"(margin|padding|inset|border-\w+)\s*:\s*(\S+) (\S+) (\S+) (\S+)\s*;")

every_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
every_page = pytest.mark.parametrize(
    "page", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES))
)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


# Style sheets


@every_sheet
def test_a_style_sheet_names_no_left_and_no_right(sheet: Path) -> None:
    css = without_comments(read(sheet))
    physical = [found.group(1) for found in PHYSICAL.finditer(css)]
    lopsided = [m.group(0) for m in FOUR_SIDES.finditer(css) if m.group(3) != m.group(5)]
    assert not physical + lopsided, (
        f"{sheet.name} uses {physical + lopsided}. Write logical properties (margin-inline-start, "
        "inline-size, text-align: start), so that Arabic mirrors itself."
    )


@every_sheet
def test_a_style_sheet_loads_nothing_and_shouts_nowhere_but_on_paper(sheet: Path) -> None:
    css = without_comments(read(sheet))
    assert "url(" not in css and "@import" not in css, (
        f"{sheet.name} loads something else. Draw shapes with clip-path, link sheets in base.html."
    )
    assert "!important" not in css or sheet.name == "print.css", (
        f"{sheet.name} says !important. Write a plainer selector instead."
    )


def tokens(scheme: str) -> dict[str, str]:
    """Read the colours of the light scheme, or of the dark one over it."""
    css = without_comments(read(STATIC / "css" / "tokens.css"))
    light, _, rest = css.partition("@media (prefers-color-scheme: dark)")
    dark, _, _ = rest.partition("@media")
    words = light + dark if scheme == "dark" else light
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", words))


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def pairs() -> Iterator[tuple[str, str, float]]:
    """Give each ink, the paper it is set on, and the contrast it must reach there."""
    papers = ("desk", "sheet", "internal")
    for paper in papers:
        for ink in ("ink", "soft", "accent", "accent-deep", "good", "care", "alarm"):
            yield ink, paper, 7
        yield "edge", paper, 3
    for wash in ("accent-wash", "good-wash", "care-wash", "alarm-wash"):
        yield "ink", wash, 7
    yield from [("accent-deep", "accent-wash", 7), ("alarm", "alarm-wash", 7)]
    yield from [("on-accent", "accent", 7), ("on-accent", "accent-deep", 7)]
    yield ("on-alarm", "alarm", 7)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_ink_reads_on_every_paper(scheme: str) -> None:
    colours = tokens(scheme)
    faint = [
        f"{ink} on {paper}: {contrast(colours[ink], colours[paper]):.2f}, needs {least}"
        for ink, paper, least in pairs()
        if contrast(colours[ink], colours[paper]) < least
    ]
    assert not faint, f"Too faint in the {scheme} scheme: {faint}. Mend tokens.css."


def test_the_look_weighs_less_than_fifty_kilobytes() -> None:
    """tests/web/test_weight.py weighs what a page really loads; this holds all of it together."""
    weight = sum(len(gzip.compress(path.read_bytes())) for path in SHEETS + SCRIPTS)
    assert weight < 50_000, (
        f"Our own CSS and JS weigh {weight} bytes compressed. Take something out."
    )


# Templates

ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
NO_WORDS = (nodes.Compare, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Include)
GETTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
READ_OUT = {
    "title",
    "alt",
    "placeholder",
    "aria-label",
    "aria-description",
    "data-label",
    "data-copied",
}
JINJA = re.compile(r"\{#.*?#\}|\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


class Markup(HTMLParser):
    """The HTML of a template once its Jinja is taken out: what is written in it by hand."""

    def __init__(self, template: str) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.inside = ""
        self.feed(JINJA.sub(" ", template))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.attributes.append((tag, "", ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(f"<{self.inside}> {data.strip()}" if self.inside else data.strip())


def letters(words: str) -> bool:
    return any(character.isalpha() for character in words)


@every_page
def test_a_template_carries_no_inline_style_and_no_inline_script(page: Path) -> None:
    markup = Markup(read(page))
    inline = [
        f"<{tag} {name}>"
        for tag, name, _ in markup.attributes
        if tag == "style" or name == "style" or name.startswith("on") or "hx-on" in name
    ] + [words for words in markup.texts if words.startswith(("<script>", "<style>"))]
    assert not inline, f"{page.name}: {inline}. The Content-Security-Policy refuses it; use a file."


@every_page
def test_a_template_says_nothing_that_gettext_does_not_hear(page: Path) -> None:
    markup = Markup(read(page))
    silent = [words for words in markup.texts if letters(re.sub(r"^<\w+>", "", words))]
    silent += [value for _, name, value in markup.attributes if name in READ_OUT and letters(value)]
    silent += list(literals(ENVIRONMENT.parse(read(page))))
    assert not silent, f"{page.name}: write _('...') around {silent}."


def literals(node: nodes.Node) -> Iterator[str]:
    """Find the sentences that pass gettext by in expressions: they have capitals or spaces."""
    if isinstance(node, NO_WORDS):
        return
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in GETTEXT:
        return
    words = node.value if isinstance(node, nodes.Const) else None
    if isinstance(words, str) and re.search(r"^[A-Z]|[^\W\d_] [^\W\d_]", words):
        yield words
    for child in node.iter_child_nodes():
        yield from literals(child)


@every_page
def test_a_template_hands_gettext_whole_sentences(page: Path) -> None:
    calls = ENVIRONMENT.parse(read(page)).find_all(nodes.Call)
    hidden = [
        call.lineno
        for call in calls
        if getattr(call.node, "name", "") in GETTEXT and not isinstance(call.args[0], nodes.Const)
    ]
    assert not hidden, (
        f"{page.name}, lines {hidden}: _() takes a literal sentence, or it is never found."
    )


@every_page
def test_a_template_wears_only_classes_that_a_style_sheet_knows(page: Path) -> None:
    known = {name for sheet in SHEETS for name in re.findall(r"\.([a-z][\w-]*)", read(sheet))}
    worn = {
        name
        for _, attribute, value in Markup(read(page)).attributes
        if attribute == "class"
        for name in value.split()
    }
    assert worn <= known, f"{page.name}: no style sheet knows {sorted(worn - known)}."
