"""The library of laws: each save is kept, nothing is overwritten, and no law is without a date."""

from typing import Any

import pytest
from sqlalchemy import func, select

from reviewmech.actions.laws import LOOK_AGAIN, LawChanged, add_law, amend_law, provisions_of
from reviewmech.actions.responses import save_answer
from reviewmech.actions.uploads import take
from reviewmech.records.journal import Entry
from reviewmech.records.laws import Law, LawRevision, citing, history, library_of
from reviewmech.records.responses import place_of
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Audience
from reviewmech.rules.refusals import Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.documents import PDF

ARTICLES = [{"article": "5", "text": "Whoever takes part..."}, {"article": "6", "text": ""}]
FIVE = {"instrument": "UNTOC", "provision": "5"}


def add(cast: Cast, title: str = "Code", **more: Any) -> Law:
    made: Law = add_law(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.review,
        **{"title": title, "dated": "2011-06-30", **more},
    )
    return made


def amend(cast: Cast, law: Law, **more: Any) -> Law:
    content = {name: value for name, value in law.content.items() if name != "file"}
    given = {**content, "started_from": law.revision, **more}
    actor = cast.acting(cast.arcadia.focal_point)
    amended: Law = amend_law(cast.session, actor, cast.review, law=law, **given)
    return amended


def cite(cast: Cast, strand: Strand, law: Law, question: str = "5-offence") -> int:
    """Cite a law in an answer, and return the id of its place."""
    named = f"{strand.instrument.lower()}-{question}"
    save_answer(
        cast.session,
        cast.acting(cast.arcadia.expert),
        strand,
        question=named,
        value={"choice": "yes", "citations": [{"law": law.id, "article": "5"}]},
        started_from=0,
        language="en",
    )
    place = place_of(cast.session, strand.id, named)
    assert place is not None
    return place.id


def test_a_law_joins_the_states_library(cast: Cast) -> None:
    law = add(
        cast,
        "Wet",
        language="nl",
        translated_title="Act",
        number="12",
        link="https://example.org/a",
        articles=[*ARTICLES, {"article": " ", "text": ""}],
        provisions=[FIVE, FIVE],
        file=take(cast.session, "wet.pdf", PDF).plain,
    )
    add(cast, "Act B")
    library = library_of(cast.session, cast.arcadia.state.id)
    assert [each.title for each in library] == ["Act B", "Wet"]
    assert law.articles == ARTICLES and law.provisions == [FIVE]
    assert law.plain["language"] == "nl" and law.plain["file"]["name"] == "wet.pdf"
    assert library_of(cast.session, cast.belmora.state.id) == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2011-06-30", "2011-06-30"),
        ("2011-06", "2011-06"),
        (" 2011 ", "2011"),
        ("٢٠١١-٠٦", "2011-06"),
    ],
)
def test_the_date_of_a_law_is_a_day_a_month_or_a_year(written: str, kept: str, cast: Cast) -> None:
    assert add(cast, dated=written).dated == kept


def test_a_law_without_a_date_is_told_so(cast: Cast) -> None:
    for dated in ("", " ", "\u202e"):
        with pytest.raises(Invalid, match="A law has a date") as refused:
            add(cast, dated=dated)
        assert refused.value.field == "dated"


@pytest.mark.parametrize(
    "dated",
    ["30 June 2011", "2011-13", "2011-02-30", "11", "2011-6-3", "2011-W01-1", "0000", "²011"],
)
def test_what_is_no_date_is_refused(dated: str, cast: Cast) -> None:
    with pytest.raises(Invalid, match="is not a date") as refused:
        add(cast, dated=dated)
    assert refused.value.field == "dated"


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
        add(cast, link=link)
    assert refused.value.field == "link"


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("title", ""),
        ("title", " \u202e "),
        ("title", "a" * 501),
        ("language", "Klingon"),
        ("articles", [{"article": "", "text": "Whoever"}]),
        ("articles", [{"article": str(number)} for number in range(501)]),
        ("provisions", [{"instrument": "UNTOC", "provision": "999"}]),
        ("provisions", [{"instrument": "", "provision": ""}]),
    ],
)
def test_a_law_that_cannot_be_kept_is_refused_at_its_field(
    field: str, given: object, cast: Cast
) -> None:
    with pytest.raises(Invalid) as refused:
        add(cast, **{field: given})
    assert refused.value.field == field
    assert library_of(cast.session, cast.arcadia.state.id) == []


def test_the_provisions_are_those_of_the_mechanism_in_their_order(cast: Cast) -> None:
    numbers = [each["provision"] for each in provisions_of(cast.session)]
    first = [number for number in numbers[: numbers.index("23") + 1] if number.isdecimal()]
    assert first == sorted(first, key=int) and "5" in first


