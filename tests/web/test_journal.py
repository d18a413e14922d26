"""The journal as its readers see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from reviewmech.actions import consultation
from reviewmech.actions.nominations import register_person
from reviewmech.actions.observations import propose_observation, take_position
from reviewmech.actions.phases import move_on
from reviewmech.actions.silences import put_under_silence
from reviewmech.records.people import Person
from reviewmech.rules.purposes import Action, Audience
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Capacity, ObservationKind, Stance
from tests.actions.test_phases import a_note
from tests.cast import Cast
from tests.conftest import Clock
from tests.drafts import save
from tests.reading import Reader
from tests.records.test_consultation import a_proposal
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
    assert "A strand was moved on Reason: It is late.; Arcadia, NV/3 of 5 January 2027" in page
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


def test_a_line_names_whom_or_what_the_act_was_about(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    note = a_note(session, cast.belmora.state, "NV/9")
    named = {"name": "Lina Fontaine", "address": "lina@example.org", "note": note}
    officer = cast.acting(cast.officer)
    register_person(session, officer, cast.review, capacity=Capacity.EXPERT, **named)
    expert = cast.acting(cast.belmora.expert)
    item = propose_observation(
        session,
        expert,
        cast.put(Step.OBSERVATIONS),
        kind=ObservationKind.GAP,
        article="5",
        text="There is little practice.",
    )
    position = {"observation": item, "wording": item.wording.id, "stance": Stance.OBJECTS}
    arcadia = cast.acting(cast.arcadia.expert)
    take_position(session, arcadia, cast.untoc, **position, reason="There are three cases.")
    page = client_as(cast.cordania.expert).read(address(cast))
    assert "A person was registered from a note verbale Lina Fontaine, expert of Belmora" in page
    assert "An observation was proposed Observation 1" in page
    assert "A position was taken Observation 1: objects" in page
    assert "three cases" not in page and "lina@example.org" not in page


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
    assert "An answer was saved, 3 times inside your State" in own
    for person in (cast.belmora.expert, cast.officer):
        page = client_as(person).read(address(cast))
        assert "An answer was saved" not in page
        assert last.seal not in page.answer.text
        cells = [cell.get_text(strip=True) for cell in page.soup.find_all(["td", "th"])]
        assert str(last.number) not in cells and str(last.id) not in cells


def test_what_was_saved_in_one_sitting_is_told_in_one_line(
    cast: Cast, client_as: SignIn, clock: Clock
) -> None:
    for number in range(3):
        clock.forward(minutes=2)
        save(cast, cast.untoc, "untoc-5-notified", {"text": f"Text {number}."})
    clock.forward(hours=2)
    save(cast, cast.untoc, "untoc-5-notified", {"text": "Later."})
    page = client_as(cast.arcadia.expert).read(f"/reviews/{cast.review.id}/journal")
    acts = [cell.get_text("|", strip=True).split("|")[0] for cell in page.soup.select("tbody th")]
    assert acts == ["An answer was saved", "An answer was saved, 3 times"]


def test_a_long_journal_has_pages(session: Session, cast: Cast, client_as: SignIn) -> None:
    for _line in range(51):
        write(session, cast, Action.OPEN_PHASE, Audience.REVIEW, person=cast.officer)
    page = client_as(cast.officer).read(address(cast))
    assert "Newer" not in page.links()
    page = page.follow("Older")
    assert "A phase was opened" in page and "Older" not in page.links()
    assert len(page.soup.select("tbody tr")) == 1
    beyond = client_as(cast.officer).read(address(cast) + "?page=99999999999999999999")
    assert "Nothing has happened yet" in beyond


def test_the_journal_of_a_review_is_not_there_for_strangers(cast: Cast, client_as: SignIn) -> None:
    client_as(cast.delmar.focal_point).read(address(cast), status=404)
    client_as(cast.delmar.focal_point).read("/reviews/99999/journal", status=404)


def test_what_was_handed_over_and_until_when_a_silence_runs_is_named(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    strand, chief = cast.put(Step.OBSERVATIONS), cast.acting(cast.belmora.focal_point)
    a_proposal(session, strand)
    given = {"articles": ["5"], "taker": cast.cordania.state.id}
    consultation.hand_article_over(session, chief, strand, **given)
    given = {"kind": ObservationKind.GAP, "article": "5", "text": "There is little practice."}
    item = propose_observation(session, chief, strand, **given)
    wording, until = item.wording.id, date(2027, 3, 3)
    put_under_silence(session, chief, strand, observation=item, wording=wording, until=until)
    page = client_as(cast.arcadia.expert).read(address(cast))
    assert "Articles were handed over to another reviewing State Article 5, to Cordania" in page
    assert "put under silence Observation 1, until 3 March 2027 · Article 5" in page
    decided = client_as(cast.arcadia.expert).read(f"/reviews/{cast.review.id}/dossier")
    assert "Article 5, to Cordania" in decided
