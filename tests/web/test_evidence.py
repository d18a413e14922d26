"""Files beside answers: sent in slices or with a form, and internal until they are submitted."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select

from reviewmech.actions.evidence import detach_file
from reviewmech.actions.uploads import LARGEST_SLICE
from reviewmech.records import database
from reviewmech.records.database import Surroundings, surroundings
from reviewmech.records.evidence import Evidence, attached
from reviewmech.records.people import Person
from reviewmech.records.responses import Version
from reviewmech.rules.mechanism import Switch
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.documents import PDF, archive
from tests.drafts import bring, save
from tests.reading import Page, Reader
from tests.scanner import VIRUS, listening
from tests.web.test_files import attach

SignIn = Callable[[Person], Reader]
OFFENCE = "untoc-5-offence"


def page_of(cast: Cast, question: str = OFFENCE) -> str:
    return f"/strands/{cast.untoc.id}/evidence/of/{question}"


def token(reader: Reader) -> str:
    field = reader.read("/account").soup.find("input", attrs={"name": "csrf_token"})
    assert field is not None
    return str(field["value"])


class Slices:
    """A browser that sends a file in slices."""

    def __init__(self, cast: Cast, reader: Reader, content: bytes = PDF, name: str = "law.pdf"):
        self.cast, self.reader, self.content = cast, reader, content
        self.address = f"/reviews/{cast.review.id}/uploads"
        self.named = {"key": f"{name}|{len(content)}", "name": name, "size": len(content)}
        self.token = token(reader)

    def send(self, offset: int, piece: bytes, **named: Any) -> tuple[int, dict[str, Any]]:
        answer = self.reader.post(
            self.address,
            query_string={**self.named, "offset": offset, **named},
            data=piece,
            content_type="application/octet-stream",
            headers={"X-CSRFToken": self.token},
        )
        return answer.status_code, answer.json or {}

    def send_all(self) -> None:
        for start in range(0, len(self.content), 20):
            status, said = self.send(start, self.content[start : start + 20])
            assert (status, said["arrived"]) == (200, min(start + 20, len(self.content)))

    def finish(self, request_id: str = "one", **given: Any) -> tuple[int, dict[str, Any]]:
        fields = {f"file_{name}": value for name, value in self.named.items()}
        answer = self.reader.post(
            page_of(self.cast),
            data={"csrf_token": self.token, "request_id": request_id, **fields, **given},
            headers={"Accept": "application/json"},
        )
        return answer.status_code, answer.json or {}


def beside(cast: Cast) -> list[str]:
    found = attached(cast.session, cast.untoc.id).get(OFFENCE, [])
    return [each.attachment.name for each in found]


def post_file(reader: Reader, address: str, content: bytes, name: str = "law.pdf") -> Page:
    """Attach a file as a browser without scripts does."""
    form = reader.read(address).soup.select_one("form.attach")
    assert form is not None and form["enctype"] == "multipart/form-data"
    hidden = {field["name"]: field["value"] for field in form.select("[type=hidden]")}
    fields = {**hidden, "file": (BytesIO(content), name)}
    return Page(reader, reader.post(str(form["action"]), data=fields, follow_redirects=True))


def test_without_scripts_a_file_comes_with_the_form(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.expert)
    page = reader.read(page_of(cast))
    assert "at most 20 MB" in page and "No file is attached yet" in page
    page = post_file(reader, page_of(cast), PDF)
    assert page.status == 200 and page.path.endswith("/response/5")
    assert "“law.pdf” is attached." in page
    assert beside(cast) == ["law.pdf"]


def test_a_refused_file_says_why_beside_its_field(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.expert)
    page = post_file(reader, page_of(cast), archive({"a.exe": b"MZ"}))
    assert page.status == 422 and "This is an archive or a file of another program" in page
    assert page.soup.find("a", href="#file") is not None
    page = post_file(reader, page_of(cast), b"", name="")
    assert page.status == 422 and "Choose a file first" in page
    assert beside(cast) == []


def test_a_file_sent_in_slices_goes_on_where_it_stopped(cast: Cast, client_as: SignIn) -> None:
    slices = Slices(cast, client_as(cast.arcadia.expert))
    slices.send(0, PDF[:40])
    status, said = slices.finish()
    assert status == 422 and f"40 of {len(PDF)} bytes have arrived" in said["said"]
    asked = slices.reader.get(slices.address, query_string=slices.named)
    assert asked.json == {"arrived": 40}
    assert slices.send(0, PDF[:40]) == (409, {"arrived": 40})
    assert slices.send(40, PDF[40:]) == (200, {"arrived": len(PDF)})
    status, said = slices.finish()
    assert status == 200 and said["said"] == "“law.pdf” is attached."
    assert "law.pdf" in said["list"]
    assert beside(cast) == ["law.pdf"]


def test_the_end_of_an_upload_sent_again_attaches_nothing_twice(
    cast: Cast, client_as: SignIn
) -> None:
    slices = Slices(cast, client_as(cast.arcadia.expert))
    slices.send_all()
    assert [slices.finish()[0] for _time in range(3)] == [200, 200, 200]
    assert cast.session.scalar(select(func.count()).select_from(Evidence)) == 1


def test_an_upload_can_be_cancelled(cast: Cast, client_as: SignIn) -> None:
    slices = Slices(cast, client_as(cast.arcadia.expert))
    slices.send(0, PDF[:40])
    slices.reader.post(
        f"{slices.address}/forget",
        query_string=slices.named,
        headers={"X-CSRFToken": slices.token},
    )
    asked = slices.reader.get(slices.address, query_string=slices.named)
    assert asked.json == {"arrived": 0}


def test_a_slice_is_small_and_the_file_no_larger_than_said(cast: Cast, client_as: SignIn) -> None:
    slices = Slices(cast, client_as(cast.arcadia.expert))
    assert slices.send(0, b"a" * (LARGEST_SLICE + 1))[0] == 413
    status, said = slices.send(0, b"a", size=20 * 1024 * 1024 + 1)
    assert status == 422 and "larger than 20 MB" in said["said"]
    status, said = slices.send(0, b"a", size="much")
    assert status == 422 and "empty" in said["said"]


def test_a_colleague_knows_nothing_of_an_upload_under_way(cast: Cast, client_as: SignIn) -> None:
    Slices(cast, client_as(cast.arcadia.expert)).send(0, PDF[:40])
    theirs = client_as(cast.arcadia.focal_point)
    answer = theirs.get(
        f"/reviews/{cast.review.id}/uploads", query_string={"key": f"law.pdf|{len(PDF)}"}
    )
    assert answer.json == {"arrived": 0}


def test_without_the_token_no_slice_is_taken(cast: Cast, client_as: SignIn) -> None:
    slices = Slices(cast, client_as(cast.arcadia.expert))
    slices.token = "guessed"
    assert slices.send(0, PDF)[0] == 400


@pytest.fixture
def scanned(app: Flask, connection: Connection, surroundings: Surroundings) -> Iterator[Flask]:
    """Let the application ask a scanner that listens."""
    with listening() as address:
        point_at(app, connection, replace(surroundings, scanner=address))
        yield app


def point_at(app: Flask, connection: Connection, around: Surroundings) -> None:
    app.extensions.update(surroundings=around, sessions=database.sessions(connection, around))


def test_a_virus_is_told_and_nothing_is_kept(scanned: Flask, cast: Cast, client_as: SignIn) -> None:
    page = post_file(client_as(cast.arcadia.expert), page_of(cast), VIRUS, "letter.txt")
    assert page.status == 422 and "found “Eicar-Signature” in this file" in page
    assert beside(cast) == []
    assert post_file(client_as(cast.arcadia.expert), page_of(cast), PDF).status == 200


def test_while_the_scanner_is_away_the_file_waits_with_its_form(
    app: Flask,
    connection: Connection,
    surroundings: Surroundings,
    cast: Cast,
    client_as: SignIn,
) -> None:
    point_at(app, connection, replace(surroundings, scanner="127.0.0.1:1"))
    slices = Slices(cast, client_as(cast.arcadia.expert))
    slices.send_all()
    status, said = slices.finish()
    assert status == 503 and "cannot be checked for viruses now" in said["said"]
    page = post_file(slices.reader, page_of(cast), PDF)
    assert page.status == 503 and "cannot be checked for viruses now" in page
    with listening() as address:
        point_at(app, connection, replace(surroundings, scanner=address))
        assert slices.finish()[0] == 200
        again = page.press("Attach")
        assert again.status == 200 and beside(cast) == ["law.pdf"]


def test_a_file_can_be_taken_off_where_it_is_listed(cast: Cast, client_as: SignIn) -> None:
    attach(cast, "law.pdf", PDF)
    page = client_as(cast.arcadia.expert).read(page_of(cast)).press("Remove")
    assert "“law.pdf” is removed from the answer." in page and beside(cast) == []


def test_observers_read_the_files_and_attach_none(cast: Cast, client_as: SignIn) -> None:
    attach(cast, "law.pdf", PDF)
    page = client_as(cast.arcadia.observer).read(page_of(cast))
    assert "law.pdf" in page.links() and "Attach" not in page.buttons()
    assert not [words for words in page.buttons() if words.startswith("Remove")]


def test_nobody_else_sees_a_file_or_that_there_is_one(cast: Cast, client_as: SignIn) -> None:
    made = attach(cast, "whispered.pdf", PDF)
    for person, status in (
        (cast.belmora.focal_point, 403),
        (cast.cordania.expert, 403),
        (cast.officer, 403),
        (cast.delmar.focal_point, 404),
    ):
        reader = client_as(person)
        answers = [
            reader.read(address, status).text
            for number in (made.id, made.id + 1)
            for address in (page_of(cast), f"/strands/{cast.untoc.id}/evidence/{number}")
        ]
        assert not any("whispered" in answer for answer in answers)
        assert answers[1] == answers[3]
        held = f"/strands/{cast.untoc.id}/versions/1/files/{made.attachment.sha256}"
        assert reader.get(held).status_code in {403, 404}
        assert reader.get(f"/reviews/{cast.review.id}/uploads?key=a").status_code == status


def test_strangers_send_nothing(cast: Cast, client_as: SignIn) -> None:
    made = attach(cast, "law.pdf", PDF)
    off = f"/strands/{cast.untoc.id}/evidence/{made.id}/detach"
    for person, status in (
        (cast.arcadia.observer, 403),
        (cast.belmora.expert, 403),
        (cast.officer, 403),
        (cast.delmar.expert, 404),
    ):
        slices = Slices(cast, client_as(person), PDF + b"more", "theirs.pdf")
        assert slices.send(0, PDF)[0] == status
        assert slices.finish()[0] == status
        slices.reader.send(off, {"csrf_token": slices.token, "request_id": "x"}, status)
    assert beside(cast) == ["law.pdf"]


def test_a_file_of_another_strand_is_not_there(cast: Cast, client_as: SignIn) -> None:
    made = attach(cast, "law.pdf", PDF)
    reader = client_as(cast.arcadia.expert)
    reader.read(f"/strands/{cast.tip.id}/evidence/{made.id}", 404)
    reader.read(page_of(cast, "untoc-5-invented"), 404)


def a_version(cast: Cast, *held: Evidence) -> Version:
    """Submit an answer, with these files frozen in the version."""
    bring(cast, cast.untoc, Step.CONSULTATION)
    version = cast.session.scalars(select(Version)).one()
    version.files = [
        {
            "id": each.attachment_id,
            "question": each.question,
            "name": each.attachment.name,
            "media_type": each.attachment.media_type,
            "size": each.attachment.size,
            "sha256": each.attachment.sha256,
        }
        for each in held
    ]
    cast.session.commit()
    return version


def test_a_submitted_file_is_read_by_those_who_read_the_version(
    cast: Cast, client_as: SignIn
) -> None:
    sent, kept = attach(cast, "sent.pdf", PDF), attach(cast, "kept.pdf", PDF + b"own")
    a_version(cast, sent)
    detach_file(cast.session, cast.acting(cast.arcadia.expert), cast.untoc, evidence=sent)
    files = f"/strands/{cast.untoc.id}/versions/1/files"
    for person in (cast.arcadia.expert, cast.belmora.expert, cast.officer):
        reader = client_as(person)
        assert reader.get(f"{files}/{sent.attachment.sha256}").data == PDF
        reader.read(f"{files}/{kept.attachment.sha256}", 404)
        reader.read(f"/strands/{cast.untoc.id}/versions/2/files/{sent.attachment.sha256}", 404)
    client_as(cast.delmar.expert).read(f"{files}/{sent.attachment.sha256}", 404)


def test_where_the_mechanism_takes_no_files_none_is_shown_or_taken(
    app: Flask,
    connection: Connection,
    cast: Cast,
    client_as: SignIn,
) -> None:
    made = attach(cast, "law.pdf", PDF)
    around = surroundings(cast.session)
    switches = {**around.mechanism.switches, Switch.ATTACHMENTS: False}
    off = replace(around, mechanism=replace(around.mechanism, switches=switches))
    point_at(app, connection, off)
    cast.session.info["surroundings"] = off
    reader = client_as(cast.arcadia.expert)
    reader.read(page_of(cast), 404)
    reader.read(f"/strands/{cast.untoc.id}/evidence/{made.id}", 404)
    assert "law.pdf" not in reader.read(f"/strands/{cast.untoc.id}/response/5")
    assert Slices(cast, reader).send(0, PDF)[0] == 403
    assert attached(cast.session, cast.untoc.id) == {}


def test_the_sheet_shows_the_files_beside_their_answers(cast: Cast, client_as: SignIn) -> None:
    attach(cast, "law.pdf", PDF)
    save(cast, cast.untoc, OFFENCE, {"choice": "yes"})
    page = client_as(cast.arcadia.expert).read(f"/strands/{cast.untoc.id}/response/5")
    row = page.soup.select_one(f'[id="row-{OFFENCE}"] [data-files]')
    assert row is not None and "law.pdf" in row.get_text()
    link = row.select_one("a[data-attach]")
    assert link is not None and link["href"] == page_of(cast)
