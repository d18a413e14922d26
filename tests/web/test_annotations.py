"""Annotations on pages: written in the margin, seen by one's own State, sent by another act."""

from collections.abc import Callable

import pytest
from bs4 import Tag
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from reviewmech.actions.annotations import annotate, take_annotation_back
from reviewmech.records import texts
from reviewmech.records.annotations import Annotation
from reviewmech.records.people import Person
from reviewmech.records.responses import Version
from reviewmech.rules.anchors import plain
from reviewmech.rules.steps import Step
from tests.annotating import MISSING, OFFENCE, sent, submitted_with, written
from tests.cast import Cast
from tests.drafts import answer, submitted
from tests.reading import Page, Reader
from tests.web.test_statements import counted

SignIn = Callable[[Person], Reader]
ANSWER = "The *attempt* is punished.\n\n- The attempt to **aid** is not.\n- قانون العقوبات"


@pytest.fixture
def version(cast: Cast) -> Version:
    """Give a version submitted, with the strand at the feedback step."""
    return submitted_with(cast, ANSWER)


@pytest.fixture
def thing(version: Version) -> str:
    """Give the name of the answer that has words."""
    return texts.answer(version.id, MISSING)


def front(cast: Cast, number: int = 1) -> str:
    return f"/strands/{cast.untoc.id}/versions/{number}/5"


def listed(cast: Cast) -> str:
    return f"/strands/{cast.untoc.id}/annotations"


def note(page: Page, one: Annotation) -> Tag:
    found = page.soup.find(id=f"annotation-{one.key}")
    assert isinstance(found, Tag)
    return found


def form_of(reader: Reader, cast: Cast, thing: str) -> Page:
    return reader.read(f"{listed(cast)}/new?thing={thing}")


def test_one_comments_on_an_answer_without_scripts(
    cast: Cast, client_as: SignIn, version: Version
) -> None:
    page = (
        client_as(cast.belmora.expert)
        .read(front(cast))
        .follow("Comment on this answer : What is missing")
    )
    assert "Only Belmora's team can see this until it is sent." in page
    kept = page.press("Keep in the margin", quote="aid", text="Since *when*?")
    assert kept.path == front(cast)
    found = kept.soup.select_one(".note.internal")
    assert found and found.em and found.em.get_text() == "when"
    assert "not sent" in found.get_text() and "Only Belmora's team" in found.get_text()


