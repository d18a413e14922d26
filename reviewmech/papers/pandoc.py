"""Pandoc, held short: our own HTML in, one paper out, nothing read or fetched on the way."""

import os
import subprocess
import tempfile
from pathlib import Path

import pypandoc

from reviewmech.rules.refusals import N_, Refused

DESIGNS = Path(__file__).parent / "designs"
PATIENCE = 60
ROOM = "256M"


class NotMade(Refused):
    """A paper could not be made."""

    status = 500


def convert(html: str, to: str, *options: str) -> bytes:
    """Turn HTML made by us into another form; in its sandbox pandoc knows no clock, so the same
    HTML gives the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "made")
        _run(html, "--sandbox", "-f", "html", "-t", to, "-o", str(made), *options)
        return made.read_bytes()


def default_file(name: str) -> bytes:
    """Return one of the files pandoc carries with it."""
    return _run("", "--print-default-data-file", name)


def _run(given: str, *arguments: str) -> bytes:
    command = [pypandoc.get_pandoc_path(), "+RTS", f"-M{ROOM}", "-RTS", *arguments]
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            command, input=given.encode(), capture_output=True, timeout=PATIENCE, env=environment
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise NotMade(N_("The paper could not be made in time: try again.")) from fault
    if done.returncode:
        raise NotMade(
            N_("The paper could not be made: %(fault)s. Tell the secretariat."),
            fault=done.stderr.decode(errors="replace").strip()[:500],
        )
    return done.stdout
