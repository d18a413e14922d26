"""Turns: a request is taken in whole, served in its turn, and answered outside it."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest

from reviewmech.cli.turns import Turns

LARGEST = 1_000_000


class Inside:
    """An application that notes what reaches it, and how many are inside at once."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.inside = self.most = 0
        self.counting = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self.counting:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.bodies.append(environ["wsgi.input"].read())
        threading.Event().wait(0.01)
        with self.counting:
            self.inside -= 1
        start_response("200 OK", [])
        return [b"done"]


class Line:
    """What comes on a line: pieces, or the fault that ends it."""

    def __init__(self, *pieces: bytes | OSError) -> None:
        self.pieces = list(pieces)

    def read(self, size: int = -1) -> bytes:
        piece = self.pieces.pop(0) if self.pieces else b""
        if isinstance(piece, OSError):
            raise piece
        return piece


@pytest.fixture
def inside() -> Inside:
    """Give an application to be entered."""
    return Inside()


def send(inside: Inside, line: Any, **environ: str) -> str:
    """Send a request through turns; return the status it was answered with."""
    statuses: list[str] = []
    turns = Turns(inside, at_once=1, largest=LARGEST)
    given: Any = {"REQUEST_METHOD": "POST", "wsgi.input": line, **environ}
    list(turns(given, lambda status, head, fault=None: statuses.append(status)))  # type: ignore
    return statuses[0]


def test_a_request_is_whole_before_it_is_served(inside: Inside) -> None:
    line = Line(b"half a ", b"form")
    assert send(inside, line, CONTENT_LENGTH="11") == "200 OK"
    assert inside.bodies == [b"half a form"]


def test_a_request_in_pieces_is_whole_too(inside: Inside) -> None:
    line = Line(b"half a ", b"form")
    assert send(inside, line, HTTP_TRANSFER_ENCODING="chunked") == "200 OK"
    assert inside.bodies == [b"half a form"]


def test_a_large_request_waits_in_a_file_and_arrives_unchanged(inside: Inside) -> None:
    sent = bytes(range(256)) * 3000
    line = BytesIO(sent)
    assert send(inside, line, CONTENT_LENGTH=str(len(sent))) == "200 OK"
    assert inside.bodies == [sent]


@pytest.mark.parametrize("end", [b"", ConnectionResetError()])
def test_half_a_form_is_never_taken_for_a_whole_one(inside: Inside, end: Any) -> None:
    assert send(inside, Line(b"half a ", end), CONTENT_LENGTH="11").startswith("400")
    assert inside.bodies == []


def test_a_line_that_falls_silent_is_told_and_left(inside: Inside) -> None:
    line = Line(b"half a ", BlockingIOError())
    assert send(inside, line, CONTENT_LENGTH="11").startswith("408")
    assert inside.bodies == []


def test_a_line_that_trickles_for_ever_is_left(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewmech.cli.turns.PATIENCE", -1)
    assert send(inside, Line(b"1", b"2"), CONTENT_LENGTH="11").startswith("408")


def test_what_is_too_large_is_refused_unread(inside: Inside) -> None:
    line = Line(b"much")
    send(inside, line, CONTENT_LENGTH=str(LARGEST + 1))
    assert line.pieces == [b"much"] and inside.bodies == [b""]


def test_what_turns_out_too_large_is_taken_in_no_further(inside: Inside) -> None:
    line = Line(*[b"x" * 400_000] * 9)
    send(inside, line, HTTP_TRANSFER_ENCODING="chunked")
    assert len(line.pieces) == 6 and len(inside.bodies[0]) > LARGEST


def test_no_more_are_inside_than_there_are_turns(inside: Inside) -> None:
    turns = Turns(inside, at_once=2, largest=LARGEST)
    given: Any = {"REQUEST_METHOD": "GET", "wsgi.input": BytesIO()}
    visit = lambda: list(turns(given, lambda *_: None))  # type: ignore  # noqa: E731
    visitors = [threading.Thread(target=visit) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert len(inside.bodies) == 8 and inside.most == 2


def test_a_turn_is_given_back_whatever_happens() -> None:
    def fails(environ: Any, start_response: Any) -> Iterable[bytes]:
        raise RuntimeError

    turns = Turns(fails, at_once=1, largest=LARGEST)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            turns({"wsgi.input": BytesIO()}, lambda *_: None)  # type: ignore
