"""A tour of the demonstration: who looks, and one page of each kind they can reach by links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

from tests.browser.site import sign_in

CONTRIBUTOR = "contributor"
CHIEF = "arcadia.focal.point"

READERS = ("", CONTRIBUTOR, CHIEF, "belmora.focal.point", "secretariat")
"""Who looks: anyone, whom the State under review asks for help, that State itself (after it, so
that there is a contribution to look at), a reviewing State, the secretariat."""

NOT_A_PAGE = re.compile(
    r"/(papers|static|language|files)/|/evidence/\d+$|/issued/\d+/\w+$|/(document|file)$|\.(txt|docx|pdf|xlsx|po)$"
)
"""What a link may lead to besides a page: papers and files, and the same page in other words."""


LINKS = "all => all.map(a => a.pathname + (a.search.includes('thing=') ? a.search : ''))"
"""Where links lead: a query narrows a page, but for one that names the text the page is about."""


def pattern(address: str) -> str:
    """Return an address with its ids made alike: one picture for each kind of page is enough.

    A number, a question of the questionnaire and a key are ids; a word is none.
    """
    path = urlsplit(address).path.strip("/")
    return re.sub(r"/[^/]*[\dA-Z._][^/]*", "/N", "/" + path).strip("/").replace("/", "-")


def crawl(page: Page, who: str) -> Iterator[tuple[str, str]]:
    """Go to one page of each kind this person can reach by links: its name and its address."""
    seen: set[str] = set()
    waiting = [urlsplit(page.url).path]
    while waiting:
        address = waiting.pop(0)
        name = "-".join(filter(None, (who, pattern(address))))
        if name in seen:
            continue
        seen.add(name)
        answer = page.goto(address, wait_until="load")
        assert answer and answer.ok, f"{address}: {answer and answer.status}"
        links = page.eval_on_selector_all("a[href^='/']", LINKS)
        waiting += [link for link in links if not NOT_A_PAGE.search(link)]
        yield name, address


def come_in(context: BrowserContext, reader: str) -> Page:
    """Open the first page of a reader, in the language of their browser."""
    page = first_page(context, reader)
    # A person's own language goes before that of the browser, and a choice before both.
    language = page.evaluate("navigator.language").partition("-")[0]
    page.locator(f".languages a[hreflang={language}]").click()
    return page


def first_page(context: BrowserContext, reader: str) -> Page:
    """Open the first page of a reader: the public one, the desk, or what a link opens."""
    if reader and reader != CONTRIBUTOR:
        return sign_in(context, f"{reader}@example.org")
    page = context.new_page()
    page.goto(invited(context) if reader else "/")
    if reader:
        contribute(page)
    return page


def contribute(page: Page) -> None:
    """Write one answer in the first section, and come back to the first page of the link."""
    start = page.url
    page.locator("main .lines a").first.click()
    page.locator("form[data-answer] [type=radio]").first.check()
    page.locator("form[data-answer]:has(:checked) .send button").first.click()
    page.locator("[data-state=saved]").first.wait_for(state="attached")
    page.goto(start)


def invited(context: BrowserContext) -> str:
    """Invite a contributor to the first section, and return the link as nobody in particular."""
    page = sign_in(context, f"{CHIEF}@example.org")
    leading = page.locator("a[href^='/reviews/']").first.get_attribute("href") or ""
    review = re.match(r"/reviews/\d+", leading)
    assert review
    page.goto(f"{review[0]}/contributors")
    page.locator("#invite [name=name]").fill("Tom Treasury")
    # An address is invited once; the next of them gets the next.
    number = page.locator("tbody tr").count() + 1
    page.locator("#invite [name=address]").fill(f"tom.treasury.{number}@example.org")
    page.locator("#invite summary").first.click()
    page.locator("#invite [name=sections]").first.check()
    page.locator("#invite form[method=post] button").first.click()
    found = re.search(r"https?://\S+/contribute/[\w-]+", page.locator("main").inner_text())
    assert found
    page.close()
    context.clear_cookies()
    return found[0]


def tour(context: BrowserContext, reader: str) -> Iterator[tuple[Page, str]]:
    """Come in as a reader and go from page to page; give the page and its name at each."""
    page = come_in(context, reader)
    for name, _ in crawl(page, reader or "anyone"):
        yield page, name
