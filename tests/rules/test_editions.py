"""Two editions compared: each question is told once, and answers asked about only for cause."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.rules.conditions import Answered, Chosen
from reviewmech.rules.editions import Aspect, Change, Compared, asks_another_look, compare
from reviewmech.rules.questionnaire import Duty, Kind, Question, Questionnaire, Section, Words

Tiny = Callable[[str], Questionnaire]

texts = st.sampled_from(["Is it?", "Is it so?", "Was it?"])
words = st.builds(
    Words,
    language=st.just("en"),
    title=st.just("Title"),
    asks=texts,
    how=texts,
    choices=st.fixed_dictionaries({"yes": texts}),
)
spoken = st.fixed_dictionaries({"en": words}, optional={"fr": words})
questions = st.builds(
    Question,
    id=st.sampled_from([f"untoc-5-{letter}" for letter in "abcdef"]),
    article=st.sampled_from(["5", "6"]),
    paragraph=st.sampled_from(["1", "2"]),
    duty=st.sampled_from(list(Duty)[:3]),
    kind=st.sampled_from([Kind.ONE, Kind.MANY]),
    texts=spoken,
    choices=st.sampled_from([("yes", "no"), ("no", "yes"), ("yes",)]),
    when=st.sampled_from([None, Answered("untoc-5-z"), Chosen("untoc-5-z", ("yes",))]),
    tags=st.sampled_from([(), ("data",)]),
)


def questionnaire(asked: Sequence[Question], version: str = "1", **given: Any) -> Questionnaire:
    """Put questions, in their order, under one article after the other."""
    sections = [Section("5", {"en": "Five"}, tuple(asked))]
    plain = {"instrument": "UNTOC", "part": "cluster-1", "source": "working", "verified": True}
    named = {"titles": {"en": "A questionnaire"}, "statuses": {"en": "working"}}
    return Questionnaire(**{**plain, **named, **given}, version=version, sections=tuple(sections))


asked_together = st.lists(questions, max_size=5, unique_by=lambda one: one.id)
editions = asked_together.map(questionnaire)


def by_id(found: Sequence[Compared]) -> dict[str, Compared]:
    return {each.question.id: each for each in found}


def ids(asked: Questionnaire) -> list[str]:
    return [question.id for question in asked.questions]


@given(editions)
def test_an_edition_does_not_differ_from_itself(edition: Questionnaire) -> None:
    found = compare(edition, Questionnaire.from_plain(edition.to_plain()))
    assert (found.changed, found.asking_another_look, found.is_reframed) == ((), (), False)
    assert [each.question.id for each in found.questions] == ids(edition)


@given(editions, editions)
def test_every_question_of_both_is_told_once(old: Questionnaire, new: Questionnaire) -> None:
    found = compare(old, new)
    told = [each.question.id for each in found.questions]
    assert sorted(told) == sorted({*ids(old), *ids(new)})
    assert {each.question.id for each in found.of(Change.ADDED)} == {*ids(new)} - {*ids(old)}
    assert {each.question.id for each in found.of(Change.REMOVED)} == {*ids(old)} - {*ids(new)}
    assert [each for each in told if each in ids(new)] == ids(new)
    assert len(found.questions) == sum(len(found.of(change)) for change in Change)


@given(editions, editions)
def test_what_differs_one_way_differs_the_other_way(old: Questionnaire, new: Questionnaire) -> None:
    there, back = by_id(compare(old, new).questions), by_id(compare(new, old).questions)
    turned = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}
    assert there.keys() == back.keys()
    for name, one in there.items():
        other = back[name]
        assert (one.aspects, one.languages) == (other.aspects, other.languages)
        assert one.asks_another_look == other.asks_another_look
        if one.change not in {Change.MOVED, Change.UNCHANGED}:
            assert other.change is turned.get(one.change, one.change)


@given(asked_together, st.data())
def test_what_joins_and_what_leaves_moves_nothing(
    asked: list[Question], data: st.DataObject
) -> None:
    stays = data.draw(st.lists(st.booleans(), min_size=len(asked), max_size=len(asked)))
    left = [each for each, stay in zip(asked, stays, strict=True) if stay]
    for old, new in ((asked, left), (left, asked)):
        found = compare(questionnaire(old), questionnaire(new))
        assert not any(each.is_moved for each in found.questions)


@given(st.integers(2, 30), st.data())
def test_who_moves_one_question_moves_one(many: int, data: st.DataObject) -> None:
    place, number = st.integers(0, many - 1), count()
    asked = [replace(A_QUESTION, id=f"untoc-5-{next(number)}") for _ in range(many)]
    before, after = data.draw(place), data.draw(place)
    moved = [*asked]
    moved.insert(after, moved.pop(before))
    found = compare(questionnaire(asked), questionnaire(moved))
    assert len(found.of(Change.MOVED)) == (before != after)
    assert len(found.changed) == (before != after)


A_QUESTION = Question(
    id="untoc-5-a",
    article="5",
    paragraph="1",
    duty=Duty.MANDATORY,
    kind=Kind.ONE,
    texts={
        "en": Words("en", "Title", "Asks?", "How", "Evidence", "must", {"yes": "Yes"}, {"r": "R"}),
        "fr": Words("fr", "Titre", "Demande ?", "Comment", "Preuves", "doit", {"yes": "Oui"}),
    },
    choices=("yes",),
    rows=("r",),
)


def with_words(language: str, **given: Any) -> Question:
    return replace(
        A_QUESTION,
        texts={**A_QUESTION.texts, language: replace(A_QUESTION.texts[language], **given)},
    )


def told(new: Question) -> Compared:
    """Return how a question that changed in one way is told."""
    (found,) = compare(questionnaire([A_QUESTION]), questionnaire([new], "2")).questions
    return found


@pytest.mark.parametrize(
    ("new", "aspects"),
    [
        (replace(A_QUESTION, kind=Kind.MANY), (Aspect.KIND,)),
        (replace(A_QUESTION, choices=("yes", "no")), (Aspect.CHOICES,)),
        (replace(A_QUESTION, rows=()), (Aspect.ROWS,)),
        (replace(A_QUESTION, when=Answered("untoc-5-z")), (Aspect.CONDITION,)),
        (with_words("en", asks="Does it?"), ()),
        (with_words("en", choices={"yes": "Yes, fully"}), ()),
        (with_words("en", rows={"r": "Cases"}), ()),
    ],
)
def test_who_asks_something_else_asks_for_another_look(
    new: Question, aspects: tuple[Aspect, ...]
) -> None:
    found = told(new)
    assert found.aspects == aspects
    assert found.change is (Change.LOGIC if aspects else Change.WORDS)
    assert found.asks_another_look and asks_another_look(A_QUESTION, new)


@pytest.mark.parametrize(
    ("new", "change", "languages"),
    [
        (with_words("fr", asks="Autre chose ?"), Change.WORDS, ("fr",)),
        (with_words("fr", choices={"yes": "Si"}), Change.WORDS, ("fr",)),
        (with_words("en", how="Otherwise"), Change.WORDS, ("en",)),
        (with_words("en", evidence="Other"), Change.WORDS, ("en",)),
        (with_words("en", title="Another title"), Change.WORDS, ("en",)),
        (with_words("en", duty="should"), Change.WORDS, ("en",)),
        (replace(A_QUESTION, duty=Duty.OPTIONAL), Change.LOGIC, ()),
        (replace(A_QUESTION, paragraph="2"), Change.LOGIC, ()),
        (replace(A_QUESTION, laws=("yes",)), Change.LOGIC, ()),
        (replace(A_QUESTION, may_be_empty=True), Change.LOGIC, ()),
        (replace(A_QUESTION, tags=("data",)), Change.LOGIC, ()),
        (replace(A_QUESTION, official_number="12"), Change.LOGIC, ()),
        (replace(A_QUESTION, article="6"), Change.MOVED, ()),
        (replace(A_QUESTION, parent="untoc-5-z"), Change.MOVED, ()),
        (
            replace(A_QUESTION, texts={"en": A_QUESTION.texts["en"]}),
            Change.WORDS,
            ("fr",),
        ),
    ],
)
def test_translations_guidance_and_labels_ask_for_no_other_look(
    new: Question, change: Change, languages: tuple[str, ...]
) -> None:
    found = told(new)
    assert (found.change, found.languages) == (change, languages)
    assert not found.asks_another_look


def test_another_order_of_choices_is_no_other_question() -> None:
    two = replace(A_QUESTION, choices=("yes", "no"))
    assert not asks_another_look(two, replace(two, choices=("no", "yes")))


@given(questions, st.dictionaries(st.sampled_from(["fr", "ar"]), words))
def test_no_translation_ever_asks_for_another_look(
    question: Question, translated: dict[str, Words]
) -> None:
    new = replace(question, texts={**translated, "en": question.texts["en"]})
    assert not asks_another_look(question, new)


def test_what_frames_the_questions_is_told_and_the_version_is_not_part_of_it() -> None:
    old = questionnaire([A_QUESTION])
    assert not compare(old, questionnaire([A_QUESTION], "2")).is_reframed
    for frame in ({"source": "adopted"}, {"verified": False}, {"titles": {"en": "Another"}}):
        found = compare(old, questionnaire([A_QUESTION], "2", **frame))
        assert found.is_reframed and not found.changed


def test_what_was_removed_is_told_where_it_stood(tiny: Tiny) -> None:
    asked = tiny("follow-up")
    section = asked.sections[0]
    first, gone, *others = section.questions
    without = replace(asked, sections=(replace(section, questions=(first, *others)),))
    found = compare(asked, without)
    assert [each.question for each in found.questions] == list(section.questions)
    assert [each.question for each in found.changed] == [gone]
    assert found.changed[0].change is Change.REMOVED
