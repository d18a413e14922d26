"""Who reads which translation of a text, which one counts, and when one is stale."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from reviewmech.actions.feedback import release_feedback, save_feedback
from reviewmech.actions.observations import propose_observation, propose_wording
from reviewmech.records import strand_texts, texts, translations
from reviewmech.records.people import Person
from reviewmech.records.reviews import case
from reviewmech.rules.access import by_note
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import ObservationKind
from tests.cast import Cast
from tests.conftest import Clock
from tests.drafts import bring
from tests.translating import best_seen, every_name, name_of, seen, shared, submit, translated

OTHERS: list[Callable[[Cast], Person]] = [
    lambda cast: cast.arcadia.focal_point,
    lambda cast: cast.cordania.focal_point,
    lambda cast: cast.cordania.observer,
    lambda cast: cast.officer,
]


def words(found: list[translations.Beside]) -> list[str]:
    return [each.translation.texts.get("remark", "") for each in found]


@pytest.mark.parametrize("other", OTHERS)
def test_a_translation_kept_inside_is_read_by_its_own_state_alone(
    cast: Cast, other: Callable[[Cast], Person]
) -> None:
    thing = name_of(submit(cast))
    translated(cast, cast.belmora.expert, thing, "La loi de 2011.")
    assert seen(cast, other(cast), thing) == best_seen(cast, other(cast), thing) == []
    for own in (cast.belmora.focal_point, cast.belmora.expert, cast.belmora.observer):
        assert words(best_seen(cast, own, thing)) == ["La loi de 2011."]


def test_what_the_secretariat_translates_stays_in_the_secretariat_until_it_is_shared(
    cast: Cast, session: Session
) -> None:
    thing = name_of(submit(cast))
    made = translated(cast, cast.officer, thing, "La loi.")
    assert made.state_id is None
    for person in (cast.arcadia.focal_point, cast.belmora.expert, cast.delmar.focal_point):
        assert seen(cast, person, thing) == []
    shared(cast, cast.officer, made)
    assert words(seen(cast, cast.cordania.observer, thing)) == ["La loi."]


def test_an_officer_who_records_for_a_state_reads_none_of_its_translations(
    cast: Cast, session: Session
) -> None:
    thing = name_of(submit(cast))
    translated(cast, cast.belmora.expert, thing, "La loi.")
    actor = by_note(cast.acting(cast.officer), cast.belmora.state.id, 1)
    text = texts.texts(session, [thing])[thing]
    assert translations.visible_of(session, text, actor, case(cast.untoc)) == []


def test_a_shared_translation_is_read_by_all_in_the_strand(cast: Cast) -> None:
    thing = name_of(submit(cast))
    shared(cast, cast.belmora.focal_point, translated(cast, cast.belmora.expert, thing, "La loi."))
    for person in (cast.arcadia.observer, cast.cordania.expert, cast.officer):
        assert words(best_seen(cast, person, thing)) == ["La loi."]


def test_a_shared_translation_is_read_by_nobody_who_does_not_read_the_text(cast: Cast) -> None:
    """Found by the machine in tests/stateful: what is shared in a review is shared in it alone."""
    thing = name_of(submit(cast))
    made = translated(cast, cast.belmora.expert, thing, "La loi.")
    shared(cast, cast.belmora.focal_point, made)
    stranger, about = cast.acting(cast.delmar.focal_point), case(cast.untoc)
    session, strand = cast.session, cast.untoc.id
    assert seen(cast, cast.delmar.focal_point, thing) == []
    assert best_seen(cast, cast.delmar.focal_point, thing) == []
    assert translations.visible_translation(session, strand, made.key, stranger, about) is None
    assert not translations.visible_marks(session, strand, "fr", stranger, about)


def test_the_newest_of_each_state_counts_and_the_others_are_kept(cast: Cast, clock: Clock) -> None:
    thing = name_of(submit(cast))
    for said in ("Une.", "Deux."):
        clock.forward(hours=1)
        translated(cast, cast.belmora.expert, thing, said)
    assert words(best_seen(cast, cast.belmora.expert, thing)) == ["Deux."]
    assert words(seen(cast, cast.belmora.expert, thing)) == ["Deux.", "Une."]


def test_a_newer_one_kept_inside_leaves_what_others_read_as_it_is(cast: Cast, clock: Clock) -> None:
    thing = name_of(submit(cast))
    shared(cast, cast.belmora.focal_point, translated(cast, cast.belmora.expert, thing, "Une."))
    clock.forward(hours=1)
    translated(cast, cast.belmora.expert, thing, "Deux.")
    assert words(best_seen(cast, cast.cordania.expert, thing)) == ["Une."]
    assert words(best_seen(cast, cast.belmora.expert, thing)) == ["Deux."]


def test_others_read_since_when_it_is_shared_and_not_when_it_was_made(
    cast: Cast, clock: Clock
) -> None:
    thing = name_of(submit(cast))
    made = translated(cast, cast.belmora.expert, thing, "La loi.")
    clock.forward(days=3)
    shared(cast, cast.belmora.focal_point, made)
    assert seen(cast, cast.cordania.expert, thing)[0].translation.since == clock()


def test_on_a_newer_version_the_translation_of_the_older_one_is_stale(cast: Cast) -> None:
    first = submit(cast)
    translated(cast, cast.belmora.expert, name_of(first), "La loi de 2011.")
    second = submit(cast, {"choice": "yes", "remark": "The law of 2012 applies."})
    (old,) = best_seen(cast, cast.belmora.expert, name_of(first))
    (new,) = best_seen(cast, cast.belmora.expert, name_of(second))
    assert (old.is_stale, new.is_stale) == (False, True)
    assert old.translation is new.translation


def test_where_only_the_version_is_new_and_not_the_words_nothing_is_stale(cast: Cast) -> None:
    first = submit(cast)
    translated(cast, cast.belmora.expert, name_of(first), "La loi de 2011.")
    second = submit(cast, {"choice": "no", "remark": "The law of 2011 applies."})
    assert [each.is_stale for each in best_seen(cast, cast.belmora.expert, name_of(second))] == [
        False
    ]


def test_a_stale_translation_gives_way_to_a_fresh_one(cast: Cast) -> None:
    first = submit(cast)
    for person in (cast.belmora.focal_point, cast.cordania.focal_point):
        shared(cast, person, translated(cast, person, name_of(first), "2011."))
    second = submit(cast, {"choice": "yes", "remark": "The law of 2012 applies."})
    thing = name_of(second)
    assert [each.is_stale for each in best_seen(cast, cast.officer, thing)] == [True]
    shared(
        cast,
        cast.cordania.focal_point,
        translated(cast, cast.cordania.expert, thing, "La loi de 2012."),
    )
    assert words(best_seen(cast, cast.officer, thing)) == ["La loi de 2012."]


def test_each_language_has_its_own(cast: Cast) -> None:
    thing = name_of(submit(cast))
    translated(cast, cast.belmora.expert, thing, "La loi.", "fr")
    translated(cast, cast.belmora.expert, thing, "القانون", "ar")
    found = best_seen(cast, cast.belmora.expert, thing)
    assert [each.language for each in found] == ["ar", "fr"]


def test_a_newer_release_makes_the_translation_of_the_older_one_stale(
    cast: Cast, session: Session
) -> None:
    strand, chief = cast.put(Step.FEEDBACK), cast.acting(cast.belmora.focal_point)
    save_feedback(session, chief, strand, article="5", measures="A law.")
    first = texts.feedback(release_feedback(session, chief, strand).id, "5")
    translated(cast, cast.arcadia.expert, first, {"measures": "Une loi."})
    cast.put(Step.FEEDBACK)
    save_feedback(session, chief, strand, article="5", measures="Two laws.", started_from=1)
    second = texts.feedback(release_feedback(session, chief, strand).id, "5")
    assert [each.is_stale for each in best_seen(cast, cast.arcadia.expert, first)] == [False]
    assert [each.is_stale for each in best_seen(cast, cast.arcadia.expert, second)] == [True]


def test_a_newer_wording_makes_the_translation_of_the_older_one_stale(
    cast: Cast, session: Session
) -> None:
    strand, expert = cast.put(Step.OBSERVATIONS), cast.acting(cast.belmora.expert)
    item = propose_observation(
        session, expert, strand, kind=ObservationKind.GAP, article="5", text="A gap."
    )
    first = texts.wording(item.wording.id)
    translated(cast, cast.arcadia.expert, first, {"text": "Une lacune."})
    propose_wording(
        session, expert, strand, observation=item, text="A wide gap.", wording=item.wording.id
    )
    second = texts.wording(item.wordings[-1].id)
    assert second != first
    assert [each.is_stale for each in best_seen(cast, cast.arcadia.expert, second)] == [True]


def test_progress_counts_what_is_in_another_language_by_article(
    cast: Cast, session: Session
) -> None:
    first = submit(cast)
    translated(cast, cast.belmora.expert, name_of(first), "La loi.")
    submit(cast, {"remark": "More."}, "untoc-5-model")
    expert, situation = cast.acting(cast.belmora.expert), case(cast.untoc)
    listed = strand_texts.visible_contents(session, cast.untoc, expert, situation)
    counted = []
    for language in ("fr", "en", "ar"):
        marks = translations.visible_marks(session, cast.untoc.id, language, expert, situation)
        counted.append(strand_texts.progress(listed, language, marks))
    assert counted[0]["5"] == strand_texts.Progress(texts=2, translated=1, stale=0)
    assert counted[1] == {}
    assert counted[2]["5"].missing == 2


def test_progress_of_a_state_says_nothing_of_what_others_keep_inside(
    cast: Cast, session: Session
) -> None:
    translated(cast, cast.belmora.expert, name_of(submit(cast)), "La loi.")
    for person in (cast.arcadia.expert, cast.cordania.expert, cast.officer):
        actor, situation = cast.acting(person), case(cast.untoc)
        assert translations.visible_marks(session, cast.untoc.id, "fr", actor, situation) == {}


def test_every_kind_of_text_has_a_name_that_reads_it(cast: Cast, session: Session) -> None:
    submit(cast)
    bring(cast, cast.untoc, Step.OBSERVATIONS)
    *names, none = every_name(session)
    assert {name.partition(":")[0] for name in names} == {
        "answer",
        "feedback",
        "message",
        "wording",
    }
    assert set(texts.texts(session, [*names, none])) == set(names)
    officer, situation = cast.acting(cast.officer), case(cast.untoc)
    found = translations.visible_translations(
        session, cast.untoc.id, [*names, none], officer, situation
    )
    assert found == {name: [] for name in names}
