"""How the States talk of what was submitted, in a real Chromium: beside the words, in questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reading import (
    CONVENTION,
    PROTOCOL,
    SELECT,
    Reading,
    margin,
    passage,
    press,
    review,
    send,
    sent_to,
    some_words,
    strand,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

QUESTION = "untoc-5-agreement.missing"
"""A question whose answer has words in the demonstration."""

ASKED, ANSWERED = "Which court decides?", "The new version names the court."


def article(page: Page, version: int = 1) -> str:
    """Return the address of article 5 of the Convention, as submitted."""
    return f"{strand(page, CONVENTION)}/versions/{version}/5"


# Beside the words


def test_an_expert_annotates_words_and_sends_by_an_act_of_its_own(reading: Reading) -> None:
    expert, words = reading("belmora.expert"), some_words()
    annotates(expert, words)
    arcadia = reading("arcadia.expert")
    arcadia.goto(article(arcadia))
    expect(arcadia.locator("main")).not_to_contain_text(words)

    lets_the_expert_send(reading("belmora.focal.point"))
    sends_its_annotation(expert, words)
    arcadia.reload()
    note = margin(arcadia, QUESTION).locator(".note", has_text=words)
    expect(note.locator(".quoted")).to_have_text("Attempt is covered")


def annotates(page: Page, words: str) -> None:
    """Select words of the answer, and write beside them."""
    page.goto(article(page))
    page.wait_for_load_state("networkidle")
    passage(page, QUESTION).evaluate(SELECT, ["Attempt", "covered"])
    page.get_by_role("button", name="Annotate these words").click()
    form = margin(page, QUESTION).locator("form.annotating")
    form.get_by_label("Annotation", exact=True).fill(words)
    form.get_by_role("button", name="Keep in the margin").click()
    note = margin(page, QUESTION).locator(".note", has_text=words)
    expect(note).to_contain_text("Only Belmora's team can see this.")


def lets_the_expert_send(chief: Page) -> None:
    """The focal point lets its expert send without its clearance."""
    chief.goto(f"{review(chief)}/leave")
    chief.get_by_label("Bruno Bale").check()
    press(chief.get_by_role("button", name="Save who may send"))


def sends_its_annotation(page: Page, words: str) -> None:
    """Choose it in the list, look at it once more, and send it."""
    page.goto(f"{strand(page, CONVENTION)}/annotations")
    page.locator(".tickable", has_text=words).get_by_role("checkbox").check()
    press(page.get_by_role("button", name="Look at those chosen"))
    press(page.get_by_role("button", name="Send to Arcadia, Cordania and the secretariat"))
    expect(page.get_by_role("status")).to_contain_text("1 annotation is sent.")


# Supplementary questions


def test_a_question_is_drafted_cleared_answered_with_a_new_version_and_closed(
    reading: Reading,
) -> None:
    address = drafts_a_question(reading("cordania.expert"))
    chief, arcadia = reading("cordania.focal.point"), reading("arcadia.focal.point")
    missing = arcadia.goto(address)
    assert missing is not None and missing.status == 404

    clears_the_draft(chief)
    arcadia.goto(address)
    expect(arcadia.locator(".facts")).to_contain_text("Answer hoped for")
    version = submits_a_new_version(arcadia)
    answers_with(arcadia, address, version)
    expect(arcadia.locator("main")).to_contain_text(f"It speaks of version {version}")
    expect(arcadia.get_by_role("button", name="Close this question")).to_have_count(0)

    chief.goto(address)
    press(chief.get_by_role("button", name="Close this question"))
    expect(chief.locator(".facts")).to_contain_text("closed")


def drafts_a_question(expert: Page) -> str:
    """Draft a question on the answer, with the day an answer is hoped for; return its address."""
    expert.goto(article(expert))
    margin(expert, QUESTION).get_by_role("link", name="Ask a supplementary question").click()
    expert.locator("textarea[name=text]").fill(ASKED)
    due = datetime.now(UTC).date() + timedelta(days=20)
    expert.locator("[name=due_on]").fill(due.isoformat())
    press(expert.get_by_role("button", name="Save the draft"))
    return expert.url


def clears_the_draft(chief: Page) -> None:
    """Read the drafts of one's State through, and send the one ticked."""
    chief.goto(f"{strand(chief, CONVENTION)}/questions")
    chief.get_by_role("link", name="Read through and send").click()
    chief.locator("article", has_text=ASKED).get_by_role("checkbox").check()
    press(chief.get_by_role("button", name="Send to Arcadia, Belmora and the secretariat").first)
    expect(chief.get_by_role("status")).to_contain_text("What you ticked was sent.")


