"""Executive summaries: compiled for a phase, edited paragraph by paragraph, issued for good."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, or_, select
from sqlalchemy.orm import (
    Mapped,
    Session,
    contains_eager,
    foreign,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
)

from reviewmech.records.attachments import Attachment
from reviewmech.records.base import Base, short
from reviewmech.records.observations import Observation
from reviewmech.records.passages import Passage, passages_of
from reviewmech.records.people import Person
from reviewmech.records.reviews import Phase, Strand
from reviewmech.records.states import State
from reviewmech.records.wordings import Wording
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.anchors import Anchor
from reviewmech.rules.audiences import leave_out
from reviewmech.rules.purposes import Reading
from reviewmech.rules.summaries import without_bare_headings


class Summary(Base):
    """The summary in preparation, over the strands (ids) whose lists it was compiled from."""

    __tablename__ = "summary"
    __table_args__ = (UniqueConstraint("phase_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"))
    number: Mapped[int]
    language: Mapped[str] = short(12)
    title: Mapped[str] = mapped_column(String(500))
    strands: Mapped[list[Any]]
    compiled_at: Mapped[datetime]
    phase: Mapped[Phase] = relationship()
    issue: Mapped[Issue | None] = relationship(back_populates="summary")

    @property
    def covers(self) -> list[Strand]:
        """The strands it was compiled from."""
        return [strand for strand in self.phase.strands if strand.id in self.strands]

    @property
    def participants(self) -> list[State]:
        """The States that clear it: the one under review, then the reviewing States in scope."""
        found = {state.id: state for strand in self.covers for state in strand.reviewing_states}
        reviewing = sorted(found.values(), key=lambda state: state.name.casefold())
        return [self.phase.review.state, *reviewing]


class Paragraph(Base):
    """One heading or paragraph, by id, so that it can be edited, cited and translated alone.

    ``observation_id`` says which item it came from: of a confidential one, it is in no output.
    ``kept`` is what was written; what anybody reads is ``text``, without the passages of the item
    that were marked confidential since it was compiled.
    """

    __tablename__ = "paragraph"
    __table_args__ = (UniqueConstraint("summary_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("summary.id"))
    place: Mapped[int]
    section: Mapped[str] = short(120)
    level: Mapped[int]
    observation_id: Mapped[int | None] = mapped_column(ForeignKey("observation.id"))
    number: Mapped[int] = mapped_column(default=1)
    kept: Mapped[str] = mapped_column("text")
    summary: Mapped[Summary] = relationship()
    observation: Mapped[Observation | None] = relationship()
    edits: Mapped[list[ParagraphEdit]] = relationship(
        back_populates="paragraph", order_by="ParagraphEdit.number"
    )
    passages: Mapped[list[Passage]] = relationship(
        secondary=Wording.__table__,
        primaryjoin=lambda: Paragraph.observation_id == foreign(Wording.observation_id),
        secondaryjoin=lambda: (
            (Wording.id == foreign(Passage.wording_id)) & Passage.taken_off_at.is_(None)
        ),
        order_by=Passage.id,
        viewonly=True,
    )

    @property
    def left_out(self) -> list[Anchor]:
        """The passages of its item that were marked confidential since it was compiled."""
        since = (each for each in self.passages if each.marked_at >= self.summary.compiled_at)
        return [each.anchor for each in since]

    @property
    def text(self) -> str:
        """What anybody reads of it."""
        return leave_out(self.kept, self.left_out)

    @text.setter
    def text(self, words: str) -> None:
        self.kept = words

    @property
    def is_heading(self) -> bool:
        """Whether this is a heading; only the other paragraphs bear a number straight through."""
        return self.level > 0

    @property
    def is_withheld(self) -> bool:
        """Whether it is in no output, since its observation is confidential."""
        return self.observation is not None and self.observation.is_confidential


class ParagraphEdit(Base):
    """One text a paragraph has had; an empty text takes the paragraph out."""

    __tablename__ = "paragraph_edit"
    __table_args__ = (UniqueConstraint("paragraph_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraph.id"))
    number: Mapped[int]
    kept: Mapped[str] = mapped_column("text")
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    edited_at: Mapped[datetime]
    paragraph: Mapped[Paragraph] = relationship(back_populates="edits")
    person: Mapped[Person | None] = relationship()

    @property
    def text(self) -> str:
        """What anybody reads of it."""
        return leave_out(self.kept, self.paragraph.left_out)

    @text.setter
    def text(self, words: str) -> None:
        self.kept = words


class Issue(Base):
    """A summary as issued, under a document symbol: text and files that never change."""

    __tablename__ = "issue"

    id: Mapped[int] = mapped_column(primary_key=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("summary.id"), unique=True)
    symbol: Mapped[str] = mapped_column(String(120), unique=True)
    language: Mapped[str] = short(12)
    title: Mapped[str] = mapped_column(String(500))
    dated: Mapped[date]
    issued_at: Mapped[datetime]
    markdown_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    docx_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    pdf_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    is_published: Mapped[bool] = mapped_column(default=False)
    summary: Mapped[Summary] = relationship(back_populates="issue")
    markdown: Mapped[Attachment] = relationship(foreign_keys=[markdown_id])
    docx: Mapped[Attachment] = relationship(foreign_keys=[docx_id])
    pdf: Mapped[Attachment] = relationship(foreign_keys=[pdf_id])


def newest(session: Session, phase_id: int) -> Summary | None:
    """Return the newest summary of a phase, in preparation or issued."""
    chosen = select(Summary).where(Summary.phase_id == phase_id)
    chosen = chosen.options(joinedload(Summary.issue)).order_by(Summary.number.desc())
    return session.scalar(chosen.limit(1))


def in_preparation(session: Session, phase_id: int) -> Summary | None:
    """Return the newest summary of a phase, for the rules, unless it is issued already."""
    found = newest(session, phase_id)
    return found if found and found.issue is None else None


def visible_summary(session: Session, phase: Phase, actor: Actor, case: Case) -> Summary | None:
    """Return the summary in preparation, if this actor's State takes part in it."""
    summary = in_preparation(session, phase.id)
    return summary if summary and _takes_part(summary, actor, case) else None


