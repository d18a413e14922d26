"""How refusals and accidents are told: the fitting status, one sentence, nothing lost."""

from collections.abc import Callable

import pytest
from flask import Flask, request
from flask_wtf.csrf import generate_csrf
from sqlalchemy.exc import OperationalError

from reviewmech import LARGEST_FORM
from reviewmech.rules.purposes import Reading
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted, Refused, TooMany
from reviewmech.web import gate
from reviewmech.web.gate import Pages
from tests.cast import Cast
from tests.reading import Reader

ClientAs = Callable[[object], Reader]

# What these tests show does not depend on the database, so one kind is enough.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

KINDS = {
    Refused: 400,
    NotPermitted: 403,
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
}


@pytest.fixture
def app(fresh_app: Flask) -> Flask:
    """Give these tests an application of their own, since they add pages to it."""
    return fresh_app


@pytest.fixture
def accidents(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Pages:
    """Give the application pages where something goes wrong."""
    monkeypatch.setattr(gate, "PURPOSES", dict(gate.PURPOSES))
    pages = Pages("accidents", __name__)

    @pages.get("/accidents/token", may=Reading.PUBLIC)
    def token() -> str:
        return generate_csrf()

    @pages.post("/accidents/form", may=Reading.PUBLIC)
    def form() -> str:
        return f"{len(request.form)} fields"

    @pages.get("/accidents/refused/<name>", may=Reading.PUBLIC)
    def refuse(name: str) -> str:
        kinds = {kind.__name__: kind for kind in KINDS}
        raise kinds[name]("<b>%(count)s</b> things and 100 %% wrong.", count="<i>3</i>")

    @pages.get("/accidents/failing", may=Reading.PUBLIC)
    def failing() -> str:
        raise RuntimeError("the secret inside")

    @pages.get("/accidents/silent", may=Reading.PUBLIC)
    def silent() -> str:
        raise OperationalError("SELECT secret", {}, Exception("database is locked"))

    app.register_blueprint(pages)
    return pages


def posting(reader: Reader, size: int) -> int:
    token = reader.get("/accidents/token").text
    fields = {"csrf_token": token, "text": "a" * size}
    return reader.post("/accidents/form", data=fields).status_code


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_refusal_is_told_in_its_sentence_with_its_status(
    kind: type[Refused], accidents: Pages, anyone: Reader
) -> None:
    page = anyone.read(f"/accidents/refused/{kind.__name__}", KINDS[kind])
    assert "<b><i>3</i></b> things and 100 % wrong." in page
    assert page.soup.find("i") is None


def test_an_accident_is_told_without_its_inside(accidents: Pages, anyone: Reader) -> None:
    page = anyone.read("/accidents/failing", 500)
    assert "nothing was changed" in page
    assert "secret" not in page.answer.text and "Traceback" not in page.answer.text


def test_a_database_that_does_not_answer_is_told(accidents: Pages, anyone: Reader) -> None:
    page = anyone.read("/accidents/silent", 503)
    assert "did not answer" in page
    assert "secret" not in page.answer.text


def test_an_address_of_nothing_is_told(anyone: Reader, cast: Cast) -> None:
    assert "nothing at this address" in anyone.read("/nowhere", 404)


def test_a_wrong_method_is_told(accidents: Pages, anyone: Reader) -> None:
    page = anyone.read("/accidents/form", 405)
    assert "that kind of request" in page
    assert "POST" in page.answer.headers["Allow"]


def test_a_form_without_its_token_is_refused_and_gives_back_what_was_typed(
    accidents: Pages, anyone: Reader
) -> None:
    typed = {"text": "<Long> and dear words", "password": "hidden horse", "request_id": "one"}
    page = anyone.send("/accidents/form", typed, 400)
    assert "too old" in page
    assert [pre.get_text() for pre in page.soup.find_all("pre")] == ["<Long> and dear words"]
    assert "hidden horse" not in page.answer.text


def test_a_form_with_its_token_is_accepted(accidents: Pages, anyone: Reader) -> None:
    assert posting(anyone, 1000) == 200


def test_a_form_of_another_reader_is_refused(accidents: Pages, app: Flask, anyone: Reader) -> None:
    other = app.test_client().get("/accidents/token").text
    anyone.get("/accidents/token")
    assert anyone.post("/accidents/form", data={"csrf_token": other}).status_code == 400


def test_a_form_is_accepted_up_to_its_limit_and_told_beyond(
    accidents: Pages, anyone: Reader
) -> None:
    assert posting(anyone, LARGEST_FORM - 10_000) == 200
    assert posting(anyone, LARGEST_FORM + 10_000) == 413


def test_a_request_that_says_it_is_huge_is_told_so_at_once(
    accidents: Pages, anyone: Reader
) -> None:
    answer = anyone.post(
        "/accidents/form",
        data=b"x",
        content_type="multipart/form-data; boundary=x",
        headers={"Content-Length": str(10**12)},
    )
    assert answer.status_code in {400, 413}


def test_a_request_that_is_no_form_is_refused(accidents: Pages, anyone: Reader) -> None:
    for kind in ("application/json", "text/plain", "multipart/form-data", "nonsense"):
        answer = anyone.post("/accidents/form", data=b"\xff\x00{", content_type=kind)
        assert answer.status_code == 400


def test_every_refusal_leads_back_to_the_first_page(
    accidents: Pages, cast: Cast, client_as: ClientAs
) -> None:
    page = client_as(cast.arcadia.expert).read("/accidents/refused/Conflict", 409)
    assert page.links()["To the first page"] == "/"
