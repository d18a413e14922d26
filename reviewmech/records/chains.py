"""The chain of a review: what came of an answer (what an observation rests on: its grounds).

Every link holds by version: it says on which version of the response something was said, and stays
there when a newer one is submitted. A link is there only for who may read what it leads to: what
was sent, released or proposed, and nothing that is being drafted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    cast,
    false,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy import literal as literally
from sqlalchemy.orm import Session

from reviewmech.records.assistance import Need
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.feedback import Release
from reviewmech.records.observations import Ground, Observation
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand, case
from reviewmech.records.summaries import Issue, Paragraph, Summary
from reviewmech.rules.access import Actor, may
from reviewmech.rules.purposes import Reading


class Kind(StrEnum):
    """What can come of an answer."""

    QUESTION = "question"
    FEEDBACK = "feedback"
    OBSERVATION = "observation"
    PARAGRAPH = "paragraph"
    NEED = "need"


@dataclass(frozen=True)
class Came:
    """One thing that came of an answer, by what names it in addresses.

    ``version`` is the number of the version it was said on, if it says; ``state_id`` who said it.
    ``number`` is that of an observation; ``said`` is its outcome, the symbol of an issued summary,
    or the type of a need; ``is_open`` whether a supplementary question is not closed.
    """

    kind: Kind
    key: str
    version: int | None = None
    state_id: int | None = None
    number: int = 0
    said: str = ""
    is_open: bool = False


Found = dict[str, list[Came]]
"""What came of answers, by question; under the empty one, what is on the article as a whole."""


def came_of(
    session: Session, strand: Strand, article: str, questions: Collection[str], actor: Actor
) -> Found:
    """Return what came of the answers to these questions of an article, in two statements."""
    found: Found = {}
    parts = list(_parts(strand, article, questions, actor))
    if parts:
        for kind, question, version, key, state, number, said in _rows(session, parts):
            one = Came(Kind(kind), key, version, state, number or 0, said or "")
            if one.kind is Kind.QUESTION:
                one = Came(one.kind, key, version, state, is_open=not said)
            if one not in found.setdefault(question or "", []):
                found[question or ""].append(one)
    if may(Reading.FEEDBACK, actor, case(strand)):
        found.setdefault("", []).extend(_feedback(session, strand, article))
    order = list(Kind)
    return {
        question: sorted(came, key=lambda one: order.index(one.kind))
        for question, came in found.items()
        if came
    }


def _rows(session: Session, parts: list[Select[Any]]) -> Iterator[Any]:
    """Read the parts in one statement, in the order in which things were made."""
    every = union_all(*parts).subquery()
    columns = [column for column in every.c if column.name != "place"]
    yield from session.execute(select(*columns).order_by(every.c.place, every.c.key))


def _parts(
    strand: Strand, article: str, questions: Collection[str], actor: Actor
) -> Iterator[Select[Any]]:
    situation = case(strand)
    if may(Reading.DIALOGUE, actor, situation):
        yield _asked(strand, article, questions)
    if may(Reading.OBSERVATIONS, actor, situation):
        yield from _observed(strand, article, questions)
        if may(Reading.SUMMARY, actor, situation):
            yield from _summarized(strand, article, questions)
    if may(Reading.SUBMITTED_RESPONSE, actor, situation):
        yield _needed(strand, questions)


def _part(
    kind: Kind,
    question: Any,
    key: Any,
    *,
    place: Any,
    state: Any = None,
    number: Any = None,
    said: Any = None,
) -> Select[Any]:
    """Select one kind of link; all have the same columns."""
    return select(
        literally(kind.value).label("kind"),
        question.label("question"),
        Version.number.label("version"),
        cast(key, String).label("key"),
        cast(state, Integer).label("state"),
        cast(number, Integer).label("number"),
        cast(said, String).label("said"),
        cast(place, Integer).label("place"),
    )


def _asked(strand: Strand, article: str, questions: Collection[str]) -> Select[Any]:
    thread = SupplementaryQuestion
    return (
        _part(
            Kind.QUESTION,
            thread.question,
            thread.key,
            # By the moment of sending: the order of drafting would tell of drafts.
            place=func.row_number().over(order_by=thread.sent_at),
            state=thread.asked_by_id,
            said=thread.closed_at,
        )
        .select_from(thread)
        .outerjoin(Version, Version.id == thread.version_id)
        .where(
            thread.strand_id == strand.id,
            thread.sent_at.is_not(None),
            _is_about(thread.question, thread.article, article, questions),
        )
    )


def _grounds(article: str, questions: Collection[str]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Give how observations rest on answers: at once, through a question, or through a feedback."""
    thread = SupplementaryQuestion
    yield (
        Ground.question,
        ((Version, Version.id == Ground.version_id), Ground.question.in_(questions)),
    )
    yield (
        thread.question,
        (
            (thread, thread.id == Ground.thread_id),
            _is_about(thread.question, thread.article, article, questions),
        ),
    )
    yield (
        literally(""),
        ((Release, Release.id == Ground.release_id), Ground.article == article),
    )


