"""The journal: every act as "State X, by person Y", each line sealed by the line before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    ForeignKey,
    Select,
    String,
    UniqueConstraint,
    cast,
    false,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records.base import Base, closed_list, short
from reviewmech.records.clearances import Clearance
from reviewmech.records.contributions import Contributor
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.records.reviews import Phase, ReviewingState, Strand
from reviewmech.records.states import State
from reviewmech.records.summaries import Issue, Paragraph, ParagraphEdit, Summary, taking_part
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Action, Audience, Reading
from reviewmech.rules.vocabulary import Clearing

INSTALLATION = "installation"


class Chain(Base):
    """The head of one chain of journal lines: a review's, or the installation's.

    Acts lock this row, so the lines of one chain are written one after the other. ``moves`` counts
    the changes that alter what others may do (a step, a pairing).
    """

    __tablename__ = "chain"

    name: Mapped[str] = short(primary_key=True)
    length: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(String(64), default="")
    moves: Mapped[int] = mapped_column(default=0)


class Entry(Base):
    """One act: who, for which State, on what, when; the payload is canonical JSON."""

    __tablename__ = "journal_entry"
    __table_args__ = (UniqueConstraint("chain", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str] = short()
    number: Mapped[int]
    request_id: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime]
    action: Mapped[Action] = mapped_column(closed_list(Action, "action", held=False))
    heard_by: Mapped[Audience] = mapped_column(closed_list(Audience, "heard_by"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"), index=True)
    strand_id: Mapped[int | None] = mapped_column(ForeignKey("strand.id"))
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note_verbale.id"))
    contributor_id: Mapped[int | None] = mapped_column(ForeignKey("contributor.id"))
    thing: Mapped[str] = short(80)
    payload: Mapped[str]
    seal_before: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))
    state: Mapped[State | None] = relationship()
    person: Mapped[Person | None] = relationship()
    note: Mapped[NoteVerbale | None] = relationship()
    contributor: Mapped[Contributor | None] = relationship()


def canonical(payload: Mapping[str, object]) -> str:
    """Return JSON in the one form that is sealed: keys sorted, no spaces, no escapes."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal(entry: Entry) -> str:
    """Return the SHA-256 that seals an entry to the one before it."""
    words: tuple[object, ...] = (
        entry.seal_before,
        entry.chain,
        entry.number,
        entry.request_id,
        entry.at.isoformat(),
        entry.action.value,
        entry.state_id,
        entry.person_id,
        entry.note_id,
        entry.strand_id,
        entry.thing,
        entry.payload,
    )
    if entry.contributor_id is not None:
        words += (entry.contributor_id,)
    return hashlib.sha256("\n".join(map(str, words)).encode()).hexdigest()


def append(session: Session, chain: Chain, entry: Entry) -> None:
    """Write the entry at the end of its chain and seal it."""
    entry.chain, entry.number = chain.name, chain.length + 1
    entry.seal_before = chain.head
    entry.seal = seal(entry)
    chain.length, chain.head = entry.number, entry.seal
    session.add(entry)


def broken_at(session: Session, name: str) -> int | None:
    """Return the number of the first line whose seal or place is wrong, or None when all hold."""
    before, number = "", 0
    lines = session.scalars(select(Entry).where(Entry.chain == name).order_by(Entry.number))
    for number, entry in enumerate(lines, start=1):
        if (entry.number, entry.seal_before, entry.seal) != (number, before, seal(entry)):
            return number
        before = entry.seal
    chain = session.get(Chain, name)
    whole = (chain.length, chain.head) if chain else (0, "")
    return None if whole == (number, before) else number + 1


def entry_of(session: Session, request_id: str) -> Entry | None:
    """Return the line written under this request id."""
    return session.scalar(select(Entry).where(Entry.request_id == request_id))


def visible_entries(
    session: Session,
    review_id: int,
    actor: Actor,
    case: Case,
    *,
    after: int = 0,
    most: int | None = None,
) -> list[Entry]:
    """Return the lines of a review this actor may read, newest first.

    What a State does inside is read by that State alone; the numbers are shown to nobody, since
    gaps in them would tell of it. ``after`` and ``most`` cut a page out of a long journal.
    """
    own = None if actor.officer else actor.state_in(review_id)
    is_reviewing = own is not None and own != case.under_review
    summaries = taking_part(session, review_id, own) if own and is_reviewing else []
    chosen = visible(review_id, actor, case, summaries)
    acted = (joinedload(Entry.person), joinedload(Entry.note), joinedload(Entry.contributor))
    chosen = chosen.options(*acted).order_by(Entry.id.desc())
    return list(session.scalars(chosen.offset(after).limit(most)))


