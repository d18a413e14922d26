"""Pages as they travel: packed, and not sent again to a browser that has the very same page.

A packed page can betray its secrets by its length to one who watches the line and can put words of
their own into it again and again. Here the cookie goes with no request that another site makes, the
token of a form changes by the second, and the length is blurred by a header of random length.
"""

from __future__ import annotations

import gzip
import hashlib
import secrets
from collections.abc import Callable, Mapping

import brotli
from flask import Flask, Response, g, request
from flask import session as cookie

SMALLEST = 600
"""Bytes below which packing gains nothing."""

BLUR = 64
"""The most by which the length is blurred."""

WAYS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda content: gzip.compress(content, 6, mtime=0),
}
"""How a page is packed, the better way first; beyond these degrees it takes more than it saves."""

SINCE = "since"
"""What changes in the cookie when its reader sends a form."""

PACKED_KINDS = frozenset({"text/html", "application/json", "text/markdown", "text/plain"})


def pack(answer: Response) -> Response:
    """Pack an answer for the line, if the browser takes it so."""
    is_whole = not (answer.direct_passthrough or answer.is_streamed)
    if answer.mimetype not in PACKED_KINDS or answer.status_code == 304 or not is_whole:
        return answer
    answer.vary.add("Accept-Encoding")
    content = answer.get_data()
    way = accepted()
    if len(content) < SMALLEST or answer.content_encoding or way is None:
        return answer
    answer.set_data(WAYS[way](content))
    answer.content_encoding = way
    answer.headers["X-Blur"] = secrets.token_hex(secrets.randbelow(BLUR // 2))
    return answer


def accepted() -> str | None:
    """Return the best way of packing that this browser takes, if it takes one."""
    takes = request.accept_encodings
    return next((way for way in WAYS if takes.quality(way) > 0), None)


def mark(answer: Response) -> Response:
    """Mark a page by what it shows, so that the same page need not travel twice."""
    is_page = answer.mimetype == "text/html" and answer.status_code == 200
    if request.method == "GET" and is_page and not answer.is_streamed:
        answer.set_etag(_seen(answer.get_data()), weak=True)
        answer.make_conditional(request)
    return answer


def _seen(content: bytes) -> str:
    """Return the hash of a page without what is new each time it is made.

    A page holds as long as the session does, and until its reader acts: what an act has used up,
    a form that comes after it must not bear.
    """
    root, _ = g.get("request_ids", ("", None))
    for new in (root, g.get("csrf_token", "")):
        content = content.replace(new.encode(), b"") if new else content
    known = (cookie.get(name) for name in ("_user_id", "csrf_token", SINCE))
    session = " ".join(map(str, known)).encode()
    return hashlib.blake2b(content + session, digest_size=16).hexdigest()


def count_as_act(answer: Response) -> Response:
    """Have pages sent anew once after a form was sent; scripts give each request its own id."""
    is_by_script = request.headers.get("Accept", "").startswith("application/json")
    if request.method == "POST" and not is_by_script:
        cookie[SINCE] = secrets.token_hex(4)
    return answer


def pack_pages(app: Flask) -> None:
    """Let every page travel so."""
    app.after_request(count_as_act)
    app.after_request(pack)
    app.after_request(mark)
