"""Internal comments: said beside a question to one's own team, and what is still to do."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from wtforms import BooleanField

from reviewmech.actions.comments import settle_comment, write_comment
from reviewmech.records import comments as records
from reviewmech.records.comments import Comment
from reviewmech.records.contributions import Contribution, contributed
from reviewmech.records.responses import questionnaire
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.questionnaire import Question
from reviewmech.rules.refusals import Invalid
from reviewmech.web import gate, sheets
from reviewmech.web.drafts import Draft
from reviewmech.web.forms import ActForm, ProseField
from reviewmech.web.sheets import Asked

pages = gate.Pages("comments", __name__)

COMMENTS = "/strands/<int:strand_id>/comments"


class CommentForm(ActForm):
    """Say something beside a question."""

    text = ProseField(lazy_gettext("Comment"))
    is_to_do = BooleanField(lazy_gettext("This is to be done"))


@pages.get(COMMENTS + "/<question>", may=Action.WRITE_COMMENT)
def comment(strand: Strand, question: str) -> ResponseReturnValue:
    """Offer to say something beside a question; a script brings the form into the margin."""
    return _writing(strand, _asked(strand, question), CommentForm())


def _writing(strand: Strand, asked: Question, form: CommentForm) -> str:
    url = sheets.address(strand, asked)
    return render_template(
        "comments/comment.html", strand=strand, form=form, asked=sheets.asked(asked), url=url
    )


@pages.post(COMMENTS + "/<question>", may=Action.WRITE_COMMENT)
def write(strand: Strand, question: str) -> ResponseReturnValue:
    """Say something beside a question; what is refused comes back on a page of its own."""
    form, asked = CommentForm(), _asked(strand, question)
    if form.validate():
        try:
            write_comment(
                gate.session(),
                gate.actor(),
                strand,
                question=question,
                request_id=form.request_id.data,
                **form.given(),
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(sheets.address(strand, asked), 303)
    return _writing(strand, asked, form), 422


def _asked(strand: Strand, question: str) -> Question:
    found = questionnaire(gate.session(), strand.edition_id).question(question)
    gate.belongs(found, found is not None)
    assert found is not None
    return found


@pages.post(COMMENTS + "/<int:comment_id>/settle", may=Action.SETTLE_COMMENT)
def settle(strand: Strand, comment_id: int) -> ResponseReturnValue:
    """Mark what was to be done as done, or open it again."""
    form = ActForm()
    state = gate.actor().state_in(strand.review.id) or 0
    comment = records.comment_of_team(gate.session(), strand.id, state, comment_id)
    gate.belongs(comment, form.validate())
    assert comment is not None
    settle_comment(
        gate.session(),
        gate.actor(),
        strand,
        comment=comment,
        is_done=request.form.get("is_done") == "yes",
        request_id=form.request_id.data,
    )
    return redirect(sheets.address(strand, _asked(strand, comment.question)), 303)


@dataclass
class Waiting:
    """What waits at one question: comments to do, and contributions to settle."""

    asked: Asked
    url: str
    comments: list[Comment] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)


@pages.get("/strands/<int:strand_id>/to-do", may=Reading.DRAFT_RESPONSE)
def to_do(strand: Strand) -> ResponseReturnValue:
    """List what is to be done and what was contributed, each leading to its place."""
    return render_template("comments/to_do.html", strand=strand, articles=_by_article(strand))


def _by_article(strand: Strand) -> list[tuple[str, list[Waiting]]]:
    draft, session = Draft(strand), gate.session()
    waiting = {
        each.id: Waiting(sheets.asked(each), draft.url_of(each))
        for each in draft.questionnaire.questions
    }
    # What stands beside a question that is asked no more waits for nobody.
    for comment in records.open_to_dos(session, strand.id, strand.review.state_id):
        if comment.question in waiting:
            waiting[comment.question].comments.append(comment)
    for contribution in contributed(session, strand.id):
        if contribution.is_open and contribution.question in waiting:
            waiting[contribution.question].contributions.append(contribution)
    found = [each for each in waiting.values() if each.comments or each.contributions]
    return [
        (place.title, [each for each in found if each.asked.question.article == place.label])
        for place in draft.places()
        if any(each.asked.question.article == place.label for each in found)
    ]
