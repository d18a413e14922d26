"""What a browser may keep of unsent words on its device: whose they are, and whether at all.

A cookie that scripts may read carries the choice made at sign-in ("this is a shared computer") and
a name for the person that tells nothing about them. It holds no secret and opens nothing. Scripts
keep words only under that name, and wipe them once somebody signs out or another signs in.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Response, current_app, request
from flask import session as cookie

from reviewmech.records import accounts
from reviewmech.records.contributions import Contributor
from reviewmech.records.people import Person
from reviewmech.web import gate

COOKIE = "device"
OWN, SHARED, OUT = "own", "shared", "out"
SECONDS = 30 * 24 * 60 * 60


def owner(reader: Person | Contributor | None) -> str:
    """Return the name under which somebody's words are kept: no one can tell who it is."""
    if reader is None:
        return ""
    kind = "device" if isinstance(reader, Person) else "link"
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"{kind}:{reader.id}".encode(), hashlib.sha256).hexdigest()[:24]


def tell(answer: Response, reader: Person | Contributor, *, shared: bool) -> Response:
    """Let scripts know whose words they may keep here, or that they may keep none."""
    choice = SHARED if shared else OWN
    return _told(answer, f"{choice}.{owner(reader)}", None if shared else SECONDS)


def signed_out(answer: Response) -> Response:
    """Let scripts, and the browser itself, wipe what is kept here."""
    answer.headers["Clear-Site-Data"] = '"storage"'
    return _told(answer, OUT, SECONDS)


def known_address() -> str:
    """Return the address of who was signed in here last, on a computer that is theirs alone."""
    is_own = request.cookies.get(COOKIE, OUT).partition(".")[0] == OWN
    token = cookie.get("_user_id", "") if is_own else ""
    begun = accounts.begun(gate.session(), token) if token else None
    return begun.person.address if begun else ""


def is_free() -> bool:
    """Say whether nobody's words may wait in this browser."""
    return request.cookies.get(COOKIE, OUT) == OUT


def _told(answer: Response, words: str, seconds: int | None) -> Response:
    is_secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    answer.set_cookie(COOKIE, words, max_age=seconds, samesite="Lax", secure=is_secure)
    return answer
