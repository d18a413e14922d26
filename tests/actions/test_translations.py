"""Translating a text for one's own State, and sharing a translation with all in the review."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reviewmech.actions.translations import share_translation, translate
from reviewmech.records.journal import visible_entries
from reviewmech.records.reviews import ChangeCounter, case
from reviewmech.records.translations import Made, Translation
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted, SentBefore
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.conftest import Clock
from tests.translating import best_seen, name_of, seen, shared, submit, translated

RTL = "ينطبق قانون ٢٠١١ 🕊️."


def count(session: Session) -> int:
    return session.scalar(select(func.count(Translation.id))) or 0


def test_a_translation_says_from_what_it_was_made_by_whom_and_how(
    cast: Cast, session: Session, clock: Clock
) -> None:
    thing = name_of(submit(cast))
    made = translated(cast, cast.belmora.expert, thing, RTL, "ar", Made.UPLOADED)
    assert (made.texts, made.language, made.made) == ({"remark": RTL}, "ar", Made.UPLOADED)
    assert (made.author, made.state) == (cast.belmora.expert, cast.belmora.state)
    assert (made.made_at, made.shared_at) == (clock(), None)
    assert made.thing == thing and len(made.made_from) == 64


def test_two_who_translate_at_once_lose_nothing(cast: Cast) -> None:
    thing = name_of(submit(cast))
    translated(cast, cast.belmora.expert, thing, "Une.")
    translated(cast, cast.belmora.focal_point, thing, "Deux.")
    kept = [each.translation.texts["remark"] for each in seen(cast, cast.belmora.expert, thing)]
    assert kept == ["Deux.", "Une."]


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        ({"remark": "Words."}, "en", "written in that language already"),
        ({"remark": "Words."}, "tlh", "one of the languages"),
        ({"remark": "  "}, "fr", "translate a part"),
        ({}, "fr", "translate a part"),
        ({"text": "Words."}, "fr", "parts that the text does not have"),
        ({"remark": "x" * 100_001}, "fr", "the limit is 100000"),
        ({"remark": "x\0y"}, "fr", "inside of a file"),
    ],
)
def test_what_is_no_translation_is_refused_and_nothing_is_kept(
    cast: Cast, session: Session, words: dict[str, str], language: str, said: str
) -> None:
    thing = name_of(submit(cast))
    with pytest.raises(Invalid, match=said):
        translated(cast, cast.belmora.expert, thing, words, language)
    assert count(session) == 0


def test_a_long_text_in_another_direction_is_kept_whole(cast: Cast) -> None:
    thing = name_of(submit(cast, {"choice": "yes", "remark": "Long. " * 16_000}))
    words = ("قانون. " * 14_000).strip()
    assert translated(cast, cast.belmora.expert, thing, words, "ar").texts == {"remark": words}


def test_of_many_texts_all_are_kept_or_none(cast: Cast, session: Session) -> None:
    submit(cast)
    version = submit(cast, {"remark": "Model."}, "untoc-5-model")
    words = {name_of(version): {"remark": "Un."}, name_of(version, "untoc-5-model"): {}}
    with pytest.raises(Invalid):
        translate(session, cast.acting(cast.belmora.expert), cast.untoc, words=words, language="fr")
    assert count(session) == 0


def test_what_cannot_be_read_cannot_be_translated(cast: Cast, session: Session) -> None:
    thing = name_of(submit(cast))
    for name in ("answer:999:x", "nothing", f"{thing}x"):
        with pytest.raises(NotFound):
            translated(cast, cast.belmora.expert, name, {"remark": "Un."})
    stranger = cast.acting(cast.belmora.expert)
    cast.tip.step = Step.CONSULTATION
    session.commit()
    with pytest.raises(NotFound):
        translate(session, stranger, cast.tip, words={thing: {"remark": "Un."}}, language="fr")
    assert count(session) == 0


def test_observers_and_strangers_translate_nothing(cast: Cast) -> None:
    thing = name_of(submit(cast))
    with pytest.raises(NotPermitted):
        translated(cast, cast.belmora.observer, thing, "Un.")
    with pytest.raises(NotFound):
        translated(cast, cast.delmar.focal_point, thing, "Un.")


def test_a_translation_sent_twice_is_kept_once_and_other_words_are_refused(
    cast: Cast, session: Session
) -> None:
    thing, actor = name_of(submit(cast)), cast.acting(cast.belmora.expert)
    for _ in range(2):
        words = {thing: {"remark": "Un."}}
        translate(session, actor, cast.untoc, words=words, language="fr", request_id="one")
    assert count(session) == 1
    with pytest.raises(SentBefore):
        words = {thing: {"remark": "Deux."}}
        translate(session, actor, cast.untoc, words=words, language="fr", request_id="one")


def test_others_learn_nothing_of_a_translation_kept_inside(cast: Cast, session: Session) -> None:
    thing = name_of(submit(cast))
    before = {
        each.state_id: each.value
        for each in session.scalars(
            select(ChangeCounter).where(ChangeCounter.state_id.is_not(None))
        )
    }
    translated(cast, cast.belmora.expert, thing, "Entre nous.")
    for each in session.scalars(select(ChangeCounter)):
        if each.state_id != cast.belmora.state.id:
            assert before[each.state_id] == each.value
    for person in (cast.arcadia.focal_point, cast.cordania.focal_point, cast.officer):
        actor = cast.acting(person)
        entries = visible_entries(session, cast.review.id, actor, case(cast.untoc))
        assert Action.TRANSLATE not in {each.action for each in entries}
    own = visible_entries(
        session, cast.review.id, cast.acting(cast.belmora.observer), case(cast.untoc)
    )
    assert Action.TRANSLATE in {each.action for each in own}


def test_the_focal_point_or_the_secretariat_shares_and_an_expert_without_leave_does_not(
    cast: Cast,
) -> None:
    thing = name_of(submit(cast))
    made = translated(cast, cast.belmora.expert, thing, "Un.")
    with pytest.raises(NotPermitted):
        shared(cast, cast.belmora.expert, made)
    assert best_seen(cast, cast.arcadia.expert, thing) == []
    shared(cast, cast.belmora.focal_point, made)
    assert [one.translation for one in best_seen(cast, cast.arcadia.expert, thing)] == [made]


def test_nobody_shares_what_another_state_or_the_secretariat_keeps_inside(cast: Cast) -> None:
    thing = name_of(submit(cast))
    belmoras = translated(cast, cast.belmora.expert, thing, "Un.")
    officers = translated(cast, cast.officer, thing, "Deux.")
    for person in (cast.arcadia.focal_point, cast.cordania.focal_point):
        for made in (belmoras, officers):
            with pytest.raises(NotFound):
                shared(cast, person, made)
    with pytest.raises(NotFound):
        shared(cast, cast.officer, belmoras)
    assert (belmoras.shared_at, officers.shared_at) == (None, None)


def test_a_translation_is_shared_once_and_a_replay_does_nothing_more(
    cast: Cast, session: Session, clock: Clock
) -> None:
    made = translated(cast, cast.belmora.expert, name_of(submit(cast)), "Un.")
    actor, moment = cast.acting(cast.belmora.focal_point), clock()
    for _ in range(2):
        share_translation(session, actor, cast.untoc, translation=made, request_id="share")
        clock.forward(hours=1)
    assert made.shared_at == moment
    with pytest.raises(Conflict, match="shared already"):
        shared(cast, cast.belmora.focal_point, made)


def test_what_was_not_submitted_yet_is_translated_by_nobody(cast: Cast) -> None:
    thing = name_of(submit(cast))
    cast.put(Step.SELF_ASSESSMENT)
    for person in (cast.arcadia.focal_point, cast.belmora.expert, cast.officer):
        with pytest.raises(NotPermitted):
            translated(cast, person, thing, "Un.")
