"""The journal line of an act: what is kept of it, and the act a repeated request already was."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from reviewmech.records.base import Base
from reviewmech.records.database import now
from reviewmech.records.journal import Entry, canonical, entry_of
from reviewmech.records.reviews import Strand, review_of
from reviewmech.rules.access import Actor
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action, Audience
from reviewmech.rules.refusals import SentBefore

LONGEST_IN_JOURNAL = 120
"""Characters of a text kept in a journal line; of a longer one the SHA-256 is kept."""

PLAIN_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Call:
    """One call of an act: who does what to which thing, under which request id.

    ``payload`` is what is given, as a journal line keeps it; None where that is not known yet.
    """

    action: Action
    actor: Actor
    subject: object
    request_id: str
    payload: Mapping[str, object] | None = None

    @property
    def strand_id(self) -> int | None:
        """The strand the act is about, if it is about one."""
        return self.subject.id if isinstance(self.subject, Strand) else None

    @property
    def contributor_id(self) -> int | None:
        """The contributor who acts, if one does."""
        contributing = self.actor.contributing
        return contributing.contributor if contributing else None

    def is_that_of(self, entry: Entry) -> bool:
        """Say whether a journal line was written by this very call, sent before."""
        review = review_of(self.subject)
        return (
            (
                entry.action,
                entry.person_id,
                entry.note_id,
                entry.contributor_id,
                entry.strand_id,
            )
            == (
                self.action,
                self.actor.person,
                self.actor.note,
                self.contributor_id,
                self.strand_id,
            )
            and (review is None or entry.review_id == review.id)
            and self._says_what(entry)
        )

    def _says_what(self, entry: Entry) -> bool:
        """Say whether a line holds what is given here: other words are no repetition.

        A file was taken in the first time, so an empty one stands for it.
        """
        kept = json.loads(entry.payload)
        given = json.loads(canonical(self.payload or {}))
        return all(
            value == kept.get(name) or (name, value) == ("file", {})
            for name, value in given.items()
        )


def tidy_request_id(given: str) -> str:
    """Return a request id as it is kept: as it came, or the SHA-256 of an odd one."""
    if PLAIN_REQUEST_ID.fullmatch(given):
        return given
    return hashlib.sha256(given.encode("utf-8", "replace")).hexdigest()


def refuse_anothers(session: Session, call: Call) -> None:
    """Refuse a request id under which something else was done."""
    if entry_of(session, call.request_id) is not None:
        raise SentBefore(
            "This form was sent before, with other words. What was sent first is done; what you "
            "sent now is not."
        )


def was_done(session: Session, call: Call) -> Entry | None:
    """Return the line this call wrote when it was sent before, or None for any other."""
    entry = entry_of(session, call.request_id)
    return entry if entry is not None and call.is_that_of(entry) else None


def line(session: Session, call: Call, result: object) -> Entry:
    """Return the journal line of an act."""
    review = review_of(call.subject) or review_of(result)
    review_id = review.id if review else None
    return Entry(
        request_id=call.request_id,
        at=now(session),
        action=call.action,
        heard_by=_heard_by(call.action, result),
        review_id=review_id,
        strand_id=call.strand_id,
        state_id=call.actor.state_in(review_id),
        person_id=call.actor.person,
        note_id=call.actor.note,
        contributor_id=call.contributor_id,
        thing=_name(result) if isinstance(result, Base) else "",
        payload=canonical(call.payload or {}),
    )


def _heard_by(action: Action, result: object) -> Audience:
    """Return who may read the line: fewer, where what was made is kept inside its State."""
    narrower = getattr(result, "heard_by", None)
    return narrower if isinstance(narrower, Audience) else POLICY[action].heard_by


def payload(given: Mapping[str, Any], secret: frozenset[str]) -> dict[str, object]:
    """Return the arguments of an act as its line keeps them, without the secret ones."""
    return {name: plain(value) for name, value in given.items() if name not in secret}


def plain(value: object) -> object:
    """Return a value as a journal line keeps it: records by name, long texts and files by hash."""
    if isinstance(value, Base):
        return _name(value)
    if isinstance(value, bytes):
        return "sha256:" + hashlib.sha256(value).hexdigest()
    if isinstance(value, str):
        return value if len(value) <= LONGEST_IN_JOURNAL else plain(value.encode())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    return value


def thing(session: Session, entry: Entry) -> object:
    """Return the record an earlier act made, by the name its journal line kept."""
    table, _, key = entry.thing.partition(":")
    kinds = (mapper.class_ for mapper in Base.registry.mappers)
    kind = next((kind for kind in kinds if kind.__tablename__ == table), None)
    return session.get(kind, int(key)) if kind and key else None


def _name(record: Base) -> str:
    return f"{record.__tablename__}:{record.id}"
