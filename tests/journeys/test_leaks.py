"""What a State keeps to itself reaches nobody else, by whatever door it is looked for.

Each State drafts something of every kind. Every page and file of the address book is then read by
every standing, twice: with the drafts of the *other* States in the records, and without them. Both
answers must be the same to the byte, heads and all, but for the tokens that are new each time: so
no word, count, time or number of a draft can stand in any of them. Forms are sent the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from reviewmech.records.database import now
from reviewmech.records.letters import Letter
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from tests.cast import Cast, Nation
from tests.conftest import Clock
from tests.doors import address_book
from tests.drafts import SECRET, bring, nations, whisper
from tests.reading import Reader

ClientAs = Callable[[Person], Reader]
Answer = tuple[int, list[tuple[str, str]], bytes]
Answers = dict[str, Answer]

# What the application answers is compared; it answers alike on both engines.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

NEW_EACH_TIME = re.compile(rb'(name="(?:csrf_token|request_id)"[^>]*value=")[^"]*')
NEW_KEY = re.compile(rb"(/questions/)[\w-]{16}(?![\w-])")
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
FURTHER = (
    "/strands/{strand}/questions?state=draft",
    "/strands/{strand}/questions?article=5&state=open",
    "/strands/{strand}/questions/new?article=5&version=2",
    "/strands/{strand}/observations?show=ours",
    "/reviews/{review}/journal?page=2",
    "/secretariat/reviews?show=overdue",
    "/needs?type=training",
)
"""Addresses that ask for something, which the address book does not list."""


@contextmanager
def undone(connection: Connection, session: Session) -> Iterator[None]:
    """Take back afterwards whatever happens within."""
    session.commit()
    within = connection.begin_nested()
    try:
        yield
    finally:
        session.commit()
        within.rollback()
        session.expire_all()


def readable(app: Flask, cast: Cast) -> list[str]:
    """Return every address that can be read."""
    here = {"strand": cast.untoc.id, "review": cast.review.id}
    listed = address_book(app, cast.session, cast.review, "GET")
    return [*listed, *(address.format(**here) for address in FURTHER)]


def plain(answer: TestResponse) -> Answer:
    """Return an answer without what is new each time."""
    body = NEW_EACH_TIME.sub(rb"\1", answer.get_data())
    body = NEW_KEY.sub(rb"\1", body)
    # The mark of a page is made from the page, which is compared, and from the reader's session.
    new = {"Set-Cookie", "Content-Length", "Date", "ETag"}
    heads = [
        (name, NEW_KEY.sub(rb"\1", value.encode()).decode())
        for name, value in answer.headers
        if name not in new
    ]
    return answer.status_code, heads, body


def read_all(reader: Reader, listed: list[str]) -> Answers:
    """Return what a reader gets at each address."""
    return {address: plain(reader.get(address)) for address in listed}


def faults(who: str, heard: Answers, unheard: Answers) -> list[str]:
    """Say where drafts make a difference to a reader, or can even be read."""
    found = [f"{who} reads a draft: {at}" for at, one in heard.items() if SECRET.encode() in one[2]]
    for at in unheard:
        if heard[at] != unheard[at]:
            one, other = (set(each[at][2].splitlines()) for each in (heard, unheard))
            change = f"{heard[at][0]}, without {unheard[at][0]}; {sorted(one ^ other)[:3]}"
            found.append(f"{who} sees a difference: {at}: {change}")
    return found


def groups(cast: Cast) -> list[tuple[list[Nation], list[Nation]]]:
    """Return who looks, and which States have drafts meanwhile: all but one's own."""
    every = nations(cast)
    return [([one], [each for each in every if each is not one]) for one in every] + [([], every)]


def lookers(cast: Cast, states: list[Nation], capacity: str, client_as: ClientAs) -> list[Any]:
    """Return the readers of some States, or else those who are of none of them."""
    people = [(f"{capacity} of {one.state.name}", getattr(one, capacity)) for one in states]
    people = people or [("officer", cast.officer), ("Delmar", getattr(cast.delmar, capacity))]
    return [(name, client_as(person)) for name, person in people]


@pytest.mark.parametrize(
    ("untoc", "tip", "capacity"),
    [
        (Step.SELF_ASSESSMENT, Step.CONSULTATION, "expert"),
        (Step.FEEDBACK, Step.OBSERVATIONS, "focal_point"),
        (Step.SUMMARY, Step.CONCLUDED, "observer"),
    ],
)
def test_no_page_and_no_file_tells_of_another_states_drafts(
    untoc: Step,
    tip: Step,
    capacity: str,
    app: Flask,
    cast: Cast,
    session: Session,
    anyone: Reader,
    client_as: ClientAs,
    connection: Connection,
    clock: Clock,
) -> None:
    bring(cast, cast.tip, tip)
    bring(cast, cast.untoc, untoc)
    letters = select(Letter.id)
    found: list[str] = []
    for states, drafting in groups(cast):
        looking = lookers(cast, states, capacity, client_as)
        looking += [] if states else [("anyone", anyone)]
        written = session.scalars(letters).all()
        with undone(connection, session):
            for nation in drafting:
                whisper(cast, nation, clock)
            told = session.scalars(select(Letter).where(Letter.id.not_in(written))).all()
            inside = {person.id for nation in drafting for person in nation.people}
            assert all(one.contributor_id or one.person_id in inside for one in told)
            listed = readable(app, cast)
            heard = {name: read_all(reader, listed) for name, reader in looking}
        for name, reader in looking:
            # 403 is the gate's word, given before a page looks at anything.
            again = [at for at in listed if heard[name][at][0] != 403]
            found += faults(name, heard[name], read_all(reader, again))
    assert not found, "\n".join(found)


