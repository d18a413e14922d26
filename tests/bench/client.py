"""The load client: many kept-alive connections in one thread, on plain sockets.

It does as little as can be for each answer, so that what is measured is the server; what it
spends itself is reported.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import Counter
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Protocol


@dataclass
class Answer:
    """An answer as it came: its status, its headers and its body, still compressed."""

    status: int
    head: bytes
    body: bytes

    @property
    def size(self) -> int:
        """The bytes sent, headers and all."""
        return len(self.head) + len(self.body)


class Errand(Protocol):
    """What one client asks for, again and again."""

    def ask(self) -> bytes:
        """Return the next request."""

    def hear(self, answer: Answer) -> bool:
        """Take the answer, and say whether it was the right one."""


@dataclass
class Measured:
    """What came of some errands."""

    seconds: float = 0.0
    own_cpu: float = 0.0
    times: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    wrong: Counter[int] = field(default_factory=Counter)
    """How often an answer of this status was not the right one; 0 is a cut line."""
    workers_cpu: list[float] = field(default_factory=list)

    def add(self, other: Measured) -> None:
        """Count another round in."""
        self.seconds += other.seconds
        self.own_cpu += other.own_cpu
        self.times += other.times
        self.sizes += other.sizes
        self.wrong += other.wrong
        before = self.workers_cpu or [0.0] * len(other.workers_cpu)
        self.workers_cpu = [a + b for a, b in zip(before, other.workers_cpu, strict=True)]

    @property
    def errors(self) -> int:
        """How many answers were not the right ones."""
        return self.wrong.total()

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    @property
    def median(self) -> float:
        """The median time of an answer, in milliseconds."""
        return median(self.times) * 1000 if self.times else 0.0

    @property
    def p95(self) -> float:
        """The time within which 95 of 100 answers came, in milliseconds."""
        if len(self.times) < 2:
            return self.median
        return quantiles(self.times, n=20, method="inclusive")[-1] * 1000

    @property
    def bytes(self) -> int:
        """The median size of an answer."""
        return int(median(self.sizes)) if self.sizes else 0


class Client:
    """One connection that runs one errand, over and over."""

    def __init__(self, port: int, errand: Errand) -> None:
        self.port, self.errand = port, errand
        self.begun = 0.0
        self.connection: socket.socket | None = None

    def send(self, chosen: selectors.BaseSelector) -> None:
        """Send the next request, on the connection kept or a new one."""
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), 60)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            chosen.register(self.connection, selectors.EVENT_READ, self)
        self.got, self.begun = b"", time.perf_counter()
        self.connection.sendall(self.errand.ask())

    def receive(self) -> Answer | None:
        """Read what has come; return the answer once it is whole. A cut line is status 0."""
        assert self.connection is not None
        try:
            some = self.connection.recv(262144)
        except OSError:
            some = b""
        if not some:
            return Answer(0, b"", b"")
        self.got += some
        head, end, body = self.got.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return None
        return Answer(int(head[9:12]), head + end, body)

    def close(self, chosen: selectors.BaseSelector) -> None:
        """Close the connection."""
        if self.connection is not None:
            chosen.unregister(self.connection)
            self.connection.close()
            self.connection = None


def _length(head: bytes) -> int:
    low = head.lower()
    at = low.find(b"\r\ncontent-length:")
    return int(low[at + 17 :].partition(b"\r\n")[0]) if at >= 0 else 0


def load(port: int, errands: list[Errand], seconds: float, each: int | None = None) -> Measured:
    """Let every errand be run by a client of its own, for some seconds or a number of times."""
    found = Measured()
    clients = [Client(port, errand) for errand in errands]
    left = dict.fromkeys(clients, each or 10**9)
    began, own = time.perf_counter(), time.process_time()
    with selectors.DefaultSelector() as chosen:
        for client in clients:
            client.send(chosen)
        while any(left.values()):
            for key, _ in chosen.select(120):
                _turn(key.data, chosen, left, found, began + seconds)
    found.seconds = time.perf_counter() - began
    found.own_cpu = time.process_time() - own
    return found


def _turn(
    client: Client,
    chosen: selectors.BaseSelector,
    left: dict[Client, int],
    found: Measured,
    end: float,
) -> None:
    answer, moment = client.receive(), time.perf_counter()
    if answer is None:
        return
    if client.errand.hear(answer):
        found.times.append(moment - client.begun)
        found.sizes.append(answer.size)
    else:
        found.wrong[answer.status] += 1
    left[client] = 0 if moment > end else left[client] - 1
    if not left[client] or answer.status == 0 or b"connection: close" in answer.head.lower():
        client.close(chosen)
    if left[client]:
        client.send(chosen)
