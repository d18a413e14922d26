"""What every answer says to the browser: no foreign code, no foreign frames, no guessing."""

from __future__ import annotations

from flask import Flask, Response, request

from reviewmech.web import assets, packing

POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)


def say(answer: Response) -> Response:
    """Add the headers to an answer."""
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "static":
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        answer.vary.update(("Cookie", "Accept-Language"))
    if request.is_secure:
        answer.headers["Strict-Transport-Security"] = "max-age=31536000"
    return answer


def protect(app: Flask) -> None:
    """Let every answer carry the headers, pages travel packed, and files be kept."""
    app.after_request(say)
    packing.pack_pages(app)
    assets.dress(app)
