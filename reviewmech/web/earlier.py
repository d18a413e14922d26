"""The earlier texts of an answer, as its page tells them: sitting by sitting, or save by save."""

from __future__ import annotations

from dataclasses import dataclass

from reviewmech.actions.responses import fitting
from reviewmech.records import drafts, responses, settlements
from reviewmech.records.contributions import Contributor
from reviewmech.records.responses import Revision
from reviewmech.records.reviews import Strand
from reviewmech.rules.questionnaire import Question, Questionnaire
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.sittings import sittings
from reviewmech.web import gate, sheets
from reviewmech.web.differing import Differing, differing
from reviewmech.web.formerly import asked_otherwise

MOST = 20
"""Texts on one page."""

Givers = dict[int, Contributor]
"""Who gave the words of a revision, by its number."""


@dataclass(frozen=True)
class Text:
    """A text of an answer, how it differs from the one before, and of how many saves it came.

    ``is_kept`` says that it is the one that counts now, ``fits`` that it could be brought back;
    ``giver`` is the contributor whose words it took up; ``asked_then`` the question as it was asked
    when this was written, if otherwise, and ``version`` the version that asked it.
    """

    revision: Revision
    asked_then: sheets.Asked | None
    version: str
    given: sheets.Given | None
    changes: list[Differing]
    saves: int
    is_kept: bool
    fits: bool
    giver: Contributor | None


class History:
    """The texts of one answer, newest first: from a number of revision down, some on a page."""

    def __init__(
        self,
        strand: Strand,
        question: Question,
        laws: sheets.Laws,
        until: int | None = None,
        each: bool = False,
    ) -> None:
        self.strand, self.question, self.laws, self.each = strand, question, laws, each
        found = drafts.saves(gate.session(), strand.id, question.id)
        told = [[one] for one in found] if each else sittings(found)
        self.newest: int = found[-1].number if found else 0
        ended = [(sitting[-1].number, len(sitting)) for sitting in told]
        listed = [one for one in ended if until is None or one[0] <= until]
        self._shown, self._before = listed[-MOST:], listed[-MOST - 1 : -MOST]

    @property
    def older(self) -> int | None:
        """The revision from which the next page goes on, if there is one."""
        return self._before[0][0] if self._before else None

    @property
    def texts(self) -> list[Text]:
        """The texts, newest first."""
        numbers = [number for number, _ in (*self._before, *self._shown)]
        found = drafts.revisions(gate.session(), self.strand.id, self.question.id, numbers)
        before = found.get(self.older or 0)
        givers = settlements.taken_up(gate.session(), self.strand.id, self.question.id)
        told = []
        for number, saves in self._shown:
            told.append(self._text(found[number], before, saves, givers))
            before = found[number]
        return told[::-1]

    def _text(
        self, revision: Revision, before: Revision | None, saves: int, givers: Givers
    ) -> Text:
        old = before.value if before else {}
        asked_in, question = self._written_under(revision)
        then = self._written_under(before)[1] if before else question
        sitting = range(revision.number - saves + 1, revision.number + 1)
        return Text(
            revision=revision,
            asked_then=asked_otherwise(self.question, question),
            version=asked_in.version,
            given=sheets.given(question, revision.value, self.laws),
            changes=differing(question, old, revision.value, self.laws, then),
            saves=saves,
            is_kept=revision.number == self.newest,
            fits=self._fits(revision),
            giver=next((givers[number] for number in sitting if number in givers), None),
        )

    def _written_under(self, revision: Revision) -> tuple[Questionnaire, Question]:
        """Return the questionnaire under which a text was written, and what it asked."""
        asked_in = responses.questionnaire(gate.session(), revision.edition_id)
        return asked_in, asked_in.question(self.question.id) or self.question

    def _fits(self, revision: Revision) -> bool:
        try:
            fitting(gate.session(), self.strand, self.question.id, revision.value)
        except Invalid:
            return False
        return True
