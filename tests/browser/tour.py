"""A tour of the demonstration: who looks, and one page of each kind they can reach by links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

from tests.browser.site import sign_in

READERS = ("", "arcadia.expert", "belmora.focal.point", "secretariat")
"""Who looks: anyone, the State under review, a reviewing State, the secretariat."""


def pattern(address: str) -> str:
    """Return an address with its ids made alike: one picture for each kind of page is enough."""
    path = urlsplit(address).path.strip("/")
    return re.sub(r"/\d+(?=/|$)", "/N", "/" + path).strip("/").replace("/", "-")


def crawl(page: Page, who: str) -> Iterator[tuple[str, str]]:
    """Go to one page of each kind this person can reach by links: its name and its address."""
    seen: set[str] = set()
    waiting = [urlsplit(page.url).path]
    while waiting:
        address = waiting.pop(0)
        name = "-".join(filter(None, (who, pattern(address))))
        if name in seen or "/language/" in address or "/files/" in address:
            continue
        seen.add(name)
        answer = page.goto(address, wait_until="load")
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        links = page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.pathname)")
        waiting += [link for link in links if "/papers/" not in link and "/static/" not in link]
        yield name, address


def tour(context: BrowserContext, reader: str) -> Iterator[tuple[Page, str]]:
    """Come in as a reader and go from page to page; give the page and its name at each."""
    page = sign_in(context, f"{reader}@example.org") if reader else context.new_page()
    if not reader:
        page.goto("/")
    for name, _ in crawl(page, reader or "anyone"):
        yield page, name
