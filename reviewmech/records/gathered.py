"""What has happened in strands: each kind of fact looked up once, for all looked at together."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import CompoundSelect, String, cast, literal, or_, select, union_all
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from reviewmech.records import inquiries, observations, standing, summaries
from reviewmech.records.clearances import Clearance
from reviewmech.records.consultation import Consultation
from reviewmech.records.editions import can_move, on_the_table
from reviewmech.records.feedback import Release
from reviewmech.records.inquiries import Inquired
from reviewmech.records.observations import Line
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.records.silences import days_running
from reviewmech.records.summaries import Issue, Summary
from reviewmech.rules.observations import Item, is_settled
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Clearing


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

    def is_to_move(self, strand: Strand) -> bool:
        """Say whether a move to another questionnaire waits to be acknowledged."""
        elsewhere = (
            edition != strand.edition_id for _, edition in self._given.get((MOVED, strand.id), ())
        )
        return can_move(strand) and any(elsewhere)

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
    def lines(self) -> Mapping[int, list[Line]]:
        """The observations, as far as agreement on them goes."""
        scopes = {key: strand.scope for key, strand in self.strands.items()}
        return observations.lines(self._session, scopes)

    def items(self, strand: int) -> list[Item]:
        """Return the same without what names them."""
        return [line.item for line in self.lines[strand]]

    def silences(self, strand: int) -> dict[int, date]:
        """Return until when silences run, by observation (id)."""
        running = self._given.get((SILENT, strand), ())
        return {observation: date.fromisoformat(until) for until, observation in running}

    @cached_property
    def _lists(self) -> Mapping[int, str]:
        """The digests of the lists that are to be cleared now: of others nobody asks."""
        wanted = [key for key, strand in self.strands.items() if self._is_cleared_now(strand)]
        return standing.standing_digests(self._session, wanted)

    def _is_cleared_now(self, strand: Strand) -> bool:
        at_it = strand.step is Step.OBSERVATIONS and is_settled(self.items(strand.id))
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
    def inquiries(self) -> Mapping[int, list[Inquired]]:
        """The supplementary questions that were sent: who asked, where each stands, its day."""
        return inquiries.inquiries(self._session, self.strands)


PROPOSED, RELEASED, PREPARED, ISSUED = "proposed", "released", "prepared", "issued"
SILENT, MOVED = "silent", "moved"


def _given(strands: Collection[Strand]) -> CompoundSelect[str, int, str, int]:
    """Select what there is in some strands to look at: proposals, releases, silences, summaries …

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
        days_running(literal(SILENT), keys),
        on_the_table(literal(MOVED), keys),
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
