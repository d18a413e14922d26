"""The matrix of `reviewmech policy --channels`, tried: each standing, step and channel.

Who reads a strand, and when, stands in READINGS; here every address is asked as every standing, in
every step, and must be open exactly when the table says so: as a page, by HEAD, as part of a file.
Then the other States draft, and nobody who asks again is told that anything is new.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from reviewmech.cli.channels import Channel, channel_of
from reviewmech.records.letters import Letter
from reviewmech.records.people import Person
from reviewmech.rules.access import may_read
from reviewmech.rules.policy import READINGS
from reviewmech.rules.purposes import Reading, Standing
from reviewmech.rules.steps import ORDER, Step
from reviewmech.web.gate import PURPOSES
from tests.cast import Cast, Nation
from tests.conftest import Clock
from tests.doors import address_book
from tests.drafts import SECRET, bring, nations, whisper
from tests.reading import Reader

ClientAs = Callable[[Person], Reader]

# What the application answers is compared; it answers alike on both engines.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

A_PART = {"Range": "bytes=0-49"}
CAPACITIES = ("focal_point", "expert", "observer")
NO_PLACE_IN_IT = {Standing.SIGNED_IN, Standing.ANYONE}
STRAND = re.compile(r"/strands/(\d+)")
BY_LENGTH = {"Content-Length", "Date", "Set-Cookie", "X-Blur", "ETag"}


def standings(cast: Cast, capacity: str) -> Iterator[tuple[Person, Standing, Standing]]:
    """Yield people with their standing in the strand of the Convention and in the other."""
    under_review = Standing(f"{capacity.replace('_', ' ')} of the State under review")
    reviewing = Standing(f"{capacity.replace('_', ' ')} of a reviewing State")
    yield getattr(cast.arcadia, capacity), under_review, under_review
    yield getattr(cast.belmora, capacity), reviewing, reviewing
    yield getattr(cast.cordania, capacity), reviewing, Standing.SIGNED_IN
    yield getattr(cast.delmar, capacity), Standing.SIGNED_IN, Standing.SIGNED_IN
    yield cast.officer, Standing.SECRETARIAT, Standing.SECRETARIAT


def purpose_of(app: Flask, address: str) -> object:
    """Return what the page at an address is for."""
    endpoint, _ = app.url_map.bind("localhost").match(address)
    return PURPOSES[str(endpoint)]


def refused_with(answer: TestResponse) -> int | None:
    """Return the status of a refusal by the gate; None for anything else."""
    return answer.status_code if answer.status_code in {403, 404} else None


@pytest.mark.parametrize("step", ORDER)
def test_what_the_table_of_readings_closes_is_closed_by_every_channel(
    step: Step, app: Flask, cast: Cast, session: Session, client_as: ClientAs
) -> None:
    bring(cast, cast.tip, step)
    bring(cast, cast.untoc, step)
    listed = address_book(app, session, cast.review, "GET")
    found = {each: purpose_of(app, each) for each in listed if STRAND.match(each)}
    capacity = CAPACITIES[ORDER.index(step) % len(CAPACITIES)]
    astray, tried = [], 0
    for person, *standing in standings(cast, capacity):
        reader = client_as(person)
        for address, reading in found.items():
            if not isinstance(reading, Reading):
                continue
            strand = int(STRAND.match(address)[1])  # type: ignore[index]
            position = standing[0 if strand == cast.untoc.id else 1]
            answers = [reader.get(address)]
            if channel_of(address) is not Channel.PAGE:
                answers += [reader.head(address), reader.get(address, headers=A_PART)]
            tried += 1
            closed = 404 if position in NO_PLACE_IN_IT else 403
            statuses = {refused_with(each) for each in answers}
            if not may_read(reading, position, step):
                astray += [(person.name, address)] if statuses != {closed} else []
            elif 403 in statuses:
                astray.append((person.name, address))
    assert not astray
    assert tried > 100, "The matrix is filled in."


def asked_again(reader: Reader, address: str, before: TestResponse) -> list[str]:
    """Say by what an answer that comes again differs, drafts of others having come meanwhile."""
    faults = []
    mark = before.headers.get("ETag")
    if mark is not None:
        again = reader.get(address, headers={"If-None-Match": mark})
        faults += [f"{address}: its mark changed"] if again.status_code != 304 else []
    if channel_of(address) is Channel.PAGE:
        return faults
    head = reader.head(address)
    if (head.status_code, heads(head)) != (before.status_code, heads(before)):
        faults.append(f"{address}: its heads")
    part = reader.get(address, headers=A_PART)
    if part.status_code == 206 and part.data != before.data[:50]:
        faults.append(f"{address}: a part of it")
    return faults


def heads(answer: TestResponse) -> set[tuple[str, str]]:
    """Return the heads of an answer, without those that are new each time."""
    return {(name, value) for name, value in answer.headers if name not in BY_LENGTH}


def test_who_asks_again_is_not_told_that_others_have_drafted(
    app: Flask,
    cast: Cast,
    session: Session,
    connection: Connection,
    client_as: ClientAs,
    clock: Clock,
) -> None:
    bring(cast, cast.tip, Step.OBSERVATIONS)
    bring(cast, cast.untoc, Step.FEEDBACK)
    listed = address_book(app, session, cast.review, "GET")
    looking: dict[str, tuple[Reader, list[Nation]]] = {}
    for one, capacity in zip(nations(cast), CAPACITIES, strict=True):
        others = [each for each in nations(cast) if each is not one]
        looking[one.state.name] = client_as(getattr(one, capacity)), others
    looking["officer"] = client_as(cast.officer), nations(cast)
    faults: list[str] = []
    for who, (reader, others) in looking.items():
        before = {each: reader.get(each) for each in listed}
        open_now = {each: answer for each, answer in before.items() if answer.status_code == 200}
        session.commit()
        moment = clock.moment
        with connection.begin_nested() as within:
            for nation in others:
                whisper(cast, nation, clock)
            session.commit()
            # A page may well change with the day; here only the drafts are new.
            clock.moment = moment
            for address, answer in open_now.items():
                faults += [f"{who}: {each}" for each in asked_again(reader, address, answer)]
            session.commit()
            within.rollback()
        session.expire_all()
    assert not faults, "\n".join(faults)


def test_no_letter_holds_a_word_of_a_draft(cast: Cast, session: Session, clock: Clock) -> None:
    bring(cast, cast.untoc, Step.FEEDBACK)
    for nation in nations(cast):
        whisper(cast, nation, clock)
    letters = session.query(Letter).all()
    assert letters
    assert not [each for each in letters if SECRET in each.subject + each.body]


def test_an_address_is_of_the_channel_that_its_end_says(
    app: Flask, cast: Cast, session: Session, client_as: ClientAs, clock: Clock
) -> None:
    """Otherwise the printed matrix would call a file a page."""
    bring(cast, cast.tip, Step.SUMMARY)
    bring(cast, cast.untoc, Step.FEEDBACK)
    whisper(cast, cast.arcadia, clock)
    readers = [client_as(one) for one in (cast.arcadia.focal_point, cast.officer)]
    astray = []
    for address in address_book(app, session, cast.review, "GET"):
        endpoint, _ = app.url_map.bind("localhost").match(address)
        rule = next(app.url_map.iter_rules(endpoint)).rule
        for answer in (reader.get(address) for reader in readers):
            is_file = "attachment" in answer.headers.get("Content-Disposition", "")
            if answer.status_code == 200 and is_file != (channel_of(rule) is Channel.FILE):
                astray.append((rule, answer.mimetype))
    assert not astray


def test_every_reading_of_a_strand_has_a_channel(app: Flask) -> None:
    used = set(PURPOSES.values())
    assert set(READINGS) <= used, "Nobody can see what the table opens: give it a page."
