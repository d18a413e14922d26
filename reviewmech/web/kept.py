"""What a browser may keep of unsent words on its device: whose they are, and whether at all.

A cookie that scripts may read carries the choice made at sign-in ("this is a shared computer") and
a name for the person that tells nothing about them. It holds no secret and opens nothing. Scripts
keep words only under that name, and wipe them once somebody signs out or another signs in.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Response, current_app

from reviewmech.records.people import Person

COOKIE = "device"
OWN, SHARED, OUT = "own", "shared", "out"
SECONDS = 30 * 24 * 60 * 60


def owner(person: Person | None) -> str:
    """Return the name under which words of a person are kept: no one can tell who it is."""
    if person is None:
        return ""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"device:{person.id}".encode(), hashlib.sha256).hexdigest()[:24]


def signed_in(answer: Response, person: Person, *, shared: bool) -> Response:
    """Let scripts know whose words they may keep here, or that they may keep none."""
    choice = SHARED if shared else OWN
    return _told(answer, f"{choice}.{owner(person)}", None if shared else SECONDS)


def signed_out(answer: Response) -> Response:
    """Let scripts, and the browser itself, wipe what is kept here."""
    answer.headers["Clear-Site-Data"] = '"storage"'
    return _told(answer, OUT, SECONDS)


def _told(answer: Response, words: str, seconds: int | None) -> Response:
    is_secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    answer.set_cookie(COOKIE, words, max_age=seconds, samesite="Lax", secure=is_secure)
    return answer
