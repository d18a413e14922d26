"""Reading in another language: what is translated, article by article, and files for it."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_wtf.file import FileField, FileRequired

from reviewmech.actions import translated_files
from reviewmech.actions.translations import translate
from reviewmech.papers import bilingual as papers
from reviewmech.records import strand_texts
from reviewmech.records.database import now
from reviewmech.records.reviews import Strand
from reviewmech.records.translations import Made, visible_marks
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Invalid
from reviewmech.web import bilingual, gate, present, sheets
from reviewmech.web.bilingual import Contents, into, known, own_side
from reviewmech.web.forms import REQUIRED, ActForm

pages = gate.Pages("translations", __name__)
for words in (
    bilingual.part_name,
    bilingual.direction_of,
    bilingual.language_name,
    bilingual.how_made,
    bilingual.in_readers_order,
):
    pages.add_app_template_filter(words)
pages.add_app_template_global(present.language, "reader_language")
pages.add_app_template_global(present.language_to_write_in)

LIST = "/strands/<int:strand_id>/translations"
INTO = LIST + "/<language>"
MOST_ON_PAGE = 20
"""Texts shown on one page of an article."""


class FileForm(ActForm):
    """Bring in a translators' file."""

    file = FileField(
        lazy_gettext("Translators' file (.po)"),
        [FileRequired(REQUIRED)],
        description=lazy_gettext("The file downloaded here, with the translations filled in."),
    )


@pages.get(LIST, may=Reading.SUBMITTED_RESPONSE)
def start(strand: Strand) -> ResponseReturnValue:
    """Lead to what is translated into the reader's language."""
    return redirect(_url(strand, present.language_to_write_in()))


@pages.get(INTO, may=Reading.SUBMITTED_RESPONSE)
def translations_into(strand: Strand, language: str) -> ResponseReturnValue:
    """Show what is translated into a language, article by article, and what is missing."""
    return _list(strand, language, FileForm())


@pages.post(INTO, may=Action.TRANSLATE)
def bring_in(strand: Strand, language: str) -> ResponseReturnValue:
    """Keep what is new in a translators' file."""
    known(language)
    form = FileForm()
    if not form.validate():
        return _list(strand, language, form), 422
    try:
        count = _brought_in(strand, language, form)
    except Invalid as refusal:
        form.refuse(refusal)
        return _list(strand, language, form), 422
    flash(
        ngettext(
            "%(num)s translation was kept inside %(side)s.",
            "%(num)s translations were kept inside %(side)s.",
            count,
            side=own_side(strand),
        )
        if count
        else _("Nothing in this file was new.")
    )
    return redirect(_url(strand, language), 303)


@pages.get(INTO + "/<article>", may=Reading.SUBMITTED_RESPONSE)
def article(strand: Strand, language: str, article: str) -> ResponseReturnValue:
    """Show the texts of an article, the original and its translation side by side."""
    known(language)
    named = sheets.from_address(article)
    found = Contents(strand, named)
    section = found.questionnaire.section(named)
    gate.belongs(section, section is not None)
    chosen, page = found.not_in(language), _page_asked_for()
    first = (page - 1) * MOST_ON_PAGE
    return render_template(
        "translations/article.html",
        strand=strand,
        language=language,
        section=section,
        texts=found.sides(chosen[first : first + MOST_ON_PAGE], language),
        reading=present.language(),
        named=article,
        links=into(language, lambda code: _url(strand, code, article)),
        before=_url(strand, language, article, page - 1) if page > 1 else None,
        after=_url(strand, language, article, page + 1)
        if len(chosen) > first + MOST_ON_PAGE
        else None,
    )


def _page_asked_for() -> int:
    asked = request.args.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1


@pages.get(INTO + "/translations.po", may=Reading.SUBMITTED_RESPONSE)
def file(strand: Strand, language: str) -> ResponseReturnValue:
    """Hand out a translators' file: the whole response, or all texts of one article."""
    known(language)
    named = request.args.get("article")
    found = Contents(strand, None if named is None else sheets.from_address(named))
    listed = [each for each in found.not_in(language) if named is not None or each.is_answer]
    parts = [
        papers.Part(
            side.text.thing,
            name,
            original,
            side.shown.translation.texts.get(name, "") if side.shown else "",
            f"{side.title} / {bilingual.part_name(name)}",
        )
        for side in found.sides(listed, language)
        for name, original in side.text.parts.items()
    ]
    name = f"{strand.review.state.code}-{strand.instrument}-{language}.po"
    content = papers.write(parts, language, present.strand_name(strand), now(gate.session()))
    return send_file(
        BytesIO(content),
        mimetype="text/x-gettext-translation",
        as_attachment=True,
        download_name=name,
    )


def _list(strand: Strand, language: str, form: FileForm) -> str:
    known(language)
    found = Contents(strand)
    marks = visible_marks(gate.session(), strand.id, language, gate.actor(), gate.situation())
    counted = strand_texts.progress(found.listed, language, marks)
    return render_template(
        "translations/list.html",
        strand=strand,
        language=language,
        form=form,
        links=into(language, lambda code: _url(strand, code)),
        articles=[
            (section, counted[section.article])
            for section in found.questionnaire.sections
            if section.article in counted
        ],
        in_address=sheets.in_address,
        reading=present.language(),
        side=own_side(strand),
    )


def _brought_in(strand: Strand, language: str, form: FileForm) -> int:
    """Keep what a translators' file has anew; say how many texts."""
    words = translated_files.from_file(
        gate.session(),
        gate.actor(),
        strand,
        form.file.data.read(),
        language,
    )
    if words:
        translate(
            gate.session(),
            gate.actor(),
            strand,
            words=words,
            language=language,
            made=Made.UPLOADED,
            request_id=form.request_id.data,
        )
    return len(words)


def _url(strand: Strand, language: str, article: str | None = None, page: int = 1) -> str:
    if article is None:
        return url_for("translations.translations_into", strand_id=strand.id, language=language)
    return url_for(
        "translations.article",
        strand_id=strand.id,
        language=language,
        article=article,
        page=page if page > 1 else None,
    )
