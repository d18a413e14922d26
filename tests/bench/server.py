"""The servers of the bench: the product and the floor, both as `reviewmech serve` serves.

Run as `python -m tests.bench.server product|floor PORT WORKERS`; no letters are sent beside it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError

from reviewmech.cli.serving import Server
from reviewmech.config import from_environment
from tests.bench import floors
from tests.browser.site import free_port


class Floor(Server):
    """The bare application, served just as the product is."""

    def application(self) -> Any:
        """Make the bare application."""
        return floors.create_floor(self.settings)


@dataclass(frozen=True)
class Running:
    """A server that runs: where it listens, and the processes that answer."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def workers(self) -> list[int]:
        """The processes of its workers."""
        own = self.process.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        return sorted(int(child) for child in children)

    def spent(self) -> list[float]:
        """Return the CPU seconds each worker has spent so far, with what it waited for."""
        return [_cpu_seconds(worker) for worker in self.workers]


def _cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(kind: str, instance: Path, ready: str, workers: int) -> Iterator[Running]:
    """Serve the product or the floor from an instance folder until the end."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.server", kind, str(port), str(workers)],
        env={**os.environ, "REVIEWMECH_INSTANCE": str(instance)},
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}{ready}", process)
        yield Running(port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=60):
                return
        except URLError:
            time.sleep(0.1)
    raise SystemExit("A server of the bench did not start; why stands above.")


def main(kind: str, port: str, workers: str) -> None:
    """Serve until told to stop."""
    make = Floor if kind == "floor" else Server
    make(from_environment(port=int(port)), f"127.0.0.1:{port}", int(workers)).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
