"""What has happened in a strand, gathered for the rules that move it and say who holds the pen."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.records import consultation, summaries
from reviewmech.records.clearances import cleared_by
from reviewmech.records.feedback import Release
from reviewmech.records.observations import digest, observations
from reviewmech.records.responses import latest_version
from reviewmech.records.reviews import Strand
from reviewmech.records.summaries import Issue, Summary
from reviewmech.rules.observations import awaited, is_settled
from reviewmech.rules.steps import Facts, Pen, pen
from reviewmech.rules.vocabulary import Clearing


def facts(session: Session, strand: Strand) -> Facts:
    """Return what the steps of this strand depend on."""
    items = observations(session, strand.id)
    judged = [observation.item for observation in items]
    summary = summaries.in_preparation(session, strand.phase_id)
    compiled = summary is not None and strand.id in summary.strands
    return Facts(
        under_review=strand.review.state_id,
        reviewing=frozenset(state.id for state in strand.reviewing_states),
        submitted=latest_version(session, strand.id) is not None,
        consultation_cleared=_consultation_cleared(session, strand),
        released=_released(session, strand),
        list_settled=is_settled(judged),
        awaited=awaited(judged),
        list_cleared=cleared_by(session, Clearing.LIST, strand.id, digest(items)),
        compiled=compiled,
        summary_cleared=summary_cleared(session, summary) if summary else frozenset(),
        issued=_issued(session, strand),
    )


def holds_the_pen(session: Session, strand: Strand) -> Pen:
    """Return who must act now in this strand."""
    return pen(strand.step, facts(session, strand))


def summary_cleared(session: Session, summary: Summary) -> frozenset[int]:
    """Return the States (ids) that cleared the summary as it stands."""
    standing = summaries.digest(summaries.paragraphs(session, summary))
    return cleared_by(session, Clearing.SUMMARY, summary.id, standing)


def _consultation_cleared(session: Session, strand: Strand) -> frozenset[int]:
    proposal = consultation.current(session, strand.id)
    if proposal is None:
        return frozenset()
    return cleared_by(session, Clearing.CONSULTATION, strand.id, str(proposal.number))


def _released(session: Session, strand: Strand) -> frozenset[int]:
    chosen = select(Release.state_id).where(Release.strand_id == strand.id)
    return frozenset(session.scalars(chosen))


def _issued(session: Session, strand: Strand) -> bool:
    chosen = select(Summary.strands).join(Issue).where(Summary.phase_id == strand.phase_id)
    return any(strand.id in strands for strands in session.scalars(chosen))
