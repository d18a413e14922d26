"""Serving a demonstration for tests and pictures, and signing its people in."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from reviewmech.cli.story import PASSWORD

CHROMIUM = Path("/usr/bin/chromium")
COMMAND = [sys.executable, "-m", "reviewmech"]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class Site:
    """A served demonstration."""

    address: str
    instance: Path

    @classmethod
    @contextmanager
    def opened(cls, instance: Path) -> Iterator[Site]:
        """Serve the demonstration of a folder until the end."""
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        surroundings = {**surrounded(instance), "REVIEWMECH_ADDRESS": address}
        server = subprocess.Popen([*COMMAND, "serve", "--port", str(port)], env=surroundings)
        try:
            wait_for(f"{address}/healthz")
            yield cls(address, instance)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def demonstration(instance: Path) -> None:
    """Prepare a demonstration in a folder."""
    subprocess.run([*COMMAND, "demo"], env=surrounded(instance), check=True, capture_output=True)


def surrounded(instance: Path) -> dict[str, str]:
    """Return the surroundings of a command on this folder."""
    return {**os.environ, "REVIEWMECH_INSTANCE": str(instance)}


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


def wait_for(address: str, seconds: float = 90) -> None:
    """Wait until an address answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def launch(playwright: Playwright) -> Browser:
    """Start Chromium, without what it would fetch by itself."""
    return playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)


def sign_in(context: BrowserContext, address: str) -> Page:
    """Sign somebody of the demonstration in, in a new tab."""
    page = context.new_page()
    page.goto("/sign-in")
    # By name, not by words: the page may speak any of the languages.
    page.locator("[name=address]").fill(address)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form[method=post] button").first.click()
    page.wait_for_url("**/desk")
    return page
