"""Contributors: invited by a link of their own, which can be ended or replaced at any time."""

import pytest
from sqlalchemy import select

from reviewmech.actions.contributors import invite_contributor, revoke_contributor
from reviewmech.records import contributions
from reviewmech.records.accounts import fingerprint
from reviewmech.records.contributions import Contributor
from reviewmech.records.journal import Entry
from reviewmech.records.letters import Letter, waiting
from reviewmech.records.reviews import Review
from reviewmech.rules.refusals import Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.contributing import YES, invite, write, written


def renew(cast: Cast, contributor: Contributor, review: Review | None = None) -> str:
    chief = cast.acting(cast.arcadia.focal_point)
    sent = invite_contributor(cast.session, chief, review or cast.review, contributor=contributor)
    return str(sent.key)


def test_the_letter_carries_the_link_and_only_its_fingerprint_is_kept(cast: Cast) -> None:
    justice, key = invite(cast)
    (letter,) = cast.session.scalars(select(Letter))
    assert f"/contribute/{key}" in letter.body
    assert (letter.address, letter.has_secret) == (justice.address, True)
    assert cast.arcadia.state.name in letter.subject
    assert justice.key_hash == fingerprint(key)
    assert contributions.holder_of(cast.session, key) is justice


def test_the_letter_names_the_sections_asked_for_and_no_others(cast: Cast) -> None:
    justice, _key = invite(cast, "Justine Justice", (cast.tip, "5"))
    renew(cast, justice)
    for letter in cast.session.scalars(select(Letter)):
        asked = [line for line in letter.body.splitlines() if line.startswith("– ")]
        assert len(asked) == 1 and "Trafficking in Persons Protocol" in asked[0]
        assert "Article 5" in asked[0] and "Convention" not in asked[0]
        assert "review of Arcadia" in letter.body


def test_the_letter_is_in_the_contributors_language(cast: Cast) -> None:
    invite(cast, language="fr")
    (letter,) = cast.session.scalars(select(Letter))
    assert letter.language == "fr"


def test_no_journal_line_holds_a_key(cast: Cast) -> None:
    justice, first = invite(cast)
    second = renew(cast, justice)
    lines = [f"{one.payload} {one.thing}" for one in cast.session.scalars(select(Entry))]
    assert len(lines) == 2
    assert not [line for line in lines if first in line or second in line]
    assert not [line for line in lines if justice.key_hash in line]


def test_a_new_link_ends_the_one_before_and_everything_written_is_there(cast: Cast) -> None:
    justice, first = invite(cast)
    write(cast, justice, YES)
    second = renew(cast, justice)
    assert second != first
    assert contributions.holder_of(cast.session, first) is None
    assert contributions.holder_of(cast.session, second) is justice
    assert written(cast, justice).newest.value == YES


def test_an_ended_link_opens_nothing_and_a_new_one_opens_the_same_sections(cast: Cast) -> None:
    justice, key = invite(cast)
    chief = cast.acting(cast.arcadia.focal_point)
    revoke_contributor(cast.session, chief, cast.review, contributor=justice)
    assert contributions.holder_of(cast.session, key) is None
    assert contributions.delegations(cast.session, cast.untoc.id) == []
    assert waiting(cast.session, 10) == []
    again = renew(cast, justice)
    assert contributions.holder_of(cast.session, again) is justice
    assert contributions.opens(cast.session, justice.id, cast.untoc.id, "5")


def test_an_invitation_sent_twice_is_one_and_shows_its_key_once(cast: Cast) -> None:
    first, key = invite(cast, request_id="once")
    invited = first.id
    cast.session.expunge(first)
    again, none = invite(cast, request_id="once")
    assert (again.id, bool(key), none) == (invited, True, "")
    assert len(cast.session.scalars(select(Contributor)).all()) == 1


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("name", {"name": " "}),
        ("address", {"address": "nowhere"}),
        ("language", {"language": "tlh"}),
        ("body", {"body": "b" * 301}),
    ],
)
def test_what_is_amiss_is_said_beside_its_field(
    cast: Cast, field: str, given: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        invite(cast, **{"address": "justine@example.org", **given})
    assert refused.value.field == field
    assert not cast.session.scalars(select(Contributor)).all()


def test_one_address_is_invited_once(cast: Cast) -> None:
    invite(cast, address="office@example.org")
    with pytest.raises(Invalid) as refused:
        invite(cast, "Ines Interior", address="Office@Example.org")
    assert refused.value.field == "address"


def test_somebody_is_invited_to_sections_of_this_review_that_are_open(cast: Cast) -> None:
    for chosen in ([], [(cast.tip, "99")]):
        with pytest.raises((Invalid, NotFound)):
            chief = cast.acting(cast.arcadia.focal_point)
            invite_contributor(
                cast.session,
                chief,
                cast.review,
                name="Justine Justice",
                address="justine@example.org",
                language="en",
                sections=chosen,
            )
    cast.put(Step.SUMMARY)
    with pytest.raises(Invalid) as refused:
        invite(cast)
    assert refused.value.field == "sections"
    assert not cast.session.scalars(select(Contributor)).all()


def test_only_the_focal_point_invites_and_ends(cast: Cast) -> None:
    justice, _ = invite(cast)
    others = [
        cast.arcadia.expert,
        cast.arcadia.observer,
        cast.belmora.focal_point,
        cast.officer,
    ]
    for person in others:
        actor = cast.acting(person)
        with pytest.raises(NotPermitted):
            revoke_contributor(cast.session, actor, cast.review, contributor=justice)
        with pytest.raises(NotPermitted):
            invite_contributor(cast.session, actor, cast.review, contributor=justice)
    with pytest.raises(NotFound):
        stranger = cast.acting(cast.delmar.focal_point)
        revoke_contributor(cast.session, stranger, cast.review, contributor=justice)
    assert justice.revoked_at is None


def test_a_contributor_of_another_review_is_not_found(cast: Cast) -> None:
    justice, _ = invite(cast)
    reviews = cast.session.scalars(select(Review))
    other = next(each for each in reviews if each is not cast.review)
    chief = cast.acting(cast.delmar.focal_point)
    with pytest.raises(NotFound):
        revoke_contributor(cast.session, chief, other, contributor=justice)
    with pytest.raises(NotFound):
        invite_contributor(cast.session, chief, other, contributor=justice)
