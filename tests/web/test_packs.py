"""The reading pack as it is had: what each reader's holds, and what none of them does."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from reviewmech.actions.annotations import send_annotations
from reviewmech.actions.dialogue import draft_question, draft_reply, send_question, send_reply
from reviewmech.actions.feedback import release_feedback, save_feedback
from reviewmech.records import texts
from reviewmech.records.annotations import Annotation
from reviewmech.records.attachments import Attachment
from reviewmech.records.database import now
from reviewmech.records.people import Person
from reviewmech.records.responses import Version, VersionAnswer
from reviewmech.records.reviews import Strand
from reviewmech.rules.steps import Step
from tests.cast import Cast, Nation, a_version
from tests.conftest import Clock
from tests.reading import Reader
from tests.records.test_consultation import a_proposal

Client = Callable[[Person], Reader]
SECRET = "Between ourselves"
LAW = {
    "id": 7,
    "title": "Penal Code",
    "translated_title": "",
    "number": "No. 12",
    "dated": "1999",
    "link": "https://example.org/code",
}


@pytest.fixture
def strand(cast: Cast, session: Session) -> Strand:
    """Give the strand of the Convention at the feedback step, with a version submitted."""
    strand = cast.put(Step.FEEDBACK)
    value = {
        "choice": "in_part",
        "text": "The law says so. 😀",
        "citations": [{"law": 7, "article": "34", "quotation": "Whoever agrees"}],
    }
    file = {
        "id": 1,
        "question": "untoc-5-offence",
        "name": "annex.pdf",
        "size": 1200,
        "sha256": "0" * 64,
    }
    a_version(session, strand, value, laws=[LAW], files=[file])
    return strand


def had(reader: Reader, strand: Strand, form: str = "html", articles: str = "mine") -> str:
    """Return the words of a pack."""
    answer = reader.get(f"/strands/{strand.id}/papers/pack.{form}?articles={articles}")
    assert answer.status_code == 200, answer.status_code
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
            xml = packed.read("word/document.xml").decode()
        return "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))
    return " ".join(BeautifulSoup(answer.data.decode(), "html.parser").get_text(" ").split())


def annotate(cast: Cast, session: Session, nation: Nation, text: str, is_sent: bool) -> None:
    """Write an annotation on the answer."""
    version = session.query(Version).filter_by(strand_id=cast.untoc.id).one()
    moment = now(session)
    session.add(
        Annotation(
            strand_id=cast.untoc.id,
            state_id=nation.state.id,
            thing=texts.answer(version.id, "untoc-5-offence"),
            part="text",
            quote="The law",
            text=text,
            language="en",
            written_by_id=nation.expert.id,
            written_at=moment,
            sent_at=moment if is_sent else None,
        )
    )
    session.commit()


@pytest.mark.parametrize("form", ["html", "docx"])
def test_a_pack_holds_answers_laws_files_questions_replies_and_feedback(
    cast: Cast, session: Session, client_as: Client, strand: Strand, form: str
) -> None:
    chief = cast.acting(cast.cordania.focal_point)
    asked = send_question(
        session, chief, strand, article="5", question="untoc-5-offence", text="Which courts?"
    )
    on_article = send_question(session, chief, strand, article="5", text="Since when?")
    assert on_article is not None
    arcadia = cast.acting(cast.arcadia.focal_point)
    send_reply(session, arcadia, strand, thread=asked, text="The district courts.")
    save_feedback(session, chief, strand, article="5", challenges="Too few courts.")
    release_feedback(session, chief, strand)
    annotate(cast, session, cast.cordania, "Compare the Code.", is_sent=True)
    pack = had(client_as(cast.belmora.expert), strand, form)
    for words in (
        "Review of Arcadia",
        "the reviewing experts of Belmora",
        "Yes, in part",
        "The law says so. 😀",
        "Penal Code, No. 12, 1999, art. 34",
        "“Whoever agrees”",
        "annex.pdf",
        "Which courts?",
        "The district courts.",
        "Since when?",
        "Compare the Code.",
        "Too few courts.",
    ):
        assert words in pack, words


def test_no_pack_holds_what_is_not_sent_or_released(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    people = (
        cast.belmora.expert,
        cast.cordania.focal_point,
        cast.arcadia.focal_point,
        cast.officer,
    )
    before = [had(client_as(person), strand) for person in people]
    expert = cast.acting(cast.belmora.expert)
    save_feedback(session, expert, strand, article="5", measures=SECRET)
    draft_question(session, expert, strand, article="5", text=SECRET)
    assert [had(client_as(person), strand) for person in people] == before


def test_a_reply_that_is_being_drafted_is_in_no_pack(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    chief = cast.acting(cast.cordania.focal_point)
    asked = send_question(session, chief, strand, article="5", text="Which courts?")
    draft_reply(session, cast.acting(cast.arcadia.expert), strand, thread=asked, text=SECRET)
    for person in (cast.arcadia.expert, cast.belmora.expert, cast.officer):
        assert SECRET not in had(client_as(person), strand, articles="all")


def test_an_annotation_not_sent_is_in_the_packs_of_its_state_alone_and_says_so(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    annotate(cast, session, cast.belmora, SECRET, is_sent=False)
    own = had(client_as(cast.belmora.observer), strand)
    assert SECRET in own and "only Belmora's team reads this" in own
    for person in (cast.cordania.expert, cast.arcadia.focal_point, cast.officer):
        assert SECRET not in had(client_as(person), strand, articles="all")


def test_a_pack_tells_when_an_annotation_was_sent_not_when_it_was_drafted(
    cast: Cast, session: Session, client_as: Client, strand: Strand, clock: Clock
) -> None:
    annotate(cast, session, cast.belmora, "Compare the Code.", is_sent=False)
    own = had(client_as(cast.belmora.observer), strand)
    assert "Annotation of Belmora, 11 January 2027" in own
    clock.forward(days=20)
    made = session.query(Annotation).one()
    chief = cast.acting(cast.belmora.focal_point)
    send_annotations(session, chief, strand, chosen={made.key: made.mark})
    for person in (cast.arcadia.focal_point, cast.cordania.expert, cast.officer):
        pack = had(client_as(person), strand, articles="all")
        assert "Annotation of Belmora, 31 January 2027" in pack
        assert "Annotation of Belmora, 11 January 2027" not in pack


def test_a_pack_is_on_the_articles_the_state_takes_or_on_all(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    a_proposal(session, strand, division={"5": [cast.cordania.state.id]})
    belmora = client_as(cast.belmora.expert)
    assert "Article 5" not in had(belmora, strand)
    assert "Article 5" in had(belmora, strand, articles="all")
    assert "Article 5" in had(client_as(cast.cordania.expert), strand)
    assert "for the secretariat" not in had(belmora, strand)
    assert "the secretariat" in had(client_as(cast.officer), strand)
    assert "the delegation of Arcadia" in had(client_as(cast.arcadia.expert), strand)


def test_the_same_pack_is_the_same_file(client_as: Client, cast: Cast, strand: Strand) -> None:
    reader = client_as(cast.belmora.expert)
    for form in ("docx", "html"):
        address = f"/strands/{strand.id}/papers/pack.{form}"
        assert reader.get(address).data == reader.get(address).data


def test_strangers_and_states_out_of_scope_find_no_pack(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    address = f"/strands/{strand.id}/papers/pack.html"
    client_as(cast.delmar.focal_point).read(address, status=404)
    client_as(cast.cordania.expert).read(f"/strands/{cast.tip.id}/papers/pack.html", status=404)
    client_as(cast.belmora.expert).read(f"/strands/{strand.id}/papers/pack.exe", status=404)
    cast.put(Step.SELF_ASSESSMENT)
    client_as(cast.belmora.expert).read(address, status=403)


def test_without_a_version_there_is_no_pack_and_no_link(
    cast: Cast, session: Session, client_as: Client
) -> None:
    strand = cast.put(Step.FEEDBACK)
    reader = client_as(cast.belmora.expert)
    reader.read(f"/strands/{strand.id}/papers/pack.html", status=404)
    assert "Reading pack" not in reader.read(f"/strands/{strand.id}/feedback")


def test_a_response_received_as_a_document_is_named(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    file = Attachment(
        sha256="0" * 64,
        name="reply.pdf",
        media_type="application/pdf",
        size=1,
        kept_at=now(session),
    )
    session.add(file)
    session.flush()
    session.query(Version).update({"file_id": file.id})
    session.commit()
    assert "“reply.pdf”" in had(client_as(cast.belmora.expert), strand)


def test_a_note_on_an_older_version_says_so(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    annotate(cast, session, cast.cordania, "On the first words.", is_sent=True)
    first = session.query(Version).one()
    newer = Version(
        strand_id=strand.id,
        number=2,
        edition_id=strand.edition_id,
        language="en",
        laws=[],
        unanswered=[],
        submitted_at=first.submitted_at + timedelta(days=1),
    )
    session.add(newer)
    session.flush()
    session.add(
        VersionAnswer(
            version_id=newer.id,
            question="untoc-5-offence",
            revision_id=first.answers[0].revision_id,
            value={"choice": "yes"},
            language="en",
        )
    )
    session.commit()
    pack = had(client_as(cast.belmora.expert), strand)
    assert "made on an earlier version" in pack and "version 2, submitted on" in pack


@contextmanager
def counted(connection: Connection) -> Iterator[list[str]]:
    """Write down the statements that are sent meanwhile."""
    sent: list[str] = []

    def look(at: object, cursor: object, statement: str, *given: object) -> None:
        if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            sent.append(statement)

    event.listen(connection, "before_cursor_execute", look)
    yield sent
    event.remove(connection, "before_cursor_execute", look)


def test_a_pack_needs_few_statements(
    cast: Cast, session: Session, client_as: Client, strand: Strand, connection: Connection
) -> None:
    chief = cast.acting(cast.cordania.focal_point)
    for at in range(5):
        send_question(session, chief, strand, article="5", text=f"Which courts, {at}?")
        annotate(cast, session, cast.cordania, f"Words {at}", is_sent=True)
    save_feedback(session, chief, strand, article="5", challenges="Too few courts.")
    release_feedback(session, chief, strand)
    a_proposal(session, strand, is_drafting_shared=False)
    reader, address = client_as(cast.belmora.expert), f"/strands/{strand.id}/papers/pack.html"
    with counted(connection) as sent:
        assert reader.get(address).status_code == 200
    assert len(sent) <= 12, "\n".join(sent)
