"""One review and everybody near it, driven by acts on a real database; all that was typed in it.

Whatever anybody types bears a word of its own (`zq0007qz`), so that it can be looked for anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage
from typing import Any

from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from reviewmech.actions.act import PERFORMERS
from reviewmech.actions.letters import deliver
from reviewmech.records import contributions, database
from reviewmech.records.base import Base
from reviewmech.records.contributions import Contributor
from reviewmech.records.letters import Letter
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.records.people import actor as actor_of
from reviewmech.records.reviews import Phase, Review, Strand, case, review_of
from reviewmech.rules.access import NOBODY, THE_SYSTEM, Actor, by_note, may
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Refused
from reviewmech.rules.steps import Step
from tests.cast import Cast, assemble
from tests.conftest import Clock

MARK = re.compile(r"zq\d{4,}qz")
"""The word that marks a text."""

Rows = dict[object, tuple[object, ...]]
Kept = dict[str, Rows]
"""All rows of all tables, by what names them."""

ASIDE = frozenset({"sign_in", "visit"})
"""Tables that reading a page may write in."""

KEYS = {
    table.name: [column.name for column in table.primary_key]
    for table in Base.metadata.tables.values()
}


@dataclass(frozen=True)
class Writer:
    """Whose a text is: a State's, one contributor's of it, or the secretariat's."""

    state: int | None
    contributor: int | None = None


@dataclass(frozen=True)
class Attempt:
    """Something somebody tries to do."""

    action: Action
    who: str
    actor: Actor
    subject: object
    given: Mapping[str, Any]
    request_id: str

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r:.80}" for name, value in self.given.items())
        return f"{self.who}: {self.action.value} ({told}) on {self.subject!r:.60}"


@dataclass
class Outcome:
    """What came of it: the rows before and after, and the refusal or the error, if any."""

    attempt: Attempt
    is_open: bool
    before: Kept
    after: Kept
    refusal: Refused | None = None
    error: Exception | None = None
    result: object = None


@dataclass
class Bag:
    """A post that keeps the letters it is given."""

    sender: str = "reviewmech@example.org"
    carried: list[EmailMessage] = field(default_factory=list)

    def carry(self, message: EmailMessage) -> None:
        """Take a letter."""
        self.carried.append(message)

    def close(self) -> None:
        """End the round: there is nothing to end."""


