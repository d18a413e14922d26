"""The reference document that gives a Word paper its look: pandoc's own, with our styles put in."""

import re
from datetime import date
from functools import cache
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from reviewmech.papers import pandoc
from reviewmech.papers.packages import bear_date, packed, unpacked

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FOOTER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
_FOOTER_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"
_LIST_MARGIN = re.compile(r'w:left="(\d+)" w:hanging="360"')
_TABLE_STYLE = '<w:tblStyle w:val="Table" />'
_SECTION = """<w:sectPr xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<w:footerReference w:type="default" r:id="rId90" />
<w:pgSz w:w="11906" w:h="16838" />
<w:pgMar w:top="1304" w:right="1304" w:bottom="1304" w:left="1304" w:header="720" w:footer="720" />
</w:sectPr>"""


@cache
def reference(*looks: str) -> bytes:
    """Make the reference document; numbers of paragraphs and parts are Word's own numbering.

    ``looks`` names designs with the styles that a kind of paper has of its own.
    """
    parts = unpacked(pandoc.default_file("reference.docx"))
    for look in ("styles.xml", *looks):
        parts["word/styles.xml"] = _with_our_styles(parts["word/styles.xml"], look)
    parts["word/numbering.xml"] = _design("numbering.xml")
    parts["word/footer1.xml"] = _design("footer.xml")
    _put(parts, "[Content_Types].xml", "</Types>", _override("/word/footer1.xml", _FOOTER_TYPE))
    _put(parts, "word/_rels/document.xml.rels", "</Relationships>", _relation("footer1.xml"))
    document = parts["word/document.xml"].decode()
    before = document[: document.rindex("<w:sectPr")]
    parts["word/document.xml"] = f"{before}{_SECTION}</w:body></w:document>".encode()
    return packed(parts)


def finished(document: bytes, symbol: str, day: date | None, direction: str) -> bytes:
    """Give a Word file the symbol and the date of its paper, if it has one, and set its lists in.

    Pandoc takes the footer as it is, its sandbox knows no clock and says 1970, its lists begin at
    the margin, where only headings do, and its tables know no direction.
    """
    parts = unpacked(document)
    if direction == "rtl":
        _replace(parts, "word/document.xml", _TABLE_STYLE, f"{_TABLE_STYLE}<w:bidiVisual />")
    lists = parts["word/numbering.xml"].decode()
    parts["word/numbering.xml"] = _LIST_MARGIN.sub(_set_in, lists).encode()
    _replace(parts, "word/footer1.xml", "SYMBOL", escape(symbol))
    bear_date(parts, day)
    return packed(parts)


def _set_in(margin: re.Match[str]) -> str:
    return f'w:left="{int(margin[1]) + 207}" w:hanging="360"'


def _with_our_styles(default: bytes, look: str) -> bytes:
    """Let our styles take the place of those of the same name."""
    ElementTree.register_namespace("w", _W[1:-1])
    styles, ours = ElementTree.fromstring(default), ElementTree.fromstring(_design(look))
    taken = {style.get(f"{_W}styleId") for style in ours.findall(f"{_W}style")}
    for style in styles.findall(f"{_W}style"):
        if style.get(f"{_W}styleId") in taken:
            styles.remove(style)
    for element in ours:
        if element.tag == f"{_W}docDefaults":
            styles.remove(styles.find(element.tag))  # type: ignore[arg-type]
            styles.insert(0, element)
        else:
            styles.append(element)
    return ElementTree.tostring(styles, encoding="utf-8", xml_declaration=True)


def _override(part: str, content_type: str) -> str:
    return f'<Override PartName="{part}" ContentType="{content_type}" />'


def _relation(target: str) -> str:
    return f'<Relationship Type="{_FOOTER_RELATION}" Id="rId90" Target="{target}" />'


def _put(parts: dict[str, bytes], name: str, before: str, words: str) -> None:
    _replace(parts, name, before, words + before)


def _replace(parts: dict[str, bytes], name: str, old: str, new: str) -> None:
    parts[name] = parts[name].decode().replace(old, new).encode()


def _design(name: str) -> bytes:
    return (pandoc.DESIGNS / name).read_bytes()
