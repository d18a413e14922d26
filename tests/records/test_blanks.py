"""Blank questionnaires and their themes as records: which edition, in which order, for whom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.blanks import in_force, visible_blank, visible_blanks
from reviewmech.records.database import surroundings
from reviewmech.records.library import questionnaires, themes
from reviewmech.rules.access import NOBODY, Actor
from reviewmech.rules.mechanism import Paper, Readership, Shown
from tests.cast import Cast
from tests.conftest import FIVE
from tests.editions import in_the_files, publish, put_into_the_files, second

PERSON, OFFICER = Actor(person=1), Actor(person=2, officer=True)


def shown_to(session: Session, *audiences: Readership) -> None:
    """Let the Mechanism show the questionnaires to these audiences alone."""
    around = surroundings(session)
    paper = around.mechanism.papers[Paper.QUESTIONNAIRE]
    shown = {each: Shown.ALWAYS if each in audiences else Shown.NEVER for each in Readership}
    papers = {**around.mechanism.papers, Paper.QUESTIONNAIRE: replace(paper, shown=shown)}
    mechanism = replace(around.mechanism, papers=papers)
    session.info["surroundings"] = replace(around, mechanism=mechanism)


def test_what_is_asked_now_is_what_the_folder_says(session: Session) -> None:
    folder = questionnaires.load(FIVE)
    assert {key: asked for key, (asked, _day) in in_force(session).items()} == folder


def test_what_is_asked_now_is_what_was_published_whatever_the_folder_says(
    session: Session, cast: Cast
) -> None:
    published = publish(cast, in_the_files(session))
    assert published.published_at is not None
    put_into_the_files(session, second(in_the_files(session)))
    asked, day = in_force(session)["UNTOC", "cluster-1"]
    assert (asked.version, day) == ("1", published.published_at.date())


def test_they_stand_in_the_order_of_the_mechanism(session: Session) -> None:
    found = visible_blanks(session, NOBODY)
    assert [(each.instrument.code, each.part.key) for each in found] == [
        ("UNTOC", "cluster-1"),
        ("TIP", "cluster-1"),
    ]


def test_one_that_is_not_there_is_none(session: Session) -> None:
    assert visible_blank(session, NOBODY, "UNTOC", "cluster-1") is not None
    assert visible_blank(session, NOBODY, "UNTOC", "cluster-4") is None
    assert visible_blank(session, NOBODY, "XYZ", "cluster-1") is None


@pytest.mark.parametrize(
    ("audiences", "readers"),
    [
        ({Readership.PUBLIC}, {NOBODY, PERSON, OFFICER}),
        ({Readership.STATES_PARTIES}, {PERSON, OFFICER}),
        ({Readership.SECRETARIAT}, {OFFICER}),
        (set(), set()),
    ],
)
def test_the_mechanism_says_who_reads_them(
    session: Session, audiences: set[Readership], readers: set[Actor]
) -> None:
    shown_to(session, *audiences)
    assert {each for each in (NOBODY, PERSON, OFFICER) if visible_blanks(session, each)} == readers


def test_the_themes_have_words_in_every_language_of_the_questionnaires() -> None:
    found, asked = themes.load(QUESTIONNAIRES), questionnaires.load(QUESTIONNAIRES).values()
    spoken = {language for each in asked for language in each.languages}
    assert all(set(words) >= spoken for words in found.values())
    assert {tag for each in asked for one in each.questions for tag in one.tags} <= set(found)


def test_the_themes_stand_in_the_order_of_their_list(tmp_path: Path) -> None:
    for name in ("lists.yaml", "follow-ups.yaml", "text/en.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((FIVE / name).read_text())
    assert list(themes.load(tmp_path)) == ["data", "victims"]
    lists = tmp_path / "lists.yaml"
    lists.write_text(lists.read_text().replace("[data, victims]", "[victims, data]"))
    assert list(themes.load(tmp_path)) == ["victims", "data"]
