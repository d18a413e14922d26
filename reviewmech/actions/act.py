"""The one shape of an act, and the only commit there is.

An act permits before it takes the write lock. Under the lock it recognises its actor anew, and
compares that nothing has moved since (it looks again when something has). It then does its work,
moves the step on, writes the journal and the letters, and commits all of it or nothing. A request
id that the journal already knows is not acted on twice: the result of the first time is returned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import uuid4

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reviewmech.actions import journal, notices
from reviewmech.actions.journal import Call
from reviewmech.actions.steps import move_on_after
from reviewmech.records import contributions
from reviewmech.records.accounts import recognised_anew
from reviewmech.records.contributions import Contributor
from reviewmech.records.database import lock
from reviewmech.records.journal import INSTALLATION, Chain, append
from reviewmech.records.reviews import ChangeCounter, Phase, Strand, case, review_of, steady
from reviewmech.rules import access
from reviewmech.rules.access import NOBODY, Actor
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, NotPermitted, Refused, nothing_here

R = TypeVar("R")

PERFORMERS: dict[Action, Callable[..., Any]] = {}
"""The one function of each action."""


def act(
    action: Action, *, moves: bool = False, secret: frozenset[str] = frozenset()
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Make a function the one way to perform an action.

    The function takes (session, actor, subject, *, ...) and returns the record it made, if any.
    ``moves`` says that the act changes what others may do though they are who they were (a step, a
    pairing); ``secret`` names the arguments that no journal line may hold.
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
            known = journal.tidy_request_id(request_id or uuid4().hex)
            call = Call(action, actor, subject, known, journal.payload(given, secret))
            return cast(R, _perform(session, call, _Kind(do, moves), given))

        PERFORMERS[action] = perform
        return perform

    return decorate


@dataclass(frozen=True)
class _Kind:
    """What is the same in every call of one act."""

    do: Callable[..., Any]
    moves: bool


@dataclass(frozen=True)
class _Stand:
    """How far a chain had come before it was locked."""

    name: str
    moves: int


def _perform(session: Session, call: Call, kind: _Kind, given: dict[str, Any]) -> Any:
    before = _stand(session, call.subject)
    try:
        permit(call.action, call.actor, call.subject)
        lock(session, keeping=steady(call.subject))
        return _under_lock(session, call, kind, given, before)
    except (Refused, IntegrityError) as error:
        session.rollback()
        # A retry is rare, so whether this is one is asked only when something stands in its way.
        return _first_time(session, call, error)
    except BaseException:
        session.rollback()
        raise


def _first_time(session: Session, call: Call, error: Refused | IntegrityError) -> object:
    """Return what this very call made when it was sent before; else let the error stand."""
    done = journal.was_done(session, call)
    if done is not None:
        return journal.thing(session, done)
    if isinstance(error, Refused):
        raise error
    journal.refuse_anothers(session, call)
    raise Conflict(
        "Somebody else did this at the same moment, so nothing was changed. "
        "Open the page again to see how things stand."
    ) from error


def _under_lock(
    session: Session, call: Call, kind: _Kind, given: dict[str, Any], before: _Stand
) -> object:
    chain = _locked_chain(session, before.name)
    actor = _as_now(session, call.actor)
    if actor != call.actor or chain.moves != before.moves:
        session.expire_all()
        permit(call.action, actor, call.subject)
        call = replace(call, actor=actor)
    result = kind.do(session, call.actor, call.subject, **given)
    session.flush()
    moved = move_on_after(session, call.action, call.subject)
    chain.moves += int(kind.moves or moved)
    _count_change(session, call.actor, call.subject)
    append(session, chain, journal.line(session, call, result))
    notices.write(session, call.action, call.actor, call.subject, result)
    session.commit()
    return result


def permit(action: Action, actor: Actor, subject: object) -> None:
    """Refuse the action unless the policy opens it: 404 to strangers, 403 to participants."""
    situation = case(subject)
    if access.may(action, actor, situation):
        return
    if review_of(subject) is not None and access.is_stranger(actor, situation):
        raise nothing_here()
    step = situation.step_for(actor)
    if step is not None and step not in POLICY[action].during:
        raise NotPermitted("This is not open at the present step of the review.")
    raise NotPermitted("This is not among the things you may do here.")


def _as_now(session: Session, actor: Actor) -> Actor:
    """Look again who the actor is: a session, a link, a post or a leave may just have ended."""
    if actor.contributing is not None:
        contributor = session.get_one(Contributor, actor.contributing.contributor)
        fresh = contributions.actor(contributor)
        return actor if fresh == actor and contributor.revoked_at is None else NOBODY
    if actor.person is None:
        return actor
    fresh = recognised_anew(session, actor)
    if actor.for_state is None or actor.note is None:
        return fresh
    return access.by_note(fresh, actor.for_state, actor.note)


def _chain_of(subject: object) -> str:
    review = review_of(subject)
    return INSTALLATION if review is None else f"review-{review.id}"


def _stand(session: Session, subject: object) -> _Stand:
    name = _chain_of(subject)
    if not isinstance(subject, Strand | Phase):
        chain = session.get(Chain, name)
        return _Stand(name, chain.moves if chain else 0)
    strands = [subject] if isinstance(subject, Strand) else subject.strands
    known = select(Strand.id, Strand.step, Chain.moves).outerjoin(Chain, Chain.name == name)
    rows = session.execute(known.where(Strand.id.in_([each.id for each in strands]))).all()
    steps = {key: step for key, step, _moves in rows}
    for strand in strands:
        if steps.get(strand.id) is not strand.step:
            # It was read for the page, and moved on since.
            session.refresh(strand)
    return _Stand(name, max((moves or 0 for _key, _step, moves in rows), default=0))


def _locked_chain(session: Session, name: str) -> Chain:
    """Return the chain of this name, locked; the first act of a review begins it."""
    chosen = (
        select(Chain)
        .where(Chain.name == name)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = session.scalar(chosen)
    if found is None:
        try:
            with session.begin_nested():
                session.add(Chain(name=name, length=0, head="", moves=0))
        except IntegrityError:
            # Another act began this chain at the same moment; its row is there now.
            pass
        found = session.scalars(chosen).one()
    return found


def _count_change(session: Session, actor: Actor, subject: object) -> None:
    state = actor.state_in(case(subject).review)
    if not isinstance(subject, Strand) or state is None:
        return
    counted = session.execute(
        update(ChangeCounter)
        .where(ChangeCounter.strand_id == subject.id, ChangeCounter.state_id == state)
        .values(value=ChangeCounter.value + 1)
        .execution_options(synchronize_session=False)
    )
    if not cast(CursorResult[Any], counted).rowcount:
        session.add(ChangeCounter(strand_id=subject.id, state_id=state, value=1))
