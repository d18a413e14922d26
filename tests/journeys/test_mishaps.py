"""Two people at once, a full disk, a store that fails: nothing is lost, nothing is half done.

Here acts really commit, each through a connection of its own to a database of this module's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session, sessionmaker

from reviewmech.actions.observations import clear_list, propose_observation
from reviewmech.records.attachments import Attachment, FolderStore
from reviewmech.records.clearances import Clearance
from reviewmech.records.database import Surroundings
from reviewmech.records.journal import Chain, Entry, broken_at
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.observations import Observation, observations
from reviewmech.records.people import Person
from reviewmech.records.people import actor as actor_of
from reviewmech.records.responses import Revision
from reviewmech.records.reviews import Strand
from reviewmech.records.standing import digest
from reviewmech.rules.access import Actor
from reviewmech.rules.refusals import NotPermitted
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import ObservationKind, Outcome
from tests.cast import Cast, assemble
from tests.conftest import wire
from tests.drafts import bring
from tests.reading import Reader

ClientAs = Callable[[Person], Reader]
Act = Callable[[Session, Actor, Strand], Any]

on_a_file = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """Give the session of the test."""
    with sessions() as opened:
        yield opened


@pytest.fixture
def cast(session: Session) -> Cast:
    """Give the cast."""
    return assemble(session)


@pytest.fixture
def app(
    ground: Engine, sessions: sessionmaker[Session], surroundings: Surroundings, tmp_path: Path
) -> Flask:
    """Give the application over this database."""
    made = wire(surroundings, tmp_path)
    made.extensions.update(engine=ground, sessions=sessions)
    # An accident is told to the reader here, as it is when serving, and not to the test.
    made.config["PROPAGATE_EXCEPTIONS"] = False
    return made


def as_somebody(
    sessions: sessionmaker[Session], person: Person, strand: Strand, act: Act
) -> Callable[[], None]:
    """Return a call that acts as a person through a connection of its own."""
    person_id, strand_id = person.id, strand.id

    def call() -> None:
        with sessions() as session:
            actor = actor_of(session, session.get_one(Person, person_id))
            act(session, actor, session.get_one(Strand, strand_id))

    return call


def clear(session: Session, actor: Actor, strand: Strand) -> None:
    """Clear the list as it stands."""
    clear_list(session, actor, strand, digest=digest(observations(session, strand.id)))


def propose(session: Session, actor: Actor, strand: Strand) -> None:
    """Propose an observation."""
    propose_observation(
        session, actor, strand, kind=ObservationKind.GAP, article="5", text="Too late."
    )


def agreed(cast: Cast) -> Strand:
    """Bring the strand of the Convention to a list on which all agree."""
    bring(cast, cast.untoc, Step.OBSERVATIONS)
    for item in cast.session.scalars(select(Observation)):
        item.outcome = Outcome.AGREED
    cast.session.commit()
    return cast.untoc


def test_what_happened_while_an_act_waited_for_its_turn_counts(
    cast: Cast, session: Session, sessions: sessionmaker[Session]
) -> None:
    """The last State clears the list, slowly; meanwhile another proposes one more observation."""
    strand = agreed(cast)
    for nation in (cast.arcadia, cast.belmora):
        as_somebody(sessions, nation.focal_point, strand, clear)()
    begun = Event()

    def clear_slowly(session: Session, actor: Actor, strand: Strand) -> None:
        def linger(*_given: object) -> None:
            begun.set()
            sleep(0.5)

        event.listen(session, "before_commit", linger, once=True)
        clear(session, actor, strand)

    def propose_meanwhile(session: Session, actor: Actor, strand: Strand) -> None:
        assert strand.step is Step.OBSERVATIONS
        begun.wait(timeout=10)
        propose(session, actor, strand)

    slowly = as_somebody(sessions, cast.cordania.focal_point, strand, clear_slowly)
    meanwhile = as_somebody(sessions, cast.belmora.expert, strand, propose_meanwhile)
    session.commit()
    with ThreadPoolExecutor(2) as pool:
        cleared, proposed = pool.submit(slowly), pool.submit(meanwhile)
        cleared.result(timeout=30)
        with pytest.raises(NotPermitted, match="present step"):
            proposed.result(timeout=30)
    session.expire_all()
    assert strand.step is Step.SUMMARY
    assert len(observations(session, strand.id)) == 1


def test_states_that_clear_at_once_have_all_cleared(
    cast: Cast, session: Session, sessions: sessionmaker[Session]
) -> None:
    strand = agreed(cast)
    start = Barrier(3)

    def clear_at_once(session: Session, actor: Actor, strand: Strand) -> None:
        start.wait(timeout=10)
        clear(session, actor, strand)

    chiefs = [one.focal_point for one in (cast.arcadia, cast.belmora, cast.cordania)]
    calls = [as_somebody(sessions, one, strand, clear_at_once) for one in chiefs]
    session.commit()
    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(call) for call in calls]:
            done.result(timeout=30)
    session.expire_all()
    assert session.scalar(select(func.count(Clearance.id))) == 3
    assert strand.step is Step.SUMMARY
    assert broken_at(session, f"review-{cast.review.id}") is None


def everything(session: Session) -> list[int]:
    """Count what an act writes."""
    session.expire_all()
    counts = [session.scalar(select(func.count()).select_from(each)) for each in (Entry, Revision)]
    return [*counts, session.scalar(select(func.sum(Chain.length)))]


@on_a_file
def test_on_a_full_disk_an_answer_is_kept_whole_or_given_back(
    ground: Engine, cast: Cast, session: Session, client_as: ClientAs
) -> None:
    sheet = client_as(cast.arcadia.expert).read(f"/strands/{cast.untoc.id}/response/5")
    block = '[id="question-untoc-5-offence"]'
    sheet.press("Save", within=block, choice="no")
    before, words = everything(session), "Dear words. " * 8_000

    def fill(connection: Any, *_given: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    # SQLite holds the file to the size it has: the disk has no room for more.
    session.commit()
    ground.dispose()
    event.listen(ground, "connect", fill)
    try:
        sheet = sheet.reader.read(sheet.path)
        refused = sheet.press("Save", within=block, choice="yes", remark=words, status=503)
        assert words.strip() in refused
        assert everything(session) == before
    finally:
        event.remove(ground, "connect", fill)
        session.commit()
        ground.dispose()
    saved = sheet.press("Save", within=block, choice="yes", remark=words)
    assert words.strip()[:1000] in saved
    assert broken_at(session, f"review-{cast.review.id}") is None


@on_a_file
def test_a_file_that_cannot_be_kept_leaves_no_record_and_no_rest(
    cast: Cast,
    session: Session,
    client_as: ClientAs,
    surroundings: Surroundings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = surroundings.store
    assert isinstance(store, FolderStore)
    page = client_as(cast.officer).read("/notes")
    note = {
        "state": cast.arcadia.state.id,
        "reference": "NV/1",
        "dated": "2027-01-04",
        "file": (BytesIO(b"%PDF-1.7 a note"), "note.pdf"),
    }

    def no_room(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("reviewmech.records.attachments.os.fsync", no_room)
        refused = page.press("Record the note", status=500, **note)
    assert "NV/1" in refused
    assert [one for one in store.folder.rglob("*") if one.is_file()] == []
    assert session.scalars(select(NoteVerbale)).all() == []
    note["file"] = (BytesIO(b"%PDF-1.7 a note"), "note.pdf")
    page.press("Record the note", **note)
    kept = session.scalars(select(Attachment)).one()
    assert store.get(kept.sha256) == b"%PDF-1.7 a note"


def test_files_are_read_by_nobody_else_on_the_machine(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "files")
    place = store._place(store.put(b"a note"))
    assert place.stat().st_mode & 0o077 == 0
    assert store.folder.stat().st_mode & 0o077 == 0
