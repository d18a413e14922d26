"""Letters: which act writes to whom, and that no letter says what is confidential."""

import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from reviewmech.actions import act as acts
from reviewmech.actions import invitations, notices
from reviewmech.actions.occasions import NOTICES
from reviewmech.records.database import now, surroundings
from reviewmech.records.letters import Letter, waiting
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.notices import Notice
from reviewmech.records.people import Appointment, Person
from reviewmech.records.states import State, StateName
from reviewmech.rules.access import THE_SYSTEM, Actor, by_note
from reviewmech.rules.notices import CATEGORIES
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action, Scope
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.steps import ORDER
from reviewmech.rules.told import TOLD
from tests.cast import Cast, Nation

TEAMS = {
    "Focal Point of Arcadia",
    "Expert of Arcadia",
    "Focal Point of Belmora",
    "Expert of Belmora",
    "Focal Point of Cordania",
    "Expert of Cordania",
    "Olive Officer",
}
FOCAL_POINTS = {name for name in TEAMS if "Expert" not in name}

WRITTEN_TO = {
    Action.SUBMIT: TEAMS,
    Action.PROPOSE_CONSULTATION: FOCAL_POINTS,
    Action.SEND_QUESTION: TEAMS,
    Action.SEND_REPLY: TEAMS,
    Action.RELEASE_FEEDBACK: TEAMS,
    Action.CLEAR_LIST: FOCAL_POINTS,
    Action.COMPILE_SUMMARY: TEAMS,
    Action.CLEAR_SUMMARY: FOCAL_POINTS,
    Action.ISSUE_SUMMARY: TEAMS,
    Action.PROPOSE_MOVE: {"Focal Point of Arcadia"},
    Action.ACKNOWLEDGE_MOVE: {"Focal Point of Arcadia", "Expert of Arcadia", "Olive Officer"},
    Action.MOVE_ON: TEAMS,
    Action.SHARE_TRANSLATION: TEAMS,
    Action.SEND_ANNOTATIONS: TEAMS,
    Action.PROPOSE_OBSERVATION: TEAMS,
    Action.PROPOSE_WORDING: TEAMS,
    Action.CLEAR_OBSERVATIONS: TEAMS,
    Action.PUT_UNDER_SILENCE: TEAMS,
    Action.END_SILENCE: TEAMS,
    Action.REOPEN_OBSERVATION: TEAMS,
    Action.CLOSE_OBSERVATION: TEAMS,
    Action.STOP_CLOCK: TEAMS,
    Action.START_CLOCK: TEAMS,
    Action.RECORD_MEETING: TEAMS,
    Action.ALLOW_SENDING: {"Expert of Belmora"},
}
"""Who is written to on the strand of the Convention, but for the one who acted."""

OF_THE_REVIEW = {Action.RECORD_MEETING, Action.ALLOW_SENDING}
SUMMARIES = {Action.COMPILE_SUMMARY, Action.CLEAR_SUMMARY, Action.ISSUE_SUMMARY}

BY_WHAT_WAS_MADE = {
    Action.HAND_ARTICLE_OVER,
    Action.DELEGATE_SECTION,
    Action.CONTRIBUTE,
    Action.WRITE_COMMENT,
    Action.TAKE_POSITION,
}
"""Acts told to whom the thing made names."""

SECRET = "Words that only the page may show"


def perform(session: Session, actor: Actor, subject: object, *, text: str = SECRET) -> None:
    """Do nothing, with a text: the act that the letters are about."""
    if text == "wrong":
        raise Invalid("Not this.")


