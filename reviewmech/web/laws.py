"""The library of laws of the State under review: written and read by its team alone."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions import laws as acts
from reviewmech.actions.laws import LawChanged
from reviewmech.records import laws as kept
from reviewmech.records.laws import Law
from reviewmech.records.reviews import Review, Strand
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Conflict, Invalid, Refused
from reviewmech.web import gate, languages, library, paths, sheets
from reviewmech.web.files import hand_out
from reviewmech.web.library import AmendForm, LawForm

pages = gate.Pages("laws", __name__)

LIBRARY = "/reviews/<int:review_id>/laws"
LAW = LIBRARY + "/<int:law_id>"

LONGEST_WORDS = 200

MOST_FOUND = 12
"""Laws that the list under a field shows: more are found by typing on."""


@pages.get(LIBRARY, may=Reading.LIBRARY, endpoint="library")
def laws(review: Review) -> ResponseReturnValue:
    """List the laws of the State, all or those looked for, and how to add one."""
    everything = library.library(review)
    words, tagged = request.args.get("q", "").strip()[:LONGEST_WORDS], request.args.get("provision")
    found = kept.looked_for(everything, words)
    if tagged:
        found = [law for law in found if kept.is_tagged(law, library.untag(tagged))]
    return render_template(
        "laws/library.html",
        review=review,
        everything=everything,
        found=found,
        words=words,
        tagged=tagged,
        filters=_filters(review, everything, words, tagged),
        title=sheets.law_title,
        provision_words=library.provision_words,
    )


def _filters(
    review: Review, everything: list[Law], words: str, tagged: str | None
) -> list[tuple[str, str, bool, int]]:
    """Return links that leave the laws on one provision, as many as there are."""
    counted: dict[str, int] = {}
    for law in everything:
        for each in law.provisions:
            counted[library.tag(each)] = counted.get(library.tag(each), 0) + 1

    def link(named: str | None, said: str, count: int) -> tuple[str, str, bool, int]:
        url = url_for("laws.library", review_id=review.id, provision=named, q=words or None)
        return said, url, tagged == named, count

    one_by_one = [
        link(named, library.provision_words(library.untag(named)), count)
        for named, count in sorted(counted.items())
    ]
    return [link(None, _("All laws"), len(everything)), *one_by_one] if one_by_one else []


@pages.route(LIBRARY + "/new", methods=["GET", "POST"], may=Action.ADD_LAW)
def add(review: Review) -> ResponseReturnValue:
    """Add a law to the library of the State under review."""
    form = LawForm()
    form.offer(review)
    if not form.is_submitted():
        form.begin(review)
    if not form.is_submitted() or "more" in request.form:
        return _writing(review, form)
    try:
        if not form.validate():
            return _writing(review, form, status=422)
        law = acts.add_law(
            gate.session(),
            gate.actor(),
            review,
            request_id=form.request_id.data,
            **form.described(Action.ADD_LAW, review),
        )
    except Refused as refusal:
        return _refused(review, form, refusal)
    form.done()
    flash(_("“%(title)s” is in the library and can be cited.", title=law.title))
    library_page = url_for("laws.library", review_id=review.id)
    return redirect(paths.local(form.next.data, otherwise=library_page), 303)


@pages.get(LAW, may=Reading.LIBRARY)
def law(review: Review, law_id: int) -> ResponseReturnValue:
    """Show a law: its articles, what cites it, and what was changed in it by whom."""
    found = _law(review, law_id)
    return render_template(
        "laws/law.html",
        review=review,
        law=found,
        cited=library.cited_in(review, found),
        history=kept.history(gate.session(), found),
        title=sheets.law_title,
        language_name=library.language_name,
        provision_words=library.provision_words,
    )


@pages.route(LAW + "/amend", methods=["GET", "POST"], may=Action.AMEND_LAW)
def amend(review: Review, law_id: int) -> ResponseReturnValue:
    """Amend a law, and choose which answers citing it are looked at again."""
    law, form = _law(review, law_id), AmendForm()
    form.offer(review)
    cited = [each for each in library.cited_in(review, law) if each.can_be_marked]
    form.again.choices = [(each.answer, each.title) for each in cited]
    if not form.is_submitted():
        form.show(law.content)
        form.started_from.data = str(law.revision)
        form.again.data = [each.answer for each in cited]
    if not form.is_submitted() or "more" in request.form:
        return _writing(review, form, law)
    try:
        if not form.validate():
            return _writing(review, form, law, status=422)
        amended = acts.amend_law(
            gate.session(), gate.actor(), review, law=law, **_amendment(form, review)
        )
    except Refused as refusal:
        return _refused(review, form, refusal, law)
    form.done()
    flash(_("“%(title)s” is amended.", title=amended.title))
    return redirect(url_for("laws.law", review_id=review.id, law_id=law.id), 303)


def _amendment(form: AmendForm, review: Review) -> dict[str, Any]:
    started_from = form.started_from.data or ""
    is_number = started_from.isdecimal() and len(started_from) < 10
    return {
        **form.described(Action.AMEND_LAW, review),
        "started_from": int(started_from) if is_number else 0,
        "without_file": form.without_file.data,
        "look_again": form.again.data or (),
        "request_id": form.request_id.data,
    }


def _refused(
    review: Review, form: LawForm, refusal: Refused, law: Law | None = None
) -> ResponseReturnValue:
    """Show a refused form as it was typed; in a conflict, beside what is kept now."""
    if isinstance(refusal, Invalid):
        form.refuse(refusal)
        if refusal.field == form.file.name:
            form.drop()
    elif isinstance(refusal, Conflict) or refusal.status >= 500:
        form.form_errors.append(languages.told(refusal))
    else:
        raise refusal
    instead = refusal.kept if isinstance(refusal, LawChanged) else None
    if instead and law is not None and isinstance(form, AmendForm):
        form.started_from.data = str(law.revision)
    return _writing(review, form, law, refusal.status, instead)


def _writing(
    review: Review,
    form: LawForm,
    law: Law | None = None,
    status: int = 200,
    instead: dict[str, Any] | None = None,
) -> ResponseReturnValue:
    rows = library.typed_rows() if form.is_submitted() else list(law.articles) if law else []
    words = render_template(
        "laws/form.html",
        review=review,
        form=form,
        law=law,
        rows=library.with_empty(rows),
        offered=library.provisions(review, form.provisions.data or ()),
        instead=instead,
        title=sheets.law_title,
        language_name=library.language_name,
        provision_words=library.provision_words,
        back=paths.local(form.next.data, url_for("laws.library", review_id=review.id)),
    )
    return words, status


@pages.get(LAW + "/file", may=Reading.LIBRARY)
def file(review: Review, law_id: int) -> ResponseReturnValue:
    """Hand out the file of a law to the State's own team."""
    found = _law(review, law_id).file
    gate.belongs(found, found is not None)
    assert found is not None
    return hand_out(found)


