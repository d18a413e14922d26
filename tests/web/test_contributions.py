"""Contributions on the pages: who comes by a link sees their sections and words, nothing else."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from reviewmech.actions.comments import write_comment
from reviewmech.actions.contributors import revoke_contributor
from reviewmech.actions.responses import save_answer
from reviewmech.actions.sections import delegate_section
from reviewmech.records import contributions, responses
from reviewmech.records.accounts import fingerprint
from reviewmech.records.contributions import ContributionRevision, Contributor
from reviewmech.records.journal import Entry
from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.contributing import (
    MISSING,
    NEEDS,
    NO,
    NOTIFIED,
    OFFENCE,
    YES,
    invite,
    write,
    written,
)
from tests.reading import Reader

SignIn = Callable[[Person], Reader]


def at(question: str) -> str:
    return f'[id="question-{question}"]'


def section(cast: Cast, key: str, article: str = "5", strand: int | None = None) -> str:
    return f"/contribute/{key}/{strand or cast.untoc.id}/{article}"


def sheet(cast: Cast) -> str:
    return f"/strands/{cast.untoc.id}/response/5"


def offered(cast: Cast, contributor: Contributor, question: str = OFFENCE) -> str:
    found = written(cast, contributor, question)
    return f"/strands/{cast.untoc.id}/contributions/{found.id}"


def kept(cast: Cast) -> dict[str, object]:
    return {**responses.current_values(cast.session, cast.untoc.id)}


def count(cast: Cast, kind: type) -> int:
    return cast.session.scalar(select(func.count()).select_from(kind)) or 0


def answer(cast: Cast, value: object, question: str = NOTIFIED, started_from: int = 0) -> None:
    save_answer(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.untoc,
        question=question,
        value=value,
        started_from=started_from,
        language="en",
    )


# Sections


def test_a_section_is_handed_over_and_taken_back_in_one_press_each(
    cast: Cast, client_as: SignIn
) -> None:
    page = client_as(cast.arcadia.focal_point).read(f"/strands/{cast.untoc.id}/sections")
    expert = cast.arcadia.expert
    page = page.press("Hand over", within="#section-5", to=f"person-{expert.id}")
    assert f"The section is handed to {expert.name}." in page
    assert contributions.delegated_to(cast.session, cast.untoc.id, expert.id) == {"5"}
    assert "(you)" in client_as(expert).read(f"/strands/{cast.untoc.id}/sections")
    page = page.press("Take back", within="#section-5")
    assert contributions.delegated_to(cast.session, cast.untoc.id, expert.id) == set()


def test_a_section_is_not_handed_to_nobody(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.focal_point).read(f"/strands/{cast.untoc.id}/sections")
    assert "Please choose one." in page.press("Hand over", 422, within="#section-5")


def test_experts_and_observers_read_who_writes_what_and_change_nothing(
    cast: Cast, client_as: SignIn
) -> None:
    delegate_section(
        cast.session,
        cast.acting(cast.arcadia.focal_point),
        cast.untoc,
        article="5",
        to=cast.arcadia.expert,
    )
    for person in (cast.arcadia.expert, cast.arcadia.observer):
        page = client_as(person).read(f"/strands/{cast.untoc.id}/sections")
        assert cast.arcadia.expert.name in page
        assert not {"Hand over", "Take back"} & {each.split(" “")[0] for each in page.buttons()}


# The contributor's pages


def test_a_link_says_who_asks_for_what_and_how_it_works(cast: Cast, anyone: Reader) -> None:
    _, key = invite(cast)
    page = anyone.read(f"/contribute/{key}")
    for words in (
        "Arcadia asks for your contribution",
        cast.arcadia.focal_point.name,
        "You need no account",
        "Article 5",
    ):
        assert words in page
    assert page.soup.find("a", href=f"mailto:{cast.arcadia.focal_point.address}")


def test_a_contributors_pages_lead_nowhere_else_and_are_listed_by_no_search_engine(
    cast: Cast, anyone: Reader
) -> None:
    _, key = invite(cast)
    for address in (f"/contribute/{key}", section(cast, key)):
        page = anyone.read(address)
        paths = [link for link in page.links().values() if link.startswith("/")]
        astray = [
            path for path in paths if not path.startswith((f"/contribute/{key}", "/language/"))
        ]
        assert not astray
        assert "noindex" in page.answer.headers["X-Robots-Tag"]
        assert page.answer.headers["Referrer-Policy"] == "same-origin"
    gone = anyone.read("/contribute/nothing", 404)
    assert "noindex" in gone.answer.headers["X-Robots-Tag"]


def test_opening_a_link_changes_nothing(cast: Cast, anyone: Reader) -> None:
    _, key = invite(cast)
    before = count(cast, Entry)
    for _ in range(3):
        anyone.read(f"/contribute/{key}")
        anyone.get(section(cast, key), method="HEAD")
    assert count(cast, Entry) == before
    assert contributions.holder_of(cast.session, key) is not None


def test_a_contributor_writes_as_on_the_sheet_and_sees_what_became_of_it(
    cast: Cast, anyone: Reader, client_as: SignIn
) -> None:
    justice, key = invite(cast)
    page = anyone.read(section(cast, key))
    assert "What is missing" not in page
    page = page.press("Save", within=at(OFFENCE), choice="in_part")
    assert "Saved; it waits for the team" in page
    page = page.press("Save", within=at(MISSING), text="Attempts.")
    assert written(cast, justice, MISSING).newest.value == {"text": "Attempts."}
    assert kept(cast) == {}
    client_as(cast.arcadia.expert).read(offered(cast, justice)).press("Adopt as it stands")
    assert kept(cast) == {OFFENCE: {"choice": "in_part"}}
    assert "Adopted on 11 January 2027" in anyone.read(section(cast, key))
    assert cast.arcadia.expert.name not in anyone.read(section(cast, key))


def test_words_can_be_taken_back(cast: Cast, anyone: Reader) -> None:
    justice, key = invite(cast)
    page = anyone.read(section(cast, key)).press("Save", within=at(NOTIFIED), text="No.")
    page.press("Take this back", within=at(NOTIFIED))
    assert written(cast, justice, NOTIFIED).newest.value == {}
    assert len(written(cast, justice, NOTIFIED).revisions) == 2


def test_refused_words_come_back_as_they_were_typed(cast: Cast, anyone: Reader) -> None:
    _, key = invite(cast)
    page = anyone.read(section(cast, key))
    page = page.press("Save", 422, at(NOTIFIED), choice="yes", date="last spring")
    assert "“last spring” is not a date" in page
    assert page.soup.find("input", attrs={"name": "date"})["value"] == "last spring"
    assert page.soup.find("a", href=f"#question-{NOTIFIED}-date")


def test_of_two_windows_both_texts_are_shown_and_neither_is_lost(
    cast: Cast, anyone: Reader
) -> None:
    justice, key = invite(cast)
    slow, quick = anyone.read(section(cast, key)), anyone.read(section(cast, key))
    quick.press("Save", within=at(NOTIFIED), text="First.")
    both = slow.press("Save", 409, at(NOTIFIED), text="Second.")
    assert "First." in both and "Second." in both
    both.press("Save mine on top", within=at(NOTIFIED))
    values = [each.value for each in written(cast, justice, NOTIFIED).revisions]
    assert values == [{"text": "First."}, {"text": "Second."}]


def test_an_ended_link_says_so_and_gives_back_what_was_typed(cast: Cast, anyone: Reader) -> None:
    justice, key = invite(cast)
    page = anyone.read(section(cast, key))
    chief = cast.acting(cast.arcadia.focal_point)
    revoke_contributor(cast.session, chief, cast.review, contributor=justice)
    page = page.press("Save", 404, at(NOTIFIED), text="Typed too late.")
    assert "This link is not in force." in page and "Typed too late." in page
    assert "This link is not in force." in anyone.read(f"/contribute/{key}", 404)


def test_when_a_part_is_closed_its_words_can_still_be_read(cast: Cast, anyone: Reader) -> None:
    justice, key = invite(cast)
    write(cast, justice, {"text": "Said in time."}, NOTIFIED)
    page = anyone.read(section(cast, key))
    cast.put(Step.SUMMARY)
    late = page.press("Save", 403, at(NOTIFIED), text="Said too late.")
    assert "not open at the present step" in late and "Said too late." in late
    page = anyone.read(section(cast, key))
    assert "Said in time." in page and "no longer written on" in page
    assert not page.soup.select("main form")


# Leaks


def test_a_link_opens_its_sections_and_no_other(cast: Cast, anyone: Reader) -> None:
    _, key = invite(cast)
    anyone.read(section(cast, key))
    closed = [
        section(cast, key, "whole"),
        section(cast, key, "99"),
        section(cast, key, "5", cast.tip.id),
        section(cast, key + "x"),
        section(cast, "nothing"),
    ]
    for address in closed:
        anyone.read(address, 404)
    token = anyone.read(section(cast, key)).soup.find("input", attrs={"name": "csrf_token"})
    for address, question in (
        (section(cast, key, "whole"), NEEDS),
        (section(cast, key), NEEDS),
        (section(cast, key), "no-such-question"),
        (section(cast, key, "5", cast.tip.id), OFFENCE),
    ):
        fields = {"csrf_token": token["value"], "text": "Typed.", "none": "yes"}
        anyone.send(f"{address}/{question}", fields, 404)
    assert count(cast, ContributionRevision) == 0


def test_a_link_opens_no_page_of_the_state_of_the_review_or_of_others(
    cast: Cast, anyone: Reader
) -> None:
    justice, key = invite(cast)
    write(cast, justice, YES)
    anyone.read(section(cast, key))
    for address in (
        sheet(cast),
        offered(cast, justice),
        f"/strands/{cast.untoc.id}",
        f"/strands/{cast.untoc.id}/sections",
        f"/strands/{cast.untoc.id}/to-do",
        f"/reviews/{cast.review.id}",
        f"/reviews/{cast.review.id}/contributors",
        f"/reviews/{cast.review.id}/journal",
    ):
        page = anyone.read(address)
        assert page.path == "/sign-in", address


SAID = {
    "an answer": lambda cast, other: answer(cast, {"text": "whispered"}),
    "a remark": lambda cast, other: answer(cast, {"choice": "yes", "remark": "whispered"}),
    "a follow-up": lambda cast, other: answer(cast, {"choice": "in_part"}, OFFENCE),
    "a contribution": lambda cast, other: write(cast, other, {"text": "whispered"}, NOTIFIED),
    "a choice contributed": lambda cast, other: write(cast, other, {"choice": "in_part"}),
    "a comment": lambda cast, other: _comment(cast),
    "a section handed over": lambda cast, other: delegate_section(
        cast.session,
        cast.acting(cast.arcadia.focal_point),
        cast.untoc,
        article="5",
        to=cast.arcadia.expert,
    ),
}


def _comment(cast: Cast) -> None:
    chief = cast.acting(cast.arcadia.focal_point)
    write_comment(
        cast.session, chief, cast.untoc, question=NOTIFIED, text="whispered", is_to_do=True
    )


@pytest.mark.parametrize("said", SAID)
def test_what_others_say_makes_no_difference_to_a_contributors_pages(
    said: str, cast: Cast, anyone: Reader
) -> None:
    _, key = invite(cast)
    other, _ = invite(cast, "Ines Interior")

    def seen() -> list[str]:
        pages = [anyone.read(f"/contribute/{key}"), anyone.read(section(cast, key))]
        return [page.text for page in pages]

    before = seen()
    SAID[said](cast, other)
    assert seen() == before


@pytest.mark.parametrize("nation", ["arcadia", "belmora", "cordania", "delmar", "secretariat"])
@pytest.mark.parametrize("capacity", ["focal_point", "expert", "observer"])
def test_the_pages_of_the_team_are_the_teams(
    nation: str, capacity: str, cast: Cast, client_as: SignIn
) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    person = cast.officer if nation == "secretariat" else getattr(getattr(cast, nation), capacity)
    reader = client_as(person)
    chief = nation == "arcadia" and capacity == "focal_point"
    stranger = 404 if nation == "delmar" else 403
    for address, may in (
        (offered(cast, justice), nation == "arcadia"),
        (f"/strands/{cast.untoc.id}/sections", nation == "arcadia"),
        (f"/strands/{cast.untoc.id}/to-do", nation == "arcadia"),
        (f"/reviews/{cast.review.id}/contributors", chief),
        (f"/reviews/{cast.review.id}/contributors/{justice.id}", chief),
    ):
        page = reader.read(address, 200 if may else stranger)
        assert (justice.name in page) <= may, address


def test_a_person_signed_in_comes_by_a_link_as_its_contributor_alone(
    cast: Cast, client_as: SignIn
) -> None:
    justice, key = invite(cast)
    answer(cast, {"text": "The State's own."})
    page = client_as(cast.arcadia.focal_point).read(section(cast, key))
    assert "The State's own." not in page
    assert cast.arcadia.focal_point.name not in page.soup.find("header").get_text()
    page.press("Save", within=at(NOTIFIED), text="By the link.")
    assert written(cast, justice, NOTIFIED).newest.value == {"text": "By the link."}


# What the team does with it


def test_beside_an_answer_a_contribution_is_put_together_with_it(
    cast: Cast, client_as: SignIn
) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    reader, note = client_as(cast.arcadia.expert), f"#row-{OFFENCE} .settling"
    words = " ".join(reader.read(sheet(cast)).soup.select_one(note).get_text(" ").split())
    assert words.startswith("Adopt") and "Put together" not in words
    answer(cast, NO, OFFENCE)
    page = reader.read(sheet(cast))
    words = " ".join(page.soup.select_one(note).get_text(" ").split())
    assert words.startswith("Put together with the answer") and "Adopt" not in words
    page = page.follow("Put together with the answer")
    assert "stand here together" in page and "Nothing was changed" not in page


def test_an_answer_that_stands_is_shown_before_it_is_replaced(
    cast: Cast, client_as: SignIn
) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    page = client_as(cast.arcadia.expert).read(offered(cast, justice))
    answer(cast, NO, OFFENCE)
    page = page.press("Adopt as it stands", 409)
    assert "Nothing was changed" in page and kept(cast) == {OFFENCE: NO}
    page.press("Put it in the place of the answer")
    assert kept(cast) == {OFFENCE: YES}


def test_the_earlier_texts_say_from_whose_contribution_they_came(
    cast: Cast, client_as: SignIn
) -> None:
    justice, _ = invite(cast)
    write(cast, justice, {"text": "Courts."}, NOTIFIED)
    reader = client_as(cast.arcadia.expert)
    reader.read(offered(cast, justice, NOTIFIED)).press("Adopt as it stands")
    history = f"{sheet(cast)}/{NOTIFIED}/history"
    said = "From the contribution of Justine Justice"
    assert said in reader.read(history)
    # What is written on it in the same sitting still has its words.
    answer(cast, {"text": "Courts, since 2020."}, started_from=1)
    assert said in reader.read(history)


def test_both_texts_stand_in_the_form_and_are_saved_as_one(cast: Cast, client_as: SignIn) -> None:
    justice, _ = invite(cast)
    write(cast, justice, {"text": "Police."}, NOTIFIED)
    answer(cast, {"text": "Courts."})
    page = client_as(cast.arcadia.expert).read(offered(cast, justice, NOTIFIED))
    text = page.soup.find("textarea", attrs={"name": "text"}).get_text().strip()
    assert text == "Courts.\n\nPolice."
    page = page.press("Save as the answer", 422, text=text, date="last spring")
    assert "Courts. Police." in page and "is not a date" in page
    page.press("Save as the answer", text="Courts and police.", date="")
    assert kept(cast) == {NOTIFIED: {"text": "Courts and police."}}
    assert not written(cast, justice, NOTIFIED).is_open


def test_a_colleagues_answer_saved_meanwhile_is_shown_beside_what_was_typed(
    cast: Cast, client_as: SignIn
) -> None:
    justice, _ = invite(cast)
    write(cast, justice, {"text": "Police."}, NOTIFIED)
    page = client_as(cast.arcadia.expert).read(offered(cast, justice, NOTIFIED))
    answer(cast, {"text": "Courts."})
    page = page.press("Save as the answer", 409, text="Edited for an hour.")
    assert "Courts." in page and "Edited for an hour." in page
    page.press("Save as the answer")
    assert kept(cast) == {NOTIFIED: {"text": "Edited for an hour."}}


def test_what_was_written_on_is_shown_and_what_was_typed_is_kept(
    cast: Cast, client_as: SignIn
) -> None:
    justice, _ = invite(cast)
    write(cast, justice, {"text": "Police."}, NOTIFIED)
    page = client_as(cast.arcadia.expert).read(offered(cast, justice, NOTIFIED))
    write(cast, justice, {"text": "Border guards."}, NOTIFIED, started_from=1)
    page = page.press("Save as the answer", 409, text="Edited for an hour.")
    assert "Border guards." in page and "Edited for an hour." in page and "Police." in page
    assert kept(cast) == {}


def test_a_contribution_is_set_aside_in_one_press_and_stays_readable(
    cast: Cast, client_as: SignIn
) -> None:
    justice, _ = invite(cast)
    write(cast, justice, {"text": "Police."}, NOTIFIED)
    reader = client_as(cast.arcadia.expert)
    page = reader.read(offered(cast, justice, NOTIFIED)).press("Set aside")
    assert "set aside; it stays readable" in page and kept(cast) == {}
    assert "Police." in reader.read(offered(cast, justice, NOTIFIED))


def test_an_observer_reads_contributions_and_settles_none(cast: Cast, client_as: SignIn) -> None:
    justice, _ = invite(cast)
    write(cast, justice, {"text": "Police."}, NOTIFIED)
    page = client_as(cast.arcadia.observer).read(offered(cast, justice, NOTIFIED))
    assert "Police." in page
    assert not page.soup.select("main form")


def test_a_contribution_of_another_strand_is_not_there(cast: Cast, client_as: SignIn) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    found = written(cast, justice)
    address = f"/strands/{cast.tip.id}/contributions/{found.id}"
    client_as(cast.arcadia.expert).read(address, 404)


# By script


def test_a_script_is_told_in_short(cast: Cast, anyone: Reader) -> None:
    _, key = invite(cast)
    token = anyone.read(section(cast, key)).soup.find("input", attrs={"name": "csrf_token"})
    given = {"csrf_token": token["value"], "language": "en"}

    def send(question: str, **fields: str) -> tuple[int, dict[str, object]]:
        answer = anyone.post(
            f"{section(cast, key)}/{question}",
            data={**given, **fields},
            headers={"Accept": "application/json"},
        )
        return answer.status_code, answer.get_json()

    status, told = send(OFFENCE, choice="in_part", started_from="0")
    assert status == 200
    assert (told["revision"], told["given"], told["again"]) == (1, True, True)
    status, told = send(OFFENCE, choice="in_part", started_from="1")
    assert (status, told["revision"], told["again"]) == (200, 1, False)
    status, told = send(NOTIFIED, date="last spring", started_from="0")
    assert (status, told["field"]) == (422, "date")
    status, told = send(OFFENCE, choice="no", started_from="0")
    assert status == 409
    assert told["kept"]["revision"] == 1 and "Yes, in part" in told["kept"]["html"]


def test_a_section_that_lies_open_hears_of_its_own_writer_alone(cast: Cast, anyone: Reader) -> None:
    justice, key = invite(cast)
    other, _ = invite(cast, "Ines Interior")
    told = anyone.get(f"{section(cast, key)}/news")
    assert told.get_json()["answers"] == {}
    mark = {"If-None-Match": told.headers["ETag"]}
    answer(cast, NO, OFFENCE)
    write(cast, other, YES)
    assert anyone.get(f"{section(cast, key)}/news", headers=mark).status_code == 304
    write(cast, justice, YES)
    told = anyone.get(f"{section(cast, key)}/news", headers=mark)
    assert told.get_json()["answers"][OFFENCE]["revision"] == 1


# The device


def test_words_kept_on_a_device_bear_neither_the_secret_nor_the_name(
    cast: Cast, anyone: Reader
) -> None:
    _, key = invite(cast)
    owner = anyone.read(section(cast, key)).soup.find(id="sheet")["data-owner"]
    device = anyone.get_cookie("device")
    assert device is not None and device.value == f"own.{owner}"
    assert key not in device.value and fingerprint(key) not in device.value
    page = anyone.read(f"/contribute/{key}").press("This is a shared computer")
    assert "Nothing is kept on this computer." in page
    device = anyone.get_cookie("device")
    assert device is not None and device.value == f"shared.{owner}" and not device.expires
    anyone.read(section(cast, key))
    device = anyone.get_cookie("device")
    assert device is not None and device.value == f"shared.{owner}"


def test_words_that_wait_for_somebody_else_are_not_wiped_by_opening_a_link(
    cast: Cast, anyone: Reader
) -> None:
    _, key = invite(cast)
    anyone.set_cookie("device", "own.of-somebody-else")
    anyone.read(section(cast, key))
    device = anyone.get_cookie("device")
    assert device is not None and device.value == "own.of-somebody-else"


# On the sheet


def test_on_the_sheet_a_contribution_is_adopted_in_one_press_and_opened_by_writing_on(
    cast: Cast, client_as: SignIn
) -> None:
    justice, _ = invite(cast)
    write(cast, justice, {"text": "Police."}, NOTIFIED)
    reader, row = client_as(cast.arcadia.expert), f'[id="row-{NOTIFIED}"]'
    page = reader.read(sheet(cast)).press("Adopt", within=row)
    assert page.path == sheet(cast) and kept(cast) == {NOTIFIED: {"text": "Police."}}
    assert f"Adopted by {cast.arcadia.expert.name}" in page
    write(cast, justice, {"text": "Police and courts."}, NOTIFIED, started_from=1)
    page = reader.read(sheet(cast))
    assert "Written on since it was settled" in page and "Police and courts." in page
    page = page.press("Set aside", within=row)
    assert f"Set aside by {cast.arcadia.expert.name}" in page
    assert kept(cast) == {NOTIFIED: {"text": "Police."}}


def test_words_of_a_page_too_old_are_put_back_and_not_saved(cast: Cast, anyone: Reader) -> None:
    justice, key = invite(cast)
    page = anyone.read(section(cast, key))
    anyone.delete_cookie("session")
    page = page.press("Save", 400, at(NOTIFIED), text="Typed a week ago.")
    assert "Typed a week ago." in page
    page = page.press("Put my words back on the sheet")
    assert "not saved yet" in page
    assert contributions.own(cast.session, justice.id, cast.untoc.id) == {}
    page.press("Save", within=at(NOTIFIED))
    assert written(cast, justice, NOTIFIED).newest.value == {"text": "Typed a week ago."}
