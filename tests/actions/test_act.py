"""The one shape of an act: permitted, done once, kept whole or not at all, and written down."""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session, sessionmaker

from reviewmech.actions import act as acts
from reviewmech.actions.steps import enter, pass_over
from reviewmech.records import database
from reviewmech.records.database import now
from reviewmech.records.journal import Chain, Entry, broken_at
from reviewmech.records.laws import Law
from reviewmech.records.letters import Letter
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Appointment, Person
from reviewmech.records.people import actor as actor_of
from reviewmech.records.responses import Version
from reviewmech.records.reviews import ChangeCounter, Review, Strand
from reviewmech.rules.access import THE_SYSTEM, by_note
from reviewmech.rules.purposes import Action, Audience
from reviewmech.rules.refusals import Conflict, NotFound, NotPermitted, SentBefore
from reviewmech.rules.steps import Step
from tests.cast import Cast, pair
from tests.conftest import Clock


def the_acts() -> SimpleNamespace:
    """Make small acts of every scope, that keep a law or fail on the way."""

    @acts.act(Action.ADD_LAW, secret=frozenset({"password"}))
    def keep(session: Session, actor: Any, strand: Strand, *, title: str, **given: object) -> Law:
        law = Law(state_id=actor.state_in(strand.review.id), title=title)
        session.add(law)
        return law

    @acts.act(Action.SAVE_ANSWER)
    def fail(session: Session, actor: Any, strand: Strand, *, error: BaseException) -> None:
        session.add(Law(state_id=strand.review.state_id, title="half-done"))
        session.flush()
        raise error

    @acts.act(Action.SUBMIT)
    def submit(session: Session, actor: Any, strand: Strand) -> Version:
        version = Version(
            strand_id=strand.id,
            number=1,
            edition_id=strand.edition_id,
            language="en",
            laws=[],
            unanswered=[],
            submitted_at=now(session),
        )
        session.add(version)
        return version

    @acts.act(Action.MOVE_ON, moves=True)
    def move_on(session: Session, actor: Any, strand: Strand) -> None:
        pass_over(session, strand)

    @acts.act(Action.END_APPOINTMENT)
    def end(session: Session, actor: Any, review: Review, *, appointment: Appointment) -> None:
        appointment.until = now(session)

    @acts.act(Action.CORRECT_STATE)
    def correct(session: Session, actor: Any, nothing: None, *, title: str) -> None:
        """Change nothing."""

    @acts.act(Action.LOAD_MECHANISM)
    def load(session: Session, actor: Any, nothing: None) -> None:
        """Change nothing."""

    @acts.act(Action.SEND_QUESTION)
    def ask(session: Session, actor: Any, strand: Strand, *, text: str = "") -> None:
        """Change nothing."""

    @acts.act(Action.RELEASE_FEEDBACK)
    def release(session: Session, actor: Any, strand: Strand) -> Law:
        law = Law(state_id=actor.state_in(strand.review.id), title="released")
        enter(session, strand, Step.OBSERVATIONS)
        session.add(law)
        return law

    return SimpleNamespace(**locals())