def test_each_save_of_a_law_is_kept_with_who_and_when(cast: Cast) -> None:
    law = add(cast, articles=ARTICLES)
    amend(cast, law, dated="2012", articles=[])
    newest, first = history(cast.session, law)
    assert (newest.number, newest.saved_by) == (2, cast.arcadia.focal_point)
    assert (first.number, first.saved_by) == (1, cast.arcadia.expert)
    assert first.content["articles"] == ARTICLES and first.content["dated"] == "2011-06-30"
    assert newest.content == law.content and law.revision == 2


def test_a_law_of_before_histories_is_kept_as_it_stood(cast: Cast) -> None:
    law = Law(state_id=cast.arcadia.state.id, title="Code", dated="about 1999")
    cast.session.add(law)
    cast.session.commit()
    with pytest.raises(Invalid):
        amend(cast, law)
    amend(cast, law, dated="1999")
    newest, first = history(cast.session, law)
    assert first.content["dated"] == "about 1999" and first.saved_by is None
    assert newest.content["dated"] == "1999"


def test_a_colleagues_amendment_is_never_overwritten_unseen(cast: Cast) -> None:
    law = add(cast)
    amend(cast, law, number="12")
    for started_from in (1, 7, 0):
        with pytest.raises(LawChanged) as refused:
            amend(cast, law, number="13", started_from=started_from)
        assert refused.value.kept["number"] == "12"
    assert law.number == "12" and law.revision == 2
    amend(cast, law, number="13", started_from=2)
    assert law.number == "13"


def test_the_same_words_again_are_no_amendment(cast: Cast) -> None:
    law = add(cast)
    place = cite(cast, cast.untoc, law)
    amend(cast, law, started_from=0, look_again=[place])
    assert law.revision == 1
    assert not citing(cast.session, law)[0].answer.look_again


def test_a_file_is_replaced_or_taken_off_and_history_keeps_it(cast: Cast) -> None:
    law = add(cast, file=take(cast.session, "one.pdf", PDF).plain)
    amend(cast, law, number="1")
    assert law.file is not None and law.file.name == "one.pdf"
    amend(cast, law, file=take(cast.session, "two.pdf", PDF + b"2").plain)
    assert law.file.name == "two.pdf"
    amend(cast, law, without_file=True)
    assert law.file is None
    names = [(each.content["file"] or {}).get("name") for each in history(cast.session, law)]
    assert names == [None, "two.pdf", "one.pdf", "one.pdf"]


def test_amending_marks_the_answers_chosen_in_the_same_act(cast: Cast) -> None:
    law = add(cast)
    here, elsewhere = cite(cast, cast.untoc, law), cite(cast, cast.tip, law)
    amend(cast, law, number="12", look_again=[here])
    marked = {each.answer.id: each.answer.look_again for each in citing(cast.session, law)}
    assert marked == {here: LOOK_AGAIN, elsewhere: ""}


def test_only_answers_that_cite_the_law_and_are_open_are_marked(cast: Cast) -> None:
    law, other = add(cast), add(cast, "Other")
    not_citing, settled = cite(cast, cast.tip, other), cite(cast, cast.untoc, law)
    cast.put(Step.SUMMARY)
    amend(cast, law, number="12", look_again=[not_citing, settled, 999_999])
    for strand, name in ((cast.tip, "tip-5-offence"), (cast.untoc, "untoc-5-offence")):
        place = place_of(cast.session, strand.id, name)
        assert place is not None and place.look_again == ""


def test_nobody_outside_the_team_writes_in_the_library(cast: Cast) -> None:
    law = add(cast)
    for person, kind in (
        (cast.arcadia.observer, NotPermitted),
        (cast.belmora.expert, NotPermitted),
        (cast.officer, NotPermitted),
        (cast.delmar.expert, NotFound),
    ):
        given: dict[str, Any] = {"title": "Theirs", "dated": "2011"}
        with pytest.raises(kind):
            add_law(cast.session, cast.acting(person), cast.review, **given)
        with pytest.raises(kind):
            amend_law(
                cast.session, cast.acting(person), cast.review, law=law, started_from=1, **given
            )


def test_a_law_of_another_state_is_not_amended(cast: Cast) -> None:
    foreign = Law(state_id=cast.belmora.state.id, title="Code of Belmora", dated="2011")
    cast.session.add(foreign)
    cast.session.commit()
    with pytest.raises(NotFound):
        amend(cast, foreign, title="Mine")


def test_a_retry_neither_adds_nor_amends_twice(cast: Cast) -> None:
    law = add(cast, request_id="one")
    assert add(cast, request_id="one") is law
    amend(cast, law, number="12", request_id="two")
    amend(cast, law, number="12", started_from=1, request_id="two")
    count = cast.session.scalar(select(func.count()).select_from(LawRevision))
    assert count == 2 and law.revision == 2


def test_what_is_done_in_the_library_is_read_by_its_state_alone(cast: Cast) -> None:
    amend(cast, add(cast), number="12")
    assert set(cast.session.scalars(select(Entry.heard_by))) == {Audience.OWN_STATE}
