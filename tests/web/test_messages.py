"""What goes with a message, as pages show it: files, laws, pages, versions; and to whom."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.dialogue import draft_question, draft_reply, send_question
from reviewmech.actions.laws import add_law
from reviewmech.records.database import now
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.people import Person
from reviewmech.records.reviews import Strand
from reviewmech.rules.steps import Step
from tests.actions.test_dialogue import a_version
from tests.cast import Cast
from tests.documents import PDF, PNG
from tests.reading import Page, Reader, filled_in

Client = Callable[[Person], Reader]


@pytest.fixture
def strand(cast: Cast) -> Strand:
    """Give the strand of the Convention at the feedback step."""
    return cast.put(Step.FEEDBACK)


@pytest.fixture
def asked(cast: Cast, session: Session, strand: Strand) -> SupplementaryQuestion:
    """Give a question Belmora has sent."""
    focal_point = cast.acting(cast.belmora.focal_point)
    return send_question(session, focal_point, strand, article="5", text="Which courts?")


def at(asked: SupplementaryQuestion) -> str:
    """Return the address of a question."""
    return f"/strands/{asked.strand_id}/questions/{asked.key}"


def press(page: Page, button: str, status: int = 200, **filled: Any) -> Page:
    """Press a button with files, which a form without a script sends along."""
    form, pressed = page.form_with(button)
    assert form["enctype"] == "multipart/form-data"
    address = str(pressed.get("formaction") or form["action"])
    return page.reader.send(address, filled_in(form) | filled, status)


def file(content: bytes = PDF, name: str = "judgment.pdf") -> tuple[BytesIO, str]:
    """Return a file as a form sends it."""
    return BytesIO(content), name


def test_a_file_is_inside_its_state_until_the_message_is_sent(
    cast: Cast, client_as: Client, asked: SupplementaryQuestion
) -> None:
    page = client_as(cast.arcadia.expert).read(at(asked))
    draft = press(page, "Save the draft", text="See this.", files=file())
    address = draft.links()["judgment.pdf"]
    others = [cast.belmora.focal_point, cast.cordania.expert, cast.officer]
    for person in others:
        hidden = client_as(person).read(address, status=404)
        assert hidden.text == client_as(person).read(f"{at(asked)}/files/99", 404).text
        page = client_as(person).read(at(asked))
        assert "judgment.pdf" not in page and "judgment.pdf" not in str(page.soup)
    own = client_as(cast.arcadia.observer).get(address)
    assert own.data == PDF and "attachment" in own.headers["Content-Disposition"]
    client_as(cast.arcadia.focal_point).read(at(asked)).press("Send to")
    for person in others:
        assert client_as(person).read(at(asked)).links()["judgment.pdf"] == address
        assert client_as(person).get(address).data == PDF
    client_as(cast.delmar.expert).read(address, status=404)


def test_a_file_of_a_draft_question_is_found_by_nobody_else(
    cast: Cast, client_as: Client, strand: Strand
) -> None:
    page = client_as(cast.belmora.expert).read(f"/strands/{strand.id}/questions/new")
    draft = press(page, "Save the draft", about="untoc-5-offence", text="Is this it?", files=file())
    address = draft.links()["judgment.pdf"]
    assert client_as(cast.belmora.observer).get(address).data == PDF
    for person in (cast.arcadia.focal_point, cast.cordania.focal_point, cast.officer):
        client_as(person).read(address, status=404)


def test_a_refused_form_keeps_the_files_and_sends_them_with_the_next(
    cast: Cast, client_as: Client, asked: SupplementaryQuestion
) -> None:
    page = client_as(cast.arcadia.focal_point).read(at(asked))
    for words in ({"text": " "}, {"text": "See.", "page-0-link": "nowhere"}):
        refused = press(page, "Send to", 422, **words, files=[file(), file(PNG, "seal.png")])
        assert "need not be chosen again: judgment.pdf , seal.png" in refused
    stolen = client_as(cast.belmora.focal_point).read(at(asked))
    named = [str(tag["value"]) for tag in refused.soup.select("[name=enclosed]")]
    not_theirs = press(stolen, "Send to", 422, text="Ours now", enclosed=named)
    assert "bytes have arrived" in not_theirs
    sent = refused.press("Send to", text="See both.", **{"page-0-link": ""})
    assert {"judgment.pdf", "seal.png"} <= set(sent.links())


def test_what_is_no_file_of_a_kind_taken_is_refused_and_the_words_stay(
    cast: Cast, client_as: Client, asked: SupplementaryQuestion
) -> None:
    page = client_as(cast.arcadia.focal_point).read(at(asked))
    refused = press(page, "Send to", 422, text="Run this.", files=file(b"MZ\0\0", "run.exe"))
    assert "Run this." in refused and not refused.soup.select("[name=enclosed]")
    assert "Run this." in refused.press("Send to")


def test_files_are_taken_off_a_draft(
    cast: Cast, client_as: Client, asked: SupplementaryQuestion
) -> None:
    page = client_as(cast.arcadia.expert).read(at(asked))
    draft = press(page, "Save the draft", text="See.", files=[file(), file(PNG, "seal.png")])
    seal = str(draft.soup.select("[name=dropped]")[0]["value"])
    left = draft.press("Save the draft", dropped=seal)
    assert "judgment.pdf" not in left.links() and "seal.png" in left.links()


def test_laws_of_the_library_and_pages_are_cited(
    cast: Cast, session: Session, client_as: Client, asked: SupplementaryQuestion
) -> None:
    add_law(
        session, cast.acting(cast.arcadia.expert), cast.review, title="Penal Code", dated="2011"
    )
    page = client_as(cast.arcadia.focal_point).read(at(asked))
    law = page.choice("law-0-law", "Penal Code")
    given = {
        "law-0-law": law,
        "law-0-article": "5",
        "law-0-quotation": "Whoever takes part",
        "page-0-link": "https://example.org/register",
        "page-0-words": "The register",
    }
    draft = page.press("Save the draft", text="By law.", **given)
    again = {str(tag["name"]): str(tag["value"]) for tag in draft.soup.select("input[value]")}
    assert (again["law-0-article"], again["page-0-words"]) == ("5", "The register")
    sent = draft.press("Send to")
    for person in (cast.belmora.expert, cast.officer):
        read = client_as(person).read(at(asked))
        assert "Penal Code" in read and "Whoever takes part" in read
        assert read.links()["The register"] == "https://example.org/register"
    assert not client_as(cast.belmora.focal_point).read(at(asked)).soup.select("[name=law-0-law]")
    assert "Penal Code" in sent


def test_a_reply_names_the_version_that_corrects_an_answer(
    cast: Cast, session: Session, client_as: Client, asked: SupplementaryQuestion
) -> None:
    a_version(session, cast.untoc)
    page = client_as(cast.arcadia.focal_point).read(at(asked))
    sent = page.press("Send to", text="Mended.", carried=page.choice("carried", "Version 1"))
    assert "It speaks of version 1 of the response" in sent
    assert "It speaks of version 1" in client_as(cast.cordania.expert).read(at(asked))
    assert not client_as(cast.belmora.expert).read(at(asked)).soup.select("[name=carried]")


def test_a_thread_leads_to_an_observation_once_observations_are_made(
    cast: Cast, client_as: Client, asked: SupplementaryQuestion
) -> None:
    words = "Make an observation of this"
    assert words not in client_as(cast.belmora.expert).read(at(asked)).links()
    cast.put(Step.OBSERVATIONS)
    link = client_as(cast.belmora.expert).read(at(asked)).links()[words]
    assert f"thread={asked.key}" in link
    assert words not in client_as(cast.officer).read(at(asked)).links()


def typed(page: Page) -> dict[str, Any]:
    """Return what stands in the form that saves a draft."""
    return filled_in(page.form_with("Save the draft")[0])


def drafted_twice(cast: Cast, strand: Strand) -> SupplementaryQuestion:
    """Draft a question as Belmora's expert, and write it anew."""
    expert = cast.acting(cast.belmora.expert)
    draft = draft_question(cast.session, expert, strand, article="5", text="Which courts?")
    read = draft.opening.mark
    given: dict[str, Any] = {"draft": draft, "article": "5", "read": read}
    return draft_question(cast.session, expert, strand, text="Which judges?", **given)


