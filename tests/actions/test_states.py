"""Loading the lists of States, and correcting them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reviewmech.actions.states import correct_participation, correct_state, load_mechanism
from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library import mechanism
from reviewmech.records.states import (
    Participation,
    State,
    StateName,
    instruments_of,
    participation_of,
    state_name,
    states_called,
)
from reviewmech.rules.access import THE_SYSTEM
from reviewmech.rules.parties import ListedParticipation, ListedState, PartyKind
from reviewmech.rules.refusals import Invalid, NotPermitted
from tests.cast import Cast

LISTED = ListedState(
    code="ELB",
    alpha2="EB",
    name="Elbonia",
    kind=PartyKind.STATE,
    regional_group="african",
    as_of=date(2026, 1, 1),
    verified=False,
    source="list",
)
PARTY = ListedParticipation("ELB", "UNTOC", True, date(2005, 5, 5), date(2026, 1, 1), False, "list")


def load(
    session: Session, state: ListedState = LISTED, party: ListedParticipation = PARTY
) -> State:
    """Load lists of one State and its participation in one instrument."""
    load_mechanism(session, THE_SYSTEM, None, states=[state], participation=[party])
    return session.scalars(select(State).where(State.code == "ELB")).one()


def test_the_lists_of_the_mechanism_load_and_load_again(session: Session) -> None:
    states, parties = mechanism.states(QUESTIONNAIRES), mechanism.participation(QUESTIONNAIRES)
    counts = []
    for _time in range(2):
        load_mechanism(session, THE_SYSTEM, None, states=states, participation=parties)
        kinds = (State, StateName, Participation)
        counts.append([session.scalar(select(func.count()).select_from(kind)) for kind in kinds])
    names = len(states) + sum(len(state.names) for state in states)
    assert counts[0] == counts[1] == [len(states), names, len(parties)]
    union = session.scalars(select(State).where(State.kind == "regional organization")).all()
    assert union and all(one.regional_group is None for one in union)


def test_a_list_brings_new_names_and_keeps_the_old(session: Session) -> None:
    load(session)
    state = load(session, replace(LISTED, name="New Elbonia", as_of=date(2027, 1, 1)))
    assert [each.name for each in state.names] == ["Elbonia", "New Elbonia"]
    assert state.name == "New Elbonia"


def test_a_list_brings_names_in_other_languages(session: Session) -> None:
    listed = replace(LISTED, names={"fr": "Elbonie"})
    for _time in range(2):
        state = load(session, listed)
    assert (state.name, state_name(state, "fr"), state_name(state, "ar")) == (
        "Elbonia",
        "Elbonie",
        "Elbonia",
    )
    assert len(state.names) == 2


def test_a_name_in_another_language_falls_when_the_state_changes_its_name(
    session: Session, cast: Cast
) -> None:
    """It would be the name of a time gone by; the English one is better than a wrong one."""
    state, officer = load(session, replace(LISTED, names={"fr": "Elbonie"})), cast.officer
    given = {"state": state, "since": None, "regional_group": None}
    correct_state(session, cast.acting(officer), None, **given, name="Freeland")
    assert state_name(state, "fr") == "Freeland"


def test_what_the_secretariat_corrected_is_never_overwritten(session: Session, cast: Cast) -> None:
    state, officer = load(session), cast.acting(cast.officer)
    correct_state(
        session,
        officer,
        None,
        state=state,
        name="Republic of Elbonia",
        since=date(2020, 1, 1),
        regional_group=None,
        source="note of 2020",
        verified=True,
    )
    correct_participation(session, officer, None, state=state, instrument="UNTOC", is_party=False)
    load(session)
    assert (state.name, state.regional_group, state.verified) == ("Republic of Elbonia", None, True)
    assert state.source == "secretariat: note of 2020"
    assert state.as_of == date(2027, 1, 11)
    assert instruments_of(session, state) == frozenset()


def test_only_the_system_loads_and_only_the_secretariat_corrects(
    session: Session, cast: Cast
) -> None:
    with pytest.raises(NotPermitted):
        load_mechanism(session, cast.acting(cast.officer), None, states=[], participation=[])
    with pytest.raises(NotPermitted):
        correct_participation(
            session,
            cast.acting(cast.arcadia.focal_point),
            None,
            state=cast.arcadia.state,
            instrument="SOM",
            is_party=True,
        )


def test_a_party_may_have_no_regional_group_but_no_unknown_one(
    session: Session, cast: Cast
) -> None:
    given = {"state": cast.arcadia.state, "name": "Arcadia", "since": None}
    officer = cast.acting(cast.officer)
    correct_state(session, officer, None, **given, regional_group="african")
    assert cast.arcadia.state.regional_group == "african"
    correct_state(session, officer, None, **given, regional_group=None)
    assert cast.arcadia.state.regional_group is None
    with pytest.raises(Invalid, match="regional group from the list"):
        correct_state(session, officer, None, **given, regional_group="atlantis")


def test_a_name_changes_from_a_day_on(session: Session, cast: Cast) -> None:
    state, officer = cast.arcadia.state, cast.acting(cast.officer)
    correct_state(
        session, officer, None, state=state, name="Great Arcadia", since=None, regional_group=None
    )
    assert [(one.name, one.since.year) for one in state.names] == [
        ("Arcadia", 2000),
        ("Great Arcadia", 2027),
    ]
    correct_state(
        session, officer, None, state=state, name="Arkadia", since=None, regional_group=None
    )
    assert [one.name for one in state.names] == ["Arcadia", "Arkadia"]


@pytest.mark.parametrize(
    ("name", "since", "words"),
    [
        ("", None, "write something"),
        ("x" * 201, None, "the limit is 200"),
        ("Arkadia", date(2030, 1, 1), "when it is in use"),
        ("Arkadia", date(1990, 1, 1), "began later"),
    ],
)
def test_a_name_that_cannot_be_is_refused(
    session: Session, cast: Cast, name: str, since: date | None, words: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        correct_state(
            session,
            cast.acting(cast.officer),
            None,
            state=cast.arcadia.state,
            name=name,
            since=since,
            regional_group=None,
        )
    assert words in str(refusal.value)
    assert cast.arcadia.state.name == "Arcadia"


def test_a_protocol_needs_its_convention(session: Session, cast: Cast) -> None:
    officer = cast.acting(cast.officer)
    with pytest.raises(Invalid, match="must be party to the Organized Crime Convention first"):
        correct_participation(
            session, officer, None, state=cast.delmar.state, instrument="TIP", is_party=True
        )
    with pytest.raises(Invalid, match="which needs this one"):
        correct_participation(
            session, officer, None, state=cast.arcadia.state, instrument="UNTOC", is_party=False
        )


@pytest.mark.parametrize(
    ("instrument", "is_party", "since"),
    [("NOPE", True, None), ("SOM", False, date(2020, 1, 1)), ("SOM", True, date(2030, 1, 1))],
)
def test_a_participation_that_cannot_be_is_refused(
    session: Session, cast: Cast, instrument: str, is_party: bool, since: date | None
) -> None:
    with pytest.raises(Invalid):
        correct_participation(
            session,
            cast.acting(cast.officer),
            None,
            state=cast.arcadia.state,
            instrument=instrument,
            is_party=is_party,
            since=since,
        )
    assert set(participation_of(session, cast.arcadia.state)) == {"UNTOC", "TIP"}


def test_states_are_found_by_old_and_new_names_and_codes(session: Session, cast: Cast) -> None:
    assert states_called(session, " CADI ") == [cast.arcadia.state]
    assert states_called(session, "xde") == [cast.delmar.state]
    assert states_called(session, "nowhere") == []
