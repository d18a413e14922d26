"""Contributions: they stand beside the answer, and become it only by an act of the team."""

from typing import Any

import pytest
from sqlalchemy import select

from reviewmech.actions.contributions import (
    AnswerStands,
    ContributionChanged,
    settle_contribution,
)
from reviewmech.actions.contributors import revoke_contributor
from reviewmech.actions.responses import AnswerChanged, save_answer
from reviewmech.actions.sections import take_section_back
from reviewmech.records import contributions, responses
from reviewmech.records.contributions import Contribution
from reviewmech.records.journal import Entry
from reviewmech.records.letters import Letter
from reviewmech.records.reviews import ChangeCounter
from reviewmech.records.settlements import taken_up
from reviewmech.rules.purposes import Action, Audience
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Settlement
from tests.cast import Cast
from tests.contributing import (
    FIGURES,
    MISSING,
    NO,
    NOTIFIED,
    OFFENCE,
    TIP_OFFENCE,
    YES,
    a_law,
    invite,
    write,
    written,
)

ADOPTED, MERGED, SET_ASIDE = Settlement


def settle(
    cast: Cast, contribution: Contribution, settlement: Settlement, **given: Any
) -> responses.Revision | Contribution:
    words = {"shown": contribution.number, "language": "en", **given}
    expert = cast.acting(cast.arcadia.expert)
    done: responses.Revision | Contribution = settle_contribution(
        cast.session, expert, cast.untoc, contribution=contribution, settlement=settlement, **words
    )
    return done


def answer(cast: Cast, value: object, started_from: int = 0, question: str = NOTIFIED) -> None:
    save_answer(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.untoc,
        question=question,
        value=value,
        started_from=started_from,
        language="en",
    )


def kept(cast: Cast) -> dict[str, object]:
    return {**responses.current_values(cast.session, cast.untoc.id)}


# Writing


def test_every_save_is_kept_and_none_touches_the_answer(cast: Cast) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    write(cast, justice, NO, started_from=1)
    write(cast, justice, {}, started_from=2)
    revisions = written(cast, justice).revisions
    assert [each.value for each in revisions] == [YES, NO, {}]
    assert kept(cast) == {}


def test_the_same_words_again_make_no_revision(cast: Cast) -> None:
    justice, _ = invite(cast)
    first = write(cast, justice, YES)
    assert write(cast, justice, YES, started_from=0) is first
    assert write(cast, justice, {}, question=NOTIFIED) is None


def test_words_saved_from_another_window_are_never_overwritten_unseen(cast: Cast) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    with pytest.raises(ContributionChanged) as refused:
        write(cast, justice, NO, started_from=0)
    assert (refused.value.kept.value, refused.value.typed) == (YES, NO)
    write(cast, justice, NO, started_from=1)
    assert written(cast, justice).newest.value == NO


def test_a_contributor_writes_only_where_sections_were_handed_over(cast: Cast) -> None:
    justice, _ = invite(cast)
    elsewhere = [
        {"question": "untoc-part.needs"},
        {"question": "no-such-question"},
        {"question": TIP_OFFENCE, "strand": cast.tip},
        {"question": OFFENCE, "strand": cast.tip},
    ]
    for where in elsewhere:
        with pytest.raises(NotFound):
            write(cast, justice, {}, **where)
    assert not cast.session.scalars(select(Contribution)).all()


def test_a_section_taken_back_is_closed_and_what_was_written_stays(cast: Cast) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    (section,) = contributions.sections_of(cast.session, justice.id)
    chief = cast.acting(cast.arcadia.focal_point)
    take_section_back(cast.session, chief, cast.untoc, delegation=section)
    with pytest.raises(NotFound):
        write(cast, justice, NO, started_from=1)
    assert written(cast, justice).newest.value == YES


def test_a_link_that_was_ended_writes_nothing_even_when_the_page_is_open(cast: Cast) -> None:
    justice, key = invite(cast)
    write(cast, justice, YES)
    chief = cast.acting(cast.arcadia.focal_point)
    revoke_contributor(cast.session, chief, cast.review, contributor=justice)
    assert contributions.holder_of(cast.session, key) is None
    with pytest.raises(NotFound):
        write(cast, justice, NO, started_from=1)
    assert written(cast, justice).newest.value == YES


