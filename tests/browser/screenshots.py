"""Take a picture of every page of the demonstration, as four of its readers see it.

Pictures of the documentation go to docs/pictures; all of them, with a contact sheet, to
build/screenshots. Run by `make screenshots`; `--only desk` takes those whose name holds a word,
`--under dark` those of one condition.
"""

from __future__ import annotations

import argparse
import html
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.site import Site, launch
from tests.browser.tour import READERS, tour

ROOT = Path(__file__).parents[2]
ALL = ROOT / "build" / "screenshots"
DOCUMENTED = ROOT / "docs" / "pictures"

PICTURES = {
    "arcadia.focal.point-strands-N-response-N": "response.png",
    "belmora.focal.point-strands-N-observations": "observations.png",
    "secretariat-secretariat-reviews": "steering.png",
    "anyone": "public.png",
}
"""Pictures the documentation shows: name in the contact sheet -> file in docs/pictures."""

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
    """Take all pictures under these conditions."""
    for condition in conditions:
        settings = CONDITIONS[condition]
        for name in READERS:
            context = browser.new_context(base_url=site.address, **settings)
            for page, kind in tour(context, name):
                if only in kind:
                    # On paper a page is one long strip: what matters is what is on it.
                    page.emulate_media(media="print" if condition == "print" else "screen")
                    whole = kind not in PICTURES
                    page.screenshot(path=ALL / condition / f"{kind}.png", full_page=whole)
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
    options.add_argument("--under", choices=CONDITIONS, action="append", help="only this condition")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        with Site.served(Path(folder)) as site:
            take(browser, site, given.only, given.under or list(CONDITIONS))
        browser.close()
    keep_documented()
    print(f"The pictures are in {ALL}.")


if __name__ == "__main__":
    main()
