"""Pages as they travel: packed, and not sent again to a browser that has the very same page.

A packed page can betray its secrets by its length to one who watches the line and can put words of
their own into it again and again. Here the cookie goes with no request that another site makes, the
token of a form changes by the second, and the length is blurred by a name of random length.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import secrets
from io import BytesIO

from flask import Flask, Response, g, request, url_for
from flask import session as cookie

LEVEL = 6
"""How hard a page is packed: beyond this it takes longer than it saves."""

SMALLEST = 600
"""Bytes below which packing gains nothing."""

BLUR = 64
"""The most by which the length is blurred."""

PACKED_KINDS = frozenset({"text/html", "application/json", "text/markdown", "text/plain"})

REQUEST_ID = re.compile(rb'name="request_id"[^>]*?value="([^"]*)"')


def pack(answer: Response) -> Response:
    """Pack an answer for the line, if the browser takes it so."""
    is_whole = not (answer.direct_passthrough or answer.is_streamed)
    if answer.mimetype not in PACKED_KINDS or answer.status_code == 304 or not is_whole:
        return answer
    answer.vary.add("Accept-Encoding")
    content = answer.get_data()
    small = len(content) < SMALLEST
    takes_it = request.accept_encodings.quality("gzip") > 0
    if small or answer.content_encoding or not takes_it:
        return answer
    answer.set_data(packed(content))
    answer.content_encoding = "gzip"
    return answer


def packed(content: bytes) -> bytes:
    """Return a text packed, its length blurred."""
    made, name = BytesIO(), secrets.token_hex(secrets.randbelow(BLUR // 2))
    with gzip.GzipFile(name, "wb", LEVEL, made, mtime=0) as file:
        file.write(content)
    return made.getvalue()


def mark(answer: Response) -> Response:
    """Mark a page by what it shows, so that the same page need not travel twice."""
    is_page = answer.mimetype == "text/html" and answer.status_code == 200
    if request.method == "GET" and is_page and not answer.is_streamed:
        seen = _seen(answer.get_data())
        if seen is not None:
            answer.set_etag(seen, weak=True)
            answer.make_conditional(request)
    return answer


def _seen(content: bytes) -> str | None:
    """Return the hash of a page without what is new each time it is made.

    The token and the request id of the page kept hold as long as the session does. A page with
    forms beside that of signing out is always sent: two tabs must not have the same request ids.
    """
    ids = REQUEST_ID.findall(content)
    if len(ids) > content.count(f'action="{url_for("signin.sign_out")}"'.encode()):
        return None
    for new in (*ids, g.get("csrf_token", "").encode()):
        content = content.replace(new, b"") if new else content
    session = f"{cookie.get('_user_id')} {cookie.get('csrf_token')}".encode()
    return hashlib.blake2b(content + session, digest_size=16).hexdigest()


def pack_pages(app: Flask) -> None:
    """Let every page travel so."""
    app.after_request(pack)
    app.after_request(mark)