def test_laws_of_the_library_are_not_a_contributors_to_cite(cast: Cast) -> None:
    justice, _ = invite(cast)
    law = a_law(cast)
    write(cast, justice, {**YES, "citations": [{"law": law.id}]})
    assert written(cast, justice).newest.value == YES


def test_a_contribution_is_checked_as_an_answer_is(cast: Cast) -> None:
    justice, _ = invite(cast)
    with pytest.raises(Invalid):
        write(cast, justice, {"choice": "perhaps"})
    with pytest.raises(Invalid):
        write(cast, justice, YES, language="tlh")


def test_nothing_is_contributed_once_the_summary_is_compiled(cast: Cast) -> None:
    justice, _ = invite(cast)
    cast.put(Step.SUMMARY)
    with pytest.raises(NotPermitted):
        write(cast, justice, YES)


def test_a_team_does_not_write_contributions_and_a_contributor_no_answers(cast: Cast) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    by_link = contributions.actor(justice)
    given = {"question": OFFENCE, "value": YES, "started_from": 0, "language": "en"}
    with pytest.raises(NotPermitted):
        save_answer(cast.session, by_link, cast.untoc, **given)
    with pytest.raises(NotPermitted):
        settle_contribution(
            cast.session,
            by_link,
            cast.untoc,
            contribution=written(cast, justice),
            settlement=ADOPTED,
            shown=1,
        )


# Settling


def test_an_adopted_contribution_is_the_answer_and_its_history_names_the_contributor(
    cast: Cast,
) -> None:
    justice, _ = invite(cast)
    write(cast, justice, {**YES, "remark": "As of May."})
    revision = settle(cast, written(cast, justice), ADOPTED)
    assert kept(cast) == {OFFENCE: {**YES, "remark": "As of May."}}
    assert isinstance(revision, responses.Revision)
    assert revision.saved_by == cast.arcadia.expert
    assert taken_up(cast.session, cast.untoc.id, OFFENCE) == {revision.number: justice}
    done = written(cast, justice)
    assert (done.is_open, done.settlement, done.settled_by) == (
        False,
        ADOPTED,
        cast.arcadia.expert,
    )


def test_the_history_names_each_contributor_once_and_no_other_save(cast: Cast) -> None:
    justice, _ = invite(cast)
    interior, _ = invite(cast, "Ines Interior")
    write(cast, justice, {"text": "Courts."}, NOTIFIED)
    write(cast, interior, {"text": "Police."}, NOTIFIED)
    first = settle(cast, written(cast, justice, NOTIFIED), ADOPTED)
    answer(cast, {"text": "Courts, since 2020."}, started_from=1)
    third = settle(
        cast,
        written(cast, interior, NOTIFIED),
        MERGED,
        value={"text": "Courts and police."},
        started_from=2,
    )
    assert taken_up(cast.session, cast.untoc.id, NOTIFIED) == {
        first.number: justice,
        third.number: interior,
    }
    assert taken_up(cast.session, cast.untoc.id, OFFENCE) == {}


def test_an_answer_that_stands_is_replaced_only_when_that_is_said(cast: Cast) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    answer(cast, NO, question=OFFENCE)
    with pytest.raises(AnswerStands):
        settle(cast, written(cast, justice), ADOPTED)
    assert kept(cast) == {OFFENCE: NO} and written(cast, justice).is_open
    settle(cast, written(cast, justice), ADOPTED, started_from=1)
    assert kept(cast) == {OFFENCE: YES}


def test_an_answer_saved_meanwhile_is_never_replaced_unseen(cast: Cast) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    answer(cast, NO, question=OFFENCE)
    for settlement in (ADOPTED, MERGED):
        with pytest.raises(AnswerChanged):
            settle(cast, written(cast, justice), settlement, value=YES, started_from=0)
    assert kept(cast) == {OFFENCE: NO} and written(cast, justice).is_open


def test_the_laws_an_answer_cites_stay_cited(cast: Cast) -> None:
    justice, _ = invite(cast)
    law = a_law(cast)
    cited = [{"law": law.id, "article": "12"}]
    write(cast, justice, YES)
    answer(cast, {**NO, "citations": cited}, question=OFFENCE)
    settle(cast, written(cast, justice), ADOPTED, started_from=1)
    assert kept(cast) == {OFFENCE: {**YES, "citations": cited}}