@dataclass
class Stage:
    """The cast, and what happened to it."""

    app: Flask
    connection: Connection
    surroundings: database.Surroundings
    clock: Clock
    texts: dict[str, Writer] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    signed_in: set[int] = field(default_factory=set)
    known: tuple[Kept, dict[str, Actor]] = field(default_factory=lambda: ({}, {}))
    sent: int = 0

    def __post_init__(self) -> None:
        self.within = self.connection.begin_nested()
        self.session: Session = database.sessions(self.connection, self.surroundings)()
        self.cast: Cast = assemble(self.session)
        self.elsewhere = _a_review_elsewhere(self.cast)
        for state in self.states:
            self.session.add(_a_note(self.session, state.id, f"NV/{state.code}/0"))
        self.session.commit()
        self.kept = self.look()

    def leave(self) -> None:
        """Take everything back."""
        self.session.close()
        self.within.rollback()

    # Who and what there is

    @property
    def states(self) -> list[Any]:
        """The States of the cast."""
        cast = self.cast
        return [one.state for one in (cast.arcadia, cast.belmora, cast.cordania, cast.delmar)]

    @property
    def strands(self) -> list[Strand]:
        """The strands: two of the review, and one of a review elsewhere."""
        return self.all(Strand)

    def all(self, kind: type[Any]) -> list[Any]:
        """Return all records of a kind, in the order they were made."""
        return list(self.session.scalars(select(kind).order_by(kind.id)))

    def actors(self) -> dict[str, Actor]:
        """Return everybody who may try something: each as they are now."""
        named = {
            table: self.kept[table] for table in ("appointment", "contributor", "note_verbale")
        }
        if named != self.known[0]:
            self.known = named, self._actors()
        return self.known[1]

    def _actors(self) -> dict[str, Actor]:
        session, officer = self.session, actor_of(self.session, self.cast.officer)
        found = {f"{one.id} {one.name}": actor_of(session, one) for one in self.all(Person)}
        for one in self.all(Contributor):
            if one.revoked_at is None:
                found[f"contributor {one.id}"] = contributions.actor(one)
        if officer.officer:
            for note in self.all(NoteVerbale):
                found[f"note {note.id} of {note.state}"] = by_note(officer, note.state_id, note.id)
        return {**found, "the system": THE_SYSTEM, "nobody": NOBODY}

    def mark(self, actor: Actor, subject: object) -> str:
        """Return a new marked word of somebody."""
        word = f"zq{len(self.texts):04d}qz"
        review = review_of(subject)
        contributor = actor.contributing.contributor if actor.contributing else None
        self.texts[word] = Writer(actor.state_in(review.id if review else None), contributor)
        return word

    # What is tried

    def attempt(
        self, action: Action, who: str, actor: Actor, subject: object, given: Mapping[str, Any]
    ) -> Attempt:
        """Return an attempt under a request id of its own."""
        self.sent += 1
        return Attempt(action, who, actor, subject, given, f"request-{self.sent}")

    def perform(self, attempt: Attempt) -> Outcome:
        """Let somebody try something, and look at everything before and after."""
        self.clock.forward(minutes=17)
        is_open = may(attempt.action, attempt.actor, case(attempt.subject))
        found = Outcome(attempt, is_open, self.kept, self.kept)
        do: Callable[..., Any] = PERFORMERS[attempt.action]
        try:
            found.result = do(
                self.session,
                attempt.actor,
                attempt.subject,
                request_id=attempt.request_id,
                **attempt.given,
            )
        except Refused as refusal:
            found.refusal = refusal
        except Exception as error:
            found.error = error
            self.session.rollback()
        self.session.expire_all()
        self.kept = found.after = self.look()
        return found

    def deliver(self) -> list[tuple[Letter, EmailMessage]]:
        """Let the letters that wait leave; return each with what was carried."""
        self.clock.forward(days=1)
        before = {one.id for one in self.all(Letter) if one.sent_at}
        post = Bag()
        deliver(self.session, post=post)
        self.session.expire_all()
        self.kept = self.look()
        left = [one for one in self.all(Letter) if one.sent_at and one.id not in before]
        return list(zip(left, post.carried, strict=True))

    # What is kept

    def look(self) -> Kept:
        """Read all rows of all tables."""
        connection, found = self.session.connection(), {}
        for table, key in KEYS.items():
            if table not in ASIDE:
                rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"')
                names = self.columns.setdefault(table, list(rows.keys()))
                places = [names.index(name) for name in key]
                found[table] = {tuple(row[at] for at in places): tuple(row) for row in rows}
        return found

    def rows(self, kept: Kept, table: str) -> Iterable[dict[str, Any]]:
        """Return the rows of a table with their columns named."""
        names = self.columns.get(table, [])
        return [dict(zip(names, row, strict=True)) for row in kept.get(table, {}).values()]


def marks(thing: object) -> set[str]:
    """Return the marked words in something."""
    return set(MARK.findall(thing if isinstance(thing, str) else str(thing)))


def _a_note(session: Session, state: int, reference: str) -> NoteVerbale:
    moment = database.now(session)
    return NoteVerbale(
        state_id=state, reference=reference, dated=date(2027, 1, 4), recorded_at=moment
    )


def _a_review_elsewhere(cast: Cast) -> Strand:
    """Give the review of Delmar, in which nobody of the cast takes part, a strand of its own."""
    session = cast.session
    review = session.scalars(select(Review).filter_by(state_id=cast.delmar.state.id)).one()
    phase = Phase(
        review_id=review.id, part="cluster-1", starts_on=date(2027, 1, 1), ends_on=date(2028, 12, 1)
    )
    session.add(phase)
    session.flush()
    strand = Strand(
        phase_id=phase.id,
        instrument="UNTOC",
        edition_id=cast.untoc.edition_id,
        step=Step.SELF_ASSESSMENT,
        step_since=database.now(session),
    )
    session.add(strand)
    session.flush()
    return strand