def visible_issues(session: Session, phase: Phase, actor: Actor, case: Case) -> list[Issue]:
    """Return the issued summaries of a phase that this actor's State took part in."""
    found = session.scalars(
        select(Issue)
        .join(Issue.summary)
        .options(contains_eager(Issue.summary).joinedload(Summary.issue))
        .where(Summary.phase_id == phase.id)
        .order_by(Issue.id.desc())
    )
    return [issue for issue in found if _takes_part(issue.summary, actor, case)]


def visible_summaries(session: Session, phase: Phase, actor: Actor, case: Case) -> list[Summary]:
    """Return all of these: the one in preparation, then those issued, the newest first."""
    chosen = select(Summary).where(Summary.phase_id == phase.id).order_by(Summary.number.desc())
    found = session.scalars(chosen.options(joinedload(Summary.issue))).all()
    readable = [each for each in found if each.issue is not None or each is found[0]]
    return [each for each in readable if _takes_part(each, actor, case)]


def _takes_part(summary: Summary, actor: Actor, case: Case) -> bool:
    if not may(Reading.SUMMARY, actor, case):
        return False
    state = actor.state_in(case.review)
    return actor.officer or state in {each.id for each in summary.participants}


def taking_part(session: Session, review_id: int, state_id: int) -> list[int]:
    """Return the summaries (ids) of a review in which a State takes part."""
    chosen = select(Summary).join(Summary.phase).options(contains_eager(Summary.phase))
    found = session.scalars(chosen.where(Phase.review_id == review_id))
    return [each.id for each in found if state_id in {state.id for state in each.participants}]


def next_number(session: Session, phase_id: int) -> int:
    """Return the number the next summary of a phase bears."""
    highest = select(func.max(Summary.number)).where(Summary.phase_id == phase_id)
    return 1 + (session.scalar(highest) or 0)


def paragraphs(session: Session, summary: Summary) -> list[Paragraph]:
    """Return the paragraphs that stand in the summary, in their order.

    Those whose observation is confidential, and those emptied by an edit, are in no output; nor is
    a heading with nothing left under it, which would tell that something had been there.
    """
    return without_bare_headings([each for each in _read(session, summary) if each.text])


def _read(session: Session, summary: Summary) -> list[Paragraph]:
    """Read the paragraphs of a summary together with what of them is left out."""
    passages = selectinload(Paragraph.passages).joinedload(Passage.wording)
    return list(session.scalars(_open(select(Paragraph), [summary.id]).options(passages)))


def _open(chosen: Any, summaries: Collection[int]) -> Any:
    """Select of these summaries what is not confidential."""
    return (
        chosen.outerjoin(Observation, Observation.id == Paragraph.observation_id)
        .where(
            Paragraph.summary_id.in_(summaries),
            or_(Observation.id.is_(None), Observation.is_confidential.is_(False)),
        )
        .order_by(Paragraph.place)
    )


def written(session: Session, summary: Summary) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs that stand, and those an edit has emptied, which can be put back."""
    found = _read(session, summary)
    taken_out = [paragraph for paragraph in found if not paragraph.kept]
    return without_bare_headings([paragraph for paragraph in found if paragraph.text]), taken_out


class Line(NamedTuple):
    """A paragraph as far as its digest goes, read by itself."""

    id: int
    level: int
    text: str


def digest(standing: Iterable[Paragraph | Line]) -> str:
    """Return the SHA-256 of a summary as it stands: what a clearance refers to."""
    lines = (f"{each.id}|{each.level}|{each.text}" for each in standing)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def standing_digests(session: Session, summaries: Collection[int]) -> dict[int, str]:
    """Return the same of several summaries, by their ids."""
    if not summaries:
        return {}
    words = select(Paragraph.id, Paragraph.level, Paragraph.kept, Paragraph.observation_id)
    words = words.join(Paragraph.summary).add_columns(Summary.id, Summary.compiled_at)
    rows = session.execute(_open(words, summaries)).all()
    marked = passages_of(session, {row.observation_id for row in rows})
    found: dict[int, list[Paragraph | Line]] = {each: [] for each in summaries}
    for key, level, kept, item, summary, since in rows:
        left_out = [each.anchor for each in marked.get(item, ()) if each.marked_at >= since]
        text = leave_out(kept, left_out)
        if text:
            found[summary].append(Line(key, level, text))
    return {each: digest(without_bare_headings(lines)) for each, lines in found.items()}


def with_symbol(session: Session, symbol: str) -> Issue | None:
    """Return the issued summary that bears this symbol, in whatever letters it is written."""
    return session.scalar(select(Issue).where(func.lower(Issue.symbol) == symbol.lower()))
