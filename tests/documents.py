"""Files of every kind, made small: whole ones, and those that are not what they seem."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from reviewmech.records.attachments import Attachment
from reviewmech.records.database import now
from reviewmech.records.evidence import Evidence
from tests.cast import Cast

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
GIF = b"GIF89a" + b"\0" * 20
WEBP = b"RIFF\x1a\0\0\0WEBPVP8 " + b"\0" * 20
TEXT = "Art. 5 – الجريمة المنظمة\r\n".encode()
CSV = b"year,cases\n2024,-3\n"

TYPES = '<Types xmlns="urn:types"><Override ContentType="%s"/></Types>'
PLAIN_TYPES = TYPES % "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main"
MACRO_TYPES = TYPES % "application/vnd.ms-word.document.macroEnabled.main+xml"
RELATED = (
    '<Relationships xmlns="urn:r"><Relationship Id="r" Type="urn:o/relationships/%s" '
    'Target="%s" TargetMode="External"/></Relationships>'
)


def archive(parts: dict[str, str | bytes], packed: int = ZIP_DEFLATED) -> bytes:
    """Return an archive of these parts."""
    made = BytesIO()
    with ZipFile(made, "w", packed) as file:
        for name, words in parts.items():
            file.writestr(name, words)
    return made.getvalue()


def word(further: dict[str, str | bytes] | None = None, types: str = PLAIN_TYPES) -> bytes:
    """Return a Word document, with further parts."""
    own = {"[Content_Types].xml": types, "word/document.xml": "<document/>"}
    return archive({**own, **(further or {})})


def open_text(further: dict[str, str | bytes] | None = None) -> bytes:
    """Return an OpenDocument text, with further parts."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, words in {"content.xml": "<content/>", **(further or {})}.items():
            file.writestr(name, words)
    return made.getvalue()


def bomb() -> bytes:
    """Return a document of a few hundred kilobytes that unpacks to more than 300 MB."""
    return word({f"word/media/{number}.bin": b"\0" * 32_000_000 for number in range(10)})


def attach(cast: Cast, question: str, name: str = "Code.pdf", *, content: str = "a") -> Evidence:
    """Write that a file is attached to an answer of the Convention's strand."""
    file = Attachment(
        sha256=content * 64,
        name=name,
        media_type="application/pdf",
        size=1_834_221,
        kept_at=now(cast.session),
    )
    cast.session.add(file)
    cast.session.flush()
    evidence = Evidence(
        strand_id=cast.untoc.id,
        question=question,
        attachment_id=file.id,
        attached_at=now(cast.session),
    )
    cast.session.add(evidence)
    cast.session.commit()
    return evidence
