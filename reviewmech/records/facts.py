"""What has happened in a strand, gathered for the rules that move it and say who holds the pen."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.records import consultation, summaries
from reviewmech.records.clearances import cleared_by
from reviewmech.records.feedback import Release
from reviewmech.records.observations import items, standing_digest
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.records.summaries import Issue, Summary
from reviewmech.rules.observations import Item, awaited, is_settled
from reviewmech.rules.steps import Facts, Pen, participants, pen
from reviewmech.rules.vocabulary import Clearing


class StrandFacts:
    """What the steps of a strand depend on; each fact is looked up when it is asked for."""

    def __init__(self, session: Session, strand: Strand) -> None:
        self._session, self._strand = session, strand

    @property
    def under_review(self) -> int:
        """The State under review."""
        return self._strand.review.state_id

    @cached_property
    def reviewing(self) -> frozenset[int]:
        """The reviewing States in this strand's scope."""
        return frozenset(state.id for state in self._strand.reviewing_states)

    @cached_property
    def submitted(self) -> bool:
        """Whether the response was submitted."""
        chosen = select(Version.id).where(Version.strand_id == self._strand.id)
        return self._session.scalar(chosen.limit(1)) is not None

    @cached_property
    def consultation_cleared(self) -> frozenset[int]:
        """The States that cleared how the review is held, as proposed last."""
        proposal = consultation.current(self._session, self._strand.id)
        if proposal is None:
            return frozenset()
        return self._cleared(Clearing.CONSULTATION, self._strand.id, str(proposal.number))

    @cached_property
    def released(self) -> frozenset[int]:
        """The reviewing States that released their feedback."""
        chosen = select(Release.state_id).where(Release.strand_id == self._strand.id)
        return frozenset(self._session.scalars(chosen))

    @cached_property
    def _items(self) -> list[Item]:
        return items(self._session, self._strand.id, participants(self))

    @cached_property
    def list_settled(self) -> bool:
        """Whether every observation is agreed or closed."""
        return is_settled(self._items)

    @cached_property
    def awaited(self) -> frozenset[int]:
        """The States whose position on some wording is awaited."""
        return awaited(self._items)

    @cached_property
    def list_cleared(self) -> frozenset[int]:
        """The States that cleared the list as it stands."""
        standing = standing_digest(self._session, self._strand.id)
        return self._cleared(Clearing.LIST, self._strand.id, standing)

    @cached_property
    def _summary(self) -> Summary | None:
        return summaries.in_preparation(self._session, self._strand.phase_id)

    @property
    def compiled(self) -> bool:
        """Whether the executive summary was compiled from this strand's list."""
        return self._summary is not None and self._strand.id in self._summary.strands

    @cached_property
    def summary_cleared(self) -> frozenset[int]:
        """The States that cleared the executive summary as it stands."""
        return summary_cleared(self._session, self._summary) if self._summary else frozenset()

    @cached_property
    def issued(self) -> bool:
        """Whether the executive summary was issued."""
        phase = self._strand.phase_id
        chosen = select(Summary.strands).join(Issue).where(Summary.phase_id == phase)
        return any(self._strand.id in strands for strands in self._session.scalars(chosen))

    def _cleared(self, what: Clearing, subject: int, standing: str) -> frozenset[int]:
        return cleared_by(self._session, what, subject, standing)


def facts(session: Session, strand: Strand) -> Facts:
    """Return what the steps of this strand depend on."""
    return StrandFacts(session, strand)


def holds_the_pen(session: Session, strand: Strand) -> Pen:
    """Return who must act now in this strand."""
    return pen(strand.step, facts(session, strand))


def summary_cleared(session: Session, summary: Summary) -> frozenset[int]:
    """Return the States (ids) that cleared the summary as it stands."""
    standing = summaries.digest(summaries.paragraphs(session, summary))
    return cleared_by(session, Clearing.SUMMARY, summary.id, standing)
