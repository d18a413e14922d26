"""What goes with a message: files, laws and pages; inside its State until it is sent."""

import hashlib
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reviewmech.actions import enclosures
from reviewmech.actions.dialogue import (
    draft_question,
    draft_reply,
    send_question,
    send_reply,
)
from reviewmech.actions.laws import add_law, amend_law
from reviewmech.actions.messages import MOST_CITED, MOST_FILES
from reviewmech.actions.uploads import Upload, take
from reviewmech.records.dialogue import Message, MessageFile, SupplementaryQuestion, draft_of
from reviewmech.records.journal import Entry
from reviewmech.records.laws import Law
from reviewmech.records.message_revisions import MessageRevision, earlier_texts
from reviewmech.records.people import Person
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand, case
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotPermitted, SentBefore
from reviewmech.rules.steps import Step
from tests.actions.test_dialogue import a_version
from tests.cast import Cast
from tests.documents import PDF, PNG

PAGE = {"link": "https://example.org/register", "words": "The register"}


@pytest.fixture
def strand(cast: Cast) -> Strand:
    """Give the strand of the Convention at the feedback step."""
    return cast.put(Step.FEEDBACK)


@pytest.fixture
def asked(cast: Cast, session: Session, strand: Strand) -> SupplementaryQuestion:
    """Give a question Belmora has sent."""
    focal_point = cast.acting(cast.belmora.focal_point)
    return send_question(session, focal_point, strand, article="5", text="Which courts?")


def with_files(session: Session, *contents: bytes) -> dict[str, Any]:
    """Return files received, by the names an act takes."""
    files = [take(session, f"file-{place}", each).plain for place, each in enumerate(contents)]
    return {"enclosed": files, "seals": [each["sha256"] for each in files]}


def seals(message: Message) -> list[str]:
    """Return the seals of the files with a message."""
    return [each.attachment.sha256 for each in message.files]


def a_law(cast: Cast) -> Law:
    """Write a law in Arcadia's library."""
    made: Law = add_law(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.review,
        title="Code",
        dated="2011-06-30",
    )
    return made


