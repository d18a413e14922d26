"""A shorter story in a real Chromium, with JavaScript, against a served demonstration."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.site import Site, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PROTOCOL = "Trafficking in Persons Protocol, Cluster I: Criminalization and jurisdiction"


def open_protocol(page: Page) -> None:
    """Open the strand of the Protocol in the review of Arcadia from the desk."""
    page.get_by_role("link", name=f"{PROTOCOL}: review of Arcadia").first.click()


def test_an_expert_answers_and_the_answer_is_there_after_a_reload(context: BrowserContext) -> None:
    page = sign_in(context, "arcadia.expert@example.org")
    open_protocol(page)
    page.get_by_role("link", name="The response as it is being written").click()
    page.get_by_role("link", name="Criminalization").first.click()
    offence = page.locator("[id='question-tip-5-offence']")
    offence.get_by_label("Yes, in part").check()
    offence.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[id='question-tip-5-offence']")).to_contain_text("Saved, not submitted")
    page.reload()
    again = page.locator("[id='question-tip-5-offence']")
    expect(again.get_by_label("Yes, in part")).to_be_checked()
    expect(page.locator("[id='question-tip-5-offence.missing']")).to_be_visible()


def test_a_focal_point_submits_and_the_reviewing_state_reads(
    context: BrowserContext, site: Site
) -> None:
    page = sign_in(context, "arcadia.focal.point@example.org")
    open_protocol(page)
    page.get_by_role("link", name="The response as it is being written").click()
    page.get_by_role("link", name="Check the answers").first.click()
    page.get_by_label("questions open").check()
    page.get_by_role("button", name="Submit to Belmora and the secretariat").click()
    expect(page.locator("h1")).to_contain_text("version 1")
    address = page.url
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    reader = sign_in(context, "belmora.expert@example.org")
    reader.goto(address)
    expect(reader.locator("body")).to_contain_text("version 1")


def test_no_page_breaks_the_strict_policy(context: BrowserContext) -> None:
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/")
    page.goto("/sign-in")
    page.close()
    page = sign_in(context, "secretariat@example.org")
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    for address in ("/desk", "/secretariat/reviews", "/secretariat/states", "/notes", "/needs"):
        page.goto(address)
    assert faults == []


def test_the_public_reads_a_summary_without_signing_in(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    expect(page.locator("body")).to_contain_text("DEMO/REV/2026/1")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF").first.click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
