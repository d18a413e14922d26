"""The pages of a review and of its strands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.consultation import propose_consultation
from reviewmech.records.people import Appointment, Person
from reviewmech.records.reviews import Phase
from reviewmech.records.states import Participation
from reviewmech.rules.steps import Step
from reviewmech.web.reviews import next_act
from tests.actions.test_phases import a_note
from tests.actions.test_reviews import join
from tests.cast import Cast
from tests.reading import Page, Reader

SignIn = Callable[[Person], Reader]


def review_page(cast: Cast, client_as: SignIn, person: Person) -> Page:
    """Open the page of the review as somebody."""
    return client_as(person).read(f"/reviews/{cast.review.id}")


def test_those_in_the_review_see_its_states_and_strands(cast: Cast, client_as: SignIn) -> None:
    for person in (cast.arcadia.observer, cast.belmora.expert, cast.officer):
        page = review_page(cast, client_as, person)
        assert "Review of Arcadia" in page
        assert "Belmora" in page and "Cordania" in page
        assert "Trafficking in Persons Protocol : self-assessment" in page
        assert "Arcadia holds the pen since" in page


def test_a_state_sees_only_the_strands_it_reviews(cast: Cast, client_as: SignIn) -> None:
    page = review_page(cast, client_as, cast.cordania.expert)
    assert "Organized Crime Convention : self-assessment" in page
    assert f"/strands/{cast.tip.id}" not in page.links().values()
    client_as(cast.cordania.expert).read(f"/strands/{cast.tip.id}", status=404)


def test_reviews_of_others_and_unknown_ones_do_not_exist(cast: Cast, client_as: SignIn) -> None:
    stranger = client_as(cast.delmar.focal_point)
    for address in (
        f"/reviews/{cast.review.id}",
        f"/strands/{cast.untoc.id}",
        f"/reviews/{cast.review.id}/pairing",
        "/reviews/999999",
        "/strands/999999",
    ):
        stranger.read(address, status=404)


@pytest.mark.parametrize("place", ["pairing", "officers", "phases"])
def test_steering_is_for_the_secretariat(cast: Cast, client_as: SignIn, place: str) -> None:
    client_as(cast.arcadia.focal_point).read(f"/reviews/{cast.review.id}/{place}", status=403)
    client_as(cast.officer).read(f"/reviews/{cast.review.id}/{place}")


def test_participants_are_offered_no_steering(cast: Cast, client_as: SignIn) -> None:
    page = review_page(cast, client_as, cast.arcadia.focal_point)
    assert set(page.buttons()) <= {"Sign out"}
    assert not {"Open a phase", "Name a reviewing State", "Assign officers"} & set(page.links())


def test_an_empty_chair_is_shown_with_its_date(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    post = session.scalars(
        select(Appointment).where(Appointment.person_id == cast.belmora.focal_point.id)
    ).one()
    post.until = post.since
    session.commit()
    page = review_page(cast, client_as, cast.arcadia.expert)
    assert "No focal point since 11 January 2027 vacant" in page


def test_a_reviewing_state_is_named_from_those_eligible(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    officer = client_as(cast.officer)
    assert "No other State can review here" in officer.read(f"/reviews/{cast.review.id}/pairing")
    join(session, cast.delmar, "UNTOC")
    form = officer.read(f"/reviews/{cast.review.id}/pairing")
    offered = [option.get_text() for option in form.soup.find_all("option")]
    assert offered == ["Choose a State", "Delmar (not the Trafficking in Persons Protocol)"]
    assert "Please choose one." in form.press("Name as a reviewing State", status=422)
    delmar = str(cast.delmar.state.id)
    refused = form.press("Name as a reviewing State", status=422, state=delmar)
    assert "Choose at least one instrument" in refused
    refused = refused.press("Name as a reviewing State", status=422, instruments=["TIP"])
    assert "Delmar is not party to the Trafficking in Persons Protocol" in refused
    done = refused.press("Name as a reviewing State", instruments=["UNTOC"])
    assert "Delmar is a reviewing State now" in done


def test_a_reviewing_state_is_released(cast: Cast, client_as: SignIn) -> None:
    page = review_page(cast, client_as, cast.officer)
    page = page.press("Release Cordania from the Organized Crime Convention")
    assert "Cordania is released" in page
    assert cast.review.reviewing_states("UNTOC") == [cast.belmora.state]
    client_as(cast.cordania.focal_point).read(f"/reviews/{cast.review.id}", status=404)


def test_officers_are_assigned(cast: Cast, client_as: SignIn) -> None:
    form = client_as(cast.officer).read(f"/reviews/{cast.review.id}/officers")
    refused = form.press("Assign", status=422, stand_in=str(cast.officer.id))
    assert "somebody else to stand in" in refused
    assert "The officers of this review are assigned" in refused.press("Assign", stand_in="0")


def test_a_phase_is_opened(session: Session, cast: Cast, client_as: SignIn) -> None:
    session.delete(cast.untoc)
    session.delete(cast.tip)
    session.delete(cast.phase)
    session.commit()
    page = review_page(cast, client_as, cast.officer)
    assert "No phase is open yet" in page
    form = page.follow("Open a phase")
    assert "Please fill this in." in form.press("Open the phase", status=422)
    assert [option["value"] for option in form.soup.find_all("option")] == ["cluster-1"]
    done = form.press("Open the phase", starts_on="2027-02-01", part="cluster-1")
    assert "Arcadia can begin to answer." in done
    assert "No further phase can be opened" in done.follow("Open a phase")
    phase = session.scalars(select(Phase)).one()
    assert phase.starts_on == date(2027, 2, 1) and len(phase.strands) == 2


def test_an_accession_offers_a_strand_on_the_page_of_the_review(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    officer = client_as(cast.officer)
    session.delete(cast.tip)
    row = session.scalars(
        select(Participation).filter_by(state_id=cast.arcadia.state.id, instrument="TIP")
    ).one()
    row.is_party = False
    session.commit()
    page = officer.read(f"/reviews/{cast.review.id}")
    assert "is not part of this phase yet" not in page
    assert "one strand for each instrument" in page
    form = officer.read(f"/secretariat/states/{cast.arcadia.state.id}/participation/TIP")
    form.press("Correct", is_party="y", since="2027-01-04", source="depositary notification")
    page = officer.read(f"/reviews/{cast.review.id}")
    assert "Arcadia is party to the Trafficking in Persons Protocol, which is not part of" in page
    done = page.press("Add a strand for the Trafficking in Persons Protocol")
    assert "The strand is added." in done
    assert "Arcadia is party to" not in review_page(cast, client_as, cast.arcadia.expert)


def test_a_missing_questionnaire_is_said_to_the_secretariat(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    join(session, cast.arcadia, "SOM")
    words = "There is no questionnaire yet on this part of the Smuggling of Migrants Protocol"
    assert words in review_page(cast, client_as, cast.officer)
    assert words not in review_page(cast, client_as, cast.arcadia.focal_point)


def test_a_strand_is_moved_on_with_reason_and_note(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    officer, address = client_as(cast.officer), f"/strands/{cast.untoc.id}/move-on"
    assert "none is recorded yet" in officer.read(address)
    note = str(a_note(session, cast.arcadia.state, "NV/7").id)
    form = officer.read(address)
    other = officer.read(address)
    assert "Please fill this in." in form.press("Move on", status=422)
    given = {"reason": "Arcadia will answer later.", "note": note}
    assert "Please choose one." in form.press("Move on", status=422, reason="It is late.")
    done = form.press("Move on", **given)
    assert "The strand is at its next step now: consultation" in done
    assert cast.untoc.step is Step.CONSULTATION
    other.press("Move on", status=409, **given)
    assert cast.untoc.step is Step.CONSULTATION
    client_as(cast.arcadia.focal_point).read(address, status=403)


def test_the_same_request_moves_a_strand_once(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    note = str(a_note(session, cast.arcadia.state).id)
    form = client_as(cast.officer).read(f"/strands/{cast.untoc.id}/move-on")
    form.press("Move on", reason="It is late.", note=note)
    form.press("Move on", reason="It is late.", note=note)
    assert cast.untoc.step is Step.CONSULTATION


def test_a_phase_begins_to_be_answered_once_there_is_a_focal_point(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    for thing in (cast.untoc, cast.tip, cast.phase):
        session.delete(thing)
    post = session.scalars(
        select(Appointment).where(Appointment.person_id == cast.arcadia.focal_point.id)
    ).one()
    post.until = post.since
    session.commit()
    form = client_as(cast.officer).read(f"/reviews/{cast.review.id}/phases")
    done = form.press("Open the phase", starts_on="2027-02-01", part="cluster-1")
    assert "Arcadia can begin to answer once its focal point is registered." in done


def test_an_officer_finds_where_a_response_by_note_is_recorded(
    cast: Cast, client_as: SignIn
) -> None:
    words = "Record a response received by note verbale"
    page = client_as(cast.officer).read(f"/strands/{cast.untoc.id}")
    assert words in page.follow(words)
    assert words not in client_as(cast.arcadia.focal_point).read(f"/strands/{cast.untoc.id}")
    cast.put(Step.SUMMARY)
    assert words not in client_as(cast.officer).read(f"/strands/{cast.untoc.id}")


def test_a_strand_says_what_can_be_read_by_whom(cast: Cast, client_as: SignIn) -> None:
    own = client_as(cast.arcadia.expert).read(f"/strands/{cast.untoc.id}")
    other = client_as(cast.belmora.expert).read(f"/strands/{cast.untoc.id}")
    assert "How the review is held" in own.links()
    assert "How the review is held" in other.links()
    assert "The response as it is being written" not in other
    assert "Supplementary questions" not in other
    assert "List of observations" not in own


def test_clearances_are_listed_with_how_they_were_given(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    propose_consultation(
        session,
        cast.acting(cast.officer),
        cast.untoc,
        instead_of=0,
        languages=["en"],
        division={},
    )
    page = client_as(cast.belmora.focal_point).read(f"/strands/{cast.untoc.id}")
    assert "Nothing has been cleared in this strand yet" in page
    page = client_as(cast.belmora.focal_point).read(f"/strands/{cast.untoc.id}/consultation")
    page.press("Clear for Belmora")
    page = client_as(cast.arcadia.expert).read(f"/strands/{cast.untoc.id}")
    assert "how the review is held Belmora 11 January 2027 by the focal point" in page


def test_each_reader_has_one_next_act(session: Session, cast: Cast, app: Flask) -> None:
    def label(person: Person) -> str | None:
        with app.test_request_context():
            act = next_act(cast.untoc, cast.acting(person))
        return act[0] if act else None

    assert label(cast.belmora.focal_point) == "Propose how the review is held"
    assert label(cast.belmora.expert) is None
    assert label(cast.arcadia.observer) is None
    propose_consultation(
        session,
        cast.acting(cast.officer),
        cast.untoc,
        instead_of=0,
        languages=["en"],
        division={},
    )
    assert label(cast.belmora.focal_point) == "Read and clear how the review is held"
    assert label(cast.officer) is None
    cast.put(Step.CONCLUDED)
    assert label(cast.belmora.focal_point) is None


def test_the_next_act_follows_the_step(cast: Cast, app: Flask) -> None:
    def labels(step: Step) -> list[str | None]:
        strand = cast.put(step)
        people = (cast.arcadia.expert, cast.belmora.expert, cast.belmora.focal_point, cast.officer)
        with app.test_request_context():
            acts = [next_act(strand, cast.acting(person)) for person in people]
        return [act[0] if act else None for act in acts]

    assert labels(Step.SELF_ASSESSMENT) == [
        "Answer the questionnaire",
        None,
        "Propose how the review is held",
        None,
    ]
    assert labels(Step.FEEDBACK) == [
        None,
        "Write the feedback",
        "Write and release the feedback",
        None,
    ]
    assert labels(Step.OBSERVATIONS) == [None, "Propose observations", "Propose observations", None]
    assert labels(Step.SUMMARY) == [None, None, None, "Compile the executive summary"]
