"""By which channels each thing is seen, by whom and in which step: read off the pages themselves.

Nothing here is written by hand: the two tables of the policy say who and when, every page declares
what it is for, and its address says what kind of channel it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from reviewmech import create_app
from reviewmech.actions.notices import NOTICES
from reviewmech.cli.telling import open_to, policy, standings, table
from reviewmech.config import Settings
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action, Audience, Reading, Scope, Standing
from reviewmech.rules.steps import EVERY_STEP, ORDER, Step


class Channel(StrEnum):
    """The kinds of ways by which something reaches a reader who asks for it."""

    PAGE = "page"
    FINDING = "finding"
    NEWS = "news"
    FILE = "file"


KINDS = (
    (re.compile(r"/news$"), Channel.NEWS),
    (re.compile(r"/(found|find|articles)$"), Channel.FINDING),
    (
        re.compile(r"(\.\w+|form>|/file|/document|/files/<[^/]*>|/evidence/<[^/]*>)$"),
        Channel.FILE,
    ),
)
"""What the end of an address says of its channel; every other address is a page."""

Purpose = Action | Reading
Doors = Mapping[Purpose, Mapping[Channel, list[str]]]

INTRODUCTION = """\
## By which channels

What can be opened, by whom, in which step, and by which channel. Each address also answers HEAD,
and bears a mark (ETag) made of nothing but what its reader is given; a file is given in parts
(Range) only to those who are given the whole. `tests/journeys/test_channels.py` tries it all."""

MAIL = """\
### By letter, and in the journal

A letter says that something waits and where, never what. A line of the journal says that an act
happened, to the audience named. Acts not listed here write no letter."""


def policy_and_channels() -> str:
    """Return the whole page of the docs: the policy, and by which channels it opens things."""
    doors = _doors()
    parts = (INTRODUCTION, _seen(doors), "### Addresses", _addresses(doors), MAIL, _told())
    return "\n\n".join((policy(), *parts))


def channel_of(address: str) -> Channel:
    """Return the kind of channel that an address is."""
    found = (channel for pattern, channel in KINDS if pattern.search(address))
    return next(found, Channel.PAGE)


def _doors() -> Doors:
    """Return what can be asked for (GET), by what it is for and by channel."""
    settings = Settings(Path(), "of no use " * 4, database_url="sqlite://", is_test=True)
    app = create_app(settings)
    purposes: Mapping[str, Purpose] = app.extensions["purposes"]
    doors: dict[Purpose, dict[Channel, list[str]]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint in purposes and "GET" in (rule.methods or ()):
            found = doors.setdefault(purposes[rule.endpoint], {})
            found.setdefault(channel_of(rule.rule), []).append(rule.rule)
    return {each: doors[each] for each in (*Reading, *Action) if each in doors}


def _seen(doors: Doors) -> str:
    rows = (
        (purpose.value, standings(who), *(_cell(doors[purpose], step in at) for step in ORDER))
        for purpose in doors
        for at, who in _open_to(purpose)
    )
    return table(("What", "Who", *(step.value for step in ORDER)), rows)


def _open_to(purpose: Purpose) -> Iterator[tuple[frozenset[Step], list[Standing]]]:
    """Yield the steps at which something is open, each with those it is open to then."""
    if isinstance(purpose, Action):
        line = POLICY[purpose]
        has_steps = line.scope in {Scope.STRAND, Scope.PHASE}
        yield line.during if has_steps else EVERY_STEP, sorted(line.who)
        return
    yield from open_to(purpose)


def _cell(channels: Iterable[Channel], is_open: bool) -> str:
    return ", ".join(each.value for each in Channel if each in channels) if is_open else "–"


def _addresses(doors: Doors) -> str:
    rows = (
        (purpose.value, channel.value, "<br>".join(f"`{address}`" for address in addresses))
        for purpose, channels in doors.items()
        for channel, addresses in sorted(channels.items())
    )
    return table(("What", "Channel", "Addresses"), rows)


def _told() -> str:
    heard: dict[Audience, list[Action]] = {}
    for action in NOTICES:
        heard.setdefault(POLICY[action].heard_by, []).append(action)
    rows = ((action.value, audience.value) for audience in heard for action in heard[audience])
    return table(("Act that writes letters", "The journal tells"), rows)
