"""What the clients ask for: the same of the product and, under /floor, of the floor."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from random import randrange
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from tests.bench.client import Answer, Errand
from tests.bench.review import Filled
from tests.bench.texts import prose

FLOOR = "/floor"

Make = Callable[[Flask, Filled, int, str], list[Errand]]
"""What makes the errands of so many clients, for the product or (under FLOOR) the floor."""


@dataclass(frozen=True)
class Pass:
    """What a signed-in browser sends: its cookie, and the token its forms carry."""

    cookie: str
    csrf: str


def sign(app: Flask, token: str) -> Pass:
    """Return what the browser of this session holds."""
    with app.test_request_context():
        session["_user_id"], session["_fresh"] = token, True
        csrf = generate_csrf()
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return Pass(f"session={signer.dumps(dict(session))}", csrf)


def request(
    method: str, path: str, by: Pass, body: str = "", accept: str = "text/html,*/*;q=0.8"
) -> bytes:
    """Write a request as a browser does."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "User-Agent: bench",
        f"Accept: {accept}",
        "Accept-Language: en",
        "Accept-Encoding: gzip, deflate, br",
        f"Cookie: {by.cookie}",
    ]
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


class Open:
    """Open a page."""

    def __init__(self, path: str, by: Pass) -> None:
        self.wanted = request("GET", path, by)

    def ask(self) -> bytes:
        """Ask for the page."""
        return self.wanted

    def hear(self, answer: Answer) -> bool:
        """Take the page."""
        return answer.status == 200


@dataclass
class Save:
    """Save one's own answer, each time in other words, from the revision that came back."""

    path: str
    by: Pass
    started_from: int
    seeds: Iterator[int] = field(default_factory=lambda: count(randrange(10**6)))
    words: str = prose(1, 4)

    def ask(self) -> bytes:
        """Send the answer as the page's script does."""
        fields = {
            "csrf_token": self.by.csrf,
            "request_id": uuid4().hex,
            "started_from": self.started_from,
            "language": "en",
            "text": f"{next(self.seeds)} {self.words}",
            "remark": "",
        }
        return request("POST", self.path, self.by, urlencode(fields), accept="application/json")

    def hear(self, answer: Answer) -> bool:
        """Go on from the revision now kept."""
        if answer.status == 303:
            self.started_from += 1
            return True
        if answer.status != 200:
            return False
        told = json.loads(answer.body)
        self.started_from = told.get("revision", told.get("number", self.started_from + 1))
        return True


class Post:
    """Post a message, on one question after the other."""

    def __init__(self, paths: list[str], by: Pass) -> None:
        self.paths, self.by, self.seeds, self.words = paths, by, count(), prose(2, 3)

    def ask(self) -> bytes:
        """Send the message."""
        seed = next(self.seeds)
        fields = {
            "csrf_token": self.by.csrf,
            "request_id": uuid4().hex,
            "read": "",
            "language": "en",
            "text": f"{seed} {self.words}",
        }
        path = self.paths[seed % len(self.paths)]
        return request("POST", path, self.by, urlencode(fields))

    def hear(self, answer: Answer) -> bool:
        """Take the answer: back to the question."""
        return answer.status == 303


class Compile(Post):
    """Compile the summary of a phase, again and again."""

    def ask(self) -> bytes:
        """Ask for it."""
        fields = {"csrf_token": self.by.csrf, "request_id": uuid4().hex}
        path = self.paths[next(self.seeds) % len(self.paths)]
        return request("POST", path, self.by, urlencode(fields))


class Issue(Post):
    """Issue one cleared summary after the other, each with its three files."""

    def __init__(self, ready: list[tuple[str, str]], by: Pass) -> None:
        super().__init__([path for path, _ in ready], by)
        self.digests = [digest for _, digest in ready]

    def ask(self) -> bytes:
        """Ask for it."""
        place = next(self.seeds)
        fields = {
            "csrf_token": self.by.csrf,
            "request_id": uuid4().hex,
            "digest": self.digests[place],
            "symbol": f"BENCH/{uuid4().hex}",
            "dated": "2027-01-11",
        }
        return request("POST", self.paths[place], self.by, urlencode(fields))


