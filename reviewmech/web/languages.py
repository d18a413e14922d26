"""The language of a page: chosen by the reader before or after signing in.

A choice is remembered by a cookie of its own: it outlives sessions, and says nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.lists import format_list
from babel.support import NullTranslations
from flask import Flask, current_app, g, request
from flask_babel import Babel, Domain, get_locale
from flask_babel import gettext as _
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from reviewmech.records import states as records
from reviewmech.records.languages import conventions, isolated, translations, written_out
from reviewmech.records.states import State
from reviewmech.rules.refusals import Refused
from reviewmech.web import gate

Answer = TypeVar("Answer", bound=BaseResponse)

COOKIE = "language"
A_YEAR = 365 * 24 * 60 * 60


def offered() -> tuple[str, ...]:
    """Return the languages this installation speaks."""
    languages: tuple[str, ...] = current_app.extensions["settings"].languages
    return languages


def chosen() -> str:
    """Return the language of this request: the choice, the person's own, the browser's, English."""
    reader = gate.person() or g.get("contributor")
    wanted = request.cookies.get(COOKIE)
    if wanted not in offered() and reader is not None:
        wanted = reader.language
    if wanted not in offered():
        tags = [tag.replace("-", "_") for tag in request.accept_languages.values()]
        wanted = negotiate_locale(tags, offered())
    return wanted or offered()[0]


def remember(answer: Answer, language: str) -> Answer:
    """Let this browser remember a choice."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(
        COOKIE, language, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax"
    )
    return answer


def state_name(state: State) -> str:
    """Return the name of a State in the reader's language."""
    return records.state_name(state, language())


def listed(things: Iterable[object]) -> str:
    """Return several names in one phrase, as the reader's language writes a list."""
    return format_list([shown(each) for each in things], locale=conventions(language()))


def shown(detail: Any) -> Any:
    """Return a detail of a sentence as the reader's language writes it."""
    if isinstance(detail, State):
        return state_name(detail)
    if isinstance(detail, date):
        return written_out(detail, language())
    return listed(detail) if isinstance(detail, list) else detail


def told(refusal: Refused) -> str:
    """Return the sentence of a refusal in the reader's language."""
    given = {name: shown(detail) for name, detail in refusal.details.items()}
    return _(refusal.sentence) % _isolated(given)


def language() -> str:
    """Return the code of the page's language."""
    found: str | None = g.get("language")
    if found is None:
        found = g.language = str(get_locale())
    return found


def direction() -> str:
    """Return how the page reads: "ltr" or "rtl"."""
    found: str | None = g.get("direction")
    if found is None:
        found = g.direction = conventions(language()).text_direction
    return found


def own_name(code: str) -> str:
    """Return what a language calls itself."""
    try:
        return (Locale.parse(code).get_display_name(code) or code).capitalize()
    except (UnknownLocaleError, ValueError):
        return code


def in_another_language(asked: Iterable[Any]) -> str:
    """Say that questions are in another language than the page; '' where they are in its own."""
    foreign = sorted({each.foreign for each in asked} - {""})
    named = conventions(language()).languages
    if not foreign:
        return ""
    return _(
        "The questionnaire is in %(other)s; the page is in %(own)s.",
        other=listed(named.get(code, code) for code in foreign),
        own=named.get(language(), own_name(language())),
    )


class Words(Domain):
    """The words of pages: those of letters too, with what is not translated marked as such."""

    def get_translations(self) -> NullTranslations:
        """Return the words of the language of this request."""
        found: NullTranslations | None = g.get("words")
        if found is None:
            folder = current_app.extensions["surroundings"].translations
            found = g.words = translations(folder, language())
        return found

    def gettext(self, string: str, **details: Any) -> str:
        """Return a sentence in the reader's language, with its details."""
        said = self.get_translations().gettext(string)
        return said % _isolated(details) if details else said

    def ngettext(self, singular: str, plural: str, num: int, **details: Any) -> str:
        """Return a sentence about one or several in the reader's language, with its details."""
        said = self.get_translations().ngettext(singular, plural, num)
        return said % _isolated({"num": num, **details})


WORDS = Words()


def _isolated(details: dict[str, Any]) -> dict[str, Any]:
    if not details or direction() == "ltr":
        return details
    return {name: isolated(detail, language()) for name, detail in details.items()}


@pass_eval_context
def _in_template(context: EvalContext, sentence: str, /, **details: Any) -> str:
    said = WORDS.get_translations().gettext(sentence)
    # Like Jinja's own: always a format, so that "%%" is written everywhere alike.
    return (Markup(said) if context.autoescape else said) % _isolated(details)


@pass_eval_context
def _of_several_in_template(
    context: EvalContext, singular: str, plural: str, num: int, /, **details: Any
) -> str:
    said = WORDS.get_translations().ngettext(singular, plural, num)
    given = _isolated({"num": num, **details})
    return (Markup(said) if context.autoescape else said) % given


def speak(app: Flask) -> None:
    """Let the application speak the reader's language."""
    babel = Babel(app, locale_selector=chosen)
    babel.domain_instance = WORDS
    app.jinja_env.globals.update(
        _=_in_template,
        gettext=_in_template,
        ngettext=_of_several_in_template,
        in_another_language=in_another_language,
    )
