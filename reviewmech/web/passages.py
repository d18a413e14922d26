"""Confidential passages of an observation: marked, and unmarked, by the State under review."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, Optional

from reviewmech.actions.passages import mark_passage
from reviewmech.records.observations import Observation
from reviewmech.records.passages import marked
from reviewmech.records.reviews import Strand
from reviewmech.rules.anchors import Span
from reviewmech.rules.audiences import Marked, places
from reviewmech.rules.observations import enters
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.web import confidential, gate, items, languages, negotiated
from reviewmech.web.forms import REQUIRED, ActForm, ProseField

pages = gate.Pages("passages", __name__)

ITEM = "/strands/<int:strand_id>/observations/<int:observation_id>/passages"
CONFIDENTIAL, OPEN = "confidential", "open"


class PassageForm(ActForm):
    """Words of the wording read: typed, or chosen where they stand; the buttons say what of them.

    ``place`` says which of several equal ones is meant; ``start`` and ``end`` name a passage that
    is marked.
    """

    wording = IntegerField(validators=[InputRequired(REQUIRED)])
    words = ProseField(lazy_gettext("Words to be kept confidential"))
    place = IntegerField(validators=[Optional()])
    start = IntegerField(validators=[Optional()])
    end = IntegerField(validators=[Optional()])
    mark = SelectField(choices=lambda: [(mark, mark) for mark in (CONFIDENTIAL, OPEN)])

    def spans(self, text: str) -> list[Span]:
        """Return where the words stand that are meant: all places of them, unless one is named."""
        if self.start.data is not None and self.end.data is not None:
            return [(self.start.data, self.end.data)]
        words = (self.words.data or "").strip()
        if not words:
            raise Invalid("Write or choose the words that are to be confidential.", field="words")
        found = places(text, words)
        if not found:
            raise Invalid(
                "These words do not stand in the wording. Copy them as they stand there.",
                field="words",
            )
        place = self.place.data or 0
        return [found[place - 1]] if 0 < place <= len(found) else found


@pages.route(ITEM, methods=["GET", "POST"], may=Action.MARK_PASSAGE)
def passages(strand: Strand, observation_id: int) -> ResponseReturnValue:
    """Show the wording with what is confidential in it; mark words, or take a mark off."""
    found = negotiated.found(strand, observation_id)
    form = PassageForm()
    if not form.validate_on_submit():
        return _page(strand, found, form)
    try:
        spans = form.spans(found.wording.text)
        mark_passage(
            gate.session(),
            gate.actor(),
            strand,
            observation=found,
            wording=form.wording.data,
            spans=spans,
            is_confidential=form.mark.data == CONFIDENTIAL,
            request_id=form.request_id.data,
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(strand, found, form)
    except Conflict as refusal:
        return _page(strand, found, form, refusal)
    flash(_done(form, len(spans)))
    return redirect(url_for("passages.passages", strand_id=strand.id, observation_id=found.id), 303)


def _done(form: PassageForm, places: int) -> str:
    if form.mark.data == OPEN:
        return _("The mark is taken off: the words can enter papers again.")
    return ngettext(
        "The words are marked. No audience beyond the review reads them.",
        "The words stand there %(num)s times and are marked everywhere. No audience beyond the "
        "review reads them.",
        places,
    )


def _page(
    strand: Strand, found: Observation, form: PassageForm, refusal: Conflict | None = None
) -> ResponseReturnValue:
    text: Marked = marked(gate.session(), [found])[found.id]
    page = render_template(
        "passages/passages.html",
        strand=strand,
        observation=found,
        is_agreed=enters(found.outcome),
        form=form,
        sentences=[languages.told(refusal)] if refusal else [],
        text=confidential.prose(text),
        marked=confidential.passages(text),
        readers=items.readers(strand),
        provision=items.provision(found),
        address=items.address(strand.id, found.id),
    )
    return page, refusal.status if refusal else 422 if form.errors else 200