@pytest.fixture
def do(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Give the small acts, beside the product's own."""
    monkeypatch.setattr(acts, "PERFORMERS", {})
    return the_acts()


def lines(session: Session) -> list[Entry]:
    return list(session.scalars(select(Entry).order_by(Entry.id)))


def titles(session: Session) -> list[str]:
    return list(session.scalars(select(Law.title).order_by(Law.id)))


def a_note(cast: Cast, state: Any) -> NoteVerbale:
    note = NoteVerbale(
        state_id=state.id,
        reference="NV 12/2027",
        dated=date(2027, 1, 4),
        recorded_at=now(cast.session),
    )
    cast.session.add(note)
    cast.session.commit()
    return note


def test_an_action_has_one_function(do: SimpleNamespace) -> None:
    with pytest.raises(RuntimeError, match="two functions"):
        acts.act(Action.ADD_LAW)(lambda session, actor, strand: None)


def test_an_act_is_done_and_kept(do: SimpleNamespace, cast: Cast, session: Session) -> None:
    law = do.keep(session, cast.acting(cast.arcadia.expert), cast.untoc, title="Penal Code")
    session.rollback()
    assert law.title == "Penal Code"
    assert titles(session) == ["Penal Code"]


def test_to_a_stranger_the_strand_does_not_exist(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    for person in (cast.delmar.focal_point, None):
        with pytest.raises(NotFound):
            do.keep(session, actor_of(session, person), cast.untoc, title="Penal Code")
    with pytest.raises(NotFound):
        do.ask(session, cast.acting(cast.cordania.focal_point), cast.tip)
    assert titles(session) == [] and lines(session) == []


def test_a_participant_who_may_not_is_told_so(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    with pytest.raises(NotPermitted, match="not among the things"):
        do.keep(session, cast.acting(cast.belmora.expert), cast.untoc, title="Penal Code")
    with pytest.raises(NotPermitted):
        do.keep(session, cast.acting(cast.arcadia.observer), cast.untoc, title="Penal Code")
    with pytest.raises(NotPermitted):
        do.correct(session, cast.acting(cast.arcadia.focal_point), None, title="x")
    assert lines(session) == []


def test_a_participant_at_another_step_is_told_so(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    with pytest.raises(NotPermitted, match="present step"):
        do.ask(session, cast.acting(cast.belmora.focal_point), cast.untoc)
    cast.put(Step.FEEDBACK)
    do.ask(session, cast.acting(cast.belmora.focal_point), cast.untoc)
    assert [line.action for line in lines(session)] == [Action.SEND_QUESTION]


def test_a_repeated_request_acts_once_and_gets_the_first_result(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    actor = cast.acting(cast.arcadia.expert)
    first = do.keep(session, actor, cast.untoc, title="Penal Code", request_id="again")
    second = do.keep(session, actor, cast.untoc, title="Penal Code", request_id="again")
    assert second is first
    assert titles(session) == ["Penal Code"]
    assert len(lines(session)) == 1


def test_a_repeated_request_gets_the_first_result_though_the_step_has_moved(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    cast.put(Step.FEEDBACK)
    actor = cast.acting(cast.belmora.focal_point)
    first = do.release(session, actor, cast.untoc, request_id="again")
    assert cast.untoc.step is Step.OBSERVATIONS
    assert do.release(session, actor, cast.untoc, request_id="again") is first
    assert titles(session) == ["released"]


def test_a_request_used_by_another_person_or_for_another_act_is_refused(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    expert, focal_point = map(cast.acting, (cast.arcadia.expert, cast.arcadia.focal_point))
    do.keep(session, expert, cast.untoc, title="Penal Code", request_id="again")
    with pytest.raises(SentBefore):
        do.keep(session, focal_point, cast.untoc, title="Another", request_id="again")
    with pytest.raises(SentBefore):
        do.submit(session, focal_point, cast.untoc, request_id="again")
    assert titles(session) == ["Penal Code"]


def test_a_stranger_learns_nothing_from_a_request_already_used(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    expert = cast.acting(cast.arcadia.expert)
    do.keep(session, expert, cast.untoc, title="Penal Code", request_id="again")
    with pytest.raises(NotFound):
        stranger = cast.acting(cast.delmar.expert)
        do.keep(session, stranger, cast.untoc, title="Penal Code", request_id="again")


def test_a_request_used_for_another_strand_is_refused(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    actor = cast.acting(cast.arcadia.expert)
    do.keep(session, actor, cast.untoc, title="Penal Code", request_id="again")
    with pytest.raises(SentBefore):
        do.keep(session, actor, cast.tip, title="Penal Code", request_id="again")


@pytest.mark.parametrize("odd", ["a\0b", "x" * 5000, "‮é", " ", "'; --", ""])
def test_an_odd_request_id_harms_nothing(
    odd: str, do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    actor = cast.acting(cast.arcadia.expert)
    do.keep(session, actor, cast.untoc, title="Penal Code", request_id=odd)
    do.keep(session, actor, cast.untoc, title="Road Code", request_id=odd + "other")
    assert titles(session) == ["Penal Code", "Road Code"]


def test_nothing_is_kept_of_an_act_that_fails(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    before = cast.untoc.step
    for error in (ValueError("half-way"), Conflict("Somebody was first."), KeyboardInterrupt()):
        with pytest.raises(type(error)):
            do.fail(session, cast.acting(cast.arcadia.expert), cast.untoc, error=error)
    assert titles(session) == [] and lines(session) == []
    assert session.scalar(select(func.count(Letter.id))) == 0
    assert session.scalar(select(func.count(ChangeCounter.value))) == 0
    assert cast.untoc.step is before


def test_what_the_database_refuses_is_a_conflict(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    officer = cast.acting(cast.officer)
    do.submit(session, cast.acting(cast.arcadia.focal_point), cast.tip)
    with pytest.raises(Conflict, match="same moment"):
        do.submit(session, cast.acting(cast.arcadia.focal_point), cast.tip)
    assert len(lines(session)) == 1
    do.correct(session, officer, None, title="the session is still of use")


def test_the_journal_says_who_did_what_for_which_state(
    do: SimpleNamespace, cast: Cast, session: Session, clock: Clock
) -> None:
    law = do.keep(session, cast.acting(cast.arcadia.expert), cast.untoc, title="Penal Code")
    (line,) = lines(session)
    assert (line.chain, line.number) == (f"review-{cast.review.id}", 1)
    assert line.action is Action.ADD_LAW
    assert line.heard_by is Audience.OWN_STATE
    assert (line.review_id, line.strand_id) == (cast.review.id, cast.untoc.id)
    assert line.state_id == cast.arcadia.state.id
    assert line.person_id == cast.arcadia.expert.id
    assert line.note_id is None
    assert line.at == clock.moment
    assert line.thing == f"law:{law.id}"
    assert json.loads(line.payload) == {"title": "Penal Code"}


def test_an_act_by_note_is_the_state_s_recorded_by_the_officer(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    note = a_note(cast, cast.arcadia.state)
    noted = by_note(cast.acting(cast.officer), cast.arcadia.state.id, note.id)
    do.submit(session, noted, cast.untoc)
    (line,) = lines(session)
    assert (line.state_id, line.person_id) == (cast.arcadia.state.id, cast.officer.id)
    assert line.note_id == note.id


def test_by_note_only_what_may_be_done_by_note_is_done(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    note = a_note(cast, cast.arcadia.state)
    noted = by_note(cast.acting(cast.officer), cast.arcadia.state.id, note.id)
    with pytest.raises(NotPermitted):
        do.keep(session, noted, cast.untoc, title="Penal Code")


def test_an_act_of_the_secretariat_or_the_system_is_of_no_state(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    do.move_on(session, cast.acting(cast.officer), cast.untoc)
    do.load(session, THE_SYSTEM, None)
    by_officer, by_system = lines(session)
    assert (by_officer.state_id, by_officer.person_id) == (None, cast.officer.id)
    assert (by_system.state_id, by_system.person_id) == (None, None)
    assert by_system.chain == "installation" and by_system.review_id is None


def test_a_secret_stands_in_no_journal_line(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    actor = cast.acting(cast.arcadia.expert)
    do.keep(session, actor, cast.untoc, title="Penal Code", password="correct horse")
    (line,) = lines(session)
    assert "password" not in line.payload and "correct horse" not in line.payload


def test_long_texts_files_and_records_stand_in_the_journal_by_hash_or_name(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    given = {
        "answer": {"text": "words " * 100, "years": ["2023"]},
        "file": b"%PDF",
        "dated": date(2027, 1, 4),
        "strands": [cast.tip],
        "short": "é" * 120,
    }
    do.keep(session, cast.acting(cast.arcadia.expert), cast.untoc, title="Penal Code", **given)
    payload = json.loads(lines(session)[0].payload)
    assert payload["answer"]["text"] == sealed(b"words " * 100)
    assert payload["answer"]["years"] == ["2023"]
    assert payload["file"] == sealed(b"%PDF")
    assert payload["dated"] == "2027-01-04"
    assert payload["strands"] == [f"strand:{cast.tip.id}"]
    assert payload["short"] == "é" * 120


def sealed(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def test_a_counter_moves_only_for_what_a_state_does_in_a_strand(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    do.keep(session, cast.acting(cast.arcadia.expert), cast.untoc, title="Penal Code")
    do.keep(session, cast.acting(cast.arcadia.focal_point), cast.untoc, title="Road Code")
    do.move_on(session, cast.acting(cast.officer), cast.untoc)
    do.correct(session, cast.acting(cast.officer), None, title="x")
    counters = session.execute(
        select(ChangeCounter.strand_id, ChangeCounter.state_id, ChangeCounter.value)
    ).all()
    assert [tuple(row) for row in counters] == [(cast.untoc.id, cast.arcadia.state.id, 2)]


def test_the_act_that_ends_a_step_moves_the_strand_on_with_its_term(
    do: SimpleNamespace, cast: Cast, session: Session, clock: Clock
) -> None:
    clock.forward(days=30)
    do.submit(session, cast.acting(cast.arcadia.focal_point), cast.untoc)
    assert cast.untoc.step is Step.CONSULTATION
    assert cast.untoc.step_since == clock.moment
    assert cast.tip.step is Step.SELF_ASSESSMENT
    term = database.surroundings(session).mechanism.terms.get(Step.CONSULTATION)
    assert (cast.untoc.due_on is None) == (term is None)
    assert cast.untoc.due_on is None or cast.untoc.due_on > clock.today


def test_an_act_that_ends_no_step_moves_nothing(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    cast.put(Step.FEEDBACK)
    do.submit(session, cast.acting(cast.arcadia.focal_point), cast.untoc)
    assert cast.untoc.step is Step.FEEDBACK


def test_the_secretariat_passes_over_a_step_that_has_not_ended(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    reached = []
    for _ in range(5):
        do.move_on(session, cast.acting(cast.officer), cast.untoc)
        reached.append(cast.untoc.step)
    assert reached == list(Step)[1:]
    with pytest.raises(NotPermitted):
        do.move_on(session, cast.acting(cast.officer), cast.untoc)


def test_the_chain_of_a_review_holds_and_a_change_in_it_shows(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    for title in ("Penal Code", "Road Code", "Trade Code"):
        do.keep(session, cast.acting(cast.arcadia.expert), cast.untoc, title=title)
    chain = f"review-{cast.review.id}"
    assert broken_at(session, chain) is None
    session.execute(text("UPDATE journal_entry SET payload = '{}' WHERE number = 2"))
    session.expire_all()
    assert broken_at(session, chain) == 2
    session.execute(text("DELETE FROM journal_entry WHERE number > 1"))
    assert broken_at(session, chain) == 2


# Two people at once, each with a connection of their own to a real database.


def elsewhere(
    sessions: sessionmaker[Session], person: Person, strand: Strand, how: Callable[..., Any]
) -> Callable[[], object]:
    """Return a call that acts as somebody through a connection of its own."""
    person_id, strand_id = person.id, strand.id

    def call() -> object:
        with sessions() as session:
            actor = actor_of(session, session.get(Person, person_id))
            result = how(session, actor, session.get(Strand, strand_id))
            return result and result.id

    return call


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Make several calls at the same moment and return what came of each."""
    start = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        start.wait(timeout=10)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run, each) for each in calls]]


def just_before_the_lock(session: Session, happening: Callable[[], object]) -> None:
    """Let something happen between the permission of the next act and its lock."""
    waited: list[object] = []

    def look(connection: Any, cursor: Any, statement: str, *given: object) -> None:
        if not waited and ("BEGIN IMMEDIATE" in statement or "FOR UPDATE" in statement):
            waited.append(happening)
            happening()

    event.listen(session.get_bind(), "before_cursor_execute", look)


def test_people_who_act_at_once_each_get_their_turn(
    do: SimpleNamespace, stage: Cast, sessions: sessionmaker[Session]
) -> None:
    people = (stage.arcadia.expert, stage.arcadia.focal_point)

    def five_laws(session: Session, actor: Any, strand: Strand) -> None:
        for number in range(5):
            do.keep(session, actor, strand, title=f"Law {number} of {actor.person}")

    at_once(*(elsewhere(sessions, person, stage.untoc, five_laws) for person in people))
    stage.session.rollback()
    assert len(titles(stage.session)) == 10
    assert [line.number for line in lines(stage.session)] == list(range(1, 11))
    assert broken_at(stage.session, f"review-{stage.review.id}") is None
    assert stage.session.scalar(select(ChangeCounter.value)) == 10


def test_the_same_request_twice_at_once_acts_once(
    do: SimpleNamespace, stage: Cast, sessions: sessionmaker[Session]
) -> None:
    do.keep(stage.session, stage.acting(stage.arcadia.expert), stage.untoc, title="The first")

    def keep(session: Session, actor: Any, strand: Strand) -> Law:
        return do.keep(session, actor, strand, title="Penal Code", request_id="twice")

    call = elsewhere(sessions, stage.arcadia.expert, stage.untoc, keep)
    one, other = at_once(call, call)
    assert one == other
    stage.session.rollback()
    assert titles(stage.session) == ["The first", "Penal Code"]


def test_an_appointment_ended_a_moment_ago_no_longer_acts(
    do: SimpleNamespace, stage: Cast, sessions: sessionmaker[Session]
) -> None:
    leaver = stage.arcadia.expert
    appointment_id = stage.session.scalar(
        select(Appointment.id).where(Appointment.person_id == leaver.id)
    )

    def end(session: Session, officer: Any, strand: Strand) -> None:
        appointment = session.get(Appointment, appointment_id)
        do.end(session, officer, strand.review, appointment=appointment)

    actor = stage.acting(leaver)
    just_before_the_lock(stage.session, elsewhere(sessions, stage.officer, stage.untoc, end))
    with pytest.raises(NotFound):
        do.keep(stage.session, actor, stage.untoc, title="Too late")
    assert titles(stage.session) == []
    assert [line.action for line in lines(stage.session)] == [Action.END_APPOINTMENT]


def test_a_strand_moved_on_a_moment_ago_is_no_longer_open(
    do: SimpleNamespace, stage: Cast, sessions: sessionmaker[Session]
) -> None:
    stage.put(Step.OBSERVATIONS)
    actor = stage.acting(stage.belmora.focal_point)
    strand = stage.untoc
    just_before_the_lock(stage.session, elsewhere(sessions, stage.officer, strand, do.move_on))
    with pytest.raises(NotPermitted, match="present step"):
        do.ask(stage.session, actor, strand)
    assert strand.step is Step.SUMMARY


def test_an_act_begun_before_a_strand_moved_is_refused(
    do: SimpleNamespace, stage: Cast, sessions: sessionmaker[Session]
) -> None:
    stage.put(Step.OBSERVATIONS)
    with sessions() as session:
        strand = session.get_one(Strand, stage.untoc.id)
        actor = actor_of(session, session.get_one(Person, stage.belmora.focal_point.id))
        assert strand.step is Step.OBSERVATIONS
        elsewhere(sessions, stage.officer, stage.untoc, do.move_on)()
        with pytest.raises(NotPermitted, match="present step"):
            do.ask(session, actor, strand)
        assert strand.step is Step.SUMMARY
    stage.session.rollback()
    assert [line.action for line in lines(stage.session)] == [Action.MOVE_ON]


def test_what_changed_elsewhere_does_not_disturb_an_act_that_is_still_open(
    do: SimpleNamespace, stage: Cast, sessions: sessionmaker[Session]
) -> None:
    actor = stage.acting(stage.arcadia.expert)
    just_before_the_lock(stage.session, elsewhere(sessions, stage.officer, stage.untoc, do.move_on))
    do.keep(stage.session, actor, stage.untoc, title="Penal Code")
    assert titles(stage.session) == ["Penal Code"]


def test_a_pairing_ended_a_moment_ago_makes_a_stranger(
    do: SimpleNamespace, stage: Cast, sessions: sessionmaker[Session]
) -> None:
    stage.put(Step.FEEDBACK)
    actor = stage.acting(stage.cordania.focal_point)
    cordania = stage.cordania.state.id

    @acts.act(Action.UNPAIR_STATE, moves=True)
    def unpair(session: Session, officer: Any, review: Review) -> None:
        for scope in [each for each in review.pairing if each.state_id == cordania]:
            session.delete(scope)

    def release(session: Session, officer: Any, strand: Strand) -> None:
        unpair(session, officer, strand.review)

    just_before_the_lock(stage.session, elsewhere(sessions, stage.officer, stage.untoc, release))
    with pytest.raises(NotFound):
        do.ask(stage.session, actor, stage.untoc)


def test_an_act_by_note_is_refused_when_its_officer_has_just_left(
    do: SimpleNamespace, stage: Cast, sessions: sessionmaker[Session]
) -> None:
    note = a_note(stage, stage.arcadia.state)
    noted = by_note(stage.acting(stage.officer), stage.arcadia.state.id, note.id)
    officer_id, review_id = stage.officer.id, stage.review.id

    def leave() -> None:
        with sessions() as session:
            held = select(Appointment).where(Appointment.person_id == officer_id)
            session.scalars(held).one().until = now(session)
            session.get_one(Chain, f"review-{review_id}").moves += 1
            session.commit()

    do.keep(stage.session, stage.acting(stage.arcadia.expert), stage.untoc, title="The first")
    just_before_the_lock(stage.session, leave)
    with pytest.raises(NotPermitted):
        do.submit(stage.session, noted, stage.untoc)


def test_a_reader_is_not_held_up_by_an_act(
    do: SimpleNamespace, stage: Cast, sessions: sessionmaker[Session]
) -> None:
    seen: list[list[str]] = []

    @acts.act(Action.DRAFT_QUESTION)
    def draft(session: Session, actor: Any, strand: Strand) -> None:
        pair(session, strand.review, stage.delmar.state, "UNTOC")
        with sessions() as reader:
            seen.append(
                [state.name for state in reader.get_one(Strand, strand.id).reviewing_states]
            )

    stage.put(Step.FEEDBACK)
    draft(stage.session, stage.acting(stage.belmora.expert), stage.untoc)
    assert seen == [["Belmora", "Cordania"]]


def test_a_database_file_is_kept_by_the_journal_of_the_disk(tmp_path: Path) -> None:
    made = database.engine(f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    with made.connect() as connection:
        kept = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous")
        }
    made.dispose()
    assert kept == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}


def test_other_words_under_a_request_already_used_are_refused_and_not_lost(
    do: SimpleNamespace, cast: Cast, session: Session
) -> None:
    expert = cast.acting(cast.arcadia.expert)
    do.keep(session, expert, cast.untoc, title="Penal Code", request_id="again")
    do.keep(session, expert, cast.untoc, title="Penal Code", request_id="again")
    with pytest.raises(SentBefore):
        do.keep(session, expert, cast.untoc, title="Civil Code", request_id="again")
    assert titles(session) == ["Penal Code"]
