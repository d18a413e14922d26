"""The language of a page: chosen by the reader before or after signing in."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError, negotiate_locale
from flask import Flask, current_app, request
from flask import session as cookie
from flask_babel import Babel, get_locale

from reviewmech.web import gate


def offered() -> tuple[str, ...]:
    """Return the languages this installation speaks."""
    languages: tuple[str, ...] = current_app.extensions["settings"].languages
    return languages


def chosen() -> str:
    """Return the language of this request: the choice, the person's own, the browser's, English."""
    wanted = cookie.get("language")
    person = gate.person()
    if wanted not in offered() and person is not None:
        wanted = person.language
    if wanted not in offered():
        tags = [tag.replace("-", "_") for tag in request.accept_languages.values()]
        wanted = negotiate_locale(tags, offered())
    return wanted or offered()[0]


def direction() -> str:
    """Return how the page reads: "ltr" or "rtl"."""
    locale = get_locale()
    return "rtl" if locale and locale.character_order == "right-to-left" else "ltr"


def own_name(code: str) -> str:
    """Return what a language calls itself."""
    try:
        return (Locale.parse(code).get_display_name(code) or code).capitalize()
    except (UnknownLocaleError, ValueError):
        return code


def speak(app: Flask) -> None:
    """Let the application speak the reader's language."""
    Babel(app, locale_selector=chosen)
