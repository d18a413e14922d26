"""Fifty slow lines, uploads among them, do not stop the others: shown on a real server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection

import pytest

from reviewmech import LARGEST_REQUEST
from tests.browser.site import free_port, wait_for

SLOW = 50
STEP = 0.2
"""Seconds between the pieces a slow line sends: a kilobyte each, five a second."""

UPLOAD = (
    b"POST /sign-in HTTP/1.1\r\nHost: slow\r\nContent-Length: 2000000\r\n"
    b"Content-Type: multipart/form-data; boundary=x\r\n\r\n"
)
HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: slow\r\nX-Slow: "


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve a fresh installation, as `reviewmech serve` does."""
    listening = free_port()
    folder = tmp_path_factory.mktemp("slow")
    surroundings = {**os.environ, "REVIEWMECH_INSTANCE": str(folder)}
    command = [sys.executable, "-m", "reviewmech"]
    officer = ["--name", "Olive Officer", "--address", "olive@example.org"]
    subprocess.run([*command, "init", *officer], env=surroundings, check=True, capture_output=True)
    server = subprocess.Popen([*command, "serve", "--port", str(listening)], env=surroundings)
    try:
        wait_for(f"http://127.0.0.1:{listening}/healthz", 60)
        yield listening
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def trickle(lines: list[socket.socket], done: threading.Event) -> None:
    """Send a little on every line, now and then."""
    while not done.wait(STEP):
        for line in lines:
            try:
                line.send(b"x" * 1000)
            except OSError:
                return


@pytest.fixture
def slow_lines(port: int) -> Iterator[list[socket.socket]]:
    """Open slow lines: uploads, and others whose request hardly begins."""
    with ExitStack() as opened:
        lines = []
        for place in range(SLOW):
            line = opened.enter_context(socket.create_connection(("127.0.0.1", port), 30))
            line.sendall(UPLOAD if place % 2 else HALF_A_HEAD)
            lines.append(line)
        done = threading.Event()
        hand = threading.Thread(target=trickle, args=(lines[1::2], done))
        hand.start()
        yield lines
        done.set()
        hand.join()


def test_others_are_answered_while_slow_lines_hang(
    port: int, slow_lines: list[socket.socket]
) -> None:
    for page in ("/", "/sign-in", "/healthz") * 5:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=20) as answer:
            assert answer.status == 200
    for line in slow_lines:
        line.setblocking(False)
        with pytest.raises(BlockingIOError):
            line.recv(1)


def answer_to(port: int, request: bytes) -> bytes:
    """Send a request, no more, and return how the answer begins."""
    with socket.create_connection(("127.0.0.1", port), 30) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        return line.recv(12)


def test_what_is_too_large_is_refused_before_it_is_sent(port: int) -> None:
    announced = str(LARGEST_REQUEST + 1).encode()
    with socket.create_connection(("127.0.0.1", port), 30) as line:
        line.sendall(UPLOAD.replace(b"2000000", announced))
        assert line.recv(12) == b"HTTP/1.1 413"


def test_a_cut_request_is_not_taken_for_a_whole_one(port: int) -> None:
    assert answer_to(port, UPLOAD + b"half") == b"HTTP/1.1 400"


def test_a_line_is_kept_for_the_next_request(port: int) -> None:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(2):
        line.request("GET", "/healthz")
        assert line.getresponse().read()
        assert line.sock is not None, "The line was closed after the first answer."
    line.close()
