"""The gate: every page says what it is for, and nobody loads a thing without saying so.

A page is registered with ``may=`` an action or a reading. Before the page runs, the gate loads the
strand, phase or review its address names, and asks the policy. Strangers get 404, since for them
the thing does not exist; participants who may not, or not at this step, get 403.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, Map

from reviewmech.actions.journal import Call, tidy_request_id, was_done
from reviewmech.records import contributions
from reviewmech.records.people import Person
from reviewmech.records.people import actor as actor_of
from reviewmech.records.reviews import Phase, Review, Strand, case, whole
from reviewmech.rules import access
from reviewmech.rules.access import Actor, Case
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import NotFound, NotPermitted, nothing_here

Purpose = Action | Reading

PURPOSES: dict[str, Purpose] = {}
"""What each endpoint is for."""

BY_LINK: frozenset[Purpose] = frozenset({Action.CONTRIBUTE, Reading.DELEGATED_SECTIONS})
"""What only contributors do and see: their pages name ``<key>``, the secret of their link."""

SUBJECTS: dict[str, type[Any]] = {"strand": Strand, "phase": Phase, "review": Review}
"""The things an address can name, as ``<int:strand_id>`` and so on; the view gets ``strand``."""


class Pages(Blueprint):
    """A blueprint whose pages must name their purpose."""

    def route(self, rule: str, **options: Any) -> Callable[[Any], Any]:
        """Register a page for a purpose; without ``may=`` the module does not load."""
        if "may" not in options:
            raise TypeError(f"The page {rule} says no purpose; give it may=Action or Reading.")
        purpose = options.pop("may")
        register = super().route(rule, **options)

        def decorate(view: Any) -> Any:
            PURPOSES[f"{self.name}.{options.get('endpoint', view.__name__)}"] = purpose
            return register(view)

        return decorate


def session() -> Session:
    """Return the database session of this request."""
    if "session" not in g:
        # What a request read or wrote is not read again after its act.
        g.session = current_app.extensions["sessions"](expire_on_commit=False)
    return cast(Session, g.session)


def person() -> Person | None:
    """Return the person signed in, if any."""
    return current_user.person if current_user.is_authenticated else None


def actor() -> Actor:
    """Return who acts in this request."""
    if "actor" not in g:
        g.actor = getattr(current_user, "actor", None) or _actor()
    return cast(Actor, g.actor)


def _actor() -> Actor:
    level = current_user.level if current_user.is_authenticated else 0
    return actor_of(session(), person(), level)


def situation() -> Case:
    """Return the case of what this page is about."""
    return case(g.get("subject"))


def may(purpose: Purpose, subject: object = None) -> bool:
    """Say whether the reader may do or see this: what templates ask before a button."""
    return access.may(purpose, actor(), case(subject if subject is not None else g.get("subject")))


def close(error: BaseException | None = None) -> None:
    """Give the session back at the end of a request; what was not committed is gone."""
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()


def guard() -> ResponseReturnValue | None:
    """Let a request pass only for the purpose its page names."""
    if request.endpoint in {None, "static"}:
        return None
    purpose = PURPOSES.get(request.endpoint or "")
    if purpose is None:
        raise NotPermitted("This page has no declared purpose, so nobody may open it.")
    arguments = cast(dict[str, Any], request.view_args)
    if purpose in BY_LINK:
        _admit(arguments["key"])
    elif person() is None and not access.may(purpose, actor(), Case()):
        return _ask_to_sign_in()
    g.subject = _load(arguments) or g.get("subject")
    if access.may(purpose, actor(), situation()) or _is_repeated(purpose):
        return None
    raise _refusal(purpose)


def _admit(key: str) -> None:
    """Let a contributor in by the link they were sent: they act in that review, as nobody else."""
    contributor = contributions.holder_of(session(), key)
    if contributor is None:
        raise NotFound(
            "This link is not in force. Perhaps it was ended, or a newer one was sent to you. "
            "Ask the person who invited you for a new one."
        )
    g.contributor, g.subject = contributor, contributor.review
    g.actor = contributions.actor(contributor)


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method == "POST":
        raise CSRFError("Nobody is signed in any more.")
    return redirect(url_for("signin.sign_in", next=request.full_path.rstrip("?")))


def _is_repeated(purpose: Purpose) -> bool:
    """Say whether this request was done already, perhaps in a step that has ended since.

    The line was cut before the answer came, and the person sent it again: the act returns what it
    made the first time.
    """
    if request.method != "POST" or not isinstance(purpose, Action):
        return False
    if access.is_stranger(actor(), situation()):
        return False
    known = tidy_request_id(request.form.get("request_id", ""))
    return was_done(session(), Call(purpose, actor(), g.subject, known)) is not None


def _load(arguments: dict[str, Any]) -> object:
    if any("\0" in str(value) for value in arguments.values()):
        # No name of ours holds this sign, and a database may refuse even to look.
        raise nothing_here()
    subject = None
    for name, kind in SUBJECTS.items():
        key = arguments.pop(f"{name}_id", None)
        if key is not None:
            subject = whole(session(), kind, key)
            if subject is None:
                raise nothing_here()
            arguments[name] = subject
    return subject


def _refusal(purpose: Purpose) -> NotFound | NotPermitted:
    if access.is_stranger(actor(), situation()):
        return nothing_here()
    step = situation().step_for(actor())
    if isinstance(purpose, Action) and step and step not in POLICY[purpose].during:
        return NotPermitted("This is not open at the present step of the review.")
    return NotPermitted(
        "You take part in this review, but this is for others to do: your focal point, perhaps."
    )


def belongs(thing: object, found: bool) -> None:
    """Refuse, as if it did not exist, a thing that is not part of what the address names."""
    if thing is None or not found:
        raise nothing_here()


LARGEST_KEY = 2**31 - 1
"""The largest id a database of ours gives."""


class Key(IntegerConverter):
    """An id in an address: no larger than a database can keep."""

    def __init__(self, map: Map, **given: Any) -> None:
        super().__init__(map, **{"max": LARGEST_KEY, **given})


def keep_watch(app: Flask) -> None:
    """Put the gate before every page of the application."""
    app.url_map.converters["int"] = Key
    app.extensions["purposes"] = PURPOSES
    app.before_request(guard)
    app.teardown_request(close)
