"""The journal as its readers see it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from reviewmech.actions.phases import move_on
from reviewmech.records.people import Person
from reviewmech.rules.access import Action, Audience
from tests.actions.test_phases import a_note
from tests.cast import Cast
from tests.reading import Reader
from tests.records.test_journal import write

SignIn = Callable[[Person], Reader]


def address(cast: Cast) -> str:
    """Return the address of the review's journal."""
    return f"/reviews/{cast.review.id}/journal"


def test_acts_are_told_in_words_with_who_did_them(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    note = a_note(session, cast.arcadia.state, "NV/3")
    move_on(
        session,
        cast.acting(cast.officer),
        cast.untoc,
        step=cast.untoc.step,
        reason="It is late.",
        note=note,
    )
    write(
        session,
        cast,
        Action.SUBMIT,
        Audience.REVIEW,
        state=cast.arcadia.state,
        person=cast.arcadia.focal_point,
        strand=cast.untoc,
    )
    page = client_as(cast.cordania.observer).read(address(cast))
    assert "move a strand on Reason: It is late.; Arcadia, NV/3 of 5 January 2027" in page
    assert "The secretariat, by Olive Officer" in page
    assert f"Arcadia, by {cast.arcadia.focal_point.name}" in page


def test_an_act_by_note_names_the_note_and_the_officer(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    line = write(
        session,
        cast,
        Action.SUBMIT,
        Audience.REVIEW,
        state=cast.arcadia.state,
        person=cast.officer,
        strand=cast.untoc,
    )
    line.note = a_note(session, cast.arcadia.state, "NV/3")
    session.commit()
    page = client_as(cast.belmora.expert).read(address(cast))
    assert "Arcadia, by note verbale NV/3 recorded by Olive Officer" in page


def test_no_numbers_and_no_inside_acts_of_others_are_shown(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    for _line in range(3):
        write(
            session,
            cast,
            Action.SAVE_ANSWER,
            Audience.OWN_STATE,
            state=cast.arcadia.state,
            strand=cast.untoc,
        )
    last = write(session, cast, Action.OPEN_PHASE, Audience.REVIEW, person=cast.officer)
    own = client_as(cast.arcadia.expert).read(address(cast))
    assert "save an answer inside your State" in own
    for person in (cast.belmora.expert, cast.officer):
        page = client_as(person).read(address(cast))
        assert "save an answer" not in page
        assert last.seal not in page.answer.text
        cells = [cell.get_text(strip=True) for cell in page.soup.find_all(["td", "th"])]
        assert str(last.number) not in cells and str(last.id) not in cells


def test_a_long_journal_has_pages(session: Session, cast: Cast, client_as: SignIn) -> None:
    for _line in range(51):
        write(session, cast, Action.OPEN_PHASE, Audience.REVIEW, person=cast.officer)
    page = client_as(cast.officer).read(address(cast))
    assert "Newer" not in page.links()
    page = page.follow("Older")
    assert "open a phase" in page and "Older" not in page.links()
    assert len(page.soup.select("tbody tr")) == 1
    beyond = client_as(cast.officer).read(address(cast) + "?page=99999999999999999999")
    assert "Nothing has happened yet" in beyond


def test_the_journal_of_a_review_is_not_there_for_strangers(cast: Cast, client_as: SignIn) -> None:
    client_as(cast.delmar.focal_point).read(address(cast), status=404)
    client_as(cast.delmar.focal_point).read("/reviews/99999/journal", status=404)
