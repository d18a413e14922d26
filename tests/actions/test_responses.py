"""Answers and laws: every save is kept, nothing is overwritten, and nobody else learns of it."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reviewmech.actions.laws import add_law
from reviewmech.actions.responses import (
    AnswerChanged,
    bring_back_answer,
    keep_answer,
    save_answer,
)
from reviewmech.records import responses
from reviewmech.records.journal import Entry
from reviewmech.records.laws import Law, library_of
from reviewmech.records.responses import Answer, Revision
from reviewmech.rules.purposes import Audience
from reviewmech.rules.refusals import Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from reviewmech.rules.texts import LONGEST_TEXT
from tests.cast import Cast

OFFENCE, MISSING = "untoc-5-offence", "untoc-5-offence.missing"
YES, NO = {"choice": "yes"}, {"choice": "no"}


def save(
    cast: Cast,
    value: object,
    started_from: int = 0,
    question: str = OFFENCE,
    language: str = "en",
    request_id: str | None = None,
) -> Revision | None:
    saved: Revision | None = save_answer(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.untoc,
        question=question,
        value=value,
        started_from=started_from,
        language=language,
        request_id=request_id,
    )
    return saved


def kept(cast: Cast) -> dict[str, object]:
    return {**responses.current_values(cast.session, cast.untoc.id)}


def count(session: Session, kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_each_save_is_a_revision_and_all_are_kept(cast: Cast) -> None:
    save(cast, YES)
    second = save(cast, NO, started_from=1)
    assert second is not None
    assert (second.number, second.started_from, second.saved_by) == (2, 1, cast.arcadia.expert)
    assert kept(cast) == {OFFENCE: NO}
    (answer,) = cast.session.scalars(select(Answer))
    assert [revision.value for revision in answer.revisions] == [YES, NO]


def test_the_same_value_again_makes_no_revision(cast: Cast) -> None:
    first = save(cast, YES)
    assert save(cast, {"choice": "yes", "remark": "  "}, started_from=1) is first
    assert save(cast, YES, started_from=0) is first
    assert count(cast.session, Revision) == 1


def test_a_colleagues_answer_is_never_overwritten_unseen(cast: Cast) -> None:
    save(cast, YES)
    with pytest.raises(AnswerChanged) as refused:
        save(cast, NO, started_from=0)
    assert (refused.value.kept.value, refused.value.typed) == (YES, NO)
    assert kept(cast) == {OFFENCE: YES}
    save(cast, NO, started_from=refused.value.kept.number)
    assert kept(cast) == {OFFENCE: NO}


def test_a_revision_that_never_existed_overwrites_nothing(cast: Cast) -> None:
    save(cast, YES)
    with pytest.raises(AnswerChanged):
        save(cast, NO, started_from=7)
    assert kept(cast) == {OFFENCE: YES}


@pytest.mark.parametrize("started_from", [1, -1, 2**70])
def test_a_revision_that_never_existed_makes_no_first_answer_either(
    cast: Cast, started_from: int
) -> None:
    with pytest.raises(AnswerChanged, match="never kept") as refused:
        save(cast, NO, started_from=started_from)
    assert (refused.value.kept, refused.value.typed) == (None, NO)
    assert kept(cast) == {}


def test_a_conflict_says_whether_a_colleague_or_oneself_saved_meanwhile(cast: Cast) -> None:
    save(cast, YES)
    with pytest.raises(AnswerChanged, match="You have saved this answer in another window"):
        save(cast, NO, started_from=0)
    with pytest.raises(AnswerChanged, match="A colleague has saved this answer"):
        save_answer(
            cast.session,
            cast.acting(cast.arcadia.focal_point),
            cast.untoc,
            question=OFFENCE,
            value=NO,
            started_from=0,
            language="en",
        )


def bring_back(cast: Cast, number: int, started_from: int) -> Revision | None:
    brought: Revision | None = bring_back_answer(
        cast.session,
        cast.acting(cast.arcadia.focal_point),
        cast.untoc,
        question=OFFENCE,
        number=number,
        started_from=started_from,
    )
    return brought


def test_an_earlier_text_comes_back_as_a_new_revision(cast: Cast) -> None:
    save(cast, YES, language="fr")
    save(cast, NO, started_from=1)
    brought = bring_back(cast, 1, started_from=2)
    assert brought is not None
    assert (brought.number, brought.started_from, brought.language) == (3, 2, "fr")
    assert brought.saved_by == cast.arcadia.focal_point
    assert kept(cast) == {OFFENCE: YES}
    assert count(cast.session, Revision) == 3


def test_an_earlier_text_overwrites_no_colleague_unseen(cast: Cast) -> None:
    save(cast, YES)
    save(cast, NO, started_from=1)
    with pytest.raises(AnswerChanged):
        bring_back(cast, 1, started_from=1)
    assert kept(cast) == {OFFENCE: NO}


def test_a_text_that_no_longer_fits_its_question_is_not_brought_back(cast: Cast) -> None:
    save(cast, YES)
    first = cast.session.scalars(select(Revision)).one()
    save(cast, NO, started_from=1)
    first.value = {"choice": "perhaps"}
    cast.session.commit()
    with pytest.raises(Invalid, match="no longer fits"):
        bring_back(cast, 1, started_from=2)
    with pytest.raises(NotFound):
        bring_back(cast, 9, started_from=2)
    assert kept(cast) == {OFFENCE: NO}


def wait_for_a_look(cast: Cast) -> Answer:
    """Let the one answer there is wait for another look."""
    answer = cast.session.scalars(select(Answer)).one()
    answer.look_again = "A law it cites was amended."
    cast.session.commit()
    return answer


def test_an_answer_looked_at_again_stands_as_it_is(cast: Cast) -> None:
    save(cast, YES)
    answer = wait_for_a_look(cast)
    actor = cast.acting(cast.arcadia.expert)
    assert keep_answer(cast.session, actor, cast.untoc, question=OFFENCE) is answer
    assert (answer.look_again, answer.number) == ("", 1)
    with pytest.raises(NotFound):
        keep_answer(cast.session, actor, cast.untoc, question=MISSING)
    with pytest.raises(NotPermitted):
        keep_answer(cast.session, cast.acting(cast.arcadia.observer), cast.untoc, question=OFFENCE)


@pytest.mark.parametrize("value", [YES, NO])
def test_any_save_is_another_look(cast: Cast, value: dict[str, str]) -> None:
    save(cast, YES)
    answer = wait_for_a_look(cast)
    save(cast, value, started_from=1)
    assert answer.look_again == ""


def test_an_answer_can_be_cleared_and_its_words_stay_kept(cast: Cast) -> None:
    assert save(cast, {}) is None
    save(cast, YES)
    save(cast, {}, started_from=1)
    assert kept(cast) == {OFFENCE: {}}
    assert count(cast.session, Revision) == 2


def test_an_answer_to_a_question_that_no_longer_applies_is_kept(cast: Cast) -> None:
    save(cast, {"choice": "in_part"})
    save(cast, {"text": "The attempt."}, question=MISSING)
    save(cast, YES, started_from=1)
    assert kept(cast)[MISSING] == {"text": "The attempt."}


def test_a_retry_does_not_save_twice(cast: Cast) -> None:
    first = save(cast, YES, request_id="one")
    again = save(cast, YES, request_id="one")
    assert again is first
    assert count(cast.session, Revision) == count(cast.session, Entry) == 1


def test_only_what_the_question_asks_can_be_kept(cast: Cast) -> None:
    with pytest.raises(NotFound):
        save(cast, YES, question="untoc-5-invented")
    for value in (
        {"choice": "perhaps"},
        {"text": "?"},
        "yes",
        {"remark": "a" * (LONGEST_TEXT + 1)},
    ):
        with pytest.raises(Invalid):
            save(cast, value)
    with pytest.raises(Invalid, match="inside of a file"):
        save(cast, {"choice": "yes", "remark": "PK\0\0"})
    with pytest.raises(Invalid, match="languages"):
        save(cast, YES, language="tlh")
    assert count(cast.session, Answer) == 0


def test_signs_nobody_sees_are_not_kept(cast: Cast) -> None:
    save(cast, {"choice": "yes", "remark": "a\u202eb\x07c"})
    assert kept(cast) == {OFFENCE: {"choice": "yes", "remark": "abc"}}


def test_only_laws_of_the_states_own_library_are_cited(cast: Cast) -> None:
    own = law(cast, "Penal Code")
    foreign = Law(state_id=cast.belmora.state.id, title="Code of Belmora")
    cast.session.add(foreign)
    cast.session.commit()
    cites = {"choice": "yes", "citations": [{"law": own.id, "article": "3"}]}
    save(cast, cites)
    assert kept(cast) == {OFFENCE: cites}
    for wrong in (foreign.id, own.id + foreign.id + 1):
        with pytest.raises(Invalid) as refused:
            save(cast, {"choice": "yes", "citations": [{"law": wrong}]}, started_from=1)
        assert refused.value.field == "citations"


def test_nobody_outside_the_team_writes(cast: Cast) -> None:
    for person in (cast.arcadia.observer, cast.belmora.expert, cast.officer):
        with pytest.raises(NotPermitted):
            save_answer(
                cast.session,
                cast.acting(person),
                cast.untoc,
                question=OFFENCE,
                value=YES,
                started_from=0,
                language="en",
            )
    with pytest.raises(NotFound):
        save_answer(
            cast.session,
            cast.acting(cast.delmar.expert),
            cast.untoc,
            question=OFFENCE,
            value=YES,
            started_from=0,
            language="en",
        )


def test_answers_are_written_until_the_summary(cast: Cast) -> None:
    cast.put(Step.OBSERVATIONS)
    assert save(cast, YES)
    cast.put(Step.SUMMARY)
    with pytest.raises(NotPermitted, match="present step"):
        save(cast, NO, started_from=1)


def test_that_an_answer_was_saved_is_read_by_its_state_alone(cast: Cast) -> None:
    save(cast, YES)
    law(cast, "Penal Code")
    heard = set(cast.session.scalars(select(Entry.heard_by)))
    assert heard == {Audience.OWN_STATE}


def law(cast: Cast, title: str, **more: str) -> Law:
    added: Law = add_law(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.review,
        title=title,
        **({"dated": "2001"} | more),
    )
    return added


def test_a_law_joins_the_states_library(cast: Cast) -> None:
    law(
        cast, "Wet", translated_title="Act", number="12", dated="1999", link="https://example.org/a"
    )
    law(cast, "Act B")
    library = library_of(cast.session, cast.arcadia.state.id)
    assert [each.title for each in library] == ["Act B", "Wet"]
    assert library[1].plain["translated_title"] == "Act"
    assert library_of(cast.session, cast.belmora.state.id) == []


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://example.org",
        "https://",
        "example.org",
        "https://[",
        "http://a b",
    ],
)
def test_a_link_leads_to_a_page(cast: Cast, link: str) -> None:
    with pytest.raises(Invalid) as refused:
        law(cast, "Act", link=link)
    assert refused.value.field == "link"


def test_a_law_has_a_title(cast: Cast) -> None:
    for title in ("", " \u202e ", "a" * 501):
        with pytest.raises(Invalid) as refused:
            law(cast, title)
        assert refused.value.field == "title"


def test_an_answer_saved_in_another_language_is_a_new_revision(cast: Cast) -> None:
    actor = cast.acting(cast.arcadia.expert)
    given = {"question": "untoc-5-offence", "value": {"choice": "yes"}}
    save_answer(cast.session, actor, cast.untoc, **given, started_from=0, language="en")
    kept = save_answer(cast.session, actor, cast.untoc, **given, started_from=1, language="fr")
    assert kept is not None and (kept.number, kept.language) == (2, "fr")
