"""Drafts and work items: many sent at once, set aside, filtered, due; and what others never see."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from reviewmech.actions.dialogue import (
    close_question,
    discard_question,
    draft_question,
    send_question,
    send_reply,
)
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.people import Person
from reviewmech.records.reviews import Strand
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.conftest import Clock
from tests.reading import Page, Reader

Client = Callable[[Person], Reader]
SECRET = "Between ourselves"


@pytest.fixture
def strand(cast: Cast) -> Strand:
    """Give the strand of the Convention at the feedback step."""
    return cast.put(Step.FEEDBACK)


@pytest.fixture
def drafts(cast: Cast, session: Session, strand: Strand) -> list[SupplementaryQuestion]:
    """Give two questions that Belmora's expert has drafted."""
    expert = cast.acting(cast.belmora.expert)
    return [
        draft_question(session, expert, strand, article="5", text=text)
        for text in (f"{SECRET}: courts?", f"{SECRET}: police?")
    ]


def of(strand: Strand) -> str:
    """Return the address of the questions of a strand."""
    return f"/strands/{strand.id}/questions"


def ticks(page: Page) -> list[str]:
    """Return what the ticks of a page say."""
    return [str(tag["value"]) for tag in page.soup.select("[name=several]")]


def test_the_focal_point_reads_the_drafts_through_and_sends_those_ticked(
    cast: Cast, client_as: Client, drafts: list[SupplementaryQuestion]
) -> None:
    listed = client_as(cast.belmora.focal_point).read(of(cast.untoc))
    page = listed.follow("Read through and send 2 drafts")
    assert f"{SECRET}: courts?" in page and f"{SECRET}: police?" in page
    assert "Arcadia, Cordania and the secretariat will read them" in page
    assert page.soup.select("[name=several][checked]") == []
    first, _second = ticks(page)
    sent = page.press("Send to Arcadia, Cordania and the secretariat", several=first)
    assert "What you ticked was sent." in sent and "All 1" in sent and "Drafts 1" in sent
    assert "All 1" in client_as(cast.arcadia.expert).read(of(cast.untoc))


def test_if_one_ticked_draft_cannot_be_sent_it_is_named_and_none_is(
    cast: Cast, session: Session, client_as: Client, drafts: list[SupplementaryQuestion]
) -> None:
    page = client_as(cast.belmora.focal_point).read(f"{of(cast.untoc)}/sending")
    changed = drafts[0]
    draft_question(
        session,
        cast.acting(cast.belmora.expert),
        cast.untoc,
        draft=changed,
        text="Other courts?",
        read=changed.opening.mark,
    )
    refused = page.press("Send to", status=409, several=ticks(page))
    (problems,) = refused.soup.select(".problems")
    said = " ".join(problems.get_text(" ").split())
    assert "None of these drafts was sent" in said
    assert "Other courts? Somebody of your State changed this draft" in said
    assert "police?" not in said
    (kept,) = refused.soup.select("[name=several][checked]")
    assert str(kept["value"]).startswith(drafts[1].key)
    assert "All 0" in client_as(cast.arcadia.expert).read(of(cast.untoc))
    assert "Tick what is to be sent first" in page.press("Send to", status=422)


def test_a_tick_for_anothers_draft_tells_nothing_and_sends_nothing(
    cast: Cast, session: Session, client_as: Client, drafts: list[SupplementaryQuestion]
) -> None:
    own = draft_question(
        session, cast.acting(cast.cordania.expert), cast.untoc, article="5", text="Ours?"
    )
    page = client_as(cast.cordania.focal_point).read(f"{of(cast.untoc)}/sending")
    assert SECRET not in page and len(ticks(page)) == 1
    stolen = f"{drafts[0].key}|{drafts[0].opening.mark}"
    hidden = page.press("Send to", status=404, several=[*ticks(page), stolen])
    never = page.press("Send to", status=404, several=[*ticks(page), "nothing|at all"])
    said = [page.soup.select_one("main p").get_text() for page in (hidden, never)]
    assert said[0] == said[1]
    session.expire_all()
    assert own.sent_at is None and drafts[0].sent_at is None


