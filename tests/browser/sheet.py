"""The sheet of article 5 of the Protocol, as tests in a browser open it and look at it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.site import sign_in

EXPERT, FOCAL_POINT = "arcadia.expert@example.org", "arcadia.focal.point@example.org"
STRAND = "Trafficking in Persons Protocol, Cluster I: Criminalization and jurisdiction"
ATTEMPT, ACCOMPLICES, ORGANIZERS = "tip-5-attempt", "tip-5-accomplices", "tip-5-organizers"
PENALTIES, FIGURES, PLACE = "tip-5-penalties", "tip-5-figures", "tip-5-place"


def open_sheet(context: BrowserContext, address: str = EXPERT) -> Page:
    """Sign somebody in and open the sheet of article 5 of the Protocol."""
    page = sign_in(context, address)
    go_to_sheet(page)
    return page


def go_to_sheet(page: Page) -> None:
    """Open the sheet from the desk."""
    strand = page.get_by_role("link", name=f"{STRAND}: review of Arcadia").first
    page.goto(f"{strand.get_attribute('href')}/response/5")
    page.evaluate("document.documentElement.dataset.opened = 'once'")


def is_the_same_page(page: Page) -> bool:
    """Say whether no page was loaded since the sheet was opened."""
    return bool(page.evaluate("document.documentElement.dataset.opened === 'once'"))


def asked(page: Page, question: str) -> Locator:
    """Return a question of the sheet."""
    return page.locator(f"[id='question-{question}']")


def margin(page: Page, question: str) -> Locator:
    """Return the margin of a question."""
    return page.locator(f"[id='row-{question}'] > .margin")


def answer(page: Page, question: str) -> Locator:
    """Return the field of an answer in words."""
    return asked(page, question).get_by_label("Answer", exact=True)


def expect_state(page: Page, question: str, state: str) -> None:
    """Wait until an answer is said to stand so."""
    expect(asked(page, question).locator(".state")).to_have_attribute("data-state", state)


def press(page: Page, question: str, button: str = "Save", state: str = "saved") -> None:
    """Press a button of a question and wait until its answer stands so."""
    asked(page, question).get_by_role("button", name=button, exact=True).click()
    expect_state(page, question, state)
