"""The sheet of an article: where the State under review fills in its answers."""

from __future__ import annotations

from flask import (
    Response,
    flash,
    get_template_attribute,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions import responses as acts
from reviewmech.records import drafts, responses
from reviewmech.records.drawn import drawable
from reviewmech.records.laws import first_to_cite
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.questionnaire import Question
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.rules.texts import LONGEST_TEXT
from reviewmech.web import answers, drawing, gate, kept, languages, present, saves, sheets
from reviewmech.web.drafts import Draft, NotSavedYet, Refusal
from reviewmech.web.earlier import History
from reviewmech.web.finding import found
from reviewmech.web.pieces import Citable, Pieces
from reviewmech.web.rows import Rows

pages = gate.Pages("sheet", __name__)


@pages.get("/strands/<int:strand_id>/response/<article>", may=Reading.DRAFT_RESPONSE)
def article(strand: Strand, article: str) -> ResponseReturnValue:
    """Show the sheet of an article, with a form for each question to those who may answer."""
    return _article(strand, sheets.from_address(article))


def _article(strand: Strand, article: str, refusal: Refusal | None = None) -> tuple[str, int]:
    draft = Draft(strand)
    section = draft.questionnaire.section(article)
    gate.belongs(section, section is not None)
    assert section is not None
    places = draft.places(article)
    pieces = Pieces(draft.questionnaire, _citable(draft, article, refusal), present.written_in())
    rows = Rows(draft, pieces, section, refusal)
    words = render_template(
        "responses/article.html",
        strand=strand,
        draft=draft,
        section=section,
        base=rows.base,
        language=present.language(),
        rows=rows,
        may_write=rows.may_write,
        entries=draft.entries(article, refusal),
        refusal=refusal,
        places=places,
        around=sheets.beside(places),
        eyebrow=sheets.eyebrow(strand, section),
        official_text=sheets.official_text(strand, section.article),
        owner=kept.owner(gate.person()),
        longest=LONGEST_TEXT,
    )
    return words, refusal.reason.status if refusal else 200


def _citable(draft: Draft, article: str, refusal: Refusal | None) -> Citable:
    """Return the laws an article's lists offer: those nearest to it, or all when asked for."""
    provision = {"instrument": draft.questionnaire.instrument, "provision": article}
    values = [*draft.values.values(), *([refusal.typed] if refusal else [])]
    cited = {each.get("law") for value in values for each in value.get("citations", ())}
    near = first_to_cite(draft.library, provision, cited)
    offered = draft.library if "laws" in request.args else near
    return Citable(
        laws=[(law.id, sheets.law_title(law.plain)) for law in offered],
        library_url=url_for("laws.library", review_id=draft.strand.review.id),
        all_url=f"{draft.url(article)}?laws=all" if len(offered) < len(draft.library) else "",
        here=draft.url(article),
    )


@pages.post("/strands/<int:strand_id>/response/<article>/<question>", may=Action.SAVE_ANSWER)
def save(strand: Strand, article: str, question: str) -> ResponseReturnValue:
    """Save the answer to one question, or clear it; a refused one comes back as it was typed."""
    strand_id, asked = strand.id, _asked(strand, article, question)
    sent = answers.sent(asked, request.form)
    # Said before the act: what was read of a person is read anew after it.
    writer = str(gate.person() or "")
    # Found before the act, while the records are read: after it they would be read again.
    present.language()
    try:
        revision = acts.save_answer(
            gate.session(),
            gate.actor(),
            strand,
            question=question,
            value=sent[1],
            language=sent[2],
            started_from=sent[3],
            asked_in=request.args.get("edition", type=int),
            request_id=request.form.get("request_id"),
        )
    except (Invalid, Conflict) as reason:
        refusal = Refusal(*sent, reason)
        if saves.by_script():
            return saves.refused(strand, asked, refusal)
        return _article(strand, asked.article, refusal)
    if saves.by_script():
        return saves.saved(strand_id, asked, revision, writer)
    draft = Draft(strand)
    flash(_("Saved.") if draft.asks(asked) else _("Saved. It is not asked at present."))
    return redirect(sheets.address(strand, asked), 303)


def _asked(strand: Strand, article: str, question: str) -> Question:
    """Return the question an address names."""
    asked = responses.questionnaire(gate.session(), strand.edition_id).question(question)
    gate.belongs(asked, asked is not None and asked.article == sheets.from_address(article))
    assert asked is not None
    return asked


@pages.post("/strands/<int:strand_id>/response/<article>/<question>/typed", may=Action.SAVE_ANSWER)
def typed(strand: Strand, article: str, question: str) -> ResponseReturnValue:
    """Put words typed before signing in again back on their sheet; nothing is saved by it."""
    asked = _asked(strand, article, question)
    sent = answers.sent(asked, request.form)
    _, words, _, started_from = sent
    _place, newest = drafts.kept(gate.session(), strand.id, question) or (None, None)
    reason: Invalid | Conflict = NotSavedYet("Your words are back, and not saved yet. Save them.")
    if started_from != (newest.number if newest else 0):
        reason = acts.changed(gate.actor(), newest, started_from, words)
    return _article(strand, asked.article, Refusal(*sent, reason))


@pages.get(
    "/strands/<int:strand_id>/response/<article>/<question>/from/<int:revision_id>",
    may=Action.SAVE_ANSWER,
)
def draw(strand: Strand, article: str, question: str, revision_id: int) -> ResponseReturnValue:
    """Put the words of another answer in the form of this one; nothing is saved by it."""
    asked = _asked(strand, article, question)
    found = drawable(gate.session(), strand, asked.draws_on)
    drawn = next((one for one in found if one.revision.id == revision_id), None)
    gate.belongs(drawn, drawn is not None)
    assert drawn is not None
    newest = drafts.kept(gate.session(), strand.id, question)
    reason = NotSavedYet(
        "These are your words on %(source)s. They are not saved here yet: change what differs, "
        "and save them.",
        source=drawing.source(drawn),
    )
    refusal = Refusal(
        question,
        drawing.taken_over(asked, drawn),
        drawn.revision.language,
        newest[1].number if newest else 0,
        reason,
    )
    words, _status = _article(strand, asked.article, refusal)
    return words


@pages.post("/strands/<int:strand_id>/response/<article>/<question>/keep", may=Action.KEEP_ANSWER)
def keep(strand: Strand, article: str, question: str) -> ResponseReturnValue:
    """Say that an answer was looked at again, and stands."""
    asked = _asked(strand, article, question)
    acts.keep_answer(
        gate.session(),
        gate.actor(),
        strand,
        question=question,
        asked_in=request.args.get("edition", type=int),
        request_id=request.form.get("request_id"),
    )
    flash(_("The answer stands as it is."))
    return redirect(sheets.address(strand, asked), 303)


@pages.get(
    "/strands/<int:strand_id>/response/<article>/<question>/history", may=Reading.DRAFT_RESPONSE
)
def history(strand: Strand, article: str, question: str) -> ResponseReturnValue:
    """Show every text an answer had, with who and when, and what each changed."""
    return _history(strand, _asked(strand, article, question))


def _history(
    strand: Strand, asked: Question, refusal: Invalid | Conflict | None = None
) -> ResponseReturnValue:
    draft = Draft(strand)
    until = request.args.get("until", type=int)
    section = draft.questionnaire.section(asked.article)
    assert section is not None
    words = render_template(
        "responses/history.html",
        strand=strand,
        asked=sheets.asked(asked),
        eyebrow=sheets.eyebrow(strand, section),
        history=History(strand, asked, draft.laws, until, each="each" in request.args),
        here=sheets.in_address(asked.article),
        address=sheets.address(strand, asked),
        places=draft.places(asked.article),
        saved_words=saves.saved_words,
        written_in=present.written_in(),
        refusal=refusal and languages.told(refusal),
    )
    return words, refusal.status if refusal else 200


@pages.post(
    "/strands/<int:strand_id>/response/<article>/<question>/history/<int:number>",
    may=Action.BRING_BACK_ANSWER,
)
def bring_back(strand: Strand, article: str, question: str, number: int) -> ResponseReturnValue:
    """Bring an earlier text of an answer back, as a new one on top."""
    asked = _asked(strand, article, question)
    try:
        acts.bring_back_answer(
            gate.session(),
            gate.actor(),
            strand,
            question=question,
            number=number,
            started_from=answers.began_from(request.form),
            request_id=request.form.get("request_id"),
        )
    except (Invalid, Conflict) as refusal:
        return _history(strand, asked, refusal)
    flash(_("The earlier text counts again. The one it replaced stays among the earlier texts."))
    return redirect(sheets.address(strand, asked), 303)


@pages.get("/strands/<int:strand_id>/response/find", may=Reading.DRAFT_RESPONSE)
def find(strand: Strand) -> ResponseReturnValue:
    """Find questions by words of theirs, or of their answers."""
    draft, words = Draft(strand), request.args.get("words", "")
    return render_template(
        "responses/find.html",
        strand=strand,
        draft=draft,
        words=words,
        entries=found(draft, words),
    )


@pages.get("/strands/<int:strand_id>/response/<article>/news", may=Reading.DRAFT_RESPONSE)
def news(strand: Strand, article: str) -> ResponseReturnValue:
    """Tell a sheet that lies open what has changed since; mostly that nothing has."""
    counted = drafts.changes(gate.session(), strand.id, strand.review.state_id)
    mark = f"{counted}-{strand.step.name}-{present.language()}"
    if request.if_none_match.contains_weak(mark):
        answer = make_response("", 304)
    else:
        answer = _news(strand, sheets.from_address(article))
    answer.set_etag(mark, weak=True)
    return answer


def _news(strand: Strand, article: str) -> Response:
    draft = Draft(strand)
    section = draft.questionnaire.section(article)
    gate.belongs(section, section is not None)
    asked = [each.id for each in draft.questionnaire.questions if each.article == article]
    kept_now = {name: draft.revisions[name] for name in asked if name in draft.revisions}
    places = draft.places(article)
    strip = get_template_attribute("parts/strip.html", "strip_of")
    listed = get_template_attribute("parts/articles.html", "article_list")
    return jsonify(
        answers={
            name: {"revision": each.number, "saved": saves.saved_words(each)}
            for name, each in kept_now.items()
        },
        asked=[each.id for each in draft.applying if each.article == article],
        parts={
            "strip": strip(present.strip_of_strand(strand, draft.next_act(article))),
            "article-list": listed(_("Response"), places),
        },
    )
