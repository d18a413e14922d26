"""Notes and people through the pages, and who sees what of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions import accounts
from reviewmech.actions.nominations import record_note
from reviewmech.records.letters import Letter
from reviewmech.records.nominations import named_by, reviews_of, service
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Appointment, Person, focal_point, roster
from reviewmech.records.states import State
from reviewmech.rules.access import NOBODY
from reviewmech.rules.vocabulary import Capacity
from tests.cast import Cast, an_appointment, pair
from tests.reading import Page, Reader

ClientAs = Callable[[Person], Reader]

LINA = {"name": "Lina Fontaine", "address": "lina@example.org"}


def a_note(cast: Cast, state: State, reference: str = "NV/1") -> NoteVerbale:
    officer = cast.acting(cast.officer)
    given = {"state": state, "reference": reference, "dated": date(2027, 1, 8)}
    return record_note(cast.session, officer, None, **given)


def people(cast: Cast) -> str:
    return f"/reviews/{cast.review.id}/people"


def post_of(cast: Cast, person: Person) -> Appointment:
    return next(each for each in roster(cast.session, cast.review.id) if each.person is person)


def row_of(page: Page, person: Person) -> str:
    rows = (row for row in page.soup.select("tbody tr") if person.name in row.get_text(" "))
    return " ".join(next(rows).get_text(" ").split())


def test_a_note_is_recorded_and_names_a_person(
    cast: Cast, session: Session, client_as: ClientAs
) -> None:
    officer = client_as(cast.officer)
    page = officer.read("/notes")
    assert "No note is recorded yet" in page
    page = page.press(
        "Record the note",
        state=str(cast.belmora.state.id),
        reference="NV/12",
        dated="2027-01-08",
        file=(BytesIO(b"%PDF-1.7"), "note.pdf"),
    )
    assert "The note is recorded" in page and "Belmora" in page
    page = page.follow("Register a person for the review of Arcadia")
    page = page.press(
        "Register and write to them", within="main", capacity="expert", title="Judge", **LINA
    )
    assert "Lina Fontaine is registered" in page and "never signed in" in page
    letter = session.scalars(select(Letter)).one()
    assert letter.address == "lina@example.org"
    answer = officer.get(page.links()["Open the note itself (note.pdf)"])
    assert answer.data == b"%PDF-1.7"
    assert answer.headers["Content-Disposition"] == "attachment; filename=note.pdf"


def test_whom_a_note_names_for_several_reviews_is_typed_once(
    cast: Cast, session: Session, client_as: ClientAs
) -> None:
    pair(session, reviews_of(session, cast.delmar.state)[0], cast.belmora.state, "UNTOC")
    session.commit()
    note = a_note(cast, cast.belmora.state)
    page = client_as(cast.officer).read(f"/notes/{note.id}").follow("for the review of Arcadia")
    page = page.press("Register and write", within="main", capacity="expert", **LINA)
    page = page.follow("Register Lina Fontaine there too (review of Delmar)")
    page = page.press("Register and write", within="main")
    assert "Lina Fontaine is registered" in page and "there too" not in page
    assert len(service(session, named_by(session, note)[0].person)) == 2


def test_a_note_recorded_already_is_told_and_stays_typed(cast: Cast, client_as: ClientAs) -> None:
    a_note(cast, cast.arcadia.state)
    page = client_as(cast.officer).read("/notes")
    given = {"state": str(cast.arcadia.state.id), "reference": "NV/1", "dated": "2027-01-08"}
    page = page.press("Record the note", 409, **given)
    assert "recorded already" in page and 'value="NV/1"' in str(page.soup)
    page = page.press("Record the note", 422, state="0", reference="", dated="never")
    assert "Please choose one" in page and "Please fill this in" in page


def test_a_file_that_is_empty_is_told(cast: Cast, client_as: ClientAs) -> None:
    page = client_as(cast.officer).read("/notes")
    given = {"state": str(cast.arcadia.state.id), "reference": "NV/1", "dated": "2027-01-08"}
    page = page.press("Record the note", 422, **given, file=(BytesIO(b""), "note.pdf"))
    assert "This file is empty" in page


def test_many_notes_are_leafed_through(cast: Cast, session: Session, client_as: ClientAs) -> None:
    for number in range(51):
        a_note(cast, cast.arcadia.state, f"NV/{number}.")
    page = client_as(cast.officer).read("/notes")
    assert "NV/50." in page and "NV/0." not in page
    page = page.follow("Older")
    assert "NV/0." in page and "NV/50." not in page
    assert "NV/50." in page.follow("Newer")


@pytest.mark.parametrize("who", ["focal_point", "expert", "observer"])
def test_notes_are_for_the_secretariat(cast: Cast, client_as: ClientAs, who: str) -> None:
    note = a_note(cast, cast.arcadia.state)
    for nation in (cast.arcadia, cast.delmar):
        reader = client_as(getattr(nation, who))
        for address in ("/notes", f"/notes/{note.id}", f"/notes/{note.id}/file"):
            assert reader.get(address).status_code in {403, 404}


def test_unknown_notes_and_files_are_not_there(cast: Cast, client_as: ClientAs) -> None:
    note = a_note(cast, cast.arcadia.state)
    for address in ("/notes/999999", f"/notes/{note.id}/file", "/notes/999999/file"):
        client_as(cast.officer).read(address, 404)


def test_everybody_in_a_review_sees_its_people_addresses_only_their_own(
    cast: Cast, client_as: ClientAs
) -> None:
    page = client_as(cast.belmora.observer).read(people(cast))
    for nation in (cast.arcadia, cast.belmora, cast.cordania):
        assert nation.focal_point.name in page and nation.expert.name in page
    assert cast.belmora.expert.address in page
    assert cast.arcadia.expert.address not in str(page.soup)
    assert "Replace" not in page and "short code" not in page.text.lower()
    page = client_as(cast.officer).read(people(cast))
    assert cast.arcadia.expert.address in page and "Short code by telephone" in page


def test_who_never_signed_in_is_shown(cast: Cast, session: Session, client_as: ClientAs) -> None:
    reader = client_as(cast.officer)
    assert "never signed in" in row_of(reader.read(people(cast)), cast.arcadia.expert)
    page = reader.read(people(cast))
    form = next(
        each for each in page.soup.select("form") if "for Expert of Arcadia" in each.get_text(" ")
    )
    code = reader.send(
        form["action"], {"csrf_token": form.find("input", attrs={"name": "csrf_token"})["value"]}
    )
    shown = code.soup.select_one("#code")
    assert shown is not None
    accounts.activate_by_code(
        session,
        NOBODY,
        address=cast.arcadia.expert.address,
        code=shown.text,
        password="seven herons over quiet water",
        network="",
    )
    assert "never signed in" not in row_of(reader.read(people(cast)), cast.arcadia.expert)
    assert "never signed in" in row_of(reader.read(people(cast)), cast.belmora.expert)


def test_a_short_code_is_shown_once(cast: Cast, client_as: ClientAs) -> None:
    reader = client_as(cast.officer)
    page = reader.read(people(cast))
    post = post_of(cast, cast.arcadia.expert)
    hidden = page.soup.find("input", attrs={"name": "csrf_token"})
    assert hidden is not None
    fields = {"csrf_token": str(hidden["value"]), "request_id": "the-same"}
    address = f"{people(cast)}/{post.id}/code"
    first = reader.send(address, fields)
    assert first.soup.select_one("#code") and "shown this once" in first
    assert first.answer.headers["Cache-Control"] == "no-store"
    again = reader.send(address, fields)
    assert not again.soup.select_one("#code") and "cannot be shown again" in again


def test_a_new_link_is_sent(cast: Cast, session: Session, client_as: ClientAs) -> None:
    page = client_as(cast.officer).read(people(cast))
    page = page.press("Send a new link to Focal Point Of Arcadia".replace("Of", "of"))
    assert "A letter with a new link is on its way to Focal Point of Arcadia" in page
    assert session.scalars(select(Letter)).one().person is cast.arcadia.focal_point


def test_a_second_focal_point_is_refused_and_what_was_typed_stays(
    cast: Cast, client_as: ClientAs
) -> None:
    note = a_note(cast, cast.arcadia.state)
    page = client_as(cast.officer).read(f"{people(cast)}/register?note={note.id}")
    page = page.press(
        "Register and write to them", 409, within="main", capacity="focal point", **LINA
    )
    assert "Focal Point of Arcadia is the focal point" in page
    assert 'value="lina@example.org"' in str(page.soup)
    page = page.press("Register and write to them", 422, within="main", address="lina")
    assert "not an e-mail address" in page and page.soup.select_one("#address-error")


def test_a_replacement_puts_the_leaver_out_at_once(
    cast: Cast, session: Session, client_as: ClientAs
) -> None:
    a_note(cast, cast.arcadia.state)
    leaver = client_as(cast.arcadia.focal_point)
    assert leaver.read(people(cast)).path == people(cast)
    officer = client_as(cast.officer)
    page = officer.read(people(cast)).follow("Replace Focal Point of Arcadia")
    note = page.soup.select("#note option")[1]["value"]
    given = {"note": note, "name": "Lina Fontaine", "address": cast.arcadia.focal_point.address}
    page = page.press("Replace and write to the newcomer", within="main", **given)
    assert "Lina Fontaine serves now" in page
    found = focal_point(session, cast.review.id, cast.arcadia.state.id)
    assert found is not None and found.name == "Lina Fontaine"
    assert leaver.read(people(cast)).path == "/sign-in"


def test_a_mailbox_passes_in_all_reviews_by_one_form(
    cast: Cast, session: Session, client_as: ClientAs
) -> None:
    a_note(cast, cast.arcadia.state)
    elsewhere = reviews_of(session, cast.delmar.state)[0]
    pair(session, elsewhere, cast.arcadia.state, "UNTOC")
    an_appointment(
        session, cast.arcadia.focal_point, Capacity.EXPERT, elsewhere, cast.arcadia.state
    )
    session.commit()
    page = client_as(cast.officer).read(people(cast)).follow("Replace Focal Point of Arcadia")
    assert "also serves in the reviews of Delmar" in page
    note = page.soup.select("#note option")[1]["value"]
    given = {"note": note, "name": "Lina Fontaine", "address": cast.arcadia.focal_point.address}
    page = page.press("Replace and write", 409, within="main", **given)
    assert "in all reviews at once" in page
    page = page.press("Replace and write", within="main", everywhere="y", **given)
    assert "Lina Fontaine serves now" in page
    roster = client_as(cast.officer).read(f"/reviews/{elsewhere.id}/people")
    assert "Lina Fontaine" in roster and "Focal Point of Arcadia" not in roster


def test_the_second_of_two_officers_learns_that_the_first_was_quicker(
    cast: Cast, client_as: ClientAs
) -> None:
    note = a_note(cast, cast.arcadia.state)
    address = f"{people(cast)}/{post_of(cast, cast.arcadia.focal_point).id}/replace"
    first, second = (client_as(cast.officer).read(address) for _ in range(2))
    given = {"note": str(note.id), **LINA}
    first.press("Replace and write to the newcomer", within="main", **given)
    given |= {"name": "Mira", "address": "mira@example.org"}
    page = second.press("Replace and write to the newcomer", 409, within="main", **given)
    assert "somebody was quicker" in page and 'value="Mira"' in str(page.soup)


def test_a_vacancy_is_shown_with_its_date(cast: Cast, client_as: ClientAs) -> None:
    page = client_as(cast.officer).read(people(cast))
    page = page.follow("End the appointment of Focal Point of Arcadia")
    page = page.press("End the appointment", within="main")
    assert "The appointment of Focal Point of Arcadia has ended" in page
    for reader in (cast.officer, cast.belmora.expert):
        page = client_as(reader).read(people(cast))
        assert "Focal point since 11 January 2027 vacant" in page


def test_strangers_see_no_people_and_participants_change_none(
    cast: Cast, client_as: ClientAs, anyone: Reader
) -> None:
    post = post_of(cast, cast.arcadia.expert)
    steering = [f"{people(cast)}/{post.id}/{verb}" for verb in ("replace", "end")]
    steering.append(f"{people(cast)}/register")
    stranger, focal = client_as(cast.delmar.focal_point), client_as(cast.arcadia.focal_point)
    stranger.read(people(cast), 404)
    for address in steering:
        stranger.read(address, 404)
        focal.read(address, 403)
        assert anyone.read(address).path == "/sign-in"
    page = focal.read(people(cast))
    hidden = page.soup.find("input", attrs={"name": "csrf_token"})
    assert hidden is not None
    for verb in ("replace", "end", "link", "code"):
        focal.send(f"{people(cast)}/{post.id}/{verb}", {"csrf_token": str(hidden["value"])}, 403)


def test_an_appointment_is_found_under_its_own_review_only(
    cast: Cast, session: Session, client_as: ClientAs
) -> None:
    elsewhere = session.scalars(
        select(Appointment).where(Appointment.person_id == cast.delmar.expert.id)
    ).one()
    for address in (f"{people(cast)}/{elsewhere.id}/replace", f"{people(cast)}/999999/end"):
        client_as(cast.officer).read(address, 404)


def test_a_page_number_beyond_all_counting_is_a_page(
    cast: Cast, client_as: Callable[[Person], Reader]
) -> None:
    client_as(cast.officer).read(f"/notes?page={10**30}")


def test_the_language_of_the_first_letter_is_chosen_with_the_note(
    cast: Cast, session: Session, client_as: ClientAs
) -> None:
    page = client_as(cast.officer).read("/notes")
    given = {"state": str(cast.belmora.state.id), "reference": "NV/12", "dated": "2027-01-08"}
    page = page.press("Record the note", **given).follow("Register a person for the review of")
    named = {"capacity": "expert", **LINA}
    kept = page.press("Register and", 422, within="main", language="xx", **named)
    assert LINA["name"] in str(kept.soup)
    page.press("Register and", within="main", language="fr", **named)
    letter = session.scalars(select(Letter)).one()
    assert letter.language == "fr"
