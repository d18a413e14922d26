"""What has happened in a strand, gathered for the rules that move it and say who holds the pen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from reviewmech.records import summaries
from reviewmech.records.clearances import cleared_by
from reviewmech.records.gathered import Gathered, Prepared
from reviewmech.records.inquiries import Inquired
from reviewmech.records.observations import Line
from reviewmech.records.reviews import Strand
from reviewmech.records.summaries import Summary
from reviewmech.rules.observations import Item, awaited, is_settled
from reviewmech.rules.vocabulary import Clearing


class StrandFacts:
    """What the steps of a strand depend on; each fact is looked up when it is asked for."""

    def __init__(self, session: Session, strand: Strand, among: Gathered | None = None) -> None:
        self._session, self._strand = session, strand
        self._among = among or Gathered(session, [strand])

    @property
    def under_review(self) -> int:
        """The State under review."""
        return self._strand.review.state_id

    @cached_property
    def reviewing(self) -> frozenset[int]:
        """The reviewing States in this strand's scope."""
        return frozenset(state.id for state in self._strand.reviewing_states)

    @property
    def submitted(self) -> bool:
        """Whether the response was submitted."""
        return self._strand.id in self._among.submitted

    @property
    def is_to_move(self) -> bool:
        """Whether a move to another questionnaire waits to be acknowledged."""
        return self._among.is_to_move(self._strand)

    @property
    def proposal(self) -> str | None:
        """The number of the proposal now on the table, of how the review is held."""
        return self._among.proposal(self._strand.id)

    @property
    def consultation_cleared(self) -> frozenset[int]:
        """The States that cleared how the review is held, as proposed last."""
        return self._among.cleared_consultation(self._strand.id)

    @property
    def released(self) -> frozenset[int]:
        """The reviewing States that released their feedback."""
        return self._among.released(self._strand.id)

    @property
    def lines(self) -> list[Line]:
        """The observations, as far as agreement on them goes."""
        return self._among.lines[self._strand.id]

    @property
    def silences(self) -> dict[int, date]:
        """Until when silences run, by observation (id)."""
        return self._among.silences(self._strand.id)

    @cached_property
    def _items(self) -> list[Item]:
        return self._among.items(self._strand.id)

    @cached_property
    def list_settled(self) -> bool:
        """Whether every observation is agreed or closed."""
        return is_settled(self._items)

    @cached_property
    def awaited(self) -> frozenset[int]:
        """The States whose position on some wording is awaited."""
        return awaited(self._items)

    def unsaid(self, state: int | None) -> bool:
        """Say whether a State has still to say something on an open item."""
        return any(state in item.unsaid for item in self._items)

    def ad_referendum(self, state: int | None) -> bool:
        """Say whether a State's focal point has positions to clear: for that State alone."""
        return any(state in item.ad_referendum for item in self._items)

    @property
    def list_standing(self) -> str:
        """The digest of the list as it stands."""
        return self._among.list_standing(self._strand)

    @cached_property
    def list_cleared(self) -> frozenset[int]:
        """The States that cleared the list as it stands."""
        return self._among.cleared(Clearing.LIST, self._strand.id, self.list_standing)

    @property
    def _summaries(self) -> list[Prepared]:
        return self._among.summaries.get(self._strand.phase_id, [])

    @property
    def _summary(self) -> Prepared | None:
        newest = self._summaries[0] if self._summaries else None
        return newest if newest and not newest.is_issued else None

    @property
    def summaries(self) -> list[int]:
        """The executive summaries (ids) that were compiled from this strand's list."""
        return [each.id for each in self._summaries if self._strand.id in each.strands]

    @property
    def compiled(self) -> bool:
        """Whether the executive summary was compiled from this strand's list."""
        return self._summary is not None and self._strand.id in self._summary.strands

    @property
    def summary_cleared(self) -> frozenset[int]:
        """The States that cleared the executive summary as it stands."""
        if self._summary is None or not self._among.is_cleared(Clearing.SUMMARY, self._summary.id):
            return frozenset()
        standing = self.summary_standing(self._summary.id)
        return self._among.cleared(Clearing.SUMMARY, self._summary.id, standing)

    def summary_standing(self, summary: int) -> str:
        """Return the digest of a summary of the phase as it stands."""
        return self._among.summary_standing(summary)

    @property
    def issued(self) -> bool:
        """Whether the executive summary was issued."""
        return any(each.is_issued and self._strand.id in each.strands for each in self._summaries)

    @property
    def inquiries(self) -> list[Inquired]:
        """The supplementary questions that were sent: who asked, where each stands, its day."""
        return self._among.inquiries.get(self._strand.id, [])


def facts(session: Session, strand: Strand) -> StrandFacts:
    """Return what the steps of this strand depend on."""
    return StrandFacts(session, strand)


def facts_together(session: Session, strands: Iterable[Strand]) -> dict[int, StrandFacts]:
    """Return the same of several strands, by their ids: what is looked up of one is of all."""
    among = Gathered(session, strands)
    return {key: StrandFacts(session, one, among) for key, one in among.strands.items()}


def summary_cleared(session: Session, summary: Summary) -> frozenset[int]:
    """Return the States (ids) that cleared the summary as it stands."""
    standing = summaries.digest(summaries.paragraphs(session, summary))
    return cleared_by(session, Clearing.SUMMARY, summary.id, standing)
