"""The blank questionnaires: read by anybody, on the page and as files, whole or by a theme."""

from __future__ import annotations

import hashlib
from io import BytesIO

from flask import Response, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.papers import questionnaires as papers
from reviewmech.papers.questionnaires import MEDIA_TYPES, Format
from reviewmech.records.blanks import visible_blank, visible_blanks
from reviewmech.rules.purposes import Reading
from reviewmech.rules.questionnaire import Section
from reviewmech.web import blanks, files, gate, languages, present, printable, sheets, themes
from reviewmech.web.blanks import Shown
from reviewmech.web.sheets import Asked

pages = gate.Pages("questionnaires", __name__)

PAGE = "/questionnaires/<instrument>/<part>"


@pages.get("/questionnaires", may=Reading.PUBLIC)
def listed() -> ResponseReturnValue:
    """List the questionnaires of all instruments and parts."""
    found = [Shown(each) for each in visible_blanks(gate.session(), gate.actor())]
    return render_template(
        "questionnaires/list.html",
        by_instrument=_by_instrument(found),
        themes=_theme_links(found),
        part_label=present.mechanism().label("parts", present.language()),
    )


@pages.get(PAGE, may=Reading.PUBLIC)
def questionnaire(instrument: str, part: str) -> ResponseReturnValue:
    """Show what a questionnaire is, its articles, and where it can be had; or a theme of it."""
    shown, theme = _shown(instrument, part), themes.asked_for()
    return render_template(
        "questionnaires/questionnaire.html",
        shown=shown,
        theme=theme,
        theme_name=themes.name(theme) if theme else "",
        filters=_filters(shown, theme),
        found=_of_theme(shown, theme),
        places=shown.places(),
        downloads=_downloads(shown),
        part_label=present.mechanism().label("parts", present.language()),
    )


def _filters(shown: Shown, theme: str) -> list[tuple[str, str, bool, int | None]]:
    """Return the links that show the whole of a questionnaire, or a theme of it."""
    here, asked = "articles-title", shown.questionnaire.questions
    found = themes.links(asked, theme, lambda each: shown.url(anchor=here, theme=each))
    return [(_("All"), shown.url(anchor=here), not theme, None), *found] if found else []


@pages.get(PAGE + "/<article>", may=Reading.PUBLIC)
def article(instrument: str, part: str, article: str) -> ResponseReturnValue:
    """Show every question on an article, as the sheet asks it."""
    shown = _shown(instrument, part)
    section = shown.questionnaire.section(sheets.from_address(article))
    gate.belongs(section, section is not None)
    assert section is not None
    places = shown.places(section.article)
    return render_template(
        "questionnaires/article.html",
        shown=shown,
        section=section,
        told=shown.told(section),
        places=places,
        around=sheets.beside(places),
        other_languages=_languages(shown, section),
    )


@pages.get(PAGE + ".<any(docx, pdf, xlsx):form>", may=Reading.PUBLIC)
def paper(instrument: str, part: str, form: str) -> Response:
    """Give a questionnaire as a file, to be filled in on paper or in an office program."""
    shown, kind = _shown(instrument, part), Format(form)
    content = papers.made(printable.form(shown), kind)
    answer = send_file(
        BytesIO(content),
        mimetype=MEDIA_TYPES[kind],
        as_attachment=True,
        download_name=f"{instrument}-{part}-{shown.language}.{form}",
        etag=hashlib.sha256(content).hexdigest(),
    )
    answer.headers["Content-Security-Policy"] = files.POLICY
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@pages.get("/questionnaires/themes/<theme>", may=Reading.PUBLIC)
def theme(theme: str) -> ResponseReturnValue:
    """Show a theme over all instruments and parts."""
    themes.expected(theme)
    found = [Shown(each) for each in visible_blanks(gate.session(), gate.actor())]
    return render_template(
        "questionnaires/theme.html",
        theme_name=themes.name(theme),
        by_instrument=[
            (name, [(each, _of_theme(each, theme)) for each in group if _of_theme(each, theme)])
            for name, group in _by_instrument(found)
        ],
        themes=_theme_links(found, theme),
    )


def _shown(instrument: str, part: str) -> Shown:
    """Return what an address names, in the language it names."""
    blank = visible_blank(gate.session(), gate.actor(), instrument, part)
    gate.belongs(blank, blank is not None)
    assert blank is not None
    language = blanks.chosen_language()
    gate.belongs(blank, language is None or language in blank.questionnaire.languages)
    return Shown(blank, language)


def _by_instrument(found: list[Shown]) -> list[tuple[str, list[Shown]]]:
    """Put questionnaires under their instruments, those of optional parts last."""
    groups: dict[str, list[Shown]] = {}
    for each in found:
        groups.setdefault(each.instrument, []).append(each)
    return [
        (name, sorted(group, key=lambda each: each.is_optional)) for name, group in groups.items()
    ]


def _of_theme(shown: Shown, theme: str) -> list[tuple[Section, list[Asked]]]:
    """Return the questions of a theme under their articles, leaving out articles without any."""
    groups = (
        (section, [shown.asked(each) for each in section.questions if theme in each.tags])
        for section in shown.questionnaire.sections
    )
    return [(section, group) for section, group in groups if group]


def _theme_links(found: list[Shown], current: str = "") -> list[tuple[str, str, bool, int | None]]:
    """Return the links to the themes over all questionnaires."""
    questions = [each for shown in found for each in shown.questionnaire.questions]
    return themes.links(
        questions, current, lambda each: url_for("questionnaires.theme", theme=each)
    )


def _languages(shown: Shown, section: Section | None = None) -> list[tuple[str, str, str, bool]]:
    """Return the languages a questionnaire has words in: code, own name, address of this page."""
    return [
        (
            code,
            languages.own_name(code),
            Shown(shown.blank, code).url(section.article if section else None),
            code == shown.language,
        )
        for code in shown.questionnaire.languages
    ]


def _downloads(shown: Shown) -> list[tuple[str, str, str, list[tuple[Format, str]]]]:
    """Return, for each language: its code, its own name, where to read it, and its files."""
    return [
        (code, name, url, _files(Shown(shown.blank, code)))
        for code, name, url, _is_current in _languages(shown)
    ]


def _files(shown: Shown) -> list[tuple[Format, str]]:
    return [(form, shown.url_of_file(form)) for form in Format]
