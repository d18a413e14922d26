"""Pandoc, held short: our own HTML in, one paper out, nothing read or fetched on the way."""

import logging
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypandoc

from reviewmech.rules.refusals import N_, Refused

DESIGNS = Path(__file__).parent / "designs"
PATIENCE = 60
ROOM = "256M"

_LOG = logging.getLogger(__name__)


class NotMade(Refused):
    """A paper could not be made."""

    status = 500


def convert(html: str, to: str, *options: str) -> bytes:
    """Turn HTML made by us into another form; in its sandbox pandoc knows no clock, so the same
    HTML gives the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "made")
        _pandoc(html, "--sandbox", "-f", "html", "-t", to, "-o", str(made), *options)
        return made.read_bytes()


def default_file(name: str) -> bytes:
    """Return one of the files pandoc carries with it."""
    return _pandoc("", "--print-default-data-file", name)


def run(command: Sequence[str], given: str, patience: float = PATIENCE) -> bytes:
    """Let a program make a part of a paper, in its time; what it says goes to the log alone."""
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            command,
            input=given.encode(),
            capture_output=True,
            timeout=patience,
            env=environment,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as fault:
        said = getattr(fault, "stderr", None) or b""
        _LOG.error("A paper was not made: %s %s", fault, said.decode(errors="replace")[-2000:])
        raise NotMade(
            N_("The paper could not be made; it may be too long. The server's log says more.")
        ) from None
    return done.stdout


def _pandoc(given: str, *arguments: str) -> bytes:
    return run([pypandoc.get_pandoc_path(), "+RTS", f"-M{ROOM}", "-RTS", *arguments], given)
