"""A whole response in a real Chromium: printed with its mark, and found by what is left."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.site import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PROTOCOL = "Trafficking in Persons Protocol, Cluster I: Criminalization and jurisdiction"


def open_response(context: BrowserContext) -> Page:
    """Open the draft on the Protocol from the desk of an expert."""
    page = sign_in(context, "arcadia.expert@example.org")
    page.get_by_role("link", name=f"{PROTOCOL}: review of Arcadia").first.click()
    page.get_by_role("link", name="The response as it is being written").click()
    return page


def test_what_is_left_leads_to_the_very_question(context: BrowserContext) -> None:
    page = open_response(context)
    page.get_by_role("link", name="Unanswered").click()
    first = page.locator("#left .lines a").first
    address = first.get_attribute("href")
    assert address and "#question-" in address
    first.click()
    question = page.locator(f"[id='{address.partition('#')[2]}']")
    expect(question).to_be_in_viewport()
    expect(question).to_contain_text("Open")


def test_each_printed_page_of_a_draft_bears_its_mark(context: BrowserContext) -> None:
    page = open_response(context)
    page.get_by_role("link", name="Read or print the draft").click()
    mark = page.locator(".every-page")
    expect(mark).to_contain_text("Draft, not submitted.")
    button = page.get_by_role("button", name="Print, or save as PDF")
    expect(button).to_be_visible()
    page.evaluate("window.print = () => { document.title = 'printed'; }")
    button.click()
    expect(page).to_have_title("printed")
    page.emulate_media(media="print")
    # The head of a table is repeated on every page it runs over.
    expect(mark).to_have_css("display", "table-header-group")
    expect(page.locator(".paper-words")).to_have_css("display", "table-row-group")
    for hidden in (".header", ".strip", ".footer", ".filters"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(button).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_of_a_response_is_wider_than_its_window(
    context: BrowserContext, width: int
) -> None:
    page = open_response(context)
    page.set_viewport_size({"width": width, "height": 800})
    front = page.url
    for address in (front, f"{front}/check", f"{front}/draft?margin=yes"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
