"""Unofficial translations of what was submitted, sent, released or proposed.

The original always stands beside. A translation is of one State's team, or of the secretariat,
until it is shared with all in the review. It is never changed: a newer one takes its place. It is
stale when the text has changed since it was made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from secrets import token_urlsafe
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, false, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from reviewmech.records import texts
from reviewmech.records.base import Base, closed_list, short
from reviewmech.records.people import Person
from reviewmech.records.states import State
from reviewmech.records.texts import Text
from reviewmech.rules.access import Actor, Case
from reviewmech.rules.refusals import N_


class Made(StrEnum):
    """How a translation came about."""

    TYPED = N_("typed")
    UPLOADED = N_("uploaded")
    BY_MACHINE = N_("made by a machine")


class Translation(Base):
    """The parts of one text in another language, of a State's team or of the secretariat.

    ``thing`` names the text and ``place`` what that is a version of (see `records/texts.py`),
    ``texts`` are its parts by name, ``made_from`` the SHA-256 of the original as it stood.
    """

    __tablename__ = "translation"
    __table_args__ = (Index("ix_translation_strand_id_place", "strand_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = short(24, unique=True, default=lambda: token_urlsafe(12))
    strand_id: Mapped[int] = mapped_column(ForeignKey("strand.id"))
    place: Mapped[str] = short(200)
    thing: Mapped[str] = short(200)
    language: Mapped[str] = short(12)
    texts: Mapped[dict[str, Any]]
    made: Mapped[Made] = mapped_column(closed_list(Made, "made"))
    made_from: Mapped[str] = mapped_column(String(64))
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
    state: Mapped[State | None] = relationship()
    author: Mapped[Person] = relationship()

    @property
    def since(self) -> datetime:
        """Since when it is read by those who read it now."""
        return self.shared_at or self.made_at


class Mark(NamedTuple):
    """That there is a translation, without its words: a strand has hundreds of them."""

    place: str
    thing: str
    made_from: str


@dataclass(frozen=True)
class Beside:
    """A translation as it stands beside a text: stale when it was made from another one."""

    translation: Translation
    is_stale: bool

    @property
    def language(self) -> str:
        """The language it is in."""
        return self.translation.language


NONE: Mapping[str, Text] = {}


def visible_translations(
    session: Session,
    strand_id: int,
    things: Collection[str],
    actor: Actor,
    case: Case,
    known: Mapping[str, Text] = NONE,
) -> dict[str, list[Beside]]:
    """Return what stands beside the texts of these names, by name: for this actor to read.

    Of each language the newest of each State; stale ones only where there is nothing better. A
    text that nobody has translated has an empty list. The texts that whoever asks has read already
    (``known``) are not read again.
    """
    unknown = [each for each in things if texts.place_of(each) is None and each not in known]
    originals = {**known, **texts.texts(session, unknown)}
    places = {
        each: texts.place_of(each) or originals[each].place for each in _known(things, originals)
    }
    rows = _of_places(session, strand_id, set(places.values()), actor, case)
    # Only what was made from another version makes it worth reading the texts themselves.
    doubtful = [
        thing
        for thing, place in places.items()
        if thing not in originals and any(one.thing != thing for one in rows[place])
    ]
    originals |= texts.texts(session, doubtful)
    seals = {thing: text.seal for thing, text in originals.items() if rows[text.place]}
    return {
        thing: best(beside(rows[place], thing, seals.get(thing, "")))
        for thing, place in places.items()
    }


def _known(things: Collection[str], originals: Collection[str]) -> list[str]:
    return [each for each in things if texts.place_of(each) or each in originals]


def visible_of(session: Session, text: Text, actor: Actor, case: Case) -> list[Beside]:
    """Return all translations of a text this actor may read, in any language, newest first."""
    rows = _of_places(session, text.strand_id, [text.place], actor, case)
    return beside(rows[text.place], text.thing, text.seal)


def visible_marks(
    session: Session, strand_id: int, language: str, actor: Actor, case: Case
) -> dict[str, list[Mark]]:
    """Return what is translated of a strand into a language, by place."""
    chosen = select(Translation.place, Translation.thing, Translation.made_from).where(
        _is_visible(strand_id, actor, case), Translation.language == language
    )
    found: dict[str, list[Mark]] = defaultdict(list)
    for row in session.execute(chosen):
        found[row.place].append(Mark(*row))
    return found


def visible_translation(
    session: Session, strand_id: int, key: str, actor: Actor, case: Case
) -> Translation | None:
    """Return one translation of a strand, if this actor may read it."""
    visible = _is_visible(strand_id, actor, case)
    return session.scalar(select(Translation).where(visible, Translation.key == key))


def beside(rows: Iterable[Translation], thing: str, seal: str) -> list[Beside]:
    """Return translations as they stand beside a text of this name and seal, newest first."""
    newest = sorted(rows, key=lambda one: (one.since, one.id), reverse=True)
    return [Beside(one, one.thing != thing and one.made_from != seal) for one in newest]


def best(found: Iterable[Beside]) -> list[Beside]:
    """Return of each language the newest of each State, without stale ones where others are."""
    chosen: dict[str, dict[int | None, Beside]] = defaultdict(dict)
    for each in sorted(found, key=lambda one: one.is_stale):
        chosen[each.language].setdefault(each.translation.state_id, each)
    listed = []
    for _language, of_states in sorted(chosen.items()):
        fresh = [each for each in of_states.values() if not each.is_stale]
        listed += fresh or list(of_states.values())[:1]
    return listed


def _of_places(
    session: Session, strand_id: int, places: Collection[str], actor: Actor, case: Case
) -> dict[str, list[Translation]]:
    if not places:
        return defaultdict(list)
    chosen = (
        select(Translation)
        .where(_is_visible(strand_id, actor, case), Translation.place.in_(places))
        .options(joinedload(Translation.author), joinedload(Translation.state))
    )
    found: dict[str, list[Translation]] = defaultdict(list)
    for each in session.scalars(chosen):
        found[each.place].append(each)
    return found


def _is_visible(strand_id: int, actor: Actor, case: Case) -> ColumnElement[bool]:
    """Return what a translation fulfils that this actor may read: shared, or of the own side.

    And of a text that they may read: what is shared is shared with those in the strand alone.
    """
    of = (Translation.thing.startswith(f"{kind}:") for kind in texts.kinds_read(actor, case))
    return and_(
        Translation.strand_id == strand_id,
        or_(false(), *of),
        or_(Translation.shared_at.is_not(None), _is_own(actor, case)),
    )


def _is_own(actor: Actor, case: Case) -> ColumnElement[bool]:
    if actor.officer:
        # An officer who records an act of a State reads what the secretariat reads, no more.
        return Translation.state_id.is_(None)
    post = actor.post_in(case.review)
    return Translation.state_id == post.state if post else false()
