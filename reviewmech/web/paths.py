"""Where a page may send its reader on: to a path of this house, never to another one."""

from __future__ import annotations

from urllib.parse import urlsplit

from reviewmech.rules.texts import is_unseen


def local(path: str | None, otherwise: str) -> str:
    """Return the path if it is one of this house, else the other."""
    if not path or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return otherwise
    if any(is_unseen(sign) or sign.isspace() for sign in path):
        return otherwise
    parts = urlsplit(path)
    return otherwise if parts.scheme or parts.netloc else path