@pytest.fixture
def do(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Give an act of any action that does nothing but what every act does."""
    monkeypatch.setattr(acts, "PERFORMERS", {})
    made = {action: acts.act(action)(perform) for action in Action}

    def act(action: Action, *given: Any, **named: Any) -> None:
        made[action](*given, **named)

    return act


@pytest.fixture
def scene(cast: Cast) -> SimpleNamespace:
    """Give, for an action, somebody who may do it and the strand or phase at the right step."""

    def about(action: Action) -> Any:
        line = POLICY[action]
        step = next(step for step in ORDER if step in line.during)
        cast.untoc.step = cast.tip.step = step
        cast.session.commit()
        if line.scope is Scope.REVIEW:
            return cast.review
        return cast.phase if line.scope is Scope.PHASE else cast.untoc

    def who(action: Action) -> Actor:
        people = (cast.belmora.focal_point, cast.arcadia.focal_point, cast.officer)
        subject = about(action)
        actors = [*map(cast.acting, people), THE_SYSTEM]
        return next(actor for actor in actors if notices_permit(actor, action, subject))

    return SimpleNamespace(about=about, who=who)


def notices_permit(actor: Actor, action: Action, subject: object) -> bool:
    try:
        acts.permit(action, actor, subject)
    except Exception:
        return False
    return True


def letters(session: Session) -> list[Letter]:
    return list(session.scalars(select(Letter).order_by(Letter.id)))


def readers(session: Session) -> set[str]:
    found = [letter.person.name for letter in letters(session)]
    assert len(found) == len(set(found)), "Somebody gets two letters about one act."
    return set(found)


def a_note(cast: Cast, state: State) -> NoteVerbale:
    given = {"reference": "NV 3/2027", "dated": date(2027, 1, 4), "recorded_at": now(cast.session)}
    note = NoteVerbale(state_id=state.id, **given)
    cast.session.add(note)
    cast.session.commit()
    return note


def test_the_acts_that_write_letters_are_those_written_out() -> None:
    assert set(NOTICES) == set(CATEGORIES) == set(WRITTEN_TO) | BY_WHAT_WAS_MADE


@pytest.mark.parametrize("action", WRITTEN_TO, ids=lambda action: action.name)
def test_an_act_writes_to_the_right_people_where_something_waits_and_never_what_it_says(
    action: Action, do: Callable, cast: Cast, session: Session, scene: SimpleNamespace
) -> None:
    actor, subject = scene.who(action), scene.about(action)
    do(action, session, actor, subject)
    acted = session.get(Person, actor.person or 0)
    assert readers(session) == WRITTEN_TO[action] - {acted and acted.name}
    kinds = dict.fromkeys(OF_THE_REVIEW, f"/reviews/{cast.review.id}")
    kinds |= dict.fromkeys(SUMMARIES, f"/phases/{cast.phase.id}/summary")
    place = "http://127.0.0.1:8000" + kinds.get(action, f"/strands/{cast.untoc.id}")
    for letter in letters(session):
        assert letter.body.split()[-1].startswith(place)
        assert SECRET not in letter.subject + letter.body
        assert "%(" not in letter.subject + letter.body
        assert "Arcadia" in letter.subject + letter.body
        assert (letter.address, letter.sent_at) == (letter.person.address, None)
        assert not letter.has_secret


def test_a_state_out_of_the_strand_s_scope_gets_no_letter(
    do: Callable, cast: Cast, session: Session, scene: SimpleNamespace
) -> None:
    scene.about(Action.SEND_QUESTION)
    do(Action.SEND_QUESTION, session, cast.acting(cast.belmora.focal_point), cast.tip)
    assert readers(session) == {
        "Focal Point of Arcadia",
        "Expert of Arcadia",
        "Expert of Belmora",
        "Olive Officer",
    }


def test_who_has_left_and_who_only_observes_gets_no_letter(
    do: Callable, cast: Cast, session: Session
) -> None:
    leaver = select(Appointment).where(Appointment.person_id == cast.cordania.expert.id)
    session.scalars(leaver).one().until = now(session)
    session.commit()
    do(Action.SUBMIT, session, cast.acting(cast.arcadia.focal_point), cast.untoc)
    assert readers(session) == TEAMS - {"Focal Point of Arcadia", "Expert of Cordania"}


def test_a_vacant_post_gets_no_letter_and_holds_up_none(
    do: Callable, cast: Cast, session: Session
) -> None:
    post = select(Appointment).where(Appointment.person_id == cast.cordania.focal_point.id)
    session.scalars(post).one().until = now(session)
    session.commit()
    do(Action.PROPOSE_CONSULTATION, session, cast.acting(cast.arcadia.focal_point), cast.untoc)
    assert readers(session) == {"Focal Point of Belmora", "Olive Officer"}


def test_the_stand_in_is_written_to_beside_the_case_officer(
    do: Callable, cast: Cast, session: Session
) -> None:
    cast.review.stand_in_id = cast.belmora.observer.id
    session.commit()
    do(Action.PROPOSE_CONSULTATION, session, cast.acting(cast.arcadia.focal_point), cast.untoc)
    assert "Observer of Belmora" in readers(session)


@pytest.mark.parametrize("nation", ["arcadia", "belmora"])
def test_a_state_is_told_what_was_recorded_from_its_note(
    nation: str, do: Callable, cast: Cast, session: Session, scene: SimpleNamespace
) -> None:
    scene.about(Action.SEND_REPLY)
    acting: Nation = getattr(cast, nation)
    note = a_note(cast, acting.state)
    officer = cast.acting(cast.officer)
    noted = by_note(officer, acting.state.id, note.id)
    do(Action.SEND_REPLY, session, noted, cast.untoc)
    (told,) = [each for each in letters(session) if "note verbale" in each.subject]
    assert told.person.name == acting.focal_point.name
    assert acting.state.name in told.subject
    assert TOLD[Action.SEND_REPLY] in told.body
    assert cast.officer.name not in {letter.person.name for letter in letters(session)}


def test_every_act_by_note_is_told_to_the_state(
    do: Callable, cast: Cast, session: Session, scene: SimpleNamespace
) -> None:
    notes = {nation.state: a_note(cast, nation.state).id for nation in (cast.arcadia, cast.belmora)}
    for action in [action for action in Action if POLICY[action].by_note]:
        acting = cast.belmora if action is Action.RELEASE_FEEDBACK else cast.arcadia
        noted = by_note(cast.acting(cast.officer), acting.state.id, notes[acting.state])
        do(action, session, noted, scene.about(action))
        told = [each for each in session.scalars(select(Notice)) if "recorded" in each.subject]
        assert [each.person.name for each in told] == [acting.focal_point.name], action.name
        assert all("recorded" in each.letter.body for each in told)
        session.execute(delete(Notice))
        session.execute(delete(Letter))


def test_every_other_act_in_a_review_writes_no_letter(
    do: Callable, cast: Cast, session: Session, scene: SimpleNamespace
) -> None:
    about = {Scope.STRAND, Scope.PHASE}
    others = {action for action in Action if POLICY[action].scope in about} - set(WRITTEN_TO)
    # A contributor has no account to act by here; tests/actions/test_contributions.py has theirs.
    others -= {Action.CONTRIBUTE}
    assert Action.SAVE_ANSWER in others
    for action in others:
        do(action, session, scene.who(action), scene.about(action))
        assert letters(session) == [], action.name


def test_an_act_refused_writes_no_letter(do: Callable, cast: Cast, session: Session) -> None:
    actor = cast.acting(cast.arcadia.focal_point)
    with pytest.raises(Invalid):
        do(Action.SUBMIT, session, actor, cast.untoc, text="wrong")
    assert letters(session) == []


def test_a_repeated_request_writes_no_second_letter(
    do: Callable, cast: Cast, session: Session
) -> None:
    actor = cast.acting(cast.arcadia.focal_point)
    for _ in range(2):
        do(Action.SUBMIT, session, actor, cast.untoc, request_id="again")
    assert readers(session) == TEAMS - {"Focal Point of Arcadia"}


def test_letters_wait_in_the_order_they_were_written_until_they_are_given_up(
    cast: Cast, session: Session
) -> None:
    first = notices.write_letter(session, cast.officer, "One", "Something waits.")
    second = notices.write_letter(session, cast.officer, "Two", "Something waits.")
    given_up = notices.write_letter(session, cast.officer, "Three", "Something waits.")
    session.flush()
    given_up.tries = 5
    sent = notices.write_letter(session, cast.officer, "Four", "Something waits.")
    session.flush()
    sent.sent_at = now(session)
    session.commit()
    assert waiting(session, most_tries=5) == [first, second]


def test_a_letter_is_written_in_its_reader_s_language_or_in_english(
    cast: Cast, session: Session
) -> None:
    assert notices.words(session, "fr").gettext("The secretariat") == "Le secrétariat"
    assert notices.words(session, "en").gettext("The secretariat") == "The secretariat"
    assert notices.words(session, "../../etc").gettext("The secretariat") == "The secretariat"


def letter_to(session: Session, person: Person) -> Letter:
    [letter] = [each for each in letters(session) if each.person is person]
    return letter


def test_a_letter_names_states_and_parts_in_its_reader_s_language(
    do: Callable, cast: Cast, session: Session
) -> None:
    arcadia = cast.arcadia.state
    day = arcadia.names[-1].since
    arcadia.names.append(StateName(language="fr", name="Arcadie", since=day))
    cast.belmora.focal_point.language, cast.belmora.expert.language = "fr", "ar"
    session.commit()
    do(Action.SUBMIT, session, cast.acting(cast.arcadia.focal_point), cast.untoc)
    french = letter_to(session, cast.belmora.focal_point)
    assert french.language == "fr"
    assert "Arcadie" in french.subject and "Arcadia" not in french.subject + french.body
    assert "Incrimination" in french.body
    arabic = letter_to(session, cast.belmora.expert)
    assert re.search("[\u0621-\u064a]", arabic.subject)
    assert "\u2066Arcadia\u2069" in arabic.subject, "A Latin name is set apart."
    assert arabic.body.endswith(f"\n\nhttp://127.0.0.1:8000/strands/{cast.untoc.id}")


def test_a_link_is_sent_with_its_day_in_the_reader_s_language(cast: Cast, session: Session) -> None:
    person = cast.arcadia.expert
    for language, day in (("fr", "21 janvier 2027"), ("ar", "21 يناير 2027")):
        person.language = language
        invitations.send_link(session, person, "…")
        session.flush()
        letter = letters(session)[-1]
        assert (letter.language, day in letter.body) == (language, True)
        assert f"\n\n{surroundings(session).address}/activate/" in letter.body


def test_a_sentence_that_has_no_translation_yet_is_marked_in_a_letter(
    cast: Cast, session: Session
) -> None:
    said = notices.words(session, "ar")
    assert said.gettext("Nobody has translated this.") == "[en] Nobody has translated this."
    assert said.ngettext("%(num)s thing", "%(num)s things", 1) == "[en] %(num)s thing"
    assert notices.words(session, "en").gettext("Nobody has.") == "Nobody has."
