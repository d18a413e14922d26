"""The frame of every page: who is signed in, where they can go, and the languages offered."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from reviewmech.records.states import State
from reviewmech.rules.purposes import Reading
from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.web import gate, languages, paths, present


def frame(app: Flask) -> None:
    """Give the base of every page what it shows."""
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    """Return what the base of every page shows."""
    someone = gate.person()
    return {
        "get_locale": get_locale,
        "text_direction": languages.direction(),
        "languages": _languages(),
        "is_working_translation": present.language() != REFERENCE,
        "navigation": _navigation(),
        "signed_in": someone and {"name": someone.name, "state": _state_of_reader()},
        "home_url": url_for("public.home"),
        "account_url": url_for("account.account"),
        "sign_in_url": url_for("signin.sign_in"),
        "sign_out_url": url_for("signin.sign_out"),
    }


def _state_of_reader() -> str | None:
    actor = gate.actor()
    if actor.officer:
        return _("the secretariat")
    states = {post.state for post in actor.posts}
    found = [gate.session().get(State, state) for state in states]
    return present.names(present.by_name(state for state in found if state)) or None


def _languages() -> list[tuple[str, str, str, bool]]:
    here = _address_to_come_back_to()
    return [
        (
            code,
            languages.own_name(code),
            url_for("account.choose_language", language=code, next=here),
            code == present.language(),
        )
        for code in languages.offered()
    ]


def _address_to_come_back_to() -> str:
    """Return where a choice of language leads back to: a page that a link can open."""
    if request.method == "POST":
        return paths.local(urlsplit(request.referrer or "").path, otherwise="/")
    return request.full_path.rstrip("?")


def _navigation() -> list[tuple[str, str, bool]]:
    entries = [(_("Public page"), "public.home", Reading.PUBLIC)]
    entries += [
        (_("Questionnaires"), "questionnaires.listed", Reading.PUBLIC),
        (_("My desk"), "desk.desk", Reading.OWN_ACCOUNT),
        (_("Reviews"), "secretariat.reviews", Reading.STEERING),
        (_("States"), "secretariat.states", Reading.STEERING),
        (_("Notes verbales"), "nominations.notes", Reading.STEERING),
        (_("Register of needs"), "assistance.register", Reading.STEERING),
    ]
    return [
        (label, url_for(endpoint), request.endpoint == endpoint)
        for label, endpoint, reading in entries
        if gate.may(reading, subject=())
    ]