def submits_a_new_version(arcadia: Page) -> int:
    """Write the answer anew and submit; return the number of the version."""
    address = strand(arcadia, CONVENTION)
    arcadia.goto(f"{address}/response/5")
    asked = arcadia.locator(f"[id='question-{QUESTION}']")
    asked.get_by_label("Answer", exact=True).fill(f"Attempt is covered. {some_words()}")
    asked.get_by_role("button", name="Save", exact=True).click()
    expect(asked.locator(".state")).to_have_attribute("data-state", "saved")
    arcadia.goto(f"{address}/response/check")
    arcadia.get_by_label("questions open").check()
    press(arcadia.get_by_role("button", name="Submit to Belmora, Cordania"))
    return int(arcadia.locator("h1").inner_text().rsplit(" ", 1)[1])


def answers_with(arcadia: Page, address: str, version: int) -> None:
    """Reply, naming the version that answers the question."""
    arcadia.goto(address)
    arcadia.locator("textarea[name=text]").fill(ANSWERED)
    arcadia.locator("[name=carried]").select_option(str(version))
    press(arcadia.get_by_role("button", name="Send to Belmora, Cordania and the secretariat"))


# My articles


@pytest.fixture
def of_the_protocol(reading: Reading) -> Iterator[Page]:
    """Give Belmora's own list of the articles of the Protocol, once Arcadia has submitted."""
    expert = reading("belmora.expert")
    address = f"{strand(expert, PROTOCOL)}/feedback"
    answered = expert.goto(f"{address}/5")
    if answered is not None and answered.status == 403:
        chief = reading("arcadia.focal.point")
        chief.goto(f"{strand(chief, PROTOCOL)}/response/check")
        chief.get_by_label("questions open").check()
        send(sent_to(chief, "/submit"))
    expert.goto(address)
    yield expert


def test_several_articles_are_read_and_left_without_remarks_at_once(of_the_protocol: Page) -> None:
    page = of_the_protocol
    lines = page.locator("section[aria-labelledby=own-title] tbody tr")
    number = lines.count()
    assert number >= 2
    ticks_all(lines)
    press(page.get_by_role("button", name="Mark as read", exact=True))
    expect(lines.get_by_text("by Bruno Bale")).to_have_count(number)
    ticks_all(lines)
    press(page.get_by_role("button", name="No remarks on these"))
    expect(lines.locator(".badge", has_text="no remarks")).to_have_count(number)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="my articles (one HTML file)").click()
    assert b"<html" in waiting.value.path().read_bytes()


def ticks_all(lines: Locator) -> None:
    for box in lines.get_by_role("checkbox").all():
        box.check()


# In another language, by telephone, and for those who come later


def test_a_translation_is_typed_and_shared_with_the_original_beside(reading: Reading) -> None:
    expert, chief, words = reading("cordania.expert"), reading("cordania.focal.point"), some_words()
    expert.goto(article(expert))
    margin(expert, QUESTION).get_by_role("link", name="Translate this").click()
    expert.get_by_role("link", name="French", exact=False).first.click()
    expert.get_by_role("link", name="Write a").click()
    expert.locator("main textarea").first.fill(words)
    press(expert.get_by_role("button", name="Keep it inside Cordania"))
    expect(expert.locator(".sides").first).to_contain_text("Attempt is covered")

    belmora = reading("belmora.expert")
    belmora.goto(expert.url)
    expect(belmora.locator("main")).not_to_contain_text(words)
    chief.goto(expert.url)
    press(chief.get_by_role("button", name="Share with Arcadia, Belmora and the secretariat"))
    belmora.reload()
    expect(belmora.locator(".sides").first).to_contain_text(words)


def test_a_meeting_is_put_down_and_told_to_who_was_away_and_who_is_new(reading: Reading) -> None:
    chief, expert, agreed = reading("belmora.focal.point"), reading("arcadia.expert"), some_words()
    puts_a_meeting_down(chief, agreed)
    expert.goto(f"{review(expert)}/changes")
    expect(expert.locator("main")).to_contain_text("Meeting of")
    press(expert.get_by_role("button", name="I have seen this"))
    expect(expert.get_by_role("status")).to_contain_text("Marked as seen")

    newcomer = reading("cordania.expert")
    newcomer.goto(f"{review(newcomer)}/dossier")
    for words in (agreed, "Ana Arden", "Cora Coste"):
        expect(newcomer.locator("main")).to_contain_text(words)
    with newcomer.expect_download() as waiting:
        newcomer.get_by_role("link", name="As a Word file").click()
    assert waiting.value.path().read_bytes().startswith(b"PK")


def puts_a_meeting_down(chief: Page, agreed: str) -> None:
    chief.goto(f"{review(chief)}/meetings")
    chief.get_by_role("link", name="Record a meeting").click()
    chief.locator("[name=held_on]").fill(datetime.now(UTC).date().isoformat())
    chief.get_by_label("by telephone").check()
    chief.locator("[name=present]").fill("Ana Arden, Bela Brandt, Cora Coste")
    chief.locator("[name=agreed]").fill(agreed)
    press(chief.get_by_role("button", name="Record for Arcadia, Cordania and the secretariat"))
    expect(chief.locator("main")).to_contain_text(agreed)
