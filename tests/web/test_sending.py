"""Sending many drafts at once: messages on questions, of the State under review and of others."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from reviewmech.actions.dialogue import close_question, draft_question, draft_reply, send_question
from reviewmech.actions.leave import allow_sending
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.people import Appointment, Person
from reviewmech.records.reviews import Strand
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.reading import Page, Reader

Client = Callable[[Person], Reader]
SECRET = "Between ourselves"


@pytest.fixture
def strand(cast: Cast) -> Strand:
    """Give the strand of the Convention at the feedback step."""
    return cast.put(Step.FEEDBACK)


@pytest.fixture
def asked(cast: Cast, session: Session, strand: Strand) -> list[SupplementaryQuestion]:
    """Give two questions of Belmora; Arcadia's expert has drafted a message on each."""
    asker, expert = cast.acting(cast.belmora.focal_point), cast.acting(cast.arcadia.expert)
    asked = [
        send_question(session, asker, strand, article="5", text=text)
        for text in ("Which courts?", "Which police?")
    ]
    for each, text in zip(asked, ("the High Court", "the guard"), strict=True):
        draft_reply(session, expert, strand, thread=each, text=f"{SECRET}: {text}.")
    return asked


def of(strand: Strand) -> str:
    """Return the address of the questions of a strand."""
    return f"/strands/{strand.id}/questions"


def ticks(page: Page, kind: str = "replies") -> list[str]:
    """Return what the ticks of one kind of draft say."""
    return [
        str(tag["value"]) for tag in page.soup.select(f"[aria-labelledby={kind}] [name=several]")
    ]


def outer(kind: str) -> str:
    """Return the selector of the place with the button that sends one kind of draft."""
    return f"[aria-labelledby=send-{kind}]"


def test_the_state_under_review_reads_its_messages_through_and_sends_those_ticked(
    cast: Cast, client_as: Client, asked: list[SupplementaryQuestion]
) -> None:
    listed = client_as(cast.arcadia.focal_point).read(of(cast.untoc))
    page = listed.follow("Read through and send 2 drafts")
    assert f"{SECRET}: the High Court." in page and f"{SECRET}: the guard." in page
    assert "Asked by: Belmora · Which courts?" in page
    assert "Belmora, Cordania and the secretariat will read them" in page
    assert page.soup.select("[name=several][checked]") == []
    sent = page.press("Send to Belmora, Cordania and the secretariat", several=ticks(page)[0])
    assert "What you ticked was sent." in sent and "Read through and send 1 draft" in sent
    read = client_as(cast.belmora.expert).read(f"{of(cast.untoc)}/{asked[0].key}")
    assert f"{SECRET}: the High Court." in read
    assert SECRET not in client_as(cast.belmora.expert).read(f"{of(cast.untoc)}/{asked[1].key}")


def test_a_reviewing_state_has_both_kinds_on_one_page_and_sends_each(
    cast: Cast, session: Session, client_as: Client, asked: list[SupplementaryQuestion]
) -> None:
    expert = cast.acting(cast.belmora.expert)
    draft_question(session, expert, cast.untoc, article="5", text="Which banks?")
    draft_reply(session, expert, cast.untoc, thread=asked[0], text="And on appeal?")
    listed = client_as(cast.belmora.focal_point).read(of(cast.untoc))
    page = listed.follow("Read through and send 2 drafts")
    assert SECRET not in page and "Which banks?" in page and "And on appeal?" in page
    one, other = ticks(page, "questions"), ticks(page, "replies")
    sent = page.press("Send to", within=outer("replies"), several=other)
    assert "All 2" in sent and "Drafts 1" in sent
    page = sent.follow("Read through and send 1 draft")
    sent = page.press("Send to", within=outer("questions"), several=one)
    assert "All 3" in sent and "Read through" not in sent
    assert "No draft waits to be sent." in client_as(cast.belmora.focal_point).read(
        f"{of(cast.untoc)}/sending"
    )


def test_each_message_that_cannot_be_sent_is_named_and_none_is_sent(
    cast: Cast, session: Session, client_as: Client, asked: list[SupplementaryQuestion]
) -> None:
    page = client_as(cast.arcadia.focal_point).read(f"{of(cast.untoc)}/sending")
    close_question(session, cast.acting(cast.belmora.focal_point), cast.untoc, thread=asked[0])
    refused = page.press("Send to", status=409, several=ticks(page))
    (problems,) = refused.soup.select(".problems")
    said = " ".join(problems.get_text(" ").split())
    assert "None of these drafts was sent" in said
    assert "Which courts? This question is closed" in said and "police" not in said
    (kept,) = refused.soup.select("[name=several][checked]")
    assert str(kept["value"]).startswith(asked[1].key) and f"{SECRET}: the guard." in refused
    assert SECRET not in client_as(cast.belmora.expert).read(f"{of(cast.untoc)}/{asked[1].key}")
    assert "Tick what is to be sent first" in page.press("Send to", status=422)
    many = [f"{number}|none" for number in range(201)]
    assert "Send 200 drafts at a time at most" in page.press("Send to", status=422, several=many)


