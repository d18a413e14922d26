"""A contributor in a real Chromium: invited, writing without an account, taken up, shown out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.site import Site, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FOCAL_POINT = "arcadia.focal.point@example.org"
STRAND = "Trafficking in Persons Protocol, Cluster I: Criminalization and jurisdiction"
ATTEMPT, PLACE, PENALTIES = "tip-5-attempt", "tip-5-place", "tip-5-penalties"
PRACTICES = "tip-5.practices"
"""What no other test answers, so that there is nothing to adopt over."""


def asked(page: Page, question: str) -> Locator:
    return page.locator(f"[id='row-{question}']")


def strand_of(page: Page) -> str:
    """Return the address of Arcadia's strand on the Protocol, from the desk."""
    link = page.get_by_role("link", name=f"{STRAND}: review of Arcadia").first
    return str(link.get_attribute("href"))


def invite(page: Page, name: str) -> tuple[str, str]:
    """Invite somebody to article 5 of the Protocol; return the link and the strand's address."""
    strand = strand_of(page)
    number = strand.rpartition("/")[2]
    page.goto(f"{strand}/sections")
    page.get_by_role("link", name="Invite a contributor").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Ministry or body").fill("Ministry of Justice")
    page.get_by_label("E-mail address").fill(name.lower().replace(" ", ".") + "@example.org")
    page.locator("details.part", has_text="Trafficking").locator("summary").click()
    page.locator(f"input[name=sections][value='{number}-5']").check()
    page.get_by_role("button", name="Invite and send the link").click()
    link = re.search(r"https?://\S+/contribute/[\w-]+", page.locator("main").inner_text())
    assert link
    return link[0], strand


def visitor(browser: Browser, site: Site, link: str, **given: object) -> Page:
    """Open a link in the browser of somebody who has no account, and go to article 5."""
    page = browser.new_context(base_url=site.address, **given).new_page()
    page.goto(link)
    open_article(page)
    return page


def open_article(page: Page) -> None:
    """Go to article 5, and wait until its scripts have come."""
    page.get_by_role("link", name="Article 5").click()
    page.wait_for_load_state("networkidle")


def written(page: Page, question: str) -> Locator:
    return asked(page, question).get_by_label("Answer", exact=True)


def test_a_contribution_is_written_without_an_account_adopted_and_the_link_ended(
    context: BrowserContext, browser: Browser, site: Site
) -> None:
    chief = sign_in(context, FOCAL_POINT)
    link, strand = invite(chief, "Justine Justice")
    page = visitor(browser, site, link)
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)
    written(page, PRACTICES).fill("Five to ten years.")
    asked(page, PRACTICES).get_by_role("button", name="Save", exact=True).click()
    expect(asked(page, PRACTICES)).to_contain_text("Saved; it waits for the team")

    chief.goto(f"{strand}/response/5")
    row = asked(chief, PRACTICES)
    expect(row.locator(".note")).to_contain_text("Five to ten years.")
    row.get_by_role("button", name="Adopt").click()
    expect(written(chief, PRACTICES)).to_have_value("Five to ten years.")
    expect(asked(chief, PRACTICES).locator(".note")).to_contain_text("Adopted by")

    page.reload()
    expect(asked(page, PRACTICES)).to_contain_text("Adopted on")
    chief.goto(f"{strand}/sections")
    chief.get_by_role("link", name="Invite a contributor").click()
    chief.get_by_role("link", name="Sections and link of Justine Justice").click()
    chief.get_by_role("button", name="End the link now").click()
    expect(chief.locator(".flash")).to_contain_text("is ended")

    written(page, PRACTICES).fill("Six to ten years.")
    asked(page, PRACTICES).get_by_role("button", name="Save", exact=True).click()
    expect(asked(page, PRACTICES)).to_contain_text("This link is not in force.")
    expect(written(page, PRACTICES)).to_have_value("Six to ten years.")
    page.goto(link)
    expect(page.locator("main")).to_contain_text("This link is not in force.")
    page.context.close()


def test_words_are_saved_as_they_are_written_and_follow_ups_come(
    context: BrowserContext, browser: Browser, site: Site
) -> None:
    link, _ = invite(sign_in(context, FOCAL_POINT), "Ines Interior")
    page = visitor(browser, site, link)
    asked(page, ATTEMPT).get_by_label("Yes, in part").check()
    missing = written(page, f"{ATTEMPT}.missing")
    missing.fill("Attempts abroad.")
    missing.blur()
    expect(asked(page, f"{ATTEMPT}.missing")).to_contain_text("Saved; it waits for the team")
    page.reload()
    expect(written(page, f"{ATTEMPT}.missing")).to_have_value("Attempts abroad.")
    page.context.close()