def test_an_earlier_text_of_a_draft_is_brought_back_into_its_form_and_nothing_is_saved(
    cast: Cast, client_as: Client, strand: Strand
) -> None:
    draft = drafted_twice(cast, strand)
    page = client_as(cast.belmora.focal_point).read(f"/strands/{strand.id}/questions/{draft.key}")
    assert "Earlier texts of this draft (1)" in page and "Saved by Expert of Belmora" in page
    page = page.press("Begin with this")
    assert typed(page)["text"] == "Which courts?" and draft.opening.text == "Which judges?"
    page = page.press("Save the draft")
    assert draft.opening.text == "Which courts?"
    assert "Earlier texts of this draft (2)" in page


def test_what_is_typed_and_kept_nowhere_stays_under_the_earlier_text(
    cast: Cast, client_as: Client, strand: Strand
) -> None:
    draft = drafted_twice(cast, strand)
    page = client_as(cast.belmora.expert).read(f"/strands/{strand.id}/questions/{draft.key}")
    page = page.press("Begin with this", text="In which year?")
    assert typed(page)["text"].split() == ["Which", "courts?", "In", "which", "year?"]
    assert page.form_with("Save the draft")[0].has_attr("data-unsaved")


def test_earlier_texts_of_a_message_stand_at_its_draft_alone(
    cast: Cast, client_as: Client, strand: Strand
) -> None:
    chief, expert = cast.acting(cast.belmora.focal_point), cast.acting(cast.arcadia.expert)
    asked = send_question(cast.session, chief, strand, article="5", text="Which courts?")
    draft = draft_reply(cast.session, expert, strand, thread=asked, text="The high court.")
    given: dict[str, Any] = {"thread": asked, "read": draft.mark}
    draft_reply(cast.session, expert, strand, text="All courts.", **given)
    address = f"/strands/{strand.id}/questions/{asked.key}"
    page = client_as(cast.arcadia.focal_point).read(address)
    assert "The high court." in page
    for person in (cast.belmora.focal_point, cast.cordania.expert, cast.officer):
        assert "The high court." not in client_as(person).read(address)
    page = client_as(cast.arcadia.focal_point).read(address).press("Begin with this")
    assert typed(page)["text"] == "The high court."
    assert "The high court." not in page.press("Send to", text="All courts.")


def test_a_day_by_the_usual_term_is_offered_and_may_be_emptied(
    cast: Cast, client_as: Client, strand: Strand
) -> None:
    page = client_as(cast.belmora.focal_point).read(f"/strands/{strand.id}/questions/new")
    day = date.fromisoformat(typed(page)["due_on"])
    assert (day - now(cast.session).date()).days == 28
    given = {"about": "untoc-5-offence", "text": "Which courts?", "due_on": ""}
    page = page.press("Save the draft", **given)
    assert typed(page)["due_on"] == ""
    assert cast.session.scalars(select(SupplementaryQuestion)).one().due_on is None
