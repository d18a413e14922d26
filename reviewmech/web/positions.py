"""The forms by which States propose observations, take positions on them, and close them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired

from reviewmech.actions.observations import LONGEST_PARAGRAPH
from reviewmech.records.reviews import Strand
from reviewmech.rules.vocabulary import ObservationKind, Outcome, Stance
from reviewmech.web import items, present
from reviewmech.web.by_note import ByNoteForm
from reviewmech.web.forms import REQUIRED, ActForm, CheckboxesField, LineField, ProseField


def _in_words(closed_list: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the choices of a closed list, in the reader's language."""
    return [(member.value, present.said(member)) for member in closed_list]


class ObservationForm(ActForm):
    """A new observation on an article; `offer` fills what it may rest on."""

    kind = RadioField(
        lazy_gettext("Kind"),
        [InputRequired(REQUIRED)],
        choices=lambda: _in_words(ObservationKind),
        coerce=ObservationKind,
    )
    paragraph = LineField(lazy_gettext("Paragraph"), longest=LONGEST_PARAGRAPH)
    text = ProseField(lazy_gettext("Proposed wording"), [DataRequired(REQUIRED)])
    answers = CheckboxesField(lazy_gettext("Answers it rests on"))
    questions = CheckboxesField(lazy_gettext("Supplementary questions it rests on"))

    def offer(self, strand: Strand, article: str) -> None:
        """Offer the answers and the closed supplementary questions on the article."""
        self.answers.choices = items.answers_on(strand, article)
        self.questions.choices = [
            (thread.key, items.question_title(thread))
            for thread in items.closed_on(strand, article)
        ]

    def sources(self) -> list[tuple[int, str]]:
        """Return the answers ticked: the number of the version, and the question."""
        pairs = (value.partition(":") for value in self.answers.data or ())
        return [(int(number), question) for number, _colon, question in pairs]


class WordingForm(ActForm):
    """Other wording, and the wording it is meant to replace."""

    wording = IntegerField()
    text = ProseField(lazy_gettext("Your wording"), [DataRequired(REQUIRED)])


class PositionForm(ActForm):
    """A position on the wording read; the buttons say which."""

    wording = IntegerField()
    stance = SelectField(choices=lambda: _in_words(Stance), coerce=Stance)
    reason = ProseField(lazy_gettext("Reason"))


class PositionByNoteForm(ByNoteForm):
    """A State's position, as its note verbale says."""

    wording = IntegerField()
    stance = RadioField(
        lazy_gettext("Position"),
        [InputRequired(REQUIRED)],
        choices=lambda: _in_words(Stance),
        coerce=Stance,
    )
    reason = ProseField(lazy_gettext("Reason given in the note"))


class ClosingForm(ActForm):
    """How an item that is not agreed is closed; `offer` gives what is open to the State."""

    wording = IntegerField()
    outcome = RadioField(
        lazy_gettext("What becomes of it"), [InputRequired(REQUIRED)], coerce=Outcome
    )
    statement = ProseField(lazy_gettext("Statement of your State"), [DataRequired(REQUIRED)])

    def offer(self, outcomes: frozenset[Outcome]) -> bool:
        """Offer the outcomes open to the reader's State; say whether there are any."""
        labels = {
            Outcome.LEFT_OUT: _("It is left out of the list"),
            Outcome.WITH_STATEMENT: _("It is carried in the list with the statement below"),
        }
        self.outcome.choices = [
            (outcome.value, words) for outcome, words in labels.items() if outcome in outcomes
        ]
        return bool(outcomes)


CONFIDENTIAL, OPEN = "confidential", "open"


class ConfidentialForm(ActForm):
    """Whether an item enters papers; the buttons say which."""

    mark = SelectField(choices=lambda: [(mark, mark) for mark in (CONFIDENTIAL, OPEN)])


ON_THE_SHEET: tuple[type[Any], ...] = (WordingForm, PositionForm, ClosingForm, PositionByNoteForm)
"""The forms with fields of their own on the page of an observation."""
