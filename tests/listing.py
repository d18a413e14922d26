"""What the tests of pages do on the list of observations: propose, agree, keep inside."""

from collections.abc import Callable
from datetime import date

from reviewmech.actions.observations import propose_observation, take_position
from reviewmech.actions.practices import settle_practice
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.observations import Observation
from reviewmech.records.people import Person
from reviewmech.rules.vocabulary import ObservationKind, Stance
from tests.cast import Cast, Nation
from tests.reading import Page, Reader

ClientAs = Callable[[Person], Reader]


def address(cast: Cast, item: Observation | None = None, then: str = "") -> str:
    place = f"/strands/{cast.untoc.id}/observations"
    return place + (f"/{item.id}" if item else "") + then


def propose(cast: Cast, text: str = "The offence is too narrow.") -> Observation:
    return propose_observation(
        cast.session,
        cast.acting(cast.belmora.focal_point),
        cast.untoc,
        kind=ObservationKind.GAP,
        article="5",
        paragraph="1 (a)",
        text=text,
    )


def agree(cast: Cast, who: Nation, item: Observation) -> None:
    take_position(
        cast.session,
        cast.acting(who.focal_point),
        cast.untoc,
        observation=item,
        wording=item.wording.id,
        stance=Stance.AGREES,
    )


def agreed(cast: Cast) -> Observation:
    item = propose(cast)
    agree(cast, cast.arcadia, item)
    agree(cast, cast.cordania, item)
    return item


def a_note(cast: Cast, nation: Nation) -> NoteVerbale:
    note = NoteVerbale(
        state_id=nation.state.id,
        reference="NV/3",
        dated=date(2027, 1, 4),
        recorded_at=cast.untoc.step_since,
    )
    cast.session.add(note)
    cast.session.commit()
    return note


def clear_ticked(page: Page, *ticks: object) -> Page:
    """Press the button whose ticks stand outside of its form, and belong to it by its id."""
    form = page.soup.select_one("form#clearing")
    assert form is not None
    assert {one["form"] for one in page.soup.select("input[name=position]")} == {"clearing"}
    fields = {str(one["name"]): str(one["value"]) for one in form.select("input")}
    return page.reader.send(str(form["action"]), {**fields, "position": list(map(str, ticks))})


def keep_inside(cast: Cast, who: Nation) -> None:
    chief = cast.acting(who.focal_point)
    settle_practice(cast.session, chief, cast.review, shares_positions=False)


def by_expert(
    cast: Cast, who: Nation, item: Observation, stance: Stance = Stance.AGREES, reason: str = ""
) -> None:
    take_position(
        cast.session,
        cast.acting(who.expert),
        cast.untoc,
        observation=item,
        wording=item.wording.id,
        stance=stance,
        reason=reason,
    )
