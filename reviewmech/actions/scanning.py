"""Asking ClamAV's daemon whether a file holds a virus.

A small client of our own: of the kept ones, `clamav-client` is under the GPL, which would decide
the licence of all that is built on it, and none speaks to an address of IPv6.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress

PATIENCE = 30
"""Seconds to wait for the daemon's next word."""

SLICE = 256 * 1024
LONGEST_REPLY = 4096


class Silent(Exception):
    """The daemon did not answer, or not whether the file is clean."""


def found_in(content: bytes, address: str) -> str | None:
    """Return the name of the virus found in a file, or None; raise Silent when nobody can tell."""
    try:
        with _connected(address) as daemon:
            reply = _ask(daemon, content)
    except (OSError, ValueError) as fault:
        raise Silent(str(fault)) from fault
    verdict = reply.rpartition(": ")[2]
    if verdict == "OK":
        return None
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise Silent(reply or "The daemon closed the line.")


def _connected(address: str) -> socket.socket:
    """Connect to ``host:port``, or to a socket by its path."""
    if address.startswith("/"):
        daemon = socket.socket(socket.AF_UNIX)
        daemon.settimeout(PATIENCE)
        try:
            daemon.connect(address)
        except OSError:
            daemon.close()
            raise
        return daemon
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), PATIENCE)


def _ask(daemon: socket.socket, content: bytes) -> str:
    # A daemon that has seen enough (the file is over its limit) answers before the end, and closes.
    with suppress(BrokenPipeError, ConnectionResetError):
        daemon.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), SLICE):
            piece = content[start : start + SLICE]
            daemon.sendall(struct.pack("!L", len(piece)) + piece)
        daemon.sendall(struct.pack("!L", 0))
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < LONGEST_REPLY:
        more = daemon.recv(LONGEST_REPLY)
        if not more:
            break
        reply += more
    return reply.rstrip(b"\0\n").decode("utf-8", "replace")
