"""The one shape of an act, and the only commit there is.

An act permits before it takes the write lock; under the lock it only compares that nothing has
moved since (and looks again when something has). It then does its work, moves the step on, writes
the journal and the letters, and commits all of it or nothing. A request id that the journal
already knows is not acted on twice: the result of the first time is returned.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reviewmech.actions import notices
from reviewmech.records.base import Base
from reviewmech.records.database import lock, now, surroundings
from reviewmech.records.facts import facts
from reviewmech.records.journal import INSTALLATION, Chain, Entry, append, canonical
from reviewmech.records.people import Person, actor as actor_of
from reviewmech.records.reviews import ChangeCounter, Phase, Strand, case, review_of
from reviewmech.rules import access
from reviewmech.rules.access import POLICY, Action, Actor
from reviewmech.rules.refusals import Conflict, NotFound, NotPermitted
from reviewmech.rules.steps import Step, following, reached
from reviewmech.rules.timetable import Clock

R = TypeVar("R")

LONGEST_IN_JOURNAL = 120
"""Characters of a text kept in a journal line; of a longer one the SHA-256 is kept."""

PERFORMERS: dict[Action, Callable[..., Any]] = {}
"""The one function of each action."""


def act(
    action: Action, *, moves: bool = False, secret: frozenset[str] = frozenset()
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Make a function the one way to perform an action.

    The function takes (session, actor, subject, *, ...) and returns the record it made, if any.
    ``moves`` says that the act changes what others may do (a person, a pairing); ``secret`` names
    the arguments that no journal line may hold.
    """

    def decorate(do: Callable[..., R]) -> Callable[..., R]:
        if action in PERFORMERS:
            raise RuntimeError(f"The action {action.name} has two functions; keep one.")

        @wraps(do)
        def perform(
            session: Session,
            actor: Actor,
            subject: object = None,
            *,
            request_id: str | None = None,
            **given: Any,
        ) -> R:
            call = _Act(action, do, moves, secret, request_id)
            return cast(R, _perform(session, actor, subject, given, call))

        PERFORMERS[action] = perform
        return perform

    return decorate


class _Act:
    """One call of an act: what is done, and under which request id."""

    def __init__(
        self,
        action: Action,
        do: Callable[..., Any],
        moves: bool,
        secret: frozenset[str],
        request_id: str | None,
    ) -> None:
        self.action, self.do, self.moves, self.secret = action, do, moves, secret
        self.request_id = (request_id or uuid4().hex)[:64]


def _perform(session: Session, actor: Actor, subject: Any, given: dict[str, Any], a: _Act) -> Any:
    before = _chain(session, subject).moves
    permit(a.action, actor, subject)
    lock(session)
    try:
        chain = _chain(session, subject, locked=True)
        earlier = _earlier(session, actor, a)
        if earlier is not None:
            session.rollback()
            return _thing(session, earlier)
        if chain.moves != before:
            permit(a.action, _as_now(session, actor), subject)
        result = a.do(session, actor, subject, **given)
        session.flush()
        moved = _move_on(session, a.action, subject)
        chain.moves += int(a.moves or moved)
        _count_change(session, actor, subject)
        append(session, chain, _entry(session, actor, subject, a, given, result))
        notices.write(session, a.action, actor, subject, result)
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise Conflict(
            "Somebody else did this at the same moment, so nothing was changed. "
            "Open the page again to see how things stand."
        ) from error
    except BaseException:
        session.rollback()
        raise
    return result


def permit(action: Action, actor: Actor, subject: object) -> None:
    """Refuse the action unless the policy opens it: 404 to strangers, 403 to participants."""
    situation = case(subject)
    if access.may(action, actor, situation):
        return
    if review_of(subject) is not None and access.is_stranger(actor, situation):
        raise NotFound("There is nothing here for you to see. Check the address, please.")
    if situation.step is not None and situation.step not in POLICY[action].during:
        raise NotPermitted("This is not open at the present step of the review.")
    raise NotPermitted("This is not among the things you may do here.")


