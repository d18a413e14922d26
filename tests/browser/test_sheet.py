"""The sheet of an article in a real Chromium: answers are saved in place, each by itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.sheet import (
    ACCOMPLICES,
    ATTEMPT,
    EXPERT,
    FIGURES,
    ORGANIZERS,
    PENALTIES,
    PLACE,
    answer,
    asked,
    expect_state,
    is_the_same_page,
    open_sheet,
    press,
)
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_saving_an_answer_keeps_the_words_typed_in_another(context: BrowserContext) -> None:
    page = open_sheet(context)
    other = answer(page, PENALTIES)
    other.fill("Five to ten years.")
    asked(page, ATTEMPT).get_by_label("Yes", exact=True).check()
    press(page, ATTEMPT)
    expect(asked(page, ATTEMPT)).to_contain_text("Saved, not submitted")
    expect(other).to_have_value("Five to ten years.")
    assert is_the_same_page(page)
    expect_state(page, PENALTIES, "saved")
    page.reload()
    expect(other).to_have_value("Five to ten years.")


def test_progress_and_the_next_open_question_follow_a_save(context: BrowserContext) -> None:
    page = open_sheet(context)
    before = page.locator("#article-list").inner_text()
    asked(page, PLACE).locator("input[type=radio]").first.check()
    expect_state(page, PLACE, "saved")
    expect(page.locator("#article-list")).not_to_have_text(before)
    assert is_the_same_page(page)


def test_a_follow_up_comes_with_its_answer_and_is_saved_in_place(context: BrowserContext) -> None:
    page = open_sheet(context)
    asked(page, ACCOMPLICES).get_by_label("Yes, in part").check()
    missing = f"{ACCOMPLICES}.missing"
    answer(page, missing).fill("Helpers after the fact.")
    press(page, missing)
    expect(asked(page, missing)).to_contain_text("Saved, not submitted")
    assert is_the_same_page(page)


def test_words_on_a_follow_up_no_longer_asked_stay_until_they_are_saved(
    context: BrowserContext,
) -> None:
    page = open_sheet(context)
    asked(page, ORGANIZERS).get_by_label("Yes, in part").check()
    missing = f"{ORGANIZERS}.missing"
    answer(page, missing).fill("Those who pay for it.")
    asked(page, ORGANIZERS).get_by_label("Yes", exact=True).check()
    expect_state(page, ORGANIZERS, "saved")
    expect(page.locator("#sheet form[data-unsaved]")).to_have_count(0)
    asked(page, ORGANIZERS).get_by_label("No", exact=True).check()
    expect(asked(page, missing)).to_have_count(0)
    asked(page, ORGANIZERS).get_by_label("Yes, in part").check()
    expect(answer(page, missing)).to_have_value("Those who pay for it.")


def test_a_refused_answer_says_why_beside_its_field(context: BrowserContext) -> None:
    page = open_sheet(context)
    figure = asked(page, FIGURES).locator("[name='figure-investigations-0']")
    figure.fill("ten")
    press(page, FIGURES, state="refused")
    expect(asked(page, FIGURES)).to_contain_text("“ten” is not a whole number")
    expect(asked(page, FIGURES)).to_contain_text("Not saved")
    expect(figure).to_have_value("ten")
    figure.fill("10")
    press(page, FIGURES)
    expect(asked(page, FIGURES)).to_contain_text("Saved, not submitted")
    expect(asked(page, FIGURES).locator(".error")).to_have_count(0)


def test_clearing_an_answer_empties_its_fields(context: BrowserContext) -> None:
    page = open_sheet(context)
    yes = asked(page, ATTEMPT).get_by_label("Yes", exact=True)
    yes.check()
    expect_state(page, ATTEMPT, "saved")
    asked(page, ATTEMPT).get_by_role("button", name="Clear this answer").click()
    expect(yes).not_to_be_checked()
    expect(asked(page, ATTEMPT).locator(".standing")).to_have_text("Open")


def test_the_enter_key_saves_and_never_clears(context: BrowserContext) -> None:
    page = open_sheet(context)
    figure = asked(page, FIGURES).locator("[name='figure-investigations-0']")
    for number in ("7", "8"):
        figure.fill(number)
        with page.expect_response(re.compile(FIGURES)):
            figure.press("Enter")
        expect_state(page, FIGURES, "saved")
        expect(figure).to_have_value(number)


def plain_sheet(browser: Browser, site: Site) -> Page:
    """Open the sheet in a browser that runs no scripts."""
    plain = browser.new_context(base_url=site.address, java_script_enabled=False)
    return open_sheet(plain, EXPERT)


def test_without_scripts_each_save_is_a_page_at_the_question(browser: Browser, site: Site) -> None:
    page = plain_sheet(browser, site)
    asked(page, ATTEMPT).get_by_label("No", exact=True).check()
    asked(page, ATTEMPT).get_by_role("button", name="Save", exact=True).click()
    # Another test may have submitted this very answer.
    expect(asked(page, ATTEMPT).locator(".badge").first).to_contain_text(
        re.compile("Sav|Submitted")
    )
    expect(asked(page, ATTEMPT).get_by_label("No", exact=True)).to_be_checked()
    assert page.url.endswith(f"#question-{ATTEMPT}")
    page.context.close()


def test_without_scripts_words_come_back_in_place_after_signing_in_again(
    browser: Browser, site: Site
) -> None:
    page = plain_sheet(browser, site)
    words = "Typed before the session ended.\n\nIn two paragraphs."
    answer(page, PENALTIES).fill(words)
    session = [each for each in page.context.cookies() if each["name"] != "session"]
    page.context.clear_cookies()
    page.context.add_cookies(session)
    asked(page, PENALTIES).get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("h1")).to_have_text("Your words are not lost")
    page.get_by_label("E-mail address").fill(EXPERT)
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_label("Password").fill("harbour lantern orchard seven")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Put my words back on the sheet").click()
    expect(answer(page, PENALTIES)).to_have_value(words)
    expect(page.get_by_role("alert")).to_contain_text("not saved yet")
    asked(page, PENALTIES).get_by_role("button", name="Save", exact=True).click()
    expect(asked(page, PENALTIES)).to_contain_text("Saved, not submitted")
    page.context.close()
