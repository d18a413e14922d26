"""An observation as pages show it: its provision, where each State stands on it, its history."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from reviewmech.records.observations import Observation
from reviewmech.records.reviews import Strand
from reviewmech.records.wordings import Position, Wording, visible_positions
from reviewmech.rules.mechanism import Paper, Readership, Shown
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Outcome, Stance
from reviewmech.web import gate, labels, present


@dataclass(frozen=True)
class Stand:
    """Where a State stands on the wording on the table: in a badge and a word, and how firmly."""

    state: str
    badge: str
    words: str
    firmness: str = ""


def stands(observation: Observation) -> list[Stand]:
    """Return where each State in scope stands on the wording on the table, as far as is shown."""
    on_the_table = observation.wording
    held = latest(on_the_table)
    is_open = observation.outcome is Outcome.OPEN
    return [
        Stand(
            present.state_name(state),
            *_stand(on_the_table, state.id, held.get(state.id)),
            _firmness(held.get(state.id)) if is_open else "",
        )
        for state in observation.strand.participants
    ]


def shown(wording: Wording) -> list[Position]:
    """Return the positions on a wording that the reader may read."""
    return visible_positions(wording, gate.actor(), gate.situation())


def latest(wording: Wording) -> dict[int, Position]:
    """Return the latest of them of each State."""
    return {each.state_id: each for each in shown(wording)}


def reasons(observation: Observation) -> list[Position]:
    """Return the latest positions for which a reason was given."""
    return [each for each in latest(observation.wording).values() if each.reason]


def own_position(observation: Observation) -> Position | None:
    """Return the latest position of the reader's State on the wording on the table."""
    return observation.wording.held_by(own_id(observation.strand))


def _stand(on_the_table: Wording, state: int, held: Position | None) -> tuple[str, str]:
    proposes = state == on_the_table.state_id and not on_the_table.reason
    if held is not None and held.stance is Stance.OBJECTS:
        return "overdue", _("objects")
    if proposes:
        return "released", _("proposes")
    return ("open", _("not yet")) if held is None else ("agreed", _("agrees"))


def _firmness(held: Position | None) -> str:
    """Say whether a position binds its State, and whether others read it."""
    if held is None:
        return ""
    if held.is_cleared:
        return _("by silence") if held.is_by_silence else _("cleared")
    return _("ad referendum, read by your State alone") if held.is_internal else _("ad referendum")


def awaited(observation: Observation) -> str:
    """Name the States that have not yet bound themselves to the wording on the table."""
    return awaited_names(observation.strand, observation.item.awaited)


def awaited_names(strand: Strand, waiting: frozenset[int]) -> str:
    """Name those of the States in a strand."""
    return present.names(state for state in strand.participants if state.id in waiting)


def told(position: Position) -> str:
    """Tell a position in a line: which State, what it said, by whom, when, and if it binds."""
    given = {
        "state": present.state_name(position.state),
        "stance": present.said(position.stance),
        "person": position.person.name if position.person else "",
        "clearer": position.cleared_by.name if position.cleared_by else "",
        "when": present.hour(position.taken_at),
    }
    if position.is_by_silence:
        return _("%(state)s %(stance)s, having said nothing, %(when)s", **given)
    if position.note_id is not None:
        given["person"] = given["clearer"] or given["person"]
        return _("%(state)s %(stance)s, by note verbale recorded by %(person)s, %(when)s", **given)
    if not position.is_cleared:
        return _("%(state)s %(stance)s ad referendum (%(person)s), %(when)s", **given)
    if position.cleared_by_id == position.person_id:
        return _("%(state)s %(stance)s (%(person)s), %(when)s", **given)
    return _("%(state)s %(stance)s (%(person)s), cleared by %(clearer)s, %(when)s", **given)


def provision(observation: Observation) -> str:
    """Return the provision an observation concerns, as it is cited."""
    article, paragraph = observation.article, observation.paragraph
    if not paragraph:
        return _("Article %(article)s", article=article)
    return _("Article %(article)s, paragraph %(paragraph)s", article=article, paragraph=paragraph)


def readers(strand: Strand) -> str:
    """Name everybody who reads the list as it is worked on."""
    return present.names([*strand.participants, _("the secretariat")])


def further_readers() -> str:
    """Name the audiences beyond the review that always read an adopted list."""
    found = present.mechanism().papers[Paper.LIST].shown
    beyond = (Readership.STATES_PARTIES, Readership.PUBLIC)
    return present.names(present.said(each) for each in beyond if found[each] is Shown.ALWAYS)


def own_id(strand: Strand) -> int | None:
    """Return the State the reader acts for, if any."""
    return gate.actor().state_in(strand.review.id)


def own_name(strand: Strand) -> str | None:
    """Return the name of the State the reader acts for, if any."""
    own = own_id(strand)
    found = (state for state in strand.participants if state.id == own)
    return next(map(present.state_name, found), None)


def is_recorded(strand: Strand) -> bool:
    """Say whether the reader may record here what a State sent by note verbale."""
    return gate.actor().officer and strand.step is Step.OBSERVATIONS


def address(strand_id: int, observation_id: int, **chosen: str) -> str:
    """Return the address of an observation's page; what the list is narrowed to goes with it."""
    at = {"strand_id": strand_id, "observation_id": observation_id}
    return url_for("observations.observation", **at, **chosen)  # type: ignore[arg-type]


def title() -> str:
    """Return what the Mechanism calls the list, as a title."""
    return labels.title_of("list")


def closings() -> set[str]:
    """Return the ways, by their names, in which the Mechanism lets an item be closed."""
    return {outcome.name for outcome in present.mechanism().closings}
