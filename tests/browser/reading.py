"""People at browsers of their own, and how they find a strand and press the button of a form."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Locator, Page

from tests.browser.sheet import STRAND

PROTOCOL = STRAND
CONVENTION = STRAND.replace("Trafficking in Persons Protocol", "Organized Crime Convention")

Reading = Callable[[str], Page]
"""Somebody signed in, by the first part of their address, in a browser of their own."""

SELECT = """(passage, [first, last]) => {
  const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const from = node.data.indexOf(first);
    const to = node.data.indexOf(last);
    if (from >= 0 && range.collapsed) range.setStart(node, from);
    if (to >= 0) range.setEnd(node, to + last.length);
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
"""Select from some words of a passage to others."""


def some_words() -> str:
    """Return words that nobody wrote before."""
    return f"Words of {uuid4().hex}."


def strand(page: Page, name: str) -> str:
    """Return the address of a strand of the review of Arcadia, from the desk."""
    page.goto("/desk")
    link = page.get_by_role("link", name=f"{name}: review of Arcadia").first
    return str(link.get_attribute("href"))


def review(page: Page) -> str:
    """Return the address of the review of Arcadia, from the desk."""
    page.goto("/desk")
    link = page.get_by_role("link", name="Review of Arcadia", exact=True).last
    return str(link.get_attribute("href"))


def passage(page: Page, question: str) -> Locator:
    """Return the words of an answer that can be written beside."""
    return page.locator(f"[data-part=text][data-thing$='{question}']")


def margin(page: Page, question: str) -> Locator:
    """Return the margin beside the words of an answer."""
    return page.locator(".row", has=passage(page, question)).locator("> .margin")


def sent_to(page: Page, address: str) -> Locator:
    """Return the form that is sent to an address."""
    return page.locator(f"main form[method=post][action$='{address}']")


def send(form: Locator) -> None:
    """Press the first button of a form that sends it, and wait for what comes."""
    press(form.locator("button:not([type=button])").first)


def press(button: Locator) -> None:
    """Press a button, and wait for the page that comes."""
    page = button.page
    with page.expect_navigation():
        button.click()
    page.wait_for_load_state()
