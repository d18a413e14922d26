"""A translator on the machine: a command that reads a text and writes it in another language.

It is off unless the installation names one. Nothing is sent to any network by us: the command gets
the text on its standard input, two codes of languages as its last arguments, and nothing of ours
in its environment. What it writes is kept like any translation, marked as made by a machine.
"""

from __future__ import annotations

import logging
import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from time import monotonic

from reviewmech.rules.refusals import N_, Refused
from reviewmech.rules.texts import LONGEST_TEXT, clean

PATIENCE = 60.0
"""Seconds the command may take over all parts of a text."""

_LOG = logging.getLogger(__name__)
_ONE_AT_A_TIME = Lock()


class NotTranslated(Refused):
    """The translator gave no translation."""

    status = 503


def translated(
    command: str, parts: Mapping[str, str], source: str, target: str, patience: float = PATIENCE
) -> dict[str, str]:
    """Have the parts of a text translated from one language into another, or refuse in words.

    One text at a time: a machine that also serves people is kept from translating many at once.
    """
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise NotTranslated(
            N_("The translator is at work on another text. Please try again in a minute.")
        )
    try:
        end = monotonic() + patience
        return {
            name: _said([*shlex.split(command), source, target], words, end)
            for name, words in parts.items()
        }
    finally:
        _ONE_AT_A_TIME.release()


def _said(command: list[str], words: str, end: float) -> str:
    """Run the command on one part; what it writes must be text, and not too long."""
    try:
        written = _run(command, words.encode(), max(end - monotonic(), 0.0))
    except subprocess.TimeoutExpired:
        raise NotTranslated(
            N_(
                "The translator took too long, so it was stopped and nothing was kept. "
                "Translate a long text by hand, or in a file."
            )
        ) from None
    except OSError as fault:
        raise _broken(fault) from fault
    try:
        said = clean(written.decode())
    except UnicodeDecodeError as fault:
        raise _broken(fault) from fault
    if not said or len(said) > LONGEST_TEXT:
        raise _broken(ValueError(f"It wrote {len(said)} characters."))
    return said


def _run(command: list[str], given: bytes, patience: float) -> bytes:
    """Run a command in a group of its own, so that nothing it started outlives its time.

    It writes to a file, of which no more is read than a text may be long.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "written")
        with place.open("wb") as written:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=written,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                start_new_session=True,
            )
            try:
                process.communicate(given, timeout=patience)
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                raise
        if process.returncode:
            raise OSError(f"It ended with {process.returncode}.")
        with place.open("rb") as found:
            return found.read(4 * LONGEST_TEXT + 1)


def _broken(fault: Exception) -> NotTranslated:
    # What the command said may hold the text itself, which no log may.
    _LOG.error("The translator failed: %s", type(fault).__name__ if fault.args == () else fault)
    return NotTranslated(
        N_("The translator failed, so nothing was kept. The server's log says more.")
    )
