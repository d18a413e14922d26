"""Pages in a browser that runs no scripts: nothing shows that only a script can do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.sheet import EXPERT, open_sheet
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def plain(browser: Browser, site: Site) -> Iterator[Page]:
    """Give the sheet in a browser that runs no scripts."""
    opened = browser.new_context(base_url=site.address, java_script_enabled=False)
    yield open_sheet(opened, EXPERT)
    opened.close()


def test_a_button_that_only_a_script_can_press_is_not_shown(plain: Page) -> None:
    plain.goto(f"{plain.url.partition('/response')[0]}/response/draft")
    button = plain.locator("button[data-print]")
    expect(button).to_have_count(1)
    expect(button).to_be_hidden()
    expect(button.locator("xpath=..")).to_contain_text("Your browser prints this page")


def test_the_head_of_the_sheet_says_to_save_each_answer_before_the_next(plain: Page) -> None:
    head = plain.locator("#sheet-head noscript p")
    expect(head).to_be_visible()
    expect(head).to_contain_text("save each answer before you write the next")
