"""Nominations: notes, people, replacements; what the database itself holds."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reviewmech.actions.nominations import (
    LARGEST_FILE,
    end_appointment,
    issue_invitation,
    record_note,
    register_person,
    replace_person,
)
from reviewmech.records.accounts import SignIn, fingerprint, in_force
from reviewmech.records.database import now, surroundings
from reviewmech.records.letters import Letter
from reviewmech.records.nominations import named_by, reviews_of
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import (
    Appointment,
    Person,
    focal_point,
    holder_of,
    roster,
    vacant_since,
)
from reviewmech.records.reviews import Review
from reviewmech.records.states import State
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.vocabulary import Capacity
from tests.cast import Cast, a_person, an_appointment, pair
from tests.conftest import Clock

LINA = {"name": "Lina Fontaine", "address": "lina@example.org"}


def a_note(cast: Cast, state: State, reference: str = "NV/1") -> NoteVerbale:
    officer = cast.acting(cast.officer)
    given = {"state": state, "reference": reference, "dated": date(2027, 1, 8)}
    return record_note(cast.session, officer, None, **given)


def post_of(cast: Cast, person: Person) -> Appointment:
    return next(each for each in roster(cast.session, cast.review.id) if each.person is person)


def registering(cast: Cast, state: State, capacity: Capacity, **given: object) -> Appointment:
    note = given.pop("note", None) or a_note(cast, state, f"NV/{uuid4()}")
    officer = cast.acting(cast.officer)
    return register_person(
        cast.session, officer, cast.review, note=note, capacity=capacity, **{**LINA, **given}
    )


def replacing(cast: Cast, leaver: Person, note: NoteVerbale, **given: object) -> Appointment:
    officer = cast.acting(cast.officer)
    post = post_of(cast, leaver)
    return replace_person(
        cast.session, officer, cast.review, leaver=post, note=note, **{**LINA, **given}
    )


def signed_in(session: Session, person: Person, token: str) -> str:
    session.add(
        SignIn(
            person_id=person.id,
            token_hash=fingerprint(token),
            started_at=now(session),
            expires_at=now(session) + timedelta(days=1),
        )
    )
    session.commit()
    return token


def last_letter(session: Session, person: Person) -> Letter:
    chosen = select(Letter).where(Letter.person_id == person.id).order_by(Letter.id.desc())
    found = session.scalars(chosen).first()
    assert found is not None
    return found


# Notes


def test_a_note_is_recorded_once_with_its_file(cast: Cast, session: Session) -> None:
    officer = cast.acting(cast.officer)
    given = {"state": cast.arcadia.state, "reference": " NV/7 ", "dated": date(2027, 1, 8)}
    file = {"file_name": "C:\\notes\\note\u202e.pdf", "content": b"%PDF-1.7"}
    note = record_note(session, officer, None, **given, **file)
    assert note.reference == "NV/7" and note.file is not None
    assert (note.file.name, note.file.media_type) == ("note.pdf", "application/pdf")
    assert surroundings(session).store.get(note.file.sha256) == b"%PDF-1.7"
    with pytest.raises(Conflict, match="NV/7 of Arcadia is recorded already"):
        record_note(session, officer, None, **given)
    given["state"] = cast.belmora.state
    assert record_note(session, officer, None, **given).state is cast.belmora.state


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reference": " \u200b\0"}, None),
        ({"reference": "   "}, "reference"),
        ({"reference": "x" * 301}, "reference"),
        ({"dated": date(2027, 2, 1)}, "dated"),
        ({"file_name": "note.pdf", "content": b""}, "file"),
        ({"file_name": "note.pdf", "content": bytes(LARGEST_FILE + 1)}, "file"),
    ],
)
def test_a_note_that_cannot_stand_is_refused(
    cast: Cast, session: Session, wrong: dict[str, object], field: str | None
) -> None:
    given = {"state": cast.arcadia.state, "reference": "NV/1", "dated": date(2027, 1, 8)}
    with pytest.raises(Invalid) as refusal:
        record_note(session, cast.acting(cast.officer), None, **{**given, **wrong})
    assert field is None or refusal.value.field == field
    assert session.scalars(select(NoteVerbale)).all() == []


def test_only_the_secretariat_records_and_registers(cast: Cast, session: Session) -> None:
    note = a_note(cast, cast.arcadia.state)
    expert = Capacity.EXPERT
    for actor in (cast.acting(cast.arcadia.focal_point), cast.acting(cast.belmora.expert)):
        with pytest.raises(NotPermitted):
            record_note(
                session,
                actor,
                None,
                state=cast.arcadia.state,
                reference="NV/2",
                dated=date(2027, 1, 8),
            )
        with pytest.raises(NotPermitted):
            register_person(session, actor, cast.review, note=note, capacity=expert, **LINA)
        with pytest.raises(NotPermitted):
            issue_invitation(session, actor, None, person=cast.arcadia.expert)
    stranger = cast.acting(cast.delmar.focal_point)
    with pytest.raises(NotFound):
        register_person(session, stranger, cast.review, note=note, capacity=expert, **LINA)


# Registering


def test_a_person_is_registered_and_gets_a_link(cast: Cast, session: Session) -> None:
    made = registering(cast, cast.arcadia.state, Capacity.EXPERT, title="Judge", phone="+99 1")
    assert (made.person.name, made.state, made.until) == ("Lina Fontaine", cast.arcadia.state, None)
    assert made.person.activated_at is None
    letter = last_letter(session, made.person)
    assert letter.has_secret and "/activate/" in letter.body
    assert "Arcadia has named you for the review of Arcadia, as expert." in letter.body
    assert "21 January 2027" in letter.body
    assert named_by(session, made.named_by) == [made]


def test_one_note_names_people_for_several_reviews(cast: Cast, session: Session) -> None:
    note = a_note(cast, cast.belmora.state)
    registering(cast, cast.belmora.state, Capacity.EXPERT, note=note)
    registering(
        cast, cast.belmora.state, Capacity.OBSERVER, note=note, name="Ada", address="ada@x.org"
    )
    assert [each.person.name for each in named_by(session, note)] == ["Lina Fontaine", "Ada"]
    assert reviews_of(session, cast.belmora.state) == [cast.review]


def test_the_same_name_and_address_are_the_same_person(cast: Cast, session: Session) -> None:
    elsewhere = reviews_of(session, cast.delmar.state)[0]
    person = cast.delmar.expert
    person.activated_at = now(session)
    pair(session, cast.review, cast.delmar.state, "UNTOC")
    session.commit()
    made = registering(
        cast,
        cast.delmar.state,
        Capacity.EXPERT,
        name=person.name.upper(),
        address=person.address.upper(),
        title="Professor",
    )
    assert made.person is person and person.title == "Professor"
    assert {each.review_id for each in person.appointments} == {elsewhere.id, cast.review.id}
    letter = last_letter(session, person)
    assert not letter.has_secret and "Sign in with the password you have" in letter.body


def test_an_address_in_use_belongs_to_its_holder(cast: Cast) -> None:
    with pytest.raises(Conflict, match="belongs to Expert of Arcadia"):
        registering(cast, cast.arcadia.state, Capacity.EXPERT, address=cast.arcadia.expert.address)


def test_nobody_serves_two_states(cast: Cast, session: Session) -> None:
    person = cast.delmar.expert
    with pytest.raises(Conflict, match="serves Delmar"):
        registering(
            cast, cast.arcadia.state, Capacity.EXPERT, name=person.name, address=person.address
        )
    officer = cast.officer
    with pytest.raises(Conflict, match="officer of the secretariat"):
        registering(
            cast, cast.arcadia.state, Capacity.EXPERT, name=officer.name, address=officer.address
        )


def test_one_person_holds_one_post_in_a_review(cast: Cast) -> None:
    person = cast.arcadia.expert
    with pytest.raises(Conflict, match="One person holds one post"):
        registering(
            cast, cast.arcadia.state, Capacity.OBSERVER, name=person.name, address=person.address
        )


def test_a_state_names_people_only_where_it_takes_part(cast: Cast) -> None:
    with pytest.raises(Invalid, match="Delmar takes no part in the review of Arcadia"):
        registering(cast, cast.delmar.state, Capacity.EXPERT)


def test_a_state_names_no_officer(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        registering(cast, cast.arcadia.state, Capacity.OFFICER)
    assert refusal.value.field == "capacity"


@pytest.mark.parametrize(
    ("field", "text"),
    [("name", "  "), ("name", "x" * 301), ("title", "x" * 301), ("phone", "1" * 61)],
)
def test_details_that_cannot_be_kept_are_refused(cast: Cast, field: str, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        registering(cast, cast.arcadia.state, Capacity.EXPERT, **{field: text})
    assert refusal.value.field == field


def test_a_second_focal_point_is_refused_by_name(cast: Cast) -> None:
    with pytest.raises(Conflict, match="Focal Point of Arcadia is the focal point of Arcadia"):
        registering(cast, cast.arcadia.state, Capacity.FOCAL_POINT)


def test_the_database_itself_holds_one_focal_point(cast: Cast, session: Session) -> None:
    second = a_person(session, "Second", cast.review)
    with pytest.raises(IntegrityError):
        an_appointment(session, second, Capacity.FOCAL_POINT, cast.review, cast.arcadia.state)
    session.rollback()


def test_a_repeated_request_registers_once(cast: Cast, session: Session) -> None:
    note = a_note(cast, cast.arcadia.state)
    given = {"note": note, "request_id": "once"}
    first = registering(cast, cast.arcadia.state, Capacity.EXPERT, **given)
    assert registering(cast, cast.arcadia.state, Capacity.EXPERT, **given) is first
    assert len(named_by(session, note)) == 1


# Replacing and ending


def test_a_replacement_is_one_act_and_the_leaver_is_out_at_once(
    cast: Cast, session: Session
) -> None:
    leaver, note = cast.arcadia.focal_point, a_note(cast, cast.arcadia.state)
    token = signed_in(session, leaver, "held by the leaver")
    made = replacing(cast, leaver, note)
    assert focal_point(session, cast.review.id, cast.arcadia.state.id) is made.person
    assert leaver.left_at is not None and in_force(session, token) is None
    assert cast.acting(leaver).posts == ()
    (ended,) = leaver.appointments
    assert ended.ended_by_id == made.named_by_id == note.id


def test_who_serves_elsewhere_leaves_one_review_only(cast: Cast, session: Session) -> None:
    leaver, note = cast.arcadia.focal_point, a_note(cast, cast.arcadia.state)
    elsewhere = reviews_of(session, cast.delmar.state)[0]
    an_appointment(session, leaver, Capacity.EXPERT, elsewhere, cast.arcadia.state)
    token = signed_in(session, leaver, "held elsewhere too")
    replacing(cast, leaver, note)
    assert leaver.left_at is None and in_force(session, token) is not None
    assert cast.acting(leaver).post_in(cast.review.id) is None


def test_a_mailbox_passes_from_person_to_person(cast: Cast, session: Session) -> None:
    leaver, note = cast.arcadia.focal_point, a_note(cast, cast.arcadia.state)
    mailbox = leaver.address
    made = replacing(cast, leaver, note, address=mailbox)
    assert made.person is not leaver and made.person.address == mailbox
    assert holder_of(session, mailbox) is made.person
    assert leaver.left_at is not None and leaver.name == "Focal Point of Arcadia"


def test_a_mailbox_does_not_pass_while_its_holder_serves_elsewhere(
    cast: Cast, session: Session
) -> None:
    leaver, note = cast.arcadia.focal_point, a_note(cast, cast.arcadia.state)
    elsewhere = reviews_of(session, cast.delmar.state)[0]
    an_appointment(session, leaver, Capacity.EXPERT, elsewhere, cast.arcadia.state)
    session.commit()
    with pytest.raises(Conflict, match="Replace Focal Point of Arcadia in all reviews at once"):
        replacing(cast, leaver, note, address=leaver.address)
    assert focal_point(session, cast.review.id, cast.arcadia.state.id) is leaver


def test_an_expert_becomes_focal_point_in_the_same_act(cast: Cast, session: Session) -> None:
    expert, note = cast.arcadia.expert, a_note(cast, cast.arcadia.state)
    made = replacing(cast, cast.arcadia.focal_point, note, name=expert.name, address=expert.address)
    assert made.person is expert and made.capacity is Capacity.FOCAL_POINT
    assert len([each for each in expert.appointments if each.until is None]) == 1
    assert expert.left_at is None


def test_nobody_is_replaced_by_themselves(cast: Cast) -> None:
    leaver, note = cast.arcadia.focal_point, a_note(cast, cast.arcadia.state)
    with pytest.raises(Conflict, match="holds this post already"):
        replacing(cast, leaver, note, name=leaver.name, address=leaver.address)


def test_another_states_note_replaces_nobody(cast: Cast) -> None:
    note = a_note(cast, cast.belmora.state)
    with pytest.raises(Invalid, match="This note is from Belmora") as refusal:
        replacing(cast, cast.arcadia.focal_point, note)
    assert refusal.value.field == "note"


def test_of_two_officers_replacing_at_once_the_second_is_told(cast: Cast, session: Session) -> None:
    note, officer = a_note(cast, cast.arcadia.state), cast.acting(cast.officer)
    leaver = post_of(cast, cast.arcadia.focal_point)
    given = {"leaver": leaver, "note": note}
    replace_person(session, officer, cast.review, **given, **LINA)
    with pytest.raises(Conflict, match="has ended already; somebody was quicker"):
        replace_person(
            session, officer, cast.review, **given, name="Mira", address="mira@example.org"
        )
    assert holder_of(session, "mira@example.org") is None


def test_an_appointment_of_another_review_is_not_ended_here(cast: Cast, session: Session) -> None:
    elsewhere: Review = reviews_of(session, cast.delmar.state)[0]
    post = post_of(cast, cast.arcadia.expert)
    with pytest.raises(Conflict):
        end_appointment(session, cast.acting(cast.officer), elsewhere, appointment=post)
    assert post.until is None


def test_a_vacancy_keeps_its_date(cast: Cast, session: Session, clock: Clock) -> None:
    post = post_of(cast, cast.arcadia.focal_point)
    moment = clock()
    end_appointment(
        session,
        cast.acting(cast.officer),
        cast.review,
        appointment=post,
        note=a_note(cast, cast.arcadia.state),
    )
    clock.forward(days=3)
    assert vacant_since(session, cast.review.id, cast.arcadia.state.id) == moment
    made = registering(cast, cast.arcadia.state, Capacity.FOCAL_POINT)
    assert vacant_since(session, cast.review.id, cast.arcadia.state.id) is None
    assert focal_point(session, cast.review.id, cast.arcadia.state.id) is made.person


# The first letter


@pytest.mark.parametrize(
    ("capacity", "task"),
    [
        (Capacity.FOCAL_POINT, "clear what it sends to the others"),
        (Capacity.EXPERT, "you write for your State"),
        (Capacity.OBSERVER, "write nothing"),
    ],
)
def test_the_first_letter_says_what_this_is_what_to_do_and_where_help_is(
    cast: Cast, session: Session, capacity: Capacity, task: str
) -> None:
    if capacity is Capacity.FOCAL_POINT:
        held = select(Appointment).where(Appointment.person_id == cast.arcadia.focal_point.id)
        session.scalars(held).one().until = now(session)
        session.commit()
    made = registering(cast, cast.arcadia.state, capacity)
    words = last_letter(session, made.person).body
    assert words.startswith("Arcadia has named you for the review of Arcadia")
    assert "Mechanism for the Review of the Implementation" in words
    assert task in words
    assert f"write to {cast.officer.name}" in words and cast.officer.address in words


def test_without_a_case_officer_help_is_at_home(cast: Cast, session: Session) -> None:
    cast.review.case_officer_id = None
    session.commit()
    made = registering(cast, cast.arcadia.state, Capacity.EXPERT)
    assert "turn to the focal point of your State" in last_letter(session, made.person).body


def test_the_first_letter_is_in_the_language_chosen_with_the_note(
    cast: Cast, session: Session
) -> None:
    made = registering(cast, cast.arcadia.state, Capacity.EXPERT, language="fr")
    letter = last_letter(session, made.person)
    assert (made.person.language, letter.language) == ("fr", "fr")
    assert "21 janvier 2027" in letter.body


def test_who_is_here_already_keeps_the_language_they_chose(cast: Cast, session: Session) -> None:
    made = registering(cast, cast.belmora.state, Capacity.EXPERT, language="fr")
    elsewhere = session.get_one(Review, cast.delmar.expert.appointments[0].review_id)
    pair(session, elsewhere, cast.belmora.state, "UNTOC")
    session.commit()
    named = {"name": made.person.name, "address": made.person.address, "language": "ar"}
    register_person(
        session,
        cast.acting(cast.officer),
        elsewhere,
        note=made.named_by,
        capacity=Capacity.EXPERT,
        **named,
    )
    assert made.person.language == "fr"
    assert last_letter(session, made.person).language == "fr"