def test_what_is_set_aside_changes_no_answer_and_stays_readable(cast: Cast) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    settle(cast, written(cast, justice), SET_ASIDE)
    assert kept(cast) == {}
    (beside,) = contributions.beside(cast.session, cast.untoc.id)[OFFENCE]
    assert (beside.newest.value, beside.is_open) == (YES, False)
    settle(cast, beside, ADOPTED)
    assert kept(cast) == {OFFENCE: YES}


def test_who_writes_on_opens_it_again(cast: Cast) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    settle(cast, written(cast, justice), ADOPTED)
    write(cast, justice, NO, started_from=1)
    again = written(cast, justice)
    assert again.is_open and again.settlement is ADOPTED
    assert kept(cast) == {OFFENCE: YES}


def test_words_taken_back_wait_for_nobody(cast: Cast) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    write(cast, justice, {}, started_from=1)
    assert not written(cast, justice).is_open
    assert contributions.beside(cast.session, cast.untoc.id) == {}
    with pytest.raises(Invalid):
        settle(cast, written(cast, justice), ADOPTED)


def test_words_written_after_the_page_was_opened_are_not_settled_unseen(cast: Cast) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    write(cast, justice, NO, started_from=1)
    for settlement in Settlement:
        with pytest.raises(Conflict):
            settle(cast, written(cast, justice), settlement, shown=1, value=YES)
    assert written(cast, justice).is_open and kept(cast) == {}


def test_a_merged_text_is_saved_by_the_rules_of_answers(cast: Cast) -> None:
    justice, _ = invite(cast)
    write(cast, justice, {"text": "Police."}, NOTIFIED)
    answer(cast, {"text": "Courts."})
    offered = written(cast, justice, NOTIFIED)
    with pytest.raises(Invalid):
        settle(cast, offered, MERGED, value={"date": "last spring"}, started_from=1)
    settle(cast, offered, MERGED, value={"text": "Courts and police."}, started_from=1)
    assert kept(cast) == {NOTIFIED: {"text": "Courts and police."}}
    assert written(cast, justice, NOTIFIED).settlement is MERGED


def test_what_several_ministries_write_to_one_question_is_no_conflict(cast: Cast) -> None:
    justice, _ = invite(cast)
    interior, _ = invite(cast, "Ines Interior")
    write(cast, justice, YES)
    write(cast, interior, NO)
    settle(cast, written(cast, justice), SET_ASIDE)
    found = contributions.beside(cast.session, cast.untoc.id)[OFFENCE]
    assert [each.contributor for each in found] == [interior, justice]


def test_a_contribution_of_another_strand_is_not_found(cast: Cast) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    with pytest.raises(NotFound):
        settle_contribution(
            cast.session,
            cast.acting(cast.arcadia.expert),
            cast.tip,
            contribution=written(cast, justice),
            settlement=ADOPTED,
            shown=1,
        )


def test_a_save_sent_twice_counts_once(cast: Cast) -> None:
    justice, _ = invite(cast)
    first = write(cast, justice, {"text": "Once."}, FIGURES, request_id="once")
    again = write(cast, justice, {"text": "Once."}, FIGURES, request_id="once")
    assert first is again
    assert len(written(cast, justice, FIGURES).revisions) == 1


# Who hears of it


def test_contributions_move_the_own_states_counter_alone(cast: Cast) -> None:
    justice, _ = invite(cast)
    write(cast, justice, YES)
    settle(cast, written(cast, justice), ADOPTED)
    counters = cast.session.scalars(select(ChangeCounter)).all()
    assert [(each.strand_id, each.state_id, each.value) for each in counters] == [
        (cast.untoc.id, cast.arcadia.state.id, 2)
    ]


def test_the_journal_tells_the_own_state_alone_and_holds_no_key(cast: Cast) -> None:
    justice, key = invite(cast)
    write(cast, justice, {"text": "Said in confidence."}, MISSING)
    settle(cast, written(cast, justice, MISSING), ADOPTED)
    entries = cast.session.scalars(select(Entry)).all()
    assert {each.action for each in entries} == {
        Action.INVITE_CONTRIBUTOR,
        Action.CONTRIBUTE,
        Action.SETTLE_CONTRIBUTION,
    }
    assert {each.heard_by for each in entries} == {Audience.OWN_STATE}
    assert {each.state_id for each in entries} == {cast.arcadia.state.id}
    assert not [each for each in entries if key in each.payload or key in each.thing]
    (letter,) = cast.session.scalars(select(Letter).where(Letter.contributor_id.is_not(None)))
    assert letter.contributor_id == justice.id
