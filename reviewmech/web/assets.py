"""The look as browsers get it: one style sheet, scripts without round trips, kept for a year.

The address of every file bears the edition of the look, a hash over all files, so a file never
changes under its address and scripts find one another within their edition.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import brotli
from flask import Flask, Response, abort, request
from werkzeug.routing import Rule

from reviewmech.places import STATIC
from reviewmech.web.packing import accepted

LOOK = "css/look.css"
"""The one style sheet: it is no file, but made of those in its order."""

FIRST = ("tokens", "page", "strip", "sheet", "forms", "lists")
"""The style sheets of every page, in this order; those of one subject follow by their names."""

APART = {"print"}
"""Style sheets that a page links by themselves."""

ADDRESS = "/static/<string(length=12):edition>/<path:filename>"

A_YEAR = 365 * 24 * 60 * 60

_IMPORTED = re.compile(r"""^import\b[^;("]*?["'](\.[^"']+)["'];""", re.MULTILINE)


@dataclass(frozen=True)
class File:
    """One file as it is sent, plain and packed."""

    content: bytes
    packed: Mapping[str, bytes]
    kind: str


class Look:
    """All files of the look, read and packed once."""

    def __init__(self, folder: Path) -> None:
        found = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        found[LOOK] = b"\n".join(found[name] for name in _sheets(found))
        self.files = {name: _file(name, content) for name, content in found.items()}

    @cached_property
    def edition(self) -> str:
        """The hash that changes with any file."""
        whole = hashlib.sha256()
        for name, file in sorted(self.files.items()):
            whole.update(name.encode() + b"\0" + hashlib.sha256(file.content).digest())
        return whole.hexdigest()[:12]

    def scripts(self, *entries: str) -> list[str]:
        """Return these scripts and all they import, so that a page can name them at once."""
        found: dict[str, None] = {}
        waiting = list(entries)
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = None
                waiting += self._imported_by(name)
        return list(found)

    def _imported_by(self, name: str) -> list[str]:
        folder, words = posixpath.dirname(name), self.files[name].content.decode()
        paths = _IMPORTED.findall(words)
        return [posixpath.normpath(posixpath.join(folder, path)) for path in paths]


def _sheets(found: dict[str, bytes]) -> list[str]:
    names = {Path(name).stem for name in found if name.startswith("css/")}
    order = [*FIRST, *sorted(names - set(FIRST) - APART)]
    return ["vendor/modern-normalize/modern-normalize.css", *(f"css/{name}.css" for name in order)]


def _file(name: str, content: bytes) -> File:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind.endswith(("javascript", "svg+xml"))
    return File(content, _packed(content) if is_text else {}, kind)


def _packed(content: bytes) -> dict[str, bytes]:
    """Pack a file once, as well as can be."""
    return {"br": brotli.compress(content), "gzip": gzip.compress(content, mtime=0)}


def serve(look: Look, filename: str, edition: str | None = None) -> Response:
    """Send a file; under the address of its edition it may be kept for good."""
    file = look.files.get(filename)
    if file is None:
        abort(404)
    way = accepted() if file.packed else None
    answer = Response(file.packed[way] if way else file.content, content_type=file.kind)
    if file.packed:
        answer.vary.add("Accept-Encoding")
    if way:
        answer.content_encoding = way
    answer.cache_control.public = True
    if edition == look.edition:
        answer.cache_control.max_age, answer.cache_control.immutable = A_YEAR, True
    else:
        # A page from before an upgrade still finds the file, if it is there; but keeps it not.
        answer.cache_control.no_cache = True
    answer.set_etag(f"{look.edition}-{way or 'plain'}")
    answer.make_conditional(request)
    return answer


def dress(app: Flask) -> None:
    """Serve the look in place of the plain folder, and let addresses bear its edition."""
    look = Look(STATIC)

    def send(filename: str, edition: str | None = None) -> Response:
        return serve(look, filename, edition)

    def name_edition(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("edition", look.edition)

    app.view_functions["static"] = send
    app.url_map.add(Rule(ADDRESS, endpoint="static", methods={"GET"}))
    app.url_default_functions[None].append(name_edition)
    app.jinja_env.globals["scripts"] = cache(look.scripts)
