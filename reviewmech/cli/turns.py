"""Turns: slow lines wait outside, and those inside are served one after the other.

A request on a poor line takes minutes to come in, and its answer minutes to go out. A worker
therefore has many threads, one for each line, and most of them wait for bytes. What costs the
machine is the application, and more of it at once only makes everything late and lets writers
starve one another. So a request is taken in whole before its turn, the application runs in its
turn, and the answer leaves after it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from io import BytesIO
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import IO
from wsgiref.types import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

IN_MEMORY = 256 * 1024
"""Bytes of a request kept in memory; a larger one waits in a temporary file."""

STEP = 64 * 1024

SLOWEST = 500
"""Bytes a second a line must bring, once it has had its first minute."""

PATIENCE = 60
"""Seconds of that first minute."""

CODING = "HTTP_TRANSFER_ENCODING"


class NotTakenIn(Exception):
    """A request that did not come in whole, and how its line is told."""


class Turns:
    """An application that is entered by a few at a time, each with its whole request in hand."""

    def __init__(self, application: WSGIApplication, *, at_once: int, largest: int) -> None:
        self.application, self.largest = application, largest
        self.turn = BoundedSemaphore(at_once)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Take the request in, wait for a turn, and let the answer leave after it."""
        announced = _announced(environ)
        if announced == 0:
            return self._enter(environ, start_response)
        if announced is not None and announced > self.largest:
            # The application refuses it in words, and none of it is read.
            return self._enter({**environ, "wsgi.input": BytesIO()}, start_response)
        with SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                arrived = self._take_in(environ, body, announced)
            except NotTakenIn as fault:
                return _refuse(start_response, str(fault))
            whole = {"wsgi.input": body, "CONTENT_LENGTH": str(arrived), CODING: ""}
            return self._enter({**environ, **whole}, start_response)

    def _enter(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with self.turn:
            return self.application(environ, start_response)

    def _take_in(self, environ: WSGIEnvironment, body: IO[bytes], announced: int | None) -> int:
        """Write a request down until it is whole, or larger than it may be."""
        began, arrived, awaited = time.monotonic(), 0, announced or self.largest
        while arrived <= awaited and (some := _next(environ["wsgi.input"])):
            arrived += len(some)
            _write(body, some)
            if time.monotonic() - began > PATIENCE + arrived / SLOWEST:
                raise NotTakenIn("408 Request Timeout")
        if announced is not None and arrived < announced:
            # The line was cut: half a form must not be taken for a whole one.
            raise NotTakenIn("400 Bad Request")
        body.seek(0)
        return arrived


def _announced(environ: WSGIEnvironment) -> int | None:
    """Return how many bytes the request says will come; None when it comes in pieces."""
    said = environ.get("CONTENT_LENGTH") or ""
    if said.isdecimal():
        return int(said)
    return None if environ.get(CODING) else 0


def _next(line: InputStream) -> bytes:
    """Return what came next on a line; nothing once it has ended."""
    try:
        return line.read(STEP)
    except BlockingIOError as silence:
        raise NotTakenIn("408 Request Timeout") from silence
    except OSError:
        return b""


def _write(body: IO[bytes], some: bytes) -> None:
    try:
        body.write(some)
    except OSError as full:
        raise NotTakenIn("503 Service Unavailable") from full


def _refuse(start_response: StartResponse, status: str) -> Iterable[bytes]:
    words = b"This request did not come in whole, so nothing was changed. Please send it again.\n"
    head = [("Content-Type", "text/plain"), ("Content-Length", str(len(words)))]
    start_response(status, [*head, ("Connection", "close")])
    return [words]