def visible(review_id: int, actor: Actor, case: Case, summaries: Iterable[int]) -> Select[Entry]:
    """Select the lines of a review this actor may read; ``summaries`` are those of its State."""
    if not may(Reading.JOURNAL, actor, case):
        return select(Entry).where(false())
    heard = [Audience.REVIEW] + ([Audience.SECRETARIAT] if actor.officer else [])
    # Nobody in the secretariat reads what a State does inside, not even to record its note.
    own = None if actor.officer else actor.state_in(review_id)
    inside = (Entry.heard_by == Audience.OWN_STATE) & (Entry.state_id == own)
    chosen = select(Entry).where(
        Entry.review_id == review_id, or_(Entry.heard_by.in_(heard), inside)
    )
    if own is not None and own != case.under_review:
        scope = strands_in_scope(review_id, own)
        chosen = chosen.where(
            or_(Entry.strand_id.is_(None), Entry.strand_id.in_(scope)),
            or_(Entry.action.not_in(ON_A_SUMMARY), Entry.thing.in_(_made_on(list(summaries)))),
        )
    return chosen


def strands_in_scope(review_id: int, state_id: int) -> Select[int]:
    """Select the strands (ids) a reviewing State reviews in this review."""
    return (
        select(Strand.id)
        .join(Strand.phase)
        .join(ReviewingState, ReviewingState.review_id == Phase.review_id)
        .where(
            Phase.review_id == review_id,
            ReviewingState.instrument == Strand.instrument,
            ReviewingState.state_id == state_id,
        )
    )


ON_A_SUMMARY = frozenset(
    {
        Action.COMPILE_SUMMARY,
        Action.EDIT_PARAGRAPH,
        Action.CLEAR_SUMMARY,
        Action.CONSENT_TO_PUBLICATION,
        Action.ISSUE_SUMMARY,
    }
)
"""The acts on a summary: only the States that take part in it read of them."""


def _made_on(summaries: list[int]) -> CompoundSelect[str]:
    """Select the names that lines give to what was made on these summaries."""
    of_these = select(Paragraph.id).where(Paragraph.summary_id.in_(summaries))
    return union_all(
        _named(Summary).where(Summary.id.in_(summaries)),
        _named(ParagraphEdit).where(ParagraphEdit.paragraph_id.in_(of_these)),
        _named(Issue).where(Issue.summary_id.in_(summaries)),
        _named(Clearance).where(
            Clearance.kind.in_((Clearing.SUMMARY, Clearing.PUBLICATION)),
            Clearance.subject.in_(summaries),
        ),
    )


def _named(kind: type[Base]) -> Select[str]:
    return select(literal(f"{kind.__tablename__}:") + cast(kind.id, String))


STEERING = frozenset(
    {
        Action.PAIR_STATE,
        Action.UNPAIR_STATE,
        Action.OPEN_PHASE,
        Action.ADD_STRAND,
        Action.MOVE_ON,
    }
)
"""The acts whose particulars the journal's readers are told: none of them is a State's own."""


def particulars(session: Session, entries: Iterable[Entry]) -> dict[int, dict[str, Any]]:
    """Return what lines of the secretariat's steering were about: records and plain words."""
    steering = [entry for entry in entries if entry.action in STEERING]
    given: dict[int, dict[str, Any]] = {one.id: json.loads(one.payload) for one in steering}
    for name, kind in (("state", State), ("note", NoteVerbale)):
        keys = {
            line: int(said[name].partition(":")[2]) for line, said in given.items() if name in said
        }
        if keys:
            chosen = session.scalars(select(kind).where(kind.id.in_(keys.values())))
            found = {each.id: each for each in chosen}
            for line, key in keys.items():
                given[line][name] = found.get(key)
    return given


BEFORE_THE_WORK = frozenset({Action.PROPOSE_CONSULTATION, Action.CLEAR_CONSULTATION})


def has_acted(session: Session, review_id: int, state_id: int, instrument: str) -> bool:
    """Say whether a State has done anything the others can read in the strands of an instrument.

    What it only drafted does not count: it is nobody else's to know of.
    """
    chosen = _acted(review_id).where(Entry.state_id == state_id, Strand.instrument == instrument)
    return session.execute(chosen.limit(1)).first() is not None


def acted(session: Session, review_id: int) -> set[tuple[int | None, str]]:
    """Return the States (ids) that have done so, each with the instrument."""
    rows = session.execute(_acted(review_id).distinct())
    return {(state, instrument) for state, instrument in rows}


def _acted(review_id: int) -> Select[int | None, str]:
    return (
        select(Entry.state_id, Strand.instrument)
        .join(Strand, Strand.id == Entry.strand_id)
        .where(
            Entry.review_id == review_id,
            Entry.heard_by == Audience.REVIEW,
            Entry.action.not_in(BEFORE_THE_WORK),
        )
    )
