"""Take a picture of every page of the demonstration, as four of its readers see it.

Pictures of the documentation go to docs/pictures; all of them, with a contact sheet, to
build/screenshots. Run by `make screenshots`; `--only desk` takes those whose name holds a word.
"""

from __future__ import annotations

import argparse
import html
import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.site import Site, launch, sign_in

ROOT = Path(__file__).parents[2]
ALL = ROOT / "build" / "screenshots"
DOCUMENTED = ROOT / "docs" / "pictures"

PICTURES = {
    "arcadia.expert-strands-N-response-N": "response.png",
    "belmora.focal.point-strands-N-observations": "observations.png",
    "secretariat-secretariat-reviews": "steering.png",
    "anyone": "public.png",
}
"""Pictures the documentation shows: name in the contact sheet -> file in docs/pictures."""

READERS = ("", "arcadia.expert", "belmora.focal.point", "secretariat")
"""Who looks: anyone, the State under review, a reviewing State, the secretariat."""

CONDITIONS: dict[str, dict[str, object]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "narrow": {"viewport": {"width": 390, "height": 800}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "plain": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}


def pattern(address: str) -> str:
    """Return an address with its ids made alike: one picture for each kind of page is enough."""
    path = urlsplit(address).path.strip("/")
    return re.sub(r"/\d+(?=/|$)", "/N", "/" + path).strip("/").replace("/", "-")


def crawl(page: Page, who: str) -> dict[str, str]:
    """Find one address of each kind of page this person can reach by links."""
    found: dict[str, str] = {}
    waiting = [urlsplit(page.url).path]
    while waiting:
        address = waiting.pop(0)
        name = "-".join(filter(None, (who, pattern(address))))
        if name in found or "/language/" in address or "/files/" in address:
            continue
        answer = page.goto(address, wait_until="load")
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        found[name] = address
        links = page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.pathname)")
        waiting += [link for link in links if "/papers/" not in link and "/static/" not in link]
    return found


def photograph(context: BrowserContext, pages: dict[str, str], folder: Path) -> None:
    """Take the pictures of these pages."""
    page = context.pages[0] if context.pages else context.new_page()
    folder.mkdir(parents=True, exist_ok=True)
    for name, address in pages.items():
        page.goto(address, wait_until="load")
        page.screenshot(path=folder / f"{name}.png", full_page=name not in PICTURES)


def contact_sheet(browser: Browser, folder: Path) -> None:
    """Put all pictures of a folder on one sheet."""
    cells = "".join(
        f"<figure><img src='{each.as_uri()}'>"
        f"<figcaption>{html.escape(each.stem)}</figcaption></figure>"
        for each in sorted(folder.glob("*.png"))
    )
    sheet = folder / "contact-sheet.html"
    sheet.write_text(
        "<style>body{display:flex;flex-wrap:wrap;gap:12px;font:12px sans-serif}"
        "figure{margin:0;inline-size:300px}img{inline-size:300px;block-size:380px;"
        "object-fit:cover;object-position:top;border:1px solid #999}</style>" + cells
    )
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.goto(sheet.as_uri())
    page.screenshot(path=folder.parent / f"{folder.name}-contact-sheet.png", full_page=True)
    page.close()


def take(browser: Browser, site: Site, only: str) -> None:
    """Take all pictures under all conditions."""
    for condition, settings in CONDITIONS.items():
        for name in READERS:
            address, who = f"{name}@example.org" if name else "", name or "anyone"
            context = browser.new_context(base_url=site.address, **settings)
            page = sign_in(context, address) if address else context.new_page()
            if not address:
                page.goto("/")
            pages = {n: a for n, a in crawl(page, who).items() if only in n}
            photograph(context, pages, ALL / condition)
            context.close()
        contact_sheet(browser, ALL / condition)


def keep_documented() -> None:
    """Copy the pictures the documentation shows."""
    DOCUMENTED.mkdir(parents=True, exist_ok=True)
    for name, file in PICTURES.items():
        taken = ALL / "wide" / f"{name}.png"
        if taken.exists():
            (DOCUMENTED / file).write_bytes(taken.read_bytes())


def main() -> None:
    """Serve a demonstration and take the pictures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", default="", help="only pictures whose name holds this")
    only: str = options.parse_args().only
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        with Site.served(Path(folder)) as site:
            take(browser, site, only)
        browser.close()
    keep_documented()
    print(f"The pictures are in {ALL}.")


if __name__ == "__main__":
    main()