def test_what_the_script_reads_is_what_the_act_reads(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    page = client_as(cast.belmora.expert).read(front(cast))
    passage = page.soup.find(id=f"{thing}:text")
    assert isinstance(passage, Tag) and passage["data-thing"] == thing
    shown = plain(passage.get_text())
    assert shown == "The attempt is punished. The attempt to aid is not. قانون العقوبات"
    assert written(cast, thing, part="text", quote=shown).quote == shown


def test_a_note_leads_to_its_words_with_what_stands_around_them(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    made = written(cast, thing, part="text", quote="attempt", prefix="The ", suffix=" to")
    link = note(client_as(cast.belmora.expert).read(front(cast)), made).select_one(".quoted a")
    assert link and link["href"] == f"#{thing}:text" and link.get_text() == "attempt"
    assert str(link["data-suffix"]).startswith(" to aid")


def test_what_is_refused_comes_back_as_it_was_typed(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    page = form_of(client_as(cast.belmora.expert), cast, thing)
    back = page.press("Keep in the margin", status=422, quote="attempt", text="Since when?")
    assert "more than once" in back and "Since when?" in back
    assert back.press("Keep in the margin", quote="attempt to aid").path == front(cast)


def test_nobody_else_sees_what_is_not_sent(cast: Cast, client_as: SignIn, thing: str) -> None:
    made = written(cast, thing, quote="aid")
    others = (
        cast.arcadia.focal_point,
        cast.arcadia.expert,
        cast.cordania.focal_point,
        cast.officer,
    )
    for person in others:
        reader = client_as(person)
        for address in (front(cast), listed(cast), f"{listed(cast)}/new?thing={thing}"):
            answered = reader.get(address)
            assert made.key not in answered.text and "Which courts?" not in answered.text
        for where in ("", "/take-back"):
            refused = reader.post(f"{listed(cast)}/{made.key}{where}", data={"text": "x"})
            assert refused.status_code in {400, 403, 404}
            assert "Which courts?" not in refused.text
    assert reader.get(f"{listed(cast)}/{made.key}").status_code in {403, 404}
    assert made.taken_back_at is None


def test_an_unsent_annotation_of_another_state_is_to_its_reader_no_annotation_at_all(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    made = written(cast, thing)
    reader = client_as(cast.cordania.expert)
    pages = [reader.read(f"{listed(cast)}/{key}", status=404) for key in (made.key, "nosuchkey")]
    assert pages[0].text == pages[1].text


def test_who_takes_no_part_finds_nothing(cast: Cast, client_as: SignIn, thing: str) -> None:
    reader = client_as(cast.delmar.focal_point)
    for where in ("", "/new?thing=" + thing, "/send"):
        reader.read(f"{listed(cast)}{where}", status=404)


def test_annotations_are_chosen_looked_at_and_sent_by_an_act_of_its_own(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    one, other = written(cast, thing, quote="aid"), written(cast, thing, text="Not this.")
    page = client_as(cast.belmora.focal_point).read(listed(cast))
    internal = page.soup.select(".internal")
    assert not [each for each in internal if "Send" in each.get_text()]
    form, _button = page.form_with("Look at those chosen")
    boxes = page.soup.select(f"[name=key][form={form['id']}]")
    assert {box["value"] for box in boxes} == {one.key, other.key}
    preview = page.reader.read(f"{form['action']}?key={one.key}")
    assert "Which courts?" in preview and "Not this." not in preview
    assert not preview.soup.select(".internal")
    done = preview.press("Send to Arcadia, Cordania and the secretariat")
    assert "1 annotation is sent." in done
    arcadia = client_as(cast.arcadia.expert).read(front(cast))
    assert "Belmora" in note(arcadia, one).get_text()
    assert cast.belmora.expert.name not in note(arcadia, one).get_text()
    assert other.key not in str(arcadia.soup)


def test_who_may_not_send_is_told_who_does(cast: Cast, client_as: SignIn, thing: str) -> None:
    written(cast, thing)
    reader = client_as(cast.belmora.expert)
    page = reader.read(listed(cast))
    assert "Your focal point" in page and not page.soup.select("[name=key]")
    reader.read(f"{listed(cast)}/send", status=403)


def test_what_changed_after_it_was_looked_at_comes_back_to_be_looked_at(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    made = written(cast, thing)
    chief = client_as(cast.belmora.focal_point)
    preview = chief.read(f"{listed(cast)}/send?key={made.key}")
    actor = cast.acting(cast.belmora.expert)
    again = {"text": "Which courts, please?", "annotation": made, "read": made.mark}
    annotate(cast.session, actor, cast.untoc, **again)
    back = preview.press("Send to", status=409)
    assert "nothing was sent" in back and "Which courts, please?" in back
    assert "1 annotation is sent." in back.press("Send to")


def test_two_colleagues_who_change_one_annotation_see_both_texts(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    made = written(cast, thing)
    address = f"{listed(cast)}/{made.key}"
    first, second = (
        client_as(person).read(address)
        for person in (cast.belmora.expert, cast.belmora.focal_point)
    )
    first.press("Save", text="Which courts, and since when?")
    back = second.press("Save", status=409, text="Which penalties?")
    assert "Which courts, and since when?" in back and "Which penalties?" in back
    back.press("Save")
    cast.session.refresh(made)
    assert made.text == "Which penalties?"


def test_what_was_sent_in_the_meantime_keeps_what_was_typed_on_the_page(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    made = written(cast, thing)
    page = client_as(cast.belmora.expert).read(f"{listed(cast)}/{made.key}")
    sent(cast, made)
    back = page.press("Save", status=409, text="Which penalties?")
    assert "Which penalties?" in back and "stays as it is" in back


def test_an_annotation_is_taken_back_and_put_back(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    made = written(cast, thing)
    page = client_as(cast.belmora.expert).read(front(cast))
    aside = page.press("Take back", within=f"[id='annotation-{made.key}']")
    assert aside.path == listed(cast) and "Taken back" in aside
    assert made.key not in str(page.reader.read(front(cast)).soup)
    assert "Which courts?" in aside.follow("Put it back").press("Put it back")


def test_on_a_newer_version_it_says_on_which_it_was_made_and_what_has_changed(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    made = written(cast, thing, quote="is punished")
    changed = ANSWER.replace("punished", "punished by prison")
    answer(cast, MISSING, {"text": changed}, started_from=1)
    submitted(cast)
    page = client_as(cast.belmora.expert).read(front(cast, 2))
    found = note(page, made)
    assert "Made on version 1, the text has changed since." in found.get_text()
    assert found.ins and "by prison" in found.ins.get_text()
    assert not found.select("[data-quoted]"), "It is anchored in a text it was not made on."
    assert "Made on version" not in note(page.reader.read(front(cast)), made).get_text()


def test_beside_the_feedback_what_was_written_on_the_version_before_is_still_seen(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    made = written(cast, thing, quote="is punished")
    other = texts.answer(int(thing.split(":")[1]), OFFENCE)
    same = written(cast, other, text="Since when?")
    sent(cast, made)
    address = f"/strands/{cast.untoc.id}/feedback/5"
    reader = client_as(cast.belmora.expert)
    assert "Made on version" not in reader.read(address)
    changed = ANSWER.replace("punished", "punished by prison")
    answer(cast, MISSING, {"text": changed}, started_from=1)
    submitted(cast)
    page = reader.read(address)
    assert "As Arcadia submitted it in version 2." in page
    assert "Made on version 1, the text has changed since." in note(page, made).get_text()
    assert "Made on version 1; nothing has changed in this." in note(page, same).get_text()
    page = client_as(cast.cordania.expert).read(address)
    assert "Made on version 1" in note(page, made).get_text()
    assert "Since when?" not in page, "What was not sent is seen by nobody else."


def test_where_the_text_is_the_same_in_a_newer_version_nothing_is_said_to_have_changed(
    cast: Cast, client_as: SignIn, version: Version, thing: str
) -> None:
    quoted = written(cast, thing, quote="is punished")
    whole = written(cast, texts.answer(version.id, OFFENCE))
    answer(cast, MISSING, {"text": ANSWER, "remark": "Soon."}, started_from=1)
    submitted(cast)
    page = client_as(cast.belmora.expert).read(front(cast, 2))
    for made in (quoted, whole):
        assert "nothing has changed in this" in note(page, made).get_text()
    assert note(page, quoted).select_one("[data-quoted$=':text']")


def test_a_choice_changed_since_is_told_of_what_was_written_on_the_whole(
    cast: Cast, client_as: SignIn, version: Version
) -> None:
    made = written(cast, texts.answer(version.id, OFFENCE))
    answer(cast, OFFENCE, {"choice": "no"}, started_from=1)
    submitted(cast)
    found = note(client_as(cast.belmora.expert).read(front(cast, 2)), made)
    assert "has changed since" in found.get_text()
    assert found.select_one("del") and "Yes, in part" in found.get_text()


def test_an_answer_withdrawn_in_a_newer_version_has_changed(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    made = written(cast, thing, quote="is punished")
    answer(cast, MISSING, {}, started_from=1)
    submitted(cast)
    found = note(client_as(cast.belmora.expert).read(front(cast, 2)), made)
    assert found.select_one("del") and not found.select("[data-quoted]")


def test_an_observation_is_made_of_an_answer_and_of_an_annotation(
    cast: Cast, client_as: SignIn, version: Version, thing: str
) -> None:
    made = written(cast, thing, quote="is punished")
    reader = client_as(cast.belmora.expert)
    assert "Make an observation" not in reader.read(front(cast))
    cast.put(Step.OBSERVATIONS)
    page = reader.read(front(cast))
    address = page.links()["Make an observation of this answer : What is missing"]
    assert address.endswith(f"?answer={version.id}%3A{MISSING}")
    link = note(page, made).find("a", string="Make an observation of this")
    assert isinstance(link, Tag)
    led = reader.get(str(link["href"]))
    assert led.status_code == 303 and "quote=is+punished" in led.location


def test_an_observer_and_the_secretariat_read_and_are_offered_nothing(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    sent(cast, written(cast, thing))
    for person in (cast.cordania.observer, cast.officer):
        page = client_as(person).read(front(cast))
        assert "Which courts?" in page and "Comment on this answer" not in page
        page.reader.read(f"{listed(cast)}/new?thing={thing}", status=403)


@pytest.mark.parametrize("thing", ["", "answer", "answer:99:x", "wording:1:", "a\0b", "x" * 900])
def test_a_text_that_is_not_there_cannot_be_written_on(
    cast: Cast, client_as: SignIn, version: Version, thing: str
) -> None:
    reader = client_as(cast.belmora.expert)
    assert reader.get(f"{listed(cast)}/new", query_string={"thing": thing}).status_code == 404


def test_a_version_of_another_strand_cannot_be_written_on_from_here(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    cast.tip.step = Step.FEEDBACK
    cast.session.commit()
    reader = client_as(cast.belmora.expert)
    reader.read(f"/strands/{cast.tip.id}/annotations/new?thing={thing}", status=404)


@pytest.mark.parametrize("key", ["nosuchkey", "a\0b", "x" * 500, ""])
def test_keys_of_nothing_send_nothing(cast: Cast, client_as: SignIn, thing: str, key: str) -> None:
    written(cast, thing)
    chief = client_as(cast.belmora.focal_point)
    query = {"key": key}
    assert "None was chosen" in Page(chief, chief.get(f"{listed(cast)}/send", query_string=query))


def test_the_list_names_the_article_the_place_and_leads_there(
    cast: Cast, client_as: SignIn, thing: str
) -> None:
    made = written(cast, thing, quote="aid")
    page = client_as(cast.belmora.expert).read(listed(cast))
    assert "Article 5: " in page
    address = page.links()["Answer to “Offence of participation: What is missing”, version 1"]
    assert address == f"{front(cast)}#annotation-{made.key}"


def test_before_anything_is_written_the_list_says_what_to_do(
    cast: Cast, client_as: SignIn, version: Version
) -> None:
    page = client_as(cast.cordania.expert).read(listed(cast))
    assert "No annotation has been sent." in page and not page.soup.select(".internal")


def test_a_repeated_request_leads_to_the_same_note(
    cast: Cast, session: Session, client_as: SignIn, thing: str
) -> None:
    page = form_of(client_as(cast.belmora.expert), cast, thing)
    for _time in range(2):
        page.press("Keep in the margin", text="Since when?")
    assert session.query(Annotation).count() == 1


def test_what_was_taken_back_cannot_be_sent(cast: Cast, client_as: SignIn, thing: str) -> None:
    made = written(cast, thing)
    preview = client_as(cast.belmora.focal_point).read(f"{listed(cast)}/send?key={made.key}")
    take_annotation_back(
        cast.session, cast.acting(cast.belmora.expert), cast.untoc, annotation=made
    )
    assert "nothing was sent" in preview.press("Send to", status=409)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_page_of_annotations_needs_few_statements(
    cast: Cast, client_as: SignIn, connection: Connection, version: Version, thing: str
) -> None:
    whole = texts.answer(version.id, OFFENCE)
    for _time in range(5):
        sent(cast, written(cast, thing, quote="aid"), written(cast, whole))
    mine = written(cast, thing, person=cast.belmora.focal_point, quote="aid")
    answer(cast, OFFENCE, {"choice": "no"}, started_from=1)
    submitted(cast)
    reader = client_as(cast.belmora.focal_point)
    for address in (
        front(cast, 2),
        listed(cast),
        f"{listed(cast)}/new?thing={thing}",
        f"{listed(cast)}/{mine.key}",
        f"{listed(cast)}/send?key={mine.key}",
    ):
        with counted(connection) as statements:
            reader.read(address)
        assert 4 < len(statements) <= 12, f"{address}: {len(statements)}\n" + "\n".join(statements)


def test_a_long_list_is_shown_article_by_article(
    cast: Cast, client_as: SignIn, version: Version, thing: str
) -> None:
    made = written(cast, thing, text="Seen.")
    reader = client_as(cast.belmora.expert)
    assert "Seen." in reader.read(listed(cast))
    assert "Seen." in reader.read(f"{listed(cast)}?article=5")
    elsewhere = reader.read(f"{listed(cast)}?article=whole")
    assert "Seen." not in elsewhere and made.key not in str(elsewhere.soup)
