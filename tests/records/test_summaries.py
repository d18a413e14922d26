"""What stands in a summary, what is withheld from it without a trace, and what is published."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as some

from reviewmech.records.public import published
from reviewmech.records.reviews import case
from reviewmech.records.summaries import (
    Issue,
    Paragraph,
    visible_issues,
    without_bare_headings,
)
from reviewmech.rules.steps import Step
from tests.actions.test_summaries import all_clear, an_item, compiled, consent, issue
from tests.cast import Cast

levels = some.lists(some.integers(0, 3), max_size=12)


def kept(*levels: int) -> list[int]:
    found = [Paragraph(level=level, text=str(place)) for place, level in enumerate(levels)]
    return [int(each.text) for each in without_bare_headings(found)]


def test_a_heading_with_nothing_under_it_does_not_stand() -> None:
    assert kept(1, 2, 0, 2, 1, 2, 2) == [0, 1, 2]
    assert kept(1, 2, 2, 0) == [0, 2, 3]
    assert kept(1, 2) == []


@settings(max_examples=200)
@given(levels)
def test_every_text_stands_and_every_heading_has_a_text_below_it(levels: list[int]) -> None:
    places = kept(*levels)
    assert [place for place, level in enumerate(levels) if level == 0] == [
        place for place in places if levels[place] == 0
    ]
    for place in places:
        if levels[place]:
            rest = levels[place + 1 :]
            below = next((i for i, each in enumerate(rest) if 0 < each <= levels[place]), None)
            assert 0 in rest[:below]


def issued(cast: Cast) -> Issue:
    an_item(cast, cast.untoc, "A gap.")
    cast.put(Step.SUMMARY)
    summary = compiled(cast)
    all_clear(cast, summary)
    return issue(cast, summary)


def test_only_what_may_be_published_is_public(cast: Cast) -> None:
    made = issued(cast)
    assert published(cast.session) == []
    cast.put(Step.SUMMARY)
    consent(cast, made.summary)
    assert published(cast.session) == [made]
    assert made.dated == date(2027, 6, 1)


def test_an_issue_without_consent_is_seen_by_those_who_took_part(cast: Cast) -> None:
    made = issued(cast)
    cast.put(Step.SUMMARY)
    situation = case(cast.phase)
    seen = {
        person.name: visible_issues(cast.session, cast.phase, cast.acting(person), situation)
        for person in (cast.arcadia.observer, cast.cordania.expert, cast.delmar.expert)
    }
    assert list(seen.values()) == [[made], [made], []]
