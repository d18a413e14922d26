"""One text in another language: both sides of it, writing one side, and sharing it."""

from __future__ import annotations

from contextlib import closing

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField

from reviewmech.actions import translators
from reviewmech.actions.translated_files import words_in
from reviewmech.actions.translations import share_translation, translate
from reviewmech.records import translations
from reviewmech.records.reviews import Strand
from reviewmech.records.texts import Text, visible_text
from reviewmech.records.translations import Beside, Made, Translation
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Invalid, NotFound
from reviewmech.web import gate, languages
from reviewmech.web.bilingual import into, known, own_side, part_name, title_of
from reviewmech.web.forms import ActForm, ProseField
from reviewmech.web.readership import others
from reviewmech.web.writing import spoken

pages = gate.Pages("translating", __name__)

ALL = "/strands/<int:strand_id>/translations"
TEXT = ALL + "/<language>/of/<thing>"

FILE = "file-"
"""What the field of a part's file is named with, before the name of the part."""


class WritingForm(ActForm):
    """Translate a text; ``seen`` is the newest translation its writer saw."""

    seen = HiddenField(default="")

    @classmethod
    def of(cls, text: Text, found: list[Beside]) -> WritingForm:
        """Return the form for a text, begun with what is translated already."""
        fields: dict[str, object] = {}
        for name in text.parts:
            fields[name] = ProseField(part_name(name))
            fields[FILE + name] = FileField(
                lazy_gettext("Or a file with its words (.txt, .md, .docx, .odt)")
            )
        form: WritingForm = type("TranslationForm", (cls,), fields)()
        if found and not form.is_submitted():
            newest = found[0].translation
            form.seen.data = newest.key
            for name in set(text.parts) & set(newest.texts):
                form[name].data = newest.texts[name]
        return form

    def words(self, text: Text) -> tuple[dict[str, str], Made]:
        """Return what was typed or sent for each part; a file takes the place of what was typed."""
        said, made = {}, Made.TYPED
        for name in text.parts:
            said[name] = self[name].data or ""
            if file := self[FILE + name].data:
                made, said[name] = Made.UPLOADED, self._read(name, file)
        return said, made

    def _read(self, name: str, file: FileStorage) -> str:
        try:
            with closing(file):
                return words_in(file.read(), file.filename or "")
        except Invalid as refusal:
            self[FILE + name].errors = [languages.told(refusal)]
            raise


@pages.get(TEXT, may=Reading.SUBMITTED_RESPONSE)
def text(strand: Strand, language: str, thing: str) -> ResponseReturnValue:
    """Show a text beside its translations into a language, and who reads them.

    A link that does not know in which language the text is written leads to another one.
    """
    original = _named(strand, language, thing)
    if language == original.language:
        return redirect(_url(strand, _another(original), thing))
    return _text(strand, language, original)


def _another(original: Text) -> str:
    """Return a language into which a text is translated, or can be."""
    seen = translations.visible_of(gate.session(), original, gate.actor(), gate.situation())
    offered = [code for code, _name in spoken() if code != original.language]
    made = [each.language for each in seen if each.language in offered]
    return next(iter([*made, *offered]))


@pages.route(TEXT + "/write", methods=["GET", "POST"], may=Action.TRANSLATE)
def write(strand: Strand, language: str, thing: str) -> ResponseReturnValue:
    """Translate a text: a field for each part, the original beside it."""
    original = _named(strand, language, thing)
    found = _found(original, language)
    form = WritingForm.of(original, found)
    if form.is_submitted() and form.validate():
        try:
            words, made = form.words(original)
            translate(
                gate.session(),
                gate.actor(),
                strand,
                words={original.thing: words},
                language=language,
                made=made,
                request_id=form.request_id.data,
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_said(strand, form, found))
            return _to_text(strand, language, thing)
    page = render_template(
        "translations/write.html",
        strand=strand,
        text=original,
        title=title_of(strand, original),
        language=language,
        form=form,
        side=own_side(strand),
    )
    return page, 422 if form.is_submitted() else 200


@pages.post(TEXT + "/machine", may=Action.TRANSLATE)
def by_machine(strand: Strand, language: str, thing: str) -> ResponseReturnValue:
    """Have a text translated by the translator on this machine, and keep it inside."""
    original, form = _named(strand, language, thing), ActForm()
    gate.belongs(_translator(), bool(_translator()))
    words = translators.translated(_translator(), original.parts, original.language, language)
    translate(
        gate.session(),
        gate.actor(),
        strand,
        words={thing: words},
        language=language,
        made=Made.BY_MACHINE,
        request_id=form.request_id.data,
    )
    flash(_("The machine has translated it. Only %(side)s can see it.", side=own_side(strand)))
    return _to_text(strand, language, thing)


@pages.post(ALL + "/share/<key>", may=Action.SHARE_TRANSLATION)
def share(strand: Strand, key: str) -> ResponseReturnValue:
    """Share a translation with all in the review."""
    found = translations.visible_translation(
        gate.session(), strand.id, key, gate.actor(), gate.situation()
    )
    gate.belongs(found, found is not None)
    assert found is not None
    share_translation(
        gate.session(),
        gate.actor(),
        strand,
        translation=found,
        request_id=ActForm().request_id.data,
    )
    flash(_("The translation is shared: %(readers)s can read it now.", readers=others(strand)))
    return _to_text(strand, found.language, found.thing)


def _text(strand: Strand, language: str, original: Text) -> str:
    found = _found(original, language)
    return render_template(
        "translations/text.html",
        strand=strand,
        text=original,
        language=language,
        found=found,
        links=into(
            language,
            lambda code: _url(strand, code, original.thing),
            without=original.language,
        ),
        title=title_of(strand, original),
        has_translator=bool(_translator()),
        readers=others(strand),
        side=own_side(strand),
        own_inside=_own_inside(strand, found),
    )


def _own_inside(strand: Strand, found: list[Beside]) -> Translation | None:
    """Return the newest translation of the reader's side, if it is not shared yet."""
    own = gate.actor().state_in(strand.review.id)
    ours = [each.translation for each in found if each.translation.state_id == own]
    return ours[0] if ours and ours[0].shared_at is None else None


def _named(strand: Strand, language: str, thing: str) -> Text:
    """Return the text an address names, if the reader may read it and it has words."""
    known(language)
    found = visible_text(gate.session(), strand.id, thing, gate.actor(), gate.situation())
    gate.belongs(found, found is not None)
    assert found is not None
    if not found.parts:
        raise NotFound("Nothing is written in this answer, so there is nothing to translate.")
    return found


def _found(original: Text, language: str) -> list[Beside]:
    seen = translations.visible_of(gate.session(), original, gate.actor(), gate.situation())
    return [each for each in seen if each.language == language]


def _translator() -> str:
    return str(current_app.extensions["settings"].translator)


def _said(strand: Strand, form: WritingForm, found: list[Beside]) -> str:
    newest = found[0].translation if found else None
    if newest and form.seen.data != newest.key and newest.author_id != gate.actor().person:
        return _(
            "Your translation is kept. %(person)s had kept another one while you were writing: "
            "both are on this page.",
            person=newest.author.name,
        )
    return _("The translation is kept. Only %(side)s can see it.", side=own_side(strand))


def _to_text(strand: Strand, language: str, thing: str) -> ResponseReturnValue:
    return redirect(_url(strand, language, thing), 303)


def _url(strand: Strand, language: str, thing: str) -> str:
    return url_for("translating.text", strand_id=strand.id, language=language, thing=thing)
