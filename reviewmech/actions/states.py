"""The data of States: loaded from the Mechanism's lists, corrected by the secretariat.

What the secretariat corrected says so in its source, and no list overwrites it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records.database import now, surroundings
from reviewmech.records.states import Participation, State, StateName, instruments_of
from reviewmech.rules.access import Actor
from reviewmech.rules.mechanism import Instrument, in_language
from reviewmech.rules.parties import ListedParticipation, ListedState
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.texts import checked, required

SECRETARIAT = "secretariat"
"""How the source of a corrected row begins."""

FIRST_DAY = date.min
"""The first name of a State counts from as far back as anybody looks."""


@act(Action.LOAD_MECHANISM, secret=frozenset({"states", "participation"}))
def load_mechanism(
    session: Session,
    actor: Actor,
    subject: None = None,
    *,
    states: Iterable[ListedState],
    participation: Iterable[ListedParticipation],
) -> None:
    """Load the lists of States and of participation, leaving what the secretariat corrected."""
    kept = {state.code: state for state in session.scalars(select(State))}
    for line in states:
        kept[line.code] = _load_state(session, kept.get(line.code), line)
    session.flush()
    rows = {(row.state_id, row.instrument): row for row in session.scalars(select(Participation))}
    for entry in participation:
        state = kept[entry.state]
        _load_participation(session, rows.get((state.id, entry.instrument)), state, entry)


def _load_state(session: Session, state: State | None, line: ListedState) -> State:
    if state is None:
        state = State(code=line.code, source="")
        session.add(state)
    if not is_corrected(state):
        state.alpha2, state.kind = line.alpha2, line.kind.value
        state.regional_group, state.as_of = line.regional_group, line.as_of
        state.verified, state.source = line.verified, line.source
        since = line.as_of if state.names else FIRST_DAY
        for language, name in {REFERENCE: line.name, **line.names}.items():
            _call(state, name, since, language)
    return state


def _load_participation(
    session: Session, row: Participation | None, state: State, line: ListedParticipation
) -> None:
    if row is None:
        row = Participation(state_id=state.id, instrument=line.instrument, source="")
        session.add(row)
    if not is_corrected(row):
        row.is_party, row.since, row.as_of = line.is_party, line.since, line.as_of
        row.verified, row.source = line.verified, line.source


def is_corrected(row: State | Participation) -> bool:
    """Say whether the secretariat corrected this row."""
    return row.source.startswith(SECRETARIAT)


def _call(state: State, name: str, since: date, language: str = REFERENCE) -> None:
    """Give a State a name from a day on; a name of that very day is put right."""
    if state.named_in(language) == name:
        return
    kept = (one for one in state.names if one.language == language)
    same_day = next((one for one in kept if one.since == since), None)
    if same_day is not None:
        same_day.name = name
    else:
        state.names.append(StateName(language=language, name=name, since=since))


@act(Action.CORRECT_STATE)
def correct_state(
    session: Session,
    actor: Actor,
    subject: None = None,
    *,
    state: State,
    name: str,
    since: date | None,
    regional_group: str | None,
    source: str = "",
    verified: bool = False,
) -> State:
    """Correct the name of a State, from a day on, and its regional group, if it has one."""
    name = required(name, longest=200, field="name")
    groups = {group.key for group in surroundings(session).mechanism.regional_groups}
    if regional_group is not None and regional_group not in groups:
        raise Invalid("Choose a regional group from the list.", field="regional_group")
    if name != state.name:
        _call(state, name, _first_day_of_name(session, state, since))
    state.regional_group = regional_group
    _mark(session, state, source, verified)
    return state


def _first_day_of_name(session: Session, state: State, since: date | None) -> date:
    today = now(session).date()
    since = since or today
    if since > today:
        raise Invalid("Enter a new name when it is in use: not before that day.", field="since")
    if any(since < one.since for one in state.names if one.language == REFERENCE):
        raise Invalid(
            "The name now in use began later than this day. Give that day to put the name right, "
            "or a later one for a new name.",
            field="since",
        )
    return since


@act(Action.CORRECT_PARTICIPATION)
def correct_participation(
    session: Session,
    actor: Actor,
    subject: None = None,
    *,
    state: State,
    instrument: str,
    is_party: bool,
    since: date | None = None,
    source: str = "",
    verified: bool = False,
) -> Participation:
    """Correct whether a State is party to an instrument, since when, and how that is known."""
    _check_participation(session, state, instrument, is_party)
    _check_since(session, is_party, since)
    row = session.scalar(select(Participation).filter_by(state_id=state.id, instrument=instrument))
    if row is None:
        row = Participation(state_id=state.id, instrument=instrument)
        session.add(row)
    row.is_party, row.since = is_party, since
    _mark(session, row, source, verified)
    return row


def _check_participation(session: Session, state: State, code: str, is_party: bool) -> None:
    """A protocol binds only a party to the instrument it supplements (UNTOC, article 37)."""
    known = {one.code: one for one in surroundings(session).mechanism.instruments}
    if code not in known:
        raise Invalid("Choose an instrument from the list.", field="instrument")
    party_to, base = instruments_of(session, state), known[code].supplements
    if is_party and base and base not in party_to:
        raise Invalid(
            "%(state)s must be party to the %(instrument)s first.",
            field="is_party",
            state=state,
            instrument=_short(known[base]),
        )
    needing = [one for one in known.values() if one.supplements == code and one.code in party_to]
    if needing and not is_party:
        raise Invalid(
            "%(state)s is shown as party to the %(instrument)s, which needs this one. Correct "
            "that first.",
            field="is_party",
            state=state,
            instrument=_short(needing[0]),
        )


def _short(instrument: Instrument) -> str:
    return in_language(instrument.short, REFERENCE)


def _check_since(session: Session, is_party: bool, since: date | None) -> None:
    if since is not None and not is_party:
        raise Invalid("A State that is not party has no date of deposit.", field="since")
    if since is not None and since > now(session).date():
        raise Invalid("The date of deposit lies in the future.", field="since")


def _mark(session: Session, row: State | Participation, source: str, verified: bool) -> None:
    words = checked(source, longest=300, field="source")
    row.as_of, row.verified = now(session).date(), verified
    row.source = f"{SECRETARIAT}: {words}" if words else SECRETARIAT
