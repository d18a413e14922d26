"""Annotations: written beside words of a text, looked through, and sent by another act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import HiddenField, SelectField, TextAreaField

from reviewmech.actions.annotations import annotate, send_annotations, take_annotation_back
from reviewmech.records import annotations as records
from reviewmech.records.annotations import Annotation
from reviewmech.records.reviews import Strand
from reviewmech.records.texts import Text, visible_text
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.web import gate, languages, present, readership
from reviewmech.web.annotation_list import Articles, Sieve, listed
from reviewmech.web.forms import ActForm, ProseField
from reviewmech.web.whereabouts import Located, located

pages = gate.Pages("annotations", __name__)

LIST = "/strands/<int:strand_id>/annotations"
ONE = LIST + "/<key>"


LONGEST_NAME = 400
"""Characters in the name of a text, with room to spare."""


def is_plain(name: str) -> bool:
    """Say whether this can be a name or a key at all: a database may refuse even to look."""
    return "\0" not in name and len(name) <= LONGEST_NAME


class AnnotationForm(ActForm):
    """Write beside a text, or beside words of it."""

    quote = TextAreaField(
        lazy_gettext("Words it is about"),
        description=lazy_gettext(
            "Copy them from the text as it stands here. Leave this empty to write on the whole."
        ),
    )
    text = ProseField(lazy_gettext("Annotation"))
    language = SelectField(lazy_gettext("Written in"))
    thing = HiddenField()
    part = HiddenField()
    prefix = HiddenField()
    suffix = HiddenField()
    read = HiddenField()

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.language.choices = list(present.written_in().items())
        if not self.is_submitted() and not self.language.data:
            self.language.data = present.language_to_write_in()


class SendForm(ActForm):
    """Send annotations, each as it was looked at."""

    def chosen(self) -> dict[str, str]:
        """Return the keys of those to be sent, with the mark each had when it was looked at."""
        given = (each.partition(":") for each in request.form.getlist("chosen"))
        return {key: mark for key, _colon, mark in given if is_plain(key)}


@pages.get(LIST, may=Reading.ANNOTATIONS)
def on_strand(strand: Strand) -> ResponseReturnValue:
    """List the annotations of a strand by article: one's own unsent ones, and those sent."""
    return _list(strand)


def _list(strand: Strand) -> str:
    session, actor, situation = gate.session(), gate.actor(), gate.situation()
    found = records.visible_annotations(session, strand.id, actor, situation)
    aside = records.taken_back(session, strand.id, actor, situation)
    sieve = Sieve(strand, listed(strand, [*found, *aside]), request.args.get("article"))
    shown = sieve.passed(sieve.everything)

    def kept(passes: Callable[[Annotation], bool]) -> Articles:
        parted = [(head, [one for one in each if passes(one.kept)]) for head, each in shown]
        return [(head, each) for head, each in parted if each]

    return render_template(
        "annotations/list.html",
        strand=strand,
        own=readership.own_state(strand),
        links=sieve.links,
        unsent=kept(lambda one: not one.is_sent and one.taken_back_at is None),
        sent=kept(lambda one: one.is_sent),
        taken_back=kept(lambda one: one.taken_back_at is not None),
        readers=readership.others(strand),
    )


@pages.get(LIST + "/new", may=Action.ANNOTATE)
def new(strand: Strand) -> ResponseReturnValue:
    """Offer to write beside a text; a script brings the form into the margin."""
    names = ("thing", "part", "quote", "prefix", "suffix")
    given = {name: request.args.get(name, "") for name in names}
    return _writing(strand, AnnotationForm(data=given), given["thing"])


@pages.post(LIST + "/new", may=Action.ANNOTATE)
def write(strand: Strand) -> ResponseReturnValue:
    """Write beside a text; what is refused comes back on a page of its own, as it was typed."""
    form = AnnotationForm()
    thing = form.thing.data or ""
    if form.validate():
        try:
            made = annotate(
                gate.session(),
                gate.actor(),
                strand,
                request_id=form.request_id.data,
                **form.given("read"),
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("Kept in the margin. Only your State's team sees it until it is sent."))
            return _beside(strand, made)
    return _writing(strand, form, thing), 422


def _writing(strand: Strand, form: AnnotationForm, thing: str) -> str:
    text, place = _text(strand, thing)
    return render_template(
        "annotations/new.html",
        strand=strand,
        form=form,
        text=text,
        place=place,
        own=readership.own_state(strand),
        readers=readership.others(strand),
    )


@pages.get(ONE, may=Action.ANNOTATE)
def annotation(strand: Strand, key: str) -> ResponseReturnValue:
    """Offer to write an annotation anew, until it is sent."""
    kept = _own(strand, key)
    form = AnnotationForm(data={"text": kept.text, "language": kept.language})
    return _amending(strand, kept, form)


