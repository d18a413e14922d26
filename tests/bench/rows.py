"""The rows of the table: what is measured, product and floor by turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select

from reviewmech.papers.summaries import to_docx, to_pdf
from reviewmech.records.responses import Answer
from tests.bench import errands, reading, summaries, table
from tests.bench.client import Errand, Measured, load
from tests.bench.errands import FLOOR
from tests.bench.papers import Alone, timed
from tests.bench.review import Filled
from tests.bench.server import Running


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    clients: tuple[int, ...] = (1, 8, 32)
    seconds: float = 1.5
    rounds: int = 3
    warm: float = 0.7
    workers: int = 2
    papers: int = 4
    issues: Mapping[int, int] = field(default_factory=lambda: {1: 3, 8: 1, 32: 1})
    """How many summaries each client issues: each can be issued once."""
    share: int = 1
    """Of the pages of the big review, one in so many is opened."""


FULL = Sizes()
QUICK = Sizes(seconds=0.7, rounds=1, warm=0.3, papers=1, issues={1: 1, 8: 1}, share=5)

SLOWEST = 12
"""Of all the pages opened, how many are named."""


@dataclass(frozen=True)
class Bench:
    """The two servers over the same review, and the applications that sign for their people."""

    filled: Filled
    sizes: Sizes
    product: Running
    floor: Running
    apps: Mapping[str, Flask]

    def pages(self) -> None:
        """Open the largest article, as its focal point."""
        self.measure("open an article", errands.pages)

    def desk(self) -> None:
        """Open the desk."""
        self.measure("open the desk", errands.desks)

    def saves(self) -> None:
        """Save one answer."""

        def make(app: Flask, filled: Filled, clients: int, at: str) -> list[Errand]:
            return errands.saves(app, filled, clients, at, self._numbers(at))

        self.measure("save an answer", make)

    def messages(self) -> None:
        """Post a message on a supplementary question."""
        self.measure("post a message", errands.messages)

    def compile(self) -> None:
        """Compile a summary, and download its draft."""
        self.measure("compile a summary", errands.compilations)
        self.measure("draft as Markdown", errands.drafts)

    def papers(self) -> None:
        """Make the papers in this very process, then issue summaries with all three of them."""
        with self.apps[FLOOR].extensions["sessions"]() as session:
            paper = summaries.paper(session, self.filled.to_issue[0][0])
        folder = self.apps[FLOOR].extensions["settings"].instance
        alone, times = Alone(paper, folder), self.sizes.papers
        pairs = {
            "make DOCX (in process)": (lambda: to_docx(paper), alone.docx),
            "make PDF (in process)": (lambda: to_pdf(paper), alone.pdf),
        }
        for what, (ours, theirs) in pairs.items():
            timed(ours, 1), timed(theirs, 1)
            self.say(what, 1, timed(ours, times), timed(theirs, times))
        for clients, each in self.sizes.issues.items():
            self.turns("issue a summary", errands.issues(each), clients, each)

    def questionnaires(self) -> None:
        """Read and check all questionnaires in this very process."""
        times = self.sizes.papers
        product, floor = timed(reading.product, times), timed(reading.floor, times)
        self.say("read questionnaires", 1, product, floor)

    def big(self) -> None:
        """Open the heaviest pages of the big review, and ask it for news when there are none."""
        for page in self.filled.big:
            self.measure(f"big review: {page}", errands.of_the_big_review(page))

    def whole(self) -> None:
        """Open every page of the big review as every reader, and name the slowest of them."""
        floor, pages = Measured(), {}
        for what, look in errands.of_every_page(self.apps[""], self.filled, self.sizes.share):
            load(self.product.port, [look], 10**9, 1)
            if look.is_open:
                pages[what] = load(self.product.port, [look], 10**9, self.sizes.rounds)
                bare = errands.of_the_big_review("observations")(
                    self.apps[FLOOR], self.filled, 1, FLOOR
                )
                floor.add(load(self.floor.port, bare, 10**9, 1))
        slowest = sorted(pages, key=lambda what: pages[what].median, reverse=True)
        for what in slowest[:SLOWEST]:
            self.say(what, 1, pages[what], floor)
        every = Measured(seconds=sum(one.seconds for one in pages.values()))
        for one in pages.values():
            every.times.append(one.median / 1000)
            every.sizes.append(one.bytes)
        self.say(f"all {len(pages)} pages", 1, every, floor)

    def measure(self, what: str, make: errands.Make) -> None:
        """Warm both servers up, then measure at each number of clients."""
        for running, at in ((self.product, ""), (self.floor, FLOOR)):
            load(running.port, make(self.apps[at], self.filled, 8, at), self.sizes.warm)
        for clients in self.sizes.clients:
            self.turns(what, make, clients)

    def turns(self, what: str, make: errands.Make, clients: int, each: int | None = None) -> None:
        """Measure one line: by time, some rounds; or by number, one round."""
        product, floor = Measured(), Measured()
        for _ in range(1 if each else self.sizes.rounds):
            for at, running, found in ((FLOOR, self.floor, floor), ("", self.product, product)):
                asked = make(self.apps[at], self.filled, clients, at)
                found.add(self._round(running, asked, each))
        self.say(what, clients, product, floor)

    def say(self, what: str, clients: int, product: Measured, floor: Measured) -> None:
        """Print a line, and what went wrong in it."""
        print(table.row(what, clients, product, floor), flush=True)
        for server, found in (("product", product), ("floor", floor)):
            if found.errors:
                print(table.wrong(server, found), flush=True)

    def _round(self, running: Running, asked: list[Errand], each: int | None) -> Measured:
        before = running.spent()
        found = load(running.port, asked, 10**9 if each else self.sizes.seconds, each)
        found.workers_cpu = [b - a for a, b in zip(before, running.spent(), strict=True)]
        return found

    def _numbers(self, at: str) -> dict[str, int]:
        """Return the revision each answer of the strand has come to."""
        with self.apps[at].extensions["sessions"]() as session:
            chosen = select(Answer.question, Answer.number)
            chosen = chosen.where(Answer.strand_id == self.filled.strand)
            return dict(session.execute(chosen).all())


ROWS = ("pages", "saves", "messages", "desk", "compile", "papers", "questionnaires", "big", "whole")
