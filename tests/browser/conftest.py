"""A real site, served by gunicorn from a fresh demonstration, and a real Chromium to read it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.reading import Reading
from tests.browser.site import CHROMIUM, Site, demonstration, launch, sign_in


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give Chromium, or say plainly that these tests were not run."""
    if not CHROMIUM.exists():
        words = f"There is no {CHROMIUM}, so nothing was tried in a browser. Install chromium."
        if os.environ.get("REVIEWMECH_REQUIRE_BROWSER"):
            pytest.fail(words)
        pytest.skip(words)
    with sync_playwright() as playwright:
        yield launch(playwright)


@pytest.fixture(scope="session")
def prepared(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a demonstration, asked for after the browser: so a skip costs little."""
    instance = tmp_path_factory.mktemp("prepared")
    demonstration(instance)
    return instance


@pytest.fixture(scope="module")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a served demonstration to each module: what others wrote is not there."""
    instance = Path(tmp_path_factory.mktemp("site"))
    shutil.copytree(prepared, instance, dirs_exist_ok=True)
    with Site.opened(instance) as served:
        yield served


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """Give a fresh profile of the browser, at the site."""
    opened = browser.new_context(base_url=site.address, locale="en-GB")
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def reading(browser: Browser, site: Site) -> Iterator[Reading]:
    """Give people signed in, each in a browser of their own."""
    contexts: list[BrowserContext] = []

    def opened(who: str) -> Page:
        contexts.append(browser.new_context(base_url=site.address, locale="en-GB"))
        contexts[-1].set_default_timeout(15_000)
        return sign_in(contexts[-1], f"{who}@example.org")

    yield opened
    for each in contexts:
        each.close()
