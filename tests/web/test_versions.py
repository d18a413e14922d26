"""What was submitted is read as it was, by those in the review alone."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from reviewmech.actions.laws import add_law
from reviewmech.actions.responses import save_answer
from reviewmech.actions.submission import submit_response
from reviewmech.records import responses
from reviewmech.records.database import now
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.records.responses import Version
from reviewmech.rules.questionnaire import Kind
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.reading import Page, Reader

SignIn = Callable[[Person], Reader]
OFFENCE, MISSING = "untoc-5-offence", "untoc-5-offence.missing"
PDF = b"%PDF-1.7\nhello"


def answer(cast: Cast, question: str, value: dict[str, Any], started_from: int = 0) -> None:
    save_answer(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.untoc,
        question=question,
        value=value,
        started_from=started_from,
        language="en",
    )


def submitted(cast: Cast) -> Version:
    version: Version = submit_response(
        cast.session, cast.acting(cast.arcadia.focal_point), cast.untoc, language="en"
    )
    return version


def front(cast: Cast, number: int = 1) -> str:
    return f"/strands/{cast.untoc.id}/versions/{number}"


def test_a_version_is_read_as_it_was_submitted(cast: Cast, client_as: SignIn) -> None:
    law = add_law(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.untoc,
        title="Penal Code",
        link="https://example.org/code",
    )
    cites = {"choice": "in_part", "citations": [{"law": law.id, "article": "3 (1)"}]}
    answer(cast, OFFENCE, cites)
    answer(cast, MISSING, {"text": "The *attempt*."})
    answer(cast, "untoc-5-model", {"choices": ["agreement", "other"], "other": "A mixture"})
    answer(cast, "untoc-5-notified", {"choice": "yes", "date": "2024-05"})
    figures = {"years": ["2024"], "figures": {"convictions": ["17"]}, "source": "Courts"}
    answer(cast, "untoc-5-figures", figures)
    submitted(cast)
    law.title = "Amended Code"
    cast.session.commit()
    answer(cast, OFFENCE, {"choice": "no", "remark": "A later draft."}, started_from=1)
    for person in (cast.belmora.expert, cast.cordania.observer, cast.officer, cast.arcadia.expert):
        page = client_as(person).read(f"{front(cast)}/5")
        for words in (
            "Yes, in part",
            "attempt",
            "“A mixture”",
            "Agreement to commit a serious crime",
            "2024-05",
            "Source: Courts",
            "17",
            "Penal Code",
            "3 (1)",
        ):
            assert words in page, words
        assert "Amended Code" not in page and "A later draft" not in page
    assert page.soup.find("a", href="https://example.org/code")


def test_needs_are_read_in_words(cast: Cast, client_as: SignIn) -> None:
    asked = responses.questionnaire(cast.session, cast.untoc.edition_id).questions
    question = next(each.id for each in asked if each.kind is Kind.ASSISTANCE)
    need = {"type": "training", "what": "Judges", "priority": "high", "provider": "Belmora"}
    answer(cast, question, {"needs": [need]})
    submitted(cast)
    page = client_as(cast.belmora.expert).read(f"{front(cast)}/whole")
    assert "Training" in page and "Judges" in page and "High" in page


def test_the_unanswered_are_listed_and_the_article_says_so(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "no"})
    submitted(cast)
    page = client_as(cast.cordania.expert).read(front(cast))
    assert page.links()["Notification (Article 5)"].endswith("/5#question-untoc-5-notified")
    assert "Not answered." in page.follow("Participation in an organized criminal group")


def test_every_version_stays_and_none_tells_of_revisions(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    for started_from in range(1, 8):
        answer(cast, OFFENCE, {"choice": ["yes", "no"][started_from % 2]}, started_from)
    first = submitted(cast)
    answer(cast, "untoc-5-notified", {"choice": "no"})
    submitted(cast)
    page = client_as(cast.belmora.expert).read(front(cast, 1))
    assert "Version 2" in page and responses.version_seal(first) in page
    assert "revision" not in page.text.lower() and "8" not in page.links()
    assert "Version 1" in page.follow("Version 2")


def test_before_submission_there_is_no_version_for_anybody(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    for person, status in (
        (cast.belmora.focal_point, 403),
        (cast.officer, 403),
        (cast.delmar.focal_point, 404),
        (cast.arcadia.focal_point, 404),
    ):
        reader = client_as(person)
        reader.read(front(cast), status)
        reader.read(f"{front(cast)}/5", status)


def test_only_states_in_scope_read_a_version(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    submitted(cast)
    client_as(cast.delmar.expert).read(front(cast), 404)
    # Cordania reviews the Convention alone.
    cast.tip.step = Step.FEEDBACK
    cast.session.commit()
    client_as(cast.cordania.expert).read(f"/strands/{cast.tip.id}/versions/1", 404)
    reader = client_as(cast.belmora.expert)
    reader.read(front(cast, 2), 404)
    reader.read(f"{front(cast)}/99", 404)
    reader.read(f"{front(cast)}/document", 404)


def test_what_another_strand_submitted_is_not_found_here(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    submitted(cast)
    cast.tip.step = Step.FEEDBACK
    cast.session.commit()
    client_as(cast.belmora.expert).read(f"/strands/{cast.tip.id}/versions/1", 404)


def test_reviewing_experts_are_led_to_ask_on_an_answer(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    submitted(cast)
    cast.put(Step.FEEDBACK)
    asking = f"/strands/{cast.untoc.id}/questions/new?article=5&question={OFFENCE}&version=1"
    page = client_as(cast.belmora.expert).read(f"{front(cast)}/5")
    assert asking in page.links().values()
    for person in (cast.arcadia.focal_point, cast.belmora.observer, cast.officer):
        page = client_as(person).read(f"{front(cast)}/5")
        assert asking not in page.links().values()


# A response received as a document.


def a_note(cast: Cast) -> NoteVerbale:
    note = NoteVerbale(
        state_id=cast.arcadia.state.id,
        reference="NV 7/2027",
        dated=date(2027, 1, 10),
        recorded_at=now(cast.session),
    )
    cast.session.add(note)
    cast.session.commit()
    return note


def record(page: Page, content: bytes, name: str, status: int = 200) -> Page:
    note, file = page.choice("note", "NV 7"), (BytesIO(content), name)
    return page.press("Record as submitted", status, language="fr", file=file, note=note)


def by_note(cast: Cast) -> str:
    return f"/strands/{cast.untoc.id}/versions/by-note"


def test_a_document_received_is_recorded_and_handed_out_as_it_came(
    cast: Cast, client_as: SignIn
) -> None:
    a_note(cast)
    answer(cast, OFFENCE, {"choice": "yes", "remark": "A draft of our own."})
    page = record(client_as(cast.officer).read(by_note(cast)), PDF, "../Réponse.pdf")
    assert "Arcadia has been told" in page and "NV 7/2027" in page
    reader = client_as(cast.belmora.expert)
    page = reader.read(front(cast))
    assert "A draft of our own." not in reader.read(f"{front(cast)}/5")
    given = reader.get(page.links()["Download “Réponse.pdf”"])
    assert given.data == PDF
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.mimetype == "application/pdf"
    client_as(cast.delmar.expert).read(f"{front(cast)}/document", 404)


def test_a_file_of_another_kind_is_refused_on_the_page(cast: Cast, client_as: SignIn) -> None:
    a_note(cast)
    page = client_as(cast.officer).read(by_note(cast))
    page = record(page, b"MZ program", "response.pdf", 422)
    assert "This is not a PDF, Word (.docx) or OpenDocument (.odt) file" in page
    assert responses.latest_version(cast.session, cast.untoc.id) is None


def test_a_document_is_asked_for(cast: Cast, client_as: SignIn) -> None:
    a_note(cast)
    page = client_as(cast.officer).read(by_note(cast)).press("Record as submitted", 422)
    assert "Please fill this in." in page


def test_a_note_must_be_recorded_first(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.officer).read(by_note(cast))
    assert "No note verbale of Arcadia is recorded yet" in page


def test_only_the_secretariat_records_from_a_note(cast: Cast, client_as: SignIn) -> None:
    client_as(cast.arcadia.focal_point).read(by_note(cast), 403)
    client_as(cast.belmora.focal_point).read(by_note(cast), 403)
    client_as(cast.delmar.focal_point).read(by_note(cast), 404)


def test_once_the_summary_is_reached_no_document_is_taken(cast: Cast, client_as: SignIn) -> None:
    a_note(cast)
    cast.put(Step.SUMMARY)
    page = client_as(cast.officer).read(by_note(cast))
    assert "can no longer be submitted" in page and "Record" not in page.buttons()
