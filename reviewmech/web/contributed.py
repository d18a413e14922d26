"""What the script of a contributor's page is told when it has sent their words: as on the sheet."""

from __future__ import annotations

from flask import Response, get_template_attribute, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions.contributions import ContributionChanged
from reviewmech.records.contributions import ContributionRevision
from reviewmech.rules.questionnaire import Question
from reviewmech.web import present
from reviewmech.web.contributing import OwnPart, fate
from reviewmech.web.drafts import Refusal
from reviewmech.web.saves import in_place, told


def saved(
    part: OwnPart,
    question: Question,
    revision: ContributionRevision | None,
    before: list[Question],
) -> ResponseReturnValue:
    """Tell what is kept now, and whether other questions are shown because of it than before."""
    return jsonify(
        revision=revision.number if revision else 0,
        saved=present.hour(revision.saved_at) if revision else "",
        given=bool(revision and revision.value),
        standing=fate(part.written.get(question.id)),
        again=part.questions(question.article) != before,
    )


def refused(question: Question, refusal: Refusal) -> ResponseReturnValue:
    """Tell why words were not saved; in a conflict, what is kept and how the two differ."""
    instead = None
    if isinstance(refusal.reason, ContributionChanged):
        kept = refusal.reason.kept
        instead = in_place(question, kept.value, refusal.reason.typed, {})
        instead |= {"revision": kept.number, "saved": present.hour(kept.saved_at)}
    return told(refusal, instead)


def news(part: OwnPart, article: str) -> Response:
    """Tell what is kept in a section, what is asked there, and how far its writer has come."""
    listed = get_template_attribute("parts/articles.html", "article_list")
    shown = part.questions(article)
    kept = {each.id: part.written[each.id].newest for each in shown if each.id in part.written}
    return jsonify(
        answers={
            name: {"revision": one.number, "saved": present.hour(one.saved_at)}
            for name, one in kept.items()
        },
        asked=[each.id for each in shown],
        parts={"article-list": listed(_("Your sections"), part.places(article))},
    )
