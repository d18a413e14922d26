"""Serving pages with gunicorn, and the letters beside it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from typing import Any

import click
from gunicorn.app.base import BaseApplication
from sqlalchemy.exc import OperationalError

from reviewmech import create_app
from reviewmech.actions.letters import deliver as deliver_waiting
from reviewmech.actions.post import Closed, Post, post_for
from reviewmech.config import Settings, SettingsFault, from_environment
from reviewmech.installation import Installation, open_installation
from reviewmech.places import MIGRATIONS
from reviewmech.records import migrations
from reviewmech.rules.access import THE_SYSTEM

SECONDS_BETWEEN_DELIVERIES = 10


class Server(BaseApplication):
    """The application under gunicorn.

    Two threads a worker: a slow line then holds up no other reader, and writers are not starved.
    """

    def __init__(self, settings: Settings, bind: str, workers: int) -> None:
        self.settings, self.bind, self.workers = settings, bind, workers
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn how to serve."""
        given: dict[str, Any] = {
            "bind": self.bind,
            "workers": self.workers,
            "worker_class": "gthread",
            "threads": 2,
            "timeout": 120,
            "graceful_timeout": 20,
            "accesslog": None,
            "loglevel": "warning",
            "proc_name": "reviewmech",
        }
        for name, value in given.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application, in each worker anew."""
        return create_app(self.settings)


def serve(host: str, port: int, workers: int) -> None:
    """Serve until told to stop; a process beside it sends the letters."""
    settings = from_environment(host=host, port=port)
    _opened(settings)
    _post(settings)
    _refuse_a_taken_port(host, port)
    post = subprocess.Popen(
        [sys.executable, "-m", "reviewmech", "deliver", "--every", str(SECONDS_BETWEEN_DELIVERIES)]
    )
    try:
        click.echo(f"Serving on http://{host}:{port} - stop with Ctrl+C.")
        Server(settings, f"{host}:{port}", workers).run()
    finally:
        post.send_signal(signal.SIGTERM)
        post.wait()


def _opened(settings: Settings) -> Installation:
    """Open an installation whose database is there and of this version."""
    opened = open_installation(settings)
    if not migrations.is_current(opened.engine, MIGRATIONS):
        raise SettingsFault(
            "The database is empty or of another version. Run `reviewmech upgrade`, "
            "or `reviewmech init` for a new installation."
        )
    return opened


def _post(settings: Settings) -> Post:
    return post_for(settings.smtp, settings.instance / "letters", settings.sender)


def _refuse_a_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except (OSError, OverflowError) as fault:
        raise SettingsFault(
            f"{host}, port {port} cannot be served on: it is in use or not ours. "
            "Stop what uses it, or choose another by --port."
        ) from fault


def deliver(every: int | None) -> None:
    """Send the waiting letters once, or again and again until stopped."""
    settings = from_environment()
    opened, post = _opened(settings), _post(settings)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if every is None:
        click.echo(f"Letters sent: {_round(opened, post)}.")
    while every is not None:
        try:
            _round(opened, post)
        except Closed as closed:
            # The letters wait; the next round tries again.
            click.echo(str(closed), err=True)
        except OperationalError as busy:
            # So do they while the database is held by another.
            click.echo(f"Letters wait for the database: {busy.orig}", err=True)
        time.sleep(every)


def _round(opened: Installation, post: Post) -> int:
    with opened.sessions() as session:
        return deliver_waiting(session, THE_SYSTEM, post=post)
