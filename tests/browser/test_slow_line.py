"""On a poor line, 30 KB a second and 400 ms away, an expert signs in, answers, and is saved."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.sheet import EXPERT, PENALTIES, answer, asked, open_sheet
from tests.browser.site import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BYTES_A_SECOND = 30 * 1024
DELAY = 400
"""Milliseconds to the server and back."""

PATIENCE = 60_000


def slow_down(context: BrowserContext, page: Page) -> None:
    """Put the page on a poor line."""
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": DELAY,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )


def test_an_answer_is_saved_on_a_poor_line(context: BrowserContext) -> None:
    context.set_default_timeout(PATIENCE)
    context.on("page", lambda page: slow_down(context, page))
    began = time.monotonic()
    page = open_sheet(context, EXPERT)
    assert time.monotonic() - began > 6 * DELAY / 1000, "The line was not slow."
    words = answer(page, PENALTIES)
    # An answer may stand here from before, so it is the sending that is waited for.
    with page.expect_response(lambda told: told.request.method == "POST"):
        words.fill("Written on a poor line.")
        words.blur()
    state = asked(page, PENALTIES).locator(".state")
    expect(state).to_have_attribute("data-state", "saved", timeout=PATIENCE)
    page.reload()
    expect(words).to_have_value("Written on a poor line.")


def test_what_was_fetched_once_does_not_travel_again(context: BrowserContext) -> None:
    page = sign_in(context, EXPERT)
    travelled: list[str] = []
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.on("Network.responseReceivedExtraInfo", lambda said: travelled.append(str(said)))
    page.goto("/desk")
    assert len(travelled) == 1, travelled
