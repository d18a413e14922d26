"""How the States come to one text, in a real Chromium: proposed, cleared, agreed, opened again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from reviewmech.actions.silences import end_silences
from reviewmech.config import from_environment
from reviewmech.installation import open_installation, read_surroundings
from tests.browser.reading import CONVENTION, Reading, press, send, sent_to, some_words, strand
from tests.browser.site import Site, surrounded

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SECRET = "in the port of Norham"
TEAMS = ("arcadia", "belmora", "cordania")


def listed(page: Page) -> str:
    """Return the address of the list of the Convention."""
    return f"{strand(page, CONVENTION)}/observations"


def proposes(page: Page, words: str) -> str:
    """Propose an observation on article 5; return its address."""
    page.goto(f"{listed(page)}/propose/5")
    return fills_in(page, words)


def fills_in(page: Page, words: str) -> str:
    page.get_by_role("radio", name="good practice").check()
    page.locator("textarea[name=text]").fill(words)
    press(page.get_by_role("button", name="Propose to"))
    found = page.locator(".row[id^=observation-]", has_text=words).locator("h3 a")
    if found.count():
        return str(found.get_attribute("href"))
    return page.url


def agrees(page: Page, address: str) -> None:
    page.goto(address)
    press(page.get_by_role("button", name="Agree to this wording"))


def positions(page: Page) -> Locator:
    return page.locator("aside.margin > .lines")


def test_an_observation_is_made_of_a_passage_and_leads_back_to_it(reading: Reading) -> None:
    expert, words = reading("cordania.expert"), some_words()
    expert.goto(f"{strand(expert, CONVENTION)}/feedback/5")
    of_this = expert.get_by_role("link", name="Make an observation of this")
    of_this.and_(expert.locator("[href*='feedback=']")).first.click()
    quoted = expert.locator("figure.passage blockquote").inner_text()
    address = fills_in(expert, words)
    arcadia = reading("arcadia.expert")
    arcadia.goto(address)
    expect(arcadia.locator("main")).to_contain_text(quoted)
    arcadia.get_by_role("link", name="Read what it rests on").click()
    expect(arcadia.locator(".link-of-chain").first).to_contain_text("Written feedback of")


def test_experts_speak_ad_referendum_and_focal_points_clear_what_they_tick(
    reading: Reading,
) -> None:
    words = some_words()
    address = proposes(reading("belmora.expert"), words)
    for team in ("arcadia", "cordania"):
        agrees(reading(f"{team}.expert"), address)
    for team in TEAMS:
        clears(reading(f"{team}.focal.point"), words)
    page = reading("secretariat")
    page.goto(address)
    expect(positions(page)).not_to_contain_text("ad referendum")
    expect(page.locator(".badge.agreed", has_text="agreed").first).to_be_visible()


def clears(chief: Page, words: str) -> None:
    """Tick one observation of the list and clear it, and no other."""
    chief.goto(listed(chief))
    row = chief.locator(".row[id^=observation-]", has_text=words)
    row.get_by_role("checkbox").check()
    press(chief.get_by_role("button", name="Clear the positions ticked"))
    expect(chief.get_by_role("status")).to_contain_text("1 position is cleared")


def test_the_wording_of_another_state_is_accepted_in_one_press(reading: Reading) -> None:
    belmora, arcadia = reading("belmora.expert"), reading("arcadia.expert")
    words = some_words()
    address = proposes(belmora, f"{words} It is recommended.")
    for page, said in ((arcadia, "It is encouraged."), (belmora, "It is advised.")):
        page.goto(address)
        sent_to(page, "/wording").locator("textarea").first.fill(f"{words} {said}")
        send(sent_to(page, "/wording").first)
    press(belmora.get_by_role("button", name="Accept wording 2 of Arcadia"))
    arcadia.goto(address)
    expect(arcadia.locator("main .prose").first).to_contain_text("It is encouraged.")
    expect(arcadia.locator("#compare ins").first).to_contain_text("encouraged")
    agrees(arcadia, address)
    expect(positions(arcadia)).to_contain_text("Arcadia agrees")


def test_a_text_under_silence_is_agreed_and_then_opened_again_with_a_reason(
    reading: Reading, site: Site
) -> None:
    chief, arcadia = reading("belmora.focal.point"), reading("arcadia.focal.point")
    address = proposes(chief, some_words())
    puts_under_silence(chief, address)
    arcadia.goto(address)
    expect(arcadia.locator(".silence")).to_contain_text("Under silence until the end of")
    the_regular_work_is_done(site, days=30)
    arcadia.reload()
    expect(arcadia.locator(".silence")).to_contain_text("nobody objected")
    expect(arcadia.get_by_role("button", name="Agree to this wording")).to_have_count(0)

    arcadia.locator("#reopening textarea").fill("A new law came.")
    press(arcadia.get_by_role("button", name="Open the observation again"))
    chief.goto(address)
    expect(chief.locator("main")).to_contain_text("Opened again by Arcadia")
    expect(chief.locator("main")).to_contain_text("A new law came.")
    expect(chief.get_by_role("button", name="Agree to this wording")).to_have_count(1)


def puts_under_silence(chief: Page, address: str) -> None:
    chief.goto(address)
    until = datetime.now(UTC).date() + timedelta(days=20)
    chief.locator("#silence [name=until]").fill(until.isoformat())
    press(chief.get_by_role("button", name="Put the wording under silence"))


def the_regular_work_is_done(site: Site, days: int) -> None:
    """Do what `reviewmech deliver` does with silences, so many days from now."""
    settings = from_environment(surrounded(site.instance))
    later = datetime.now(UTC) + timedelta(days=days)
    surroundings = replace(read_surroundings(settings), clock=lambda: later)
    with open_installation(settings, surroundings).sessions() as session:
        assert end_silences(session) >= 1


def test_a_passage_marked_confidential_is_read_by_no_audience_beyond(reading: Reading) -> None:
    words = some_words()
    address = proposes(reading("belmora.focal.point"), f"{words} Judges were bribed {SECRET}.")
    for team in ("arcadia", "cordania"):
        agrees(reading(f"{team}.focal.point"), address)
    arcadia = reading("arcadia.focal.point")
    marks(arcadia, address)
    arcadia.get_by_role("link", name="See the list as each audience reads it").click()
    row = arcadia.locator(".row", has_text=words)
    expect(row.locator(".words")).to_contain_text("Judges were bribed")
    expect(row.locator(".words")).not_to_contain_text("Norham")
    expect(row.locator(".margin")).to_contain_text(SECRET)
    arcadia.get_by_role("link", name="the States in the review").click()
    expect(row.locator("mark.confidential")).to_have_text(SECRET)


def marks(arcadia: Page, address: str) -> None:
    """Select words of the agreed wording and mark them as confidential."""
    arcadia.goto(address)
    arcadia.get_by_role("link", name="Mark some of its words only").click()
    arcadia.locator("[name=words]").fill(SECRET)
    press(arcadia.get_by_role("button", name="Mark these words as confidential"))
    expect(arcadia.get_by_role("status")).to_contain_text("The words are marked.")
