"""The pages on how a review is held."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.consultation import hand_article_over, propose_consultation
from reviewmech.records.clearances import Clearance
from reviewmech.records.consultation import HandOver, current
from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from tests.actions.test_phases import a_note
from tests.cast import Cast
from tests.reading import Reader

SignIn = Callable[[Person], Reader]


def address(cast: Cast, place: str = "") -> str:
    """Return the address of the consultation on the Convention."""
    return f"/strands/{cast.untoc.id}/consultation{place}"


def propose(session: Session, cast: Cast, instead_of: int = 0) -> None:
    """Put a proposal of the secretariat on the table."""
    propose_consultation(
        session,
        cast.acting(cast.officer),
        cast.untoc,
        instead_of=instead_of,
        languages=["en"],
        division={},
    )


def test_a_proposal_is_made_and_cleared_by_the_states(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    page = client_as(cast.arcadia.focal_point).read(address(cast))
    assert "Nothing is proposed yet" in page
    form = page.follow("Make a proposal")
    refused = form.press("Put the proposal", status=422, remarks="We suggest English.")
    assert "Please fill this in." in refused and "We suggest English." in refused
    page = refused.press(
        "Put the proposal",
        languages=["en", "fr"],
        article_5=[str(cast.cordania.state.id)],
        feedback_by="2027-12-01",
    )
    assert "Proposed for Arcadia on 11 January 2027" in page
    assert "English and Français" in page
    assert "Article 5, " in page and "1 December 2027" in page
    proposal = current(session, cast.untoc.id)
    assert proposal is not None and proposal.division == {"5": [cast.cordania.state.id]}
    words = "Clear for Arcadia: Belmora, Cordania and the secretariat will see it"
    page = page.press(words)
    assert "Cleared for Arcadia." in page and words not in page


def test_too_many_languages_are_refused_with_everything_kept(cast: Cast, client_as: SignIn) -> None:
    form = client_as(cast.belmora.focal_point).read(address(cast, "/proposal"))
    page = form.press("Put the proposal", status=422, languages=["en", "fr", "es"])
    assert "too many working languages. The most is 2" in page
    assert len(page.soup.find_all("input", attrs={"name": "languages", "checked": True})) == 3


def test_all_states_ticked_means_all_read_all(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    form = client_as(cast.belmora.focal_point).read(address(cast, "/proposal"))
    assert "Name at least one State" in form.press(
        "Put the proposal", status=422, languages=["en"], article_5=[]
    )
    form.press("Put the proposal", languages=["en"])
    proposal = current(session, cast.untoc.id)
    assert proposal is not None and proposal.division == {}


def test_two_proposals_at_once_lose_nothing(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    form = client_as(cast.belmora.focal_point).read(address(cast, "/proposal"))
    propose(session, cast)
    page = form.press("Put the proposal", status=409, languages=["fr"], remarks="In French.")
    assert "Somebody made another proposal" in page and "In French." in page
    assert "The proposal now on the table" in page
    page.press("Put the proposal")
    proposal = current(session, cast.untoc.id)
    assert proposal is not None and (proposal.number, proposal.languages) == (2, ["fr"])


def test_a_clearance_of_what_has_changed_is_refused(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    propose(session, cast)
    page = client_as(cast.arcadia.focal_point).read(address(cast))
    propose(session, cast, instead_of=1)
    refused = page.press("Clear for Arcadia", status=409)
    assert "nothing was changed" in refused
    assert session.scalars(select(Clearance)).all() == []


def test_a_button_pressed_twice_clears_once(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    propose(session, cast)
    page = client_as(cast.arcadia.focal_point).read(address(cast))
    page.press("Clear for Arcadia")
    page.press("Clear for Arcadia")
    assert len(session.scalars(select(Clearance)).all()) == 1


def test_a_clearance_is_recorded_from_a_note(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    propose(session, cast)
    officer = client_as(cast.officer)
    assert "No note verbale of a State that has not cleared" in officer.read(address(cast))
    a_note(session, cast.cordania.state, "NV/12")
    page = officer.read(address(cast))
    assert "Choose a note verbale" in page.press("Record the clearance", 422)
    page = page.press("Record the clearance", note=page.choice("note", "NV/12"))
    assert "The clearance is recorded" in page
    assert "by note verbale NV/12" in page


def test_only_the_secretariat_records_by_note(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    propose(session, cast)
    page = client_as(cast.belmora.expert).read(address(cast))
    assert "Record the clearance" not in page.buttons()
    client_as(cast.belmora.focal_point).send(address(cast, "/clearance-by-note"), {}, status=400)


def test_strangers_see_nothing_and_experts_clear_nothing(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    propose(session, cast)
    stranger = client_as(cast.delmar.focal_point)
    stranger.read(address(cast), status=404)
    stranger.read(address(cast, "/proposal"), status=404)
    expert = client_as(cast.belmora.expert)
    assert not [words for words in expert.read(address(cast)).buttons() if "Clear" in words]
    expert.read(address(cast, "/proposal"), status=403)


def test_after_the_feedback_began_nothing_is_proposed(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    propose(session, cast)
    cast.put(Step.FEEDBACK)
    focal_point = client_as(cast.arcadia.focal_point)
    page = focal_point.read(address(cast))
    assert not [words for words in page.buttons() if "Clear" in words]
    refused = focal_point.read(address(cast, "/proposal"), status=403)
    assert "not open at the present step" in refused


def test_control_characters_are_shown_back_and_too_long_a_text_is_refused(
    cast: Cast, client_as: SignIn
) -> None:
    form = client_as(cast.arcadia.focal_point).read(address(cast, "/proposal"))
    page = form.press("Put the proposal", status=422, languages=["en"], remarks="a\u202eb")
    assert "signs that nobody can see" in page
    page = form.press("Put the proposal", status=422, languages=["en"], remarks="x" * 6_000)
    assert "the limit is 5000" in page


def test_a_focal_point_hands_articles_over_and_all_can_see_it(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    propose(session, cast)
    cast.put(Step.FEEDBACK)
    reader = client_as(cast.belmora.focal_point)
    form = reader.read(address(cast)).follow("Hand articles over to another State")
    assert "stays its own: it is not handed over" in form
    refused = form.press("Hand over", status=422)
    assert "Please fill this in." in refused
    button = "Hand over; Arcadia, Cordania and the secretariat will see it"
    page = refused.press(button, articles=["5"], taker=str(cast.cordania.state.id))
    assert "Handed over. All in the review can see who takes what." in page
    for person in (cast.arcadia.observer, cast.cordania.expert, cast.officer):
        read = client_as(person).read(address(cast))
        assert "Article 5: from Belmora to Cordania, on 11 January 2027." in read
    listed = client_as(cast.cordania.expert).read(f"/strands/{cast.untoc.id}/feedback")
    assert "Handed over by Belmora on 11 January 2027." in listed
    assert "Your State takes no article" in reader.read(address(cast, "/hand-over"))


def test_handing_over_is_offered_to_reviewing_focal_points_alone(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    cast.put(Step.FEEDBACK)
    for person in (cast.belmora.expert, cast.arcadia.focal_point, cast.officer):
        reader = client_as(person)
        assert "Hand articles over to another State" not in reader.read(address(cast)).links()
        reader.read(address(cast, "/hand-over"), status=403)
    client_as(cast.delmar.focal_point).read(address(cast, "/hand-over"), status=404)


def test_an_article_handed_over_meanwhile_is_refused(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    cast.put(Step.FEEDBACK)
    form = client_as(cast.belmora.focal_point).read(address(cast, "/hand-over"))
    hand_article_over(
        session,
        cast.acting(cast.belmora.focal_point),
        cast.untoc,
        articles=["5"],
        taker=cast.cordania.state.id,
    )
    late = form.press("Hand over", 422, articles=["5"], taker=str(cast.cordania.state.id))
    assert "Please look at this again" in late and "Your State takes no article" in late
    assert len(session.scalars(select(HandOver)).all()) == 1
    form.press("Hand over", 422, articles=["99"], taker="x")


def test_the_proposal_says_who_reads_drafts_when_drafting_is_shared(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    form = client_as(cast.belmora.focal_point).read(address(cast, "/proposal"))
    assert "read one another's drafts of feedback and of questions" in form
    page = form.press("Put the proposal", languages=["en"], is_drafting_shared="y")
    assert "nobody else does before they are sent" in page