def test_files_go_with_a_message_each_once_and_can_be_taken_off_until_it_is_sent(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    expert = cast.acting(cast.arcadia.expert)
    given = with_files(session, PDF, PNG)
    draft = draft_reply(session, expert, strand, thread=asked, text="See these.", **given)
    assert seals(draft) == given["seals"]
    again = with_files(session, PDF)
    draft_reply(session, expert, strand, thread=asked, text="See this.", read=draft.mark, **again)
    assert seals(draft) == given["seals"]
    draft_reply(
        session,
        expert,
        strand,
        thread=asked,
        text="See this.",
        read=draft.mark,
        dropped=[given["seals"][1]],
    )
    assert seals(draft) == again["seals"]
    send_reply(session, cast.acting(cast.arcadia.focal_point), strand, thread=asked)
    session.expire_all()
    assert seals(draft) == again["seals"]
    kept = session.scalar(select(func.count()).select_from(MessageFile))
    assert kept == 1


def test_a_file_is_taken_only_as_it_was_announced(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    expert = cast.acting(cast.arcadia.expert)
    given = with_files(session, PDF) | {"seals": ["0" * 64]}
    with pytest.raises(Invalid, match="not the file"):
        draft_reply(session, expert, strand, thread=asked, text="See this.", **given)
    many = with_files(session, *(PDF + bytes(place) for place in range(MOST_FILES + 1)))
    with pytest.raises(Invalid, match="at most"):
        draft_reply(session, expert, strand, thread=asked, text="See these.", **many)
    assert draft_of(asked, cast.arcadia.state.id) is None


def test_a_repeated_request_sends_its_files_once_and_other_words_are_told_so(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    actor = cast.acting(cast.arcadia.focal_point)
    upload = Upload("key", "law.pdf", len(PDF), hashlib.sha256(PDF).hexdigest())

    def send(text: str) -> Message:
        enclosures.keep(session, actor, strand, upload, PDF)
        files = enclosures.received(session, Action.SEND_REPLY, actor, strand, "once", [upload])
        given = {"enclosed": files, "seals": [upload.sha256], "request_id": "once"}
        sent: Message = send_reply(session, actor, strand, thread=asked, text=text, **given)
        enclosures.forget(session, actor, [upload])
        return sent

    first = send("See this.")
    assert send("See this.").id == first.id
    with pytest.raises(SentBefore):
        send("See that.")
    assert seals(first) == [upload.sha256]
    assert len(session.scalars(select(MessageFile)).all()) == 1


def test_a_file_taken_off_with_the_same_request_is_not_said_to_be_saved(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    given = with_files(session, PDF)
    reply = draft_reply(
        session, cast.acting(cast.arcadia.expert), strand, thread=asked, text="See.", **given
    )
    question = draft_question(
        session, cast.acting(cast.belmora.expert), strand, article="5", text="See.", **given
    )

    def saved_reply(read: str, *dropped: str) -> None:
        expert = cast.acting(cast.arcadia.expert)
        words = {"text": "See.", "read": read, "dropped": dropped, "request_id": "reply"}
        draft_reply(session, expert, strand, thread=asked, **words)

    def saved_question(read: str, *dropped: str) -> None:
        expert = cast.acting(cast.belmora.expert)
        words = {"text": "See.", "read": read, "dropped": dropped, "request_id": "question"}
        draft_question(session, expert, strand, draft=question, article="5", **words)

    for save, message in ((saved_reply, reply), (saved_question, question.opening)):
        read = message.mark
        save(read)
        save(read)
        with pytest.raises(SentBefore):
            save(read, given["seals"][0])
        session.expire_all()
        assert seals(message) == given["seals"]


def test_only_those_who_write_messages_send_files_for_them(
    cast: Cast, session: Session, strand: Strand
) -> None:
    upload = Upload("key", "law.pdf", len(PDF))
    for person in (cast.officer, cast.arcadia.observer):
        with pytest.raises(NotPermitted):
            enclosures.keep(session, cast.acting(person), strand, upload, PDF)


def test_the_journal_tells_nobody_which_files_were_drafted(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    actor = cast.acting(cast.arcadia.focal_point)
    given = with_files(session, PDF)
    draft = draft_reply(session, actor, strand, thread=asked, text="See this.", **given)
    send_reply(
        session, actor, strand, thread=asked, text="Gone.", read=draft.mark, dropped=given["seals"]
    )
    line = session.scalars(select(Entry).where(Entry.action == Action.SEND_REPLY)).one()
    assert given["seals"][0] not in line.payload and draft.files == []


def test_a_law_is_cited_as_it_stands_when_the_message_is_sent(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    law, actor = a_law(cast), cast.acting(cast.arcadia.focal_point)
    citation = {"law": law.id, "article": "5", "quotation": "Whoever..."}
    draft = draft_reply(
        session, actor, strand, thread=asked, text="By law.", citations=[citation, PAGE]
    )
    assert [each.get("link") for each in draft.citations] == [None, PAGE["link"]]
    rename(cast, law, "Penal Code")
    send_reply(session, actor, strand, thread=asked)
    assert draft.citations[0]["law"]["title"] == "Penal Code"
    rename(cast, law, "Criminal Code")
    session.expire_all()
    assert draft.citations[0] | {"law": None} == citation | {"law": None}
    assert draft.citations[0]["law"]["title"] == "Penal Code"


def rename(cast: Cast, law: Law, title: str) -> None:
    """Amend the title of a law."""
    content = {name: value for name, value in law.content.items() if name != "file"}
    given = content | {"title": title, "started_from": law.revision}
    amend_law(cast.session, cast.acting(cast.arcadia.expert), cast.review, law=law, **given)


def test_only_the_state_under_review_cites_its_library_and_links_lead_to_pages(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    law = a_law(cast)
    asker, asked_one = cast.acting(cast.belmora.expert), cast.acting(cast.arcadia.expert)
    wrong: list[tuple[Any, Any]] = [
        (asker, [{"law": law.id}]),
        (asked_one, [{"law": law.id + 99}]),
        (asked_one, [{"link": "javascript:alert(1)", "words": "Ha"}]),
        (asked_one, [{"link": "", "words": "Nothing"}]),
        (asked_one, [PAGE] * (MOST_CITED + 1)),
    ]
    for actor, citations in wrong:
        with pytest.raises(Invalid) as refusal:
            draft_reply(session, actor, strand, thread=asked, text="See.", citations=citations)
        assert refusal.value.field == "citations"
    draft = draft_question(session, asker, strand, article="5", text="And this?", citations=[PAGE])
    assert draft.opening.citations == [PAGE]


def test_a_reply_speaks_of_a_version_its_state_submitted(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    corrected, elsewhere = a_version(session, strand), a_version(session, cast.tip)
    answers, asks = cast.acting(cast.arcadia.focal_point), cast.acting(cast.belmora.focal_point)
    wrong: list[tuple[Any, Version]] = [(answers, elsewhere), (asks, corrected)]
    for actor, version in wrong:
        with pytest.raises(Invalid) as refusal:
            send_reply(session, actor, strand, thread=asked, text="See.", version=version)
        assert refusal.value.field == "carried"
    sent = send_reply(session, answers, strand, thread=asked, text="Mended.", version=corrected)
    assert sent.version_id == corrected.id


def earlier(cast: Cast, person: Person, draft: Message) -> list[str]:
    """Return the earlier texts of a draft that somebody may read, newest first."""
    thread = draft.thread
    found = earlier_texts(cast.session, draft, cast.acting(person), case(thread.strand))
    return [one.text for one in found]


def test_what_a_draft_said_before_stays_for_its_own_state_alone(
    cast: Cast, session: Session, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    page = {"article": "5", "citations": [PAGE]}
    kept = draft_question(session, expert, strand, text="Which courts?", **page)
    for text in ("Which judges?", "Which chambers?"):
        read = kept.opening.mark
        draft_question(session, expert, strand, draft=kept, text=text, read=read, **page)
    said = ["Which judges?", "Which courts?"]
    for person in (cast.belmora.expert, cast.belmora.focal_point):
        assert earlier(cast, person, kept.opening) == said
    for person in (cast.arcadia.expert, cast.cordania.focal_point, cast.officer):
        assert earlier(cast, person, kept.opening) == []
    (first, _second) = session.scalars(select(MessageRevision).order_by(MessageRevision.number))
    assert (first.citations, first.saved_by) == ([PAGE], cast.belmora.expert)


def test_a_save_that_changes_no_word_keeps_no_earlier_text(
    cast: Cast, session: Session, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    kept = draft_question(session, expert, strand, article="5", text="Which courts?")
    given: dict[str, Any] = {"draft": kept, "text": "Which courts?", "read": kept.opening.mark}
    draft_question(session, expert, strand, article="5", due_on=date(2027, 6, 1), **given)
    assert session.scalars(select(MessageRevision)).all() == []


def test_a_save_from_an_older_text_keeps_none_and_overwrites_none(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    expert, chief = cast.acting(cast.arcadia.expert), cast.acting(cast.arcadia.focal_point)
    draft = draft_reply(session, expert, strand, thread=asked, text="The courts.")
    read = draft.mark
    draft_reply(session, chief, strand, thread=asked, text="All courts.", read=read)
    with pytest.raises(Conflict):
        draft_reply(session, expert, strand, thread=asked, text="Some courts.", read=read)
    assert draft.text == "All courts."
    assert earlier(cast, cast.arcadia.expert, draft) == ["The courts."]


def test_what_was_drafted_before_stays_when_other_words_are_sent_and_is_shown_no_more(
    cast: Cast, session: Session, strand: Strand, asked: SupplementaryQuestion
) -> None:
    chief = cast.acting(cast.arcadia.focal_point)
    draft = draft_reply(session, chief, strand, thread=asked, text="The courts.")
    send_reply(session, chief, strand, thread=asked, text="All courts.", read=draft.mark)
    assert [one.text for one in session.scalars(select(MessageRevision))] == ["The courts."]
    assert earlier(cast, cast.arcadia.focal_point, draft) == []
