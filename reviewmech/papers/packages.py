"""Office files as packages of parts: taken apart, and put together so that none knows a clock."""

import io
import re
import zipfile
from datetime import date

CORE = "docProps/core.xml"
"""The part that says when a file was made."""

_MOMENT = re.compile(r"<dcterms:(created|modified)([^>]*)>[^<]*</dcterms:\1>")


def unpacked(document: bytes) -> dict[str, bytes]:
    """Return the parts of a file by their names."""
    with zipfile.ZipFile(io.BytesIO(document)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """Put parts together; the same parts give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, content in parts.items():
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def bear_date(parts: dict[str, bytes], day: date | None) -> None:
    """Let a file bear the date of its paper in place of the hour it was made; or none at all."""
    dated = rf"<dcterms:\1\2>{day.isoformat()}T00:00:00Z</dcterms:\1>" if day else ""
    parts[CORE] = _MOMENT.sub(dated, parts[CORE].decode()).encode()
