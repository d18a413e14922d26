"""The sheet of an article in a real Chromium: one answer is saved in place, and no word is lost."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.browser.site import Site, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

EXPERT, FOCAL_POINT = "arcadia.expert@example.org", "arcadia.focal.point@example.org"
STRAND = "Trafficking in Persons Protocol, Cluster I: Criminalization and jurisdiction"
ATTEMPT, ACCOMPLICES, ORGANIZERS = "tip-5-attempt", "tip-5-accomplices", "tip-5-organizers"
PENALTIES, FIGURES = "tip-5-penalties", "tip-5-figures"


def open_sheet(context: BrowserContext, address: str = EXPERT) -> Page:
    """Sign somebody in and open the sheet of article 5 of the Protocol."""
    page = sign_in(context, address)
    strand = page.get_by_role("link", name=f"{STRAND}: review of Arcadia").first
    page.goto(f"{strand.get_attribute('href')}/response/5")
    page.evaluate("document.documentElement.dataset.opened = 'once'")
    return page


def asked(page: Page, question: str) -> Locator:
    return page.locator(f"[id='question-{question}']")


def save(page: Page, question: str, button: str = "Save") -> None:
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        asked(page, question).get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".htmx-request")).to_have_count(0)


def is_the_same_page(page: Page) -> bool:
    return page.evaluate("document.documentElement.dataset.opened") == "once"


def test_saving_an_answer_keeps_the_words_typed_in_another(context: BrowserContext) -> None:
    page = open_sheet(context)
    other = asked(page, PENALTIES).get_by_label("Answer", exact=True)
    other.fill("Five to ten years.")
    asked(page, ATTEMPT).get_by_label("Yes", exact=True).check()
    save(page, ATTEMPT)
    expect(asked(page, ATTEMPT)).to_contain_text("Saved, not submitted")
    expect(other).to_have_value("Five to ten years.")
    expect(asked(page, PENALTIES).get_by_text("Not saved yet")).to_be_visible()
    assert is_the_same_page(page)
    save(page, PENALTIES)
    page.reload()
    expect(other).to_have_value("Five to ten years.")


def test_progress_and_the_next_open_question_follow_a_save(context: BrowserContext) -> None:
    page = open_sheet(context)
    before = page.locator("#article-list").inner_text()
    asked(page, "tip-5-place").locator("input[type=radio]").first.check()
    save(page, "tip-5-place")
    expect(page.locator("#article-list")).not_to_have_text(before)
    assert is_the_same_page(page)


def test_a_follow_up_comes_with_its_answer_and_is_saved_in_place(context: BrowserContext) -> None:
    page = open_sheet(context)
    asked(page, ACCOMPLICES).get_by_label("Yes, in part").check()
    save(page, ACCOMPLICES)
    missing = f"{ACCOMPLICES}.missing"
    asked(page, missing).get_by_label("Answer", exact=True).fill("Helpers after the fact.")
    save(page, missing)
    expect(asked(page, missing)).to_contain_text("Saved, not submitted")
    assert is_the_same_page(page)


def test_words_on_a_follow_up_no_longer_asked_stay_until_they_are_saved(
    context: BrowserContext,
) -> None:
    page = open_sheet(context)
    asked(page, ORGANIZERS).get_by_label("Yes, in part").check()
    save(page, ORGANIZERS)
    missing = f"{ORGANIZERS}.missing"
    asked(page, missing).get_by_label("Answer", exact=True).fill("Those who pay for it.")
    asked(page, ORGANIZERS).get_by_label("Yes", exact=True).check()
    save(page, ORGANIZERS)
    expect(asked(page, missing).get_by_label("Answer", exact=True)).to_have_value(
        "Those who pay for it."
    )
    save(page, missing)
    expect(asked(page, missing)).to_have_count(0)
    asked(page, ORGANIZERS).get_by_label("Yes, in part").check()
    save(page, ORGANIZERS)
    expect(asked(page, missing).get_by_label("Answer", exact=True)).to_have_value(
        "Those who pay for it."
    )


def test_of_two_browsers_both_texts_are_shown_and_neither_is_lost(
    context: BrowserContext, browser: Browser, site: Site
) -> None:
    other = browser.new_context(base_url=site.address)
    slow, quick = open_sheet(context), open_sheet(other, FOCAL_POINT)
    asked(quick, PENALTIES).get_by_label("Answer", exact=True).fill("What the focal point wrote.")
    save(quick, PENALTIES)
    asked(slow, PENALTIES).get_by_label("Answer", exact=True).fill("What the expert wrote.")
    save(slow, PENALTIES)
    expect(slow.get_by_role("alert")).to_contain_text("A colleague has saved this answer")
    expect(slow.locator(".row > .margin")).to_contain_text("What the focal point wrote.")
    expect(asked(slow, PENALTIES).get_by_label("Answer", exact=True)).to_have_value(
        "What the expert wrote."
    )
    assert is_the_same_page(slow)
    save(slow, PENALTIES, "Save mine on top")
    expect(asked(slow, PENALTIES)).to_contain_text("Saved, not submitted")
    expect(slow.locator(".row > .margin")).to_have_count(0)
    other.close()


def test_a_refused_answer_says_why_beside_its_field(context: BrowserContext) -> None:
    page = open_sheet(context)
    figure = asked(page, FIGURES).locator("[name='figure-investigations-0']")
    figure.fill("ten")
    save(page, FIGURES)
    expect(asked(page, FIGURES)).to_contain_text("“ten” is not a whole number")
    expect(asked(page, FIGURES)).to_contain_text("Not saved")
    expect(figure).to_have_value("ten")
    figure.fill("10")
    save(page, FIGURES)
    expect(asked(page, FIGURES)).to_contain_text("Saved, not submitted")
    expect(page.locator(".problems")).to_have_count(0)


def test_words_written_while_a_save_is_under_way_are_kept_and_saved_next(
    context: BrowserContext,
) -> None:
    page = open_sheet(context)
    words = asked(page, PENALTIES).get_by_label("Answer", exact=True)
    words.fill("At first.")

    def slowly(route: Route) -> None:
        time.sleep(0.5)
        route.continue_()

    page.route("**/response/5/*", slowly)
    asked(page, PENALTIES).get_by_role("button", name="Save", exact=True).click()
    words.fill("At first, and at last.")
    expect(page.locator(".htmx-request")).to_have_count(0)
    expect(words).to_have_value("At first, and at last.")
    save(page, PENALTIES)
    expect(asked(page, PENALTIES)).to_contain_text("Saved, not submitted")
    page.reload()
    expect(words).to_have_value("At first, and at last.")


def test_without_a_connection_the_words_stay_and_the_page_says_so(context: BrowserContext) -> None:
    page = open_sheet(context)
    words = asked(page, PENALTIES).get_by_label("Answer", exact=True)
    words.fill("Written on a train.")
    context.set_offline(True)
    asked(page, PENALTIES).get_by_role("button", name="Save", exact=True).click()
    expect(asked(page, PENALTIES).get_by_text("This did not arrive")).to_be_visible()
    expect(words).to_have_value("Written on a train.")
    context.set_offline(False)
    save(page, PENALTIES)
    expect(asked(page, PENALTIES).get_by_text("This did not arrive")).to_be_hidden()
    expect(asked(page, PENALTIES)).to_contain_text("Saved, not submitted")


def test_when_the_session_has_ended_the_typed_words_are_shown(context: BrowserContext) -> None:
    page = open_sheet(context)
    asked(page, PENALTIES).get_by_label("Answer", exact=True).fill(
        "Written after the session had ended."
    )
    context.clear_cookies()
    asked(page, PENALTIES).get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main")).to_contain_text("Nothing was changed")
    expect(page.locator("main")).to_contain_text("Written after the session had ended.")
    address = page.get_by_role("link", name="Sign in and return to the form").get_attribute("href")
    assert address and "/response/5" in address


def test_clearing_an_answer_empties_its_fields(context: BrowserContext) -> None:
    page = open_sheet(context)
    yes = asked(page, ATTEMPT).get_by_label("Yes", exact=True)
    yes.check()
    save(page, ATTEMPT)
    save(page, ATTEMPT, "Clear this answer")
    expect(yes).not_to_be_checked()
    expect(asked(page, ATTEMPT)).to_contain_text("Open")


def test_the_enter_key_saves_and_never_clears(context: BrowserContext) -> None:
    page = open_sheet(context)
    figure = asked(page, FIGURES).locator("[name='figure-investigations-0']")
    for number in ("7", "8"):
        figure.fill(number)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            figure.press("Enter")
        expect(page.locator(".htmx-request")).to_have_count(0)
        expect(figure).to_have_value(number)


def test_without_scripts_each_save_is_a_page_at_the_question(browser: Browser, site: Site) -> None:
    plain = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = sign_in(plain, EXPERT)
    strand = page.get_by_role("link", name=f"{STRAND}: review of Arcadia").first
    page.goto(f"{strand.get_attribute('href')}/response/5")
    asked(page, ATTEMPT).get_by_label("No", exact=True).check()
    asked(page, ATTEMPT).get_by_role("button", name="Save", exact=True).click()
    expect(asked(page, ATTEMPT)).to_contain_text("Saved, not submitted")
    assert page.url.endswith(f"#question-{ATTEMPT}")
    plain.close()
