"""Where the journeys begin: an installation with the four invented States and one officer."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from reviewmech.rules.parties import ListedParticipation, ListedState, PartyKind
from tests.journeys.arcadia import PARTIES
from tests.world import World, begin

AS_OF = date(2026, 1, 1)


@pytest.fixture
def world(app: Flask, session: Session) -> World:
    """Give an installation with the Mechanism's data and its first officer."""
    states = [
        ListedState(code, "", name, PartyKind.STATE, None, AS_OF, False, "invented")
        for name, (code, _) in PARTIES.items()
    ]
    participation = [
        ListedParticipation(code, instrument, True, None, AS_OF, False, "invented")
        for code, instruments in PARTIES.values()
        for instrument in instruments
    ]
    return begin(app, session, states, participation)
