"""The forms by which States propose observations, take positions on them, and close them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired

from reviewmech.actions.observations import LONGEST_PARAGRAPH
from reviewmech.records.database import now
from reviewmech.records.reviews import Strand
from reviewmech.rules.vocabulary import ObservationKind, Outcome, Stance
from reviewmech.web import gate, grounds, present
from reviewmech.web.by_note import ByNoteForm
from reviewmech.web.forms import REQUIRED, ActForm, CheckboxesField, LineField, ProseField
from reviewmech.web.grounds import Passage


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

    def offer(self, strand: Strand, article: str, passage: Passage) -> None:
        """Offer the answers and the closed supplementary questions; the passage's are ticked."""
        self.answers.choices = grounds.answers_on(strand, article, passage.answer)
        self.questions.choices = [
            (thread.key, grounds.question_title(thread))
            for thread in grounds.closed_on(strand, article)
        ]
        if request.method == "GET":
            self.answers.data = [passage.answer] if passage.answer else []
            self.questions.data = [passage.thread] if passage.thread else []

    def sources(self, passage: Passage) -> list[tuple[int, str]]:
        """Return the answers ticked, that of the passage first: version number and question."""
        chosen = sorted(self.answers.data or (), key=lambda value: value != passage.answer)
        pairs = (value.partition(":") for value in chosen)
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


def _first_day() -> date:
    """Return the first day on which a silence that is put now can end."""
    return present.mechanism().silence.after(now(gate.session()).date())


class SilenceForm(ActForm):
    """Until the end of which day a wording is put under silence."""

    wording = IntegerField()
    until = DateField(
        lazy_gettext("Silence until the end of"), [DataRequired(REQUIRED)], default=_first_day
    )


class ReopeningForm(ActForm):
    """Why an agreed text is opened again."""

    reason = ProseField(lazy_gettext("Why it is opened again"), [DataRequired(REQUIRED)])


CONFIDENTIAL, OPEN = "confidential", "open"


class ConfidentialForm(ActForm):
    """Whether an item enters papers; the buttons say which."""

    mark = SelectField(choices=lambda: [(mark, mark) for mark in (CONFIDENTIAL, OPEN)])


ON_THE_SHEET: dict[str, type[Any]] = {
    "rewording": WordingForm,
    "stance": PositionForm,
    "closing": ClosingForm,
    "by_note": PositionByNoteForm,
    "silencing": SilenceForm,
    "reopening": ReopeningForm,
}
"""The forms with fields of their own on the page of an observation, as its template names them."""
