"""What a file is, by what is in it: neither its name nor what the browser says is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reviewmech.actions.archives import DOCX, ODT, Broken, ends_as_archive, kind_of_archive
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.texts import clean, is_unseen

LONGEST_NAME = 200


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: how it is served, and the endings its name may have."""

    media_type: str
    endings: tuple[str, ...]


PDF = Kind("application/pdf", (".pdf",))
WORD = Kind(DOCX, (".docx",))
OPEN_TEXT = Kind(ODT, (".odt",))
PNG = Kind("image/png", (".png",))
JPEG = Kind("image/jpeg", (".jpg", ".jpeg"))
GIF = Kind("image/gif", (".gif",))
WEBP = Kind("image/webp", (".webp",))
CSV = Kind("text/csv", (".csv",))
TEXT = Kind("text/plain", (".txt", ".md", ".log"))

DOCUMENTS = (PDF, WORD, OPEN_TEXT)
TAKEN = (*DOCUMENTS, PNG, JPEG, GIF, WEBP, CSV, TEXT)

_BEGINNINGS: tuple[tuple[bytes, Kind], ...] = (
    (rb"%PDF-\d", PDF),
    (rb"\x89PNG\r\n\x1a\n", PNG),
    (rb"\xff\xd8\xff", JPEG),
    (rb"GIF8[79]a", GIF),
    (rb"RIFF....WEBP", WEBP),
)
_ARCHIVE, _OLD_OFFICE = b"PK", b"\xd0\xcf\x11\xe0"
_FORMULA = re.compile(r'(?m)(?:^|[,;\t])[ "]*(?:[=@]|[+-](?=[A-Za-z(]))')


def kind_of(content: bytes, name: str = "", taken: tuple[Kind, ...] = TAKEN) -> Kind:
    """Return the kind of a file, or refuse it in a sentence that says what to do."""
    kind = _archive(content) if content.startswith(_ARCHIVE) else _plain(content, name)
    if kind not in taken:
        raise _of_no_kind() if taken == TAKEN else _no_document()
    return kind


def _archive(content: bytes) -> Kind:
    try:
        found = kind_of_archive(content)
    except Broken as fault:
        raise Invalid(
            "This file is broken, was cut on the way or is behind a password. Open it, save it "
            "again without a password, and attach that.",
            field="file",
        ) from fault
    if found is None:
        raise Invalid(
            "This is an archive or a file of another program, whatever its name says. Attach the "
            "documents in it one by one, as PDF, Word (.docx) or OpenDocument text (.odt).",
            field="file",
        )
    return WORD if found == DOCX else OPEN_TEXT


def _plain(content: bytes, name: str) -> Kind:
    if ends_as_archive(content):
        raise Invalid(
            "This file can also be opened as an archive, so it is not what it looks like. Save it "
            "anew from the program it was made with, and attach that.",
            field="file",
        )
    if content.startswith(_OLD_OFFICE):
        raise Invalid(
            "This is an older Office file, or one behind a password. Save it as PDF or .docx, "
            "without a password, and attach that.",
            field="file",
        )
    for beginning, kind in _BEGINNINGS:
        if re.match(beginning, content, re.DOTALL):
            return kind
    return _text(content, name)


def _text(content: bytes, name: str) -> Kind:
    """Take plain text in UTF-8: whether it is a table, only its name can say."""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _of_no_kind() from None
    if any(is_unseen(sign) for sign in words.replace("\r", "").replace("\f", "")):
        raise _of_no_kind()
    if not name.lower().endswith(CSV.endings):
        return TEXT
    if _FORMULA.search(words):
        raise Invalid(
            "A cell of this table begins like a formula, which a spreadsheet would run. Put the "
            "plain value in its place, or save the table as PDF.",
            field="file",
        )
    return CSV


def _of_no_kind() -> Invalid:
    return Invalid(
        "This file is of no kind that can be attached. Save it as PDF, Word (.docx), OpenDocument "
        "text (.odt), a picture (PNG, JPEG, GIF, WebP), or plain text or CSV in UTF-8.",
        field="file",
    )


def _no_document() -> Invalid:
    return Invalid(
        "This is not a PDF, Word (.docx) or OpenDocument (.odt) file. Please save the document "
        "as one of these and attach it again.",
        field="file",
    )


def safe_name(name: str, kind: Kind) -> str:
    """Return a name that is safe on every computer, and ends as files of its kind do."""
    last = clean(name.replace("\\", "/")).rpartition("/")[2]
    plain = " ".join(re.sub(r'[<>:"|?*\x00-\x1f]', " ", last).split()).lstrip(". ")
    stem, ending = plain or "file", kind.endings[0]
    if stem.lower().endswith(kind.endings):
        stem, dot, own = stem.rpartition(".")
        ending = dot + own
    return stem[:LONGEST_NAME].rstrip(". ") + ending
