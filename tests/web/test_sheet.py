"""The sheet of an article: each answer saved by itself, and no word of anybody lost."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from reviewmech.actions.passwords import hashed
from reviewmech.places import QUESTIONNAIRES
from reviewmech.records import drafts, responses
from reviewmech.records.library import questionnaires
from reviewmech.records.people import Person
from reviewmech.records.responses import Edition
from reviewmech.records.reviews import Strand
from reviewmech.rules.answers import check
from reviewmech.rules.mechanism import Switch
from reviewmech.rules.questionnaire import Kind, Question, Questionnaire
from reviewmech.rules.refusals import Invalid
from reviewmech.web.answers import from_form
from reviewmech.web.drafts import entry
from reviewmech.web.pieces import Citable
from tests.cast import Cast
from tests.conftest import Clock
from tests.reading import Page, Reader, filled_in

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
    _form, button = page.form_with("Clear this answer", within=at(OFFENCE))
    assert button.has_attr("hidden")


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
    (wrong,) = page.soup.select("#row-untoc-5-figures [aria-invalid=true]")
    fault = page.soup.find(id=str(wrong["aria-describedby"]).split()[-1])
    assert wrong["name"] == figure and fault and "“ten”" in fault.get_text()
    assert page.links()[fault.get_text()] == f"#{wrong['id']}"
    page = page.press("Save", within=at("untoc-5-figures"), **{figure: "10"})
    assert values(cast)["untoc-5-figures"] == {
        "years": ["2024", "2025", "2026"],
        "figures": {"investigations": ["", "10", ""]},
    }
    page = page.press("Save", within=at("untoc-5-figures"), **{"year-3": "2023"})
    assert values(cast)["untoc-5-figures"]["years"][-1] == "2023"


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


def test_a_conflict_shows_the_difference_in_words_and_both_ways_out(
    cast: Cast, client_as: SignIn
) -> None:
    first, second = client_as(cast.arcadia.expert), client_as(cast.arcadia.focal_point)
    slow, quick = first.read(sheet(cast)), second.read(sheet(cast))
    within = at("untoc-5-notified")
    quick.press("Save", within=within, choice="yes", text="By the Mission.")
    both = slow.press("Save", 409, within, choice="no", text="By the Ministry.")
    margin = both.soup.select_one(".conflict")
    assert margin is not None
    assert [tag.get_text() for tag in margin.select("del")] == [
        "[taken out: Yes end]",
        "[taken out: Mission end]",
    ]
    assert [tag.get_text() for tag in margin.select("ins")] == [
        "[put in: No end]",
        "[put in: Ministry end]",
    ]
    page = both.follow("Take what is kept, and leave mine")
    assert "By the Mission." in page and "By the Ministry." not in page


def test_observers_read_the_sheet_without_forms(cast: Cast, client_as: SignIn) -> None:
    client_as(cast.arcadia.expert).read(sheet(cast)).press(
        "Save", within=at("untoc-5-notified"), text="By the Mission."
    )
    page = client_as(cast.arcadia.observer).read(sheet(cast))
    assert "By the Mission." in page and "Save" not in page.buttons()
    assert "Expert of Arcadia, 11 January 2027, 09:00 UTC" in page


# An ended session


def without_its_token(page: Page, question: str, **filled: Any) -> tuple[str, dict[str, Any]]:
    """Return where a form goes and what it sends, from before the session ended."""
    form, _button = page.form_with("Save", at(question))
    return str(form["action"]), {**filled_in(form), "csrf_token": "stale", **filled}


def test_words_of_an_ended_session_come_back_on_their_sheet_unsaved(
    cast: Cast, client_as: SignIn
) -> None:
    reader = client_as(cast.arcadia.expert)
    words = "\nBy the Mission.\n\n  Twice."
    address, fields = without_its_token(reader.read(sheet(cast)), "untoc-5-notified", text=words)
    page = reader.send(address, fields, 400)
    assert "Your words are not lost" in page
    page = page.press("Put my words back on the sheet")
    assert "Your words are back, and not saved yet" in page
    field = page.soup.select_one(f"{at('untoc-5-notified')} textarea[name=text]")
    assert field is not None and field.get_text().strip() == words.strip()
    assert values(cast) == {}
    page.press("Save", within=at("untoc-5-notified"))
    assert values(cast) == {"untoc-5-notified": {"text": words.strip()}}


def test_words_of_an_ended_session_overwrite_no_newer_text(cast: Cast, client_as: SignIn) -> None:
    reader, colleague = client_as(cast.arcadia.expert), client_as(cast.arcadia.focal_point)
    address, fields = without_its_token(reader.read(sheet(cast)), "untoc-5-notified", text="Mine.")
    colleague.read(sheet(cast)).press("Save", within=at("untoc-5-notified"), text="Theirs.")
    page = reader.send(address, fields, 400)
    page = page.press("Put my words back on the sheet", 409)
    assert "A colleague has saved this answer" in page and "Theirs." in page and "Mine." in page
    assert values(cast) == {"untoc-5-notified": {"text": "Theirs."}}


def test_who_is_signed_out_signs_in_beside_the_words(
    cast: Cast, client_as: SignIn, anyone: Reader
) -> None:
    page = client_as(cast.arcadia.expert).read(sheet(cast))
    address, fields = without_its_token(page, "untoc-5-notified", choice="yes", text="Mine.")
    password = "harbour lantern orchard seven"
    expert = cast.arcadia.expert
    expert.password_hash = hashed(cast.session, password, expert, field="password")
    cast.session.commit()
    page = anyone.send(address, fields, 400)
    page = page.press("Sign in", 422, "main", address=cast.arcadia.expert.address, password="no")
    assert "Your words are kept" in page
    named = cast.arcadia.expert.address
    page = page.press("Sign in", within="main", address=named, password=password)
    assert "You are signed in again" in page
    page = page.press("Put my words back on the sheet")
    assert "Mine." in page and page.path.endswith("/untoc-5-notified/typed")
    page.press("Save", within=at("untoc-5-notified"))
    assert values(cast) == {"untoc-5-notified": {"choice": "yes", "text": "Mine."}}


def test_nobody_is_sent_elsewhere_with_what_was_typed(cast: Cast, anyone: Reader) -> None:
    """Only what this house sealed is carried along."""
    page = anyone.read("/sign-in")
    form, _button = page.form_with("Sign in", "main")
    for again in ("https://elsewhere.example/typed", "//elsewhere.example/typed", "/sign-out"):
        fields = {**filled_in(form), "again": again, "sent-text": "Mine."}
        page = anyone.send("/sign-in", fields, 422)
        assert not page.soup.select("[name=again]")


# Earlier texts, and another look

CHANGES = ("del", "ins")


def history(cast: Cast, question: str = "untoc-5-notified") -> str:
    return f"{sheet(cast)}/{question}/history"


def write(reader: Reader, cast: Cast, **filled: Any) -> Page:
    return reader.read(sheet(cast)).press("Save", within=at("untoc-5-notified"), **filled)


def test_every_text_is_shown_with_who_and_when_and_what_changed(
    cast: Cast, client_as: SignIn, clock: Clock
) -> None:
    expert, focal_point = client_as(cast.arcadia.expert), client_as(cast.arcadia.focal_point)
    assert "Nothing has been saved" in expert.read(history(cast))
    write(expert, cast, text="By the")
    write(expert, cast, text="By the Mission.")
    write(focal_point, cast, text="By the Ministry.")
    write(expert, cast, text="")
    page = expert.read(history(cast))
    titles = [" ".join(each.get_text().split()) for each in page.soup.select(".text h2")]
    assert titles == [
        "Expert of Arcadia, 11 January 2027, 09:00 UTC",
        "Focal Point of Arcadia, 11 January 2027, 09:00 UTC",
        "Expert of Arcadia, 11 January 2027, 09:00 UTC",
    ]
    assert "2 saves" in page
    changed = page.soup.select(".text .difference")[1]
    removed, added = (" ".join(tag.get_text() for tag in changed.select(name)) for name in CHANGES)
    assert "Mission" in removed and "Ministry" in added
    assert len(page.follow("Show each save by itself").soup.select(".text")) == 4


def test_an_earlier_text_is_brought_back_from_the_list(cast: Cast, client_as: SignIn) -> None:
    reader, colleague = client_as(cast.arcadia.expert), client_as(cast.arcadia.focal_point)
    write(reader, cast, text="First.")
    write(colleague, cast, text="Second.")
    page = reader.read(history(cast))
    assert len([each for each in page.buttons() if "Bring this text back" in each]) == 1
    page = page.press("Bring this text back")
    assert "The earlier text counts again" in page
    assert values(cast) == {"untoc-5-notified": {"text": "First."}}


def test_an_earlier_text_is_not_brought_back_over_one_not_seen(
    cast: Cast, client_as: SignIn
) -> None:
    reader, colleague = client_as(cast.arcadia.expert), client_as(cast.arcadia.focal_point)
    write(reader, cast, text="First.")
    write(colleague, cast, text="Second.")
    page = reader.read(history(cast))
    write(colleague, cast, text="Third.")
    page = page.press("Bring this text back", 409)
    assert "was saved again since you opened this list" in page and "Third" in page
    assert values(cast) == {"untoc-5-notified": {"text": "Third."}}


def test_a_text_that_no_longer_fits_is_shown_and_not_offered(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.expert)
    write(reader, cast, choice="yes", text="First.")
    first = drafts.revision(cast.session, cast.untoc.id, "untoc-5-notified", 1)
    assert first is not None
    first.value = {"choice": "perhaps", "text": "First."}
    write(client_as(cast.arcadia.focal_point), cast, choice="no")
    page = reader.read(history(cast))
    assert "no longer fits the question" in page and "First." in page
    assert not [each for each in page.buttons() if "Bring" in each]


def test_a_long_history_is_cut_into_pages(cast: Cast, client_as: SignIn, clock: Clock) -> None:
    reader = client_as(cast.arcadia.expert)
    for number in range(25):
        clock.forward(hours=1)
        write(reader, cast, text=f"Text {number}.")
    page = reader.read(history(cast))
    assert len(page.soup.select(".text")) == 20
    page = page.follow("Older")
    assert len(page.soup.select(".text")) == 5 and "Text 0." in page


def test_words_in_another_language_than_the_page_say_which(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.expert).read(sheet(cast)).follow("العربية")
    head = page.soup.find(id="sheet-head")
    assert head is not None and "الإنجليزية" in head.get_text()
    heading = page.soup.select_one(f"{at(OFFENCE)} h2")
    assert heading is not None and (heading["lang"], heading["dir"]) == ("en", "auto")
    heading = page.follow("English").soup.select_one(f"{at(OFFENCE)} h2")
    assert heading is not None and not heading.get("lang")


def test_where_guidance_is_switched_off_only_the_question_itself_is_shown(
    app: Flask, cast: Cast, client_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks, how, duty = "Is participation in", "Cite the offence itself.", "The State must do this"
    said = client_as(cast.arcadia.expert).read(sheet(cast))
    assert asks in said and how in said and duty in said
    around = app.extensions["surroundings"]
    switches = {**around.mechanism.switches, Switch.GUIDANCE: False}
    bare = replace(around, mechanism=replace(around.mechanism, switches=switches))
    monkeypatch.setitem(app.extensions, "surroundings", bare)
    said = client_as(cast.arcadia.expert).read(sheet(cast))
    assert asks in said and how not in said and duty not in said


def test_the_history_is_the_own_delegations(cast: Cast, client_as: SignIn) -> None:
    write(client_as(cast.arcadia.expert), cast, text="First.")
    page = client_as(cast.arcadia.observer).read(history(cast))
    assert "First." in page and not [each for each in page.buttons() if "Bring" in each]
    for person, status in (
        (cast.belmora.expert, 403),
        (cast.officer, 403),
        (cast.delmar.expert, 404),
    ):
        assert "First." not in client_as(person).read(history(cast), status)


def test_an_answer_to_look_at_again_says_why_until_somebody_did(
    cast: Cast, client_as: SignIn
) -> None:
    reader = client_as(cast.arcadia.expert)
    write(reader, cast, text="First.")
    place = responses.place_of(cast.session, cast.untoc.id, "untoc-5-notified")
    assert place is not None
    place.look_again = "A law it cites was amended."
    page = reader.read(sheet(cast))
    assert "A law it cites was amended." in page and "To look at again" in page
    assert "1 to look at again" in page
    page = page.press("I looked at it; it stands")
    assert "The answer stands as it is" in page
    assert "to look at again" not in page.text.lower()


# Finding a question


def test_a_question_is_found_by_its_words_or_those_of_its_answer(
    cast: Cast, client_as: SignIn
) -> None:
    reader = client_as(cast.arcadia.expert)
    page = write(reader, cast, text="By the Mission in Vienna.")
    for words in ("VIENNA mission", "notification"):
        found = reader.read(f"/strands/{cast.untoc.id}/response/find?words={words}")
        assert found.links()["Notification"].endswith("#question-untoc-5-notified")
    assert "No question and no answer" in reader.read(
        f"/strands/{cast.untoc.id}/response/find?words=zebra"
    )
    assert page.soup.select("form[role=search]")


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


given_elsewhere = st.fixed_dictionaries(
    {"mechanism": st.just("UNCAC"), "document": lines.filter(str.strip)},
    optional={"paragraph": lines, "date": st.just("2019-05"), "link": st.just("https://un.org/a")},
)


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
    more = optional(remark=texts, elsewhere=st.lists(given_elsewhere, max_size=2))
    if question.laws:
        more = optional(remark=texts, citations=st.lists(citation, max_size=3))
    return st.builds(lambda one, other: {**one, **other}, value, more)


FORM = """{% from "responses/fields.html" import fields, laws, remark %}
<form>{{ fields(entry) }}{{ laws(entry, citable) }}
{{ remark(entry, {"en": "English"}) }}</form>"""


CITABLE = Citable([(1, "One"), (2, "Two")], "/laws")


def through_the_page(question: Question, value: dict[str, Any]) -> dict[str, Any]:
    """Give what a form sends in which nothing was changed, read again."""
    revision = responses.Revision(number=1, value=value, language="en")
    words = render_template_string(FORM, entry=entry(question, revision), citable=CITABLE)
    form = BeautifulSoup(words, "html.parser").form
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
