"""What the sheet's script is told: short, exact, and never a word lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from reviewmech.actions.submission import submit_response
from reviewmech.records import responses
from reviewmech.records.accounts import end_sessions
from reviewmech.records.people import Person
from reviewmech.records.responses import Answer, Revision
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.reading import Reader

SignIn = Callable[[Person], Reader]
OFFENCE, NOTIFIED = "untoc-5-offence", "untoc-5-notified"
JSON = {"Accept": "application/json"}


@dataclass
class Writer:
    """Somebody whose page saves by script."""

    reader: Reader
    address: str
    token: str
    owner: str

    def save(
        self, question: str, started_from: object = 0, **fields: Any
    ) -> tuple[int, dict[str, Any]]:
        answer = self.send(question, started_from, **fields)
        assert answer.is_json, answer.get_data(as_text=True)[:300]
        return answer.status_code, answer.get_json()

    def send(self, question: str, started_from: object = 0, **fields: Any) -> TestResponse:
        own = {"csrf_token": self.token, "owner": self.owner, "started_from": started_from}
        sent = {**own, "language": "en", **fields}
        return self.reader.post(f"{self.address}/{question}", data=sent, headers=JSON)


@pytest.fixture
def at_the_sheet(cast: Cast, client_as: SignIn) -> Callable[[Person], Writer]:
    """Give somebody at the sheet of article 5."""

    def opened(person: Person) -> Writer:
        reader, address = client_as(person), f"/strands/{cast.untoc.id}/response/5"
        soup = reader.read(address).soup
        token = soup.select_one("#sheet input[name=csrf_token]")
        return Writer(reader, address, token["value"], soup.find(id="sheet")["data-owner"])

    return opened


At = Callable[[Person], Writer]


def kept(cast: Cast) -> dict[str, Any]:
    return {**responses.current_values(cast.session, cast.untoc.id)}


def test_a_save_is_told_in_a_few_words(cast: Cast, at_the_sheet: At) -> None:
    writer = at_the_sheet(cast.arcadia.expert)
    status, told = writer.save(NOTIFIED, choice="yes", text="By the Mission.")
    assert status == 200
    assert told == {
        "revision": 1,
        "saved": "Expert of Arcadia, 11 January 2027, 09:00 UTC",
        "given": True,
        "standing": ["saved", "Saved, not submitted"],
    }
    assert kept(cast) == {NOTIFIED: {"choice": "yes", "text": "By the Mission."}}


def test_a_retry_is_told_the_same_and_acts_once(
    cast: Cast, at_the_sheet: At, session: Session
) -> None:
    writer = at_the_sheet(cast.arcadia.expert)
    first = writer.save(OFFENCE, choice="in_part", request_id="one")
    writer.save(OFFENCE, 1, choice="yes", request_id="two")
    assert writer.save(OFFENCE, choice="in_part", request_id="one") == first
    assert session.query(Revision).count() == 2
    assert kept(cast) == {OFFENCE: {"choice": "yes"}}


def test_a_retry_is_answered_after_the_step_has_ended(cast: Cast, at_the_sheet: At) -> None:
    writer = at_the_sheet(cast.arcadia.expert)
    first = writer.save(OFFENCE, choice="yes", request_id="one")
    cast.put(Step.SUMMARY)
    assert writer.save(OFFENCE, choice="yes", request_id="one") == first
    status, told = writer.save(OFFENCE, 1, choice="no", request_id="two")
    assert status == 403 and "present step" in told["sentence"]


def test_what_equals_the_version_submitted_stands_as_submitted(
    cast: Cast, at_the_sheet: At, session: Session
) -> None:
    writer = at_the_sheet(cast.arcadia.expert)
    writer.save(OFFENCE, choice="yes")
    submit_response(session, cast.acting(cast.arcadia.focal_point), cast.untoc, language="en")
    told = writer.save(OFFENCE, 1, choice="no")[1]
    assert told["standing"] == ["saved", "Saved, not submitted"]
    told = writer.save(OFFENCE, 2, choice="yes")[1]
    assert told["standing"] == ["released", "Submitted in version 1"]


def test_an_answer_cleared_is_open_again(cast: Cast, at_the_sheet: At) -> None:
    writer = at_the_sheet(cast.arcadia.expert)
    writer.save(NOTIFIED, choice="yes")
    status, told = writer.save(NOTIFIED, 1, choice="yes", clear="yes")
    assert (status, told["given"], told["standing"]) == (200, False, ["open", "Open"])
    assert kept(cast) == {NOTIFIED: {}}


def test_a_conflict_tells_what_is_kept_and_how_the_two_differ(cast: Cast, at_the_sheet: At) -> None:
    quick, slow = at_the_sheet(cast.arcadia.focal_point), at_the_sheet(cast.arcadia.expert)
    quick.save(NOTIFIED, choice="yes", text="By the <b>Mission</b> in Vienna.")
    status, told = slow.save(NOTIFIED, choice="no", text="By the Mission.")
    assert status == 409
    assert told["sentence"].startswith("A colleague has saved this answer since you opened it")
    found = told["kept"]
    assert (found["revision"], found["words"]) == (1, {"text": "By the <b>Mission</b> in Vienna."})
    assert found["saved"].startswith("Focal Point of Arcadia, ")
    assert "&lt;b&gt;" in found["html"] and "<b>" not in found["html"] + found["difference"]
    assert "<del>" in found["difference"] and "taken out" in found["difference"]
    assert kept(cast)[NOTIFIED]["choice"] == "yes"
    assert slow.save(NOTIFIED, found["revision"], choice="no")[0] == 200


def test_a_figure_at_fault_is_named_where_the_page_has_it(cast: Cast, at_the_sheet: At) -> None:
    fields = {"year-0": "2023", "year-1": "", "year-2": "2024", "figure-investigations-2": "ten"}
    status, told = at_the_sheet(cast.arcadia.expert).save("untoc-5-figures", **fields)
    assert (status, told["field"]) == (422, "figure-investigations-2")


def test_structured_answers_differ_in_words(cast: Cast, at_the_sheet: At) -> None:
    quick, slow = at_the_sheet(cast.arcadia.focal_point), at_the_sheet(cast.arcadia.expert)
    quick.save("untoc-5-figures", **{"year-0": "2024", "figure-investigations-0": "4"})
    fields = {"year-0": "2024", "figure-investigations-0": "5", "source": "The register"}
    _status, told = slow.save("untoc-5-figures", **fields)
    difference = " ".join(told["kept"]["difference"].split())
    assert "Figures of 2024" in difference and "Investigations" in difference
    assert "Source of the figures" in difference and "The register" in difference


def test_ones_own_other_window_is_told_as_such(cast: Cast, at_the_sheet: At) -> None:
    first, second = at_the_sheet(cast.arcadia.expert), at_the_sheet(cast.arcadia.expert)
    first.save(NOTIFIED, choice="yes")
    status, told = second.save(NOTIFIED, choice="no")
    assert status == 409 and "in another window" in told["sentence"]


@pytest.mark.parametrize("started_from", [7, -1, "", "garbage", "1e3", "9" * 40, "²"])
@pytest.mark.parametrize("is_kept", [True, False])
def test_a_revision_that_never_existed_changes_nothing_and_is_said_plainly(
    cast: Cast, at_the_sheet: At, started_from: object, is_kept: bool
) -> None:
    writer = at_the_sheet(cast.arcadia.expert)
    if is_kept:
        writer.save(NOTIFIED, choice="yes")
    before = kept(cast)
    status, told = writer.save(NOTIFIED, started_from, choice="no")
    assert status == 409 and "never kept" in told["sentence"]
    assert kept(cast) == before
    assert writer.save(NOTIFIED, told["kept"]["revision"], choice="no")[0] == 200


def test_a_refused_answer_tells_the_field(cast: Cast, at_the_sheet: At) -> None:
    status, told = at_the_sheet(cast.arcadia.expert).save(NOTIFIED, date="last spring")
    assert (status, told["field"]) == (422, "date")
    assert "is not a date" in told["sentence"]


def test_two_megabytes_are_refused_in_a_sentence(cast: Cast, at_the_sheet: At) -> None:
    writer = at_the_sheet(cast.arcadia.expert)
    status, told = writer.save(NOTIFIED, text="From Word. " * 10_000)
    assert status == 422 and "the limit is 100000" in told["sentence"]
    status, told = writer.save(NOTIFIED, text="From Word. " * 200_000)
    assert status == 413 and "2 MB" in told["sentence"]
    assert kept(cast) == {}


def test_who_is_signed_out_is_told_where_to_sign_in(
    cast: Cast, at_the_sheet: At, session: Session
) -> None:
    writer = at_the_sheet(cast.arcadia.expert)
    end_sessions(session, cast.arcadia.expert)
    status, told = writer.save(NOTIFIED, choice="yes")
    assert (status, told["sign_in"]) == (401, "/sign-in")
    assert "signed out" in told["sentence"]
    assert kept(cast) == {}


def test_a_page_from_before_a_new_sign_in_gets_a_fresh_token(cast: Cast, at_the_sheet: At) -> None:
    writer = at_the_sheet(cast.arcadia.expert)
    writer.token = "stale"
    status, told = writer.save(NOTIFIED, choice="yes")
    assert status == 400
    writer.token = told["token"]
    assert writer.save(NOTIFIED, choice="yes")[0] == 200


def test_a_page_of_somebody_else_gets_no_token(cast: Cast, at_the_sheet: At) -> None:
    writer = at_the_sheet(cast.arcadia.expert)
    writer.token, writer.owner = "stale", at_the_sheet(cast.arcadia.focal_point).owner
    status, told = writer.save(NOTIFIED, choice="yes")
    assert status == 403 and "token" not in told
    assert "Somebody else" in told["sentence"]


def test_the_name_words_are_kept_under_tells_nothing(cast: Cast, at_the_sheet: At) -> None:
    owners = {at_the_sheet(each).owner for each in (cast.arcadia.expert, cast.arcadia.focal_point)}
    assert len(owners) == 2
    assert all(len(owner) == 24 and owner.isalnum() for owner in owners)


def test_others_are_refused_in_a_sentence(cast: Cast, at_the_sheet: At, client_as: SignIn) -> None:
    writer = at_the_sheet(cast.arcadia.expert)
    for person, status in (
        (cast.arcadia.observer, 403),
        (cast.belmora.expert, 403),
        (cast.delmar.expert, 404),
    ):
        theirs = client_as(person)
        token = theirs.read("/account").soup.find("input", attrs={"name": "csrf_token"})["value"]
        found, told = Writer(theirs, writer.address, token, "").save(NOTIFIED, choice="yes")
        assert (found, list(told)) == (status, ["sentence"])


def test_a_save_takes_few_statements(cast: Cast, at_the_sheet: At, engine: Engine) -> None:
    writer = at_the_sheet(cast.arcadia.expert)
    writer.save(NOTIFIED, choice="yes")
    said = statements(engine, lambda: writer.save(NOTIFIED, 1, choice="no"))
    assert kept(cast) == {NOTIFIED: {"choice": "no"}}
    assert len(said) <= 18, "\n".join(said)


# News


def news(writer: Writer, etag: str = "") -> TestResponse:
    headers = {**JSON, **({"If-None-Match": etag} if etag else {})}
    return writer.reader.get(f"{writer.address}/news", headers=headers)


def test_news_tell_what_a_colleague_saved_and_mostly_nothing(cast: Cast, at_the_sheet: At) -> None:
    reader, writer = at_the_sheet(cast.arcadia.focal_point), at_the_sheet(cast.arcadia.expert)
    etag = news(reader).headers["ETag"]
    assert news(reader, etag).status_code == 304
    writer.save(OFFENCE, choice="in_part")
    answer = news(reader, etag)
    told = answer.get_json()
    assert told["answers"] == {
        OFFENCE: {"revision": 1, "saved": "Expert of Arcadia, 11 January 2027, 09:00 UTC"}
    }
    assert f"{OFFENCE}.missing" in told["asked"]
    assert "answered" in told["parts"]["article-list"]
    assert news(reader, answer.headers["ETag"]).status_code == 304


def test_that_there_is_nothing_new_takes_one_statement_more_than_the_gate(
    cast: Cast, at_the_sheet: At, engine: Engine
) -> None:
    reader = at_the_sheet(cast.arcadia.focal_point)
    etag = news(reader).headers["ETag"]
    with_news = statements(engine, lambda: news(reader, etag))
    without = statements(engine, lambda: reader.reader.get(f"/strands/{cast.untoc.id}/response/99"))
    assert [each for each in with_news if "change_counter" in each]
    assert len(with_news) <= len(without) + 1


def statements(engine: Engine, act: Callable[[], object]) -> list[str]:
    """Return the statements that something takes."""
    said: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "SAVEPOINT" not in statement:
            said.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return said


def test_news_are_for_the_own_delegation_alone(
    cast: Cast, at_the_sheet: At, client_as: SignIn
) -> None:
    address = f"{at_the_sheet(cast.arcadia.expert).address}/news"
    for person, status in (
        (cast.belmora.focal_point, 403),
        (cast.officer, 403),
        (cast.delmar.focal_point, 404),
    ):
        assert client_as(person).get(address, headers=JSON).status_code == status


def test_the_answer_waits_for_no_look_once_it_is_saved(
    cast: Cast, at_the_sheet: At, session: Session
) -> None:
    writer = at_the_sheet(cast.arcadia.expert)
    writer.save(NOTIFIED, choice="yes")
    place = session.query(Answer).one()
    place.look_again = "The law was amended."
    session.commit()
    writer.save(NOTIFIED, 1, choice="yes")
    assert session.query(Answer).one().look_again == ""
