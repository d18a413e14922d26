"""The form of a proposal on how a review is held, made for the articles of a strand."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, IntegerField
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import HiddenInput

from reviewmech.records.consultation import articles, current, division
from reviewmech.records.reviews import Strand
from reviewmech.rules.questionnaire import Section
from reviewmech.web import gate, present
from reviewmech.web.forms import REQUIRED, ActForm, CheckboxesField, ProseField

ARTICLE = "article_"
"""How the name of a field begins that says who reads an article."""


class ProposalForm(ActForm):
    """Propose how the review is held; the division of articles is added for the strand."""

    instead_of = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    languages = CheckboxesField(lazy_gettext("Working languages"), [DataRequired(REQUIRED)])
    is_drafting_shared = BooleanField(
        lazy_gettext("The reviewing States draft their feedback together")
    )
    feedback_by = DateField(lazy_gettext("Feedback by"), [Optional()])
    remarks = ProseField(lazy_gettext("Remarks"))

    def show(self, number: int) -> None:
        """Say which proposal this one would take the place of."""
        self.instead_of.data, self.instead_of.raw_data = number, None

    @property
    def articles(self) -> list[CheckboxesField]:
        """The fields of the division, an article each."""
        return [field for field in self if field.name.startswith(ARTICLE)]

    def division(self, strand: Strand) -> dict[str, list[int]]:
        """Return the articles that not all reviewing States take, and who takes them."""
        every = {state.id for state in strand.reviewing_states}
        return {
            field.name.removeprefix(ARTICLE): list(field.data or ())
            for field in self.articles
            if set(field.data or ()) != every
        }


def proposal_form(strand: Strand) -> ProposalForm:
    """Return the form for this strand, filled in with what is on the table."""
    standing = current(gate.session(), strand.id)
    given: dict[str, Any] = {"instead_of": standing.number if standing else 0}
    if standing is not None:
        names = ("languages", "is_drafting_shared", "feedback_by", "remarks")
        given |= {name: getattr(standing, name) for name in names}
    kind = type("ProposalForm", (ProposalForm,), _division_fields(strand))
    form = cast(ProposalForm, kind(data=given))
    form.languages.choices = [(one.code, one.name) for one in present.mechanism().languages]
    for field in form.articles:
        field.choices = [(state.id, present.state_name(state)) for state in strand.reviewing_states]
    return form


def _division_fields(strand: Strand) -> dict[str, CheckboxesField]:
    """Return a field for each article, where there is more than one State to choose from."""
    if len(strand.reviewing_states) < 2:
        return {}
    divided = division(gate.session(), strand)
    return {
        ARTICLE + section.article: CheckboxesField(
            article_title(section),
            [DataRequired(_("Name at least one State for this article."))],
            coerce=int,
            default=[state.id for state in divided.takers(section.article)],
        )
        for section in articles(gate.session(), strand)
    }


def article_title(section: Section) -> str:
    """Return how an article is named in a list."""
    return _(
        "Article %(number)s, %(title)s",
        number=section.article,
        title=section.title(present.language()),
    )
