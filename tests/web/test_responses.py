"""The pages of a response: written by one State's team, seen by nobody else before submission."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records import laws, responses
from reviewmech.records.library import questionnaires
from reviewmech.records.people import Person
from reviewmech.records.responses import Edition
from reviewmech.records.reviews import Strand
from reviewmech.rules.answers import check
from reviewmech.rules.questionnaire import Kind, Question, Questionnaire
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.steps import Step
from reviewmech.web import sheets
from reviewmech.web.answers import from_form
from reviewmech.web.drafts import Entry
from tests.cast import Cast
from tests.reading import Reader, filled_in

SignIn = Callable[[Person], Reader]
Shipped = dict[tuple[str, str], Questionnaire]
OFFENCE = "untoc-5-offence"


def sheet(cast: Cast, article: str = "5") -> str:
    return f"/strands/{cast.untoc.id}/response/{article}"


def front(cast: Cast) -> str:
    return f"/strands/{cast.untoc.id}/response"


def at(question: str) -> str:
    return f'[id="question-{question}"]'


def values(cast: Cast) -> dict[str, Any]:
    return {**responses.current_values(cast.session, cast.untoc.id)}


def test_a_follow_up_appears_once_its_answer_is_saved(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.expert).read(sheet(cast))
    assert "What is missing" not in page
    page = page.press("Save", within=at(OFFENCE), choice="in_part")
    assert "What is missing" in page and "Saved, not submitted" in page
    page = page.press("Save", within=at(f"{OFFENCE}.missing"), text="Attempts.")
    assert values(cast)[f"{OFFENCE}.missing"] == {"text": "Attempts."}
    page = page.press("Save", within=at(OFFENCE), choice="yes")
    assert "Attempts." not in page
    page = page.press("Save", within=at(OFFENCE), choice="in_part")
    assert "Attempts." in page


def test_the_next_open_question_is_sought_from_the_open_article_on(
    cast: Cast, client_as: SignIn
) -> None:
    reader = client_as(cast.arcadia.expert)
    places = [link["href"] for link in reader.read(front(cast)).soup.select(".articles li a")]
    for place in places:
        page = reader.read(place)
        assert page.links()["Go to the next open question"].startswith(f"{place}#"), place


def test_an_answer_can_be_cleared(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.expert).read(sheet(cast))
    page = page.press("Save", within=at(OFFENCE), choice="yes")
    page = page.press("Clear this answer", within=at(OFFENCE))
    assert values(cast)[OFFENCE] == {}
    assert "Clear this answer" not in page.buttons()


def test_of_two_colleagues_both_texts_are_shown_and_neither_is_lost(
    cast: Cast, client_as: SignIn
) -> None:
    first, second = client_as(cast.arcadia.expert), client_as(cast.arcadia.focal_point)
    slow, quick = first.read(sheet(cast)), second.read(sheet(cast))
    quick.press("Save", within=at("untoc-5-notified"), choice="yes", text="By the Mission.")
    both = slow.press("Save", 409, at("untoc-5-notified"), choice="no", text="Not yet.")
    assert "By the Mission." in both and "Not yet." in both
    assert cast.arcadia.focal_point.name in both
    assert values(cast)["untoc-5-notified"] == {"choice": "yes", "text": "By the Mission."}
    both.press("Save mine on top")
    assert values(cast)["untoc-5-notified"] == {"choice": "no", "text": "Not yet."}


def test_a_refused_answer_comes_back_as_it_was_typed(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.expert).read(sheet(cast))
    page = page.press("Save", 422, at("untoc-5-notified"), choice="yes", date="last spring")
    assert "“last spring” is not a date" in page
    assert page.soup.find("input", attrs={"name": "date"})["value"] == "last spring"
    assert page.soup.find("a", href="#question-untoc-5-notified-date")
    page.press("Save", within=at("untoc-5-notified"), date="2024-05")
    assert values(cast)["untoc-5-notified"] == {"choice": "yes", "date": "2024-05"}


def test_a_refused_answer_does_not_overwrite_a_colleagues_when_it_is_mended(
    cast: Cast, client_as: SignIn
) -> None:
    first, second = client_as(cast.arcadia.expert), client_as(cast.arcadia.focal_point)
    slow, quick = first.read(sheet(cast)), second.read(sheet(cast))
    within = at("untoc-5-notified")
    quick.press("Save", within=within, text="By the Mission.")
    page = slow.press("Save", 422, within, date="last spring")
    page = page.press("Save", 409, within, date="2024")
    assert "By the Mission." in page
    assert values(cast)["untoc-5-notified"] == {"text": "By the Mission."}


def test_words_on_a_question_that_a_colleague_made_void_are_not_lost(
    cast: Cast, client_as: SignIn
) -> None:
    first, second = client_as(cast.arcadia.expert), client_as(cast.arcadia.focal_point)
    slow = first.read(sheet(cast)).press("Save", within=at(OFFENCE), choice="in_part")
    second.read(sheet(cast)).press("Save", within=at(OFFENCE), choice="yes")
    within = at(f"{OFFENCE}.missing")
    page = slow.press("Save", 422, within, text="Attempts. " * 10_001)
    assert "Attempts." in page
    page = page.press("Save", within=within, text="Attempts.")
    assert "It is not asked at present" in page
    assert values(cast)[f"{OFFENCE}.missing"] == {"text": "Attempts."}


def test_a_text_over_the_limit_and_the_inside_of_a_file_are_refused(
    cast: Cast, client_as: SignIn
) -> None:
    page = client_as(cast.arcadia.expert).read(sheet(cast))
    within = at("untoc-5-notified")
    assert "the limit is 100000" in page.press("Save", 422, within, text="a" * 100_001)
    assert "inside of a file" in page.press("Save", 422, within, text="PK\0")
    page.press("Save", within=within, text="a\u202eb\x07c")
    assert values(cast) == {"untoc-5-notified": {"text": "abc"}}


def test_figures_stand_in_a_row_for_each_year(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.expert).read(sheet(cast))
    figure = "figure-investigations-1"
    page = page.press("Save", 422, at("untoc-5-figures"), **{figure: "ten"})
    assert "“ten” is not a whole number" in page
    page = page.press("Save", within=at("untoc-5-figures"), **{figure: "10"})
    assert values(cast)["untoc-5-figures"] == {
        "years": ["2024", "2025", "2026"],
        "figures": {"investigations": ["", "10", ""]},
    }
    page = page.press("Save", within=at("untoc-5-figures"), **{"year-3": "2023"})
    assert values(cast)["untoc-5-figures"]["years"][-1] == "2023"


def test_laws_are_added_once_and_cited_from_answers(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.expert)
    page = reader.read(front(cast))
    page = page.press("Add to the library", 422, title="Code", link="javascript:alert(1)")
    assert "A link begins with http" in page
    page = page.press("Add to the library", title="Code", link="https://example.org/code")
    (law,) = laws.library_of(cast.session, cast.arcadia.state.id)
    page = reader.read(sheet(cast))
    fields = {"citation-0-law": str(law.id), "citation-0-article": "3"}
    page = page.press("Save", within=at(OFFENCE), choice="yes", **fields)
    assert values(cast)[OFFENCE]["citations"] == [{"law": law.id, "article": "3"}]
    foreign = {"citation-1-law": "999999"}
    page = page.press("Save", 422, at(OFFENCE), **foreign)
    assert "not in the library" in page


def test_observers_read_without_forms(cast: Cast, client_as: SignIn) -> None:
    client_as(cast.arcadia.expert).read(sheet(cast)).press(
        "Save", within=at("untoc-5-notified"), text="By the Mission."
    )
    reader = client_as(cast.arcadia.observer)
    page = reader.read(sheet(cast))
    assert "By the Mission." in page and "Save" not in page.buttons()
    page = reader.read(front(cast))
    assert not {"Submit", "Add"} & {words.split()[0] for words in page.buttons()}


def test_the_front_page_leads_to_every_open_question(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.expert)
    page = reader.read(front(cast))
    assert "4 questions are open" in page
    assert page.links()["Notification"].endswith("/response/5#question-untoc-5-notified")
    page.follow("Assistance needed").press("Save", within=at(needs_of(cast)), none="yes")
    assert "3 questions are open" in reader.read(front(cast))


def needs_of(cast: Cast) -> str:
    asked = responses.questionnaire(cast.session, cast.untoc.edition_id)
    return next(question.id for question in asked.questions if question.kind is Kind.ASSISTANCE)


def test_a_submission_ends_in_a_receipt(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.focal_point)
    reader.read(sheet(cast)).press("Save", within=at(OFFENCE), choice="yes")
    page = reader.read(front(cast)).press("Submit to Belmora, Cordania and the secretariat")
    assert page.path == f"/strands/{cast.untoc.id}/versions/1"
    assert "Submitted to Belmora" in page
    version = responses.latest_version(cast.session, cast.untoc.id)
    assert version is not None and responses.version_seal(version) in page
    assert "1 question" in page and "4 questions" in page
    assert cast.untoc.step is Step.CONSULTATION
    assert "Submitted in version 1" in reader.read(sheet(cast))


def test_a_draft_that_changed_is_looked_at_again_before_it_is_submitted(
    cast: Cast, client_as: SignIn
) -> None:
    focal_point, expert = client_as(cast.arcadia.focal_point), client_as(cast.arcadia.expert)
    expert.read(sheet(cast)).press("Save", within=at(OFFENCE), choice="yes")
    page = focal_point.read(front(cast))
    expert.read(sheet(cast)).press("Save", within=at(OFFENCE), choice="no")
    page = page.press("Submit to", 409)
    assert "changed after you opened this page" in page
    page.press("Submit to")
    version = responses.latest_version(cast.session, cast.untoc.id)
    assert version is not None and version.values == {OFFENCE: {"choice": "no"}}


def test_what_is_submitted_already_cannot_be_submitted_again(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.focal_point)
    reader.read(sheet(cast)).press("Save", within=at(OFFENCE), choice="yes")
    before = reader.read(front(cast))
    receipt = before.press("Submit to")
    assert "Arcadia can go on writing" in receipt
    page = receipt.follow("To the response as it is being written")
    assert "These answers are those of version 1" in page
    assert not [words for words in page.buttons() if words.startswith("Submit")]
    again = reader.read(sheet(cast)).press("Save", within=at(OFFENCE), choice="no")
    assert [words for words in again.reader.read(front(cast)).buttons() if "Submit" in words]


def test_a_law_in_arabic_is_cited_in_the_order_of_the_page(cast: Cast, client_as: SignIn) -> None:
    assert sheets.isolated("قانون") == "\u2068قانون\u2069"
    page = client_as(cast.arcadia.expert).read(front(cast))
    page = page.press("Add to the library", title="قانون", number="No. 12", dated="2011")
    assert "\u2068قانون\u2069, No. 12, 2011" in page


def test_a_law_that_is_missing_is_one_link_away(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.expert).read(sheet(cast))
    assert page.links()["Add a law to the library"] == f"{front(cast)}#laws"


def test_there_is_nothing_to_submit_before_an_answer(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.focal_point).read(front(cast))
    assert not [words for words in page.buttons() if words.startswith("Submit")]
    assert "Nothing is answered yet" in page


def test_nobody_else_sees_a_draft_or_that_there_is_one(cast: Cast, client_as: SignIn) -> None:
    client_as(cast.arcadia.expert).read(sheet(cast)).press("Save", within=at(OFFENCE), choice="yes")
    for person, status in (
        (cast.belmora.focal_point, 403),
        (cast.cordania.expert, 403),
        (cast.officer, 403),
        (cast.delmar.focal_point, 404),
    ):
        reader = client_as(person)
        for address in (front(cast), sheet(cast), sheet(cast, "invented")):
            assert "Offence" not in reader.read(address, status)


def test_strangers_save_nothing(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.expert).read(sheet(cast))
    form, _button = page.form_with("Save", at(OFFENCE))
    for person, status in (
        (cast.arcadia.observer, 403),
        (cast.belmora.expert, 403),
        (cast.officer, 403),
        (cast.delmar.expert, 404),
    ):
        theirs = client_as(person)
        shut = theirs.read("/account").soup.find("input", attrs={"name": "csrf_token"})
        fields = {**filled_in(form), "csrf_token": shut["value"], "choice": "no"}
        theirs.send(str(form["action"]), fields, status)
    assert values(cast) == {}


def test_unknown_articles_and_questions_are_not_found(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.expert)
    reader.read(sheet(cast, "99"), 404)
    form, _button = reader.read(sheet(cast)).form_with("Save", at(OFFENCE))
    for address in (f"{sheet(cast)}/untoc-5-invented", f"{sheet(cast, 'whole')}/{OFFENCE}"):
        reader.send(address, filled_in(form), 404)


def test_a_form_sent_twice_saves_once(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.expert).read(sheet(cast))
    for _ in range(2):
        page.press("Save", within=at(OFFENCE), choice="yes")
    assert responses.current(cast.session, cast.untoc.id)[OFFENCE].number == 1


# The form and the value say the same.

lines = st.text(max_size=30).map(lambda words: " ".join(words.split()))
texts = st.text(max_size=60)
citation = st.fixed_dictionaries(
    {"law": st.sampled_from([1, 2])}, optional={"article": lines, "quotation": texts}
)


def optional(**parts: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=parts)


def tables(question: Question) -> st.SearchStrategy[dict[str, Any]]:
    def table(years: list[str]) -> st.SearchStrategy[dict[str, Any]]:
        cell = st.integers(0, 10**15 - 1).map(str)
        cells = st.lists(cell | st.just(""), min_size=len(years), max_size=len(years))
        rows = {row: cells.filter(any) for row in question.rows}
        return st.fixed_dictionaries({"years": st.just(years), "figures": optional(**rows)})

    years = st.lists(st.integers(1900, 2099).map(str), unique=True, min_size=1, max_size=9)
    return years.flatmap(table)


def replies(question: Question) -> st.SearchStrategy[dict[str, Any]]:
    """Give values a question may be answered with."""
    choice = st.sampled_from(("", *question.choices))
    need = st.fixed_dictionaries(
        {"type": st.sampled_from(question.choices or ("",)), "what": st.text(min_size=1)},
        optional={
            "article": lines,
            "priority": st.sampled_from(["high", "medium", "low", ""]),
            "received": texts,
            "provider": lines,
        },
    )
    notes = optional(source=texts, text=texts)
    of_kind: dict[Kind, st.SearchStrategy[dict[str, Any]]] = {
        Kind.ONE: optional(choice=choice, other=texts),
        Kind.MANY: optional(choices=st.lists(choice, max_size=3), other=texts),
        Kind.TEXT: optional(text=texts),
        Kind.FIGURES: st.builds(lambda table, more: {**table, **more}, tables(question), notes)
        | optional(unavailable=st.booleans(), text=texts),
        Kind.NOTIFICATION: optional(
            choice=choice, date=st.dates().map(str) | st.just("2024"), text=texts
        ),
        Kind.ASSISTANCE: optional(needs=st.lists(need, max_size=3)) | optional(none=st.booleans()),
    }
    value = of_kind.get(question.kind, optional(choice=choice))
    more = optional(remark=texts)
    if question.laws:
        more = optional(remark=texts, citations=st.lists(citation, max_size=3))
    return st.builds(lambda one, other: {**one, **other}, value, more)


FORM = """{% from "responses/fields.html" import fields, laws, remark %}
<form>{{ fields(entry) }}{{ laws(entry, [(1, "One"), (2, "Two")], "/laws") }}
{{ remark(entry, {"en": "English"}) }}</form>"""


def through_the_page(question: Question, value: dict[str, Any]) -> dict[str, Any]:
    """Give what a form sends in which nothing was changed, read again."""
    revision = responses.Revision(number=1, value=value, language="en")
    entry = Entry(sheets.asked(question), revision, None, ("saved", ""), None)
    form = BeautifulSoup(render_template_string(FORM, entry=entry), "html.parser").form
    assert form is not None
    return from_form(question, MultiDict(filled_in(form)))


@pytest.fixture(scope="module")
def shipped() -> Shipped:
    return questionnaires.load(QUESTIONNAIRES)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", Kind)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_what_is_kept_comes_back_the_same_from_the_page(
    app: Flask, shipped: Shipped, kind: Kind, data: st.DataObject
) -> None:
    questions = shipped["UNTOC", "cluster-1"].questions
    asked = [question for question in questions if question.kind is kind]
    question = data.draw(st.sampled_from(asked))
    try:
        kept = check(question, data.draw(replies(question)))
    except Invalid:
        kept = {}
    with app.test_request_context():
        assert check(question, through_the_page(question, kept)) == kept


# The real questionnaires.


def on_the_real(cast: Cast, shipped: Shipped, strand: Strand) -> Questionnaire:
    """Put a strand on the questionnaire that ships."""
    asked = shipped[strand.instrument, "cluster-1"]
    edition = Edition(
        instrument=strand.instrument,
        part="cluster-1",
        number=asked.version,
        digest=asked.digest,
        content=asked.to_plain(),
    )
    cast.session.add(edition)
    cast.session.flush()
    strand.edition_id = edition.id
    cast.session.commit()
    return asked


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_article_of_the_real_questionnaires_can_be_answered(
    cast: Cast, client_as: SignIn, shipped: Shipped
) -> None:
    reader = client_as(cast.arcadia.expert)
    for strand in (cast.untoc, cast.tip):
        asked = on_the_real(cast, shipped, strand)
        page = reader.read(f"/strands/{strand.id}/response")
        for section in asked.sections:
            page = reader.read(f"/strands/{strand.id}/response/{section.article or 'whole'}")
            assert section.title("en") in page
        assert not page.soup.select(".neighbours .next")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", Kind)
def test_one_answer_of_each_kind_is_saved_through_the_page(
    cast: Cast, client_as: SignIn, shipped: Shipped, kind: Kind
) -> None:
    asked = on_the_real(cast, shipped, cast.untoc)
    question = next(each for each in asked.questions if each.kind is kind and not each.when)
    page = client_as(cast.arcadia.expert).read(sheet(cast, question.article or "whole"))
    page.press("Save", within=at(question.id), **FILLED[kind](question))
    assert responses.current(cast.session, cast.untoc.id)[question.id].number == 1
    assert check(question, values(cast)[question.id])


FILLED: dict[Kind, Callable[[Question], dict[str, Any]]] = {
    Kind.SCALE: lambda question: {"choice": "in_part"},
    Kind.SCALE_NA: lambda question: {"choice": "not_applicable"},
    Kind.YES_NO: lambda question: {"choice": "no"},
    Kind.ONE: lambda question: {"choice": question.choices[0]},
    Kind.MANY: lambda question: {"choices": list(question.choices[:2])},
    Kind.TEXT: lambda question: {"text": "**Words.**"},
    Kind.FIGURES: lambda question: {"figure-" + question.rows[0] + "-0": "12"},
    Kind.NOTIFICATION: lambda question: {"choice": "yes", "date": "2024-05-01"},
    Kind.ASSISTANCE: lambda question: {"need-0-type": question.choices[0], "need-0-what": "Judges"},
}
