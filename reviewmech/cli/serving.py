"""Serving pages with gunicorn, and the letters beside it."""

from __future__ import annotations

import gc
import logging
import signal
import socket
import struct
import subprocess
import sys
import time
from typing import Any

import click
from gunicorn.app.base import BaseApplication
from sqlalchemy.exc import OperationalError

from reviewmech import LARGEST_REQUEST, create_app
from reviewmech.actions.letters import deliver as deliver_waiting
from reviewmech.actions.post import Closed, Post, post_for
from reviewmech.actions.silences import end_silences
from reviewmech.cli.turns import Turns
from reviewmech.config import Settings, SettingsFault, from_environment
from reviewmech.installation import Installation, open_installation
from reviewmech.places import MIGRATIONS
from reviewmech.records import migrations
from reviewmech.rules.access import THE_SYSTEM

SECONDS_BETWEEN_DELIVERIES = 10

LINES = 100
"""Requests a worker takes in and answers it sends out at the same time."""

AT_ONCE = 2
"""Requests inside the application of a worker: one computes while another waits for the disk."""

KEPT_OPEN = 75
"""Seconds a line is kept for its next request: on a poor one, to open it anew costs a second."""

SILENCE = 30
"""Seconds a line may say, or take, nothing at all in the midst of a request."""


class Server(BaseApplication):
    """The application under gunicorn: a thread for every line, and turns inside (see turns)."""

    def __init__(self, settings: Settings, bind: str, workers: int) -> None:
        self.settings, self.bind, self.workers = settings, bind, workers
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn how to serve."""
        given: dict[str, Any] = {
            "bind": self.bind,
            "workers": self.workers,
            "worker_class": "gthread",
            "threads": LINES,
            "keepalive": KEPT_OPEN,
            "timeout": 120,
            "graceful_timeout": 20,
            "when_ready": _end_silence,
            "accesslog": None,
            "loglevel": "warning",
            "proc_name": "reviewmech",
        }
        for name, value in given.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application, in each worker anew."""
        served = Turns(self.application(), at_once=AT_ONCE, largest=LARGEST_REQUEST)
        # What is loaded now stays; to walk it in every collection would cost pages their time.
        gc.collect()
        gc.freeze()
        return served

    def application(self) -> Any:
        """Make what is served."""
        return create_app(self.settings)


def _end_silence(server: Any) -> None:
    """Let no line keep a thread by saying nothing; what is accepted inherits this."""
    length = struct.pack("ll", SILENCE, 0)
    for listener in server.LISTENERS:
        for direction in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            listener.sock.setsockopt(socket.SOL_SOCKET, direction, length)
    # A line that fell silent is no fault of ours to be told at length.
    logging.getLogger("gunicorn.error").addFilter(_is_no_silence)


def _is_no_silence(record: logging.LogRecord) -> bool:
    fault = record.exc_info[1] if record.exc_info else None
    return not isinstance(fault, BlockingIOError)


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
    """Do the regular work once, or again and again until stopped: silences end, letters leave."""
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
        # First, since the end of a silence writes letters.
        end_silences(session)
        return deliver_waiting(session, THE_SYSTEM, post=post)
