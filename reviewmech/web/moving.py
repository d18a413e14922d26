"""A move to a newer questionnaire, as it is shown to those who propose and acknowledge it."""

from __future__ import annotations

from functools import cached_property

from wtforms import IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from reviewmech.records import responses
from reviewmech.records.editions import Move
from reviewmech.records.people import Person, focal_point
from reviewmech.records.responses import Edition
from reviewmech.records.reviews import Strand
from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.web import gate, present
from reviewmech.web.by_note import ByNoteForm
from reviewmech.web.comparing import Difference
from reviewmech.web.forms import ActForm


class AcknowledgeForm(ActForm):
    """Acknowledge the move that was shown, by its number."""

    number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class AcknowledgeByNoteForm(ByNoteForm):
    """Record, from a note verbale, that a State acknowledges the move that was shown."""

    number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class Proposal:
    """A move that is proposed, or could be: from where to where, and what is different there."""

    def __init__(self, strand: Strand, edition: Edition, move: Move | None = None) -> None:
        self.strand, self.edition, self.move = strand, edition, move

    @property
    def left(self) -> str:
        """The version the strand would leave."""
        return responses.questionnaire(gate.session(), self.strand.edition_id).version

    @cached_property
    def difference(self) -> Difference:
        """How the newer version differs, in the words of the reader and those of reference."""
        session = gate.session()
        return Difference(
            responses.questionnaire(session, self.strand.edition_id),
            responses.questionnaire(session, self.edition.id),
            {REFERENCE, present.language()},
        )

    @property
    def chief(self) -> Person | None:
        """The focal point, who acknowledges it."""
        review = self.strand.review
        return focal_point(gate.session(), review.id, review.state_id)

    def form(self) -> AcknowledgeForm:
        """Return the form of the one button."""
        return AcknowledgeForm(formdata=None, data={"number": self.move and self.move.number})


def proposal(strand: Strand, move: Move | None) -> Proposal | None:
    """Return the proposal that waits for an acknowledgement, if one does."""
    return Proposal(strand, move.edition, move) if move is not None else None
