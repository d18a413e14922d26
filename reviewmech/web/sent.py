"""A form that was sent and not accepted: its words are given back, and one press sends them again.

The token of a form says for whom it was made, since that is written in at sign-in: words typed by
one person are never put before another to be sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from secrets import token_hex
from typing import Any

from flask import current_app, g, request, url_for
from flask import session as cookie
from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from reviewmech.records.people import Person
from reviewmech.rules import access
from reviewmech.rules.access import Case
from reviewmech.rules.purposes import Action
from reviewmech.web import gate, kept

SECRET_FIELDS = frozenset({"password", "current", "new_password", "code", "token"})
"""Fields that no page may show again, and whose form is filled in anew."""

OWN_FIELDS = SECRET_FIELDS | {
    "csrf_token",
    "request_id",
    "address",
    "started_from",
    "language",
    "shown",
    "next",
}
"""Fields that are not a person's words, or that no page may show again."""

NEW_EACH_TIME = frozenset({"csrf_token", "request_id"})

PUT_BACK = {"sheet.save": "sheet.typed", "contributions.contribute": "contributions.typed"}
"""Where the words of a sheet go: back into their place, where nothing is saved by it."""


def sign_forms(person: Person) -> None:
    """Write into the tokens of forms, from now on, for whom they are made."""
    cookie["csrf_token"] = f"{token_hex(20)}.{kept.owner(person)}"
    # The token made for the cookie before is not good for this one.
    for made in ("csrf_token", "form_token"):
        g.pop(made, None)


def writer() -> str:
    """Return the name of the person for whom the form was made (web/kept.py); '' if not known."""
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")
    try:
        token = signer.loads(request.form.get("csrf_token", ""))
    except BadData:
        return ""
    return str(token).partition(".")[2]


def is_of_another(person: Person | None, written_by: str) -> bool:
    """Say whether a form is known to be somebody else's than this person's."""
    return person is not None and written_by not in ("", kept.owner(person))


def is_put_back() -> bool:
    """Say whether the words go back on their sheet, where nothing is saved by it."""
    return request.endpoint in PUT_BACK


def again() -> str:
    """Return where the form goes when it is sent again; '' where it has to be filled in anew."""
    purpose = gate.PURPOSES.get(request.endpoint or "")
    if not isinstance(purpose, Action) or SECRET_FIELDS & request.form.keys():
        return ""
    if is_put_back():
        return url_for(PUT_BACK[request.endpoint or ""], **_names())
    return request.full_path.rstrip("?")


def _names() -> dict[str, Any]:
    """Return the names in the address asked for, as the address has them."""
    given = dict(request.view_args or {})
    strand = given.pop("strand", None)
    return given | ({"strand_id": strand.id} if strand is not None else {})


def needs_no_sign_in() -> bool:
    """Say whether a fresh token is all that the form lacks."""
    purpose = gate.PURPOSES.get(request.endpoint or "")
    if purpose is None or gate.person() is not None or purpose in gate.BY_LINK:
        return True
    return access.may(purpose, gate.actor(), Case())


def fields() -> list[tuple[str, str]]:
    """Return the fields that are sent again; on a sheet, what clears an answer is not."""
    left_out = NEW_EACH_TIME | ({"clear"} if is_put_back() else set())
    return [each for each in request.form.items(multi=True) if each[0] not in left_out]


def has_files() -> bool:
    """Say whether files came with the form: a browser has to send them anew."""
    return any(file.filename for name in request.files for file in request.files.getlist(name))


def typed() -> list[str]:
    """Return the words of the form that was sent, so that they can be read and copied."""
    return words_of(request.form.items(multi=True))


def words_of(fields: Iterable[tuple[str, str]]) -> list[str]:
    """Return the words of a person among fields."""
    return [text for name, text in fields if name not in OWN_FIELDS and text.strip()]


def given_back() -> dict[str, Any]:
    """Return what was sent, as the pages that give it back show it and send it again."""
    told = {
        "again": again(),
        "writer": writer(),
        "has_files": has_files(),
        "is_put_back": is_put_back(),
    }
    return {**told, "seal": _sealing().dumps(told), "sent": fields(), "typed": typed()}


PREFIX = "sent-"
"""What stands before the names of fields that the form of signing in carries along."""


def carried() -> dict[str, Any]:
    """Return the same, carried along by the form of signing in: only what this house sealed."""
    seal = request.form.get("again", "")
    try:
        told = _sealing().loads(seal)
    except BadData:
        return {"again": ""}
    every = request.form.items(multi=True)
    sent = [(name.removeprefix(PREFIX), text) for name, text in every if name.startswith(PREFIX)]
    return {**told, "seal": seal, "sent": sent, "typed": words_of(sent)}


def _sealing() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="sent again")
