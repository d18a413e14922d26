"""axe-core finds nothing on any page, in both directions of writing, light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.site import Site
from tests.browser.tour import CHIEF, READERS, tour

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": TAGS, "resultTypes": ["violations"]}
CONTRAST = {
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
    "resultTypes": ["violations"],
}


# From right to left the State under review looks: of all readers it meets the most pages.
LOOKS = [*((reader, "en-GB") for reader in READERS), (CHIEF, "ar")]


@pytest.mark.parametrize(("reader", "locale"), LOOKS)
def test_axe_finds_nothing(browser: Browser, site: Site, reader: str, locale: str) -> None:
    context = browser.new_context(
        # Colours that are still on their way to the other scheme are not looked at.
        base_url=site.address,
        locale=locale,
        reduced_motion="reduce",
    )
    found, seen = [], 0
    for page, name in tour(context, reader):
        seen += 1
        assert page.evaluate("document.documentElement.lang")[:2] == locale[:2], name
        page.emulate_media(color_scheme="light")
        found += faults(page, name, RULES)
        if locale == "en-GB":
            # Colours are the same in every language.
            page.emulate_media(color_scheme="dark")
            found += faults(page, f"{name}, dark", CONTRAST)
    context.close()
    assert seen > 1
    assert not found, "\n".join(found)


def faults(page: Page, name: str, rules: dict[str, object]) -> list[str]:
    """Return what axe finds on a page, a line each."""
    return [
        f"{name}: {fault['id']} ({fault['help']}) at "
        f"{[' '.join(node['target'][0].split()) for node in fault['nodes'][:3]]}"
        for fault in Axe().run(page, options=rules).response["violations"]
    ]
