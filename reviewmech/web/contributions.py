"""Contributions: sections handed over, the pages of who was asked to help, and what they wrote.

A contributor comes by a link, sees the sections it opens and their own words, and nothing else.
"""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions.contributions import contribute as keep
from reviewmech.actions.contributions import settle_contribution
from reviewmech.actions.sections import delegate_section, take_section_back
from reviewmech.records.contributions import Contribution, Delegation
from reviewmech.records.contributions import contribution as read
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.questionnaire import Question
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.rules.texts import LONGEST_TEXT
from reviewmech.web import answers, by_link, contributed, gate, kept, labels, present, sheets
from reviewmech.web.contributing import OwnPart, own_parts
from reviewmech.web.drafts import NotSavedYet, Refusal
from reviewmech.web.forms import ActForm
from reviewmech.web.saves import by_script, saved_words
from reviewmech.web.sections import HandOverForm, holders, rows
from reviewmech.web.settling import SETTLED, Settling, in_words

pages = gate.Pages("contributions", __name__)

SECTIONS = "/strands/<int:strand_id>/sections"
OFFERED = "/strands/<int:strand_id>/contributions/<int:contribution_id>"
LINK = "/contribute/<key>"
OPENED = LINK + "/<int:strand_id>/<article>"


pages.after_request(by_link.unlisted)
pages.add_app_template_global(in_words, "contributed")


# Sections


@pages.get(SECTIONS, may=Reading.DRAFT_RESPONSE)
def sections(strand: Strand) -> ResponseReturnValue:
    """Show who holds which section of a strand."""
    return _sections(strand)


def _sections(strand: Strand, refused: HandOverForm | None = None) -> ResponseReturnValue:
    form = HandOverForm(formdata=None)
    form.offer(strand.review)
    words = render_template(
        "contributions/sections.html",
        strand=strand,
        rows=rows(strand),
        form=form,
        refused=refused,
        me=gate.actor().person,
    )
    return words, 422 if refused else 200