def test_a_draft_is_set_aside_and_brought_back_with_every_word(
    cast: Cast, client_as: Client, drafts: list[SupplementaryQuestion]
) -> None:
    reader = client_as(cast.belmora.expert)
    draft = reader.read(f"{of(cast.untoc)}/{drafts[0].key}")
    listed = draft.press("Set this draft aside")
    assert "It is kept, and your team can bring it back." in listed and "Drafts 1" in listed
    aside = listed.follow("courts?")
    assert f"{SECRET}: courts?" in aside and "Nobody: it is set aside." in aside
    assert "Send to" not in " ".join(aside.buttons())
    back = aside.press("Bring this draft back")
    assert "The draft is back." in back
    assert back.soup.select_one("textarea[name=text]").get_text().strip() == f"{SECRET}: courts?"


def test_nobody_else_learns_of_drafts_or_of_what_was_set_aside(
    cast: Cast, session: Session, client_as: Client, drafts: list[SupplementaryQuestion]
) -> None:
    discard_question(session, cast.acting(cast.belmora.expert), cast.untoc, draft=drafts[0])
    for person in (cast.arcadia.focal_point, cast.cordania.focal_point, cast.officer):
        reader = client_as(person)
        for address in (of(cast.untoc), of(cast.untoc) + "?state=drafts"):
            page = reader.read(address)
            assert SECRET not in page and "Drafts" not in page and "Set aside" not in page
        for draft in drafts:
            missing = reader.read(f"{of(cast.untoc)}/{draft.key}", status=404)
            never = reader.read(f"{of(cast.untoc)}/nothing", status=404)
            assert missing.text == never.text
    bring = f"{of(cast.untoc)}/{drafts[0].key}/bring-back"
    reader = client_as(cast.cordania.focal_point)
    form = reader.read(f"{of(cast.untoc)}/new").soup
    token = {"csrf_token": form.find("input", attrs={"name": "csrf_token"})["value"]}
    reader.send(bring, token, status=404)
    reader.send(bring.replace("bring-back", "set-aside"), token, status=404)


def test_the_list_says_what_waits_for_my_state_and_what_is_overdue(
    cast: Cast, session: Session, client_as: Client, strand: Strand, clock: Clock
) -> None:
    asker = cast.acting(cast.belmora.focal_point)
    today = clock.today
    late = send_question(session, asker, strand, article="5", text="Late?", due_on=today)
    send_question(
        session, asker, strand, article="5", text="Soon?", due_on=today + timedelta(days=30)
    )
    done = send_question(session, asker, strand, article="5", text="Done?", due_on=today)
    close_question(session, asker, strand, thread=done)
    clock.forward(days=2)
    page = client_as(cast.arcadia.expert).read(of(strand))
    assert "Waiting for my State 2" in page and page.text.count("2 days ago") == 1
    (overdue,) = page.soup.select(".badge.overdue")
    assert "It was due on" in overdue.get_text()
    waiting = page.follow("Waiting for my State")
    assert len(waiting.soup.select("tbody tr")) == 2 and "Done?" not in waiting
    send_reply(
        session, cast.acting(cast.arcadia.focal_point), strand, thread=late, text="The High Court."
    )
    answered = client_as(cast.arcadia.expert).read(of(strand))
    assert "Waiting for my State 1" in answered and not answered.soup.select(".badge.overdue")
    assert "Waiting for my State 1" in client_as(cast.belmora.expert).read(of(strand))
    assert "Waiting for my State 0" in client_as(cast.cordania.expert).read(of(strand))
    assert "Waiting for my State" not in client_as(cast.officer).read(of(strand))
    send_reply(session, asker, strand, thread=late, text="And on appeal?")
    page = client_as(cast.officer).read(of(strand))
    assert "follow-up" in page and "open 2" in page


def test_a_day_is_chosen_with_the_question_and_everybody_reads_it(
    cast: Cast, client_as: Client, strand: Strand, clock: Clock
) -> None:
    form = client_as(cast.belmora.focal_point).read(f"{of(strand)}/new")
    yesterday = (clock.today - timedelta(days=1)).isoformat()
    refused = form.press(
        "Send to", status=422, about="untoc-5-offence", text="Which courts?", due_on=yesterday
    )
    assert "The day by which an answer is hoped for has passed" in refused
    assert "Which courts?" in refused
    unread = form.press("Send to", status=422, text="Which courts?", due_on="soon")
    assert "Which courts?" in unread
    chosen = clock.today + timedelta(days=10)
    sent = refused.press("Send to", due_on=chosen.isoformat())
    assert "in 10 days" in sent
    page = client_as(cast.arcadia.expert).read(of(strand)).follow("Which courts?")
    assert "Answer hoped for" in page and "in 10 days" in page
