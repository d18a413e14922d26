"""Questionnaires that change: what authors write into the files, and what is published of it.

The second version of the Convention's five questions asks of each something else: one in other
words, one with a choice less, one with other guidance; one is gone, and one is new.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from reviewmech.actions.editions import propose_move, publish_edition
from reviewmech.records import database
from reviewmech.records.editions import Move, newest
from reviewmech.records.responses import Edition
from reviewmech.rules.questionnaire import Kind, Question, Questionnaire
from tests.cast import Cast

OFFENCE, MISSING = "untoc-5-offence", "untoc-5-offence.missing"
MODEL, NOTIFIED, FIGURES = "untoc-5-model", "untoc-5-notified", "untoc-5-figures"
PRACTICE = "untoc-5-practice"

OTHER_WORDS = "Is taking part in an organized criminal group an offence of its own?"
OTHER_GUIDANCE = "Give the date of the notification."
NEW_WORDS = "How do the courts apply the offence?"

Change = Callable[[list[Question]], list[Question]]


def changed(asked: Questionnaire, version: str, change: Change) -> Questionnaire:
    """Return a questionnaire with another version, and other questions in its first article."""
    first, *others = asked.sections
    questions = tuple(change(list(first.questions)))
    return replace(asked, version=version, sections=(replace(first, questions=questions), *others))


def in_english(question: Question, **given: Any) -> Question:
    """Return a question with other English words."""
    return replace(question, texts={**question.texts, "en": replace(question.words("en"), **given)})


def _second(questions: list[Question]) -> list[Question]:
    by_id = {question.id: question for question in questions}
    model = by_id[MODEL]
    fewer = {
        each: words for each, words in model.words("en").choices.items() if each != "agreement"
    }
    by_id[OFFENCE] = in_english(by_id[OFFENCE], asks=OTHER_WORDS)
    by_id[MODEL] = replace(in_english(model, choices=fewer), choices=tuple(fewer))
    by_id[NOTIFIED] = in_english(by_id[NOTIFIED], how=OTHER_GUIDANCE)
    by_id[PRACTICE] = in_english(
        replace(by_id[NOTIFIED], id=PRACTICE, kind=Kind.TEXT, choices=()),
        title="Practice",
        asks=NEW_WORDS,
        choices={},
    )
    del by_id[FIGURES]
    return list(by_id.values())


def second(asked: Questionnaire) -> Questionnaire:
    """Return the second version of the Convention's questionnaire."""
    return changed(asked, "2", _second)


def in_the_files(session: Session) -> Questionnaire:
    """Return the Convention's questionnaire as it stands in the files."""
    return database.surroundings(session).questionnaires["UNTOC", "cluster-1"]


def put_into_the_files(session: Session, *asked: Questionnaire, app: Flask | None = None) -> None:
    """Let the files hold these questionnaires, as after a new start."""
    known = database.surroundings(session)
    added = {(each.instrument, each.part): each for each in asked}
    started = replace(known, questionnaires={**known.questionnaires, **added})
    session.info["surroundings"] = started
    if app is not None:
        bind = session.get_bind()
        assert isinstance(bind, Connection)
        app.extensions.update(surroundings=started, sessions=database.sessions(bind, started))


def publish(cast: Cast, asked: Questionnaire, app: Flask | None = None) -> Edition:
    """Let the authors write a questionnaire, and an officer publish it."""
    put_into_the_files(cast.session, asked, app=app)
    edition: Edition = publish_edition(
        cast.session,
        cast.acting(cast.officer),
        instrument=asked.instrument,
        part=asked.part,
        digest=asked.digest,
    )
    return edition


def publish_both(cast: Cast, app: Flask | None = None) -> Edition:
    """Publish the first version of the Convention's questionnaire, and then the second."""
    asked = in_the_files(cast.session)
    if newest(cast.session, asked.instrument, asked.part) is None:
        publish(cast, asked, app)
    return publish(cast, second(asked), app)


def propose(cast: Cast, edition: Edition) -> Move:
    """Let an officer propose to move the strand of the Convention."""
    officer = cast.acting(cast.officer)
    move = propose_move(cast.session, officer, cast.untoc, edition=edition)
    assert isinstance(move, Move)
    return move