def test_words_wait_on_the_device_without_the_links_secret_and_go_out_once(
    context: BrowserContext, browser: Browser, site: Site
) -> None:
    link, _ = invite(sign_in(context, FOCAL_POINT), "Fay Finance")
    page = visitor(browser, site, link)
    page.context.set_offline(True)
    written(page, PENALTIES).fill("Written on a train.")
    asked(page, PENALTIES).get_by_role("button", name="Save", exact=True).click()
    expect(asked(page, PENALTIES)).to_contain_text("kept on this device")
    kept = page.evaluate("JSON.stringify(Object.entries(localStorage))")
    assert "Written on a train." in kept
    assert link.rpartition("/")[2] not in kept
    page.context.set_offline(False)
    expect(asked(page, PENALTIES)).to_contain_text("Saved; it waits for the team")
    page.wait_for_function("!JSON.stringify(Object.entries(localStorage)).includes('train')")
    page.reload()
    expect(written(page, PENALTIES)).to_have_value("Written on a train.")
    page.context.close()


def test_on_a_shared_computer_nothing_is_kept(
    context: BrowserContext, browser: Browser, site: Site
) -> None:
    link, _ = invite(sign_in(context, FOCAL_POINT), "Hana Health")
    page = browser.new_context(base_url=site.address).new_page()
    page.goto(link)
    page.get_by_role("button", name="This is a shared computer").click()
    open_article(page)
    page.context.set_offline(True)
    written(page, PENALTIES).fill("Written in a library.")
    asked(page, PENALTIES).get_by_role("button", name="Save", exact=True).click()
    expect(asked(page, PENALTIES)).to_contain_text("keep this page open")
    assert "library" not in page.evaluate("JSON.stringify(Object.entries(localStorage))")
    page.context.close()


def test_an_old_page_is_saved_with_a_fresh_token(
    context: BrowserContext, browser: Browser, site: Site
) -> None:
    link, _ = invite(sign_in(context, FOCAL_POINT), "Lars Labour")
    page = visitor(browser, site, link)
    page.context.clear_cookies(name="session")
    written(page, PENALTIES).fill("A week later.")
    asked(page, PENALTIES).get_by_role("button", name="Save", exact=True).click()
    expect(asked(page, PENALTIES)).to_contain_text("Saved; it waits for the team")
    page.context.close()


def test_without_scripts_each_save_is_a_page_and_an_old_one_gives_the_words_back(
    context: BrowserContext, browser: Browser, site: Site
) -> None:
    link, _ = invite(sign_in(context, FOCAL_POINT), "Petra Plain")
    page = visitor(browser, site, link, java_script_enabled=False)
    written(page, PENALTIES).fill("Plainly.")
    asked(page, PENALTIES).get_by_role("button", name="Save", exact=True).click()
    expect(asked(page, PENALTIES)).to_contain_text("Saved; it waits for the team")
    page.context.clear_cookies(name="session")
    written(page, PENALTIES).fill("Plainly, a week later.")
    asked(page, PENALTIES).get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Put my words back on the sheet").click()
    expect(written(page, PENALTIES)).to_have_value("Plainly, a week later.")
    asked(page, PENALTIES).get_by_role("button", name="Save", exact=True).click()
    expect(asked(page, PENALTIES)).to_contain_text("Saved; it waits for the team")
    page.context.close()


def test_a_comment_is_written_in_the_margin_and_listed_until_it_is_done(
    context: BrowserContext,
) -> None:
    page = sign_in(context, FOCAL_POINT)
    strand = strand_of(page)
    page.goto(f"{strand}/response/5")
    row = asked(page, PLACE)
    row.get_by_role("link", name="Comment").click()
    row.get_by_label("Comment", exact=True).fill("Ask the prosecutors.")
    row.get_by_label("This is to be done").check()
    row.get_by_role("button", name="Add the comment").click()
    expect(asked(page, PLACE).locator(".note")).to_contain_text("Ask the prosecutors.")
    page.goto(f"{strand}/to-do")
    expect(page.locator("main")).to_contain_text("Ask the prosecutors.")
    page.locator(f"main a[href$='#question-{PLACE}']").click()
    asked(page, PLACE).get_by_role("button", name="Done").click()
    expect(asked(page, PLACE).locator(".note")).to_contain_text("Done by")
    page.goto(f"{strand}/to-do")
    expect(page.locator("main")).not_to_contain_text("Ask the prosecutors.")
