"""Confidential passages: words of an agreed item that the State under review keeps from audiences.

A whole item is marked on the observation itself; a passage is marked here, by where it stands in
the wording on the table. With another wording its marks lapse. Papers leave no gap in the
numbering: `read_by` is what an audience reads of a list, in every channel.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, contains_eager, joinedload, mapped_column, relationship

from reviewmech.records.base import Base
from reviewmech.records.observations import Observation
from reviewmech.records.people import Person
from reviewmech.records.wordings import Wording
from reviewmech.rules.anchors import Anchor, Span
from reviewmech.rules.audiences import INSIDE, Marked, anchor, leave_out
from reviewmech.rules.mechanism import Readership
from reviewmech.rules.observations import enters


class Passage(Base):
    """Words of a wording that are confidential: ``start`` and ``end`` count its characters."""

    __tablename__ = "passage"

    id: Mapped[int] = mapped_column(primary_key=True)
    wording_id: Mapped[int] = mapped_column(ForeignKey("wording.id"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime]
    taken_off_at: Mapped[datetime | None]
    wording: Mapped[Wording] = relationship()
    marked_by: Mapped[Person | None] = relationship()

    @property
    def span(self) -> Span:
        """Where it stands in its wording."""
        return self.start, self.end

    @property
    def words(self) -> str:
        """What it says."""
        return self.wording.text[self.start : self.end]

    @property
    def anchor(self) -> Anchor:
        """How it is found again in what was made of the wording."""
        return anchor(self.wording.text, self.span)


def passages(session: Session, wording_ids: Iterable[int]) -> dict[int, list[Passage]]:
    """Return the passages marked now, by wording, in their order."""
    chosen = (
        select(Passage)
        .where(Passage.wording_id.in_(set(wording_ids)), Passage.taken_off_at.is_(None))
        .options(joinedload(Passage.marked_by))
        .order_by(Passage.start)
    )
    found: dict[int, list[Passage]] = {}
    for each in session.scalars(chosen):
        found.setdefault(each.wording_id, []).append(each)
    return found


def passages_of(session: Session, items: Iterable[int | None]) -> dict[int, list[Passage]]:
    """Return the passages marked now in any wording of items (ids), by item."""
    chosen = (
        select(Wording.observation_id, Passage)
        .join(Passage.wording)
        .where(Wording.observation_id.in_(set(items)), Passage.taken_off_at.is_(None))
        .options(contains_eager(Passage.wording))
        .order_by(Passage.id)
    )
    found: dict[int, list[Passage]] = {}
    for item, passage in session.execute(chosen):
        found.setdefault(item, []).append(passage)
    return found


@dataclass(frozen=True)
class Entry:
    """An item of a list as an audience reads it; its number leaves no gap."""

    observation: Observation
    number: int
    marked: Marked
    text: str
    statement: str


def marked(session: Session, items: Iterable[Observation]) -> dict[int, Marked]:
    """Return the wordings on the table with what of them is confidential, by item."""
    on_the_table = {item.id: item for item in items}
    found = passages(session, [item.wording.id for item in on_the_table.values()])
    return {
        key: Marked(
            item.wording.text,
            tuple(passage.span for passage in found.get(item.wording.id, ())),
            item.is_confidential,
        )
        for key, item in on_the_table.items()
    }


def read_by(
    audience: Readership, items: list[Observation], marks: dict[int, Marked]
) -> list[Entry]:
    """Return what an audience reads of an adopted list: the one function for every channel.

    Beyond the review what is confidential is not there, and the rest is numbered as if it had
    never been.
    """
    found: list[Entry] = []
    for item in items:
        text = marks[item.id].read_by(audience)
        if text is None or not enters(item.outcome):
            continue
        is_inside = audience in INSIDE
        statement = item.statement if item.statement_by_id else ""
        found.append(
            Entry(
                item,
                item.number if is_inside else len(found) + 1,
                marks[item.id],
                text,
                statement if is_inside else leave_out(statement, marks[item.id].anchors),
            )
        )
    return found