def test_a_message_changed_since_it_was_read_is_not_sent(
    cast: Cast, session: Session, client_as: Client, asked: list[SupplementaryQuestion]
) -> None:
    page = client_as(cast.arcadia.focal_point).read(f"{of(cast.untoc)}/sending")
    expert, read = cast.acting(cast.arcadia.expert), asked[0].messages[1].mark
    draft_reply(session, expert, cast.untoc, thread=asked[0], text="Not decided.", read=read)
    refused = page.press("Send to", status=409, several=ticks(page)[:1])
    assert "Somebody of your State changed this draft" in refused and "Not decided." in refused
    assert refused.soup.select("[name=several][checked]") == []
    sent = refused.press("Send to", several=ticks(refused)[0])
    assert "What you ticked was sent." in sent


def test_a_tick_never_sends_or_shows_anothers_message(
    cast: Cast, session: Session, client_as: Client, asked: list[SupplementaryQuestion]
) -> None:
    for person in (cast.belmora.focal_point, cast.cordania.focal_point):
        page = client_as(person).read(f"{of(cast.untoc)}/sending")
        assert SECRET not in page and "No draft waits to be sent." in page
    expert = cast.acting(cast.belmora.expert)
    draft_reply(session, expert, cast.untoc, thread=asked[0], text="And on appeal?")
    stolen = f"{asked[1].key}|{asked[1].messages[1].mark}"
    page = client_as(cast.belmora.focal_point).read(f"{of(cast.untoc)}/sending")
    refused = page.press("Send to", status=409, several=[*ticks(page), stolen])
    assert SECRET not in refused
    page.press("Send to", status=404, several=[*ticks(page), "nothing|at all"])
    session.expire_all()
    assert [one.sent_at for each in asked for one in each.messages[1:]] == [None, None, None]


def test_the_page_is_for_those_who_may_send(
    cast: Cast, session: Session, client_as: Client, asked: list[SupplementaryQuestion]
) -> None:
    address, expert = f"{of(cast.untoc)}/sending", client_as(cast.arcadia.expert)
    assert "Read through" not in expert.read(of(cast.untoc))
    for person in (cast.arcadia.expert, cast.arcadia.observer, cast.belmora.expert, cast.officer):
        client_as(person).read(address, status=403)
    client_as(cast.delmar.focal_point).read(address, status=404)
    post = session.query(Appointment).filter_by(person_id=cast.arcadia.expert.id).one()
    allow_sending(session, cast.acting(cast.arcadia.focal_point), cast.review, experts=[post])
    page = expert.read(of(cast.untoc)).follow("Read through and send 2 drafts")
    assert "What you ticked was sent." in page.press("Send to", several=ticks(page))


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_many_drafts_need_no_more_statements_than_few(
    cast: Cast,
    session: Session,
    client_as: Client,
    connection: Connection,
    asked: list[SupplementaryQuestion],
) -> None:
    expert, focal_point = cast.acting(cast.belmora.expert), cast.acting(cast.belmora.focal_point)
    reader, address = client_as(cast.belmora.focal_point), f"{of(cast.untoc)}/sending"

    def drafted(*threads: SupplementaryQuestion) -> None:
        draft_question(session, expert, cast.untoc, article="5", text="Which banks?")
        for each in threads:
            draft_reply(session, expert, cast.untoc, thread=each, text="And on appeal?")

    def statements() -> list[str]:
        sent: list[str] = []

        def look(at: object, cursor: object, statement: str, *given: object) -> None:
            if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
                sent.append(statement)

        event.listen(connection, "before_cursor_execute", look)
        assert "And on appeal?" in reader.read(address)
        event.remove(connection, "before_cursor_execute", look)
        return sent

    drafted(asked[0])
    reader.read(address)
    few = statements()
    for _time in range(3):
        drafted(send_question(session, focal_point, cast.untoc, article="5", text="Why?"))
    many = statements()
    assert len(many) == len(few) <= 12, "\n".join(many)