@pages.post(ONE, may=Action.ANNOTATE)
def amend(strand: Strand, key: str) -> ResponseReturnValue:
    """Write an unsent annotation anew; on a conflict both texts are shown."""
    kept, form, status = _own(strand, key), AnnotationForm(), 422
    conflict = ""
    if form.validate():
        try:
            annotate(
                gate.session(),
                gate.actor(),
                strand,
                text=form.text.data,
                language=form.language.data,
                annotation=kept,
                read=form.read.data,
                request_id=form.request_id.data,
            )
        except Conflict as refusal:
            kept, conflict, status = _own(strand, key), languages.told(refusal), 409
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved. Only your State's team sees it until it is sent."))
            return _beside(strand, kept)
    return _amending(strand, kept, form, conflict), status


def _amending(strand: Strand, kept: Annotation, form: AnnotationForm, conflict: str = "") -> str:
    text, place = _text(strand, kept.thing)
    form.read.data = kept.mark
    return render_template(
        "annotations/amend.html",
        strand=strand,
        kept=kept,
        form=form,
        conflict=conflict,
        text=text,
        place=place,
        own=readership.own_state(strand),
    )


@pages.post(ONE + "/take-back", may=Action.TAKE_ANNOTATION_BACK)
def take_back(strand: Strand, key: str) -> ResponseReturnValue:
    """Take an annotation back before it is sent."""
    form = ActForm()
    kept = _own(strand, key)
    gate.belongs(kept, form.validate())
    take_annotation_back(
        gate.session(), gate.actor(), strand, annotation=kept, request_id=form.request_id.data
    )
    flash(_("Taken back. Its words stay with your State and can be put back."))
    return redirect(url_for("annotations.on_strand", strand_id=strand.id), 303)


@pages.get(ONE + "/observation", may=Action.PROPOSE_OBSERVATION)
def observation(strand: Strand, key: str) -> ResponseReturnValue:
    """Lead to the form that proposes an observation, on the words an annotation is about."""
    session, actor = gate.session(), gate.actor()
    kept = records.visible_annotation(session, strand.id, key, actor, gate.situation())
    gate.belongs(kept, kept is not None)
    assert kept is not None
    page = located(strand, [kept.thing])[kept.thing].observation_of(kept.quote)
    gate.belongs(page, page is not None)
    return redirect(page or "", 303)


@pages.get(LIST + "/send", may=Action.SEND_ANNOTATIONS)
def sending(strand: Strand) -> ResponseReturnValue:
    """Show the annotations chosen as others will read them, before they are sent."""
    return _preview(strand, list(filter(is_plain, request.args.getlist("key"))))


@pages.post(LIST + "/send", may=Action.SEND_ANNOTATIONS)
def send(strand: Strand) -> ResponseReturnValue:
    """Send the annotations that were looked at."""
    form = SendForm()
    chosen = form.chosen()
    gate.belongs(form, form.validate())
    try:
        send_annotations(
            gate.session(),
            gate.actor(),
            strand,
            chosen=chosen,
            request_id=form.request_id.data,
        )
    except (Conflict, Invalid) as refusal:
        return _preview(strand, list(chosen), languages.told(refusal)), refusal.status
    number = len(chosen)
    flash(ngettext("%(num)s annotation is sent.", "%(num)s annotations are sent.", number))
    return redirect(url_for("annotations.on_strand", strand_id=strand.id), 303)


def _preview(strand: Strand, keys: list[str], refusal: str = "") -> str:
    own = readership.own_state(strand)
    found = records.unsent(gate.session(), strand.id, own.id if own else None, keys)
    return render_template(
        "annotations/send.html",
        strand=strand,
        refusal=refusal,
        own=own,
        chosen=listed(strand, [found[key] for key in keys if key in found]),
        readers=readership.others(strand),
    )


def _text(strand: Strand, thing: str) -> tuple[Text, Located]:
    gate.belongs(thing, is_plain(thing))
    found = visible_text(gate.session(), strand.id, thing, gate.actor(), gate.situation())
    gate.belongs(found, found is not None)
    assert found is not None
    return found, located(strand, [thing])[thing]


def _own(strand: Strand, key: str) -> Annotation:
    """Return an annotation of the reader's own State; another's does not exist for this."""
    session, own = gate.session(), readership.own_state(strand)
    found = records.visible_annotation(session, strand.id, key, gate.actor(), gate.situation())
    gate.belongs(found, found is not None and own is not None and found.state_id == own.id)
    assert found is not None
    return found


def _beside(strand: Strand, kept: Annotation) -> ResponseReturnValue:
    return redirect(located(strand, [kept.thing])[kept.thing].url_of(kept), 303)
