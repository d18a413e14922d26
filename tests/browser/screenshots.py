"""Take a picture of every page of the demonstration, as its readers see it.

Beside one page of every kind, which the tour finds, there are sights: places where much comes
together, such as the margin of an answer. Pictures of the documentation go to docs/pictures; all of
them, with a contact sheet, to build/screenshots. Run by `make screenshots`; `--only desk` takes
those whose name holds a word, `--under dark` those of one condition.
"""

from __future__ import annotations

import argparse
import html
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.reading import CONVENTION, strand
from tests.browser.site import Site, demonstration, launch, sign_in
from tests.browser.tour import READERS, come_in, tour

ROOT = Path(__file__).parents[2]
ALL = ROOT / "build" / "screenshots"
DOCUMENTED = ROOT / "docs" / "pictures"

PICTURES = {
    "arcadia.focal.point-strands-N-response-N": "response.png",
    "belmora.focal.point-strands-N-observations": "observations.png",
    "secretariat-secretariat-reviews": "steering.png",
    "anyone": "public.png",
    "sight-margin": "margin.png",
    "sight-observation": "observation.png",
    "sight-my-articles": "my-articles.png",
}
"""Pictures the documentation shows: name in the contact sheet -> file in docs/pictures."""

SIGHTS = {
    "margin": ("belmora.expert", "/versions/1/5", ".row:has(+ .row .note)"),
    "feedback": ("cordania.expert", "/feedback/5", ".row:has(.note)"),
    "my-articles": ("belmora.expert", "/feedback", "main h1"),
    "observation": ("belmora.focal.point", "/observations", "a:has-text('3')"),
    "brackets": ("belmora.expert", "/observations", "a:has-text('2')"),
    "silence": ("cordania.focal.point", "/observations", "a:has-text('4')"),
    "translation": ("cordania.expert", "/versions/1/5", ".translations"),
}
"""Sights of the Convention: who looks, where, and at what, which comes to the top of the picture.

An observation is a link of the list, which is followed.
"""

CONDITIONS: dict[str, dict[str, object]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "narrow": {"viewport": {"width": 390, "height": 800}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "arabic": {"viewport": {"width": 1280, "height": 900}, "locale": "ar"},
    "arabic-narrow": {"viewport": {"width": 390, "height": 800}, "locale": "ar"},
    "print": {"viewport": {"width": 794, "height": 1123}},
    "plain": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}


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


def take(browser: Browser, site: Site, only: str, conditions: list[str]) -> None:
    """Take all pictures under these conditions; no tour is needed for sights alone."""
    address = the_convention(browser, site)
    for condition in conditions:
        settings = {"base_url": site.address, **CONDITIONS[condition]}
        for reader in () if only.startswith("sight-") else READERS:
            context = browser.new_context(**settings)
            for page, kind in tour(context, reader):
                if only in kind:
                    picture(page, condition, kind, whole=kind not in PICTURES)
            context.close()
        for name in SIGHTS:
            if only in f"sight-{name}":
                context = browser.new_context(**settings)
                picture(see(context, address, name), condition, f"sight-{name}", whole=False)
                context.close()
        contact_sheet(browser, ALL / condition)


def picture(page: Page, condition: str, name: str, whole: bool) -> None:
    """Take the picture of a page; on paper it is one long strip: what matters is what is on it."""
    page.emulate_media(media="print" if condition == "print" else "screen")
    page.screenshot(path=ALL / condition / f"{name}.png", full_page=whole)


def the_convention(browser: Browser, site: Site) -> str:
    """Return the address of the strand in which most has been said."""
    context = browser.new_context(base_url=site.address, locale="en-GB")
    address = strand(sign_in(context, "belmora.expert@example.org"), CONVENTION)
    context.close()
    return address


def see(context: BrowserContext, address: str, name: str) -> Page:
    """Open a sight, with what it shows at the top."""
    who, where, what = SIGHTS[name]
    page = come_in(context, who)
    page.goto(f"{address}{where}", wait_until="networkidle")
    if where == "/observations":
        page.locator(f".row h3 {what}").first.click()
    else:
        seen = page.locator(what).first
        seen.evaluate("element => scrollTo(0, element.getBoundingClientRect().top - 16)")
    page.wait_for_load_state("networkidle")
    return page


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
    options.add_argument("--under", choices=CONDITIONS, action="append", help="only this condition")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        demonstration(Path(folder))
        with Site.opened(Path(folder)) as site:
            take(browser, site, given.only, given.under or list(CONDITIONS))
        browser.close()
    keep_documented()
    print(f"The pictures are in {ALL}.")


if __name__ == "__main__":
    main()
