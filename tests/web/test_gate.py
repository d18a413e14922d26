"""The gate: every page names its purpose, and nobody loads a thing without one."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from reviewmech.records.reviews import Phase, Review, Strand
from reviewmech.records.states import State
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.steps import Step
from reviewmech.web import gate
from reviewmech.web.gate import Pages
from tests.cast import Cast
from tests.reading import Reader

ClientAs = Callable[[object], Reader]

FAR = [0, 987654, 2**31, 2**63, 10**30]
"""Ids of nothing, the last ones larger than a database keeps."""


@pytest.fixture
def app(fresh_app: Flask) -> Flask:
    """Give these tests an application of their own, since they add pages to it."""
    return fresh_app


@pytest.fixture
def rehearsal(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Pages:
    """Give the application pages of each kind, as the product's own are made."""
    monkeypatch.setattr(gate, "PURPOSES", dict(gate.PURPOSES))
    pages = Pages("rehearsal", __name__)

    @pages.get("/rehearsal/public", may=Reading.PUBLIC)
    def public() -> str:
        return "for everybody"

    @pages.get("/rehearsal/steering", may=Reading.STEERING)
    def steering() -> str:
        return "for the secretariat"

    @pages.get("/rehearsal/strands/<int:strand_id>", may=Reading.REVIEW)
    def strand(strand: Strand) -> str:
        return f"{strand.instrument} of {strand.review.state.name}"

    @pages.route("/rehearsal/strands/<int:strand_id>/ask", may=Action.SEND_QUESTION)
    def ask(strand: Strand) -> str:
        return f"asking {strand.review.state.name}"

    @pages.get("/rehearsal/phases/<int:phase_id>", may=Reading.REVIEW)
    def phase(phase: Phase) -> str:
        return phase.part

    @pages.get("/rehearsal/reviews/<int:review_id>/<int:state_id>", may=Reading.REVIEW)
    def review(review: Review, state_id: int) -> str:
        state = gate.session().get(State, state_id)
        gate.belongs(state, state in review.participants())
        return str(state)

    @pages.get("/rehearsal/change", may=Reading.PUBLIC)
    def change() -> str:
        gate.session().query(State).update({"source": "changed without an act"})
        return "changed"

    @pages.get("/rehearsal/strands/<int:strand_id>/buttons", may=Reading.REVIEW)
    def buttons(strand: Strand) -> str:
        return " ".join(action.name for action in Action if gate.may(action))

    app.register_blueprint(pages)
    return pages


def test_a_page_without_a_purpose_does_not_load() -> None:
    pages = Pages("nameless", __name__)
    for register in (pages.get, pages.post, pages.route):
        with pytest.raises(TypeError, match="purpose"):
            register("/nameless")


def test_a_name_with_a_sign_no_database_keeps_is_found_nowhere(
    cast: Cast, client_as: ClientAs
) -> None:
    reader = client_as(cast.arcadia.expert)
    cast.put(Step.FEEDBACK)
    for place in ("response/%00", "questions/a%00b", "versions/1/%00"):
        reader.read(f"/strands/{cast.untoc.id}/{place}", status=404)


def test_a_view_slipped_in_is_opened_to_nobody(
    app: Flask, cast: Cast, client_as: ClientAs, anyone: Reader
) -> None:
    app.add_url_rule("/slipped-in", "slipped_in", lambda: "words inside")
    for reader in (anyone, client_as(cast.officer), client_as(cast.arcadia.focal_point)):
        answer = reader.get("/slipped-in")
        assert answer.status_code == 403
        assert "words inside" not in answer.text


def test_what_is_public_is_read_by_everybody(rehearsal: Pages, anyone: Reader, cast: Cast) -> None:
    assert anyone.get("/rehearsal/public").text == "for everybody"


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(
    rehearsal: Pages, anyone: Reader, cast: Cast
) -> None:
    for page in ("steering", f"strands/{cast.untoc.id}", f"strands/{cast.untoc.id}/ask"):
        answer = anyone.get(f"/rehearsal/{page}?page=2")
        assert answer.status_code == 302
        back = parse_qs(urlsplit(answer.location).query)["next"]
        assert urlsplit(answer.location).path == "/sign-in"
        assert back == [f"/rehearsal/{page}?page=2"]


def test_who_is_not_signed_in_does_not_learn_which_ids_exist(
    rehearsal: Pages, anyone: Reader, cast: Cast
) -> None:
    for there in (cast.untoc.id, 987654):
        assert anyone.get(f"/rehearsal/strands/{there}").status_code == 302


def test_to_a_stranger_a_strand_and_no_strand_are_the_same(
    rehearsal: Pages, cast: Cast, client_as: ClientAs
) -> None:
    stranger = client_as(cast.delmar.focal_point)
    stranger.read("/nowhere", 404)
    there = stranger.read(f"/rehearsal/strands/{cast.untoc.id}", 404)
    nowhere = stranger.read("/rehearsal/strands/987654", 404)
    assert there.text == nowhere.text
    assert dict(there.answer.headers).keys() == dict(nowhere.answer.headers).keys()


