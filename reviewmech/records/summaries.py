"""Executive summaries: compiled for a phase, edited paragraph by paragraph, issued for good."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, Session, contains_eager, joinedload, mapped_column, relationship

from reviewmech.records.attachments import Attachment
from reviewmech.records.base import Base, short
from reviewmech.records.observations import Observation
from reviewmech.records.people import Person
from reviewmech.records.reviews import Phase, Strand
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, Case, may
from reviewmech.rules.purposes import Reading


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

    ``observation_id`` says which item it came from: when that item is confidential, the paragraph
    is in no output.
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
    text: Mapped[str]
    summary: Mapped[Summary] = relationship()
    observation: Mapped[Observation | None] = relationship()
    edits: Mapped[list[ParagraphEdit]] = relationship(
        back_populates="paragraph", order_by="ParagraphEdit.number"
    )

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
    text: Mapped[str]
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    edited_at: Mapped[datetime]
    paragraph: Mapped[Paragraph] = relationship(back_populates="edits")
    person: Mapped[Person | None] = relationship()


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
    chosen = select(Summary).where(Summary.phase_id == phase.id)
    chosen = chosen.options(joinedload(Summary.issue)).order_by(Summary.number.desc())
    found = session.scalars(chosen).all()
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
    return without_bare_headings(list(session.scalars(_standing(select(Paragraph), [summary.id]))))


def _standing(chosen: Any, summaries: Collection[int]) -> Any:
    return _open(chosen, summaries).where(Paragraph.text != "")


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


class Line(NamedTuple):
    """A paragraph as far as its digest goes, read by itself."""

    id: int
    level: int
    text: str

    @property
    def is_heading(self) -> bool:
        """Whether this is a heading."""
        return self.level > 0


Standing = TypeVar("Standing", Paragraph, Line)


def without_bare_headings(found: list[Standing]) -> list[Standing]:
    """Return the paragraphs without the headings that no text stands under."""
    kept: list[Standing] = []
    for paragraph in reversed(found):
        # Read from the end, a heading is bare when what was kept last is a heading of its rank.
        below = kept[-1] if kept else None
        if not paragraph.is_heading or (below and _stands_under(below, paragraph)):
            kept.append(paragraph)
    return kept[::-1]


def _stands_under(below: Paragraph | Line, heading: Paragraph | Line) -> bool:
    return not below.is_heading or below.level > heading.level


def written(session: Session, summary: Summary) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs that stand, and those an edit has emptied, which can be put back."""
    found = session.scalars(_open(select(Paragraph), [summary.id])).all()
    taken_out = [paragraph for paragraph in found if not paragraph.text]
    return without_bare_headings([paragraph for paragraph in found if paragraph.text]), taken_out


def digest(standing: Iterable[Paragraph | Line]) -> str:
    """Return the SHA-256 of a summary as it stands: what a clearance refers to."""
    lines = (f"{each.id}|{each.level}|{each.text}" for each in standing)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def standing_digests(session: Session, summaries: Collection[int]) -> dict[int, str]:
    """Return the same of several summaries, by their ids."""
    if not summaries:
        return {}
    words = select(Paragraph.summary_id, Paragraph.id, Paragraph.level, Paragraph.text)
    found: dict[int, list[Line]] = {each: [] for each in summaries}
    for summary, key, level, text in session.execute(_standing(words, summaries)):
        found[summary].append(Line(key, level, text))
    return {each: digest(without_bare_headings(lines)) for each, lines in found.items()}


def published(session: Session) -> list[Issue]:
    """Return the issued summaries the public may read, by State and then the newest first."""
    found = session.scalars(
        select(Issue).where(Issue.is_published).order_by(Issue.issued_at.desc(), Issue.id.desc())
    )
    return sorted(found, key=lambda issue: issue.summary.phase.review.state.name.casefold())


def with_symbol(session: Session, symbol: str) -> Issue | None:
    """Return the issued summary that bears this symbol, in whatever letters it is written."""
    return session.scalar(select(Issue).where(func.lower(Issue.symbol) == symbol.lower()))
