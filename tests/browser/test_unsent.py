"""Before a response is submitted: answers that wait on this device are said and sent first."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.sheet import (
    FIGURES,
    FOCAL_POINT,
    PENALTIES,
    answer,
    asked,
    expect_state,
    open_sheet,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FRONT, CHECK = "/response", "/response/check"


def figure_of(page: Page) -> Locator:
    """Return the first figure of the table."""
    return asked(page, FIGURES).locator("[name='figure-investigations-0']")


def leave_unsent(context: BrowserContext) -> tuple[str, str]:
    """Write an answer without a line, and close it; return the strand's address and the words."""
    page, words = open_sheet(context, FOCAL_POINT), f"Words of {uuid4().hex}."
    context.set_offline(True)
    answer(page, PENALTIES).fill(words)
    answer(page, PENALTIES).blur()
    expect_state(page, PENALTIES, "kept")
    strand = page.url.partition("/response")[0]
    page.close()
    context.set_offline(False)
    return strand, words


def test_what_waits_on_the_device_is_said_before_the_submission_and_sent_by_one_press(
    context: BrowserContext,
) -> None:
    strand, words = leave_unsent(context)
    page = context.new_page()
    for address in (FRONT, CHECK):
        page.goto(strand + address)
        expect(page.locator("#waiting")).to_contain_text("1 answer on this device is not saved")
        expect(page.locator("#waiting").get_by_role("link", name="Penalties")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(words)
    page.get_by_role("button", name="Send them now").click()
    expect(page.locator(".check-list").first).to_be_visible()
    expect(page.locator("body")).to_contain_text(words)
    expect(page.locator("#waiting")).to_be_hidden()


def test_what_cannot_be_sent_is_told_with_the_way_to_its_place(context: BrowserContext) -> None:
    page = open_sheet(context, FOCAL_POINT)
    figure = figure_of(page)
    figure.fill("environ 80")
    asked(page, FIGURES).get_by_role("button", name="Save", exact=True).click()
    expect_state(page, FIGURES, "refused")
    expect(figure).to_have_attribute("aria-invalid", "true")
    strand = page.url.partition("/response")[0]
    page.close()
    page = context.new_page()
    page.goto(strand + CHECK)
    page.get_by_role("button", name="Send them now").click()
    expect(page.locator("#waiting")).to_contain_text("“environ 80” is not a whole number")
    page.locator("#waiting").get_by_role("link").first.click()
    expect(figure_of(page)).to_have_value("environ 80")
    figure_of(page).fill("80")
    figure_of(page).blur()
    expect_state(page, FIGURES, "saved")
    page.goto(strand + CHECK)
    expect(page.locator("#waiting")).to_be_hidden()