def test_a_state_out_of_scope_is_a_stranger_to_the_strand(
    rehearsal: Pages, cast: Cast, client_as: ClientAs
) -> None:
    cordania = client_as(cast.cordania.expert)
    assert cordania.get(f"/rehearsal/strands/{cast.untoc.id}").text == "UNTOC of Arcadia"
    assert cordania.get(f"/rehearsal/strands/{cast.tip.id}").status_code == 404


def test_a_participant_at_the_wrong_step_is_told_so(
    rehearsal: Pages, cast: Cast, client_as: ClientAs
) -> None:
    belmora = client_as(cast.belmora.focal_point)
    address = f"/rehearsal/strands/{cast.untoc.id}/ask"
    early = belmora.read(address, 403)
    assert "not open at the present step" in early
    cast.put(Step.FEEDBACK)
    assert belmora.get(address).text == "asking Arcadia"


def test_a_participant_who_may_not_is_told_so(
    rehearsal: Pages, cast: Cast, client_as: ClientAs
) -> None:
    cast.put(Step.FEEDBACK)
    for person in (cast.arcadia.focal_point, cast.belmora.expert, cast.belmora.observer):
        page = client_as(person).read(f"/rehearsal/strands/{cast.untoc.id}/ask", 403)
        assert "this is for others to do" in page


def test_the_secretariat_s_pages_are_closed_to_delegates(
    rehearsal: Pages, cast: Cast, client_as: ClientAs
) -> None:
    assert client_as(cast.officer).get("/rehearsal/steering").status_code == 200
    for nation in (cast.arcadia, cast.belmora, cast.delmar):
        answer = client_as(nation.focal_point).get("/rehearsal/steering")
        assert answer.status_code in {403, 404}


def test_a_phase_and_a_review_are_loaded_as_a_strand_is(
    rehearsal: Pages, cast: Cast, client_as: ClientAs
) -> None:
    reader = client_as(cast.arcadia.observer)
    assert reader.get(f"/rehearsal/phases/{cast.phase.id}").text == "cluster-1"
    address = f"/rehearsal/reviews/{cast.review.id}/{cast.belmora.state.id}"
    assert reader.get(address).text == "Belmora"


def test_a_thing_that_belongs_elsewhere_is_not_there(
    rehearsal: Pages, cast: Cast, client_as: ClientAs
) -> None:
    reader = client_as(cast.arcadia.observer)
    for foreign in (cast.delmar.state.id, 987654):
        reader.read(f"/rehearsal/reviews/{cast.review.id}/{foreign}", 404)


def test_an_id_of_nothing_is_nothing(rehearsal: Pages, cast: Cast, client_as: ClientAs) -> None:
    officer = client_as(cast.officer)
    for address in ("strands/{}", "phases/{}", "reviews/{}/1", f"reviews/{cast.review.id}/{{}}"):
        for far in FAR:
            assert "Check" in officer.read("/rehearsal/" + address.format(far), 404)


def test_an_id_that_is_no_number_is_nothing(
    rehearsal: Pages, cast: Cast, client_as: ClientAs
) -> None:
    officer = client_as(cast.officer)
    for odd in ("-1", "1.5", "one", "1%00", "%E2%80%AE1", "1e3", "' OR 1=1"):
        officer.read(f"/rehearsal/strands/{odd}", 404)


def test_a_page_that_changes_something_without_an_act_changes_nothing(
    rehearsal: Pages, anyone: Reader, cast: Cast, session: Session
) -> None:
    assert anyone.get("/rehearsal/change").text == "changed"
    assert session.query(State).filter_by(source="changed without an act").count() == 0


def test_a_button_asks_what_the_door_asks(
    rehearsal: Pages, cast: Cast, client_as: ClientAs
) -> None:
    cast.put(Step.FEEDBACK)
    expert = client_as(cast.belmora.expert)
    shown = expert.get(f"/rehearsal/strands/{cast.untoc.id}/buttons").text.split()
    assert {"DRAFT_QUESTION", "SAVE_FEEDBACK"} <= set(shown)
    assert "SEND_QUESTION" not in shown
    assert expert.get(f"/rehearsal/strands/{cast.untoc.id}/ask").status_code == 403


def test_who_leaves_is_out_with_the_next_request(
    rehearsal: Pages, cast: Cast, client_as: ClientAs, session: Session
) -> None:
    reader = client_as(cast.belmora.expert)
    address = f"/rehearsal/strands/{cast.untoc.id}"
    assert reader.get(address).status_code == 200
    cast.belmora.expert.appointments[0].until = cast.untoc.step_since
    session.commit()
    assert reader.get(address).status_code == 404


def test_who_signs_out_at_two_windows_at_once_is_signed_out_at_both(
    cast: Cast, client_as: ClientAs, connection: Connection
) -> None:
    reader, ended = client_as(cast.arcadia.expert), []
    page = reader.read("/account")

    def end_it_first(at: Connection, cursor: object, statement: str, *given: object) -> None:
        if not ended and statement.startswith("SELECT chain"):
            ended.append(statement)
            at.exec_driver_sql("UPDATE sign_in SET ended_at = started_at")

    event.listen(connection, "before_cursor_execute", end_it_first)
    after = page.press("Sign out")
    assert ended and after.path == "/sign-in" and "You are signed out" in after
