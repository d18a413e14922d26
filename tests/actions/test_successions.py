"""Successions: one person takes another's place, and mailbox, in every review."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.successions import replace_everywhere
from reviewmech.records.journal import Entry
from reviewmech.records.nominations import reviews_of, service
from reviewmech.records.people import Appointment, holder_of
from reviewmech.records.reviews import Review
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.vocabulary import Capacity
from tests.actions.test_nominations import a_note, post_of
from tests.cast import Cast, an_appointment, pair


@pytest.fixture
def elsewhere(cast: Cast, session: Session) -> Review:
    """Let Arcadia review Delmar too, and its focal point serve there as an expert."""
    review = reviews_of(session, cast.delmar.state)[0]
    pair(session, review, cast.arcadia.state, "UNTOC")
    an_appointment(session, cast.arcadia.focal_point, Capacity.EXPERT, review, cast.arcadia.state)
    session.commit()
    return review


def succeeding(cast: Cast, leaver: Appointment, **given: Any) -> Appointment:
    named = {"name": "Lina Fontaine", "address": leaver.person.address, "request_id": "once"}
    return replace_everywhere(
        cast.session, cast.acting(cast.officer), cast.review, leaver=leaver, **{**named, **given}
    )


def test_a_mailbox_passes_in_all_reviews_at_once(
    cast: Cast, session: Session, elsewhere: Review
) -> None:
    leaver, note = cast.arcadia.focal_point, a_note(cast, cast.arcadia.state)
    mailbox = leaver.address
    made = succeeding(cast, post_of(cast, leaver), note=note)
    assert holder_of(session, mailbox) is made.person is not leaver
    assert leaver.left_at is not None and service(session, leaver) == []
    held = {post.review_id: post.capacity for post in service(session, made.person)}
    assert held == {cast.review.id: Capacity.FOCAL_POINT, elsewhere.id: Capacity.EXPERT}


def test_each_review_s_journal_tells_its_own_part(
    cast: Cast, session: Session, elsewhere: Review
) -> None:
    note = a_note(cast, cast.arcadia.state)
    succeeding(cast, post_of(cast, cast.arcadia.focal_point), note=note)
    told = {
        review.id: [
            entry.action
            for entry in session.scalars(
                select(Entry).filter_by(review_id=review.id).order_by(Entry.id)
            )
        ]
        for review in (cast.review, elsewhere)
    }
    assert told[cast.review.id] == [Action.REPLACE_PERSON]
    assert told[elsewhere.id] == [Action.END_APPOINTMENT, Action.REGISTER_PERSON]


def test_a_succession_sent_twice_happens_once(
    cast: Cast, session: Session, elsewhere: Review
) -> None:
    leaver, note = post_of(cast, cast.arcadia.focal_point), a_note(cast, cast.arcadia.state)
    address = leaver.person.address
    first = succeeding(cast, leaver, note=note, address=address)
    assert succeeding(cast, leaver, note=note, address=address) is first
    assert len(service(session, first.person)) == 2


def test_a_newcomer_who_cannot_be_named_leaves_everybody_in_place(
    cast: Cast, session: Session, elsewhere: Review
) -> None:
    leaver, note = cast.arcadia.focal_point, a_note(cast, cast.arcadia.state)
    for given in ({"address": "lina"}, {"name": " "}, {"note": a_note(cast, cast.belmora.state)}):
        with pytest.raises(Invalid):
            succeeding(cast, post_of(cast, leaver), **{"note": note, **given})
    assert len(service(session, leaver)) == 2
