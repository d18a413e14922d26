"""What was submitted is read as it was, by those in the review alone."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

from reviewmech.records import responses
from reviewmech.records.database import now
from reviewmech.records.laws import Law
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.rules.questionnaire import Kind
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.documents import attach
from tests.drafts import answer, submitted
from tests.reading import Page, Reader

SignIn = Callable[[Person], Reader]
OFFENCE, MISSING = "untoc-5-offence", "untoc-5-offence.missing"
PDF = b"%PDF-1.7\nhello"


def front(cast: Cast, number: int = 1) -> str:
    return f"/strands/{cast.untoc.id}/versions/{number}"


def a_law(cast: Cast, **given: str) -> Law:
    law = Law(state_id=cast.arcadia.state.id, **given)
    cast.session.add(law)
    cast.session.commit()
    return law


def test_a_version_is_read_as_it_was_submitted(cast: Cast, client_as: SignIn) -> None:
    law = a_law(cast, title="Penal Code", link="https://example.org/code")
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


def test_a_page_in_another_language_than_its_questions_says_so_once(
    cast: Cast, client_as: SignIn
) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    submitted(cast)
    reader = client_as(cast.belmora.expert)
    said = reader.read(f"{front(cast)}/5")
    assert "The questionnaire is in" not in said
    said.follow("العربية")
    page = reader.read(f"{front(cast)}/5")
    words = [p for p in page.soup.select("main p.soft") if "الإنجليزية" in p.get_text()]
    assert len(words) == 1 and page.soup.html and page.soup.html["lang"] == "ar"


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


def test_a_law_in_arabic_is_cited_in_the_order_of_the_page(cast: Cast, client_as: SignIn) -> None:
    law = a_law(cast, title="قانون", number="No. 12", dated="2011")
    answer(cast, OFFENCE, {"choice": "yes", "citations": [{"law": law.id}]})
    submitted(cast)
    page = client_as(cast.belmora.expert).read(f"{front(cast)}/5")
    assert "\u2068قانون\u2069, No. 12, 2011" in page


def test_the_files_of_an_answer_stand_beside_it(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    file = attach(cast, OFFENCE).attachment
    attach(cast, "untoc-5-notified", "Note.docx")
    submitted(cast)
    attach(cast, OFFENCE, "Later.pdf")
    reader = client_as(cast.belmora.expert)
    page = reader.read(f"{front(cast)}/5")
    asked = page.soup.find(id=f"question-{OFFENCE}")
    assert asked is not None and "Code.pdf 1.8 MB" in " ".join(asked.get_text(" ").split())
    assert page.links()["Code.pdf"] == f"{front(cast)}/files/{file.sha256}"
    assert "Note.docx" in page and "Later.pdf" not in page
    for address in (front(cast), f"{front(cast)}/print", f"{front(cast)}/receipt"):
        assert "Code.pdf" in reader.read(address) and "Later.pdf" not in reader.read(address)


# The receipt, and the version on paper


def receipt(cast: Cast) -> str:
    return f"{front(cast)}/receipt"


def test_a_receipt_says_what_when_by_whom_and_for_whom(cast: Cast, client_as: SignIn) -> None:
    law = a_law(cast, title="Penal Code")
    answer(cast, OFFENCE, {"choice": "yes", "citations": [{"law": law.id}]})
    attach(cast, OFFENCE)
    version = submitted(cast)
    page = client_as(cast.arcadia.focal_point).read(front(cast)).follow("Receipt")
    for words in (
        "Receipt: response of Arcadia, version 1",
        "Submitted 11 January 2027, 09:00 UTC",
        "By Arcadia, by Focal Point of Arcadia",
        "Readable for Arcadia, Belmora, Cordania and the secretariat",
        "Mainly in English",
        "Questions answered 1",
        "Questions left open 4",
        "Laws cited 1",
        "Files attached 1",
        "a" * 64,
        responses.version_seal(version),
    ):
        assert words in page, words


def test_a_receipt_says_what_happens_next_and_by_when(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    submitted(cast)
    cast.untoc.due_on = date(2027, 2, 10)
    cast.session.commit()
    page = client_as(cast.arcadia.focal_point).read(receipt(cast))
    assert "Belmora, Cordania and the secretariat have been told by letter." in page
    assert "The review is at this step now: consultation." in page
    assert "Until 10 February 2027, in 30 days." in page


def test_a_receipt_is_kept_as_plain_text(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    attach(cast, OFFENCE, "Loi pénale.pdf")
    version = submitted(cast)
    reader = client_as(cast.arcadia.observer)
    page = reader.read(receipt(cast))
    given = reader.get(page.links()["Save this receipt as text"])
    assert given.mimetype == "text/plain"
    assert given.headers["Content-Disposition"].startswith("attachment")
    lines = given.get_data(as_text=True).split("\r\n")
    assert lines[0] == "Receipt: response of Arcadia, version 1"
    assert "Submitted: 11 January 2027, 09:00 UTC" in lines
    assert "Questions answered: 1" in lines
    assert f"Loi pénale.pdf, SHA-256 {'a' * 64}" in lines
    assert f"Seal of this version (SHA-256): {responses.version_seal(version)}" in lines
    assert not [line for line in lines if "\n" in line or "<" in line or "&" in line]


def test_a_version_on_paper_bears_its_seal_on_every_page(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    version = submitted(cast)
    answer(cast, OFFENCE, {"choice": "no", "remark": "A later draft."}, started_from=1)
    page = client_as(cast.belmora.expert).read(front(cast)).follow("Read or print the whole")
    mark = page.soup.select_one(".paper > .every-page")
    assert mark is not None and responses.version_seal(version) in mark.get_text()
    assert "version 1, submitted on 11 January 2027" in mark.get_text()
    assert "Yes" in page and "Not answered." in page and "A later draft." not in page


def test_only_those_who_read_a_version_read_its_receipt(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    kinds = ("receipt", "receipt.txt", "print")
    for kind in kinds:
        client_as(cast.belmora.focal_point).read(f"{front(cast)}/{kind}", 403)
    submitted(cast)
    for kind in kinds:
        client_as(cast.delmar.expert).read(f"{front(cast)}/{kind}", 404)
        client_as(cast.belmora.expert).read(f"{front(cast, 2)}/{kind}", 404)
        client_as(cast.officer).read(f"{front(cast)}/{kind}")


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
    assert "The document received Réponse.pdf (14 bytes)" in reader.read(receipt(cast))
    assert "NV 7/2027" in reader.read(f"{front(cast)}/print")


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
