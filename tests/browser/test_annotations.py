"""Words selected in a real Chromium, annotated, and shown where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser import reading
from tests.browser.reading import SELECT
from tests.browser.sheet import press
from tests.browser.site import Site, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

READER, CHIEF = "belmora.expert@example.org", "belmora.focal.point@example.org"
PRACTICES = "untoc-5.practices"
WORDS = """The court of *appeal* hears such cases since 2019. 👩‍👩‍👧 A second court is planned.

- تنظر محكمة الاستئناف في هذه القضايا.
- The court decides within a year."""
FIRST = "The court of appeal hears such cases since 2019."

PAINTED = """(name) => [...(CSS.highlights.get(name) ?? [])].map(
  (range) => range.toString().replace(/\\s+/g, " "))"""


@pytest.fixture(scope="module")
def strand(browser: Browser, site: Site) -> Iterator[str]:
    """Give the address of a strand whose second version holds the words of these tests."""
    context = browser.new_context(base_url=site.address)
    context.set_default_timeout(15_000)
    page = sign_in(context, "arcadia.focal.point@example.org")
    link = page.get_by_role("link", name=f"{reading.CONVENTION}: review of Arcadia").first
    address = str(link.get_attribute("href"))
    page.goto(f"{address}/response/5")
    page.locator(f"[id='question-{PRACTICES}']").get_by_label("Answer", exact=True).fill(WORDS)
    press(page, PRACTICES)
    page.goto(f"{address}/response")
    page.get_by_role("link", name="Check the answers").first.click()
    page.get_by_label("questions open").check()
    page.get_by_role("button", name="Submit to Belmora, Cordania and the secretariat").click()
    expect(page.locator("h1")).to_contain_text("version 2")
    context.close()
    yield address


def open_article(context: BrowserContext, strand: str, address: str = READER) -> Page:
    page = sign_in(context, address)
    page.goto(f"{strand}/versions/2/5")
    page.wait_for_load_state("networkidle")
    return page


def passage(page: Page) -> Locator:
    return reading.passage(page, PRACTICES)


def margin(page: Page) -> Locator:
    return reading.margin(page, PRACTICES)


def select(page: Page, first: str, last: str) -> Locator:
    """Select from some words to others, and return the button that comes."""
    passage(page).evaluate(SELECT, [first, last])
    offered = page.get_by_role("button", name="Annotate these words")
    expect(offered).to_be_visible()
    return offered


def keep(page: Page, words: str) -> Locator:
    """Write in the form that has come into the margin, keep it, and return the note."""
    form = margin(page).locator("form.annotating")
    form.get_by_label("Annotation", exact=True).fill(words)
    form.get_by_role("button", name="Keep in the margin").click()
    found = margin(page).locator(".note", has_text=words)
    expect(found).to_be_visible()
    page.wait_for_load_state("networkidle")
    return found


def painted(page: Page, name: str) -> list[str]:
    found: list[str] = page.evaluate(PAINTED, name)
    return found


def test_words_selected_are_annotated_and_painted_where_they_stand(
    context: BrowserContext, strand: str
) -> None:
    page = open_article(context, strand)
    select(page, "hears", "2019").click()
    note = keep(page, "Which statute?")
    assert "hears such cases since 2019" in painted(page, "annotated-own")
    expect(note.locator(".quoted")).to_have_text("hears such cases since 2019")
    expect(note).to_contain_text("Only Belmora's team can see this.")


def test_words_across_paragraphs_and_of_two_scripts_are_one_passage(
    context: BrowserContext, strand: str
) -> None:
    page = open_article(context, strand)
    select(page, "A second", "الاستئناف").click()
    keep(page, "Both courts?")
    assert "A second court is planned. تنظر محكمة الاستئناف" in painted(page, "annotated-own")


def test_words_that_occur_twice_are_painted_where_they_were_selected(
    context: BrowserContext, strand: str
) -> None:
    page = open_article(context, strand)
    select(page, "The court decides", "The court decides")
    page.evaluate(
        "const range = getSelection().getRangeAt(0);"
        "range.setEnd(range.startContainer, range.startOffset + 'The court'.length)"
    )
    page.get_by_role("button", name="Annotate these words").click()
    note = keep(page, "Which one?")
    note.locator(".quoted a").focus()
    assert painted(page, "annotated-now") == ["The court"]
    after = page.evaluate(
        "[...CSS.highlights.get('annotated-now')][0].endContainer.data.slice("
        "[...CSS.highlights.get('annotated-now')][0].endOffset)"
    )
    assert after.startswith(" decides")


def test_an_emoji_is_quoted_whole(context: BrowserContext, strand: str) -> None:
    page = open_article(context, strand)
    select(page, "👩‍👩‍👧", "👩‍👩‍👧").click()
    keep(page, "Who is that?")
    assert "👩‍👩‍👧" in painted(page, "annotated-own")


def test_by_keyboard_the_button_comes_next_and_the_form_takes_the_focus(
    context: BrowserContext, strand: str
) -> None:
    page = open_article(context, strand)
    passage(page).locator("p").first.click()
    offered = select(page, "court of", "court of")
    page.keyboard.press("Tab")
    expect(offered).to_be_focused()
    page.keyboard.press("Enter")
    field = margin(page).get_by_label("Annotation", exact=True)
    expect(field).to_be_focused()
    expect(margin(page).get_by_label(re.compile("Words it is about"))).to_have_value("court of")
    page.keyboard.type("By keyboard.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(margin(page).locator(".note", has_text="By keyboard.")).to_be_visible()


def test_nothing_is_offered_for_words_nobody_may_write_beside(
    context: BrowserContext, strand: str
) -> None:
    page = open_article(context, strand, "arcadia.observer@example.org")
    passage(page).evaluate(SELECT, ["hears", "2019"])
    page.wait_for_timeout(400)
    expect(page.get_by_role("button", name="Annotate these words")).to_have_count(0)


def test_the_whole_answer_is_commented_in_its_margin(context: BrowserContext, strand: str) -> None:
    page = open_article(context, strand)
    margin(page).get_by_role("link", name="Comment on this answer").click()
    note = keep(page, "On the whole.")
    expect(note.locator(".quoted")).to_have_count(0)


def test_what_is_sent_is_painted_for_the_others_as_it_was_for_its_writer(
    context: BrowserContext, browser: Browser, site: Site, strand: str
) -> None:
    page = open_article(context, strand)
    select(page, "is planned", "is planned").click()
    keep(page, "By when?")
    chief = sign_in(browser.new_context(base_url=site.address), CHIEF)
    chief.goto(f"{strand}/annotations")
    one = chief.locator(".tickable", has_text="By when?")
    one.get_by_role("checkbox").check()
    chief.get_by_role("button", name="Look at those chosen").click()
    chief.get_by_role("button", name="Send to Arcadia, Cordania and the secretariat").click()
    expect(chief.get_by_role("status")).to_contain_text("1 annotation is sent.")
    chief.context.close()
    others = browser.new_context(base_url=site.address)
    arcadia = open_article(others, strand, "arcadia.expert@example.org")
    assert "is planned" in painted(arcadia, "annotated")
    assert painted(arcadia, "annotated-own") == []
    others.close()


def test_without_scripts_the_words_are_copied_into_the_form(
    browser: Browser, site: Site, strand: str
) -> None:
    opened = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = sign_in(opened, READER)
    page.goto(f"{strand}/versions/2/5")
    margin(page).get_by_role("link", name="Comment on this answer").click()
    page.get_by_label("Words it is about").fill("within a year")
    page.get_by_label("Annotation", exact=True).fill("From when on?")
    page.get_by_role("button", name="Keep in the margin").click()
    note = margin(page).locator(".note", has_text="From when on?")
    expect(note.locator(".quoted")).to_have_text("within a year")
    opened.close()


def test_in_a_page_from_right_to_left_words_are_annotated_alike(
    browser: Browser, site: Site, strand: str
) -> None:
    opened = browser.new_context(base_url=site.address, locale="ar")
    page = sign_in(opened, READER)
    page.goto(f"{strand}/versions/2/5")
    page.get_by_role("link", name="العربية").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    passage(page).evaluate(SELECT, ["محكمة", "القضايا"])
    button = page.locator(".annotate-words")
    expect(button).to_be_visible()
    box, words = button.bounding_box(), passage(page).bounding_box()
    assert box and words and box["x"] >= words["x"] - 1
    button.click()
    form = margin(page).locator("form.annotating")
    form.locator("[name=text]").fill("أي محكمة؟")
    form.locator("button[type=submit]").click()
    expect(margin(page).locator(".note", has_text="أي محكمة؟")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert "محكمة الاستئناف في هذه القضايا" in painted(page, "annotated-own")
    opened.close()


def test_a_page_with_annotations_breaks_no_policy(context: BrowserContext, strand: str) -> None:
    page = sign_in(context, READER)
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{strand}/versions/2/5")
    page.wait_for_load_state("networkidle")
    select(page, "hears", "2019").click()
    expect(margin(page).locator("form.annotating")).to_be_visible()
    assert faults == []
