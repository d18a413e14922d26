"""The pages of a whole response: what is left, what is checked, what is printed and submitted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from reviewmech.records import responses
from reviewmech.records.comments import Comment
from reviewmech.records.contributions import (
    Contribution,
    ContributionRevision,
    Contributor,
    Delegation,
)
from reviewmech.records.database import now
from reviewmech.records.laws import Law
from reviewmech.records.people import Appointment, Person
from reviewmech.rules.questionnaire import Kind
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.documents import attach
from tests.drafts import answer
from tests.reading import Page, Reader, words_of

SignIn = Callable[[Person], Reader]
OFFENCE, NOTIFIED = "untoc-5-offence", "untoc-5-notified"
AMENDED = "A law this answer cites was amended."


def front(cast: Cast) -> str:
    return f"/strands/{cast.untoc.id}/response"


def check(cast: Cast) -> str:
    return f"{front(cast)}/check"


def draft(cast: Cast) -> str:
    return f"{front(cast)}/draft"


def place(cast: Cast, question: str, article: str = "5") -> str:
    return f"{front(cast)}/{article}#question-{question}"


def needs_of(cast: Cast) -> str:
    asked = responses.questionnaire(cast.session, cast.untoc.edition_id)
    return next(question.id for question in asked.questions if question.kind is Kind.ASSISTANCE)


def answer_all(cast: Cast) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    answer(cast, "untoc-5-model", {"choices": ["agreement"]})
    answer(cast, NOTIFIED, {"choice": "no"})
    answer(cast, "untoc-5-figures", {"unavailable": True})
    answer(cast, needs_of(cast), {"none": True})


def look_again(cast: Cast, question: str) -> None:
    kept = responses.place_of(cast.session, cast.untoc.id, question)
    assert kept is not None
    kept.look_again = AMENDED
    cast.session.commit()


def contribute(cast: Cast, question: str) -> Contribution:
    contributor = Contributor(
        review_id=cast.review.id,
        state_id=cast.arcadia.state.id,
        name="Mira Mott",
        body="Ministry of Justice",
        address="mira@example.org",
        language="en",
        key_hash="0" * 64,
        invited_by_id=cast.arcadia.focal_point.id,
        invited_at=now(cast.session),
    )
    written = Contribution(
        strand_id=cast.untoc.id, question=question, contributor=contributor, number=1
    )
    written.revisions = [
        ContributionRevision(
            number=1, value={"text": "Since 2011."}, language="en", saved_at=now(cast.session)
        )
    ]
    cast.session.add_all([contributor, written])
    cast.session.commit()
    return written


def comment(cast: Cast, question: str, text: str = "Ask the prosecutor.") -> None:
    said = Comment(
        strand_id=cast.untoc.id,
        state_id=cast.arcadia.state.id,
        question=question,
        text=text,
        is_to_do=True,
        author_id=cast.arcadia.focal_point.id,
        written_at=now(cast.session),
    )
    cast.session.add(said)
    cast.session.commit()


def hand_over(cast: Cast, article: str, person: Person) -> None:
    handed = Delegation(
        strand_id=cast.untoc.id,
        article=article,
        person_id=person.id,
        delegated_by_id=cast.arcadia.focal_point.id,
        delegated_at=now(cast.session),
    )
    cast.session.add(handed)
    cast.session.commit()


def left(page: Page) -> dict[str, str]:
    """Return the places the list of what is left leads to, with their words."""
    found = page.soup.select("#left .lines > li")
    return {item.a["href"]: words for item, words in zip(found, words_of(found), strict=True)}


def submits(page: Page) -> list[str]:
    return [words for words in page.buttons() if words.startswith("Submit")]


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Gather the statements sent to the database."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *further: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


# What is left


def test_the_front_page_leads_to_every_open_question(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.expert)
    page = reader.read(front(cast))
    assert "Nothing is answered yet. Begin with any article" in page
    asked = (OFFENCE, NOTIFIED, "untoc-5-figures")
    whole = place(cast, needs_of(cast), "whole")
    assert list(left(page)) == [*(place(cast, question) for question in asked), whole]
    answer(cast, needs_of(cast), {"none": True})
    page = reader.read(front(cast))
    assert whole not in left(page) and "1 of 4 answered" in page
    assert page.links()["Unanswered 3"].endswith("?show=open#left")


def test_all_that_waits_stands_at_its_place_with_a_word(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    look_again(cast, OFFENCE)
    contribute(cast, NOTIFIED)
    comment(cast, NOTIFIED)
    comment(cast, NOTIFIED, "And the Mission.")
    found = left(client_as(cast.arcadia.observer).read(front(cast)))
    assert "To look at again" in found[place(cast, OFFENCE)]
    assert AMENDED in found[place(cast, OFFENCE)]
    for words in ("Open", "1 contribution", "2 comments to do"):
        assert words in found[place(cast, NOTIFIED)]


@pytest.mark.parametrize(
    ("show", "questions"),
    [
        ("again", [OFFENCE]),
        ("contributions", [NOTIFIED]),
        ("to-do", ["untoc-5-figures"]),
        ("open", [NOTIFIED, "untoc-5-figures"]),
        ("mine", [OFFENCE, NOTIFIED, "untoc-5-figures"]),
    ],
)
def test_a_link_shows_what_is_left_of_one_kind(
    cast: Cast, client_as: SignIn, show: str, questions: list[str]
) -> None:
    answer(cast, OFFENCE, {"choice": "no"})
    answer(cast, needs_of(cast), {"none": True})
    look_again(cast, OFFENCE)
    look_again(cast, needs_of(cast))
    contribute(cast, NOTIFIED)
    comment(cast, "untoc-5-figures")
    hand_over(cast, "5", cast.arcadia.expert)
    page = client_as(cast.arcadia.expert).read(f"{front(cast)}?show={show}")
    found = [address for address in left(page) if "/whole#" not in address]
    assert found == [place(cast, question) for question in questions]
    assert ("/whole#" in "".join(left(page))) == (show == "again")
    assert page.soup.select_one(".filters [aria-current]")["href"].endswith(f"?show={show}#left")


def test_a_follow_up_that_is_left_names_its_question(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "in_part"})
    page = client_as(cast.arcadia.expert).read(front(cast))
    link = page.soup.select_one(f"#left a[href='{place(cast, OFFENCE + '.missing')}']")
    asked = responses.questionnaire(cast.session, cast.untoc.edition_id)
    parent, follow_up = (asked.question(OFFENCE), asked.question(f"{OFFENCE}.missing"))
    assert link and parent and follow_up
    assert link.get_text() == f"{parent.words('en').title}: {follow_up.words('en').title}"


def test_other_with_nothing_specified_is_left_to_do_and_asked_for_beside_its_field(
    cast: Cast, client_as: SignIn
) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    answer(cast, "untoc-5-model", {"choices": ["other"]})
    reader, where = client_as(cast.arcadia.expert), place(cast, "untoc-5-model")
    assert "“Other” is not specified" in left(reader.read(front(cast)))[where]
    assert reader.read(front(cast)).links()["Other, not specified 1"]
    page = reader.read(f"{front(cast)}/5")
    field = page.soup.find(id="question-untoc-5-model-other")
    hint = page.soup.find(id="question-untoc-5-model-other-hint")
    assert field and hint and hint["id"] in str(field["aria-describedby"]).split()
    assert "“Other” is ticked: say here what it is" in hint.get_text()
    answer(cast, "untoc-5-model", {"choices": ["other"], "other": "A circular"}, started_from=1)
    assert where not in left(reader.read(front(cast)))


def test_what_is_settled_or_done_waits_no_more(cast: Cast, client_as: SignIn) -> None:
    answer_all(cast)
    contribute(cast, NOTIFIED).settled_number = 1
    comment(cast, OFFENCE)
    cast.session.query(Comment).one().done_at = now(cast.session)
    hand_over(cast, "5", cast.arcadia.expert)
    cast.session.query(Delegation).one().ended_at = now(cast.session)
    page = client_as(cast.arcadia.expert).read(front(cast))
    assert left(page) == {}
    assert "Every question that is asked has its answer." in page
    assert page.links()["Check the answers before they are submitted"] == check(cast)


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ("again", "No answer waits for another look."),
        ("contributions", "Every contribution is settled."),
        ("to-do", "No comment waits to be done."),
        ("mine", "No article that is handed to you has anything left."),
    ],
)
def test_an_empty_list_says_what_to_do(
    cast: Cast, client_as: SignIn, show: str, words: str
) -> None:
    assert words in client_as(cast.arcadia.expert).read(f"{front(cast)}?show={show}")


def test_a_kind_nobody_knows_shows_everything(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.expert)
    assert left(reader.read(f"{front(cast)}?show=invented")) == left(reader.read(front(cast)))


def test_another_states_comments_are_no_work_of_this_team(cast: Cast, client_as: SignIn) -> None:
    comment(cast, NOTIFIED)
    cast.session.query(Comment).one().state_id = cast.belmora.state.id
    cast.session.commit()
    assert "to do" not in client_as(cast.arcadia.expert).read(front(cast)).text.lower()


def next_act(page: Page) -> tuple[str, str] | None:
    link = page.soup.select_one(".strip-act a")
    return (" ".join(link.get_text().split()), str(link["href"])) if link else None


def test_there_is_one_next_act_and_it_is_the_readers_own(cast: Cast, client_as: SignIn) -> None:
    expert, focal_point = client_as(cast.arcadia.expert), client_as(cast.arcadia.focal_point)
    first = ("Go to the next open question", place(cast, OFFENCE))
    assert next_act(expert.read(front(cast))) == first
    hand_over(cast, "", cast.arcadia.expert)
    own = ("Go to the next open question", place(cast, needs_of(cast), "whole"))
    assert next_act(expert.read(front(cast))) == own
    answer_all(cast)
    look_again(cast, NOTIFIED)
    again = ("Look at an answer again", place(cast, NOTIFIED))
    assert next_act(focal_point.read(front(cast))) == again
    cast.session.query(responses.Answer).update({"look_again": ""})
    assert next_act(focal_point.read(front(cast))) == ("Check and submit", check(cast))
    assert next_act(expert.read(front(cast))) == ("Check the answers", check(cast))
    focal_point.read(check(cast)).press("Submit to")
    assert next_act(focal_point.read(front(cast))) is None


def test_the_list_of_articles_says_how_each_stands(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    look_again(cast, OFFENCE)
    answer(cast, needs_of(cast), {"none": True})
    page = client_as(cast.arcadia.expert).read(front(cast))
    five, whole = words_of(page.soup.select(".articles li"))
    assert "1 of 4 answered" in five and "1 to look at again" in five
    assert "answered" in whole and "of" not in whole.split("answered")[0].split()[-2:]
    shapes = [tally["class"] for tally in page.soup.select(".articles li .tally")]
    assert shapes == [["tally", "some"], ["tally", "again"], ["tally", "all"]]


# The answers are checked


def rows(page: Page) -> dict[str, str]:
    found = page.soup.select(".check-row")
    return {str(row["id"]): words for row, words in zip(found, words_of(found), strict=True)}


def test_every_question_asked_is_checked_and_one_link_from_its_place(
    cast: Cast, client_as: SignIn
) -> None:
    answer(cast, OFFENCE, {"choice": "in_part", "remark": "A remark."})
    answer(cast, f"{OFFENCE}.missing", {"text": "The *attempt*."})
    look_again(cast, OFFENCE)
    page = client_as(cast.arcadia.expert).read(check(cast))
    found = rows(page)
    assert "Yes, in part" in found[f"question-{OFFENCE}"]
    assert AMENDED in found[f"question-{OFFENCE}"] and "A remark." in found[f"question-{OFFENCE}"]
    assert "The attempt ." in found[f"question-{OFFENCE}.missing"]
    assert "Open" in found[f"question-{NOTIFIED}"]
    links = {
        str(row["id"]): row.select_one(".check-change a")["href"]
        for row in page.soup.select(".check-row")
    }
    assert links[f"question-{OFFENCE}"] == place(cast, OFFENCE)
    assert page.links()["Unanswered 4"] == f"{front(cast)}?show=open#left"


def test_an_answer_to_a_question_not_asked_is_neither_checked_nor_printed(
    cast: Cast, client_as: SignIn
) -> None:
    answer(cast, OFFENCE, {"choice": "in_part"})
    answer(cast, f"{OFFENCE}.missing", {"text": "Attempts."})
    answer(cast, OFFENCE, {"choice": "yes"}, started_from=1)
    reader = client_as(cast.arcadia.focal_point)
    for address in (check(cast), draft(cast)):
        page = reader.read(address)
        assert "Yes" in page and "Attempts." not in page


def test_the_focal_point_is_told_what_is_frozen_and_who_reads_it(
    cast: Cast, client_as: SignIn
) -> None:
    law = Law(state_id=cast.arcadia.state.id, title="Penal Code")
    cast.session.add(law)
    cast.session.commit()
    answer(cast, OFFENCE, {"choice": "yes", "citations": [{"law": law.id, "article": "3"}]})
    attach(cast, NOTIFIED)
    page = client_as(cast.arcadia.focal_point).read(check(cast))
    assert "Code.pdf 1.8 MB" in rows(page)[f"question-{NOTIFIED}"]
    words = words_of(page.soup.select("#submit .facts"))[0]
    assert "answered 1" in words and "open 4" in words and "cited 1" in words
    assert "attached 1" in words
    assert "Belmora, Cordania and the secretariat will read these answers" in page
    assert submits(page) == ["Submit to Belmora, Cordania and the secretariat"]


def test_experts_check_the_answers_and_are_told_who_submits(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    for person in (cast.arcadia.expert, cast.arcadia.observer):
        page = client_as(person).read(check(cast))
        assert not submits(page)
        assert "Focal Point of Arcadia, the focal point of Arcadia, submits the response." in page
    chief = cast.session.query(Appointment).filter_by(person_id=cast.arcadia.focal_point.id).one()
    chief.until = now(cast.session)
    cast.session.commit()
    page = client_as(cast.arcadia.expert).read(check(cast))
    assert "Arcadia has no focal point at present." in page


def test_there_is_nothing_to_submit_before_an_answer(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.focal_point).read(check(cast))
    assert not submits(page)
    assert "Nothing is answered yet" in page and page.links()["Begin with any article"]


def test_once_the_summary_is_reached_the_page_says_so(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    cast.put(Step.SUMMARY)
    page = client_as(cast.arcadia.focal_point).read(check(cast))
    assert not submits(page)
    assert "can no longer be submitted at this step" in page


# The response is submitted


def test_a_submission_ends_in_a_receipt(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    reader = client_as(cast.arcadia.focal_point)
    page = reader.read(check(cast)).press(
        "Submit to Belmora, Cordania and the secretariat", left_open="y"
    )
    assert page.path == f"/strands/{cast.untoc.id}/versions/1/receipt"
    assert "Submitted to Belmora" in page
    version = responses.latest_version(cast.session, cast.untoc.id)
    assert version is not None and responses.version_seal(version) in page
    assert cast.untoc.step is Step.CONSULTATION
    assert page.path in reader.read(front(cast)).links().values()


def test_a_draft_that_changed_is_looked_at_again_before_it_is_submitted(
    cast: Cast, client_as: SignIn
) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    page = client_as(cast.arcadia.focal_point).read(check(cast))
    answer(cast, OFFENCE, {"choice": "no"}, started_from=1)
    page = page.press("Submit to", 409, left_open="y")
    assert "changed after you opened this page" in page
    assert "No" in rows(page)[f"question-{OFFENCE}"]
    assert responses.latest_version(cast.session, cast.untoc.id) is None
    page.press("Submit to", left_open="y")
    version = responses.latest_version(cast.session, cast.untoc.id)
    assert version is not None and version.values == {OFFENCE: {"choice": "no"}}


def test_a_file_attached_or_a_law_amended_meanwhile_is_looked_at_too(
    cast: Cast, client_as: SignIn
) -> None:
    law = Law(state_id=cast.arcadia.state.id, title="Penal Code")
    cast.session.add(law)
    cast.session.commit()
    answer(cast, OFFENCE, {"choice": "yes", "citations": [{"law": law.id}]})
    page = client_as(cast.arcadia.focal_point).read(check(cast))
    attach(cast, OFFENCE)
    page = page.press("Submit to", 409, left_open="y")
    assert "Code.pdf" in page
    law.title = "Penal Code, as amended"
    cast.session.commit()
    page = page.press("Submit to", 409, left_open="y")
    assert "Penal Code, as amended" in page
    assert "version 1" in page.press("Submit to", left_open="y")


def test_what_is_submitted_already_cannot_be_submitted_again(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    reader = client_as(cast.arcadia.focal_point)
    reader.read(check(cast)).press("Submit to", left_open="y")
    page = reader.read(check(cast))
    assert "These answers are those of version 1" in page and not submits(page)
    assert page.links()["Receipt of version 1"].endswith("/versions/1/receipt")
    attached = attach(cast, OFFENCE)
    assert submits(reader.read(check(cast)))
    attached.detached_at = now(cast.session)
    cast.session.commit()
    assert not submits(reader.read(check(cast)))
    answer(cast, OFFENCE, {"choice": "no"}, started_from=1)
    assert submits(reader.read(check(cast)))


def test_a_form_without_a_language_is_refused_and_nothing_is_submitted(
    cast: Cast, client_as: SignIn
) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    page = client_as(cast.arcadia.focal_point).read(check(cast))
    page = page.press("Submit to", 422, left_open="y", language="tlh")
    assert page.soup.select(".problems a[href='#language']")
    assert responses.latest_version(cast.session, cast.untoc.id) is None


def test_questions_left_open_are_confirmed_before_the_submission(
    cast: Cast, client_as: SignIn
) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    reader = client_as(cast.arcadia.focal_point)
    page = reader.read(check(cast))
    label = page.soup.find("label", attrs={"for": "left_open"})
    assert label is not None and label.get_text() == "Submit with 4 questions open"
    page = page.press("Submit to", 422)
    assert page.soup.select(".problems a[href='#left_open']")
    assert responses.latest_version(cast.session, cast.untoc.id) is None
    answer(cast, NOTIFIED, {"choice": "no"})
    page = page.press("Submit to", 409, left_open="y")
    tick = page.soup.find(id="left_open")
    assert tick is not None and not tick.has_attr("checked")
    assert "Submit with 3 questions open" in page
    assert "version 1" in page.press("Submit to", left_open="y")


def test_where_nothing_is_open_nothing_is_confirmed(cast: Cast, client_as: SignIn) -> None:
    answer_all(cast)
    page = client_as(cast.arcadia.focal_point).read(check(cast))
    assert page.soup.find(id="left_open") is None
    assert "version 1" in page.press("Submit to")


# The draft is printed


def test_a_printed_draft_says_so_on_every_page(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    page = client_as(cast.arcadia.observer).read(draft(cast))
    assert words_of(page.soup.select(".paper > .every-page")) == [
        "Draft, not submitted. As it stood on 11 January 2027, 09:00 UTC. "
        "Only Arcadia's team may read it."
    ]
    assert "Yes" in page and "Not answered." in page


def test_the_margin_is_printed_when_it_is_asked_for(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    look_again(cast, OFFENCE)
    contribute(cast, NOTIFIED)
    comment(cast, NOTIFIED)
    page = client_as(cast.arcadia.expert).read(draft(cast))
    margin = (AMENDED, "Mira Mott (Ministry of Justice)", "Since 2011.", "Ask the prosecutor.")
    for words in margin:
        assert words not in page
    page = page.follow("With the notes in the margin")
    for words in margin:
        assert words in page
    assert not page.soup.select(".paper form")


# Who sees it, and what it costs


def test_nobody_else_sees_a_draft_or_that_there_is_one(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    for person, status in (
        (cast.belmora.focal_point, 403),
        (cast.cordania.expert, 403),
        (cast.officer, 403),
        (cast.delmar.focal_point, 404),
    ):
        reader = client_as(person)
        for address in (front(cast), check(cast), draft(cast), f"{draft(cast)}?margin=yes"):
            assert "Offence" not in reader.read(address, status)


def test_observers_read_without_forms(cast: Cast, client_as: SignIn) -> None:
    answer(cast, NOTIFIED, {"text": "By the Mission."})
    reader = client_as(cast.arcadia.observer)
    for address in (front(cast), check(cast), draft(cast)):
        page = reader.read(address)
        assert set(page.buttons()) <= {"Sign out", "Print, or save as PDF"}
    assert "By the Mission." in page
    assert next_act(reader.read(front(cast))) is not None


MOST = {"": 14, "/check": 14, "/draft?margin=yes": 13}
"""Statements a page of the draft may need, however much is written."""


@pytest.mark.parametrize("page", MOST)
def test_a_page_needs_few_statements_however_much_is_written(
    cast: Cast, client_as: SignIn, engine: Engine, page: str
) -> None:
    answer_all(cast)
    reader = client_as(cast.arcadia.focal_point)
    address = f"{front(cast)}{page}"
    reader.read(address)
    for question in (OFFENCE, NOTIFIED, needs_of(cast)):
        attach(cast, question)
        look_again(cast, question)
        comment(cast, question)
    contribute(cast, NOTIFIED)
    with counted(engine) as sent:
        reader.read(address)
    assert len(sent) <= MOST[page], sent
