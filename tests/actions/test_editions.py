"""Versions of questionnaires: published by name, proposed, and moved to when a State says so."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reviewmech.actions.editions import (
    LOOK_AGAIN,
    VersionTaken,
    acknowledge_move,
    propose_move,
    publish_edition,
    publish_the_first,
)
from reviewmech.actions.phases import open_phase
from reviewmech.actions.responses import keep_answer, save_answer
from reviewmech.actions.submission import submit_response
from reviewmech.records import editions, responses
from reviewmech.records.database import surroundings
from reviewmech.records.editions import Move
from reviewmech.records.journal import Entry, visible_entries
from reviewmech.records.laws import library_of
from reviewmech.records.letters import Letter
from reviewmech.records.responses import Answer, Edition, Revision
from reviewmech.records.reviews import Strand, case
from reviewmech.records.submission import prepared
from reviewmech.rules.access import THE_SYSTEM, Actor, by_note
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import ORDER, Step
from tests.actions.test_phases import a_note, a_second_review
from tests.cast import Cast
from tests.conftest import Clock
from tests.editions import (
    FIGURES,
    MODEL,
    NOTIFIED,
    OFFENCE,
    OTHER_WORDS,
    PRACTICE,
    changed,
    in_english,
    in_the_files,
    propose,
    publish,
    publish_both,
    put_into_the_files,
    second,
)


def count(session: Session, kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def answer(
    cast: Cast, question: str, value: dict[str, Any], started_from: int = 0, **given: Any
) -> Revision:
    saved = save_answer(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.untoc,
        question=question,
        value=value,
        started_from=started_from,
        language="en",
        **given,
    )
    assert isinstance(saved, Revision)
    return saved


def acknowledge(cast: Cast, number: int = 1, actor: Actor | None = None, **given: Any) -> Move:
    actor = actor or cast.acting(cast.arcadia.focal_point)
    move = acknowledge_move(cast.session, actor, cast.untoc, number=number, **given)
    assert isinstance(move, Move)
    return move


def look_again(cast: Cast) -> dict[str, str]:
    found = cast.session.execute(select(Answer.question, Answer.look_again)).all()
    return {question: why for question, why in found if why}


# Publishing


def test_the_installation_publishes_the_first_of_each_once(session: Session, cast: Cast) -> None:
    before = count(session, Edition)
    publish_the_first(session)
    publish_the_first(session)
    found = editions.newest_of_each(session)
    assert {key: (each.number, each.published_by) for key, each in found.items()} == {
        ("UNTOC", "cluster-1"): ("1", None),
        ("TIP", "cluster-1"): ("1", None),
    }
    # The words on which strands began already are kept once.
    assert count(session, Edition) == before
    lines = session.scalars(select(Entry).where(Entry.action == Action.PUBLISH_EDITION)).all()
    assert [(line.chain, line.person_id) for line in lines] == [("installation", None)] * 2


def test_an_officer_publishes_what_stands_in_the_files(
    session: Session, cast: Cast, clock: Clock
) -> None:
    edition = publish(cast, in_the_files(session))
    assert (edition.published_at, edition.published_by) == (clock.moment, cast.officer)
    (line,) = session.scalars(select(Entry).where(Entry.action == Action.PUBLISH_EDITION))
    assert (line.person_id, line.thing) == (cast.officer.id, f"edition:{edition.id}")
    assert json.loads(line.payload)["digest"] == in_the_files(session).digest


def test_strands_begin_on_the_newest_that_is_published(session: Session, cast: Cast) -> None:
    publish(cast, in_the_files(session))
    put_into_the_files(session, second(in_the_files(session)))

    def opened(review: Any) -> Strand:
        given = {"part": "cluster-1", "starts_on": date(2027, 3, 1)}
        phase = open_phase(session, cast.acting(cast.officer), review, **given)
        return next(each for each in phase.strands if each.instrument == "UNTOC")

    strand = opened(a_second_review(session, cast))
    assert strand.edition_id == cast.untoc.edition_id
    # Of the Protocol nothing was published: its first is the installation's.
    other = editions.newest(session, "TIP", "cluster-1")
    assert other is not None and (other.number, other.published_by) == ("1", None)
    edition = publish(cast, in_the_files(session))
    assert (edition.number, editions.newest(session, "UNTOC", "cluster-1")) == ("2", edition)


def test_another_content_needs_another_name(session: Session, cast: Cast) -> None:
    publish(cast, in_the_files(session))
    with pytest.raises(VersionTaken, match="“1” of this questionnaire was published before"):
        publish(cast, replace(second(in_the_files(session)), version="1"))
    assert [each.number for each in editions.published(session, "UNTOC", "cluster-1")] == ["1"]


def test_what_is_published_already_is_not_published_again(session: Session, cast: Cast) -> None:
    old = in_the_files(session)
    publish(cast, old)
    with pytest.raises(Conflict, match="already, as version 1"):
        publish(cast, old)
    publish(cast, second(old))
    with pytest.raises(VersionTaken):
        publish(cast, old)
    published = editions.published(session, "UNTOC", "cluster-1")
    assert [each.number for each in published] == ["2", "1"]


def test_only_what_was_shown_is_published(session: Session, cast: Cast) -> None:
    given = {"instrument": "UNTOC", "part": "cluster-1"}
    with pytest.raises(Conflict, match="not the one you were shown"):
        publish_edition(session, cast.acting(cast.officer), **given, digest="0" * 64)
    with pytest.raises(NotFound):
        publish_edition(session, cast.acting(cast.officer), **given | {"part": "none"}, digest="")
    assert editions.newest_of_each(session) == {}


def test_nobody_but_the_secretariat_and_the_system_publishes(session: Session, cast: Cast) -> None:
    given = {"instrument": "UNTOC", "part": "cluster-1", "digest": in_the_files(session).digest}
    for person in (cast.arcadia.focal_point, cast.belmora.focal_point, cast.delmar.expert):
        with pytest.raises(NotPermitted):
            publish_edition(session, cast.acting(person), **given)
    assert publish_edition(session, THE_SYSTEM, **given)


def test_a_repeated_request_publishes_once(session: Session, cast: Cast) -> None:
    given = {"instrument": "UNTOC", "part": "cluster-1", "digest": in_the_files(session).digest}
    officer = cast.acting(cast.officer)
    one = publish_edition(session, officer, **given, request_id="again")
    assert publish_edition(session, officer, **given, request_id="again") is one
    assert count(session, Entry) == 1


# Proposing


def test_a_proposal_changes_nothing_but_is_told(session: Session, cast: Cast) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    before, edition = cast.untoc.edition_id, publish_both(cast)
    move = propose(cast, edition)
    assert (move.number, move.left_id, move.edition) == (1, before, edition)
    assert (cast.untoc.edition_id, look_again(cast)) == (before, {})
    assert editions.proposed(session, cast.untoc) is move
    (letter,) = session.scalars(select(Letter))
    assert letter.person_id == cast.arcadia.focal_point.id
    assert letter.subject == "A newer questionnaire is proposed for the review of Arcadia"
    assert letter.body.endswith(f"/strands/{cast.untoc.id}/questionnaire")
    for person in (cast.arcadia.observer, cast.officer):
        (line, *_) = visible_entries(
            session, cast.review.id, cast.acting(person), case(cast.review)
        )
        assert (line.action, line.thing) == (Action.PROPOSE_MOVE, f"move:{move.id}")


def test_a_strand_is_moved_to_the_newest_alone_and_once(session: Session, cast: Cast) -> None:
    old = publish(cast, in_the_files(session))
    with pytest.raises(Conflict, match="version 1 already"):
        propose(cast, old)
    new = publish(cast, second(in_the_files(session)))
    with pytest.raises(Conflict, match="not the newest version"):
        propose(cast, old)
    propose(cast, new)
    with pytest.raises(Conflict, match="waits for the acknowledgement of Arcadia"):
        propose(cast, new)
    other = publish(cast, surroundings(session).questionnaires["TIP", "cluster-1"])
    with pytest.raises(Conflict, match="not the newest version"):
        propose(cast, other)
    assert count(session, Move) == 1


def test_a_newer_proposal_takes_the_place_of_the_one_before(session: Session, cast: Cast) -> None:
    propose(cast, publish_both(cast))
    third = publish(cast, replace(in_the_files(session), version="3"))
    move = propose(cast, third)
    assert (move.number, editions.proposed(session, cast.untoc)) == (2, move)
    with pytest.raises(Conflict, match="Another version was proposed"):
        acknowledge(cast, 1)
    acknowledge(cast, 2)
    assert cast.untoc.edition_id == third.id


def test_all_running_strands_are_proposed_to_in_one_act(session: Session, cast: Cast) -> None:
    review = a_second_review(session, cast)
    given = {"part": "cluster-1", "starts_on": date(2027, 3, 1)}
    phase = open_phase(session, cast.acting(cast.officer), review, **given)
    running = next(each for each in phase.strands if each.instrument == "UNTOC")
    edition, officer = publish_both(cast), cast.acting(cast.officer)
    assert editions.running(session, edition) == [cast.untoc, running]
    assert propose_move(session, officer, None, edition=edition, request_id="all") is edition
    assert propose_move(session, officer, None, edition=edition, request_id="all") is edition
    assert set(editions.proposed_to(session, edition)) == {cast.untoc.id, running.id}
    # Belmora, under review there, has no focal point in that review yet.
    (letter,) = session.scalars(select(Letter))
    assert letter.person_id == cast.arcadia.focal_point.id
    lines = session.scalars(select(Entry).where(Entry.action == Action.PROPOSE_MOVE)).all()
    assert [(line.chain, line.strand_id) for line in lines] == [("installation", None)]
    with pytest.raises(Conflict, match="No running strand is left"):
        propose_move(session, officer, None, edition=edition)


def test_only_strands_that_run_are_proposed_to(session: Session, cast: Cast) -> None:
    cast.put(Step.CONSULTATION)
    edition = publish_both(cast)
    with pytest.raises(Conflict, match="No running strand is left"):
        propose_move(session, cast.acting(cast.officer), None, edition=edition)
    assert count(session, Move) == 0


@pytest.mark.parametrize("step", [step for step in ORDER if step is not Step.SELF_ASSESSMENT])
def test_a_strand_past_its_submission_stays_on_its_questionnaire(
    session: Session, cast: Cast, step: Step
) -> None:
    edition = publish_both(cast)
    propose(cast, edition)
    cast.put(step)
    assert editions.proposed(session, cast.untoc) is None
    with pytest.raises(NotPermitted, match="present step"):
        acknowledge(cast)
    with pytest.raises(NotPermitted, match="present step"):
        propose(cast, edition)


def test_only_the_secretariat_proposes_and_only_the_focal_point_acknowledges(
    session: Session, cast: Cast
) -> None:
    edition = publish_both(cast)
    for person in (cast.arcadia.focal_point, cast.belmora.focal_point):
        with pytest.raises(NotPermitted):
            propose_move(session, cast.acting(person), cast.untoc, edition=edition)
        with pytest.raises(NotPermitted):
            propose_move(session, cast.acting(person), None, edition=edition)
    with pytest.raises(NotFound):
        propose_move(session, cast.acting(cast.delmar.expert), cast.untoc, edition=edition)
    propose(cast, edition)
    others = (cast.arcadia.expert, cast.arcadia.observer, cast.belmora.focal_point, cast.officer)
    for person in others:
        with pytest.raises(NotPermitted):
            acknowledge(cast, actor=cast.acting(person))
    with pytest.raises(NotFound):
        acknowledge(cast, actor=cast.acting(cast.delmar.focal_point))
    assert cast.untoc.edition_id != edition.id


# Moving


def test_an_acknowledged_strand_asks_by_the_newer_questionnaire(
    session: Session, cast: Cast, clock: Clock
) -> None:
    old = {OFFENCE: {"choice": "yes"}, MODEL: {"choices": ["agreement"]}}
    rest = {NOTIFIED: {"choice": "no"}, FIGURES: {"source": "Courts", "unavailable": True}}
    for question, value in (old | rest).items():
        answer(cast, question, value)
    edition = publish_both(cast)
    propose(cast, edition)
    clock.forward(days=2)
    move = acknowledge(cast)
    assert cast.untoc.edition_id == edition.id
    assert (move.acknowledged_at, move.acknowledged_by) == (clock.moment, cast.arcadia.focal_point)
    assert editions.proposed(session, cast.untoc) is None
    # Other words and fewer choices ask something else; other guidance does not.
    assert look_again(cast) == {OFFENCE: LOOK_AGAIN, MODEL: LOOK_AGAIN}
    assert responses.current_values(session, cast.untoc.id) == old | rest
    answer(cast, PRACTICE, {"text": "By the courts."})
    with pytest.raises(NotFound, match="not any more"):
        answer(cast, FIGURES, {"source": "Police"}, started_from=1)


def test_what_was_never_answered_or_was_cleared_asks_for_no_look(cast: Cast) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    answer(cast, OFFENCE, {}, started_from=1)
    propose(cast, publish_both(cast))
    acknowledge(cast)
    assert look_again(cast) == {}


def test_each_revision_knows_the_edition_it_was_written_under(session: Session, cast: Cast) -> None:
    before = cast.untoc.edition_id
    answer(cast, OFFENCE, {"choice": "yes"})
    edition = publish_both(cast)
    propose(cast, edition)
    acknowledge(cast)
    answer(cast, OFFENCE, {"choice": "no"}, started_from=1)
    written = session.scalars(select(Revision.edition_id).order_by(Revision.number)).all()
    assert written == [before, edition.id]
    then, now = (responses.questionnaire(session, each).question(OFFENCE) for each in written)
    assert then is not None and now is not None
    assert then.words("en").asks.startswith("Is participation")
    assert now.words("en").asks == OTHER_WORDS


def test_an_answer_to_a_question_that_comes_back_otherwise_is_looked_at(
    session: Session, cast: Cast
) -> None:
    answer(cast, FIGURES, {"source": "Courts", "unavailable": True})
    old = in_the_files(session)
    propose(cast, publish_both(cast))
    acknowledge(cast)
    assert look_again(cast) == {}

    def again(questions: list[Any]) -> list[Any]:
        return [
            in_english(each, asks="How many trials were there?") if each.id == FIGURES else each
            for each in questions
        ]

    propose(cast, publish(cast, changed(old, "3", again)))
    acknowledge(cast, 2)
    assert look_again(cast) == {FIGURES: LOOK_AGAIN}


def test_an_answer_looked_at_under_one_version_is_not_asked_about_by_the_next(
    session: Session, cast: Cast
) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    propose(cast, publish_both(cast))
    acknowledge(cast)
    keep_answer(session, cast.acting(cast.arcadia.expert), cast.untoc, question=OFFENCE)
    propose(cast, publish(cast, replace(in_the_files(session), version="3")))
    acknowledge(cast, 2)
    assert look_again(cast) == {}


def test_who_wrote_to_the_question_as_it_was_is_told_that_it_changed(
    session: Session, cast: Cast
) -> None:
    before = cast.untoc.edition_id
    answer(cast, NOTIFIED, {"choice": "no"})
    propose(cast, publish_both(cast))
    acknowledge(cast)
    with pytest.raises(Invalid, match="has changed since you opened this page"):
        answer(cast, OFFENCE, {"choice": "yes"}, asked_in=before)
    with pytest.raises(Invalid, match="has changed since you opened this page"):
        answer(cast, OFFENCE, {"choice": "yes"}, asked_in=2**70)
    # A question that asks the same is the same, on whichever page it stands.
    assert answer(cast, NOTIFIED, {"choice": "yes"}, started_from=1, asked_in=before)
    assert answer(cast, OFFENCE, {"choice": "yes"}, asked_in=cast.untoc.edition_id)


def test_an_answer_stands_only_for_the_question_that_was_read_and_that_it_fits(
    session: Session, cast: Cast
) -> None:
    before, expert = cast.untoc.edition_id, cast.acting(cast.arcadia.expert)
    answer(cast, OFFENCE, {"choice": "yes"})
    answer(cast, MODEL, {"choices": ["agreement"]})
    propose(cast, publish_both(cast))
    acknowledge(cast)
    with pytest.raises(Invalid, match="has changed since"):
        keep_answer(session, expert, cast.untoc, question=OFFENCE, asked_in=before)
    with pytest.raises(Invalid, match="does not fit the question any more"):
        keep_answer(session, expert, cast.untoc, question=MODEL)
    keep_answer(session, expert, cast.untoc, question=OFFENCE)
    assert look_again(cast) == {MODEL: LOOK_AGAIN}


def test_answers_to_removed_questions_are_not_submitted(session: Session, cast: Cast) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    answer(cast, FIGURES, {"source": "Courts", "unavailable": True})
    edition = publish_both(cast)
    propose(cast, edition)
    acknowledge(cast)
    version = submit_response(
        session, cast.acting(cast.arcadia.focal_point), cast.untoc, language="en"
    )
    assert set(version.values) == {OFFENCE}
    assert (version.edition_id, PRACTICE in version.unanswered) == (edition.id, True)
    # What was submitted keeps its questions for ever, and so do the corrections of it.
    publish(cast, replace(in_the_files(session), version="3"))
    answer(cast, OFFENCE, {"choice": "no"}, started_from=1)
    chief = cast.acting(cast.arcadia.focal_point)
    correction = submit_response(session, chief, cast.untoc, language="en")
    assert (correction.number, correction.edition_id) == (2, edition.id)


def test_nothing_is_submitted_that_was_shown_before_the_move(session: Session, cast: Cast) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    asked = responses.questionnaire(session, cast.untoc.edition_id)
    kept = responses.current(session, cast.untoc.id)
    library = library_of(session, cast.arcadia.state.id)
    shown = prepared(session, cast.untoc, asked, kept, library).seal
    publish(cast, in_the_files(session))
    # Only the words of the question are others: what would be frozen is the same.
    reworded = changed(
        in_the_files(session), "2", lambda asked: [in_english(asked[0], asks="Is it?"), *asked[1:]]
    )
    propose(cast, publish(cast, reworded))
    acknowledge(cast)
    chief = cast.acting(cast.arcadia.focal_point)
    with pytest.raises(Conflict, match="nothing was submitted"):
        submit_response(session, chief, cast.untoc, language="en", shown=shown)


def test_a_note_verbale_acknowledges_too_and_the_state_is_told(
    session: Session, cast: Cast
) -> None:
    edition = publish_both(cast)
    propose(cast, edition)
    note = a_note(session, cast.arcadia.state)
    noted = by_note(cast.acting(cast.officer), cast.arcadia.state.id, note.id)
    move = acknowledge(cast, actor=noted)
    assert (move.note, move.acknowledged_by) == (note, cast.officer)
    assert cast.untoc.edition_id == edition.id
    subjects = session.scalars(
        select(Letter.subject).where(Letter.person_id == cast.arcadia.focal_point.id)
    ).all()
    assert "An act of Arcadia was recorded from its note verbale" in subjects
    (line, *_) = session.scalars(select(Entry).order_by(Entry.id.desc()))
    assert (line.action, line.state_id) == (Action.ACKNOWLEDGE_MOVE, cast.arcadia.state.id)
    assert line.note_id == note.id


def test_a_note_of_another_state_acknowledges_nothing(session: Session, cast: Cast) -> None:
    propose(cast, publish_both(cast))
    note = a_note(session, cast.belmora.state)
    noted = by_note(cast.acting(cast.officer), cast.belmora.state.id, note.id)
    with pytest.raises(NotPermitted):
        acknowledge(cast, actor=noted)


def test_the_team_and_the_officers_are_told_of_the_move(session: Session, cast: Cast) -> None:
    propose(cast, publish_both(cast))
    acknowledge(cast)
    about = select(Letter.person_id).where(Letter.subject.contains("is on a newer questionnaire"))
    assert set(session.scalars(about)) == {cast.arcadia.expert.id, cast.officer.id}


def test_a_repeated_acknowledgement_moves_once(session: Session, cast: Cast) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    propose(cast, publish_both(cast))
    move = acknowledge(cast, request_id="again")
    keep_answer(session, cast.acting(cast.arcadia.expert), cast.untoc, question=OFFENCE)
    assert acknowledge(cast, request_id="again") is move
    assert look_again(cast) == {}
    with pytest.raises(Conflict, match="acknowledged already"):
        acknowledge(cast)
    lines = session.scalars(select(Entry).where(Entry.action == Action.ACKNOWLEDGE_MOVE)).all()
    assert len(lines) == 1


def test_where_nothing_is_proposed_nothing_is_acknowledged(session: Session, cast: Cast) -> None:
    publish_both(cast)
    with pytest.raises(Conflict, match="none was proposed"):
        acknowledge(cast)
    propose(cast, publish(cast, replace(in_the_files(session), version="3")))
    with pytest.raises(Conflict, match="Another version was proposed"):
        acknowledge(cast, 7)