def saves(app: Flask, filled: Filled, clients: int, at: str, kept: dict[str, int]) -> list[Errand]:
    """Return the errands of clients who each save an answer of their own."""
    found: list[Errand] = []
    for place in range(clients):
        article, question = filled.questions[place]
        path = f"{at}/strands/{filled.strand}/response/{article or 'whole'}/{question}"
        by = sign(app, filled.team[place])
        found.append(Save(path, by, kept.get(question, 0)))
    return found


def pages(app: Flask, filled: Filled, clients: int, at: str) -> list[Errand]:
    """Return the errands of focal points who open the largest article."""
    path = f"{at}/strands/{filled.strand}/response/{filled.article}"
    return [Open(path, sign(app, token)) for token in filled.focal_points[:clients]]


def of_the_big_review(page: str) -> Make:
    """Return what makes the errands of those who open a page of the big review."""

    def make(app: Flask, filled: Filled, clients: int, at: str) -> list[Errand]:
        path, tokens = filled.big[page]
        by = [sign(app, tokens[place % len(tokens)]) for place in range(clients)]
        if page == "poll":
            return [Poll(f"{at}{path}", each) for each in by]
        return [Open(f"{at}{path}", each) for each in by]

    return make


class Look(Open):
    """Open a page that may be closed to this reader: who may not read it is told so."""

    def hear(self, answer: Answer) -> bool:
        """Take the page, if it is one."""
        self.is_open = answer.status == 200
        return answer.status in {200, 303, 403, 404}


def of_every_page(app: Flask, filled: Filled, share: int) -> Iterator[tuple[str, Look]]:
    """Return the errands of all who open a page of the big review: one of each so many."""
    for who, path, token in filled.whole[::share]:
        yield f"{path}, {who}", Look(path, sign(app, token))


class Poll:
    """Ask what has changed, as a sheet that lies open does; nothing has."""

    def __init__(self, path: str, by: Pass) -> None:
        self.path, self.by, self.mark = path, by, "none"

    def ask(self) -> bytes:
        """Ask, with the mark of what is shown."""
        asked = request("GET", self.path, self.by).removesuffix(b"\r\n")
        return asked + f"If-None-Match: {self.mark}\r\n\r\n".encode()

    def hear(self, answer: Answer) -> bool:
        """Take the answer; the first one brings the mark."""
        if answer.status == 200:
            head = answer.head.decode("latin-1")
            marks = [line[6:] for line in head.split("\r\n") if line.lower().startswith("etag: ")]
            self.mark = marks[0] if marks else "none"
            return bool(marks)
        return answer.status == 304


def desks(app: Flask, filled: Filled, clients: int, at: str) -> list[Errand]:
    """Return the errands of people who open their desks."""
    return [Open(f"{at}/desk", sign(app, token)) for token in filled.desks[:clients]]


def messages(app: Flask, filled: Filled, clients: int, at: str) -> list[Errand]:
    """Return the errands of focal points who write on supplementary questions."""
    base = f"{at}/strands/{filled.strand}/questions"
    return [
        Post(
            [f"{base}/{key}/reply" for key in filled.threads[place::clients]],
            sign(app, filled.focal_points[place]),
        )
        for place in range(clients)
    ]


def compilations(app: Flask, filled: Filled, clients: int, at: str) -> list[Errand]:
    """Return the errands of officers who compile summaries."""
    paths = [f"{at}/phases/{phase}/summary/compile" for phase in filled.to_compile]
    return [
        Compile([paths[place % len(paths)]], sign(app, filled.officers[place]))
        for place in range(clients)
    ]


def drafts(app: Flask, filled: Filled, clients: int, at: str) -> list[Errand]:
    """Return the errands of officers who download a draft summary as Markdown."""
    path = f"{at}/phases/{filled.to_compile[0]}/summary/draft.md"
    return [Open(path, sign(app, token)) for token in filled.officers[:clients]]


def issues(each: int) -> Make:
    """Return what makes the errands of officers who issue summaries, each so many."""

    def make(app: Flask, filled: Filled, clients: int, at: str) -> list[Errand]:
        found: list[Errand] = []
        for place in range(clients):
            taken = filled.to_issue[:each]
            if not at:
                # What the product issues is issued for good; the floor only makes papers.
                filled.to_issue = filled.to_issue[each:]
            ready = [(f"{at}/phases/{phase}/summary/issue", digest) for phase, digest in taken]
            found.append(Issue(ready, sign(app, filled.officers[place])))
        return found

    return make
