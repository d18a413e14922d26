"""The sections of a strand and whom they are handed to, and the forms by which that is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired

from reviewmech.records.contributions import (
    Contributor,
    Delegation,
    contributors_of,
    delegations,
)
from reviewmech.records.people import Person, roster
from reviewmech.records.responses import questionnaire
from reviewmech.records.reviews import Review, Strand, visible_strands
from reviewmech.rules.purposes import Action
from reviewmech.rules.vocabulary import Capacity
from reviewmech.web import gate, languages, present, sheets
from reviewmech.web.forms import REQUIRED, ActForm, CheckboxesField, LineField

PERSON, CONTRIBUTOR = "person", "contributor"
MISSING = lazy_gettext("Please choose one.")


@dataclass(frozen=True)
class Row:
    """A section and who holds it."""

    article: str
    title: str
    held: list[Delegation]

    @property
    def named(self) -> str:
        """How an address names it."""
        return sheets.in_address(self.article)


def rows(strand: Strand) -> list[Row]:
    """List the sections of a strand with who holds them."""
    return _rows(strand, delegations(gate.session(), strand.id))


def _rows(strand: Strand, held: list[Delegation]) -> list[Row]:
    asked = questionnaire(gate.session(), strand.edition_id)
    return [
        Row(
            section.article,
            title(section.article, section.title(present.language())),
            [each for each in held if each.article == section.article],
        )
        for section in asked.sections
    ]


def title(article: str, words: str) -> str:
    """Return how a section is named in a list."""
    if not article:
        return words
    return _("Article %(article)s: %(title)s", article=article, title=words)


def holders(review: Review) -> dict[str, Person | Contributor]:
    """Return to whom sections can be handed, by how a form names them."""
    session, state = gate.session(), review.state_id
    team = (one for one in roster(session, review.id, state) if one.capacity != Capacity.OBSERVER)
    invited = contributors_of(session, review.id, state)
    found: dict[str, Person | Contributor] = {
        f"{PERSON}-{one.person_id}": one.person for one in team
    }
    found |= {f"{CONTRIBUTOR}-{one.id}": one for one in invited if not one.revoked_at}
    return found


class HandOverForm(ActForm):
    """Hand one section to somebody."""

    article = HiddenField()
    to = SelectField(lazy_gettext("Hand over to"), [InputRequired(MISSING)])

    def offer(self, review: Review) -> None:
        """Offer the people of the team and the contributors whose links are in force."""
        named = [(key, _name(one)) for key, one in holders(review).items()]
        self.to.choices = [("", _("Choose somebody")), *named]


def _name(one: Person | Contributor) -> str:
    if isinstance(one, Person):
        return one.name
    return _("%(contributor)s, contributor", contributor=str(one))


class InviteForm(ActForm):
    """Invite a contributor: who they are, how they are reached, which sections they help with."""

    name = LineField(lazy_gettext("Name"), [InputRequired(REQUIRED)])
    body = LineField(lazy_gettext("Ministry or body"))
    address = LineField(lazy_gettext("E-mail address"), [InputRequired(REQUIRED)], longest=320)
    language = SelectField(lazy_gettext("Language of the letter"))
    sections = CheckboxesField(lazy_gettext("Sections"))

    def offer(self, review: Review) -> None:
        """Offer the languages, and the sections of every strand that is open."""
        codes = languages.offered()
        self.language.choices = [(code, languages.own_name(code)) for code in codes]
        self.groups = [(strand, _choices(strand)) for strand in open_strands(review)]
        self.sections.choices = [choice for _, group in self.groups for choice in group]

    def chosen(self) -> list[tuple[Strand, str]]:
        """Return the sections ticked."""
        ticked = set(self.sections.data or ())
        return [
            (strand, sheets.from_address(value.partition("-")[2]))
            for strand, group in self.groups
            for value, _ in group
            if value in ticked
        ]


def _choices(strand: Strand) -> list[tuple[str, str]]:
    asked = questionnaire(gate.session(), strand.edition_id)
    return [
        (
            f"{strand.id}-{sheets.in_address(section.article)}",
            title(section.article, section.title(present.language())),
        )
        for section in asked.sections
    ]


def open_strands(review: Review) -> list[Strand]:
    """Return the strands whose sections can still be handed over."""
    shown = visible_strands(review, gate.actor())
    return [strand for strand in shown if gate.may(Action.DELEGATE_SECTION, strand)]


def held_by(contributor: Contributor, strands: Iterable[Strand]) -> list[tuple[Strand, list[Row]]]:
    """Return the sections of each strand, with this contributor alone as who holds them."""
    shown = list(strands)
    every = delegations(gate.session(), *(strand.id for strand in shown))
    held = [each for each in every if each.contributor_id == contributor.id]
    return [
        (strand, _rows(strand, [each for each in held if each.strand_id == strand.id]))
        for strand in shown
    ]
