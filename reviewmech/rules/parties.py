"""The States and what they are party to, as the working lists of the Mechanism say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reviewmech.rules.refusals import N_


class PartyKind(StrEnum):
    """What can be party to an instrument."""

    STATE = N_("State")
    REGIONAL_ORGANIZATION = N_("regional organization")


@dataclass(frozen=True)
class ListedState:
    """One line of the list of States. A party may have no regional group.

    ``names`` are those in other languages, by language, where one is listed.
    """

    code: str
    alpha2: str
    name: str
    kind: PartyKind
    regional_group: str | None
    as_of: date
    verified: bool
    source: str
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ListedParticipation:
    """One line of the list of participation; `since` is the date of deposit, where it is known."""

    state: str
    instrument: str
    is_party: bool
    since: date | None
    as_of: date
    verified: bool
    source: str