@pages.get(LIBRARY + "/found", may=Reading.LIBRARY)
def found(review: Review) -> ResponseReturnValue:
    """Give the laws in which some words stand, to the field that asks while somebody types."""
    words, tagged = request.args.get("q", "")[:LONGEST_WORDS], request.args.get("provision")
    if request.headers.get("X-Part") != "list":
        return redirect(url_for("laws.library", review_id=review.id, q=words or None))
    provision = library.untag(tagged) if tagged else None
    matching = kept.looked_for(library.library(review), words, provision)
    return render_template(
        "laws/found.html",
        found=matching[:MOST_FOUND],
        more=max(0, len(matching) - MOST_FOUND),
        title=sheets.law_title,
        is_tagged=lambda law: kept.is_tagged(law, provision),
    )


@pages.get(LAW + "/articles", may=Reading.LIBRARY)
def articles(review: Review, law_id: int) -> ResponseReturnValue:
    """Give the articles of a law to the field that cites it, with their text."""
    return {"articles": _law(review, law_id).articles}


def _law(review: Review, law_id: int) -> Law:
    found = gate.session().get(Law, law_id)
    gate.belongs(found, found is not None and found.state_id == review.state_id)
    assert found is not None
    return found


@pages.app_template_global()
def amended_laws(strand: Strand, question: str) -> list[tuple[str, str]]:
    """Return the laws amended since this answer was saved: how each is cited, and what changed."""
    known: dict[int, dict[str, list[Law]]] = g.setdefault("amended_laws", {})
    if strand.id not in known:
        known[strand.id] = kept.amended_since(gate.session(), strand.id)
    review_id = strand.review.id
    return [
        (
            sheets.law_title(law.plain),
            url_for("laws.law", review_id=review_id, law_id=law.id, _anchor="history-title"),
        )
        for law in known[strand.id].get(question, ())
    ]


pages.app_template_filter("law_date")(library.law_date)