def _resting(
    part: Select[Any], strand: Strand, join: tuple[Any, ColumnElement[bool]], on: Any
) -> Select[Any]:
    joined = part.select_from(Observation).join(Ground, Ground.observation_id == Observation.id)
    joined = joined.join(*join)
    if join[0] is not Version:
        joined = joined.outerjoin(Version, Version.id == join[0].version_id)
    return joined.where(Observation.strand_id == strand.id, on)


def _observed(strand: Strand, article: str, questions: Collection[str]) -> Iterator[Select[Any]]:
    for question, (join, on) in _grounds(article, questions):
        part = _part(
            Kind.OBSERVATION,
            question,
            Observation.id,
            place=Observation.number,
            state=Observation.proposed_by_id,
            number=Observation.number,
            said=Observation.outcome,
        )
        yield _resting(part, strand, join, on)


def _summarized(strand: Strand, article: str, questions: Collection[str]) -> Iterator[Select[Any]]:
    """Select the paragraphs made of those observations, of the newest summary and those issued."""
    for question, (join, on) in _grounds(article, questions):
        part = _part(
            Kind.PARAGRAPH,
            question,
            Paragraph.id,
            place=Paragraph.place,
            number=Observation.number,
            said=Issue.symbol,
        )
        yield _in_summaries(_resting(part, strand, join, on), strand)


def _in_summaries(chosen: Select[Any], strand: Strand) -> Select[Any]:
    newest = (
        select(func.max(Summary.id)).where(Summary.phase_id == strand.phase_id).scalar_subquery()
    )
    return (
        chosen.join(Paragraph, Paragraph.observation_id == Observation.id)
        .join(Summary, Summary.id == Paragraph.summary_id)
        .outerjoin(Issue, Issue.summary_id == Summary.id)
        .where(
            Observation.is_confidential.is_(False),
            Paragraph.kept != "",
            or_(Issue.id.is_not(None), Summary.id == newest),
        )
    )


def _needed(strand: Strand, questions: Collection[str]) -> Select[Any]:
    part = _part(Kind.NEED, Need.question, Need.id, place=Need.id, said=Need.kind)
    return (
        part.select_from(Need)
        .join(Version, Version.id == Need.version_id)
        .where(Need.strand_id == strand.id, Need.question.in_(questions))
    )


def _feedback(session: Session, strand: Strand, article: str) -> Iterator[Came]:
    """Give the feedback released on an article: the newest of each State, with its version."""
    newest = (
        select(func.max(Release.id))
        .where(Release.strand_id == strand.id)
        .group_by(Release.state_id)
    )
    rows = session.execute(
        select(Release.state_id, Version.number, Release.articles[article])
        .outerjoin(Version, Version.id == Release.version_id)
        .where(Release.id.in_(newest))
        .order_by(Release.id)
    )
    for state, version, said in rows:
        if said:
            yield Came(Kind.FEEDBACK, article, version, state)


def _is_about(
    question: Any, of_article: Any, article: str, questions: Collection[str]
) -> ColumnElement[bool]:
    return or_(question.in_(questions), and_(question.is_(None), of_article == article))


def paragraphs_of(session: Session, strand: Strand, observation: int, actor: Actor) -> list[Came]:
    """Return the paragraphs of summaries that an observation went into."""
    if not may(Reading.SUMMARY, actor, case(strand)):
        return []
    part = _part(
        Kind.PARAGRAPH,
        literally(""),
        Paragraph.id,
        place=Paragraph.place,
        number=Observation.number,
        said=Issue.symbol,
    )
    chosen = part.select_from(Observation).outerjoin(Version, false())
    chosen = chosen.where(Observation.id == observation, Observation.strand_id == strand.id)
    rows = _rows(session, [_in_summaries(chosen, strand)])
    return [
        Came(Kind(kind), key, version, state, number or 0, said or "")
        for kind, _question, version, key, state, number, said in rows
    ]