@pages.post(SECTIONS, may=Action.DELEGATE_SECTION)
def hand_over(strand: Strand) -> ResponseReturnValue:
    """Hand a section to somebody of the team, or to a contributor."""
    form = HandOverForm()
    form.offer(strand.review)
    if not form.validate():
        return _sections(strand, form)
    article = form.article.data or ""
    try:
        handed = delegate_section(
            gate.session(),
            gate.actor(),
            strand,
            article=sheets.from_address(article),
            to=holders(strand.review)[form.to.data],
            request_id=form.request_id.data,
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _sections(strand, form)
    flash(_("The section is handed to %(name)s.", name=str(handed.person or handed.contributor)))
    return redirect(_back(strand, article, handed.contributor_id), 303)


@pages.post(SECTIONS + "/<int:delegation_id>/end", may=Action.TAKE_SECTION_BACK)
def take_back(strand: Strand, delegation_id: int) -> ResponseReturnValue:
    """Take a section back; what was written in it stays."""
    form = ActForm()
    delegation = gate.session().get(Delegation, delegation_id)
    gate.belongs(delegation, form.validate() and _is_in(strand, delegation))
    taken = take_section_back(
        gate.session(),
        gate.actor(),
        strand,
        delegation=delegation,
        request_id=form.request_id.data,
    )
    flash(_("The section is with nobody in particular again; what was written stays."))
    return redirect(_back(strand, sheets.in_address(taken.article), taken.contributor_id), 303)


def _is_in(strand: Strand, thing: Delegation | Contribution | None) -> bool:
    return thing is not None and thing.strand_id == strand.id


def _back(strand: Strand, article: str, contributor_id: int | None) -> str:
    """Return to the contributor from whose page this was sent, or to the list of sections."""
    if contributor_id and "contributor" in request.form:
        return url_for(
            "contributors.contributor", review_id=strand.review.id, contributor_id=contributor_id
        )
    named = f"section-{article}"
    return url_for("contributions.sections", strand_id=strand.id, _anchor=named)


# What a contributor sees


@pages.get(LINK, may=Reading.DELEGATED_SECTIONS)
def welcome(key: str) -> ResponseReturnValue:
    """Say who asks, for which review, for which sections, and how it works."""
    return by_link.page(
        "contributions/welcome.html",
        key,
        parts=own_parts(key),
        mechanism=labels.mechanism_name(),
    )


@pages.post(LINK + "/device", may=Reading.DELEGATED_SECTIONS)
def device(key: str) -> ResponseReturnValue:
    """Let this browser keep no words that could not be sent: others use it too."""
    flash(_("Nothing is kept on this computer. Words that cannot be sent stay on the open page."))
    answer = make_response(redirect(url_for("contributions.welcome", key=key), 303))
    return kept.tell(answer, by_link.contributor(), shared=True)


@pages.get(OPENED, may=Reading.DELEGATED_SECTIONS)
def section(key: str, strand: Strand, article: str) -> ResponseReturnValue:
    """Show the questions of a section, with the contributor's own words alone."""
    return _section(_part(key, strand, article), sheets.from_address(article))


def _part(key: str, strand: Strand, article: str) -> OwnPart:
    """Return what the link opens in this strand, if this section is among it."""
    part = next((each for each in own_parts(key) if each.strand.id == strand.id), None)
    gate.belongs(part, part is not None and sheets.from_address(article) in part.articles)
    assert part is not None
    return part


def _section(part: OwnPart, article: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    places = part.places(article)
    found = next(each for each in part.sections if each.article == article)
    return by_link.page(
        "contributions/section.html",
        part.key,
        refusal.reason.status if refusal else 200,
        strand=part.strand,
        section=found,
        here=sheets.in_address(article),
        entries=part.entries(article, refusal),
        refusal=refusal,
        places=places,
        around=sheets.beside(places),
        eyebrow=sheets.eyebrow(part.strand, found),
        language=present.language(),
        written_in=present.written_in(),
        longest=LONGEST_TEXT,
    )


def _refused(part: OwnPart, refusal: Refusal) -> ResponseReturnValue:
    """Show the section with what was refused as it was typed."""
    asked = part.questionnaire.question(refusal.question)
    assert asked is not None
    return _section(part, asked.article, refusal)


@pages.post(OPENED + "/<question>", may=Action.CONTRIBUTE)
def contribute(key: str, strand: Strand, article: str, question: str) -> ResponseReturnValue:
    """Keep what a contributor wrote to one question; refused words come back as typed."""
    part = _part(key, strand, article)
    asked = _asked(part, article, question)
    sent = answers.sent(asked, request.form)
    before = part.questions(asked.article)
    try:
        revision = keep(
            gate.session(),
            gate.actor(),
            strand,
            question=question,
            value=sent[1],
            language=sent[2],
            started_from=sent[3],
            request_id=request.form.get("request_id"),
        )
    except (Invalid, Conflict) as reason:
        refusal = Refusal(*sent, reason)
        return contributed.refused(asked, refusal) if by_script() else _refused(part, refusal)
    if by_script():
        return contributed.saved(_part(key, strand, article), asked, revision, before)
    flash(_("Saved."))
    return redirect(f"{part.url(asked.article)}#{sheets.asked(asked).id}", 303)


@pages.get(OPENED + "/news", may=Reading.DELEGATED_SECTIONS)
def news(key: str, strand: Strand, article: str) -> ResponseReturnValue:
    """Tell a section that lies open what its writer changed elsewhere; mostly nothing."""
    part = _part(key, strand, article)
    mark = part.mark
    if request.if_none_match.contains_weak(mark):
        answer = make_response("", 304)
    else:
        answer = contributed.news(part, sheets.from_address(article))
    answer.set_etag(mark, weak=True)
    return answer


def _asked(part: OwnPart, article: str, question: str) -> Question:
    """Return the question an address names, if it is one of this section."""
    asked = part.questionnaire.question(question)
    gate.belongs(asked, asked is not None and asked.article == sheets.from_address(article))
    assert asked is not None
    return asked


@pages.post(OPENED + "/<question>/typed", may=Action.CONTRIBUTE)
def typed(key: str, strand: Strand, article: str, question: str) -> ResponseReturnValue:
    """Put words typed into a page that had become too old back in their place, not saved yet."""
    part = _part(key, strand, article)
    words = answers.sent(_asked(part, article, question), request.form)
    reason = NotSavedYet("Your words are back, and not saved yet. Save them.")
    return _refused(part, Refusal(*words, reason))


# What the team does with it


@pages.get(OFFERED, may=Reading.DRAFT_RESPONSE)
def contribution(strand: Strand, contribution_id: int) -> ResponseReturnValue:
    """Show a contribution beside the answer, with both put together to be edited."""
    return _contribution(Settling(strand, _offered(strand, contribution_id)))


def _offered(strand: Strand, contribution_id: int) -> Contribution:
    found = read(gate.session(), contribution_id)
    gate.belongs(found, _is_in(strand, found))
    assert found is not None
    return found


def _contribution(settling: Settling) -> ResponseReturnValue:
    words = render_template(
        "contributions/contribution.html",
        settling=settling,
        saved_words=saved_words,
        strand=settling.strand,
        language=present.language(),
        written_in=present.written_in(),
    )
    return words, settling.reason.status if settling.reason else 200


@pages.post(OFFERED, may=Action.SETTLE_CONTRIBUTION)
def settle(strand: Strand, contribution_id: int) -> ResponseReturnValue:
    """Adopt a contribution, merge it, or set it aside; what is refused comes back with both."""
    offered = _offered(strand, contribution_id)
    settling = Settling(strand, offered, request.form)
    try:
        settle_contribution(
            gate.session(),
            gate.actor(),
            strand,
            contribution=offered,
            request_id=request.form.get("request_id"),
            **settling.decided(),
        )
    except (Invalid, Conflict) as reason:
        return _contribution(Settling(strand, offered, request.form, reason))
    flash(SETTLED[settling.settlement])
    return redirect(settling.url, 303)
