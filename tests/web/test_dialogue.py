"""The pages of the supplementary questions, as each State and the secretariat reads them."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from reviewmech.actions.dialogue import draft_question, draft_reply, send_question, send_reply
from reviewmech.records.database import now
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.records.responses import (
    Answer,
    Revision,
    Version,
    VersionAnswer,
)
from reviewmech.records.reviews import Strand
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.reading import Reader

Client = Callable[[Person], Reader]
SECRET = "Between ourselves"


@pytest.fixture
def strand(cast: Cast, session: Session) -> Strand:
    """Give the strand of the Convention at the feedback step, with a version submitted."""
    strand = cast.put(Step.FEEDBACK)
    submit(session, strand, 1)
    return strand


def submit(session: Session, strand: Strand, number: int) -> None:
    """Write a submitted version with one answer."""
    version = Version(
        strand_id=strand.id,
        number=number,
        edition_id=strand.edition_id,
        language="en",
        laws=[],
        unanswered=[],
        submitted_at=now(session),
    )
    place = Answer(strand_id=strand.id, question=f"untoc-5-offence-{number}", number=1)
    revision = Revision(
        answer=place,
        number=1,
        started_from=0,
        edition_id=strand.edition_id,
        value={"choice": "in_part"},
        language="en",
        saved_at=now(session),
    )
    session.add_all([version, revision])
    session.flush()
    session.add(
        VersionAnswer(
            version_id=version.id,
            question="untoc-5-offence",
            revision_id=revision.id,
            value={"choice": "in_part"},
            language="en",
        )
    )
    session.commit()


@pytest.fixture
def asked(cast: Cast, session: Session, strand: Strand) -> SupplementaryQuestion:
    """Give a question Belmora has sent on an answer."""
    return send_question(
        session,
        cast.acting(cast.belmora.focal_point),
        strand,
        article="5",
        question="untoc-5-offence",
        text="Which courts?",
    )


def a_note(cast: Cast) -> NoteVerbale:
    """Write a note verbale received from Arcadia."""
    note = NoteVerbale(
        state_id=cast.arcadia.state.id,
        reference="NV 7",
        dated=date(2027, 1, 4),
        recorded_at=now(cast.session),
    )
    cast.session.add(note)
    cast.session.commit()
    return note


def of(strand: Strand) -> str:
    """Return the address of the questions of a strand."""
    return f"/strands/{strand.id}/questions"


def test_an_expert_drafts_and_the_focal_point_sends(
    cast: Cast, client_as: Client, strand: Strand
) -> None:
    page = client_as(cast.belmora.expert).read(of(strand)).follow("Ask a supplementary question")
    assert "Send to" not in " ".join(page.buttons())
    page = page.press("Save the draft", about="untoc-5-offence", text="Which *courts*?")
    assert "Nobody outside your State can see it" in page
    listed = client_as(cast.belmora.focal_point).read(of(strand))
    assert "Only Belmora's team can see this" in listed
    draft = listed.follow("Which courts?")
    assert "Yes, in part" in draft
    sent = draft.press("Send to Arcadia, Cordania and the secretariat", text="Which courts?")
    assert "It was sent" in sent and "Arcadia answers." in sent and "Which courts?" in sent


def test_a_link_from_an_answer_opens_the_form_on_that_answer(
    cast: Cast, client_as: Client, strand: Strand
) -> None:
    page = client_as(cast.belmora.focal_point).read(
        f"{of(strand)}/new?article=5&question=untoc-5-offence&version=1"
    )
    assert "Is participation in an organized criminal group an offence?" in page
    assert "As submitted in version 1" in page
    sent = page.press("Send to", text="Which courts?")
    assert "Asked on version 1." in sent


def test_a_newer_version_is_said(
    cast: Cast, session: Session, client_as: Client, asked: SupplementaryQuestion
) -> None:
    submit(session, cast.untoc, 2)
    page = client_as(cast.arcadia.expert).read(f"{of(cast.untoc)}/{asked.key}")
    assert "Asked on version 1; a newer version was submitted since." in page


def test_nothing_typed_is_lost_when_a_question_is_refused(
    cast: Cast, client_as: Client, strand: Strand
) -> None:
    form = client_as(cast.belmora.focal_point).read(f"{of(strand)}/new")
    empty = form.press("Send to", status=422, about="untoc-5-model", text=" ")
    assert "Please write something here first." in empty
    chosen = empty.soup.select_one("option[selected]")
    assert chosen is not None and chosen["value"] == "untoc-5-model"
    long = form.press("Send to", status=422, text="x" * 100_001)
    assert "the limit is" in long and "x" * 100_001 in long.answer.get_data(as_text=True)
    unseen = form.press("Send to", status=422, text="Which\u202e courts?")
    assert "signs that nobody can see" in unseen and "Which courts?" in unseen


def test_two_colleagues_on_one_draft_both_find_their_words(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    draft = draft_question(
        session, cast.acting(cast.belmora.expert), strand, article="5", text="First words"
    )
    opened = client_as(cast.belmora.focal_point).read(f"{of(strand)}/{draft.key}")
    draft_question(
        session,
        cast.acting(cast.belmora.expert),
        strand,
        draft=draft,
        text="Second words",
        read=draft.opening.mark,
    )
    page = opened.press("Send to", status=409, text="My own words")
    assert "Second words" in page and "My own words" in page and "Focal" not in page.soup.title
    sent = page.press("Send to", text="Both words")
    assert "Both words" in sent


def test_the_state_under_review_answers_and_the_asking_state_closes(
    cast: Cast, client_as: Client, asked: SupplementaryQuestion
) -> None:
    address = f"{of(cast.untoc)}/{asked.key}"
    page = client_as(cast.arcadia.expert).read(address)
    assert "Close this question" not in page.buttons()
    draft = page.press("Save the draft", text="The High Court.")
    assert "The High Court." in draft and "Arcadia answers." in draft
    page = client_as(cast.arcadia.focal_point).read(of(cast.untoc))
    assert "draft of Arcadia's message" in page
    page = client_as(cast.arcadia.focal_point).read(address)
    answered = page.press("Send to Belmora, Cordania and the secretariat")
    assert "The High Court." in answered and "Belmora closes it or writes back." in answered
    closed = client_as(cast.belmora.focal_point).read(address).press("Close this question")
    assert "The question is closed." in closed and "Nobody: it is closed." in closed
    assert "Write a message" not in client_as(cast.arcadia.focal_point).read(address)
    assert "open again" in closed.press("Open this question again")


def test_a_reply_to_a_question_closed_meanwhile_is_not_lost(
    cast: Cast, client_as: Client, asked: SupplementaryQuestion
) -> None:
    address = f"{of(cast.untoc)}/{asked.key}"
    opened = client_as(cast.arcadia.focal_point).read(address)
    client_as(cast.belmora.focal_point).read(address).press("Close this question")
    page = opened.press("Send to", status=409, text="Too late, alas.")
    assert "This question is closed" in page and "Too late, alas." in page


def test_two_colleagues_on_one_reply_both_find_their_words(
    cast: Cast, session: Session, client_as: Client, asked: SupplementaryQuestion
) -> None:
    opened = client_as(cast.arcadia.focal_point).read(f"{of(cast.untoc)}/{asked.key}")
    draft_reply(
        session, cast.acting(cast.arcadia.expert), cast.untoc, thread=asked, text="Expert words"
    )
    page = opened.press("Send to", status=409, text="My own words")
    assert "Expert words" in page and "My own words" in page
    assert "Both words" in page.press("Send to", text="Both words")


def test_a_long_list_asks_the_database_no_more_than_a_short_one(
    cast: Cast,
    session: Session,
    client_as: Client,
    asked: SupplementaryQuestion,
    engine: Engine,
) -> None:
    def statements() -> int:
        counted: list[str] = []

        def count(connection: object, cursor: object, statement: str, *rest: object) -> None:
            counted.append(statement)

        event.listen(engine, "before_cursor_execute", count)
        page = client_as(cast.arcadia.expert).read(of(cast.untoc))
        event.remove(engine, "before_cursor_execute", count)
        assert "Which courts?" in page
        return len(counted)

    short = statements()
    for _number in range(5):
        send_question(
            session, cast.acting(cast.belmora.focal_point), cast.untoc, article="5", text="Why?"
        )
    assert statements() == short


def test_the_list_is_filtered_by_links(
    cast: Cast, session: Session, client_as: Client, asked: SupplementaryQuestion
) -> None:
    send_question(
        session, cast.acting(cast.cordania.focal_point), cast.untoc, article="", text="And?"
    )
    send_reply(
        session,
        cast.acting(cast.arcadia.focal_point),
        cast.untoc,
        thread=asked,
        text="The High Court.",
    )
    page = client_as(cast.arcadia.observer).read(of(cast.untoc))
    rows = page.soup.select("tbody tr")
    assert len(rows) == 2
    answered = page.follow("answered 1")
    assert len(answered.soup.select("tbody tr")) == 1 and "Belmora closes it" in answered
    whole = page.follow("This part as a whole")
    assert len(whole.soup.select("tbody tr")) == 1
    assert "No supplementary question stands here." in answered.follow("closed 0")
    nothing = client_as(cast.arcadia.observer).read(of(cast.untoc) + "?state=bogus&article=99")
    assert "No supplementary question stands here." in nothing


def test_the_secretariat_records_a_reply_from_a_note_verbale(
    cast: Cast, session: Session, client_as: Client, asked: SupplementaryQuestion
) -> None:
    draft_reply(session, cast.acting(cast.arcadia.expert), cast.untoc, thread=asked, text=SECRET)
    address = f"{of(cast.untoc)}/{asked.key}"
    assert "Record the note first" in client_as(cast.officer).read(address)
    a_note(cast)
    page = client_as(cast.officer).read(address)
    note = page.choice("note", "NV 7")
    assert "Please write" in page.press("Record the message", status=422, text="", note=note)
    recorded = page.press("Record the message", text="As our note says.", note=note)
    assert "As our note says." in recorded and "By note verbale NV 7" in recorded
    assert SECRET not in recorded
    assert SECRET in client_as(cast.arcadia.expert).read(address)


def test_drafts_are_on_nobody_elses_page(
    cast: Cast, session: Session, client_as: Client, asked: SupplementaryQuestion
) -> None:
    strand = cast.untoc
    draft = draft_question(
        session, cast.acting(cast.belmora.expert), strand, article="5", text=SECRET
    )
    draft_reply(session, cast.acting(cast.belmora.expert), strand, thread=asked, text=SECRET)
    others = [cast.arcadia.focal_point, cast.cordania.focal_point, cast.officer]
    for person in others:
        reader = client_as(person)
        for address in (of(strand), f"{of(strand)}/{asked.key}"):
            page = reader.read(address)
            assert SECRET not in page and "Belmora's" not in page
        assert "All 1" in reader.read(of(strand)) and "draft" not in reader.read(of(strand))
        missing = reader.read(f"{of(strand)}/{draft.key}", status=404)
        never = reader.read(f"{of(strand)}/{draft.id + 1000}", status=404)
        assert missing.text == never.text


def test_an_act_on_anothers_draft_tells_nothing(
    cast: Cast, session: Session, client_as: Client, asked: SupplementaryQuestion
) -> None:
    strand = cast.untoc
    draft = draft_question(
        session, cast.acting(cast.belmora.expert), strand, article="5", text=SECRET
    )
    reader = client_as(cast.cordania.focal_point)
    token = {"csrf_token": token_of(reader, of(strand) + "/new")}
    for act in ("send", "draft", "reply", "reply/draft", "close", "reopen"):
        hidden = reader.send(f"{of(strand)}/{draft.key}/{act}", {**token, "text": "Ha"}, status=404)
        never = reader.send(f"{of(strand)}/{draft.id + 99}/{act}", {**token, "text": "Ha"}, 404)
        assert hidden.text == never.text
    for act in ("send", "draft"):
        reader.send(f"{of(strand)}/{asked.key}/{act}", {**token, "text": "Ha"}, status=404)


def token_of(reader: Reader, address: str) -> str:
    """Return the token of the forms on a page."""
    tag = reader.read(address).soup.find("input", attrs={"name": "csrf_token"})
    assert tag is not None
    return str(tag["value"])


def test_strangers_and_states_out_of_scope_find_nothing(
    cast: Cast, session: Session, client_as: Client, asked: SupplementaryQuestion
) -> None:
    cast.tip.step = Step.FEEDBACK
    session.commit()
    for person, strand in ((cast.delmar.focal_point, cast.untoc), (cast.cordania.expert, cast.tip)):
        reader = client_as(person)
        for address in (of(strand), f"{of(strand)}/new", f"{of(strand)}/{asked.key}"):
            reader.read(address, status=404)


def test_a_question_is_found_in_its_own_strand_alone(
    cast: Cast, session: Session, client_as: Client, asked: SupplementaryQuestion
) -> None:
    cast.tip.step = Step.FEEDBACK
    session.commit()
    client_as(cast.belmora.focal_point).read(f"{of(cast.tip)}/{asked.key}", status=404)


def test_who_may_not_ask_is_told_so(cast: Cast, client_as: Client, strand: Strand) -> None:
    for person in (cast.arcadia.focal_point, cast.belmora.observer, cast.officer):
        page = client_as(person).read(of(strand))
        assert "Ask a supplementary question" not in page.links()
        client_as(person).read(f"{of(strand)}/new", status=403)


def test_an_observer_reads_the_drafts_of_their_state_and_writes_none(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    draft = draft_question(
        session, cast.acting(cast.belmora.expert), strand, article="5", text=SECRET
    )
    page = client_as(cast.belmora.observer).read(f"{of(strand)}/{draft.key}")
    assert SECRET in page and "Only Belmora's team can see this." in page
    assert page.buttons() in ([], ["Sign out"])


def test_a_third_state_reads_a_thread_and_asks_its_own_question(
    cast: Cast, client_as: Client, asked: SupplementaryQuestion
) -> None:
    page = client_as(cast.cordania.focal_point).read(f"{of(cast.untoc)}/{asked.key}")
    assert "Which courts?" in page and "Write a message" not in page


def test_a_thread_can_be_read_but_not_written_once_the_summary_begins(
    cast: Cast, client_as: Client, asked: SupplementaryQuestion
) -> None:
    cast.put(Step.SUMMARY)
    page = client_as(cast.arcadia.focal_point).read(f"{of(cast.untoc)}/{asked.key}")
    assert "Which courts?" in page and "Write a message" not in page


def test_a_repeated_request_sends_once(cast: Cast, client_as: Client, strand: Strand) -> None:
    form = client_as(cast.belmora.focal_point).read(f"{of(strand)}/new")
    form.press("Send to", about="untoc-5-offence", text="Which courts?")
    form.press("Send to", about="untoc-5-offence", text="Which courts?")
    assert "All 1" in client_as(cast.arcadia.expert).read(of(strand))


def test_the_key_that_ends_a_line_saves_inside_and_never_sends(
    cast: Cast, client_as: Client, asked: SupplementaryQuestion
) -> None:
    # A browser presses the first button of a form when Enter is pressed in one of its lines.
    for person, address in (
        (cast.belmora.focal_point, f"{of(cast.untoc)}/new"),
        (cast.arcadia.focal_point, f"{of(cast.untoc)}/{asked.key}"),
    ):
        page = client_as(person).read(address)
        form, send = page.form_with("Send to")
        first = form.find("button", attrs={"type": "submit"})
        assert first.get_text(strip=True) == "Save the draft" and not first.get("formaction")
        assert first.find_parent(class_="internal") and not send.find_parent(class_="internal")


def test_an_expert_is_told_who_closes_a_question_in_place_of_the_button(
    cast: Cast, client_as: Client, asked: SupplementaryQuestion
) -> None:
    address = f"/strands/{asked.strand_id}/questions/{asked.key}"
    words = "Your focal point closes it when nothing is left to ask."
    page = client_as(cast.belmora.expert).read(address)
    assert words in page and "Close this question" not in page.buttons()
    page = client_as(cast.belmora.focal_point).read(address)
    assert words not in page and "Close this question" in page.buttons()
    assert words not in client_as(cast.arcadia.expert).read(address)
