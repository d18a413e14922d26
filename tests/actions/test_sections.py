"""Sections: handed to experts for their list, to contributors as all their link opens."""

import pytest

from reviewmech.actions.contributors import revoke_contributor
from reviewmech.actions.responses import save_answer
from reviewmech.actions.sections import delegate_section, take_section_back
from reviewmech.records import contributions
from reviewmech.records.contributions import Contributor, Delegation
from reviewmech.records.people import Person
from reviewmech.rules.refusals import Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.contributing import invite


def hand_over(cast: Cast, to: Person | Contributor, article: str = "5") -> Delegation:
    chief = cast.acting(cast.arcadia.focal_point)
    made: Delegation = delegate_section(cast.session, chief, cast.untoc, article=article, to=to)
    return made


def take_back(cast: Cast, delegation: Delegation) -> None:
    chief = cast.acting(cast.arcadia.focal_point)
    take_section_back(cast.session, chief, cast.untoc, delegation=delegation)


def mine(cast: Cast, person: Person) -> set[str]:
    return contributions.delegated_to(cast.session, cast.untoc.id, person.id)


def test_a_section_is_handed_over_and_taken_back(cast: Cast) -> None:
    expert = cast.arcadia.expert
    handed = hand_over(cast, expert)
    hand_over(cast, expert, "")
    assert mine(cast, expert) == {"5", ""}
    take_back(cast, handed)
    assert mine(cast, expert) == {""}
    hand_over(cast, expert)
    assert mine(cast, expert) == {"5", ""}


def test_what_is_handed_already_stays_so(cast: Cast) -> None:
    expert = cast.arcadia.expert
    assert hand_over(cast, expert) is hand_over(cast, expert)
    assert len(contributions.delegations(cast.session, cast.untoc.id)) == 1


def test_one_section_can_be_with_several(cast: Cast) -> None:
    justice, _ = invite(cast)
    hand_over(cast, cast.arcadia.expert)
    hand_over(cast, cast.arcadia.focal_point)
    held = contributions.delegations(cast.session, cast.untoc.id)
    assert {each.person or each.contributor for each in held} == {
        justice,
        cast.arcadia.expert,
        cast.arcadia.focal_point,
    }


def test_an_expert_answers_everywhere_all_the_same(cast: Cast) -> None:
    hand_over(cast, cast.arcadia.focal_point, "5")
    saved = save_answer(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.untoc,
        question="untoc-5-offence",
        value={"choice": "yes"},
        started_from=0,
        language="en",
    )
    assert saved.number == 1


def test_a_contributor_is_given_another_section_and_loses_one(cast: Cast) -> None:
    justice, _ = invite(cast)
    hand_over(cast, justice, "")
    opened = contributions.sections_of(cast.session, justice.id)
    assert [each.article for each in opened] == ["5", ""]
    take_back(cast, opened[0])
    assert not contributions.opens(cast.session, justice.id, cast.untoc.id, "5")
    assert contributions.opens(cast.session, justice.id, cast.untoc.id, "")


def test_sections_are_handed_to_the_own_team_and_to_links_in_force_alone(cast: Cast) -> None:
    justice, _ = invite(cast)
    chief = cast.acting(cast.arcadia.focal_point)
    revoke_contributor(cast.session, chief, cast.review, contributor=justice)
    unfit = [cast.arcadia.observer, cast.belmora.expert, cast.delmar.expert, cast.officer]
    for one in [*unfit, justice]:
        with pytest.raises(Invalid):
            hand_over(cast, one, "")


def test_an_article_that_is_not_asked_about_is_not_handed_over(cast: Cast) -> None:
    with pytest.raises(NotFound):
        hand_over(cast, cast.arcadia.expert, "99")


def test_only_the_focal_point_hands_over(cast: Cast) -> None:
    handed = hand_over(cast, cast.arcadia.expert)
    for person in (cast.arcadia.expert, cast.arcadia.observer, cast.belmora.focal_point):
        actor = cast.acting(person)
        with pytest.raises(NotPermitted):
            delegate_section(cast.session, actor, cast.untoc, article="", to=cast.arcadia.expert)
        with pytest.raises(NotPermitted):
            take_section_back(cast.session, actor, cast.untoc, delegation=handed)
    assert mine(cast, cast.arcadia.expert) == {"5"}


def test_a_delegation_of_another_strand_is_not_found(cast: Cast) -> None:
    handed = hand_over(cast, cast.arcadia.expert)
    chief = cast.acting(cast.arcadia.focal_point)
    with pytest.raises(NotFound):
        take_section_back(cast.session, chief, cast.tip, delegation=handed)


def test_nothing_is_handed_over_once_the_summary_is_compiled_but_can_be_taken_back(
    cast: Cast,
) -> None:
    handed = hand_over(cast, cast.arcadia.expert)
    cast.put(Step.SUMMARY)
    with pytest.raises(NotPermitted):
        hand_over(cast, cast.arcadia.expert, "")
    take_back(cast, handed)
    assert mine(cast, cast.arcadia.expert) == set()