def test_a_state_reads_its_own_drafts(
    app: Flask, cast: Cast, client_as: ClientAs, clock: Clock
) -> None:
    """Nothing above would be worth anything if the drafts were nowhere to be read."""
    for strand in (cast.untoc, cast.tip):
        bring(cast, strand, Step.FEEDBACK)
    for nation in nations(cast):
        whisper(cast, nation, clock)
    kept = {
        "Arcadia": {
            *("law", "quotation", "remark-yes", "need", "other", "source", "message"),
            *("comment", "contribution", "contributor"),
        },
        "Belmora": {"challenge", "message", "question"},
        "Cordania": {"challenge", "question"},
    }
    for nation in nations(cast):
        read = read_all(client_as(nation.observer), readable(app, cast))
        words = b" ".join(body for _, _, body in read.values()).decode(errors="ignore")
        found = set(re.findall(rf"{SECRET}-{nation.state.name}-([a-z-]+)", words))
        assert kept[nation.state.name] <= found
        assert set(re.findall(rf"{SECRET}-(\w+)", words)) == {nation.state.name}


# The same, for what is sent


def notes(cast: Cast) -> dict[str, int]:
    """Record a note of each State, from which an officer may record what it did."""
    recorded = {
        nation.state.name: NoteVerbale(
            state_id=nation.state.id,
            reference=f"NV/{nation.state.code}",
            dated=date(2027, 1, 4),
            recorded_at=now(cast.session),
        )
        for nation in nations(cast)
    }
    cast.session.add_all(recorded.values())
    cast.session.commit()
    return {name: note.id for name, note in recorded.items()}


def sent(reader: Reader, token: str, at: str, note: int) -> Answer:
    """Return what comes of sending a form with a bit of everything."""
    fields = {
        "csrf_token": token,
        "request_id": "once",
        "note": note,
        "text": "openly",
        "language": "en",
        "about": "untoc-5-offence",
        "article_5": "1",
        "wording": 1,
        "stance": "agrees",
        "outcome": "left out",
        "statement": "openly",
        "reason": "openly",
        "step": "feedback",
        "number": 1,
        "title": "openly",
        "mark": "confidential",
    }
    if at.endswith("by-note"):
        fields["file"] = (BytesIO(b"%PDF-1.7 a response"), "response.pdf")
    return plain(reader.post(at, data=fields))


def send_all(
    reader: Reader, listed: list[str], given: list[int], undo: Callable[[], Any]
) -> Answers:
    """Return what a reader gets for each form, every time as if it were the first."""
    token = TOKEN.search(reader.get("/account/password", follow_redirects=True).text)
    assert token is not None
    answers = {}
    for at, note in product(listed, given):
        with undo():
            answers[f"{at} by note {note}"] = sent(reader, token[1], at, note)
    return answers


def test_no_answer_to_a_form_tells_of_another_states_drafts(
    app: Flask,
    cast: Cast,
    session: Session,
    client_as: ClientAs,
    connection: Connection,
    clock: Clock,
) -> None:
    bring(cast, cast.tip, Step.SELF_ASSESSMENT)
    bring(cast, cast.untoc, Step.FEEDBACK)
    recorded = notes(cast)
    about_this = re.compile(r"/(strands|phases)/")
    found: list[str] = []
    for states, drafting in groups(cast)[1::2]:
        ((who, reader), *_) = lookers(cast, states, "focal_point", client_as)
        given = [recorded[one.state.name] for one in (states or nations(cast)[:2])]

        def undo() -> Any:
            return undone(connection, session)

        with undo():
            for nation in drafting:
                whisper(cast, nation, clock)
            posts = address_book(app, cast.session, cast.review, "POST")
            listed = list(filter(about_this.match, posts))
            heard = send_all(reader, listed, given, undo)
        found += faults(who, heard, send_all(reader, listed, given, undo))
    assert not found, "\n".join(found)


# What goes on in a strand outside a State's scope


@pytest.mark.parametrize("step", [Step.SUMMARY, Step.CONCLUDED])
def test_a_reviewing_state_learns_nothing_of_a_strand_outside_its_scope(
    step: Step,
    app: Flask,
    cast: Cast,
    session: Session,
    client_as: ClientAs,
    connection: Connection,
) -> None:
    bring(cast, cast.untoc, Step.FEEDBACK)
    people = (cast.cordania.focal_point, cast.delmar.focal_point)
    readers = [(person.name, client_as(person)) for person in people]
    to_them = select(Letter.subject).where(Letter.person_id.in_([one.id for one in people]))
    letters = session.scalars(to_them).all()
    with undone(connection, session):
        bring(cast, cast.tip, step)
        listed = readable(app, cast)
        heard = {name: read_all(reader, listed) for name, reader in readers}
        written = session.scalars(to_them).all()
    found = [
        fault
        for name, reader in readers
        for fault in faults(name, heard[name], read_all(reader, listed))
    ]
    assert not found, "\n".join(found)
    assert written == letters
