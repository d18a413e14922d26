"""What has happened in a strand, gathered for the rules that move it and say who holds the pen.

Each kind of fact is looked up when first asked for, for all strands looked at together.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import CompoundSelect, String, cast, literal, or_, select, union_all
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from reviewmech.records import dialogue, observations, standing, summaries
from reviewmech.records.clearances import Clearance, cleared_by
from reviewmech.records.consultation import Consultation
from reviewmech.records.feedback import Release
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.records.summaries import Issue, Summary
from reviewmech.rules.observations import Item, awaited, is_settled
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Clearing, Inquiry


class Prepared(NamedTuple):
    """A summary as far as the steps go: of which strands, and whether it is issued."""

    id: int
    strands: list[int]
    is_issued: bool


class Gathered:
    """What has happened in some strands, by strand."""

    def __init__(self, session: Session, strands: Iterable[Strand]) -> None:
        self._session = session
        self.strands = {strand.id: strand for strand in strands}

    @cached_property
    def submitted(self) -> frozenset[int]:
        """The strands whose response was submitted."""
        chosen = select(Version.strand_id).where(Version.strand_id.in_(self.strands))
        return frozenset(self._session.scalars(chosen.distinct()))

    @cached_property
    def _given(self) -> Mapping[tuple[str, int], list[tuple[str, int]]]:
        """What was proposed, released and cleared, by kind and subject: the content, the State."""
        found: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        for kind, subject, content, state in self._session.execute(_given(self.strands.values())):
            found[kind, subject].append((content, state))
        return found

    def cleared(self, kind: Clearing, subject: int, content: str) -> frozenset[int]:
        """Return the States that cleared a subject with this content."""
        given = self._given.get((kind.value, subject), ())
        return frozenset(state for of, state in given if of == content)

    def is_cleared(self, kind: Clearing, subject: int) -> bool:
        """Say whether any State has cleared a subject, as it stood then or as it stands."""
        return (kind.value, subject) in self._given

    def proposal(self, strand: int) -> str | None:
        """Return the number of the proposal now on the table, of how a review is held."""
        numbers = (int(number) for number, _ in self._given.get((PROPOSED, strand), ()))
        newest = max(numbers, default=None)
        return None if newest is None else str(newest)

    def cleared_consultation(self, strand: int) -> frozenset[int]:
        """Return the States that cleared how a review is held, as proposed last."""
        number = self.proposal(strand)
        return self.cleared(Clearing.CONSULTATION, strand, number) if number else frozenset()

    def released(self, strand: int) -> frozenset[int]:
        """Return the reviewing States that released their feedback."""
        return frozenset(state for _, state in self._given.get((RELEASED, strand), ()))

    @cached_property
    def items(self) -> Mapping[int, list[Item]]:
        """The observations, as far as agreement on them goes."""
        scopes = {key: _scope(strand) for key, strand in self.strands.items()}
        return observations.items(self._session, scopes)

    @cached_property
    def _lists(self) -> Mapping[int, str]:
        """The digests of the lists that are to be cleared now: of others nobody asks."""
        wanted = [key for key, strand in self.strands.items() if self._is_cleared_now(strand)]
        return standing.standing_digests(self._session, wanted)

    def _is_cleared_now(self, strand: Strand) -> bool:
        at_it = strand.step is Step.OBSERVATIONS and is_settled(self.items[strand.id])
        return at_it or len(self.strands) == 1

    def list_standing(self, strand: Strand) -> str:
        """Return the digest of the list as it stands."""
        if strand.id not in self._lists:
            return standing.standing_digest(self._session, strand.id)
        return self._lists[strand.id]

    @cached_property
    def summaries(self) -> Mapping[int, list[Prepared]]:
        """The summaries of the phases, by phase, the newest first."""
        return {
            phase: sorted(
                (
                    Prepared(summary, json.loads(strands), kind == ISSUED)
                    for kind in (PREPARED, ISSUED)
                    for strands, summary in self._given.get((kind, phase), ())
                ),
                reverse=True,
            )
            for phase in {strand.phase_id for strand in self.strands.values()}
        }

    @cached_property
    def _digests(self) -> Mapping[int, str]:
        """The digests of the summaries in preparation that somebody has cleared."""
        newest = (each[0] for each in self.summaries.values() if each and not each[0].is_issued)
        waiting = [one.id for one in newest if self.is_cleared(Clearing.SUMMARY, one.id)]
        return summaries.standing_digests(self._session, waiting)

    def summary_standing(self, summary: int) -> str:
        """Return the digest of a summary as it stands."""
        if summary not in self._digests:
            return summaries.standing_digests(self._session, [summary])[summary]
        return self._digests[summary]

    @cached_property
    def inquiries(self) -> Mapping[int, list[tuple[int, Inquiry]]]:
        """Who asked each supplementary question that was sent, and where it stands."""
        return dialogue.inquiries(self._session, self.strands)


PROPOSED, RELEASED, PREPARED, ISSUED = "proposed", "released", "prepared", "issued"


def _given(strands: Collection[Strand]) -> CompoundSelect[str, int, str, int]:
    """Select what there is in some strands to look at: proposals, releases, clearances, summaries.

    In one statement, since a page that shows how a strand stands needs nearly all of it.
    """
    keys, phases = [one.id for one in strands], {one.phase_id for one in strands}
    prepared = select(Summary.id).where(Summary.phase_id.in_(phases))
    of_strands = Clearance.kind.in_((Clearing.CONSULTATION, Clearing.LIST))
    return union_all(
        select(
            literal(PROPOSED), Consultation.strand_id, cast(Consultation.number, String), literal(0)
        ).where(Consultation.strand_id.in_(keys)),
        select(literal(RELEASED), Release.strand_id, literal(""), Release.state_id).where(
            Release.strand_id.in_(keys)
        ),
        select(
            sql_case((Issue.id.is_(None), PREPARED), else_=ISSUED),
            Summary.phase_id,
            cast(Summary.strands, String),
            Summary.id,
        )
        .outerjoin(Issue)
        .where(Summary.phase_id.in_(phases)),
        select(
            cast(Clearance.kind, String), Clearance.subject, Clearance.digest, Clearance.state_id
        ).where(
            or_(
                of_strands & Clearance.subject.in_(keys),
                (Clearance.kind == Clearing.SUMMARY) & Clearance.subject.in_(prepared),
            )
        ),
    )


def _scope(strand: Strand) -> frozenset[int]:
    return frozenset(state.id for state in strand.participants)


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
    def _items(self) -> list[Item]:
        return self._among.items[self._strand.id]

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
    def inquiries(self) -> list[tuple[int, Inquiry]]:
        """Who asked each supplementary question that was sent, and where it stands."""
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
