"""Coming in: activation, signing in, sessions, passwords; and what is counted against guessing."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reviewmech.actions import accounts, nominations
from reviewmech.actions.invitations import SIGNS, read_code
from reviewmech.records.accounts import Attempt, Invitation, SignIn, fingerprint, in_force
from reviewmech.records.journal import Entry
from reviewmech.records.letters import Letter
from reviewmech.records.people import Person
from reviewmech.rules.access import NOBODY
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted, TooMany
from tests.cast import Cast
from tests.conftest import Clock

GOOD = "seven herons over quiet water"
BETTER = "lanterns beneath a copper bridge"
HERE = "203.0.113.7"


def invited(cast: Cast, person: Person, by_code: bool = False) -> Invitation:
    officer = cast.acting(cast.officer)
    return nominations.issue_invitation(cast.session, officer, None, person=person, by_code=by_code)


def by_link(session: Session, token: str, password: str = GOOD) -> Person | None:
    return accounts.activate_by_link(session, NOBODY, token=token, password=password, network=HERE)


def activated(cast: Cast, person: Person) -> Person:
    assert by_link(cast.session, invited(cast, person).secret) is person
    return person


def signing_in(
    session: Session, address: str, password: str = GOOD, network: str = HERE
) -> SignIn | None:
    return accounts.sign_in(session, NOBODY, address=address, password=password, network=network)


def letters_to(session: Session, person: Person) -> list[Letter]:
    return list(
        session.scalars(select(Letter).where(Letter.person_id == person.id).order_by(Letter.id))
    )


# Activation


def test_a_link_sets_the_password_once(cast: Cast, session: Session) -> None:
    token = invited(cast, cast.arcadia.expert).secret
    assert by_link(session, token) is cast.arcadia.expert
    assert cast.arcadia.expert.activated_at is not None
    assert by_link(session, token, BETTER) is None
    assert signing_in(session, cast.arcadia.expert.address) is not None
    assert signing_in(session, cast.arcadia.expert.address, BETTER) is None


def test_a_link_sent_twice_under_one_request_acts_once(cast: Cast, session: Session) -> None:
    token = invited(cast, cast.arcadia.expert).secret
    sent = {"token": token, "password": GOOD, "network": HERE, "request_id": "one-request"}
    first = accounts.activate_by_link(session, NOBODY, **sent)
    assert accounts.activate_by_link(session, NOBODY, **sent) is first is cast.arcadia.expert


def test_a_link_lives_ten_days(cast: Cast, session: Session, clock: Clock) -> None:
    token = invited(cast, cast.arcadia.expert).secret
    clock.forward(days=10)
    assert by_link(session, token) is None
    token = invited(cast, cast.arcadia.expert).secret
    clock.forward(days=9, hours=23)
    assert by_link(session, token) is cast.arcadia.expert


def test_a_newer_link_takes_the_place_of_the_older(cast: Cast, session: Session) -> None:
    older = invited(cast, cast.arcadia.expert).secret
    newer = invited(cast, cast.arcadia.expert).secret
    assert by_link(session, older) is None
    assert by_link(session, newer) is cast.arcadia.expert


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 12"),
        ("x" * 201, "the most is 200"),
        ("password1234", "well-known password"),
        ("aaaaaaaaaaaaaaaa", "repeats"),
        ("abcdefghijklmnop", "sequence"),
        ("Expert of Arcadia", "own name"),
    ],
)
def test_a_weak_password_is_refused_in_words_and_the_link_lives_on(
    cast: Cast, session: Session, password: str, why: str
) -> None:
    token = invited(cast, cast.arcadia.expert).secret
    with pytest.raises(Invalid, match=why) as refusal:
        by_link(session, token, password)
    assert refusal.value.field == "password"
    assert by_link(session, token) is cast.arcadia.expert


def test_no_kind_of_sign_is_asked_for(cast: Cast, session: Session) -> None:
    token = invited(cast, cast.arcadia.expert).secret
    assert by_link(session, token, "quatre vents sous la lampe") is cast.arcadia.expert


def test_a_password_typed_otherwise_is_the_same_password(cast: Cast, session: Session) -> None:
    token = invited(cast, cast.arcadia.expert).secret
    assert by_link(session, token, "sept hérons à l'étang") is not None
    decomposed = "sept he\u0301rons a\u0300 l'e\u0301tang"
    assert signing_in(session, cast.arcadia.expert.address, decomposed) is not None


def test_a_short_code_opens_the_account_of_its_person_only(cast: Cast, session: Session) -> None:
    code = invited(cast, cast.arcadia.expert, by_code=True).secret
    assert re.fullmatch(f"[{SIGNS}]{{4}}-[{SIGNS}]{{4}}", code)
    given = {"password": GOOD, "network": HERE}
    other = cast.belmora.expert.address
    assert accounts.activate_by_code(session, NOBODY, address=other, code=code, **given) is None
    typed = code.lower().replace("-", " ")
    address = cast.arcadia.expert.address.upper()
    found = accounts.activate_by_code(session, NOBODY, address=address, code=typed, **given)
    assert found is cast.arcadia.expert
    again = accounts.activate_by_code(session, NOBODY, address=address, code=code, **given)
    assert again is None


def test_a_code_is_read_however_it_is_typed() -> None:
    assert read_code(" abcd efgh ") == read_code("ABCD-EFGH") == "ABCD-EFGH"


def test_wrong_codes_are_limited(cast: Cast, session: Session, clock: Clock) -> None:
    code = invited(cast, cast.arcadia.expert, by_code=True).secret
    given = {"address": cast.arcadia.expert.address, "password": GOOD, "network": HERE}
    for _ in range(10):
        wrong = accounts.activate_by_code(session, NOBODY, code="AAAA-AAAA", **given)
        assert wrong is None
    with pytest.raises(TooMany, match="15 minutes"):
        accounts.activate_by_code(session, NOBODY, code=code, **given)
    clock.forward(minutes=16)
    assert accounts.activate_by_code(session, NOBODY, code=code, **given) is not None


def test_whoever_is_issued_a_code_is_told_of_it(cast: Cast, session: Session) -> None:
    code = invited(cast, cast.arcadia.expert, by_code=True).secret
    (letter,) = letters_to(session, cast.arcadia.expert)
    assert "code was issued" in letter.subject and code not in letter.body


def test_a_code_is_known_once(cast: Cast, session: Session) -> None:
    officer = cast.acting(cast.officer)
    given = {"person": cast.arcadia.expert, "by_code": True, "request_id": "one"}
    first = nominations.issue_invitation(session, officer, None, **given)
    assert first.secret
    key, person = first.id, cast.arcadia.expert.id
    session.expunge_all()
    given["person"] = session.get_one(Person, person)
    again = nominations.issue_invitation(session, officer, None, **given)
    assert (again.id, again.secret) == (key, "")


# A new link


def link_in(letter: Letter) -> str:
    found = re.search(r"/activate/(\S+)", letter.body)
    assert found
    return found[1]


def test_the_holder_of_an_expired_link_gets_a_new_one(
    cast: Cast, session: Session, clock: Clock
) -> None:
    token = invited(cast, cast.arcadia.expert).secret
    clock.forward(days=11)
    accounts.renew_invitation(session, NOBODY, None, token=token, network=HERE)
    letter = letters_to(session, cast.arcadia.expert)[-1]
    assert letter.address == cast.arcadia.expert.address and letter.has_secret
    assert by_link(session, link_in(letter)) is cast.arcadia.expert


def test_a_forgotten_password_is_set_anew_and_ends_every_session(
    cast: Cast, session: Session
) -> None:
    person = activated(cast, cast.arcadia.expert)
    opened = signing_in(session, person.address)
    assert opened is not None
    token = opened.token
    accounts.renew_invitation(session, NOBODY, None, address=person.address, network=HERE)
    assert in_force(session, token) is not None
    assert by_link(session, link_in(letters_to(session, person)[-1]), BETTER) is person
    assert in_force(session, token) is None
    assert signing_in(session, person.address) is None
    assert signing_in(session, person.address, BETTER) is not None


def test_asking_for_an_unknown_address_writes_to_nobody(cast: Cast, session: Session) -> None:
    made = accounts.renew_invitation(
        session, NOBODY, None, address="nobody@example.org", network=HERE
    )
    assert made is None
    assert session.scalar(select(func.count(Letter.id))) == 0


def test_new_links_are_limited_alike_for_known_and_unknown_addresses(
    cast: Cast, session: Session
) -> None:
    for address in (cast.arcadia.expert.address, "nobody@example.org"):
        for _ in range(3):
            accounts.renew_invitation(session, NOBODY, None, address=address, network=HERE)
        with pytest.raises(TooMany):
            accounts.renew_invitation(session, NOBODY, None, address=address, network=HERE)


# Signing in


def test_signing_in_opens_a_session_of_fourteen_days(
    cast: Cast, session: Session, clock: Clock
) -> None:
    person = activated(cast, cast.arcadia.expert)
    opened = signing_in(session, person.address.upper())
    assert opened is not None and opened.person is person
    token = opened.token
    assert opened.token_hash == fingerprint(token)
    clock.forward(days=13, hours=23)
    assert in_force(session, token) is not None
    clock.forward(hours=1)
    assert in_force(session, token) is None


def test_a_session_on_a_shared_computer_lasts_eight_hours(
    cast: Cast, session: Session, clock: Clock
) -> None:
    person = activated(cast, cast.arcadia.expert)
    opened = accounts.sign_in(
        session, NOBODY, address=person.address, password=GOOD, network=HERE, shared=True
    )
    assert opened is not None
    token = opened.token
    clock.forward(hours=8)
    assert in_force(session, token) is None


@pytest.mark.parametrize("password", ["", "wrong horse", "\0", "x" * 100_000])
def test_a_wrong_password_an_unknown_address_and_a_new_account_are_told_alike(
    cast: Cast, session: Session, password: str
) -> None:
    person = activated(cast, cast.arcadia.expert)
    for address in (person.address, "nobody@example.org", cast.belmora.expert.address, "\0"):
        assert signing_in(session, address, password) is None


def test_ten_failed_tries_close_an_account_for_fifteen_minutes(
    cast: Cast, session: Session, clock: Clock
) -> None:
    person = activated(cast, cast.arcadia.expert)
    for number in range(10):
        assert signing_in(session, person.address, "wrong", f"198.51.100.{number}") is None
    with pytest.raises(TooMany, match="15 minutes"):
        signing_in(session, person.address)
    clock.forward(minutes=15, seconds=1)
    assert signing_in(session, person.address) is not None


def test_a_new_link_opens_an_account_closed_by_failed_tries(cast: Cast, session: Session) -> None:
    person = activated(cast, cast.arcadia.expert)
    for _ in range(10):
        signing_in(session, person.address, "wrong")
    assert by_link(session, invited(cast, person).secret, BETTER) is person
    assert signing_in(session, person.address, BETTER) is not None


def test_a_hundred_failed_tries_close_a_network_address(cast: Cast, session: Session) -> None:
    person = activated(cast, cast.arcadia.expert)
    moment = cast.session.info["surroundings"].clock()
    session.add_all(Attempt(subject=f"sign-in from {HERE}", at=moment) for _ in range(99))
    session.commit()
    assert signing_in(session, "nobody@example.org") is None
    with pytest.raises(TooMany):
        signing_in(session, person.address)
    assert signing_in(session, person.address, network="198.51.100.1") is not None


def test_who_comes_in_starts_counting_anew(cast: Cast, session: Session) -> None:
    person = activated(cast, cast.arcadia.expert)
    for _ in range(9):
        signing_in(session, person.address, "wrong")
    assert signing_in(session, person.address) is not None
    assert signing_in(session, person.address, "wrong") is None


def test_tries_that_no_limit_counts_are_forgotten(
    cast: Cast, session: Session, clock: Clock
) -> None:
    signing_in(session, "nobody@example.org")
    clock.forward(minutes=15)
    signing_in(session, "somebody@example.org")
    assert session.scalar(select(func.count(Attempt.id))) == 2


def test_the_journal_knows_who_came_in_and_no_secret(cast: Cast, session: Session) -> None:
    invitation = invited(cast, cast.arcadia.expert)
    token = invitation.secret
    person = by_link(session, token)
    assert person is not None
    opened = signing_in(session, person.address)
    assert opened is not None
    signing_in(session, "a-password-typed-into-the-wrong-field", GOOD)
    accounts.renew_invitation(session, NOBODY, None, address=person.address, network=HERE)
    entries = list(session.scalars(select(Entry)))
    words = " ".join(entry.payload for entry in entries)
    hashed = [person.password_hash, invitation.secret_hash, opened.token_hash]
    for secret in [GOOD, token, opened.token, *hashed, "wrong-field", HERE]:
        assert secret not in words
    came = [entry for entry in entries if entry.action is Action.SIGN_IN]
    assert [entry.person_id for entry in came] == [person.id, None]


# One's own account


def test_one_ends_ones_own_sessions_only(cast: Cast, session: Session) -> None:
    mine = signing_in(session, activated(cast, cast.arcadia.expert).address)
    assert mine is not None
    token = mine.token
    other = activated(cast, cast.belmora.expert)
    with pytest.raises(NotFound):
        accounts.end_session(session, cast.acting(other), None, ended=mine)
    with pytest.raises(NotPermitted):
        accounts.end_session(session, NOBODY, None, ended=mine)
    actor = cast.acting(cast.arcadia.expert)
    assert accounts.end_session(session, actor, None, ended=mine).ended_at is not None
    assert in_force(session, token) is None


def test_a_new_password_ends_the_other_sessions(cast: Cast, session: Session) -> None:
    person = activated(cast, cast.arcadia.expert)
    here, elsewhere = signing_in(session, person.address), signing_in(session, person.address)
    assert here is not None and elsewhere is not None
    tokens = here.token, elsewhere.token
    actor = cast.acting(person)
    with pytest.raises(Invalid) as refusal:
        accounts.change_password(session, actor, current=GOOD, new="short", keeping=here)
    assert refusal.value.field == "new_password"
    changed = accounts.change_password(session, actor, current=GOOD, new=BETTER, keeping=here)
    assert changed is person
    assert in_force(session, tokens[0]) is not None and in_force(session, tokens[1]) is None
    assert signing_in(session, person.address) is None
    assert signing_in(session, person.address, BETTER) is not None


def test_a_wrong_present_password_changes_nothing_and_is_counted(
    cast: Cast, session: Session
) -> None:
    person = activated(cast, cast.arcadia.expert)
    here = signing_in(session, person.address)
    assert here is not None
    given = {"new": BETTER, "keeping": here}
    actor = cast.acting(person)
    for _ in range(10):
        assert accounts.change_password(session, actor, current="wrong", **given) is None
    with pytest.raises(TooMany):
        accounts.change_password(session, actor, current=GOOD, **given)


def test_title_telephone_and_language_are_ones_own_the_name_is_not(
    cast: Cast, session: Session
) -> None:
    actor, name = cast.acting(cast.arcadia.expert), cast.arcadia.expert.name
    given = {"title": "Prosecutor\u202e", "phone": "+99 1", "language": "fr"}
    person = accounts.change_profile(session, actor, None, **given)
    assert (person.title, person.phone, person.language) == ("Prosecutor", "+99 1", "fr")
    assert person.name == name
    with pytest.raises(Invalid, match="limit is 60"):
        accounts.change_profile(session, actor, None, **{**given, "phone": "1" * 61})
    with pytest.raises(TypeError):
        accounts.change_profile(session, actor, None, **given, name="Another")
    with pytest.raises(NotPermitted):
        accounts.change_profile(session, NOBODY, None, **given)


def test_who_has_left_gets_no_link_and_no_session(cast: Cast, session: Session) -> None:
    person = activated(cast, cast.arcadia.expert)
    officer = cast.acting(cast.officer)
    (post,) = person.appointments
    nominations.end_appointment(session, officer, cast.review, appointment=post)
    assert signing_in(session, person.address) is None
    with pytest.raises(Conflict, match="has left"):
        invited(cast, person)
