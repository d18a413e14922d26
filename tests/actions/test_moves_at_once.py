"""A strand moves to a newer questionnaire while others act, each through their own connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from reviewmech.actions.editions import acknowledge_move, propose_move
from reviewmech.actions.responses import save_answer
from reviewmech.actions.submission import submit_response
from reviewmech.records import editions
from reviewmech.records.editions import Move
from reviewmech.records.journal import broken_at
from reviewmech.records.responses import Edition, Revision, Version
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotPermitted
from reviewmech.rules.steps import Step
from tests.actions.test_act import at_once, elsewhere, just_before_the_lock, lines
from tests.cast import Cast
from tests.editions import OFFENCE, propose, publish_both

Sessions = sessionmaker[Session]
YES = {"choice": "yes"}


@pytest.fixture
def stage(stage: Cast) -> Cast:
    """Give the cast where acts really commit; the second version is published."""
    publish_both(stage)
    return stage


def newest(session: Session) -> Edition:
    edition = editions.newest(session, "UNTOC", "cluster-1")
    assert edition is not None
    return edition


def acknowledging(session: Session, actor: Any, strand: Strand) -> Move:
    move = acknowledge_move(session, actor, strand, number=1)
    assert isinstance(move, Move)
    return move


def tried(call: Callable[[], object]) -> Callable[[], object]:
    """Return a call that gives back its refusal."""

    def run() -> object:
        try:
            return call()
        except (Conflict, NotPermitted) as refusal:
            return type(refusal)

    return run


def test_two_who_acknowledge_at_once_move_the_strand_once(stage: Cast, sessions: Sessions) -> None:
    propose(stage, newest(stage.session))
    call = tried(elsewhere(sessions, stage.arcadia.focal_point, stage.untoc, acknowledging))
    done = at_once(call, call)
    assert sorted(map(str, done)) == sorted(map(str, [*{*done} - {Conflict}, Conflict]))
    stage.session.rollback()
    assert stage.untoc.edition_id == newest(stage.session).id
    acts = [line.action for line in lines(stage.session)]
    assert acts.count(Action.ACKNOWLEDGE_MOVE) == 1
    assert broken_at(stage.session, f"review-{stage.review.id}") is None


def test_two_officers_who_propose_at_once_propose_once(stage: Cast, sessions: Sessions) -> None:
    def proposing(session: Session, actor: Any, strand: Strand) -> Any:
        return propose_move(session, actor, strand, edition=newest(session))

    def proposing_to_all(session: Session, actor: Any, strand: Strand) -> Any:
        return propose_move(session, actor, None, edition=newest(session))

    people = [proposing, proposing_to_all]
    calls = [tried(elsewhere(sessions, stage.officer, stage.untoc, each)) for each in people]
    assert Conflict in at_once(*calls)
    stage.session.rollback()
    assert stage.session.scalar(select(func.count(Move.id))) == 1


def test_an_answer_saved_while_the_strand_moves_is_refused_when_it_answers_another_question(
    stage: Cast, sessions: Sessions
) -> None:
    propose(stage, newest(stage.session))
    actor, strand = stage.acting(stage.arcadia.expert), stage.untoc
    before = strand.edition_id
    chief = stage.arcadia.focal_point
    just_before_the_lock(stage.session, elsewhere(sessions, chief, strand, acknowledging))
    given = {"question": OFFENCE, "value": YES, "started_from": 0, "language": "en"}
    with pytest.raises(Invalid, match="has changed since you opened this page"):
        save_answer(stage.session, actor, strand, **given, asked_in=before)
    assert strand.edition_id == newest(stage.session).id
    saved = save_answer(stage.session, actor, strand, **given, asked_in=strand.edition_id)
    assert isinstance(saved, Revision) and saved.edition_id == strand.edition_id


def test_a_response_submitted_a_moment_ago_is_moved_no_more(
    stage: Cast, sessions: Sessions
) -> None:
    propose(stage, newest(stage.session))
    chief, strand = stage.arcadia.focal_point, stage.untoc
    given = {"question": OFFENCE, "value": YES, "started_from": 0, "language": "en"}
    save_answer(stage.session, stage.acting(chief), strand, **given)
    before = strand.edition_id

    def submitting(session: Session, actor: Any, strand: Strand) -> Version:
        version = submit_response(session, actor, strand, language="en")
        assert isinstance(version, Version)
        return version

    just_before_the_lock(stage.session, elsewhere(sessions, chief, strand, submitting))
    with pytest.raises(NotPermitted, match="present step"):
        acknowledge_move(stage.session, stage.acting(chief), strand, number=1)
    version = stage.session.scalars(select(Version)).one()
    assert (strand.step, strand.edition_id) == (Step.CONSULTATION, before)
    assert version.edition_id == before
