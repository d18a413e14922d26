"""Words not sent: those waiting on the device are said; those on a page are not left unasked."""

from __future__ import annotations

from contextlib import closing
from sqlite3 import connect
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Dialog, Locator, Page, expect

from tests.browser.sheet import (
    FIGURES,
    FOCAL_POINT,
    PENALTIES,
    answer,
    asked,
    expect_state,
    open_sheet,
)
from tests.browser.site import Site, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

REVIEWER = "belmora.focal.point@example.org"
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


def asks_before_leaving(page: Page, link: str) -> list[str]:
    """Press a link and stay when asked; return what was asked."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.locator("main").get_by_role("link", name=link).first.click(no_wait_after=True)
    if not asked:
        page.wait_for_timeout(500)
    return asked


def test_words_that_came_back_with_a_refusal_are_not_left_unasked(
    context: BrowserContext, site: Site
) -> None:
    page = sign_in(context, REVIEWER)
    page.goto(f"/strands/{discussed(site, 'supplementary_question')}/questions/new")
    page.locator("[name=about]").select_option(index=1)
    page.locator("[name=text]").fill("Which courts?")
    page.locator("[name=due_on]").fill("2020-01-01")
    page.get_by_role("button", name="Send to").click()
    expect(page.locator(".problems")).to_contain_text("has passed")
    assert asks_before_leaving(page, "Supplementary questions") == ["beforeunload"]
    expect(page.locator("[name=text]")).to_have_value("Which courts?")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.locator("[role=status]").first).to_contain_text("The draft is saved")
    assert asks_before_leaving(page, "Supplementary questions") == []
    page.wait_for_url("**/questions")


def test_a_wording_begun_with_anothers_words_is_not_left_unasked(
    context: BrowserContext, site: Site
) -> None:
    page = sign_in(context, REVIEWER)
    page.goto(f"/strands/{discussed(site, 'observation')}/observations/propose/5")
    page.get_by_text("Begin a suggestion with a standard wording").click()
    page.get_by_role("button", name="Begin with this").first.click()
    expect(page.locator("[name=text]")).not_to_have_value("")
    assert asks_before_leaving(page, "Back to the list") == ["beforeunload"]
    expect(page.locator("[name=text]")).not_to_have_value("")


def discussed(site: Site, table: str) -> int:
    """Return a strand of the demonstration in which there is such a thing, at an open step."""
    query = (
        f"SELECT strand.id FROM strand JOIN {table} ON {table}.strand_id = strand.id "
        "WHERE strand.step IN ('feedback', 'observations') ORDER BY strand.id"
    )
    with closing(connect(site.instance / "reviewmech.sqlite3")) as database:
        return int(database.execute(query).fetchone()[0])