def _as_now(session: Session, actor: Actor) -> Actor:
    """Look again who the actor is: the appointments may have changed a moment ago."""
    if actor.person is None:
        return actor
    fresh = actor_of(session, session.get(Person, actor.person), actor.level)
    if actor.for_state is None or actor.note is None:
        return fresh
    return access.by_note(fresh, actor.for_state, actor.note)


def _chain(session: Session, subject: object, *, locked: bool = False) -> Chain:
    review = review_of(subject)
    name = INSTALLATION if review is None else f"review-{review.id}"
    chosen = select(Chain).where(Chain.name == name)
    if locked:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(chosen)
    if found is None:
        found = Chain(name=name, length=0, head="", moves=0)
        if locked:
            session.add(found)
            session.flush()
    return found


def _earlier(session: Session, actor: Actor, a: _Act) -> Entry | None:
    found = session.scalar(select(Entry).where(Entry.request_id == a.request_id))
    if found is not None and (found.action, found.person_id) != (a.action, actor.person):
        raise Conflict("This request was used for something else. Open the page again, please.")
    return found


def _move_on(session: Session, action: Action, subject: object) -> bool:
    """Move each strand concerned to the step its facts allow; say whether one moved."""
    if POLICY[action].ends is None:
        return False
    strands = subject.strands if isinstance(subject, Phase) else [cast(Strand, subject)]
    return any([_step_on(session, strand, action) for strand in strands])


def _step_on(session: Session, strand: Strand, action: Action) -> bool:
    if strand.step is not POLICY[action].ends:
        return False
    step = reached(strand.step, facts(session, strand))
    if step is strand.step:
        return False
    enter(session, strand, step)
    return True


def enter(session: Session, strand: Strand, step: Step) -> None:
    """Put a strand at a step, from now, with the term the Mechanism gives it."""
    moment = now(session)
    term = surroundings(session).mechanism.terms.get(step)
    strand.step, strand.step_since, strand.due_on = step, moment, None
    if term is not None:
        start = term.start(strand.phase.starts_on, moment.date())
        strand.due_on = Clock(start, term.length).due(moment.date())


def pass_over(session: Session, strand: Strand) -> None:
    """Put a strand at the step after its present one, whatever has happened in it."""
    enter(session, strand, reached(following(strand.step), facts(session, strand)))


def _count_change(session: Session, actor: Actor, subject: object) -> None:
    state = actor.state_in(case(subject).review)
    if not isinstance(subject, Strand) or state is None:
        return
    key = {"strand_id": subject.id, "state_id": state}
    moved = session.execute(
        update(ChangeCounter).filter_by(**key).values(value=ChangeCounter.value + 1)
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        session.add(ChangeCounter(**key, value=1))


def _entry(
    session: Session,
    actor: Actor,
    subject: object,
    a: _Act,
    given: Mapping[str, Any],
    result: object,
) -> Entry:
    review = review_of(subject) or review_of(result)
    payload = {key: _plain(value) for key, value in given.items() if key not in a.secret}
    return Entry(
        request_id=a.request_id,
        at=now(session),
        action=a.action,
        heard_by=POLICY[a.action].heard_by,
        review_id=review and review.id,
        strand_id=subject.id if isinstance(subject, Strand) else None,
        state_id=actor.state_in(review and review.id),
        person_id=actor.person,
        note_id=actor.note,
        thing=_name(result) if isinstance(result, Base) else "",
        payload=canonical(payload),
    )


def _plain(value: object) -> object:
    """Return a value as a journal line keeps it: records by name, long texts and files by hash."""
    if isinstance(value, Base):
        return _name(value)
    if isinstance(value, bytes):
        return "sha256:" + hashlib.sha256(value).hexdigest()
    if isinstance(value, str):
        return value if len(value) <= LONGEST_IN_JOURNAL else _plain(value.encode())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return value


def _name(record: Base) -> str:
    return f"{record.__tablename__}:{record.id}"


def _thing(session: Session, entry: Entry) -> object:
    """Return the record an earlier act made, by the name its journal line kept."""
    table, _, key = entry.thing.partition(":")
    kinds = (mapper.class_ for mapper in Base.registry.mappers)
    kind = next((kind for kind in kinds if kind.__tablename__ == table), None)
    return session.get(kind, int(key)) if kind and key else None
