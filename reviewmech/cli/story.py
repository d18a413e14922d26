"""The demonstration: invented States live through reviews, by the very acts people perform.

Arcadia's review is under way: on the Convention the States discuss the list of observations, on the
Trafficking Protocol Arcadia is still answering. Delmar's review of Cluster I is concluded and its
summary published.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.accounts import activate_by_code, activate_by_link
from reviewmech.actions.nominations import issue_invitation, record_note, register_person
from reviewmech.actions.officers import appoint_officer
from reviewmech.actions.phases import open_phase
from reviewmech.actions.reviews import open_review, pair_state
from reviewmech.actions.states import load_mechanism
from reviewmech.cli import dialogue, exchange
from reviewmech.records.database import now
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person, actor, holder_of
from reviewmech.records.reviews import Cycle, Phase, Review
from reviewmech.records.states import State
from reviewmech.rules.access import NOBODY, THE_SYSTEM, Actor
from reviewmech.rules.parties import ListedParticipation, ListedState, PartyKind
from reviewmech.rules.vocabulary import Capacity

MECHANISM = "untoc"
"""The Mechanism the story is of, by its key."""

PASSWORD = "harbour lantern orchard seven"
NETWORK = "demonstration"
AS_OF = date(2026, 1, 1)
SOURCE = "invented for the demonstration"

NAMES = {
    "Arcadia": {"fr": "Arcadie", "ar": "أركاديا"},
    "Belmora": {"fr": "Belmora", "ar": "بلمورا"},
    "Cordania": {"fr": "Cordanie", "ar": "كوردانيا"},
    "Delmar": {"fr": "Delmar", "ar": "دلمار"},
}
STATES = {
    "Arcadia": ("XAA", ("UNTOC", "TIP", "SOM")),
    "Belmora": ("XAB", ("UNTOC", "TIP", "SOM", "FP")),
    "Cordania": ("XAC", ("UNTOC",)),
    "Delmar": ("XAD", ("UNTOC", "TIP")),
}
"""The invented States: their names, their codes, and what they are party to."""

OFFICER = "secretariat@example.org"
PEOPLE = {
    "Arcadia": (("Ana Arden", "focal point"), ("Emil Eker", "expert"), ("Ola Orr", "observer")),
    "Belmora": (("Bela Brandt", "focal point"), ("Bruno Bale", "expert")),
    "Cordania": (("Cora Coste", "focal point"), ("Carl Corin", "expert")),
    "Delmar": (("Dina Dorn", "focal point"), ("Dario Dell", "expert")),
}

WHO = [
    (OFFICER, "Olive Oster, officer of the secretariat"),
    *(
        (
            f"{state.lower()}.{capacity.replace(' ', '.')}@example.org",
            f"{name}, {capacity} of {state}",
        )
        for state, team in PEOPLE.items()
        for name, capacity in team
    ),
]
"""Who may sign in, and who they are."""


def tell(session: Session) -> None:
    """Let the whole story happen in an installation where the Mechanism's data is loaded."""
    load_mechanism(session, THE_SYSTEM, states=_states(), participation=_participation())
    officer = _officer(session)
    concluded = _open(
        session, officer, "Delmar", {"Arcadia": ("TIP",), "Belmora": ("UNTOC", "TIP")}
    )
    under_way = _open(
        session, officer, "Arcadia", {"Belmora": ("UNTOC", "TIP"), "Cordania": ("UNTOC",)}
    )
    _nominate(session, officer, (concluded, under_way))
    today = now(session).date()
    past = _phase(session, officer, concluded, today - timedelta(days=560))
    present = _phase(session, officer, under_way, today - timedelta(days=150))
    exchange.hold(session, past)
    exchange.hold_in_part(session, present)
    dialogue.go_on(session, present.strands[0])


def _states() -> Iterable[ListedState]:
    for name, (code, _instruments) in STATES.items():
        kept = (code, "", name, PartyKind.STATE, None, AS_OF, False, SOURCE)
        yield ListedState(*kept, names=NAMES[name])


def _participation() -> Iterable[ListedParticipation]:
    for code, instruments in STATES.values():
        for instrument in instruments:
            yield ListedParticipation(code, instrument, True, None, AS_OF, False, SOURCE)


def _officer(session: Session) -> Actor:
    invitation = appoint_officer(session, THE_SYSTEM, name="Olive Oster", address=OFFICER)
    activate_by_link(session, NOBODY, token=invitation.secret, password=PASSWORD, network=NETWORK)
    return actor(session, holder_of(session, OFFICER))


def _open(
    session: Session, officer: Actor, name: str, pairing: dict[str, tuple[str, ...]]
) -> Review:
    cycle = session.scalar(select(Cycle))
    review = open_review(
        session,
        officer,
        state=state_named(session, name),
        case_officer=session.get_one(Person, officer.person),
        cycle=cycle,
        cycle_name="" if cycle else "First cycle (demonstration)",
        cycle_starts_on=None if cycle else date(2020, 11, 1),
    )
    for reviewer, instruments in pairing.items():
        reviewing = state_named(session, reviewer)
        pair_state(session, officer, review, state=reviewing, instruments=list(instruments))
    return review


def _nominate(session: Session, officer: Actor, reviews: tuple[Review, ...]) -> None:
    """Let each State name its people by one note, for all reviews it takes part in."""
    for name in STATES:
        state = state_named(session, name)
        note = record_note(
            session,
            officer,
            state=state,
            reference=f"NV {state.code}/2026/14",
            dated=now(session).date() - timedelta(days=170),
        )
        for review in reviews:
            if state in review.participants():
                _register(session, officer, review, note, name)
        for address, _role in WHO:
            if address.startswith(f"{name.lower()}."):
                _activate(session, officer, address)


def _register(
    session: Session, officer: Actor, review: Review, note: NoteVerbale, state: str
) -> None:
    for name, capacity in PEOPLE[state]:
        register_person(
            session,
            officer,
            review,
            note=note,
            capacity=Capacity(capacity),
            name=name,
            address=f"{state.lower()}.{capacity.replace(' ', '.')}@example.org",
        )


def _activate(session: Session, officer: Actor, address: str) -> None:
    person = holder_of(session, address)
    code = issue_invitation(session, officer, person=person, by_code=True).secret
    activate_by_code(
        session, NOBODY, address=address, code=code, password=PASSWORD, network=NETWORK
    )


def _phase(session: Session, officer: Actor, review: Review, starts_on: date) -> Phase:
    phase: Phase = open_phase(session, officer, review, part="cluster-1", starts_on=starts_on)
    return phase


def state_named(session: Session, name: str) -> State:
    """Return an invented State by its name."""
    code, _instruments = STATES[name]
    return session.scalars(select(State).where(State.code == code)).one()
